"""Forms that somebody filled in: read back by the ids that lie hidden in them."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sectornb.errors import InputError
from sectornb.sources.sheets import cell_text, is_workbook, opened_workbook
from sectornb.sources.surveys.export import Export
from sectornb.sources.surveys.layouts import Column, Tool

ABOUT = "form data"
"""The hidden sheet that says which form a workbook is."""
MARK = "sectornb form 1"
"""Its first cell."""
KIND = "kind"
"""What a file says of itself that is no form of a rater."""
PARTS = "#"
"""Stands in the first column of a row that says what the columns below it hold."""
WHOLE = "."
"""Names the answer of a row that has no further name."""
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_END = re.compile(rb"</(?:\w+:)?c>")
_COMPUTED = re.compile(rb"<(?:\w+:)?f[\s/>]")
FORM = Tool("form", "a filled form", lambda grid: 0, lambda grid, heads: [])


def is_form(path: Path) -> bool:
    """Whether a file is a form of this program, filled or not."""
    if not path.is_file() or not is_workbook(path):
        return False
    with opened_workbook(path) as book:
        if ABOUT not in book.sheet_names:
            return False
        cells = book.get_sheet_by_name(ABOUT).to_python(skip_empty_area=False)
        return bool(cells and cells[0] and cell_text(cells[0][0]) == MARK)


def read_form(path: Path) -> tuple[dict[str, str], Export, dict[str, str]]:
    """A filled form as an export of one row.

    Returns
    -------
    dict
        What the form says of itself, such as its instrument.
    Export
        Its answers; the heading of a column is the place of its cell.
    dict
        Heading to what the cell holds: an id, and what of it behind a blank.

    Raises
    ------
    InputError
        If it is no form, a row stands in it twice, or an answer is a formula or an error.
    """
    with opened_workbook(path) as book:
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    if ABOUT not in sheets:
        raise InputError(f"{path} is no form of this program. Fill in one of 'sectornb forms'.")
    about = about_of(sheets.pop(ABOUT))
    if about.get(KIND):
        raise InputError(
            f"{path} is the file of a {about[KIND]}, no form that a rater filled in. Write it into "
            f"the region file, under assessment, {about[KIND]}."
        )
    columns: list[Column] = []
    targets: dict[str, str] = {}
    cells: list[str] = []
    computed = computed_cells(path)
    for name, rows in sheets.items():
        for place, target, text in _answers(rows):
            heading = f"sheet {name}, cell {place}"
            if (name, place) in computed:
                raise InputError(
                    f"{path}, {heading}, holds a formula or an error, not an answer. Write what is "
                    "meant there as plain text or choose it from the list; an apostrophe in front "
                    "keeps a text that begins with an equals sign."
                )
            if target in targets.values():
                raise InputError(
                    f"{path}, {heading}, repeats an answer that stands in it before. A row or a "
                    "sheet was copied; fill in the form without changing its rows."
                )
            columns.append(Column(len(columns), heading))
            targets[heading] = target
            cells.append(text)
    return about, Export(path, FORM, tuple(columns), (tuple(cells),), (1,)), targets


def about_of(cells: Sequence[Sequence[object]]) -> dict[str, str]:
    """What a form says of itself, from the cells of its hidden sheet."""
    return {cell_text(row[0]): cell_text(row[1]) for row in cells[1:] if len(row) > 1}


def _answers(rows: Sequence[Sequence[object]]) -> Iterator[tuple[str, str, str]]:
    """Place, target and text of each cell of a sheet that takes an answer."""
    parts: dict[int, str] = {}
    for number, row in enumerate(rows, start=1):
        mark = cell_text(row[0]) if row else ""
        if mark == PARTS:
            parts = {place: cell_text(cell) for place, cell in enumerate(row) if place and cell}
        elif mark:
            for place, part in parts.items():
                if place < len(row):
                    text = row[place]
                    shown = text.strip() if isinstance(text, str) else cell_text(text)
                    yield (
                        f"{column_letters(place)}{number}",
                        mark if part == WHOLE else f"{mark} {part}",
                        shown,
                    )


def computed_cells(path: Path) -> set[tuple[str, str]]:
    """Sheet and place of every cell that holds a formula, or an error in its place.

    What such a cell shows is not always in the file, and would then be taken for a blank.
    """
    found = set()
    with zipfile.ZipFile(path) as archive:
        parts = {name.casefold(): name for name in archive.namelist()}
        links = archive.read("xl/_rels/workbook.xml.rels")
        file_of = {_value(each, b"Id"): _value(each, b"Target") for each in _LINK.findall(links)}
        for each in _SHEET.findall(archive.read("xl/workbook.xml")):
            target = file_of.get(_value(each, rb"\w+:id"), "")
            inside = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if inside.casefold() not in parts:
                continue
            for cell in _CELL.split(archive.read(parts[inside.casefold()]))[1:]:
                head = cell[: cell.find(b">") + 1]
                own = cell if not head.endswith(b"/>") else head
                if _value(head, b"t") == "e" or _COMPUTED.search(_END.split(own, 1)[0]):
                    found.add((_value(each, b"name"), _value(head, b"r")))
    return found


def _value(tag: bytes, name: bytes) -> str:
    """The value of an attribute of a tag; empty without it."""
    held = re.search(rb"""\s%s=(?:"([^"]*)"|'([^']*)')""" % name, tag)
    return html.unescape((held[1] or held[2] or b"").decode("utf-8")) if held else ""


def column_letters(place: int) -> str:
    """The letters of a column, A for 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
