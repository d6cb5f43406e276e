"""Sheets of the spreadsheet that hold a table, and the look that all sheets share."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.dictionary import Column, Dictionary, Table

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_NUMBER_FORMATS = {
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": '0.0"%"',
    "share": "0.0%",
    "usd": "$#,##0",
}
_YEAR = "0"
_WIDEST, _WIDEST_NAME = 96, 52
"""Letters of the widest column, and of the widest that stays in view; longer text wraps."""
_PAGE = 240
"""Letters across a landscape page that can still be read."""
HEAD_LOOK = {
    "bold": True,
    "text_wrap": True,
    "valign": "bottom",
    "font_color": "#FFFFFF",
    "bg_color": "#123A54",
    "left": 1,
    "left_color": "#FFFFFF",
}
"""Look of a column's head on every sheet."""
LINE = 15.0
"""Points of a row of one line."""


@dataclass(frozen=True)
class LiveSheets:
    """Sheets of a workbook's own that compute with each other.

    Attributes
    ----------
    start : str
        What a reader does first with them.
    titles : mapping
        Name of each sheet to what it does, in order.
    write : callable
        Adds them to the file.
    """

    start: str
    titles: Mapping[str, str]
    write: Callable[[Workbook], None]


class Look:
    """The cell formats of the file, each made once."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "font_size": 11}
        self._book, self._base = book, base
        self.text = book.add_format({**base, "num_format": "@"})
        self.wrapped = book.add_format({**base, "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 18, "font_color": "#123A54"})
        self.heading = book.add_format({**base, "bold": True, "font_size": 13})
        self.band = book.add_format({**base, "bold": True, "bg_color": "#FFD75E", "text_wrap": 1})
        self.withheld = book.add_format({"italic": True, "font_color": "#595959"})
        self.head = book.add_format({**HEAD_LOOK, "align": "left", "indent": 1})
        self.plain = book.add_format({**base, "text_wrap": True, "align": "left", "indent": 1})
        self.head_number = book.add_format({**HEAD_LOOK, "align": "right"})
        self._cells: dict[tuple[str, bool], Format] = {}

    def cell(self, name: str, column: Column, *, wrap: bool = False) -> Format:
        """Format of the cells of a column, in several lines if `wrap`."""
        pattern = _YEAR if is_year(name, column) else _NUMBER_FORMATS.get(column.format, "@")
        if column.format == "usd" and "hour" in column.unit:
            pattern = "$#,##0.00"
        if column.format == "decimal" and column.unit == "rating":
            pattern = "General"
        if (pattern, wrap) not in self._cells:
            # Years stand to the left, as the labels that they are.
            gap = {} if column.numeric else {"indent": 1, "align": "left"}
            lines = {"text_wrap": True} if wrap else {}
            self._cells[pattern, wrap] = self._book.add_format(
                {**self._base, "num_format": pattern, **gap, **lines}
            )
        return self._cells[pattern, wrap]


@contextlib.contextmanager
def errors_of_the_system(path: Path) -> Iterator[None]:
    """A file that cannot be written, told as elsewhere: XlsxWriter has an error of its own."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except FileCreateError as error:
        found = error.args[0] if error.args else error
        number = getattr(found, "errno", None) or errno.EIO
        raise OSError(number, os.strerror(number), str(path)) from error


def header(name: str, column: Column) -> str:
    """The words above a column: its label, and its unit where the label does not say it."""
    described = column.model_copy(update={"unit": "year"}) if is_year(name, column) else column
    unit = described.unsaid_unit
    return f"{column.label} ({unit})" if unit else column.label


def is_year(name: str, column: Column) -> bool:
    """Whether a column holds years, which a sheet sorts and filters as numbers."""
    return column.format == "code" and (name == "year" or name.endswith("_year"))


def shown_value(name: str, column: Column, value: Any) -> Any:
    """A value of the column `name` as a sheet holds it: text, number or None.

    Codes with a word become the word, years numbers; all else stays as it is.
    """
    word = column.word(value)
    if word is None and is_year(name, column) and re.fullmatch(r"[1-9][0-9]{3}", str(value)):
        return float(value)
    return value if word is None else word


def plain_values(values: pd.Series) -> list[Any]:
    """Values of a column as a sheet takes them: floats, texts, booleans, None for null."""
    whole = values.astype(float) if values.dtype.kind in "iu" else values
    return [None if missing else value for value, missing in zip(whole, values.isna(), strict=True)]


def height(texts: Iterable[tuple[str, float]], *, bold: bool = False) -> float:
    """Points that a row of wrapped texts needs, each with the width of its column in letters.

    Spreadsheet programs need not fit rows by themselves; they keep what the file says.
    """
    # Widths count digits, and most small letters are narrower.
    stretch = 1.05 if bold else 0.92
    return LINE * max((_lines(text, width, stretch) for text, width in texts), default=1)


