from __future__ import annotations

from collections.abc import Mapping as Pairs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, PrivateDataError
from sectornb.sources.surveys.answers import Sought, read_answers
from sectornb.sources.surveys.export import read_export
from sectornb.sources.surveys.mapping import Mapping
from tests.builders import survey_exports as written

SCALE = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
LABELS = {"not at all": "1", "in place now": "4"}
CHOICES = {"named, experienced staff": "3.1", "trust": "3.2", "trust, also of industry": "3.3"}
SOUGHT = [
    Sought("1", labels=LABELS, scale=SCALE),
    Sought("1", "reason", "text"),
    Sought("3", "met", "ticks", labels=CHOICES),
    Sought("3.1", "ticked", "tick"),
    Sought("consent", "", "word", labels={"yes": "yes", "no": "no"}),
]
Read = list[tuple[str, str]]


def read(path: Path, columns: Pairs[str, str], **more: object) -> Read:
    export = read_export(path)
    mapping = Mapping(tool=export.tool.name, columns=dict(columns), **more)  # type: ignore[arg-type]
    frame, _ = read_answers(export, mapping, SOUGHT)
    return list(zip(frame["value"], frame["state"], strict=True))


def rated(tmp_path: Path, *cells: str, **more: object) -> Read:
    # A second question keeps a row with a blank rating from being a row without any answer.
    path = written.google_forms(tmp_path / "a.csv", ["Staff", "x"], [[cell, "."] for cell in cells])
    return read(path, {"Staff": "1"}, **more)


def test_numbers_labels_and_halves_become_ratings(tmp_path: Path) -> None:
    cells = (
        "4",
        "3.5",
        "2.0",
        "Not at all",
        " in  place NOW",
        "4 - In place now",
        "(1) not at all",
    )
    values = [value for value, _ in rated(tmp_path, *cells)]
    assert values == ["4", "3.5", "2", "1", "4", "4", "1"]


def test_blank_dont_know_and_not_asked_are_three_things(tmp_path: Path) -> None:
    cells = ("", "Don\u2019t know", "N/A", "[not completed]", "4")
    states = [state for _, state in rated(tmp_path, *cells)]
    assert states == ["blank", "dont_know", "dont_know", "not_asked", "answered"]
    assert [value for value, _ in rated(tmp_path, *cells)] == ["", "", "", "", "4"]


def test_codes_for_what_is_missing_are_those_that_the_mapping_states(tmp_path: Path) -> None:
    given = {"blank": ["-99"], "dont_know": ["88", "no idea"], "not_asked": ["-66"]}
    states = [state for _, state in rated(tmp_path, "-99", "88", "No idea", "-66", **given)]
    assert states == ["blank", "dont_know", "dont_know", "not_asked"]
    with pytest.raises(PrivateDataError, match="row 2"):
        rated(tmp_path, "-99")


def test_qualtrics_tells_what_was_left_open_from_what_was_not_shown(tmp_path: Path) -> None:
    path = written.qualtrics(
        tmp_path / "a.csv", ["Staff", "x"], [["-99", "."], ["", "."], ["4", "."]]
    )
    states = [state for _, state in read(path, {"Q1": "1"})]
    assert states == ["blank", "not_asked", "answered"]


@pytest.mark.parametrize(
    "cell", ["6", "0", "-1", "4.2", "40", "3,5", "Very", "5 - Not at all", "x"]
)
def test_what_is_no_rating_is_refused_by_row_and_column_without_saying_what_it_is(
    cell: str, tmp_path: Path
) -> None:
    with pytest.raises(PrivateDataError, match="a.csv row 3, column 'Staff'") as error:
        rated(tmp_path, "4", f"{cell}")
    told = str(error.value).replace("1 to 5", "").replace("row 3", "")
    assert f" {cell} " not in told and f"{cell!r}" not in told


def test_words_mean_what_the_mapping_says_before_all_else(tmp_path: Path) -> None:
    # A recoded export: its 5 is the lowest point of the scale.
    labels = {"Very": "5", "5": "1", "1": "5"}
    values = [value for value, _ in rated(tmp_path, "very", "5", "1", "3", labels=labels)]
    assert values == ["5", "1", "5", "3"]
    with pytest.raises(InputError, match="'9' is none"):
        rated(tmp_path, "very", labels={"Very": "9"})
    with pytest.raises(InputError, match="nothing stands behind it.*put it under dont_know"):
        rated(tmp_path, "very", labels={"Very": ""})


def ticked(tmp_path: Path, *cells: str) -> list[str]:
    path = written.google_forms(tmp_path / "a.csv", ["Met", "x"], [[cell, "."] for cell in cells])
    return [value for value, _ in read(path, {"Met": "3 met"})]


