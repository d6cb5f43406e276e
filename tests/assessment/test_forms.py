from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sectornb.assessment.answers import form_answers, tidy_answers
from sectornb.assessment.forms import rating_form
from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.errors import InputError, PrivateDataError
from sectornb.show.form import write_form
from tests.builders.filled_form import NEEDS_LIBREOFFICE, fill, saved_by_libreoffice
from tests.builders.panels import SMALL

ANSWERS: dict[str, object] = {
    "organization": "Harrow Mills",
    "consent": "yes",
    "opening": "Health careers",
    "opening kind": "already running",
    "opening 3": "=Metals",
    "opening 3 kind": "new",
    "1": "4 - point 4",
    "1 reason": "- a plan",
    "1 private": "yes",
    "1.2 ticked": "yes",
    "1.1 ticked": "no",
    "1.s1 ticked": "yes",
    "2": 2.5,
    "3": "don't know",
}
TIDY = [
    ("opening", "", "existing", "Health careers", "", ""),
    ("opening", "", "new", "=Metals", "", ""),
    ("1", "4", "rated", "- a plan", "yes", "1.2;1.s1"),
    ("2", "2.5", "rated", "", "", ""),
    ("3", "", "dont_know", "", "", ""),
    ("4", "", "blank", "", "", ""),
]


def small_form(folder: Path, mode: str = "open", rater: str = "Ana") -> Path:
    path = folder / "form.xlsx"
    write_form(rating_form(read_instrument(SMALL), mode, "Westmark", rater), path)
    return path


def tidy(path: Path, instrument: Instrument | None = None) -> pd.DataFrame:
    known = instrument or read_instrument(SMALL)
    answers, _ = form_answers(path, known)
    table, _ = tidy_answers(answers, known, "2025")
    return table


def rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    columns = ["item", "rating", "answer", "reason", "reason_private", "met"]
    return [tuple(row) for row in table[columns].to_numpy()]


def test_a_filled_form_becomes_tidy_rows(tmp_path: Path) -> None:
    table = tidy(fill(small_form(tmp_path), ANSWERS, tmp_path / "filled.xlsx"))
    assert rows(table) == TIDY
    people = table[["wave", "rater", "organization", "consent"]].drop_duplicates()
    assert people.to_numpy().tolist() == [["2025", "Ana", "Harrow Mills", "yes"]]


@NEEDS_LIBREOFFICE
@pytest.mark.parametrize(
    "name",
    [
        "regional-elements",
        pytest.param("state-capabilities", marks=pytest.mark.soak),
        pytest.param("sector-readiness", marks=pytest.mark.soak),
    ],
)
def test_a_shipped_form_is_read_back_equal_after_libreoffice_saved_it(
    name: str, tmp_path: Path
) -> None:
    known = read_instrument(name)
    path = tmp_path / "form.xlsx"
    write_form(rating_form(known, "open", "Westmark", "rater-01", "Agency"), path)
    ratings = [f"{point.rating} - {point.label}" for point in known.scale] + ["don't know"]
    answers: dict[str, object] = {
        item: ratings[place % len(ratings)] for place, item in enumerate(known.items)
    }
    answers |= {f"{item} reason": f"={item}\nand – “so”" for item in known.items}
    answers |= {f"{item} obstacle": "+1" for item in known.items}
    answers |= {f"{tick} ticked": "yes" for tick in known.ticks}
    answers |= {f"opening {n}": f"Initiative {n}" for n in (2, 3)} | {"consent": "no"}
    answers |= dict.fromkeys(known.diagnostics, "@somebody")
    filled = fill(path, answers, tmp_path / "filled.xlsx")
    before = tidy(filled, known)
    after = tidy(saved_by_libreoffice(filled, tmp_path), known)
    pd.testing.assert_frame_equal(before, after)
    assert set(before.loc[before["item"].isin(list(known.items)), "answer"]) == {
        "rated", "dont_know",
    }  # fmt: skip
    assert before["met"].str.split(";").explode().replace("", pd.NA).dropna().tolist() == list(
        known.ticks
    )
    assert before["reason"].str.startswith("=").sum() == len(known.items)


def test_an_untouched_form_is_all_blank(tmp_path: Path) -> None:
    table = tidy(small_form(tmp_path))
    assert table["answer"].eq("blank").all() and table["rating"].eq("").all()


def test_what_is_asked_depends_on_the_mode(tmp_path: Path) -> None:
    def words(mode: str) -> str:
        book = openpyxl.load_workbook(small_form(tmp_path, mode))
        return "\n".join(str(c.value) for row in book["Start"].iter_rows() for c in row)

    assert "May the report name your organization" in words("open")
    anonymous = words("anonymous")
    assert "May the report" not in anonymous and "pooled" in anonymous


def test_every_item_condition_and_skill_of_the_state_has_a_row() -> None:
    known = read_instrument("state-capabilities")
    form = rating_form(known, "open", "Westmark")
    start, ratings, checklist = form.pages
    assert [page.name for page in form.pages] == ["Start", "Ratings", "Checklist"]
    ids = [[line.id for block in page.blocks for line in block.lines] for page in form.pages]
    assert [each for each in ids[1] if each] == [str(n) for n in range(1, 15)]
    assert len([each for each in ids[2] if each]) == 35 + 8
    assert ids[0] == ["rater", "organization", "consent", "opening", "opening 2", "opening 3"]
    assert ratings.blocks[0].answers[0].choices[:2] == ("1 - Not at all", "1.5")
    assert ratings.blocks[0].answers[0].choices[-1] == "don't know"


def test_obstacles_partners_and_questions_of_the_regional_tool_are_asked() -> None:
    known = read_instrument("regional-elements")
    form = rating_form(known, "anonymous", "Westmark")
    assert [page.name for page in form.pages] == ["Start", "Ratings", "Questions"]
    (block,) = form.pages[1].blocks
    assert [answer.part for answer in block.answers] == [
        ".", "reason", "private", "obstacle", "partner",
    ]  # fmt: skip
    assert len([line for line in block.lines if line.id]) == 19


def refused(path: Path, instrument: Instrument | None = None) -> str:
    with pytest.raises((InputError, PrivateDataError)) as error:
        tidy(path, instrument)
    assert len(str(error.value).splitlines()) == 1
    return str(error.value)


def test_a_form_without_a_rater_is_refused_by_its_cell(tmp_path: Path) -> None:
    assert "sheet Start, cell C" in refused(small_form(tmp_path, rater=""))


@pytest.mark.parametrize("given", [6, 0, -1, "very much", "5 - point 4"])
def test_what_is_no_rating_is_refused_by_its_cell_alone(given: object, tmp_path: Path) -> None:
    path = fill(small_form(tmp_path), {"2": given}, tmp_path / "filled.xlsx")
    told = refused(path)
    assert "filled.xlsx, sheet Ratings, cell D" in told and "very much" not in told


def test_a_form_of_another_instrument_or_version_is_refused(tmp_path: Path) -> None:
    path = small_form(tmp_path)
    assert "small, version 1" in refused(path, read_instrument("sector-readiness"))
    assert "version 2" in refused(path, read_instrument({**SMALL, "version": 2}))


def test_a_form_that_lacks_a_row_is_refused(tmp_path: Path) -> None:
    path = small_form(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["Ratings"]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == "4"]
    sheet.delete_rows(row)
    book.save(path)
    assert "lacks the row of 4" in refused(path)
