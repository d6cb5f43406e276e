"""A row for each gap, what people wrote before, and rows of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.assessment.plan.columns import PLAN_COLUMNS
from sectornb.assessment.plan.rows import plan_rows, staged
from sectornb.assessment.study import AssessmentStudy
from tests.builders.panels import answer, answers_of, study_of
from tests.builders.written_plans import ids, row, written

PANEL = {"1": [3] * 5, "2": [1] * 5, "3": [4] * 5, "4": [2] * 5}
"""Gaps 1, 3, none and 2 to the target of 4."""


def rows_of(study: AssessmentStudy, plan: pd.DataFrame | None = None) -> pd.DataFrame:
    return plan_rows(
        study.priorities, study.conditions, study.reasons, study.by_item, study.instrument, plan
    )


def test_each_gap_has_a_row_in_the_order_of_the_instrument(tmp_path: Path) -> None:
    table = rows_of(study_of(tmp_path, answers_of(PANEL)))
    assert ids(table) == ["G-1", "G-2", "G-4"]
    assert table["element_title"].tolist() == ["First area", "First area", "Second area"]
    assert list(table.columns) == list(PLAN_COLUMNS)


def test_actions_lead_and_dates_are_left_to_people(tmp_path: Path) -> None:
    table = rows_of(study_of(tmp_path, answers_of(PANEL)))
    empty = ["key_actions", "timeline", "lead", "resources_ta_needed", "desired_outcomes", "due"]
    assert table[empty].eq("").all(axis=None)
    assert table["strategic_objective"].tolist()[0] == "One is there."
    assert table["status"].eq("not_started").all()


def test_conditions_that_raters_do_not_see_are_candidate_outcomes(tmp_path: Path) -> None:
    rows = answers_of(PANEL)
    for each in rows:
        each["met"] = "1.1" if each["item"] == "1" else ""
    table = rows_of(study_of(tmp_path, rows))
    assert table["candidate_outcomes"].tolist() == ["Money", "", ""]


def test_the_regional_instrument_brings_diagnostic_questions_obstacles_and_partners(
    tmp_path: Path,
) -> None:
    rows = [
        answer("a", "1.1", 1, obstacle="Old systems.", missing_partner="The bank"),
        answer("b", "1.1", 1),
    ]
    first = rows_of(study_of(tmp_path, rows, "regional-elements")).iloc[0]
    assert first["row_id"] == "G-1.1" and first["element"] == "1"
    assert first["evidence"].endswith("2 raters. In the way: Old systems. Missing: The bank.")
    assert "Which of these components are missing?" in first["diagnostic_question"]


def test_an_anonymous_survey_gives_the_median_as_evidence_and_no_reason(tmp_path: Path) -> None:
    rows = answers_of({"1": [1, 2, 2, 2, 3]}, reason="Zanzibar")
    table = rows_of(study_of(tmp_path, rows, mode="anonymous"))
    assert table["evidence"].tolist() == ["Middle rating 2 of 5, 1, 5 raters."]


def test_what_people_wrote_stays_when_the_gap_stays(tmp_path: Path) -> None:
    plan = written(row("G-2", key_actions="Hire.", lead="Ann", status="under_way"))
    table = rows_of(study_of(tmp_path, answers_of(PANEL)), plan).set_index("row_id")
    assert table.loc["G-2", ["key_actions", "lead", "status"]].tolist() == [
        "Hire.",
        "Ann",
        "under_way",
    ]
    assert table.loc["G-2", "origin"] == "gap" and sorted(table.index) == ["G-1", "G-2", "G-4"]


def test_a_row_whose_item_reached_the_target_is_settled_and_stays(tmp_path: Path) -> None:
    plan = written(row("G-3", key_actions="Write it."))
    table = rows_of(study_of(tmp_path, answers_of(PANEL)), plan).set_index("row_id")
    assert table.loc["G-3", ["origin", "key_actions"]].tolist() == ["settled", "Write it."]


def test_rows_of_people_stand_behind_the_gaps_of_their_element(tmp_path: Path) -> None:
    plan = written(
        row("A-first-1", element="first", strategic_objective="Meet."),
        row("G-99", element="gone", strategic_objective="Of an item that is no more."),
    )
    table = rows_of(study_of(tmp_path, answers_of(PANEL)), plan)
    assert ids(table) == ["G-1", "G-2", "A-first-1", "G-4", "G-99"]
    own = table.set_index("row_id").loc[["A-first-1", "G-99"]]
    assert own["origin"].tolist() == ["own", "own"] and own["evidence"].eq("").all()


@given(st.lists(st.sampled_from(["G-1", "G-2", "G-3", "A-first-1", "A-x-2", "?"]), unique=True))
def test_no_written_row_is_lost_and_no_id_stands_twice(
    tmp_path_factory: pytest.TempPathFactory, held: list[str]
) -> None:
    study = _STUDY.setdefault("one", study_of(tmp_path_factory.mktemp("p"), answers_of(PANEL)))
    plan = written(*(row(each, lead=f"lead of {each}") for each in held)) if held else written()
    table = rows_of(study, plan)
    assert table["row_id"].is_unique
    leads = table.set_index("row_id")["lead"]
    assert all(leads[each] == f"lead of {each}" for each in held)
    assert set(table["row_id"]) == {*held, "G-1", "G-2", "G-4"}


_STUDY: dict[str, AssessmentStudy] = {}


def stages(plan: pd.DataFrame, as_of: str = "", study: Any = None) -> dict[str, str]:
    table = staged(rows_of(study, plan), study.priorities, as_of)
    return dict(zip(table["row_id"], table["stage"], strict=True))


def test_before_anybody_chose_the_first_two_priorities_are_next(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of(PANEL))
    assert stages(written(), "", study) == {"G-1": "long_term", "G-2": "next", "G-4": "next"}


def test_what_is_chosen_under_way_or_due_within_a_year_is_next(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of(PANEL))
    plan = written(
        row("G-1", chosen="yes"),
        row("G-2", due="2026-12-01"),
        row("G-4", due="2029-01-01"),
        row("A-first-1", element="first", status="under_way"),
        row("A-first-2", element="first", status="done"),
        row("A-first-3", element="first", status="stopped"),
    )
    assert stages(plan, "2026-11-01", study) == {
        "G-1": "next",
        "G-2": "next",
        "A-first-1": "next",
        "A-first-2": "done",
        "A-first-3": "",
        "G-4": "long_term",
    }


def test_overdue_is_an_open_row_whose_day_is_past_and_nothing_without_a_day(
    tmp_path: Path,
) -> None:
    study = study_of(tmp_path, answers_of(PANEL))
    plan = written(
        row("G-1", due="2026-10-31"),
        row("G-2", due="2026-11-01"),
        row("G-4", due="2026-01-01", status="done"),
        row("A-first-1", element="first"),
    )
    table = staged(rows_of(study, plan), study.priorities, "2026-11-01").set_index("row_id")
    assert table.loc[["G-1", "G-2", "G-4"], "overdue"].tolist() == ["yes", "no", "no"]
    assert table.loc["A-first-1", "overdue"] == ""
    unknown = staged(rows_of(study, plan), study.priorities, "")
    assert unknown["overdue"].eq("").all()
