"""The plan of a study: what came back, how far it is, and whether scores moved since its wave."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.assessment.plan.columns import FILE_COLUMNS
from sectornb.errors import PrivateDataError
from tests.builders.panels import answers_of, study_of
from tests.builders.written_plans import row, written

BEFORE = {"1": [2] * 6, "2": [2] * 6, "3": [4] * 6, "4": [2] * 6}
AFTER = {"1": [4] * 6, "2": [2] * 6, "3": [4] * 6, "4": [3, 2, 2, 2, 2, 2]}
WAVES = [*answers_of(BEFORE, wave="1"), *answers_of(AFTER, wave="2")]


def plan_file(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "plan.csv"
    written(*rows)[list(FILE_COLUMNS)].to_csv(path, index=False)
    return str(path)


def test_scores_that_moved_are_set_against_what_was_done_since_the_wave_before(
    tmp_path: Path,
) -> None:
    plan = plan_file(tmp_path, row("G-1", status="done"), row("G-2", status="done"))
    study = study_of(tmp_path, WAVES, plan=plan, plan_as_of="2026-01-31")
    rows = study.plan.rows.set_index("row_id")
    assert rows.loc[["G-1", "G-2", "G-4"], "score_moved"].tolist() == ["up", "none", "none"]
    counts = study.plan.moves.set_index(["status", "direction"])["n_rows"]
    assert counts["done", "up"] == 1 and counts["done", "none"] == 1


def test_before_a_plan_came_back_there_are_rows_and_no_progress(tmp_path: Path) -> None:
    study = study_of(tmp_path, WAVES)
    assert len(study.plan.rows) == 2
    assert study.plan.leads.empty and study.plan.moves.empty and study.plan.swot.empty
    assert study.plan.counts["counted"].tolist() == ["rows"]


def test_an_anonymous_survey_matches_nobody_to_tell_whether_scores_moved(tmp_path: Path) -> None:
    plan = plan_file(tmp_path, row("G-1", status="done"))
    study = study_of(tmp_path, WAVES, plan=plan, mode="anonymous")
    assert study.plan.rows["score_moved"].eq("unknown").all()


def test_the_day_of_the_region_file_decides_what_is_overdue(tmp_path: Path) -> None:
    plan = plan_file(tmp_path, row("G-2", due="2026-01-30"))
    late = study_of(tmp_path, WAVES, plan=plan, plan_as_of="2026-01-31").plan.rows
    assert late.set_index("row_id").loc["G-2", "overdue"] == "yes"
    unknown = study_of(tmp_path, WAVES, plan=plan).plan.rows
    assert unknown.set_index("row_id").loc["G-2", "overdue"] == ""


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no day such as 2026-11-30"):
        study_of(tmp_path, WAVES, plan_as_of="31.01.2026")


def test_a_table_that_is_no_plan_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("area_fips,naics\n39049,622\n")
    with pytest.raises(PrivateDataError, match="row_id"):
        _ = study_of(tmp_path, WAVES, plan=str(other)).plan
