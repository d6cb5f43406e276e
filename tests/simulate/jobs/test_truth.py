"""Occupations add up to the industries that they are in."""

from __future__ import annotations

import numpy as np
import pytest

from sectornb.simulate import State
from sectornb.simulate.jobs.truth import (
    Jobs,
    build_jobs,
    mean_pay,
    metro_counties,
    pay_percentiles,
    true_jobs,
    true_jobs_by_industry,
)


@pytest.fixture(scope="module")
def jobs(little: State) -> Jobs:
    return build_jobs(little)


def test_occupations_of_an_area_add_up_to_its_jobs(little: State, jobs: Jobs) -> None:
    held = little.economy.annual_jobs(little.years[-1]).sum(axis=1)
    assert jobs.jobs.sum(axis=1) == pytest.approx(held)


def test_every_activity_staffs_all_of_its_jobs(jobs: Jobs) -> None:
    assert jobs.staffing.sum(axis=1) == pytest.approx(np.ones(len(jobs.staffing)))
    assert (jobs.staffing >= 0).all()


def test_the_true_table_holds_the_same_jobs(little: State, jobs: Jobs) -> None:
    table = true_jobs(jobs)
    assert table["employment"].sum() == pytest.approx(jobs.jobs.sum(), rel=1e-4)
    assert not table.duplicated(["area_fips", "soc"]).any()
    metro = table[table["area_fips"].isin(metro_counties(little))]
    assert metro["employment"].sum() == pytest.approx(
        jobs.of(metro_counties(little)).sum(), rel=1e-3
    )


def test_jobs_by_industry_add_up_to_the_private_jobs_of_each_county(
    little: State, jobs: Jobs
) -> None:
    table = true_jobs_by_industry(little, jobs)
    metro = metro_counties(little)
    assert not table.duplicated(["area_fips", "naics", "soc"]).any()
    assert set(table["area_fips"]) == set(metro)
    truth = little.truth[little.truth["year"].eq(str(little.years[-1]))]
    truth = truth[truth["area_fips"].isin(metro)].set_index(["area_fips", "naics"])["employment"]
    found = table.groupby(["area_fips", "naics"])["employment"].sum()
    # What is published of each month is a whole number of jobs in every finest activity.
    held = truth.reindex(found.index)
    assert (found - held).abs().max() < 1.5 + 0.005 * held.max()


def test_pay_rises_through_its_percentiles_and_the_mean_lies_above_the_middle() -> None:
    pay = pay_percentiles()
    assert (np.diff(pay.to_numpy(), axis=1) > 0).all()
    assert (mean_pay() > pay[50]).all()


def test_the_same_seed_staffs_alike(little: State, jobs: Jobs) -> None:
    assert (build_jobs(little).staffing == jobs.staffing).all()
