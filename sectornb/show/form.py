"""A form to fill in as a workbook: lists to choose from, room to write, ids hidden to read it by.

No macros, nothing but the cells for answers can be changed, and what is typed stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sectornb.show.sheet import HEAD_LOOK, LINE, errors_of_the_system, for_paper, height
from sectornb.sources.surveys.filled import ABOUT, MARK, PARTS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LISTS = "form lists"
_TITLE_SIZE = 1.6
"""How much larger letters of a title are than others."""
_LONGEST_PROMPT, _LONGEST_PROMPT_TITLE = 255, 32
"""Characters that a spreadsheet takes."""
_MARGIN = 2
"""Letters that the distance from a cell's frame takes."""
Places = dict[tuple[str, str], str]
"""Id of a row and part of an answer to its cell, as a formula of another sheet names it."""
_DATE = "yyyy-mm-dd"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_CHOOSE = "Choose one of the list: the arrow beside the cell, or Alt and the down key."


@dataclass(frozen=True)
class Answer:
    """A column to fill in.

    Attributes
    ----------
    part : str
        What it holds of a row, for reading back; ``.`` if a row has one answer.
    head : str
        Words above it.
    width : float
        Letters.
    choices : tuple of str
        The list to choose from; empty: free text.
    prompt : str
        Shown beside the cell while it is filled in.
    lines : int
        Lines of a row that there is room for.
    kind : str
        ``text``, or ``date``: a real date, given as ``YYYY-MM-DD``.
    strict : bool
        Whether nothing but the list may be typed.
    """

    part: str
    head: str
    width: float
    choices: tuple[str, ...] = ()
    prompt: str = ""
    lines: int = 1
    kind: Literal["text", "date"] = "text"
    strict: bool = True


