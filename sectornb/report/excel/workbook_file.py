"""All tables of a report in one spreadsheet, typed by the data dictionary."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sectornb.dictionary import Column, Dictionary, dictionary
from sectornb.errors import InputError
from sectornb.industry.sheets.toolkit import STEPS, add_toolkit, toolkit_tables
from sectornb.report.excel.explained import columns_sheet, read_me, sources_sheet
from sectornb.report.shell import SIMULATED
from sectornb.show.code_words import sheet_title
from sectornb.show.sheet import Look, table_sheet

_MOST_ROWS = 1_048_575
_MOST_LETTERS = 32_767


def write_excel(
    folder: Path,
    records: list[dict[str, Any]],
    path: Path,
    *,
    title: str,
    region_id: str,
    simulated: bool,
    declared: Dictionary | None = None,
) -> None:
    """Write every table under ``folder/tables`` into one workbook file.

    Codes stay text, numbers and years are numbers with the format of their column, null
    stays empty, the program's short words are shown as words for readers (see
    :mod:`sectornb.show.code_words`), and text from data is never taken for a formula.
    The same tables give the same bytes.

    Parameters
    ----------
    folder : Path
        A report's folder, with ``tables/*.csv``.
    records : list of dict
        The workbooks' records, for findings, notes and sources.
    path : Path
        The ``.xlsx`` file to write.
    title, region_id : str
        The region's title and id.
    simulated : bool
        Whether any input is simulated; every sheet then says so when printed.
    declared : Dictionary, optional
        Another data dictionary than the package's.

    Raises
    ------
    DeclarationError, MissingColumnError
        If a table does not match its declaration.
    InputError
        If a value does not fit its column, or a table does not fit a sheet.
    """
    from xlsxwriter import Workbook

    declared = declared or dictionary()
    held = [record.get("tables", {}) for record in records]
    written = list(declared.tables)

    def place(file: Path) -> tuple[int, int, str]:
        workbook = next((n for n, tables in enumerate(held) if file.stem in tables), len(held))
        known = file.stem in written
        return workbook, written.index(file.stem) if known else len(written), file.stem

    files = sorted((folder / "tables").glob("*.csv"), key=place)
    # Everything is read and checked before the file is begun.
    tables = [(file.stem, *_read(file, declared)) for file in files]
    sheets = _sheet_names([name for name, _, _ in tables])
    steps = toolkit_tables(tables) if _industry_parameters(records) else {}

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(path), options) as book:
        # A clock in the file would make two equal runs differ.
        book.set_properties(
            {
                "title": f"{title} ({region_id})",
                "comments": SIMULATED if simulated else "",
                "created": datetime(2000, 1, 1),
            }
        )
        look = Look(book)
        read_me(
            book,
            look,
            records,
            title=title,
            region_id=region_id,
            simulated=simulated,
            sheets=sheets,
            steps=STEPS if steps else {},
            declared=declared,
            columns=[column for _, columns, _ in tables for column in columns],
        )
        if steps:
            add_toolkit(book, steps, _industry_parameters(records))
        for name, columns, rows in tables:
            sheet = book.add_worksheet(sheets[name])
            table_sheet(sheet, look, declared.table(name), columns, rows, declared)
        sources_sheet(book, look, records)
        columns_sheet(
            book, look, [(sheets[name], columns) for name, columns, _ in tables], declared
        )
        if simulated:
            for sheet in book.worksheets():
                sheet.set_header("&C&BSimulated data&B: no real place")
                sheet.set_tab_color("#FFD75E")


def _industry_parameters(records: list[dict[str, Any]]) -> dict[str, Any]:
    found = [r.get("parameters", {}) for r in records if "industry_ranking" in r.get("tables", {})]
    return found[0] if found and "weights" in found[0] else {}


def _read(file: Path, declared: Dictionary) -> tuple[list[str], list[list[Any]]]:
    with file.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        columns = next(lines, [])
        declared.check_table(file.stem, columns)
        rows = []
        for number, line in enumerate(lines, start=2):
            if len(line) != len(columns):
                raise InputError(
                    f"tables/{file.name}, row {number}: {len(line)} values for {len(columns)} "
                    f"columns. Run the workbook again; the file was changed after it was saved."
                )
            rows.append(
                [
                    _value(
                        text, declared.columns[name], f"tables/{file.name}, row {number}, {name}"
                    )
                    for name, text in zip(columns, line, strict=True)
                ]
            )
    if len(rows) > _MOST_ROWS:
        raise InputError(
            f"tables/{file.name} has {len(rows):,} rows, and a sheet holds {_MOST_ROWS:,}. "
            f"Save a shorter table for people, or read the CSV file itself."
        )
    return columns, rows


def _value(text: str, column: Column, place: str) -> Any:
    if text == "":
        return None
    if column.format == "boolean":
        if text not in ("True", "False"):
            raise InputError(f"{place}: {text!r} is neither True nor False. Mend the column.")
        return text == "True"
    if not column.numeric:
        if len(text) > _MOST_LETTERS:
            raise InputError(
                f"{place}: a text of {len(text):,} letters, and a cell of a sheet holds "
                f"{_MOST_LETTERS:,}. Shorten it."
            )
        return text
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(
            f"{place}: {text!r} is not a number, though the data dictionary declares one "
            f"({column.format}). Leave unknown values empty, or declare the column as text."
        )
    return number


def _sheet_names(names: Iterable[str]) -> dict[str, str]:
    """A name for each sheet: at most 31 letters, unique whatever the case."""
    taken = {"read me", "sources", "columns", *(step.lower() for step in STEPS)}
    result = {}
    for name in names:
        title = sheet_title(name)
        sheet, count = title[:31], 1
        while sheet.lower() in taken:
            count += 1
            sheet = f"{title[: 30 - len(str(count))]}~{count}"
        taken.add(sheet.lower())
        result[name] = sheet
    return result
