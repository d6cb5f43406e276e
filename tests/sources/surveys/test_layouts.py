from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sectornb.sources.surveys.export import read_export
from tests.builders import survey_exports as written

QUESTIONS = ["Leaders stand behind it", "Why?", "Staff lead the work"]
PEOPLE = [["4", "a start", "2"], ["3.5", "", "5"], ["", "not yet", "1"]]


def surveymonkey(path: Path) -> Path:
    below = ["Response", "Open-Ended Response", "Response"]
    return written.surveymonkey(path, QUESTIONS, below, PEOPLE)


LAYOUTS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "google": ("google-forms", lambda path: written.google_forms(path, QUESTIONS, PEOPLE)),
    "google without mails": (
        "google-forms", lambda path: written.google_forms(path, QUESTIONS, PEOPLE, mails=False)
    ),
    "microsoft": ("microsoft-forms", lambda path: written.microsoft_forms(path, QUESTIONS, PEOPLE)),
    "qualtrics": ("qualtrics", lambda path: written.qualtrics(path, QUESTIONS, PEOPLE)),
    "qualtrics of two rows": (
        "qualtrics", lambda path: written.qualtrics(path, QUESTIONS, PEOPLE, heads=2)
    ),
    "legacy qualtrics": (
        "qualtrics", lambda path: written.qualtrics_legacy(path, QUESTIONS, PEOPLE)
    ),
    "surveymonkey": ("surveymonkey", surveymonkey),
    "redcap": ("redcap", lambda path: written.redcap(path, ["q1", "q1_why", "q2"], PEOPLE)),
    "redcap with labels": (
        "redcap", lambda path: written.redcap(path, QUESTIONS, PEOPLE, labels=True)
    ),
    "a table": ("table", lambda path: written.write_text(path, [QUESTIONS, *PEOPLE])),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_three_raters_come_out_of_each_layout_with_their_answers(
    layout: str, tmp_path: Path
) -> None:
    tool, write = LAYOUTS[layout]
    suffix = ".xlsx" if tool == "microsoft-forms" else ".csv"
    export = read_export(write(tmp_path / f"a{suffix}"))
    assert export.tool.name == tool
    assert [[row[each.place] for each in export.asked] for row in export.rows] == PEOPLE
    assert [each.heading for each in export.asked] in (QUESTIONS, ["q1", "q1_why", "q2"])


def test_an_export_with_one_row_of_heads_left_loses_no_rater(tmp_path: Path) -> None:
    path = written.qualtrics(tmp_path / "a.csv", QUESTIONS, PEOPLE, heads=1)
    export = read_export(path)
    assert len(export.rows) == 3
    assert [each.heading for each in export.asked] == ["Q1", "Q2", "Q3"]


def test_markup_and_lines_of_a_question_are_taken_out(tmp_path: Path) -> None:
    question = "<p>How far are\n<b>leaders</b> behind&nbsp;it?</p>"
    export = read_export(written.qualtrics(tmp_path / "a.csv", [question, "b"], [["4", "3"]] * 2))
    assert export.asked[0].heading == "How far are leaders behind it?"
    assert export.cells(export.asked[0]) == ["4", "4"]


def test_rows_of_a_matrix_and_choices_are_told_from_their_question(tmp_path: Path) -> None:
    google = written.google_forms(tmp_path / "g.csv", ["Rate each [Staff lead]", "b"], [["4", "3"]])
    matrix = written.qualtrics(tmp_path / "q.csv", ["Rate each - Staff lead", "b"], [["4", "3"]])
    monkey = written.surveymonkey(
        tmp_path / "s.csv", ["Rate each", "", "b"], ["Staff lead", "Money", "Response"],
        [["4", "1", "3"]],
    )  # fmt: skip
    cap = written.redcap(
        tmp_path / "r.csv", ["What is met? (choice=Staff lead)"], [["Checked"]], labels=True
    )
    for path in (google, matrix, monkey, cap):
        assert read_export(path).asked[0].part == "Staff lead"
    assert [each.heading for each in read_export(monkey).asked] == [
        "Rate each - Staff lead", "Rate each - Money", "b",
    ]  # fmt: skip
    assert read_export(written.redcap(tmp_path / "c.csv", ["met___3"], [["1"]])).asked[0].part == (
        "3"
    )


def test_own_columns_of_a_tool_are_no_questions(tmp_path: Path) -> None:
    path = written.write_text(
        tmp_path / "a.csv",
        [
            ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Staff",
             "Points - Staff", "Feedback - Staff"],
            ["1", "3/18/2025 9:00", "3/18/2025 9:05", "a@x.org", "Ana", "", "4", "1", "well done"],
        ],
    )  # fmt: skip
    assert [each.heading for each in read_export(path).asked] == ["Staff"]


def test_a_legacy_export_keeps_its_questions_apart_from_its_own_columns(tmp_path: Path) -> None:
    path = written.qualtrics_legacy(tmp_path / "a.csv", ["Name", "Staff"], [["Ana", "4"]])
    assert [each.heading for each in read_export(path).asked] == ["Name", "Staff"]
