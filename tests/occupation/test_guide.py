"""The guide for interviews: figures to confirm, and questions that no file answers."""

from __future__ import annotations

import numpy as np

from sectornb.occupation.guide import OPEN, interview_guide
from tests.builders.occupation_study import occupation_study


def test_questions_are_numbered_and_few_enough_for_one_talk() -> None:
    table = occupation_study().tables["interview_guide"]
    assert table["question_number"].tolist() == list(range(1, len(table) + 1))
    assert 12 <= len(table) <= 20


def test_figures_carry_their_range_and_source() -> None:
    first = occupation_study().tables["interview_guide"].iloc[0]
    assert "Registered nurses: 5,113 to 5,919" in first["our_figure"]
    assert first["figure_source"] == "qcew 2022, regional-staffing"


def test_what_is_not_published_is_not_asked_with_a_figure() -> None:
    study = occupation_study()
    wages = study.wages.assign(hourly_median_usd=np.nan)
    table = interview_guide(
        study.profile, wages, study.target_openings, study.requirements, study.industry_table
    )
    assert "pay" not in set(table["interview_topic"])


def test_open_questions_have_no_figure() -> None:
    table = occupation_study().tables["interview_guide"].tail(len(OPEN))
    assert table["our_figure"].eq("").all()
