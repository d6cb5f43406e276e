"""Projections by occupation and industry contradict themselves by rounding at most."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from sectornb.simulate import State
from sectornb.simulate.jobs.projected import (
    Course,
    national_course,
    occupation_workbook,
    staffing_files,
)
from sectornb.simulate.jobs.truth import Jobs, build_jobs


@pytest.fixture(scope="module")
def jobs(little: State) -> Jobs:
    return build_jobs(little)


@pytest.fixture(scope="module")
def course(little: State, jobs: Jobs) -> Course:
    return national_course(little, jobs)


def sheet(data: bytes, name: str) -> pd.DataFrame:
    frame = pd.read_excel(
        io.BytesIO(data), sheet_name=name, header=1, engine="calamine", keep_default_na=False
    )
    return frame[frame.iloc[:, 1].astype(str).str.contains("-")]


def test_openings_are_exits_transfers_and_a_year_of_growth(jobs: Jobs, course: Course) -> None:
    rows = sheet(occupation_workbook(jobs, course), "Table 1.10").iloc[:, 3:].astype(float)
    figures = rows.to_numpy()
    parts = figures[:, 2] / 10 + figures[:, 7] + figures[:, 8]
    assert abs(parts - figures[:, 10]).max() < 0.15


def test_attainment_adds_up_to_a_hundred_percent(jobs: Jobs, course: Course) -> None:
    rows = sheet(occupation_workbook(jobs, course), "Table 5.3").iloc[:, 2:].astype(float)
    assert rows.sum(axis=1).between(99.6, 100.4).all()


def test_industries_hold_no_more_than_their_total(jobs: Jobs, course: Course) -> None:
    files = dict(staffing_files(jobs, course))
    assert len(files) > 60
    for data in files.values():
        rows = pd.read_csv(io.BytesIO(data))
        lines = rows["Occupation Type"].eq("Line Item")
        now = rows[f"{course.year} Employment"]
        assert now[lines].sum() <= now.iloc[0] + 0.05 * lines.sum()


def test_the_same_state_gives_the_same_workbook(jobs: Jobs, course: Course) -> None:
    assert occupation_workbook(jobs, course) == occupation_workbook(jobs, course)
