"""Templates of the small tables that a region file may name, written beside a new one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sectornb.contract import Workbook
from sectornb.sources.inputs import SOURCE, input_tables
from sectornb.sources.own_tables.template import header_line, template_lines


def input_fields(workbook: Workbook) -> dict[str, str]:
    """Settings of a workbook that name a table, with the table's name."""
    return {
        name: str(extra["from_table"])
        for name, field in workbook.settings.model_fields.items()
        if isinstance(extra := field.json_schema_extra, dict) and extra.get("from_table")
    }


def write_templates(region: Path, chosen: Iterable[Workbook]) -> list[str]:
    """Write a CSV with the header of each table beside a region file, and what each is for.

    Into the folder ``<id>-templates``; what is there already stays.

    Returns
    -------
    list of str
        What to tell the user; nothing where no workbook reads such a table.
    """
    fields = [(each, *pair) for each in chosen for pair in input_fields(each).items()]
    if not fields:
        return []
    folder = region.with_name(f"{region.stem}-templates")
    folder.mkdir(exist_ok=True)
    lines = [
        f"Tables of your own for {region.name}. Fill one in, keep its first line, save it as CSV "
        "in UTF-8 or as xlsx, and write its name into the section and under the key named here.",
        f"'sectornb sources {SOURCE}' shows the same. They are printed as they are: name "
        "organizations only where they agreed, and no person.",
    ]
    for workbook, name, table in fields:
        declaration = input_tables()[table]
        file = folder / f"{table}.csv"
        if not file.exists():
            file.write_text(header_line(declaration) + "\n", "utf-8")
        key = f"{workbook.section}: {name}: {folder.name}/{file.name}"
        lines += ["", f"{file.name}: {declaration.title}", declaration.answers, f"Write: {key}"]
        lines += template_lines(declaration)
    readme = folder / "README.txt"
    if not readme.exists():
        readme.write_text("\n".join(lines) + "\n", "utf-8")
    return [
        f"Templates of tables of your own are in {folder}; its README.txt says what they are for."
    ]
