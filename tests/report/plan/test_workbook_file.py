from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from sectornb.report.plan.workbook_file import write_plan_workbook
from tests.builders.filled_form import NEEDS_LIBREOFFICE, saved_by_libreoffice
from tests.builders.plans import plan_of, plan_rows

WRITTEN = {
    "G-1.1": {
        "key_actions": "=1+1",
        "lead": "*",
        "status": "under_way",
        "due": "2026-09-30",
        "timeline": "2026 Q3",
    },
    "G-1.2": {"lead": "College", "status": "done", "due": "2026-03-01"},
    "G-2.1": {"lead": "college", "status": "not_started", "due": "2027-12-31"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_plan_workbook(plan_of(plan_rows(written=WRITTEN)), tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def test_each_element_has_a_sheet_with_the_six_columns(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:3] == ["Plan", "1 Data", "2 Vision"]
    assert book.sheetnames[-4:] == ["SWOT", "Tracker", "form lists", "form data"]
    heads = [cell.value for cell in book["1 Data"][4]][3:]
    assert heads == [
        "Strategic Objective", "Key Actions", "Timeline", "Lead Person/Organization",
        "Resources/TA Needed", "Desired Outcomes", "Status", "Due", "Priority this year",
    ]  # fmt: skip


def test_a_state_has_a_plan_of_its_own(tmp_path: Path) -> None:
    plan = plan_of(plan_rows("state-capabilities"), "state-capabilities")
    write_plan_workbook(plan, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert book["Plan"]["B1"].value == "State action plan: Region A"
    assert len([name for name in book.sheetnames if name[0].isdigit()]) == 6


def test_what_people_wrote_stays_text_and_days_are_days(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["1 Data"]
    (row,) = (row for row in sheet.iter_rows() if row[0].value == "G-1.1")
    assert row[4].value == "=1+1" and row[4].data_type == "s"
    assert row[10].value == datetime(2026, 9, 30)
    own = [str(row[0].value) for row in sheet.iter_rows() if str(row[0].value).startswith("A-")]
    # The row that people added, and four empty ones behind it.
    assert own == ["A-1-1", "A-1-2", "A-1-3", "A-1-4", "A-1-5"]


def test_a_plan_without_rows_has_room_for_people_s_own(tmp_path: Path) -> None:
    write_plan_workbook(plan_of(plan_rows(gaps=0, own=0)), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    ids = [row[0].value for row in book["6 Sustained"].iter_rows()]
    assert ids[-4:] == [f"A-6-{number}" for number in (1, 2, 3, 4)]


def test_the_same_plan_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_plan_workbook(plan_of(plan_rows(written=WRITTEN)), tmp_path / "b.xlsx")
    assert path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def tracker(path: Path) -> tuple[dict[str, list[object]], dict[object, object]]:
    """Rows by id, and what is counted beside them."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Tracker").to_python(False)
    return {str(row[0]): list(row[1:6]) for row in rows[4:] if row[0]}, {
        row[7]: row[8] for row in rows[4:] if row[7]
    }


def counted(path: Path) -> dict[object, object]:
    return tracker(path)[1]


def test_the_tracker_counts_without_being_computed(path: Path) -> None:
    # 19 gaps and one own row: three under way or done, 17 not started.
    count = counted(path)
    assert count["rows in all"] == 20 and count["done"] == 1 and count["under way"] == 2
    assert count["not started"] == 17 and count["nobody leads"] == 16
    assert count["*"] == 1 and count["College"] == 1 and count["County library"] == 1


@NEEDS_LIBREOFFICE
def test_the_tracker_follows_what_people_change(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["1 Data"]
    (mine,) = (row for row in sheet.iter_rows() if row[0].value == "A-1-4")
    mine[3].value, mine[6].value, mine[9].value = "Ask employers", "Us", "stopped"
    day = next(row for row in book["Plan"].iter_rows() if row[0].value == "status as of")
    day[2].value = datetime(2027, 1, 31)
    book.save(tmp_path / "edited.xlsx")
    saved = saved_by_libreoffice(tmp_path / "edited.xlsx", tmp_path)
    rows, count = tracker(saved)
    # G-1.1 was due in September 2026 and is open; what is done is never late.
    assert rows["G-1.1"][-1] == "overdue"
    assert rows["G-1.2"][-1] == "" and rows["G-2.1"][-1] == ""
    assert rows["A-1-4"][:3] == ["Ask employers", "Us", "stopped"]
    assert count["overdue"] == 1 and count["stopped"] == 1 and count["rows in all"] == 21
    assert count["College"] == 1 and count["*"] == 1


def test_an_id_of_a_row_ends_no_formula(tmp_path: Path) -> None:
    rows = plan_rows()
    rows.loc[rows["row_id"].eq("A-1-1"), "row_id"] = 'A-"&1+1&"-1'
    write_plan_workbook(plan_of(rows), tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Tracker"]
    formulas = [str(row[0].value) for row in sheet.iter_rows() if "1+1" in str(row[0].value)]
    assert [formula.endswith('"A-""&1+1&""-1")') for formula in formulas] == [True]
