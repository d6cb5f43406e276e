"""All tables of a report in one spreadsheet, typed by the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from sectornb.contract import refer
from sectornb.dictionary import label_from_name
from sectornb.errors import InputError
from sectornb.report.excel.explained import columns_sheet, read_me, sources_sheet
from sectornb.report.report import Report
from sectornb.report.shell import SIMULATED
from sectornb.show.sheet import LiveSheets, Look, errors_of_the_system, table_sheet
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 1_048_575
_MOST_LETTERS = 32_767


def write_excel(report: Report) -> None:
    """Write every table of a report into one workbook file, ``<region id>.xlsx`` in its folder.

    Codes stay text, numbers and years are numbers with the format of their column, null
    stays empty, the program's short words are shown as words for readers (see
    the data dictionary), and text from data is never taken for a formula.
    The same tables give the same bytes.  Where any input is simulated, every sheet says so
    when printed.

    Raises
    ------
    DeclarationError, MissingColumnError
        If a table does not match its declaration.
    InputError
        If a value does not fit its column, or a table does not fit a sheet.
    OSError
        If the file cannot be written, such as on a full disk.
    """
    from xlsxwriter import Workbook

    # Everything is read and checked before the file is begun.
    for name, frame in report.tables.items():
        _refuse_too_large(name, frame)
    live = list(_live_sheets(report))
    sheets = _sheet_names(report.tables, [title for own in live for title in own.titles])

    readings = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    # Not with a temporary file for each sheet.
    options = dict.fromkeys(readings, False) | {"in_memory": True}
    path = report.folder / f"{report.region_id}.xlsx"
    with errors_of_the_system(path), Workbook(str(path), options) as book:
        # A clock in the file would make two equal runs differ.
        book.set_properties(
            {
                "title": f"{report.title} ({report.region_id})",
                "comments": SIMULATED if report.simulated else "",
                "created": datetime(2000, 1, 1),
            }
        )
        look = Look(book)
        read_me(book, look, report, sheets, live)
        for own in live:
            own.write(book)
        for name, frame in report.tables.items():
            table_sheet(book.add_worksheet(sheets[name]), look, name, frame, report.declared)
        sources_sheet(book, look, report.records)
        columns_sheet(book, look, report, sheets)
        if report.simulated:
            for sheet in book.worksheets():
                sheet.set_header("&C&BSimulated data&B: no real place")
                sheet.set_tab_color("#FFD75E")


def _live_sheets(report: Report) -> Iterator[LiveSheets]:
    """The sheets that workbooks of the report add of their own, in the order of the workbooks."""
    for record in report.records:
        workbook = workbooks()[record["workbook"]]
        if workbook.sheets:
            sheets = refer(workbook.sheets)(report.tables, record["parameters"])
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
