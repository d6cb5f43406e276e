"""Refreshing what is committed and made: notebooks' parameters and outputs, the dictionary's page.

``make accept`` calls this.  The cell of parameters is written anew from the workbook's
model and the example's region file.  Each notebook is then executed on the example; only
the outputs of cells tagged ``nbval-check-output`` are kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sectornb.contract import Place, Workbook
from sectornb.dictionary import Dictionary, dictionary
from sectornb.report.kernel import kernel_manager
from sectornb.report.region_file import read_region
from sectornb.report.template import default_of, plain
from sectornb.shipped import shipped
from sectornb.workbooks import workbooks

COMPARED = "nbval-check-output"


def refresh_notebook(notebook: Path, parameters: str) -> bool:
    """Set the cell of parameters, execute, keep the compared outputs; tell whether any changed."""
    import nbformat
    from nbclient import NotebookClient

    before = notebook.read_text("utf-8")
    node = nbformat.reads(before, as_version=4)
    for cell in node.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = parameters
    client = NotebookClient(
        node,
        record_timing=False,
        resources={"metadata": {"path": "."}},
        # As in a run: encrypted, so that nothing is said of connections that are not.
        kernel_manager_class=kernel_manager(notebook.stem, {}),
    )
    client.execute()
    for cell in node.cells:
        if cell.cell_type != "code":
            continue
        if COMPARED not in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
    node.metadata["language_info"] = {"name": "python"}
    after = nbformat.writes(node) + "\n"
    notebook.write_text(after, "utf-8")
    return after != before


def parameters_cell(workbook: Workbook, values: Mapping[str, Any]) -> str:
    """Source of the notebook's cell of parameters: a name, type, value and comment per line.

    Parameters
    ----------
    workbook : Workbook
        Whose parameters they are.
    values : mapping
        Parameter to value, such as those of the example's region file.
    """
    fields = {**Place.model_fields, **workbook.settings.model_fields}
    # Opened by hand, a notebook takes the example's own answers, as it takes its library.
    values = {**values, **{each.role: "" for each in workbook.private_inputs}}
    lines = []
    for name, field in fields.items():
        value = plain(values[name] if name in values else default_of(field))
        kind = float if field.annotation is float else type(value)
        lines.append(f"{name}: {kind.__name__} = {_literal(value)}  # {field.description}")
    return "\n".join(lines)


def _literal(value: object) -> str:
    """A plain value as Python, text in double quotes, whole numbers without a point."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(k)}: {_literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def dictionary_markdown(content: Dictionary) -> str:
    """The data dictionary as a page: each table with its columns, each column once."""
    lines = [
        "# Data dictionary",
        "",
        "Made from `data/dictionary/` by `make accept`. An empty cell in a",
        "saved table means that the figure is not known; it is never zero.",
        "",
        "## Tables",
    ]
    for name, table in content.tables.items():
        origins = ", ".join(f"`{source}`" for source in table.sources)
        private = ", ".join(f"`{role}`" for role in table.inputs)
        given = ", ".join(f"`{each}`" for each in table.given)
        lines += [
            "",
            f"### `{name}`",
            "",
            f"{table.title}. Workbook `{table.workbook}`; one row per "
            f"{', '.join(f'`{column}`' for column in table.key)}"
            + (f". Computed from {origins}, as far as a run uses them." if origins else "")
            + (f". Computed from the private input {private}." if private else "")
            + (
                f". Made of `{'`, `'.join(table.given)}`, which a region file names."
                * bool(table.given)
            )
            + ("" if origins or private or given else "."),
            "",
            ", ".join(f"`{column}`" for column in table.columns),
        ]
    lines += ["", "## Columns", "", "| column | unit | meaning |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {column.unit or '–'} | {column.meaning} |"
        for name, column in sorted(content.columns.items())
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Refresh every workbook and say which changed."""
    example = read_region(shipped("data", "example", "region.yml"))
    for name, workbook in workbooks().items():
        values = example.parameters(name, library="", out="")
        changed = refresh_notebook(workbook.notebook, parameters_cell(workbook, values))
        print(f"{workbook.notebook.name}: {'changed' if changed else 'as before'}")
    shipped("docs", "data-dictionary.md").write_text(dictionary_markdown(dictionary()), "utf-8")


if __name__ == "__main__":
    main()
