"""Agencies' files of which this version has no use, told by what stands in their first rows."""

from __future__ import annotations

from pathlib import Path

from sectornb.shipped import facts
from sectornb.sources.opening import file_head
from sectornb.sources.sheets import cell_text, is_workbook, opened_workbook

_ROWS, _SHEETS = 6, 3


def told_elsewhere(path: Path) -> str:
    """What a file is that no source takes, and what to add in its place; empty if not known.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    head = _head(path).casefold()
    for row in facts("other_files"):
        if all(mark in head for mark in row["marks"].split("|")):
            return (
                f"is a file {row['what']}. No workbook of this version uses it. {row['instead']}."
            )
    return ""


def _head(path: Path) -> str:
    if not is_workbook(path):
        return file_head(path, 4096).decode("latin-1")
    with opened_workbook(path) as book:
        sheets = map(book.get_sheet_by_name, book.sheet_names[:_SHEETS])
        rows = [row for sheet in sheets for row in sheet.to_python(nrows=_ROWS)]
    return " ".join(cell_text(cell) for row in rows for cell in row)
