"""Requirements: typical entry beside the schooling of those who do the job."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.occupation.requirements import ATTAINMENT, occupation_requirements

CODE = "31-1131"
EMPTY = pd.DataFrame({"soc": []})


def row(
    entry: str = "High school diploma or equivalent",
    shares: tuple[float, ...] = (10, 30, 20, 15, 20, 4, 1),
    training: str = "Short-term on-the-job training",
    *,
    own: bool = True,
    characteristics: pd.DataFrame = EMPTY,
) -> pd.Series:
    profile = pd.DataFrame({"soc": [CODE], "occupation_title": ["Nursing assistants"]})
    projected = pd.DataFrame(
        {"matrix_code": [CODE], "entry_education": [entry], "work_experience": ["None"],
         "job_training": [training], "base_year": ["2024"]}
    )  # fmt: skip
    attainment = pd.DataFrame(
        {"matrix_code": [CODE], "own_survey_code": [own],
         **{name: [float(value)] for name, value in zip(ATTAINMENT, shares, strict=True)}}
    )  # fmt: skip
    table = occupation_requirements(profile, projected, attainment, EMPTY, characteristics, "2022")
    return table.iloc[0]


def test_a_majority_with_college_contradicts_entry_without_it() -> None:
    found = row()
    assert found["education_contrast"] == "more_schooled"
    assert found["beyond_entry_pct"] == pytest.approx(60)


def test_a_minority_with_college_does_not() -> None:
    assert row(shares=(30, 50, 10, 5, 5, 0, 0))["education_contrast"] == "agrees"


def test_a_majority_without_a_degree_contradicts_entry_with_one() -> None:
    found = row("Bachelor's degree", (10, 30, 20, 15, 20, 4, 1))
    assert found["education_contrast"] == "less_schooled"
    assert found["bachelor_or_higher_pct"] == pytest.approx(25)


def test_long_training_may_hide_schooling() -> None:
    assert row(training="Long-term on-the-job training")["training_hides_schooling"] == "yes"
    assert row()["training_hides_schooling"] == "no"


def test_schooling_of_the_group_is_told_as_the_groups() -> None:
    assert row()["attainment_of"] == "own"
    assert row(own=False)["attainment_of"] == "group"


def test_editions_of_entry_and_schooling_are_both_named() -> None:
    assert row()[["education_year", "attainment_year"]].tolist() == ["2024", "2022"]


def test_part_time_and_unemployment_are_not_published_unless_given() -> None:
    assert row()["characteristics_status"] == "not_published"
    given = pd.DataFrame({"soc": [CODE], "part_time_pct": [20.0], "unemployment_pct": [np.nan]})
    found = row(characteristics=given)
    assert (found["characteristics_status"], found["part_time_pct"]) == ("given", 20.0)
    assert np.isnan(found["unemployment_pct"])


def test_an_occupation_that_nobody_projects_has_no_requirements() -> None:
    profile = pd.DataFrame({"soc": [CODE], "occupation_title": ["Nursing assistants"]})
    empty = pd.DataFrame({"matrix_code": []})
    found = occupation_requirements(profile, empty, empty, EMPTY, EMPTY).iloc[0]
    assert found["entry_education"] == ""
    assert found["education_contrast"] == "not_published"
    assert found["training_hides_schooling"] == "not_known"