@dataclass(frozen=True)
class Line:
    """A row: words to read, then cells to fill in; without an id a heading within the table.

    Attributes
    ----------
    id : str
        For reading back.
    words : tuple of str
        A text for each column of words; of two lines, the first is set in bold.
    choices : mapping of str to tuple of str
        Part to its list, where it is not that of the column.
    given : mapping of str to str
        Part to what is filled in already.
    """

    id: str
    words: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """A table of a page: heads of its columns of words, its answers, its rows."""

    heads: tuple[str, ...]
    answers: tuple[Answer, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """A sheet.

    Attributes
    ----------
    name, title : str
        On its tab, and above it.
    notes : tuple of str
        What to know before filling it in.
    widths : tuple of float
        Letters of its columns of words.
    blocks : tuple of Block
        Tables one under the other; the head of a single one stays in view.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    widths: tuple[float, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Live:
    """A sheet that computes from what the pages hold.

    Attributes
    ----------
    name : str
        On its tab.
    write : callable
        Fills the sheet, given the file, the sheet and the places of all answers.
    """

    name: str
    write: Callable[[Workbook, Worksheet, Places], None]


@dataclass(frozen=True)
class Form:
    """A form: its title, what it says of itself when it is read back, its sheets in order."""

    title: str
    about: Mapping[str, str]
    pages: tuple[Page | Live, ...]


def write_form(form: Form, path: Path) -> None:
    """Write a form that :func:`~sectornb.sources.surveys.filled.read_form` reads back.

    The same form gives the same bytes.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    from xlsxwriter import Workbook

    readings = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    options = dict.fromkeys(readings, False) | {"in_memory": True}
    with errors_of_the_system(path), Workbook(str(path), options) as book:
        book.set_properties({"title": form.title, "created": datetime(2000, 1, 1)})
        looks = _looks(book)
        sheets = [book.add_worksheet(page.name) for page in form.pages]
        lists = _Lists(book.add_worksheet(_LISTS))
        places: Places = {}
        for sheet, page in zip(sheets, form.pages, strict=True):
            if isinstance(page, Page):
                _write_page(sheet, page, looks, lists, places)
        for sheet, page in zip(sheets, form.pages, strict=True):
            if isinstance(page, Live):
                page.write(book, sheet, places)
        about = book.add_worksheet(ABOUT)
        about.write_string(0, 0, MARK)
        for row, (key, value) in enumerate(form.about.items(), start=1):
            about.write_string(row, 0, key)
            about.write_string(row, 1, value)
        for sheet in (lists.sheet, about):
            sheet.protect()
            sheet.hide()
        sheets[0].activate()


class _Lists:
    """Lists to choose from, each once, on a sheet of their own."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._held: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        """Where a list stands."""
        from xlsxwriter.utility import xl_col_to_name

        if choices not in self._held:
            place = len(self._held)
            for row, choice in enumerate(choices):
                self.sheet.write_string(row, place, choice)
            column = xl_col_to_name(place)
            self._held[choices] = f"='{_LISTS}'!${column}$1:${column}${len(choices)}"
        return self._held[choices]


def _looks(book: Workbook) -> dict[str, Format]:
    base: dict[str, Any] = {"valign": "top", "font_size": 11, "text_wrap": True, "align": "left"}
    inside = {**base, "indent": 1}
    frame = {"border": 1, "border_color": "#7F7F7F"}
    made = {
        "title": {**base, "bold": True, "font_size": 11 * _TITLE_SIZE, "font_color": "#123A54"},
        "note": base,
        "head": {**HEAD_LOOK, "align": "left", "indent": 1},
        "band": {**inside, "bold": True, "bg_color": "#E3EBF1", "font_color": "#123A54"},
        "words": {**inside, "bottom": 1, "bottom_color": "#BFBFBF"},
        "bold": {"bold": True, "font_size": 11},
        "plain": {"font_size": 11},
        # What is typed stays text, whatever it begins with.
        "answer": {**inside, **frame, "bg_color": "#FFF9DB", "locked": False, "num_format": "@"},
        "date": {**inside, **frame, "bg_color": "#FFF9DB", "locked": False, "num_format": _DATE},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _write_page(
    sheet: Worksheet, page: Page, looks: Mapping[str, Format], lists: _Lists, places: Places
) -> None:
    first = 1 + len(page.widths)
    answers = max((block.answers for block in page.blocks), key=len)
    widths = [*page.widths, *(answer.width for answer in answers)]
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    for place, width in enumerate(widths, start=1):
        sheet.set_column(place, place, width)
    row, across = 1, sum(widths)
    sheet.merge_range(0, 1, 0, len(widths), "", looks["title"])
    sheet.write_string(0, 1, page.title, looks["title"])
    # A line of a title holds fewer letters than one of notes, and is as much higher.
    sheet.set_row(0, height([(page.title, across / _TITLE_SIZE)], bold=True) * _TITLE_SIZE)
    for note in page.notes:
        sheet.merge_range(row, 1, row, len(widths), "", looks["note"])
        sheet.write_string(row, 1, note, looks["note"])
        sheet.set_row(row, height([(note, across)]) + 3)
        row += 1
    for block in page.blocks:
        head = row + 1
        _write_head(sheet, row, block, widths, looks)
        row = _write_lines(sheet, head + 1, block, first, widths, looks, lists, places) + 1
        if len(page.blocks) == 1:
            sheet.freeze_panes(head + 1, 0)
            sheet.repeat_rows(head)
    for_paper(sheet)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.print_area(0, 1, row - 1, len(widths))
    # Without a password: it keeps from slips, and a reader may still widen what is narrow.
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_head(
    sheet: Worksheet, row: int, block: Block, widths: Sequence[float], looks: Mapping[str, Format]
) -> None:
    """The hidden row of parts and the row of heads below it."""
    sheet.set_row(row, None, None, {"hidden": True})
    sheet.write_string(row, 0, PARTS)
    first = 1 + len(block.heads)
    for place, answer in enumerate(block.answers, start=first):
        sheet.write_string(row, place, answer.part)
    heads = [*block.heads, *(answer.head for answer in block.answers)]
    for place, words in enumerate(heads, start=1):
        sheet.write_string(row + 1, place, words, looks["head"])
    room = [(words, width - _MARGIN) for words, width in zip(heads, widths, strict=False)]
    sheet.set_row(row + 1, height(room, bold=True) + 4)


def _write_lines(
    sheet: Worksheet,
    row: int,
    block: Block,
    first: int,
    widths: Sequence[float],
    looks: Mapping[str, Format],
    lists: _Lists,
    places: Places,
) -> int:
    """The rows of a table; the row behind them."""
    for line in block.lines:
        if not line.id:
            _write_band(sheet, row, line, widths, looks)
            row += 1
            continue
        sheet.write_string(row, 0, line.id)
        for place, words in enumerate(line.words, start=1):
            _write_words(sheet, row, place, words, looks)
        room = [(words, widths[place]) for place, words in enumerate(line.words)]
        for place, answer in enumerate(block.answers, start=first):
            given = line.given.get(answer.part, "")
            _write_answer(sheet, row, place, answer, given, looks)
            places[line.id, answer.part] = cell_named(sheet.get_name(), row, place)
            room.append((given, answer.width))
            if choices := line.choices.get(answer.part, answer.choices):
                _offer(sheet, row, place, answer, lists.source(choices))
        sheet.set_row(row, _tall(room, block.answers))
        row += 1
    return row


def cell_named(sheet: str, row: int, place: int) -> str:
    """A cell as a formula on another sheet names it."""
    from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

    return f"{quote_sheetname(sheet)}!{xl_rowcol_to_cell(row, place, True, True)}"


def _write_answer(
    sheet: Worksheet, row: int, place: int, answer: Answer, given: str, looks: Mapping[str, Format]
) -> None:
    """A cell to fill in, with what is filled in already."""
    look = looks["date" if answer.kind == "date" else "answer"]
    if answer.kind == "date":
        _ask_for_date(sheet, row, place, answer)
    if not given:
        sheet.write_blank(row, place, None, look)
    elif answer.kind == "date" and _ISO.fullmatch(given):
        sheet.write_datetime(row, place, date.fromisoformat(given), look)
    else:
        sheet.write_string(row, place, given, look)


def _write_band(
    sheet: Worksheet, row: int, line: Line, widths: Sequence[float], looks: Mapping[str, Format]
) -> None:
    """A heading within a table, across all its columns."""
    text = " ".join(filter(None, line.words))
    sheet.merge_range(row, 1, row, len(widths), "", looks["band"])
    sheet.write_string(row, 1, text, looks["band"])
    sheet.set_row(row, height([(text, sum(widths) - _MARGIN)], bold=True) + 4)


def _write_words(
    sheet: Worksheet, row: int, place: int, words: str, looks: Mapping[str, Format]
) -> None:
    title, _, text = words.partition("\n")
    if title and text:
        parts = (looks["bold"], f"{title}\n", looks["plain"], text)
        sheet.write_rich_string(row, place, *parts, looks["words"])
    else:
        sheet.write_string(row, place, words, looks["words"])


def _tall(room: Sequence[tuple[str, float]], answers: Sequence[Answer]) -> float:
    """Points of a row that shows its words and has room for the answers."""
    lines = [
        sum(height([(part, width - _MARGIN)]) for part in words.split("\n"))
        for words, width in room
        if words
    ]
    return max([*lines, LINE * max(answer.lines for answer in answers)]) + 5


def _offer(sheet: Worksheet, row: int, place: int, answer: Answer, source: str) -> None:
    """A list to choose from, with words beside it."""
    offered: dict[str, Any] = {
        "validate": "list",
        "source": source,
        "error_title": "Please choose from the list",
        "error_message": f"{_CHOOSE} To leave the question open, delete what is typed.",
        "show_error": answer.strict,
    }
    sheet.data_validation(row, place, row, place, offered | _prompted(answer))


def _ask_for_date(sheet: Worksheet, row: int, place: int, answer: Answer) -> None:
    """Take nothing but a date."""
    asked: dict[str, Any] = {
        "validate": "date",
        "criteria": "between",
        "minimum": _FIRST_DAY,
        "maximum": _LAST_DAY,
        "error_title": "Please type a date",
        "error_message": "Type a date such as 2027-03-31 or 3/31/2027, or leave the cell empty.",
    }
    sheet.data_validation(row, place, row, place, asked | _prompted(answer))


def _prompted(answer: Answer) -> dict[str, str]:
    """Words beside a cell while it is filled in."""
    if not answer.prompt:
        return {}
    return {
        "input_title": answer.head[:_LONGEST_PROMPT_TITLE],
        "input_message": answer.prompt[:_LONGEST_PROMPT],
    }
