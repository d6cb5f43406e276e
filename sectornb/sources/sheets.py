"""Excel workbooks: opened within bounds, refused with a reason, and a sheet of one table as CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError, examples

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# What zipfile raises of damage; of a password it is a RuntimeError, of packing that it does not
# know a NotImplementedError, which is one too.
BAD_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    KeyError,
    RuntimeError,
)
LARGEST_UNPACKED = 256 * 1024 * 1024
_FEWEST = 3
"""Filled cells of a line that may be a table's header; titles and notes above have fewer."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a zip archive with an Excel workbook (.xlsx) in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


@contextlib.contextmanager
def opened_workbook(path: Path) -> Iterator[CalamineWorkbook]:
    """An Excel workbook (.xlsx), whose parts were found whole.

    Raises
    ------
    InputError
        If it is none, is damaged, or unpacks to more than such a workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if size > LARGEST_UNPACKED:
                raise InputError(
                    f"{path} unpacks to {size // 2**20:,} MiB, far more than such a workbook. Use "
                    "the agency's own file."
                )
            damaged = archive.testzip()
        if damaged:
            raise InputError(f"{path} is damaged ({damaged}). Download it again.")
        yield CalamineWorkbook.from_path(path)
    except (*BAD_ARCHIVE, CalamineError) as error:
        raise InputError(
            f"{path} cannot be read as an Excel workbook ({error}). It is cut off or is another "
            "kind of file; download it again."
        ) from error


def cell_text(cell: object) -> str:
    """A cell as text in one line; a whole number without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def sheet_as_csv(path: Path) -> bytes:
    """The one table of a workbook as CSV: rows of the sheet are lines of the text.

    Raises
    ------
    InputError
        As :func:`opened_workbook`, and unless one sheet has cells, the column names in row 1.
    """
    with opened_workbook(path) as book:
        sheets = {}
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell_text(cell) for row in cells for cell in row):
                sheets[name] = [[cell_text(cell) for cell in row] for row in cells]
    if len(sheets) != 1:
        what = f"{len(sheets)} sheets with cells ({examples(sheets)})" if sheets else "empty sheets"
        raise InputError(
            f"{path} is an Excel workbook with {what}. Keep the sheet that has the table, delete "
            "the others, save the workbook, and add it again."
        )
    ((name, rows),) = sheets.items()
    first = next((i for i, row in enumerate(rows) if sum(map(bool, row)) >= _FEWEST), 0)
    if first:
        raise InputError(
            f"{path}, sheet {name!r}: the table seems to begin in row {first + 1}. Delete the rows "
            "above its column names, save the workbook, and add it again."
        )
    width = max(place for place, cell in enumerate(rows[0], 1) if cell or place == 1)
    text = io.StringIO(newline="")
    for row in rows:
        while len(row) > width and not row[-1]:
            row.pop()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
