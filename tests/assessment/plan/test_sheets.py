from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from sectornb.assessment.plan.columns import WRITTEN
from sectornb.assessment.plan.file import PlanFile, read_plan_file
from sectornb.assessment.plan.sheets import HEADS, Row, rows_of
from sectornb.errors import PrivateDataError
from sectornb.report.plan.workbook_file import write_plan_workbook
from tests.builders.plans import plan_of, plan_rows

FIRST, LAST = 5, 8
"""Rows of the sheet of the first element that hold its first four gaps."""
LED = {f"G-1.{number}": {"lead": f"Lead {number}"} for number in (1, 2, 3, 4)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_plan_workbook(plan_of(plan_rows(written=LED)), tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def changed(path: Path, change: Callable[[Worksheet], object]) -> PlanFile:
    """The plan read after something was done to the sheet of its first element."""
    book = openpyxl.load_workbook(path)
    change(book["1 Data"])
    book.save(path)
    return read_plan_file(path)


def leads(read: PlanFile) -> dict[str, str]:
    known = dict(zip(read.rows["row_id"], read.rows["lead"], strict=True))
    return {row_id: known[row_id] for row_id in LED}


def turned(sheet: Worksheet, first_column: int) -> None:
    """The first rows the other way round, from a column on, as sorting leaves them."""
    rows = [[cell.value for cell in row][first_column - 1 :] for row in sheet[FIRST:LAST]]
    for number, row in enumerate(reversed(rows), FIRST):
        for column, value in enumerate(row, first_column):
            sheet.cell(number, column).value = value  # type: ignore[assignment]


@pytest.mark.parametrize(("first_column", "told"), [(1, False), (2, True)])
def test_rows_that_were_sorted_keep_what_people_wrote_into_them(
    path: Path, first_column: int, told: bool
) -> None:
    read = changed(path, lambda sheet: turned(sheet, first_column))
    assert leads(read) == {row_id: cells["lead"] for row_id, cells in LED.items()}
    notes = [note for note in read.notes if "sorted without its hidden first column" in note]
    assert bool(notes) == told and len(read.notes) == len(notes)


@pytest.mark.parametrize(
    "change", [lambda sheet: sheet.delete_cols(1), lambda sheet: sheet.delete_rows(3)]
)
def test_a_sheet_without_its_hidden_cells_is_refused_and_none_of_its_rows_lost(
    path: Path, change: Callable[[Worksheet], object]
) -> None:
    with pytest.raises(PrivateDataError, match="of the sheet '1 Data' the hidden first column"):
        changed(path, change)


@pytest.mark.parametrize("part", ["lead", "strategic_objective"])
def test_a_column_that_is_gone_is_told_and_the_others_are_read(path: Path, part: str) -> None:
    place = 1 + [*WRITTEN].index(part) + len(("id", "scores", "questions"))
    read = changed(path, lambda sheet: sheet.delete_cols(place))
    assert read.notes == (f"The sheet '1 Data' lacks {HEADS[part]}; its rows have nothing there.",)
    first = read.rows.set_index("row_id").loc["G-1.1"]
    assert first[part] == "" and first["status"] == "not_started"


def test_a_copied_sheet_is_told_as_a_copy(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["1 Data"])
    book.save(path)
    read = read_plan_file(path)
    assert read.notes[0] == "The sheet '1 Data Copy' is a copy of '1 Data'; it is read too."
    assert len(read.rows) == len(plan_rows(written=LED))


@given(st.permutations(["G-1", "G-2", "G-3", "A-1-1"]))
def test_every_order_of_what_rows_show_is_known(shown: list[str]) -> None:
    ids = sorted(shown)
    cells: list[list[object]] = [["#", None, "lead"]]
    cells += [[id_, f"{show} Title", show] for id_, show in zip(ids, shown, strict=True)]
    notes: list[str] = []
    rows: list[Row] = rows_of(Path("p.xlsx"), {"1": cells}, {}, notes)
    assert all(row.id == row.cells["lead"] for row in rows)
    assert sum("sorted" in note for note in notes) == (ids != shown)
