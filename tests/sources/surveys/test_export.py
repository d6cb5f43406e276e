from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError, PrivateDataError
from sectornb.sources.surveys.export import read_export, told_apart
from tests.builders import survey_exports as written

OWN = ["Timestamp", "Email Address", "Staff", "Why?"]


def google(path: Path, *rows: list[str]) -> Path:
    return written.write_text(path, [OWN, *rows])


def test_headings_of_the_same_words_are_kept_apart(tmp_path: Path) -> None:
    questions = ["Staff", "Why?", "Money", "Why?"]
    path = written.google_forms(tmp_path / "a.csv", questions, [["4", "a", "3", "b"]])
    export = read_export(path)
    assert [each.heading for each in export.asked] == ["Staff", "Why?", "Money", "Why? (2)"]
    assert [each.doubled for each in export.asked] == [False, True, False, True]
    assert export.cells(export.column("why? (2)")) == ["b"]


def test_test_answers_and_rows_without_an_answer_are_left_out_and_told(tmp_path: Path) -> None:
    tests = written.qualtrics(tmp_path / "a.csv", ["Staff", "Money"], [["4", "3"], ["", ""]])
    rows = tests.read_text().replace("IP Address", "Survey Preview", 1)
    tests.write_text(f"{rows.rstrip()}\n2025-03-18,2025-03-18,IP Address,20,False,R_9,5,\n")
    export = read_export(tests)
    assert export.numbers == (6,)
    assert export.notes == (
        "1 test answer was left out.",
        "1 row that answers nothing: left out.",
        "1 answer was not finished, and kept.",
    )


def test_the_answer_finished_last_is_kept(tmp_path: Path) -> None:
    path = google(
        tmp_path / "a.csv",
        ["3/18/2025 18:42", "ana@x.org", "5", ""],
        ["3/17/2025 18:42", "Ana@X.org", "1", ""],
        ["3/17/2025 18:42", "ben@x.org", "2", ""],
        ["3/19/2025 8:00", "ben@x.org", "3", ""],
    )
    export, people = told_apart(read_export(path))
    assert people == ["ana@x.org", "ben@x.org"]
    assert [row[2] for row in export.rows] == ["5", "3"]
    assert "2 earlier answers" in export.notes[-1] and "row 3, 4" in export.notes[-1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2025/03/18 6:42:11 PM GMT-5", "2025/03/18 11:42:11 AM GMT-5"),
        ("3/18/25 18:42", "3/18/25 9:42"),
        ("03/18/2025 06:42:11 PM", "03/18/2025 09:42:11 AM"),
        ("2025-03-18 18:42:11", "2025-03-18 09:42:11"),
    ],
)
def test_every_tools_way_of_writing_a_time_is_compared(
    first: str, second: str, tmp_path: Path
) -> None:
    path = google(tmp_path / "a.csv", [first, "a@x.org", "5", ""], [second, "a@x.org", "1", ""])
    export, _ = told_apart(read_export(path))
    assert export.rows[0][2] == "5"


def test_without_readable_times_the_lower_row_is_kept(tmp_path: Path) -> None:
    path = google(tmp_path / "a.csv", ["x", "a@x.org", "5", ""], ["y", "a@x.org", "1", ""])
    export, _ = told_apart(read_export(path))
    assert export.rows[0][2] == "1"


def test_a_finished_answer_is_kept_over_a_later_one_that_is_not(tmp_path: Path) -> None:
    path = written.qualtrics(tmp_path / "a.csv", ["Email", "Staff"], [["a@x.org", "4"]])
    late = "2025-03-19 09:00:00,2025-03-19 09:00:00,IP Address,20,False,R_9,a@x.org,1"
    path.write_text(f"{path.read_text().rstrip()}\n{late}\n")
    export, _ = told_apart(read_export(path), "Email")
    assert [row[-1] for row in export.rows] == ["4"]


def test_people_of_an_anonymous_form_are_told_apart_by_number_or_row(tmp_path: Path) -> None:
    microsoft = written.microsoft_forms(tmp_path / "a.xlsx", ["Staff"], [["4"], ["3"]])
    assert told_apart(read_export(microsoft))[1] == ["1", "2"]
    path = written.google_forms(tmp_path / "a.csv", ["Staff"], [["4"], ["3"]], mails=False)
    export, people = told_apart(read_export(path))
    assert people == ["row-2", "row-3"]
    assert "respondent" in export.notes[-1]


def test_identifiers_keep_their_digits(tmp_path: Path) -> None:
    path = written.surveymonkey(tmp_path / "a.csv", ["Staff"], ["Response"], [["4"], ["3"]])
    assert told_apart(read_export(path))[1] == ["113712000001", "113712000002"]


def test_identifiers_that_a_spreadsheet_rounded_are_refused_by_row(tmp_path: Path) -> None:
    path = written.surveymonkey(tmp_path / "a.csv", ["Staff"], ["Response"], [["4"], ["3"]])
    path.write_text(path.read_text().replace("113712000002", "1.13712E+11"))
    with pytest.raises(PrivateDataError, match="row 4, column 'Respondent ID'.*rounded") as error:
        told_apart(read_export(path))
    assert "1.13712" not in str(error.value)


def test_a_column_that_does_not_say_who_answered_is_refused_by_row(tmp_path: Path) -> None:
    path = google(tmp_path / "a.csv", ["3/1/25 9:00", "", "5", "Ana"], ["3/1/25 9:01", "", "4", ""])
    with pytest.raises(PrivateDataError, match="row 3, column 'Why\\?'"):
        told_apart(read_export(path), "Why?")


def test_the_rows_of_one_event_are_chosen(tmp_path: Path) -> None:
    path = written.redcap_long(
        tmp_path / "a.csv", ["q1"], ["baseline_arm_1", "year_arm_1"], [["4"], ["3"]]
    )
    export = read_export(path).only({"redcap_event_name": "YEAR_arm_1"})
    assert export.numbers == (4, 5)
    with pytest.raises(InputError, match="no row"):
        read_export(path).only({"redcap_event_name": "other"})
    with pytest.raises(InputError, match="baseline_arm_1, year_arm_1"):
        read_export(path).only({})


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = google(tmp_path / "a.csv", ["3/1/25 9:00", "a@x.org", "5", "x"])
    with pytest.raises(InputError, match="Did you mean 'Staff'"):
        read_export(path).column("Staf")


def test_heads_without_answers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no answers"):
        read_export(google(tmp_path / "a.csv"))
    with pytest.raises(InputError, match="one column"):
        read_export(written.write_text(tmp_path / "b.csv", [["Staff"], ["4"]]))
