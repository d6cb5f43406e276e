"""All tables of a report in one spreadsheet, typed by the data dictionary."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.dictionary import Column, Dictionary, Table, dictionary
from sectornb.errors import InputError
from sectornb.report.excel_toolkit import STEPS, add_toolkit, toolkit_tables
from sectornb.report.shell import SIMULATED, input_groups, workbook_label

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_048_575
_MOST_LETTERS = 32_767
_NUMBER_FORMATS = {
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": '0.0"%"',
    "share": "0.0%",
    "usd": "$#,##0",
    "text": "@",
    "code": "@",
    "boolean": "General",
}
_STATUS_WORDS = [
    ("disclosed", "The number was published."),
    ("zero", "The true number is zero."),
    ("withheld", "The agency keeps the number back; bounds are given where they are known."),
    ("partly_withheld", "Part of the sum was kept back: the low column holds what is known."),
    ("absent", "The source has no row for it; whether that means zero depends on the source."),
    ("not_published", "The source does not publish this number at all."),
]
_FLOOR_RANK = (
    "Where a county is withheld, an industry is ranked on the counties that are disclosed. The "
    "basis columns say so: floor means that the true figure is at least that, disclosed_counties "
    "that it may be higher or lower."
)


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

    Codes stay text, numbers are numbers with the format of their column, null stays
    empty, and text from data is never taken for a formula.  The same tables give the
    same bytes.

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
    order = [name for record in records for name in record.get("tables", {})]
    files = sorted(
        (folder / "tables").glob("*.csv"),
        key=lambda file: (order.index(file.stem) if file.stem in order else len(order), file.stem),
    )
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
        look = _Look(book)
        _read_me(book, look, records, title, region_id, simulated, sheets, declared, bool(steps))
        if steps:
            add_toolkit(book, steps, _industry_parameters(records))
        for name, columns, rows in tables:
            sheet = book.add_worksheet(sheets[name])
            _table_sheet(sheet, look, declared.table(name), columns, rows, declared)
        _sources(book, look, records)
        _columns(book, look, [(sheets[name], columns) for name, columns, _ in tables], declared)
        if simulated:
            for sheet in book.worksheets():
                sheet.set_header("&C&BSimulated data&B: no real place")
                sheet.set_tab_color("#FFD75E")


def _industry_parameters(records: list[dict[str, Any]]) -> dict[str, Any]:
    found = [r.get("parameters", {}) for r in records if "industry_ranking" in r.get("tables", {})]
    return found[0] if found and "weights" in found[0] else {}


class _Look:
    """The cell formats of the file, each made once."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "font_size": 11}
        self._book, self._base = book, base
        self.text = book.add_format({**base, "num_format": "@"})
        self.wrapped = book.add_format({**base, "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 18, "font_color": "#123A54"})
        self.heading = book.add_format({**base, "bold": True, "font_size": 13})
        self.band = book.add_format({**base, "bold": True, "bg_color": "#FFD75E", "text_wrap": 1})
        head = {
            "bold": True,
            "text_wrap": True,
            "valign": "bottom",
            "font_color": "#FFFFFF",
            "bg_color": "#123A54",
        }
        self.head = book.add_format({**head, "indent": 1})
        self.head_number = book.add_format({**head, "align": "right"})
        self._numbers: dict[str, Format] = {}

    def column(self, column: Column) -> Format:
        pattern = _NUMBER_FORMATS[column.format]
        if column.format == "usd" and "hour" in column.unit:
            pattern = "$#,##0.00"
        if pattern not in self._numbers:
            gap = {} if column.numeric else {"indent": 1}
            self._numbers[pattern] = self._book.add_format(
                {**self._base, "num_format": pattern, **gap}
            )
        return self._numbers[pattern]


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
    taken = {"read me", "sources", "columns"}
    result = {}
    for name in names:
        sheet, count = name[:31], 1
        while sheet.lower() in taken:
            count += 1
            sheet = f"{name[: 30 - len(str(count))]}~{count}"
        taken.add(sheet.lower())
        result[name] = sheet
    return result


def _header(column: Column) -> str:
    said = not column.unit or column.unit.casefold() in column.label.casefold()
    return column.label if said else f"{column.label} ({column.unit})"


def _height(texts: Iterable[tuple[str, float]]) -> float:
    """Points that a row of wrapped texts needs, each with the width of its column in letters.

    Excel fits rows by itself on opening, other programs keep what the file says.
    """
    return 15.0 * max((math.ceil(len(text) * 1.1 / width) or 1 for text, width in texts), default=1)


def _table_sheet(
    sheet: Worksheet,
    look: _Look,
    table: Table,
    columns: list[str],
    rows: list[list[Any]],
    declared: Dictionary,
) -> None:
    described = [declared.columns[name] for name in columns]
    heads = []
    for place, column in enumerate(described):
        style = look.head_number if column.numeric else look.head
        sheet.write_string(0, place, _header(column), style)
        longest = max(
            (len(str(row[place])) for row in rows[:500] if row[place] is not None), default=0
        )
        width: float = 14 if column.numeric else min(max(longest + 3, 9), 48)
        width = max(width, len(column.label) * 0.6 + 4)
        sheet.set_column(place, place, width, look.column(column))
        # The filter's button takes three letters of the header.
        heads.append((_header(column), width - 3))
    sheet.set_row(0, _height(heads))
    for number, row in enumerate(rows, start=1):
        for place, (value, column) in enumerate(zip(row, described, strict=True)):
            style = look.column(column)
            if value is None:
                sheet.write_blank(number, place, None, style)
            elif isinstance(value, bool):
                sheet.write_boolean(number, place, value, style)
            elif isinstance(value, float):
                sheet.write_number(number, place, value, style)
            else:
                sheet.write_string(number, place, value, style)
    last = max(len(rows), 1)
    sheet.freeze_panes(1, 1 if table.key and columns[0] in table.key else 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    # Codes are text on purpose; the green warning triangles would say otherwise.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _read_me(
    book: Workbook,
    look: _Look,
    records: list[dict[str, Any]],
    title: str,
    region_id: str,
    simulated: bool,
    sheets: dict[str, str],
    declared: Dictionary,
    steps: bool,
) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26, look.text)
    sheet.set_column(1, 1, 100, look.wrapped)
    row = 0

    def line(first: str, second: str = "", style: Any = None) -> None:
        nonlocal row
        sheet.write_string(row, 0, first, style or look.text)
        if second:
            sheet.write_string(row, 1, second, look.wrapped)
            sheet.set_row(row, _height([(second, 100)]))
        row += 1

    line(title, style=look.title)
    sheet.set_row(0, 26)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if simulated:
        sheet.merge_range(row, 0, row, 1, SIMULATED, look.band)
        sheet.set_row(row, 34)
        row += 1
    line(
        "What this is",
        f"All tables of the report {region_id}: one sheet each. The same tables "
        "lie beside this file as CSV; the pages explain them.",
    )
    line("Empty cells", "Not available: withheld or not published. Never zero.")
    for heading, field in (("Findings", "findings"), ("Notes", "notes"), ("Limits", "limits")):
        entries = [
            (
                workbook_label(str(record["workbook"])),
                _said(entry) if field == "findings" else entry,
            )
            for record in records
            for entry in record.get(field, [])
        ]
        if entries:
            row += 1
            line(heading, style=look.heading)
            for label, text in entries:
                line(label, str(text))
    row += 1
    line("Status values", style=look.heading)
    for status, words in _STATUS_WORDS:
        line(status, words)
    line("Floor ranks", _FLOOR_RANK)
    row += 1
    line("Sheets", style=look.heading)
    for name, shown in sheets.items():
        sheet.write_url(row, 0, f"internal:'{shown}'!A1", string=shown)
        sheet.write_string(row, 1, declared.table(name).title, look.wrapped)
        row += 1
    if steps:
        for shown, words in STEPS.items():
            sheet.write_url(row, 0, f"internal:'{shown}'!A1", string=shown)
            sheet.write_string(row, 1, words, look.wrapped)
            row += 1
    line("Sources", "Published files behind the tables.")
    line("Columns", "Name, unit and meaning of every column.")


def _said(finding: dict[str, Any]) -> str:
    certainty = finding.get("certainty")
    return f"{finding['text']} ({certainty})" if certainty else str(finding["text"])


def _sources(book: Workbook, look: _Look, records: list[dict[str, Any]]) -> None:
    rows = [
        [
            g["title"],
            g["owner"],
            g["vintage"],
            g["periods"],
            float(g["files"]),
            g["maturity"],
            "yes" if g["simulated"] else "no",
        ]
        for g in input_groups(records)
    ]
    head = ["Source", "Owner", "Vintage", "Describes", "Files", "Maturity", "Simulated"]
    _plain_sheet(book.add_worksheet("Sources"), look, head, [44, 36, 12, 34, 8, 20, 11], rows)


def _columns(
    book: Workbook, look: _Look, tables: list[tuple[str, list[str]]], declared: Dictionary
) -> None:
    rows: list[list[Any]] = []
    for name in sorted({name for _, columns in tables for name in columns}):
        column = declared.columns[name]
        within = ", ".join(sheet for sheet, columns in tables if name in columns)
        rows.append([name, column.label, column.unit, column.meaning, within])
    head = ["Column in the CSV", "Header", "Unit", "Meaning", "Sheets"]
    _plain_sheet(book.add_worksheet("Columns"), look, head, [30, 28, 18, 80, 40], rows)


def _plain_sheet(
    sheet: Worksheet, look: _Look, head: list[str], widths: list[int], rows: list[list[Any]]
) -> None:
    for place, (name, width) in enumerate(zip(head, widths, strict=True)):
        sheet.write_string(0, place, name, look.head)
        sheet.set_column(place, place, width, look.wrapped)
    for number, row in enumerate(rows, start=1):
        sheet.set_row(
            number, _height((str(text), width) for text, width in zip(row, widths, strict=True))
        )
        for place, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(number, place, value, look.wrapped)
            else:
                sheet.write_string(number, place, str(value), look.wrapped)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
