from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.sources.surveys.answers import Sought
from sectornb.sources.surveys.export import Export, read_export
from sectornb.sources.surveys.mapping import read_mapping
from sectornb.sources.surveys.proposal import propose, proposed_text
from tests.builders import survey_exports as written

LABELS = {"no": "1", "in place": "2"}
MET = {"plan": "1.1", "goals": "1.2"}
SOUGHT = [
    Sought("organization", kind="text", wordings=("Your organization",)),
    Sought("1", wordings=("Leaders stand behind it",), labels=LABELS, scale=(1, 2)),
    Sought("1", "reason", "text"),
    Sought("1", "met", "ticks", ("Plan", "Goals"), MET),
    Sought("1.1", "ticked", "tick", ("Plan",)),
    Sought("2", wordings=("Staff lead the work",), labels=LABELS, scale=(1, 2)),
    Sought("2", "reason", "text"),
]


def export(path: Path, heads: list[str], *answers: str) -> Export:
    return read_export(written.google_forms(path, heads, [list(answers) or ["1"] * len(heads)]))


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Leaders stand behind it", "1"),
        ("leaders  stand behind it?", "1"),
        ("How far is each? [Leaders stand behind it]", "1"),
        ("1. Leaders stand behind it", "1"),
        ("Leaders stand behind it2", "1"),
        ("Staff lead the works", "2"),
        ("item_2", "2"),
        ("Q1", "1"),
        ("Your organization", "organization"),
        ("How was lunch?", ""),
        ("Which are met? [Plan]", "1 met"),
    ],
)
def test_a_question_is_known_by_its_words_its_row_or_its_number(
    heading: str, target: str, tmp_path: Path
) -> None:
    found = propose(export(tmp_path / "a.csv", [heading, "x"]), SOUGHT)
    assert found == {" ".join(heading.split()): target, "x": ""}


def test_a_question_for_a_reason_belongs_to_the_rating_before_it(tmp_path: Path) -> None:
    heads = ["Why are you here?", "Staff lead the work", "Why?", "Leaders stand behind it", "Why?"]
    assert list(propose(export(tmp_path / "a.csv", heads), SOUGHT).values()) == [
        "", "2", "2 reason", "1", "1 reason",
    ]  # fmt: skip


def test_a_question_that_comes_again_is_left_to_the_user(tmp_path: Path) -> None:
    heads = ["Staff lead the work", "Staff lead the work"]
    assert list(propose(export(tmp_path / "a.csv", heads), SOUGHT).values()) == ["2", ""]


def test_the_proposal_reads_as_a_mapping_file_and_asks_for_unknown_words(tmp_path: Path) -> None:
    heads = ['Say "x": [Staff lead the work]', "Lunch # was \\ good?"]
    read = read_export(
        written.google_forms(tmp_path / "a.csv", heads, [["Fully", "a"], ["In place", "b"]])
    )
    found = propose(read, SOUGHT)
    text = proposed_text(read, found, SOUGHT)
    (tmp_path / "m.yml").write_text(text)
    mapping = read_mapping(tmp_path / "m.yml")
    assert mapping.columns == found and mapping.used() == {heads[0]: "2"}
    assert mapping.labels == {"Fully": ""}
    assert mapping.tool == "google-forms"


def test_words_behind_their_number_are_known_and_not_asked_for(tmp_path: Path) -> None:
    heads = ["Leaders stand behind it", "Staff lead the work"]
    rows = [["1 - No", "2 - In place"], ["2 \u2013 in place", "2 - No"]]
    read = read_export(written.google_forms(tmp_path / "a.csv", heads, rows))
    (tmp_path / "m.yml").write_text(proposed_text(read, propose(read, SOUGHT), SOUGHT))
    # Words and number that contradict each other are nobody's to guess.
    assert read_mapping(tmp_path / "m.yml").labels == {"2 - No": ""}


def test_answers_in_words_are_not_listed_among_the_labels(tmp_path: Path) -> None:
    long = "because the secretary left " * 4
    heads = ["Staff lead the work", "x"]
    read = read_export(written.google_forms(tmp_path / "a.csv", heads, [[long, "a"]]))
    assert "secretary" not in proposed_text(read, propose(read, SOUGHT), SOUGHT)


def test_a_file_with_several_rows_a_person_asks_which_are_meant(tmp_path: Path) -> None:
    path = written.redcap_long(tmp_path / "a.csv", ["q1", "q2"], ["base", "year"], [["1", "2"]])
    read = read_export(path)
    (tmp_path / "m.yml").write_text(proposed_text(read, propose(read, SOUGHT), SOUGHT))
    mapping = read_mapping(tmp_path / "m.yml")
    assert mapping.rows == {"redcap_event_name": "base"}
    assert mapping.columns == {"q1": "1", "q2": "2"}


def test_the_order_of_questions_is_not_taken_for_an_items_number(tmp_path: Path) -> None:
    # Qualtrics calls the first question Q1, whichever item it is.
    path = written.qualtrics(
        tmp_path / "a.csv", ["Lunch?", "Leaders stand behind it"], [["1", "2"]]
    )
    assert list(propose(read_export(path), SOUGHT).values()) == ["", "1"]
