"""Files of wages as the agency and others pack them: one table of text, its year, its top code.

Header names were in capitals, in small letters, and in capitals again; the table comes in a
workbook, in the agency's zip archive around one, or copied into a CSV file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from sectornb.errors import InputError, examples
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.opening import LARGEST_RATIO, header_of, is_packed
from sectornb.sources.sheets import (
    BAD_ARCHIVE,
    LARGEST_UNPACKED,
    cell_text,
    is_workbook,
    mentions,
    opened_workbook,
    table_of,
)

SOURCE = "oews"
NOTES = "field"
"""In the name of the sheet, or workbook, that describes the fields."""
MOST_ROWS = 450_000
"""All areas, industries and occupations of a year are some 410,000."""
MOST_CELLS = 8_000_000
"""Of a workbook; that of metropolitan areas has some 4.8 million."""
LARGEST = 768 * 1024 * 1024
"""Bytes unpacked; a simulated workbook of all metropolitan areas has 160 MiB."""
NEEDED = {"OCC_CODE", "TOT_EMP"}
_YEAR = re.compile(r"\bMay (20\d\d)\b")
_IN_NAME = re.compile(r"_M(20\d\d)_", re.IGNORECASE)
_TOP = re.compile(r"\$\s?([\d,.]*\d) per hour or \$\s?([\d,]*\d) per year")


@dataclass(frozen=True)
class WageSheet:
    """The table of a file, as text under our names.

    Attributes
    ----------
    name : str
        The file, and what in it was read.
    cells : DataFrame
        Columns that the file has; the index is the row of the file less 2.
    year : str
        That the file itself tells; empty where it tells none.
    top : pair of float, optional
        Hourly and annual top code that its notes tell, in dollars.
    suffix : str
        Ending of a file of this kind.
    """

    name: str
    cells: pd.DataFrame
    year: str
    top: tuple[float, float] | None
    suffix: str


def wage_sheet(path: Path) -> WageSheet:
    """The table of a file of wages.

    Raises
    ------
    InputError
        If the file is no such file, lacks a column or has one twice, is damaged, or
        holds several tables.
    """
    if is_packed(path, "zip") and not is_workbook(path):
        return _of_archive(path)
    if is_packed(path, "xlsx"):
        return _of_workbook(path, str(path), ".xlsx")
    head = header_of(path)
    if not set(map(spelled, head)) >= NEEDED:
        raise no_wages(path)
    names = _names(path, head)
    cells = text_columns(path, list(names), most_rows=MOST_ROWS, largest=LARGEST)
    return WageSheet(str(path), cells.rename(columns=names), "", None, ".csv")


def no_wages(path: Path | str) -> InputError:
    """The error that a file is not one of this source."""
    return InputError(
        f"{path} is not a file of {declared(SOURCE).title}: it has no table with the columns "
        f"OCC_CODE and TOT_EMP, and it is no list of the counties of each area. 'sectornb sources "
        f"{SOURCE}' tells where each is published."
    )


def spelled(name: str) -> str:
    """A column's name as the declaration has it: in capitals, words joined by underscores."""
    return re.sub(r"[\W_]+", "_", name).strip("_").upper()


def _names(path: Path | str, header: Sequence[str]) -> dict[str, str]:
    """The file's own names of declared columns, to ours."""
    columns = declared(SOURCE).table("national").columns
    present = [spelled(name) for name in header]
    asked = {
        column.file: column.aliases
        for column in columns
        if not column.optional or {column.file, *column.aliases} & set(present)
    }
    if {"AREA_TITLE", "AREA_NAME"} & set(present) and "STATE" in present:
        present[present.index("STATE")] = ""
    require_columns(path, present, asked)
    ours = declared(SOURCE).table("national").aliases()
    return {raw: ours[name] for raw, name in zip(header, present, strict=True) if name in ours}


def _of_workbook(
    path: Path, name: str, suffix: str, content: bytes = b"", notes: Sequence[str] = ()
) -> WageSheet:
    if not mentions(path, "occ_code", content=content):
        raise no_wages(name)
    with opened_workbook(name, LARGEST, MOST_CELLS, content or path.read_bytes()) as book:
        found = table_of(book, lambda row: set(map(spelled, row)) >= NEEDED)
        if found is None:
            raise no_wages(name)
        told = [*notes, *_notes(book)]
    names = _names(name, found.header)
    if found.cells.empty:
        raise InputError(f"{name} has a header and no rows. Download it again; it was cut off.")
    places = [found.header.index(raw) for raw in names]
    cells = found.cells[places].set_axis(list(names.values()), axis=1)
    years = {year for text in told for year in _YEAR.findall(text)}
    years |= set(_IN_NAME.findall(found.sheet))
    if len(years) > 1:
        raise InputError(
            f"{name} tells the years {examples(sorted(years))}: its sheets are of different files. "
            "Use the agency's own file."
        )
    top = next((_top(match) for text in told if (match := _TOP.search(text))), None)
    return WageSheet(name, cells, "".join(years), top, suffix)


def _top(match: re.Match[str]) -> tuple[float, float]:
    hourly, annual = (float(part.replace(",", "")) for part in match.groups())
    return hourly, annual


def _notes(book: CalamineWorkbook) -> list[str]:
    """Texts of the sheet that describes the fields."""
    for name in book.sheet_names:
        if NOTES in name.casefold():
            rows = book.get_sheet_by_name(name).to_python(nrows=200)
            return [cell_text(cell) for row in rows for cell in row if cell != ""]
    return []


def _of_archive(path: Path) -> WageSheet:
    """The one workbook of wages in the agency's archive, with the notes that lie beside it."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [
                each
                for each in archive.infolist()
                if each.filename.lower().endswith(".xlsx") and "__MACOSX" not in each.filename
            ]
            beside = [each for each in inside if NOTES in each.filename.casefold()]
            tables = [each for each in inside if each not in beside]
            if not tables:
                raise no_wages(path)
            if len(tables) > 1:
                held = examples(each.filename for each in tables)
                raise InputError(
                    f"{path} holds {len(tables)} workbooks ({held}). Unpack it and add those that "
                    "you need, one by one or together."
                )
            if any(each.flag_bits & 0x1 for each in inside):
                raise InputError(f"{path} needs a password. Download the agency's own file.")
            for each in [*tables, *beside[:1]]:
                if each.file_size > max(LARGEST_UNPACKED, LARGEST_RATIO * each.compress_size):
                    raise InputError(
                        f"{path} unpacks to more than {LARGEST_RATIO} times its size, which no "
                        "such file does. Download the agency's own file."
                    )
            content = archive.read(tables[0])
            described = archive.read(beside[0]) if beside else b""
    except BAD_ARCHIVE as error:
        raise InputError(
            f"{path} is a damaged zip archive ({str(error) or 'it ends too early'}). The transfer "
            "was probably cut off; download it again."
        ) from error
    name = f"{path} ({tables[0].filename})"
    notes = [f"May {year}" for year in _IN_NAME.findall(tables[0].filename)]
    if described:
        with opened_workbook(path, content=described) as book:
            rows = book.get_sheet_by_index(0).to_python(nrows=200)
        notes += [cell_text(cell) for row in rows for cell in row if cell != ""]
    return _of_workbook(path, name, ".zip", content, notes)
