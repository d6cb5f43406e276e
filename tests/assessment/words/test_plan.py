"""What is said of priorities and of the plan."""

from __future__ import annotations

from pathlib import Path

from tests.assessment.plan.test_action_plan import WAVES, plan_file
from tests.builders.panels import SMALL, answers_of, study_of
from tests.builders.written_plans import row


def test_without_a_gap_there_is_nothing_to_plan_for(tmp_path: Path) -> None:
    said = study_of(tmp_path, answers_of({item: [4] * 5 for item in "1234"})).readings
    assert said["plan"].text == said["priorities"].text
    assert said["plan"].text.startswith("Nothing lies below the target")


def test_without_a_target_no_gap_is_known(tmp_path: Path) -> None:
    own = {key: value for key, value in SMALL.items() if key != "target"}
    said = study_of(tmp_path, answers_of({"1": [2] * 5}), own).readings
    assert said["plan"].text == said["priorities"].text
    assert said["plan"].text.startswith("No target is set, so no gap is known")


def test_where_no_rating_may_be_shown_no_gap_is_known(tmp_path: Path) -> None:
    said = study_of(tmp_path, answers_of({"1": [2] * 3}), mode="anonymous").readings
    assert said["plan"].text == "No rating may be shown, so no gap is known."


def test_what_ties_for_the_first_place_is_named_and_left_to_people(tmp_path: Path) -> None:
    rows = answers_of({"1": [2] * 5, "2": [2] * 5, "3": [2] * 5, "4": [3] * 5})
    told = study_of(tmp_path, rows).readings["priorities"].text
    assert "First come “Item one”, “Item two” and “Item three”" in told.replace(", and", " and")
    assert "They tie: pick one or two" in told and "every item counts alike" in told


def test_importance_that_was_asked_is_told_so(tmp_path: Path) -> None:
    rows = answers_of({"1": [3] * 5, "2": [2] * 5, "3": [4] * 5, "4": [4] * 5})
    for each in rows:
        each["importance"] = "5" if each["item"] == "1" else "2"
    told = study_of(tmp_path, rows).readings["priorities"].text
    assert told.startswith("First come “Item one” and “Item two”")
    assert "times the importance that raters gave" in told


def test_a_plan_that_came_back_is_counted_and_too_many_priorities_are_told(
    tmp_path: Path,
) -> None:
    rows = [
        row("G-1", status="done", lead="Ann"),
        row("G-2", status="under_way", chosen="yes", due="2026-01-01", lead="Ann"),
        row("G-4", chosen="yes"),
        row("A-first-1", element="first", chosen="yes", lead="Bo"),
    ]
    plan = plan_file(tmp_path, *rows)
    study = study_of(tmp_path, WAVES, plan=plan, plan_as_of="2026-06-30")
    told = study.readings["plan"].text
    assert told == (
        "Of 4 rows of the plan, 2 are not started, 1 under way and 1 done; 1 overdue. 3 priorities "
        "are open at once: keep one or two until they are settled, and let the others wait."
    )
    assert told in [str(each) for each in study.findings]
    assert any("3 priorities are open at once" in str(each) for each in study.next_steps)


def test_who_carries_most_is_named_and_so_is_what_nobody_carries(tmp_path: Path) -> None:
    plan = plan_file(
        tmp_path, row("G-2", lead="Ann"), row("A-first-1", element="first", lead="Ann")
    )
    told = study_of(tmp_path, WAVES, plan=plan).readings["plan_progress"].text
    assert told.startswith("Ann carries most, 2 open rows. 1 row is open without a lead. ")


def test_what_is_done_is_set_against_the_ratings_by_name(tmp_path: Path) -> None:
    plan = plan_file(tmp_path, row("G-1", status="done"), row("G-2", status="done"))
    told = study_of(tmp_path, WAVES, plan=plan).readings["plan_progress"].text
    assert "rated higher by those who rated twice: “Item one”." in told
    assert "rated no higher by those who rated twice: “Item two”." in told


def test_an_anonymous_survey_says_that_moves_cannot_be_told(tmp_path: Path) -> None:
    plan = plan_file(tmp_path, row("G-1", status="done"))
    study = study_of(tmp_path, WAVES, plan=plan, mode="anonymous")
    assert "does not know who answered twice" in study.readings["plan_progress"].text


def test_where_many_tie_the_first_are_named_and_no_number_is_made_up(tmp_path: Path) -> None:
    rows = answers_of({item: [2] * 5 for item in "1234"})
    told = study_of(tmp_path, rows).readings["priorities"].text
    assert "“Item three” and others, by distance" in told and "Firmly" not in told
