from __future__ import annotations

from collections.abc import Mapping as Pairs
from pathlib import Path

import pandas as pd
import pytest

from sectornb.assessment.answers import sought, tidy_answers
from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.read import COLUMNS, read_responses
from sectornb.errors import DeclarationError
from sectornb.sources.surveys.answers import read_answers
from sectornb.sources.surveys.export import read_export
from sectornb.sources.surveys.mapping import Mapping
from sectornb.sources.surveys.proposal import propose
from tests.builders import survey_exports as written
from tests.builders.panels import SMALL

KNOWN = read_instrument(SMALL)


def tidy(path: Path, columns: Pairs[str, str] | None = None) -> pd.DataFrame:
    export = read_export(path)
    asked = sought(KNOWN)
    found = dict(columns) if columns else propose(export, asked)
    mapping = Mapping(tool=export.tool.name, columns=found)
    answers, _ = read_answers(export, mapping, asked)
    return tidy_answers(answers, KNOWN, "2025")[0]


def test_an_export_becomes_tidy_rows_that_the_study_reads(tmp_path: Path) -> None:
    heads = [
        "Your organization",
        "Which initiatives?",
        "Item one",
        "Why?",
        "What is met?",
        "Item two",
    ]
    people = [
        ["College", "Metals", "4", "= a start", "Plan., Money.", "2.5"],
        ["Agency", "new: Health", "Point 5", "", "", "don't know"],
    ]
    path = written.google_forms(tmp_path / "a.csv", heads, people)
    columns = dict(
        zip(heads, ["organization", "opening", "1", "1 reason", "1 met", "2"], strict=True)
    )
    table = tidy(path, columns)
    assert list(table.columns) == list(COLUMNS)
    first = table[table["rater"].eq("ana1@x.org")]
    assert first[["item", "rating", "answer", "reason", "met"]].to_numpy().tolist() == [
        ["opening", "", "existing", "Metals", ""],
        ["1", "4", "rated", "= a start", "1.1;1.2"],
        ["2", "2.5", "rated", "", ""],
        ["3", "", "not_asked", "", ""],
        ["4", "", "not_asked", "", ""],
    ]
    second = table[table["rater"].eq("ana2@x.org")]
    assert second["answer"].tolist() == ["new", "rated", "dont_know", "not_asked", "not_asked"]
    assert second["reason"].iloc[0] == "Health" and set(second["organization"]) == {"Agency"}
    table.to_csv(tmp_path / "responses.csv", index=False)
    back = read_responses(tmp_path / "responses.csv", instrument=SMALL, mode="anonymous")
    assert len(back) == len(table)


def test_the_words_of_the_instrument_propose_the_mapping(tmp_path: Path) -> None:
    heads = ["Item one", "Why?", "Two is there.", "Why?", "Which initiatives?", "Item 3", "Lunch?"]
    path = written.google_forms(tmp_path / "a.csv", heads, [["1"] * 7])
    assert list(propose(read_export(path), sought(KNOWN)).values()) == [
        "1", "1 reason", "2", "2 reason", "opening", "3", "",
    ]  # fmt: skip


def test_every_layout_of_the_shipped_state_instrument_is_proposed_whole(tmp_path: Path) -> None:
    known = read_instrument("state-capabilities")
    heads = [item.title for item in known.items.values()]
    asked = sought(known)
    people = [["4"] * 14]
    for path in (
        written.google_forms(tmp_path / "g.csv", heads, people),
        written.microsoft_forms(tmp_path / "m.xlsx", heads, people),
        written.qualtrics(tmp_path / "q.csv", [f"Rate each - {head}" for head in heads], people),
        written.surveymonkey(tmp_path / "s.csv", ["Rate each", *[""] * 13], heads, people),
        written.redcap(tmp_path / "r.csv", [f"item_{n}" for n in range(1, 15)], people),
    ):
        assert list(propose(read_export(path), asked).values()) == list(known.items)


def test_an_initiative_named_twice_counts_once_and_none_is_blank(tmp_path: Path) -> None:
    heads = ["a", "b", "Item one"]
    people = [["Health Careers", "health-careers", "4"], ["", "", "3"]]
    path = written.google_forms(tmp_path / "a.csv", heads, people)
    table = tidy(path, {"a": "opening", "b": "opening 2", "Item one": "1"})
    opened = table[table["item"].eq("opening")]
    assert opened[["answer", "reason"]].to_numpy().tolist() == [
        ["existing", "Health Careers"], ["blank", ""],
    ]  # fmt: skip


def test_conditions_of_an_item_that_was_not_asked_are_left_out(tmp_path: Path) -> None:
    path = written.google_forms(tmp_path / "a.csv", ["Met", "Item two"], [["Plan.", "4"]])
    table = tidy(path, {"Met": "1 met", "Item two": "2"})
    assert table.loc[table["item"].eq("1"), "met"].tolist() == [""]


def test_an_item_that_is_called_as_something_else_is_refused() -> None:
    areas = [{**SMALL["areas"][1], "items": [{"id": "consent", "title": "x", "text": "x"}]}]
    with pytest.raises(DeclarationError, match="consent"):
        sought(read_instrument({**SMALL, "areas": areas}))
