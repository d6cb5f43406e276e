"""Jobs of an industry in the region, of the owners that a pattern is of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.occupation.industry_jobs import given_jobs, in_scope
from sectornb.shipped import shipped
from tests.builders.occupation_study import COUNTIES, occupation_study
from tests.builders.truth import read_truth


def truth(naics: str) -> float:
    rows = read_truth(shipped("data", "example") / "truth" / "private_annual.npz")
    rows = rows[rows["area_fips"].isin(COUNTIES) & rows["naics"].eq(naics)]
    return float(rows[rows["year"].astype(str).eq("2022")]["employment"].sum())


def test_what_every_county_discloses_is_the_count_itself() -> None:
    row = occupation_study().region_jobs["private"].of(["541"]).iloc[0]
    assert row["employment_status"] == "disclosed"
    assert row["employment_low"] == row["employment"] == row["employment_high"]


def test_the_truth_of_a_withheld_industry_lies_between_its_ends() -> None:
    row = occupation_study().region_jobs["private"].of(["622"]).iloc[0]
    assert row["employment_status"] == "estimate"
    assert row["employment_low"] < truth("622") < row["employment_high"]
    assert row["employment_low"] <= row["employment"] <= row["employment_high"]


def test_one_employers_figure_is_told_as_a_least_number_only() -> None:
    row = occupation_study().region_jobs["private"].of(["221"]).iloc[0]
    assert row["employment_status"] == "at_least"
    assert np.isnan([row["employment"], row["employment_high"]]).all()
    assert row["employment_low"] <= truth("221")


def test_an_industry_that_no_county_has_is_zero() -> None:
    row = occupation_study().region_jobs["private"].of(["491"]).iloc[0]
    assert (row["employment_status"], row["employment_high"]) == ("zero", 0)


def test_hospitals_of_all_but_the_federal_government_lie_between_private_and_all() -> None:
    jobs = occupation_study().region_jobs
    found = {scope: in_scope(jobs, ["622"], scope).iloc[0] for scope in ("private", "all")}
    nonfederal = in_scope(jobs, ["622"], "nonfederal").iloc[0]
    assert found["private"]["employment_low"] < nonfederal["employment_low"]
    assert nonfederal["employment_high"] < found["all"]["employment_high"]
    assert nonfederal["employment_low"] <= nonfederal["employment"]


def rows(**ends: float) -> pd.DataFrame:
    given = {"naics": ["3363"], "employment": [100.0], "low": [np.nan], "high": [np.nan]}
    return pd.DataFrame({**given, **{name: [value] for name, value in ends.items()}})


def test_jobs_given_without_ends_are_taken_as_a_count() -> None:
    row = given_jobs(rows(), ["3363"]).iloc[0]
    assert row["employment_status"] == "disclosed"
    assert row["employment_low"] == row["employment_high"] == 100


def test_jobs_given_with_ends_keep_them() -> None:
    row = given_jobs(rows(low=90.0, high=120.0), ["3363"]).iloc[0]
    assert [row["employment_low"], row["employment_high"]] == pytest.approx([90, 120])
    assert row["employment_status"] == "estimate"
