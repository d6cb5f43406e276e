from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sectornb.show.form import Answer, Block, Form, Line, Live, Page, Places, write_form

LONG = "How far is this in place, in all regions and with all partners of the state? " * 3
FORM = Form(
    "Ratings of a state",
    {"instrument": "x", "version": "1"},
    (
        Page(
            "Ratings",
            "=2 items",
            ("A note of some length that says how it is filled in.",),
            (6, 30),
            (
                Block(
                    ("No.", "Item"),
                    (
                        Answer("rating", "Your rating", 14, ("1 - No, not yet", "2"), "p" * 300),
                        Answer("reason", "Why?", 30, lines=3),
                    ),
                    (
                        Line("", ("Area.", "Is it so?")),
                        Line("1", ("1", f"Title\n{LONG}"), given={"reason": "=HYPERLINK(1)"}),
                        Line("2", ("2", "-x"), choices={"rating": ("yes", "no")}),
                    ),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    write_form(FORM, tmp_path / "a.xlsx")
    return openpyxl.load_workbook(tmp_path / "a.xlsx")


def test_only_cells_for_answers_can_be_changed(book: openpyxl.Workbook) -> None:
    sheet = book["Ratings"]
    assert all(each.protection.sheet for each in book)
    open_cells = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert open_cells == {"D6", "E6", "D7", "E7"}


def test_a_cell_with_a_choice_offers_its_list(book: openpyxl.Workbook) -> None:
    lists = book["form lists"]
    offered = {}
    for rule in book["Ratings"].data_validations.dataValidation:
        assert rule.type == "list" and rule.errorStyle in (None, "stop")
        column = str(rule.formula1).split("$")[1]
        offered[str(rule.sqref)] = [cell.value for cell in lists[column] if cell.value]
    assert offered == {"D6": ["1 - No, not yet", "2"], "D7": ["yes", "no"]}


def test_ids_and_lists_are_hidden_and_the_head_stays_in_view(book: openpyxl.Workbook) -> None:
    sheet = book["Ratings"]
    assert [each.sheet_state for each in book] == ["visible", "hidden", "hidden"]
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[3].hidden
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4" and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_nothing_in_it_is_a_formula_or_a_macro(book: openpyxl.Workbook, tmp_path: Path) -> None:
    assert {cell.data_type for each in book for row in each.iter_rows() for cell in row} == {
        "s", "n",
    }  # fmt: skip
    assert book["Ratings"]["E6"].value == "=HYPERLINK(1)"
    assert all(book["Ratings"][place].number_format == "@" for place in ("D6", "E6"))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


def test_rows_are_as_high_as_their_words_and_the_room_for_answers(book: openpyxl.Workbook) -> None:
    heights = book["Ratings"].row_dimensions
    # A title and some 230 letters in 28 a line: nine or ten lines of 15 points.
    assert 120 <= heights[6].height <= 200
    assert heights[7].height == pytest.approx(3 * 15 + 5, abs=0.5)


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    write_form(FORM, tmp_path / "a.xlsx")
    write_form(FORM, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_form(FORM, tmp_path / "none" / "a.xlsx")


def test_a_date_is_a_real_date_and_nothing_else_can_be_typed(tmp_path: Path) -> None:
    day = Answer("due", "Due", 12, kind="date")
    block = Block(("No.",), (day,), (Line("1", ("1",), given={"due": "2027-03-31"}),))
    page = Page("A", "A", (), (6,), (block,))
    write_form(Form("A", {}, (page,)), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["A"]
    assert sheet["C4"].value == datetime(2027, 3, 31) and sheet["C4"].number_format == "yyyy-mm-dd"
    (rule,) = sheet.data_validations.dataValidation
    assert rule.type == "date" and rule.showErrorMessage


def test_a_sheet_that_computes_knows_where_answers_stand(tmp_path: Path) -> None:
    answer = Answer("x", "X", 12, ("1", "2"), strict=False)
    block = Block(("No.",), (answer,), (Line("1", ("1",)),))
    seen: Places = {}

    def write(book: Workbook, sheet: Worksheet, places: Places) -> None:
        seen.update(places)

    pages = (Page("It's", "A", (), (6,), (block,)), Live("Sum", write))
    write_form(Form("A", {}, pages), tmp_path / "a.xlsx")
    assert seen == {("1", "x"): "'It''s'!$C$4"}
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [each.title for each in book][:2] == ["It's", "Sum"]
    # Other words than those of the list may be typed.
    assert not book["It's"].data_validations.dataValidation[0].showErrorMessage
