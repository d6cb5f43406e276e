"""The sheets of a plan that people worked on: their rows, and of which element each row is.

The first column and one row of a sheet are hidden and say what is what.  Where they are gone the
plan is refused, since nothing could tell whose words stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sectornb.assessment.plan.columns import WRITTEN
from sectornb.assessment.plan.words import plain_text
from sectornb.errors import InputError, examples
from sectornb.sources.sheets import cell_text
from sectornb.sources.surveys.filled import PARTS, column_letters

SHEET = "sheet "
"""In front of an element, names its sheet in what a file says of itself."""
FIRST_SHEET, SWOT_SHEET, TRACKER_SHEET = "Plan", "SWOT", "Tracker"
HEADS = {
    "strategic_objective": "Strategic Objective",
    "key_actions": "Key Actions",
    "timeline": "Timeline",
    "lead": "Lead Person/Organization",
    "resources_ta_needed": "Resources/TA Needed",
    "desired_outcomes": "Desired Outcomes",
    "status": "Status",
    "due": "Due",
    "chosen": "Priority this year",
}
"""Above what people write."""
ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
OWN_ID = re.compile(rf"A-({ID})-(\d{{1,6}})")
Cells = list[list[object]]


@dataclass
class Row:
    """A row of a file: its id, what stands in its cells, and where."""

    id: str
    cells: dict[str, object]
    place: str
    sheet: str = ""
    number: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    element: str = ""
    values: dict[str, str] = field(default_factory=dict)
    shown: str = ""

    def cell(self, part: str) -> str:
        """Where one of its cells stands."""
        if part not in self.columns:
            return f"{self.place}, column {part}"
        return f"sheet {self.sheet!r}, cell {self.address(part)} ({HEADS.get(part, part)})"

    def address(self, part: str) -> str:
        """The letters and the number of one of its cells."""
        return f"{column_letters(self.columns[part])}{self.number}"


def rows_of(
    path: Path, sheets: Mapping[str, Cells], about: Mapping[str, str], notes: list[str]
) -> list[Row]:
    """The rows of all sheets that take answers; those without an id, if anything is written.

    Raises
    ------
    InputError
        If a sheet of the plan has lost what is hidden in it.
    """
    named = {name for key, name in about.items() if key.startswith(SHEET)}
    named |= {FIRST_SHEET, SWOT_SHEET}
    marked = {name for name, cells in sheets.items() if any(_mark(row) == PARTS for row in cells)}
    if lost := [name for name in sheets if name in named - marked]:
        raise InputError(
            f"{path}: of the sheet {examples(map(repr, lost))} the hidden first column or the "
            "hidden row above the table is gone, and nothing else tells which row is which. Undo "
            "that, or take the plan file of the report and copy the texts of the cells into it."
        )
    rows = []
    for name, cells in sheets.items():
        inside = list(_rows_of_sheet(name, cells))
        notes += _known_by_what_they_show(name, inside)
        notes += _without_columns(name, inside)
        rows += inside
    return rows


def _mark(row: Sequence[object]) -> str:
    return cell_text(row[0]) if row else ""


def _rows_of_sheet(sheet: str, cells: Cells) -> Iterator[Row]:
    columns: dict[str, int] = {}
    for number, row in enumerate(cells, start=1):
        mark = _mark(row)
        if mark == PARTS:
            columns = {cell_text(cell): place for place, cell in enumerate(row) if place and cell}
            continue
        found = {part: row[place] for part, place in columns.items() if place < len(row)}
        texts = {part: plain_text(cell) for part, cell in found.items()}
        is_head = all(texts.get(part) == head for part, head in HEADS.items() if part in columns)
        if columns and (mark or any(texts.values())) and not (is_head and not mark):
            place = f"sheet {sheet!r}, row {number}"
            shown = next(iter(cell_text(row[1]).split()), "") if len(row) > 1 else ""
            yield Row(mark, found, place, sheet, number, columns, shown=shown)


def _known_by_what_they_show(sheet: str, rows: Sequence[Row]) -> Iterator[str]:
    """Where cells were sorted without the hidden column, each row is the one that it shows."""
    known = [row for row in rows if row.id and row.columns.keys() & set(WRITTEN)]
    is_sorted = Counter(row.id for row in known) == Counter(row.shown for row in known)
    if is_sorted and any(row.id != row.shown for row in known):
        for row in known:
            row.id = row.shown
        yield (
            f"The sheet {sheet!r} was sorted without its hidden first column; each row is read as "
            "the one whose id it shows."
        )


def _without_columns(sheet: str, rows: Sequence[Row]) -> Iterator[str]:
    columns = {part for row in rows for part in row.columns} & set(WRITTEN)
    lacking = [HEADS[part] for part in WRITTEN if part not in columns]
    if columns and lacking:
        yield f"The sheet {sheet!r} lacks {examples(lacking, 9)}; its rows have nothing there."


def in_elements(
    rows: Sequence[Row], about: Mapping[str, str], sheets: Iterable[str], notes: list[str]
) -> None:
    """Say of each row of which element it is, by the rows beside it; tell of changed sheets."""
    called = {key.removeprefix(SHEET): name for key, name in about.items() if key.startswith(SHEET)}
    of_sheet = {name: element for element, name in called.items()}
    there, seen = set(sheets), set()
    for sheet in dict.fromkeys(row.sheet for row in rows):
        inside = [row for row in rows if row.sheet == sheet]
        own = Counter(found[1] for row in inside if (found := OWN_ID.fullmatch(row.id)))
        element = of_sheet.get(sheet) or next(iter(dict(own.most_common(1))), "")
        if not element:
            element = next(iter(called), "")
            notes.append(
                f"The sheet {sheet!r} is of no element that the plan has; its rows are kept with "
                f"those of {called.get(element, 'no element')!r}."
            )
        elif sheet not in of_sheet and called.get(element) in there:
            notes.append(f"The sheet {sheet!r} is a copy of {called[element]!r}; it is read too.")
        elif sheet not in of_sheet and element in called:
            notes.append(
                f"The sheet {sheet!r} was called {called[element]!r}; its rows are read as before."
            )
        seen.add(element)
        for row in inside:
            row.element = element
    for element, name in called.items():
        if element not in seen:
            notes.append(f"The sheet {name!r} is not in the file any more, and none of its rows.")
