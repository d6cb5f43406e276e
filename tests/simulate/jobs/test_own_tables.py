"""The own table of staffing tells the total of each industry, of what it holds back as well."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from sectornb.simulate import State
from sectornb.simulate.jobs.own_tables import own_tables
from sectornb.simulate.jobs.truth import build_jobs, true_jobs_by_industry


@pytest.fixture(scope="module")
def staffing(little: State) -> pd.DataFrame:
    data = dict(own_tables(little, build_jobs(little)))["regional-staffing"]
    return pd.read_csv(io.BytesIO(data), dtype=str)


def test_each_industry_has_one_total_before_its_occupations(staffing: pd.DataFrame) -> None:
    first = staffing.drop_duplicates("naics")
    assert first["soc"].eq("00-0000").all()
    assert staffing["soc"].eq("00-0000").sum() == len(first)


def test_a_total_is_that_of_all_true_jobs_to_the_ten(little: State, staffing: pd.DataFrame) -> None:
    truth = true_jobs_by_industry(little, build_jobs(little)).groupby("naics")["employment"].sum()
    total = staffing[staffing["soc"].eq("00-0000")].set_index("naics")["employment"]
    told = total[total.ne("*")].astype(float)
    assert len(told) > 20
    assert (told - truth[told.index]).abs().max() <= 5.5


def test_released_occupations_are_never_more_than_their_total(staffing: pd.DataFrame) -> None:
    told = staffing[staffing["employment"].ne("*")].assign(
        employment=lambda rows: rows["employment"].astype(float)
    )
    total = told[told["soc"].eq("00-0000")].set_index("naics")["employment"]
    parts = told[told["soc"].ne("00-0000")].groupby("naics")["employment"].agg(["sum", "size"])
    # Each is rounded to the ten on its own.
    assert (parts["sum"] <= total[parts.index] + 5 * (parts["size"] + 1)).all()
