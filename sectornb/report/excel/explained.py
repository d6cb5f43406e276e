"""Sheets of the spreadsheet that explain the others: read me, sources, columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sectornb.report.report import Report
from sectornb.report.shell import SIMULATED, input_groups, workbook_label
from sectornb.show.sheet import LiveSheets, Look, for_paper, header, height

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_CODES = (
    "Sheets show words where the CSV files hold short codes. Formulas and filters in this file "
    "use the words, programs that read the CSV files the codes. Segments keep their code, which a "
    "region file names."
)
_GRAY = (
    "In gray italics: rows of industries with a withheld county. What holds for them lies between "
    "the columns at least and at most; where at most is empty no upper end is known, or it is held "
    "back to protect one county's cell."
)


def read_me(
    book: Workbook,
    look: Look,
    report: Report,
    sheets: Mapping[str, str],
    live: Sequence[LiveSheets],
) -> None:
    """The first sheet: what the file holds, what was found, and what the words mean.

    Parameters
    ----------
    sheets : mapping
        Table to sheet.
    live : sequence of LiveSheets
        Sheets that workbooks add of their own.
    """
    sheet = book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30, look.wrapped)
    sheet.set_column(1, 1, 100, look.wrapped)
    row = 0

    def line(first: str, second: str = "", style: Any = None, link: str = "") -> None:
        nonlocal row
        if link:
            sheet.write_url(row, 0, f"internal:'{link}'!A1", string=first)
        else:
            sheet.write_string(row, 0, first, style or look.wrapped)
        if second:
            sheet.write_string(row, 1, second, look.wrapped)
            sheet.set_row(row, height([(first, 30), (second, 100)]))
        row += 1

    def heading(words: str) -> None:
        nonlocal row
        row += 1
        line(words, style=look.heading)

    line(report.title, style=look.title)
    sheet.set_row(0, 26)
    for_paper(sheet)
    if report.simulated:
        sheet.merge_range(row, 0, row, 1, SIMULATED, look.band)
        sheet.set_row(row, 34)
        row += 1
    line(
        "What this is",
        f"All tables of the report {report.region_id}: one sheet each. The same tables "
        "lie beside this file as CSV; the pages explain them.",
    )
    for own in live:
        line("Where to start", own.start)
    line("Empty cells", "Not available: withheld or not published. Never zero.")
    for words, field in (("Findings", "findings"), ("Notes", "notes"), ("Limits", "limits")):
        entries = [
            (workbook_label(str(record["workbook"])), _said(entry))
            for record in report.records
            for entry in record.get(field, [])
        ]
        if entries:
            heading(words)
            for label, text in entries:
                line(label, text)
    heading("Sheets")
    for own in live:
        for shown, words in own.titles.items():
            line(shown, words, link=shown)
    for name, shown in sheets.items():
        line(shown, f"{report.declared.table(name).title}. CSV: tables/{name}.csv", link=shown)
    line("Sources", "Published files behind the tables.", link="Sources")
    line("Columns", "Name, unit and meaning of every column.", link="Columns")
    heading("Words in the sheets and codes in the CSV files")
    line("", _CODES)
    names = {column for frame in report.tables.values() for column in frame.columns}
    used = {report.declared.columns[name].codes for name in names}
    for group in (group for name, group in report.declared.codes.items() if name in used):
        for code, word in group.words.items():
            line(f"{group.heading}: {word.shown}", f"{word.meaning} In the CSV: {code}")
    if "employment_status" in names:
        line("Withheld figures", _GRAY)


def _said(finding: dict[str, Any] | str) -> str:
    if isinstance(finding, str):
        return finding
    rated = [finding[name] for name in ("certainty", "because") if finding.get(name)]
    return f"{finding['text']} ({': '.join(rated)})" if rated else str(finding["text"])


def sources_sheet(book: Workbook, look: Look, records: Iterable[Mapping[str, Any]]) -> None:
    """The sheet of the published files."""
    fields = ("title", "owner", "vintage", "periods", "files", "maturity")
    rows = [
        [*(group[field] for field in fields), "yes" if group["simulated"] else "no"]
        for group in input_groups(records)
    ]
    head = ["Source", "Owner", "Vintage", "Describes", "Files", "Maturity", "Simulated"]
    _plain_sheet(book.add_worksheet("Sources"), look, head, [44, 36, 12, 34, 9, 20, 12], rows)


def columns_sheet(book: Workbook, look: Look, report: Report, sheets: Mapping[str, str]) -> None:
    """The sheet that describes every column; `sheets` is table to sheet."""
    within: dict[str, list[str]] = {}
    for table, frame in report.tables.items():
        for name in frame.columns:
            within.setdefault(name, []).append(sheets[table])
    rows: list[list[Any]] = []
    for name in sorted(within):
        column = report.declared.columns[name]
        words = [name, header(name, column), column.unit, column.meaning]
        rows.append([*words, ", ".join(within[name])])
    head = ["Column in the CSV", "Header", "Unit", "Meaning", "Sheets"]
    _plain_sheet(book.add_worksheet("Columns"), look, head, [30, 34, 18, 80, 40], rows)


def _plain_sheet(
    sheet: Worksheet, look: Look, head: list[str], widths: list[int], rows: list[list[Any]]
) -> None:
    for place, (name, width) in enumerate(zip(head, widths, strict=True)):
        sheet.write_string(0, place, name, look.head)
        sheet.set_column(place, place, width, look.plain)
    for number, row in enumerate(rows, start=1):
        sheet.set_row(
            number, height((str(text), width) for text, width in zip(row, widths, strict=True))
        )
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value, look.wrapped)
            else:
                sheet.write_string(number, place, str(value), look.plain)
    sheet.freeze_panes(1, 1)
    for_paper(sheet)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