def _lines(text: str, width: float, stretch: float) -> int:
    """Lines of `text`, whose words are not cut, each letter being `stretch` wide."""
    lines, used = 1, 0.0
    for word in text.split():
        length = len(word) * stretch
        if used and used + 1 + length > width:
            lines, used = lines + 1, length
        else:
            used += length + (1 if used else 0)
        lines += max(math.ceil(used / width) - 1, 0)
    return lines


def for_paper(sheet: Worksheet, widths: Sequence[float] = (), repeated: int = 0) -> None:
    """Set how a sheet is printed, wide ones on several pages with the first columns on each."""
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.set_footer("&L&A&RPage &P of &N")
    kept = sum(widths[:repeated])
    pages = max(math.ceil((sum(widths) - kept) / max(_PAGE - kept, 1)), 1)
    sheet.fit_to_pages(pages, 0)
    if pages > 1 and repeated:
        sheet.repeat_columns(0, repeated - 1)


def table_sheet(
    sheet: Worksheet,
    look: Look,
    table: str,
    frame: pd.DataFrame,
    declared: Dictionary,
) -> None:
    """Write one table: header with units, typed cells, filter, frozen names."""
    columns = list(frame.columns)
    names = _leading_names(declared.table(table), columns, declared)
    widths = []
    wrapped: dict[int, list[tuple[str, float]]] = {}
    for place, name in enumerate(columns):
        column = declared.columns[name]
        words = header(name, column)
        style = look.head_number if column.numeric else look.head
        sheet.write_string(0, place, words, style)
        shown: dict[Any, Any] = {}
        values = plain_values(frame[name])
        for value in values:
            if value not in shown:
                shown[value] = shown_value(name, column, value)
        values = [shown[value] for value in values]
        longest = _longest(values[:2000], column)
        # The filter's button takes three letters of the header, whose words are not cut.
        widest = _WIDEST_NAME if place < names else _WIDEST
        width = max(min(longest + 3, widest), _longest_word(words) + 4, 11)
        cell = look.cell(name, column, wrap=longest + 3 > widest)
        sheet.set_column(place, place, width, cell)
        widths.append(width)
        for number, value in enumerate(values, start=1):
            _write(sheet, number, place, value, cell)
            if isinstance(value, str) and len(value) > width - 1:
                wrapped.setdefault(number, []).append((value, width - 1))
    for number, texts in wrapped.items():
        sheet.set_row(number, height(texts))
    heads = [header(name, declared.columns[name]) for name in columns]
    sheet.set_row(0, height(zip(heads, [width - 3 for width in widths], strict=True), bold=True))
    last = max(len(frame), 1)
    sheet.freeze_panes(1, names)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    if "employment_status" in columns:
        place = columns.index("employment_status")
        status = declared.columns["employment_status"]
        _mark_withheld(sheet, look, status, place, last, len(columns))
    # Codes are text on purpose; the green warning triangles would say otherwise.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    sheet.repeat_rows(0)
    for_paper(sheet, widths, names)


def _write(sheet: Worksheet, row: int, place: int, value: Any, style: Format) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, float):
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, value, style)


def _mark_withheld(
    sheet: Worksheet, look: Look, status: Column, place: int, last: int, across: int
) -> None:
    from xlsxwriter.utility import xl_col_to_name

    cell = f"${xl_col_to_name(place)}2"
    shown = [status.word(code) or code for code in ("withheld", "partly_withheld")]
    rule = f'=OR({cell}="{shown[0]}",{cell}="{shown[1]}")'
    options = {"type": "formula", "criteria": rule, "format": look.withheld}
    sheet.conditional_format(1, 0, last, across - 1, options)


def _leading_names(table: Table, columns: Sequence[str], declared: Dictionary) -> int:
    """How many first columns name the row: a code of the key, and its name beside it."""
    if not columns or columns[0] not in table.key:
        return 0
    second = declared.columns[columns[1]] if len(columns) > 1 else None
    named = (
        second is not None and second.format == "text" and columns[1].endswith(("name", "title"))
    )
    return 2 if named else 1


def _longest(values: Iterable[Any], column: Column) -> int:
    """Letters of the longest of the values of a column."""
    distinct = set(values) - {None}
    numbers = {value for value in distinct if isinstance(value, float)}
    longest = max(map(len, map(str, distinct - numbers)), default=0)
    if not numbers:
        return longest
    if not column.numeric:
        return max(longest, 4)
    decimals = {"integer": 0, "usd": 0}.get(column.format, 2)
    scale = 100 if column.format == "share" else 1
    # No number is longer than the one that is farthest from zero on its side.
    ends = (scale * min(numbers), scale * max(numbers))
    return max(longest, *(len(f"{end:,.{decimals}f}") + 1 for end in ends))


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)