def test_choices_with_commas_in_them_are_taken_apart_by_the_list(tmp_path: Path) -> None:
    cells = ("Trust, Named, experienced staff", "trust, also of industry;trust;", "Trust", "")
    assert ticked(tmp_path, *cells) == ["3.2;3.1", "3.3;3.2", "3.2", ""]
    with pytest.raises(PrivateDataError, match="row 3.*no choice of the list"):
        ticked(tmp_path, "Trust", "Trust, money")


@given(st.lists(st.sampled_from(sorted(CHOICES)), unique=True), st.sampled_from([", ", ";", "; "]))
def test_any_choices_joined_in_any_way_are_found(tmp_path_factory, chosen, between: str) -> None:
    folder = tmp_path_factory.mktemp("t")
    (value,) = ticked(folder, between.join(chosen))
    assert value.split(";") == [CHOICES[choice] for choice in chosen] or (not chosen and not value)


def test_a_column_for_each_choice_gives_the_same_ticks(tmp_path: Path) -> None:
    choices = ["Named, experienced staff", "Trust"]
    people = [["Named, experienced staff", "", "."], ["", "Trust", "."], ["", "", "."]]
    heads = ["Which are met?", "", "x"]
    monkey = written.surveymonkey(tmp_path / "s.csv", heads, [*choices, "Response"], people)
    columns = {f"Which are met? - {choice}": "3 met" for choice in choices}
    assert [value for value, _ in read(monkey, columns)] == ["3.1", "3.2", ""]
    fields = [f"Met? (choice={choice})" for choice in choices]
    marks = [
        ["Checked", "Unchecked", "."],
        ["Unchecked", "Checked", "."],
        ["Unchecked"] * 2 + ["."],
    ]
    cap = written.redcap(tmp_path / "r.csv", [*fields, "x"], marks, labels=True)
    assert [value for value, _ in read(cap, dict.fromkeys(fields, "3 met"))] == ["3.1", "3.2", ""]


@pytest.mark.parametrize(
    ("cell", "value"), [("1", "yes"), ("Checked", "yes"), ("0", ""), ("Unchecked", ""), ("", "")]
)
def test_one_choice_of_its_own_column_is_ticked_or_not(
    cell: str, value: str, tmp_path: Path
) -> None:
    path = written.redcap(tmp_path / "a.csv", ["met___1", "x"], [[cell, "."]])
    assert read(path, {"met___1": "3.1 ticked"})[0][0] == value


def test_branches_of_a_questionnaire_are_one_item_unless_both_are_answered(tmp_path: Path) -> None:
    heads = ["Staff", "Staff", "x"]
    path = written.google_forms(tmp_path / "a.csv", heads, [["4", "", "."], ["", "2", "."]])
    columns = {"Staff": "1", "Staff (2)": "1"}
    assert read(path, columns) == [("4", "answered"), ("2", "answered")]
    path = written.google_forms(tmp_path / "b.csv", heads, [["4", "", "."], ["4", "2", "."]])
    with pytest.raises(PrivateDataError, match="row 3.*both are"):
        read(path, columns)


def test_text_is_kept_whatever_it_begins_with(tmp_path: Path) -> None:
    cells = ["=1+1", "+ money", "- none", "@home", "don't know\nyet"]
    path = written.google_forms(tmp_path / "a.csv", ["Why?", "x"], [[cell, "."] for cell in cells])
    values = [value for value, _ in read(path, {"Why?": "1 reason"})]
    assert values == ["=1+1", "+ money", "- none", "@home", "don't know yet"]


def test_consent_is_one_of_two_words(tmp_path: Path) -> None:
    path = written.google_forms(
        tmp_path / "a.csv", ["Named?", "x"], [["Yes", "."], ["I agree", "."]]
    )
    with pytest.raises(PrivateDataError, match="row 3.*no known word"):
        read(path, {"Named?": "consent"})
    found = read(path, {"Named?": "consent"}, labels={"I agree": "yes"})
    assert [value for value, _ in found] == ["yes", "yes"]


def test_a_mapping_that_uses_nothing_is_refused(tmp_path: Path) -> None:
    path = written.google_forms(tmp_path / "a.csv", ["Staff", "x"], [["4", "."]])
    with pytest.raises(InputError, match="uses none"):
        read(path, {"Staff": ""})


def test_numbers_of_a_tool_that_recodes_are_told(tmp_path: Path) -> None:
    def notes(cell: str, **more: object) -> list[str]:
        path = written.qualtrics(tmp_path / "a.csv", ["Staff", "x"], [[cell, "."]])
        mapping = Mapping(tool="qualtrics", columns={"Q1": "1"}, **more)  # type: ignore[arg-type]
        return read_answers(read_export(path), mapping, SOUGHT)[1]

    (told,) = notes("4")
    assert "compare one with the questionnaire" in told
    assert notes("4", labels={"4": "2"}) == notes("Not at all") == []
