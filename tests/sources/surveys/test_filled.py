from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from xlsxwriter import Workbook

from sectornb.errors import InputError
from sectornb.show.form import Answer, Block, Form, Line, Page, write_form
from sectornb.sources.surveys.filled import WHOLE, is_form, read_form
from tests.builders.filled_form import NEEDS_LIBREOFFICE, fill, saved_by_libreoffice
from tests.builders.survey_exports import write_sheet, write_text

RATING = Answer(WHOLE, "Rating", 14, ("1 - No", "2 - Yes", "don't know"))
REASON = Answer("reason", "Why?", 30, lines=3)
TEXTS = ["=1+1", "+ money", "-none", "@home", "two\nlines", "caf\u00e9 \u2013 \u201cyes\u201d"]
FORM = Form(
    "Test",
    {"instrument": "test", "version": "3"},
    (
        Page("Start", "Start", ("A note.",), (30,), (
            Block(("You",), (Answer(WHOLE, "Answer", 30),), (
                Line("rater", ("Name",), given={WHOLE: "=rater"}),
            )),
            Block(("Which?",), (Answer(WHOLE, "Name", 30), Answer("kind", "New?", 12)), (
                Line("opening", ("First",)),
            )),
        )),
        Page("Ratings", "Ratings", (), (6, 30), (
            Block(("No.", "Item"), (RATING, REASON), (
                Line("", ("Area.", "A question?")),
                *(Line(f"1.{n}", (f"1.{n}", f"Item {n}\nIn words.")) for n in range(1, 7)),
            )),
        )),
    ),
)  # fmt: skip


def written(folder: Path, form: Form = FORM) -> Path:
    write_form(form, folder / "form.xlsx")
    return folder / "form.xlsx"


def cells(path: Path) -> dict[str, str]:
    """Target to the text of its cell."""
    _, export, targets = read_form(path)
    return {targets[each.heading]: export.cells(each)[0] for each in export.columns}


ANSWERS: dict[str, object] = {
    "opening": "Health careers",
    "opening kind": "new",
    "1.1": "2 - Yes",
    "1.2": 1.5,
    "1.3": "don't know",
    **{f"1.{n} reason": text for n, text in enumerate(TEXTS, start=1)},
}
WANTED = {
    "rater": "=rater", "opening": "Health careers", "opening kind": "new", "1.1": "2 - Yes",
    "1.2": "1.5", "1.3": "don't know", **dict.fromkeys(("1.4", "1.5", "1.6"), ""),
    **{f"1.{n} reason": text for n, text in enumerate(TEXTS, start=1)},
}  # fmt: skip


def test_an_empty_form_is_read_by_its_ids(tmp_path: Path) -> None:
    about, _, _ = read_form(written(tmp_path))
    assert about == FORM.about
    assert cells(tmp_path / "form.xlsx") == {**dict.fromkeys(WANTED, ""), "rater": "=rater"}


def test_a_filled_form_is_read_back_equal(tmp_path: Path) -> None:
    assert cells(fill(written(tmp_path), ANSWERS, tmp_path / "filled.xlsx")) == WANTED


@NEEDS_LIBREOFFICE
def test_a_form_that_libreoffice_saved_is_read_back_equal(tmp_path: Path) -> None:
    again = saved_by_libreoffice(fill(written(tmp_path), ANSWERS, tmp_path / "f.xlsx"), tmp_path)
    assert is_form(again)
    assert read_form(again)[0] == FORM.about
    assert cells(again) == WANTED


def test_a_form_stays_known_when_rows_are_moved(tmp_path: Path) -> None:
    path = fill(written(tmp_path), ANSWERS, tmp_path / "filled.xlsx")
    book = openpyxl.load_workbook(path)
    book["Ratings"].insert_rows(2)
    book.save(path)
    assert cells(path) == WANTED


def test_a_copied_row_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["Ratings"]
    sheet.cell(sheet.max_row + 1, 1, "1.1")
    sheet.cell(sheet.max_row, 4, "2")
    book.save(path)
    with pytest.raises(InputError, match=r"sheet Ratings, cell D\d+, repeats"):
        read_form(path)


@pytest.mark.parametrize("formula", ["=1+1", "#REF!"])
def test_a_formula_in_the_place_of_an_answer_is_refused_by_its_cell(
    tmp_path: Path, formula: str
) -> None:
    # Nothing was computed yet, so that a reader of values would see a blank.
    path = written(tmp_path)
    place = next(h for h, name in read_form(path)[2].items() if name == "1.1 reason")
    sheet, _, cell = place.removeprefix("sheet ").partition(", cell ")
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = formula
    book.save(path)
    with pytest.raises(InputError, match=f"{place}, holds a formula or an error") as told:
        read_form(path)
    assert formula not in str(told.value)


@NEEDS_LIBREOFFICE
def test_a_formula_that_libreoffice_computed_is_refused_too(tmp_path: Path) -> None:
    path = fill(written(tmp_path), ANSWERS, tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(path)
    place = next(h for h, name in read_form(path)[2].items() if name == "1.2")
    sheet, _, cell = place.removeprefix("sheet ").partition(", cell ")
    book[sheet][cell] = "=1+1"
    book.save(path)
    with pytest.raises(InputError, match=f"{place}, holds a formula"):
        read_form(saved_by_libreoffice(path, tmp_path))


def test_other_files_are_no_form(tmp_path: Path) -> None:
    assert not is_form(tmp_path / "none.xlsx")
    assert not is_form(write_text(tmp_path / "a.csv", [["a", "b"]]))
    assert not is_form(write_sheet(tmp_path / "a.xlsx", [["a", "b"]]))
    with pytest.raises(InputError, match="no form"):
        read_form(tmp_path / "a.xlsx")
    with Workbook(str(tmp_path / "b.xlsx")) as book:
        book.add_worksheet("form data").write_string(0, 0, "something else")
    assert not is_form(tmp_path / "b.xlsx")


def test_a_form_that_is_cut_off_is_no_form(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    assert not is_form(path)
