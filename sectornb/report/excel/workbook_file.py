"""All tables of a report in one spreadsheet, typed by the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.contract import refer
from sectornb.dictionary import Dictionary, dictionary, label_from_name
from sectornb.errors import InputError
from sectornb.report.evidence import read_saved
from sectornb.report.excel.explained import columns_sheet, read_me, sources_sheet
from sectornb.report.shell import SIMULATED
from sectornb.show.sheet import LiveSheets, Look, table_sheet
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd

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
    the data dictionary), and text from data is never taken for a formula.
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
    tables = {file.stem: read_saved(file, file.stem, declared) for file in files}
    for name, frame in tables.items():
        _refuse_too_large(name, frame)
    live = list(_live_sheets(tables, records))
    sheets = _sheet_names(tables, [title for own in live for title in own.titles])

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
            live=live,
            declared=declared,
            columns=[column for frame in tables.values() for column in frame.columns],
        )
        for own in live:
            own.write(book)
        for name, frame in tables.items():
            table_sheet(
                book.add_worksheet(sheets[name]), look, declared.table(name), frame, declared
            )
        sources_sheet(book, look, records)
        columns_sheet(
            book,
            look,
            {sheets[name]: list(frame.columns) for name, frame in tables.items()},
            declared,
        )
        if simulated:
            for sheet in book.worksheets():
                sheet.set_header("&C&BSimulated data&B: no real place")
                sheet.set_tab_color("#FFD75E")


def _live_sheets(
    tables: Mapping[str, pd.DataFrame], records: list[dict[str, Any]]
) -> Iterator[LiveSheets]:
    """The sheets that workbooks of the report add of their own, in the order of the workbooks."""
    parameters = {record["workbook"]: record.get("parameters") for record in records}
    for name, workbook in workbooks().items():
        if workbook.sheets and parameters.get(name):
            sheets = refer(workbook.sheets)(tables, parameters[name])
            if sheets is not None:
                yield sheets


def _refuse_too_large(name: str, frame: pd.DataFrame) -> None:
    """Refuse what a sheet cannot hold."""
    if len(frame) > _MOST_ROWS:
        raise InputError(
            f"tables/{name}.csv has {len(frame):,} rows, and a sheet holds {_MOST_ROWS:,}. "
            f"Save a shorter table for people, or read the CSV file itself."
        )
    for column in map(str, frame.select_dtypes("str").columns):
        longest = frame[column].str.len().max()
        if longest > _MOST_LETTERS:
            raise InputError(
                f"tables/{name}.csv, {column}: a text of {longest:,.0f} letters, and a cell of a "
                f"sheet holds {_MOST_LETTERS:,}. Shorten it."
            )


def _sheet_names(names: Iterable[str], taken_titles: Iterable[str]) -> dict[str, str]:
    """A name for each sheet: at most 31 letters, unique whatever the case."""
    taken = {"read me", "sources", "columns", *(title.lower() for title in taken_titles)}
    result = {}
    for name in names:
        title = label_from_name(name)
        sheet, count = title[:31], 1
        while sheet.lower() in taken:
            count += 1
            sheet = f"{title[: 30 - len(str(count))]}~{count}"
        taken.add(sheet.lower())
        result[name] = sheet
    return result
