"""A plan that people worked on: read back from its workbook or a CSV file, row by row.

No row is lost: one that people put in by hand, or that lost its id, gets an id of people's own,
and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.assessment.plan.columns import (
    FILE_COLUMNS,
    PLAN_COLUMNS,
    STATUSES,
    WRITTEN,
    own_row_id,
)
from sectornb.assessment.plan.sheets import ID, OWN_ID, Cells, Row, in_elements, rows_of
from sectornb.assessment.plan.words import iso_date, plain_text, quarter, status_key, yes_or_no
from sectornb.errors import InputError, PrivateDataError, counted, examples
from sectornb.sources.opening import MEBIBYTE, file_head
from sectornb.sources.sheets import cell_text, is_workbook, opened_workbook
from sectornb.sources.surveys.cells import plain_cell
from sectornb.sources.surveys.filled import ABOUT, KIND, MARK, about_of, computed_cells
from sectornb.sources.surveys.grid import LARGEST, read_grid

if TYPE_CHECKING:
    import pandas as pd

PLAN = "plan"
"""What the file says that it is."""
ROWS, COMPOSED = "rows", "composed "
"""What it says of itself besides: its rows' ids with ``;`` between them, and each line of the
quadrants that no person wrote."""
AS_OF = "status as of"
"""The row that says of which day the status is."""
QUADRANTS = ("strengths", "weaknesses", "opportunities", "threats")
MOST_ROWS = 5_000
"""Of a plan; one of sixty items and thirty elements has a few hundred."""
_AGAIN = (
    "Give the plan file that the report wrote, edited and saved as an Excel workbook (.xlsx), or a "
    "CSV file with the same columns."
)
_GAP_ID = re.compile(rf"G-{ID}")
_SWOT_ID = re.compile(rf"S-({'|'.join(QUADRANTS)})-\d+")
_READ = {"timeline": quarter, "due": iso_date, "status": status_key, "chosen": yes_or_no}
_ALLOWED = {
    "due": "a date such as 2027-03-31 or 3/31/2027, from 2000 to 2099",
    "status": f"one of {', '.join(STATUSES.values())}",
    "chosen": "yes or no",
}


@dataclass(frozen=True)
class PlanFile:
    """A plan as a file has it.

    Attributes
    ----------
    about : dict
        What the file says of itself: ``region``, ``instrument``, ``version``, ``wave``,
        ``mode``; empty for a CSV file.
    as_of : str
        The day that its status is of, as ``YYYY-MM-DD``; empty where nobody said it.
    rows : DataFrame
        A row a row of the plan, in the file's order: `FILE_COLUMNS` as text (``due`` as
        ``YYYY-MM-DD``, ``status`` as its key, ``item`` where the id tells it) and ``place``,
        where it stands, for messages.  Rows that people left empty are not there.
    swot : DataFrame
        ``quadrant``, ``line`` and ``place`` of what people wrote; lines that they left as they
        were composed are not there, since they are composed anew.  Empty for a CSV file.
    notes : tuple of str
        Rows that were given an id, sheets that were renamed, rows that are gone.
    """

    about: dict[str, str]
    as_of: str
    rows: pd.DataFrame
    swot: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_plan_file(path: Path) -> PlanFile:
    """A plan from its workbook, as a spreadsheet program saved it, or from a CSV file.

    Parameters
    ----------
    path : Path
        An Excel workbook that a report wrote, or UTF-8 text with the columns `FILE_COLUMNS`;
        the saved table ``action_plan`` will do.

    Raises
    ------
    PrivateDataError
        If there is no such file, it is another kind of file, its columns are others, or a
        status, a date or a choice is not understood; names sheet and cell.
    """
    try:
        file_head(path)
        if (size := path.stat().st_size) > LARGEST:
            raise InputError(
                f"{path} has {size / MEBIBYTE:,.0f} MiB, and no plan has more than "
                f"{LARGEST // MEBIBYTE}. {_AGAIN}"
            )
        if path.suffix.casefold() == ".docx":
            raise InputError(
                f"{path} is a document to sign, which is read by people alone. {_AGAIN}"
            )
        sheets = _sheets(path) if is_workbook(path) else {}
        if ABOUT in sheets:
            return _from_workbook(path, sheets)
        if len([name for name, rows in sheets.items() if rows]) > 1:
            raise InputError(_foreign(path, sheets))
        return _from_table(path)
    except PrivateDataError:
        raise
    except InputError as error:
        raise PrivateDataError(str(error)) from error


def _sheets(path: Path) -> dict[str, Cells]:
    with opened_workbook(path) as book:
        return {
            name: [list(row) for row in book.get_sheet_by_name(name).to_python(False)]
            for name in book.sheet_names
        }


def _foreign(path: Path, sheets: Iterable[str]) -> str:
    names = list(sheets)
    if {"Read me", "Sources", "Columns"} <= set(names):
        what = "the spreadsheet with all tables of a report, which is read by people alone"
    else:
        what = (
            f"an Excel workbook of {counted(len(names), 'sheet')} ({examples(names)}) and no plan: "
            f"the hidden sheet {ABOUT!r} is lacking"
        )
    return f"{path} is {what}. {_AGAIN}"


# The workbook.


def _from_workbook(path: Path, sheets: dict[str, Cells]) -> PlanFile:
    cells = sheets.pop(ABOUT)
    about = about_of(cells) if cells else {}
    kind = about.get(KIND, "")
    if not cells or not cells[0] or cell_text(cells[0][0]) != MARK:
        raise InputError(f"{path} says of itself what this version does not know. {_AGAIN}")
    if kind != PLAN:
        called = about.get("instrument", "another instrument")
        raise InputError(
            f"{path} is a form that a rater fills in ({called}), not a plan. Take forms in with "
            f"'sectornb answers'. {_AGAIN}"
        )
    notes: list[str] = []
    rows = rows_of(path, sheets, about, notes)
    planned = [row for row in rows if row.columns.keys() & set(WRITTEN)]
    in_elements(planned, about, sheets, notes)
    problems = _computed(path, planned)
    kept = _kept(path, planned, _ids_of(about), notes, problems)
    as_of = _as_of(rows, problems)
    _refuse(path, problems)
    return PlanFile(about, as_of, _frame(kept), _swot(rows, about), tuple(notes))


def _computed(path: Path, rows: Sequence[Row]) -> list[str]:
    """Cells whose formula has no result in the file; they would be taken for empty."""
    computed = computed_cells(path)
    return [
        f"{row.cell(part)} holds a formula without a result, or an error"
        for row in rows
        for part in row.columns
        if (row.sheet, row.address(part)) in computed and not plain_text(row.cells.get(part, ""))
    ]


def _ids_of(about: dict[str, str]) -> list[str] | None:
    """The ids of the rows that were written; None where the file does not say."""
    told = about.get(ROWS)
    return None if told is None else [each for each in told.split(";") if each]


def _as_of(rows: Sequence[Row], problems: list[str]) -> str:
    for row in rows:
        if row.id == AS_OF:
            for part, cell in row.cells.items():
                day = iso_date(cell)
                if day is None:
                    problems.append(f"{row.cell(part)} is not {_ALLOWED['due']}")
                return day or ""
    return ""


def _swot(rows: Sequence[Row], about: dict[str, str]) -> pd.DataFrame:
    """What people wrote into the quadrants; a row put in by hand belongs to the one above it."""
    import pandas as pd

    lines, quadrant = [], ""
    for row in rows:
        if "line" not in row.columns:
            continue
        found = _SWOT_ID.fullmatch(row.id)
        quadrant = found[1] if found else quadrant
        text = plain_text(row.cells.get("line", ""))
        is_head = not row.id and text.casefold() in QUADRANTS
        is_composed = about.get(f"{COMPOSED}{row.id}") == cell_text(text)
        if text and quadrant and not is_head and not is_composed:
            lines.append((quadrant, text, row.cell("line")))
    return pd.DataFrame(lines, columns=["quadrant", "line", "place"], dtype="str")


# A table.


def _from_table(path: Path) -> PlanFile:
    grid = read_grid(path, called="edited plan", again=_AGAIN)
    head = [name.strip() for name in grid.row(1)]
    while head and not head[-1]:
        head.pop()
    lacking = [name for name in FILE_COLUMNS if name not in head]
    strange = [name for name in head if name not in PLAN_COLUMNS]
    twice = [name for name, count in Counter(head).items() if count > 1]
    if lacking or strange or twice:
        told = [f"lacks {examples(lacking, 12)}"] if lacking else []
        told += [f"has {examples(map(repr, strange))}, which no plan has"] if strange else []
        told += [f"has {examples(twice)} twice"] if twice else []
        raise InputError(f"{path}, row 1: the head of the table {'; it '.join(told)}. {_AGAIN}")
    rows, problems = [], []
    for number, cells in enumerate(grid.rows[1:], start=2):
        values: dict[str, object] = {
            name: plain_cell(cell) for name, cell in zip(head, cells, strict=False)
        }
        if not any(values.values()):
            continue
        row = Row(str(values.pop("row_id")), values, f"row {number}", number=number)
        own = OWN_ID.fullmatch(row.id)
        row.element = str(values["element"]) or (own[1] if own else "")
        # Of an item the instrument knows the element.
        if not row.element and not _GAP_ID.fullmatch(row.id):
            problems.append(f"row {number}, column element, is empty, and the id tells none")
        rows.append(row)
    notes = list(grid.notes)
    kept = _kept(path, rows, None, notes, problems)
    _refuse(path, problems)
    return PlanFile({}, "", _frame(kept), _swot([], {}), tuple(notes))


# Both.


def _kept(
    path: Path,
    rows: Sequence[Row],
    written: Sequence[str] | None,
    notes: list[str],
    problems: list[str],
) -> list[Row]:
    """The rows that say anything, each with an id of its own; tells what was given one."""
    if len(rows) > MOST_ROWS:
        raise InputError(
            f"{path} has {len(rows):,} rows, and a plan that is read has up to {MOST_ROWS:,}. It "
            f"was pasted together or is no plan. {_AGAIN}"
        )
    for row in rows:
        _read(row, problems)
    numbers: Counter[str] = Counter()
    for row in rows:
        if own := OWN_ID.fullmatch(row.id):
            numbers[own[1]] = max(numbers[own[1]], int(own[2]))
    kept: dict[str, Row] = {}
    for row in rows:
        is_own = bool(OWN_ID.fullmatch(row.id))
        is_known = is_own or (
            bool(_GAP_ID.fullmatch(row.id)) if written is None else row.id in written
        )
        if (is_own or not is_known) and not _says_anything(row):
            continue
        if is_known and row.id not in kept:
            kept[row.id] = row
            continue
        first = kept.get(row.id)
        if first is not None and first.values == row.values:
            notes.append(f"{_capital(row.place)}: it repeats {row.id} word for word.")
            continue
        why = (
            f"the id {row.id} stands in the plan before" if first is not None
            else f"the plan has no row {row.id!r}" if row.id
            else "the row was put in by hand"
        )  # fmt: skip
        numbers[row.element] += 1
        row.id = own_row_id(row.element, numbers[row.element])
        notes.append(f"{_capital(row.place)}: {why}; it is kept as {row.id}.")
        kept[row.id] = row
    if gone := [each for each in written or () if each not in kept and each.startswith("G-")]:
        notes.append(
            f"{counted(len(gone), 'row of the plan is', 'rows of the plan are')} not in the file "
            f"any more: {examples(gone, 9)}."
        )
    return list(kept.values())


def _read(row: Row, problems: list[str]) -> None:
    """What stands in a row, as text, dates and words as their keys."""
    for part in WRITTEN:
        cell = row.cells.get(part, "")
        value = _READ[part](cell) if part in _READ else plain_text(cell)
        if value is None:
            problems.append(f"{row.cell(part)} is not {_ALLOWED[part]}")
        row.values[part] = value or ""


def _says_anything(row: Row) -> bool:
    """Whether people wrote more than what an empty row has."""
    said = {part: text for part, text in row.values.items() if text}
    return bool(said) and said.items() - {("status", "not_started"), ("chosen", "no")} != set()


def _refuse(path: Path, problems: Sequence[str]) -> None:
    if problems:
        raise PrivateDataError(
            f"{path.name}: {examples(problems)}. Correct it in the file; what people write may "
            "also be left empty."
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd

    filled = [
        {
            "row_id": row.id,
            "element": row.element,
            "item": str(row.cells.get("item", "") or "")
            or (row.id.removeprefix("G-") if row.id.startswith("G-") else ""),
            **row.values,
            "place": row.place,
        }
        for row in rows
    ]
    return pd.DataFrame(filled, columns=[*FILE_COLUMNS, "place"], dtype="str")
