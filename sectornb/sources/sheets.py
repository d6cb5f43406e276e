"""Excel workbooks: opened within bounds, refused with a reason, and a sheet of one table as CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError, examples
from sectornb.sources.holding import file_sha256

if TYPE_CHECKING:
    import pandas as pd
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
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_CELLS = 4_000_000
"""Rows times columns up to the last cell, which are held in memory empty or not; a workbook of all
counties has some 30,000."""
MOST_TEXT = 1024 * 1024 * 1024
"""Bytes of the longest shared text times the cells that hold one."""
_PLACE = re.compile(rb"""\br=["']([A-Za-z]{0,3})(\d{1,7})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_TEXT = re.compile(rb"</(?:\w+:)?si>")
_HOLDER = re.compile(rb"""\bt=["']s["']""")
_TOP = 65536
"""Bytes of a sheet that hold its header, where a program writes texts into the sheet itself."""
_FEWEST = 3
"""Filled cells of a line that may be a table's header; titles and notes above have fewer."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a zip archive with an Excel workbook (.xlsx) in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BAD_ARCHIVE:
        return False


def mentions(path: Path, *words: str, content: bytes = b"") -> bool:
    """Whether one of `words` stands in a workbook's texts or near the top of a sheet, in any case.

    Far cheaper than to open the workbook, which takes a second for a large one: a foreign file is
    told by it.  True of a file that cannot be looked into, so that what opens it tells why.
    """
    sought, left = [word.casefold().encode() for word in words], LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content) if content else path) as archive:
            for name in archive.namelist():
                texts = name.startswith("xl/sharedStrings")
                if not texts and not name.startswith("xl/worksheets/sheet"):
                    continue
                with archive.open(name) as part:
                    data = part.read(left if texts else _TOP).lower()
                if any(word in data for word in sought):
                    return True
                left -= len(data)
    except BAD_ARCHIVE:
        return True
    return left <= 0


@contextlib.contextmanager
def opened_workbook(
    path: Path | str, largest: int = 0, most_cells: int = 0, content: bytes = b""
) -> Iterator[CalamineWorkbook]:
    """An Excel workbook (.xlsx), whose parts were found whole.

    `largest` is in bytes unpacked, `most_cells` rows times columns up to the last cell; 0 stands
    for what other workbooks may have.  `content` is the workbook itself where it comes out of an
    archive; `path` is what it is called then.

    Raises
    ------
    InputError
        If it is none, is damaged, or unpacks to more than such a workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content) if content else path) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if size > (largest or LARGEST_UNPACKED):
                raise InputError(
                    f"{path} unpacks to {size // 2**20:,} MiB, far more than such a workbook. Use "
                    "the agency's own file."
                )
            # Read whole, each part is compared with its checksum.
            parts = [archive.read(member) for member in archive.infolist()]
            _refuse_excess(path, parts, most_cells or MOST_CELLS)
        if content:
            yield CalamineWorkbook.from_filelike(io.BytesIO(content))
        else:
            yield CalamineWorkbook.from_path(path)
    except (*BAD_ARCHIVE, CalamineError) as error:
        raise InputError(
            f"{path} cannot be read as an Excel workbook ({error}). It is cut off or is another "
            "kind of file; download it again."
        ) from error


def _refuse_excess(path: Path | str, parts: list[bytes], most_cells: int) -> None:
    """Refuse a small file that stands for very many cells or letters, before they are made."""
    cells = longest = holders = 0
    for part in parts:
        places, rows = _PLACE.findall(part), _ROW.split(part)
        # A cell that does not say where it is stands beside the one before it.
        widths = [len(_CELL.findall(row)) for row in rows]
        widths += [_column_number(column) for column in {column for column, _ in places}]
        height = max(map(int, {row for _, row in places}), default=0)
        cells = max(cells, max(widths) * max(height, len(rows)))
        longest = max([longest, *map(len, _TEXT.split(part)[:-1])])
        holders += len(_HOLDER.findall(part))
    if cells > most_cells or longest * holders > MOST_TEXT:
        raise InputError(
            f"{path} stands for more than {most_cells:,} cells or {MOST_TEXT // 2**20:,} MiB of "
            "text, far more than such a workbook: its last cell lies too far out, or a text is "
            "too long. Use the agency's own file, or save the filled cells alone in a new one."
        )


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    return reduce(lambda number, sign: 26 * number + sign - 64, letters.upper(), 0)


def cell_text(cell: object) -> str:
    """A cell as text in one line; a whole number without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


@dataclass(frozen=True)
class SheetTable:
    """One table of a workbook.

    Attributes
    ----------
    sheet : str
        Its name.
    header : list of str
        Names of its columns, in one line each.
    above : list of list of str
        Rows above the header, such as a title that tells the year.
    cells : DataFrame
        Text of the rows below, one column for each place (0, 1, ...); the index is the row of the
        sheet less 2, as :func:`refusals.refuse_first` counts, and wholly blank rows are gone.
    """

    sheet: str
    header: list[str]
    above: list[list[str]]
    cells: pd.DataFrame


def sheet_table(
    path: Path,
    is_header: Callable[[list[str]], bool],
    *,
    named: Callable[[str], bool] = lambda name: True,
    searched: int = 12,
    largest: int = 0,
    most_cells: int = 0,
) -> SheetTable | None:
    """The table of a workbook whose header is the first row that `is_header` knows; None without.

    Parameters
    ----------
    named : callable
        Which sheets, by name, are looked at.
    searched : int
        Rows at the top of each sheet among which the header is sought.
    largest, most_cells : int
        As of :func:`opened_workbook`.

    Raises
    ------
    InputError
        As :func:`opened_workbook`.
    """
    with opened_workbook(path, largest, most_cells) as book:
        return table_of(book, is_header, named=named, searched=searched)


def table_of(
    book: CalamineWorkbook,
    is_header: Callable[[list[str]], bool],
    *,
    named: Callable[[str], bool] = lambda name: True,
    searched: int = 12,
) -> SheetTable | None:
    """As :func:`sheet_table`, of a workbook that is open, so that others of its tables follow."""
    import pandas as pd

    for name in filter(named, book.sheet_names):
        sheet = book.get_sheet_by_name(name)
        top = [
            [cell_text(cell) for cell in row]
            for row in sheet.to_python(skip_empty_area=False, nrows=searched)
        ]
        place = next((at for at, row in enumerate(top) if is_header(row)), None)
        if place is None:
            continue
        rows = sheet.to_python(skip_empty_area=False)[place + 1 :]
        columns = [[cell_text(cell) for cell in column] for column in zip(*rows, strict=True)]
        width = len(top[place])
        columns = columns or [[] for _ in range(width)]
        cells = pd.DataFrame(dict(enumerate(columns)), dtype="str")
        cells.index = pd.RangeIndex(place, place + len(cells))
        filled = (cells != "").any(axis=1)
        return SheetTable(name, top[place], top[:place], cells[filled])
    return None


def sheet_as_csv(path: Path) -> bytes:
    """The one table of a workbook as CSV: rows of the sheet are lines of the text.

    Raises
    ------
    InputError
        As :func:`opened_workbook`, and unless one sheet has cells, the column names in row 1.
    """
    return _as_csv(path, file_sha256(path))


@lru_cache(maxsize=1)
def _as_csv(path: Path, sha256: str) -> bytes:
    """As :func:`sheet_as_csv`, once for each content of a file."""
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
