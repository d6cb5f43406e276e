"""Pictures of jobs and openings say in words what they show."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation.figures.jobs import plot_jobs, plot_openings
from tests.builders.occupation_study import occupation_study


def test_jobs_are_told_with_their_range() -> None:
    picture = plot_jobs(occupation_study().profile, "hospitals")
    assert picture is not None
    assert "Registered nurses about 5,439 (5,113 to 5,919)" in picture.alt


def test_an_open_end_is_told_as_or_more() -> None:
    table = occupation_study().profile.assign(employment_high=float("nan"))
    picture = plot_jobs(table, "hospitals")
    assert picture is not None
    assert "(5,113 or more)" in picture.alt


def test_nothing_is_drawn_where_no_occupation_has_an_estimate() -> None:
    table = occupation_study().profile.assign(employment=float("nan"))
    assert plot_jobs(table, "hospitals") is None


def test_openings_are_told_in_their_parts() -> None:
    picture = plot_openings(occupation_study().target_openings, "hospitals")
    assert picture is not None
    assert "new jobs" in picture.alt
    assert "change occupation" in picture.alt


def test_nothing_is_drawn_without_openings() -> None:
    table = occupation_study().target_openings
    empty = table.assign(annual_openings=pd.Series(float("nan"), table.index))
    assert plot_openings(empty, "hospitals") is None
