"""An export of a survey tool as a grid of text: cells as they stand, rows numbered as in the file.

Tools write UTF-8 with and without a mark in front, spreadsheets save as UTF-16 or Windows-1252
and with semicolons or tabs between the cells.  All of these are one grid here.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from sectornb.errors import InputError, counted, examples
from sectornb.sources.opening import MEBIBYTE, OLE, checked_text, file_head
from sectornb.sources.sheets import cell_text, is_workbook, opened_workbook

LARGEST = 32 * MEBIBYTE
"""Bytes; a survey of ten thousand people with a hundred questions has some 10 MB."""
MOST_ROWS = 50_000
LONGEST_CELL = 32_767
"""Characters; what a spreadsheet's cell can hold."""
_EMPTY = 4
"""Bytes of a text in UTF-16 without its mark of which at least one is empty."""
_PACKED = b"PK"
_AGAIN = "Export the answers again, as CSV or as an Excel workbook (.xlsx)."


@dataclass(frozen=True)
class Grid:
    """All rows of an export, headings and answers alike.

    Attributes
    ----------
    path : Path
        The file.
    rows : tuple of tuple of str
        Cells as text without blanks around them; row 1 of the file is first, and all rows are
        as wide as the widest heading.
    notes : tuple of str
        What the user should know of how it was read.
    """

    path: Path
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def row(self, number: int) -> tuple[str, ...]:
        """A row by its number in the file, from 1; beyond the last one nothing."""
        return self.rows[number - 1] if number <= len(self.rows) else ()


def read_grid(
    path: Path, *, uneven: bool = False, called: str = "export of answers", again: str = _AGAIN
) -> Grid:
    """The grid of a CSV file or of the one filled sheet of a workbook.

    Parameters
    ----------
    uneven : bool
        Whether rows may have other numbers of cells than the first, as in a list made by hand.
    called : str
        What the file is, for messages.
    again : str
        What to do where it is none.

    Raises
    ------
    InputError
        If the file is missing, empty, a web page, cut off, an archive, in another encoding,
        or larger than such an export; names file and row, never what somebody answered.
    """
    head = file_head(path)
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError(
            f"{path} has {size / MEBIBYTE:,.0f} MiB, and the largest {called} that is read has "
            f"{LARGEST // MEBIBYTE} MiB. It was pasted together or is none. {again}"
        )
    notes: tuple[str, ...] = ()
    if is_workbook(path):
        rows = _sheet(path, called)
    elif head.startswith(_PACKED):
        raise InputError(
            f"{path} is a zip archive, no {called}, or an Excel workbook that is cut off. Unpack "
            f"an archive and name the file in it; else download it again. {again}"
        )
    elif head.startswith(OLE):
        raise InputError(f"{path} is an old Excel workbook (.xls) or has a password. {again}")
    else:
        rows, notes = _text_rows(path, uneven, again)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise InputError(
            f"{path} has {len(rows):,} rows, and an {called} that is read has up to "
            f"{MOST_ROWS:,}. It was pasted together or is none. {again}"
        )
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            if len(cell) > LONGEST_CELL or "\x00" in cell or "\ufffd" in cell:
                raise InputError(
                    f"{path} row {number:,}, cell {place}: it is longer than any answer, or holds "
                    f"signs that no text has. The file was damaged. {again}"
                )
    width = max(map(len, rows), default=0)
    return Grid(path, tuple((*row, *[""] * (width - len(row))) for row in rows), notes)


def _sheet(path: Path, called: str) -> list[list[str]]:
    with opened_workbook(path) as book:
        sheets = {}
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = [[_shown(cell) for cell in row] for row in cells]
            if any(map(any, rows)):
                sheets[name] = rows
    if len(sheets) != 1:
        found = f"{len(sheets)} sheets with cells ({examples(sheets)})" if sheets else "no cells"
        raise InputError(
            f"{path} is an Excel workbook with {found}, and an {called} has one sheet with all "
            "rows. Keep that sheet, delete the others, and save it under another name."
        )
    return next(iter(sheets.values()))


def _shown(cell: object) -> str:
    """A cell as text; the lines of a text stay apart."""
    return cell.strip() if isinstance(cell, str) else cell_text(cell)


def _text_rows(path: Path, uneven: bool, again: str) -> tuple[list[list[str]], tuple[str, ...]]:
    text, notes = _decoded(path, again)
    checked_text(path, text[:4096].replace("\x00", " ").encode(), 4096 * 4)
    mark = _between(text)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for cells in reader:
            rows.append([cell.strip() for cell in cells])
    except csv.Error as error:
        raise InputError(
            f"{path}, near line {reader.line_num:,}: a cell begins with a quote that does not end, "
            f"or is too long. The file is cut off or was edited by hand. {again}"
        ) from error
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows, start=1):
        # Some tools end their lines with the mark, some only those of the answers.
        while len(row) > width and not row[-1] and not uneven:
            row.pop()
        if any(row) and len(row) != width and not uneven:
            found = counted(len(row), "cell")
            raise InputError(
                f"{path} row {number:,} has {found}, and row 1 has {width}. The file is cut off, "
                f"or a text holds the mark between the cells without quotes around it. {again}"
            )
    return rows, notes


def _decoded(path: Path, again: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and a note where its encoding is not certain."""
    data = path.read_bytes()
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), ()
        if len(head := data[:4096]) < _EMPTY * head.count(b"\x00"):
            # Letters of two bytes without a mark in front: the empty byte is the high one.
            return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        wide = error.encoding.startswith("utf-16")
        if not wide and b"\x00" not in data:
            try:
                note = (
                    f"{path.name} is no UTF-8 and was read as Windows-1252, as older spreadsheets "
                    "save; look whether accents and dashes are right."
                )
                return data.decode("cp1252"), (note,)
            except UnicodeDecodeError as other:
                error = other
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path}, line {line:,}, is neither UTF-8, UTF-16 nor Windows-1252 text. It is damaged "
            f"or no CSV file. {again}"
        ) from error


def _between(text: str) -> str:
    """The mark between cells: the one that gives the first row the most of them."""
    found = {}
    for mark in (",", ";", "\t"):
        try:
            row = next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), [])
        except csv.Error:
            row = []
        found[mark] = len(row)
    return max(found, key=lambda mark: found[mark])
