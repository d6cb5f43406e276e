"""The meeting's agenda, reasons side by side, and the five questions."""

from __future__ import annotations

from pathlib import Path

from sectornb.assessment.meeting import QUESTIONS
from tests.builders.panels import answer, answers_of, study_of


def test_the_agenda_goes_by_disagreement_times_gap(tmp_path: Path) -> None:
    # Deviation × gap: item 1  0 × 3;  item 2  1 × 2 (1 1 3 3, median 2);
    # item 3  2 × 1 (1 1 5 5, median 3);  item 4  0.5 × 0.5, whose median is past the target.
    rows = answers_of({"1": [1] * 4, "2": [1, 1, 3, 3], "3": [1, 1, 5, 5], "4": [4, 4, 5, 5]})
    table = study_of(tmp_path, rows).agenda
    assert table["item"].tolist() == ["2", "3", "4"] and table["rank"].tolist() == [1, 2, 3]
    assert table["agenda_score"].tolist() == [2, 2, 0.25]
    assert table[["lowest", "highest"]].iloc[1].tolist() == [1, 5]


def test_reasons_stand_on_two_sides_and_private_ones_on_none(tmp_path: Path) -> None:
    rows = [
        answer("a", "1", 1, reason="No plan."),
        answer("b", "1", 2, reason="I say nothing.", reason_private="yes"),
        answer("c", "1", 5, reason="It is all there."),
    ]
    study = study_of(tmp_path, rows)
    first = study.agenda.iloc[0]
    assert (first["reasons_lower"], first["reasons_higher"]) == ("No plan.", "It is all there.")
    assert study.reasons["rating_side"].tolist() == ["lower", "higher"]


def test_a_target_of_the_region_replaces_that_of_the_instrument(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": [3] * 5}), target=3)
    assert study.by_item["gap"].iloc[0] == 0 and study.priorities["priority"].isna().all()


def test_an_instrument_without_a_target_has_an_agenda_and_no_gaps(tmp_path: Path) -> None:
    rows = answers_of({"1": [1, 1, 3, 3, 3], "2": [2] * 5})
    study = study_of(tmp_path, rows, "sector-readiness")
    assert study.target is None and study.by_item["gap"].isna().all()
    assert study.agenda["item"].tolist() == ["1"]


def test_five_questions_are_answered_from_the_ratings_as_far_as_they_go(tmp_path: Path) -> None:
    rows = answers_of({"1": [5] * 5, "2": [1] * 5, "3": [1, 1, 5, 5, 5], "4": [3] * 5})
    rows[0]["met"] = "1.1"
    table = study_of(tmp_path, rows).discussion.set_index("topic")["from_ratings"]
    assert list(table.index) == list(QUESTIONS)
    assert table["strengths"] == "In place by the median: Item one; Item three."
    assert table["learning_needs"] == "Most raters do not see these skills: Skill."
    assert table["undone"] == "Rated lowest: Item two."
    assert table["differing_views"] == "Ratings lie farthest apart on: Item three."
    assert table["priorities"] == "Farthest from the target: Item two; Item four."


def test_what_the_group_said_is_read_back_in_the_next_wave(tmp_path: Path) -> None:
    rows = [*answers_of({"1": [3] * 5}), *answers_of({"1": [4] * 5}, wave="2")]
    said = {"1": {"priorities": "Write the plan."}, "2": {"strengths": "We meet."}}
    table = study_of(tmp_path, rows, discussion=said).discussion.set_index("topic")
    assert table.loc["priorities", "group_said_before"] == "Write the plan."
    assert table.loc["strengths", "group_said"] == "We meet."
    assert table.loc["undone", ["group_said", "group_said_before"]].tolist() == ["", ""]


def test_obstacles_missing_partners_and_diagnostic_answers_are_kept_beside_their_item(
    tmp_path: Path,
) -> None:
    rows = [
        answer("a", "1.1", 1, obstacle="Old systems.", missing_partner="The bank"),
        answer("a", "1.b", answer="text", reason="Nobody owns the data."),
        answer("b", "1.1", 3),
    ]
    study = study_of(tmp_path, rows, "regional-elements")
    told = study.reasons[["item", "rating_side", "reason", "obstacle", "missing_partner"]]
    assert told.to_numpy().tolist() == [
        ["1.1", "lower", "", "Old systems.", "The bank"],
        ["1.b", "", "Nobody owns the data.", "", ""],
    ]
    assert study.agenda["reasons_lower"].iloc[0] == ""
