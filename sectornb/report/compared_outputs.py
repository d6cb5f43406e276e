"""Refreshing what the committed notebooks hold: the outputs that the tests compare.

``make accept`` calls this.  Each notebook is executed on the example; only the
outputs of cells tagged ``nbval-check-output`` are kept.
"""

from __future__ import annotations

import json
from pathlib import Path

from sectornb.workbooks import workbooks

COMPARED = "nbval-check-output"


def refresh_outputs(notebook: Path) -> bool:
    """Execute a notebook as it stands and keep its compared outputs; tell whether any changed."""
    import nbformat
    from nbclient import NotebookClient

    before = notebook.read_text("utf-8")
    node = nbformat.reads(before, as_version=4)
    client = NotebookClient(node, record_timing=False, resources={"metadata": {"path": "."}})
    client.execute()
    for cell in node.cells:
        if cell.cell_type != "code":
            continue
        if COMPARED not in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
    node.metadata["language_info"] = {"name": "python"}
    after = json.dumps(node, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    notebook.write_text(after, "utf-8")
    return after != before


def main() -> None:
    """Refresh every workbook and say which changed."""
    for workbook in workbooks().values():
        changed = refresh_outputs(workbook.notebook)
        print(f"{workbook.notebook.name}: {'changed' if changed else 'as before'}")


if __name__ == "__main__":
    main()
