"""Openings a year: change, and leavers of the mean of base and projected jobs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.occupation.demand import EVERY
from sectornb.occupation.openings import annual_openings, growth_rates, occupation_openings
from tests.builders.cells import case


def jobs(employment: float, low: float | None = None, high: float | None = None) -> pd.DataFrame:
    ends = {
        "employment_low": [employment if low is None else low],
        "employment_high": [employment if high is None else high],
    }
    first = {"soc": ["29-1141"], "occupation_title": ["Registered nurses"]}
    return pd.DataFrame({**first, "employment": [employment], **ends})


def level(growth: float, name: str = "nation", soc: str = "29-1141") -> pd.DataFrame:
    told = {"growth_level": name, "growth_area": name, "base_year": "2020", "target_year": "2030"}
    return pd.DataFrame({"soc": [soc], "growth_pct": [growth], **{k: [v] for k, v in told.items()}})


def rates(exits: float, transfers: float) -> pd.DataFrame:
    codes = {"soc": ["29-1141"]}
    return pd.DataFrame({**codes, "exit_rate_pct": [exits], "transfer_rate_pct": [transfers]})


def openings(of: pd.DataFrame, growth: pd.DataFrame, leave: pd.DataFrame) -> pd.Series:
    table = growth_rates([growth], of["soc"])
    return occupation_openings(of, table, leave, "target").iloc[0]


def test_the_published_example_of_registered_nurses() -> None:
    example = case("O2_openings_identity")
    inputs, expected = example["inputs"], example["expected"]
    parts = [
        pd.Series([float(inputs[name])])
        for name in ("growth", "labor_force_exits", "occupational_transfers")
    ]
    ten = annual_openings(*parts, pd.Series([1.0]))
    assert ten.tolist() == [expected["openings_ten_years"]]
    year = annual_openings(*parts, pd.Series([10.0]))
    assert year.tolist() == pytest.approx([expected["openings_per_year"]])


def test_the_same_example_by_rates_of_the_mean_of_both_years() -> None:
    example = case("O2_openings_identity")
    inputs, expected = example["inputs"], example["expected"]
    mean = (inputs["base"] + inputs["projected"]) / 2
    leave = rates(
        100 * inputs["labor_force_exits"] / 10 / mean,
        100 * inputs["occupational_transfers"] / 10 / mean,
    )
    growth = 100 * (inputs["projected"] / inputs["base"] - 1)
    row = openings(jobs(inputs["base"]), level(growth), leave)
    assert row["annual_openings"] == pytest.approx(expected["openings_per_year"])
    assert row["growth_pct"] == pytest.approx(expected["growth_pct"], abs=example["tolerance"])
    assert row["transfer_share"] == pytest.approx(inputs["occupational_transfers"] / 43_201)


def test_a_shrinking_occupation_still_has_openings() -> None:
    row = openings(jobs(1000), level(-10.0), rates(4.0, 6.0))
    assert row["projected_change"] == pytest.approx(-100)
    assert row["annual_openings"] == pytest.approx(-10 + 0.1 * 950)


def test_the_nearest_level_that_tells_growth_counts() -> None:
    region = level(5.0, "region", EVERY)
    other = level(7.0, "state")
    table = growth_rates([region.assign(growth_pct=np.nan), other, level(9.0)], jobs(1)["soc"])
    assert table["growth_level"].tolist() == ["state"]
    table = growth_rates([region, other], jobs(1)["soc"])
    assert table["growth_pct"].tolist() == [5.0]


def test_an_occupation_that_nobody_projects_is_told_so() -> None:
    none = level(5.0, soc="11-1011")
    row = openings(jobs(1000), none, rates(4.0, 6.0))
    assert np.isnan(row["annual_openings"])
    assert row["openings_status"] == "no_growth"


def test_jobs_that_are_not_known_leave_a_range() -> None:
    of = jobs(np.nan, 100, 200)
    row = openings(of, level(0.0), rates(4.0, 6.0))
    assert row["openings_status"] == "no_jobs"
    assert [row["annual_openings_low"], row["annual_openings_high"]] == pytest.approx([10, 20])


def test_an_open_end_of_the_jobs_stays_open() -> None:
    row = openings(jobs(150, 100, np.nan), level(0.0), rates(4.0, 6.0))
    assert np.isnan(row["annual_openings_high"])
    assert row["annual_openings_low"] == pytest.approx(10)


@given(
    st.floats(0, 1e5), st.floats(0, 1), st.floats(1, 3), st.floats(-90, 200), st.floats(0, 30),
    st.floats(0, 30),
)  # fmt: skip
def test_openings_lie_between_their_ends(
    employment: float, down: float, up: float, growth: float, exits: float, transfers: float
) -> None:
    of = jobs(employment, employment * down, employment * up)
    row = openings(of, level(growth), rates(exits, transfers))
    low, high = row["annual_openings_low"], row["annual_openings_high"]
    assert low - 1e-6 <= row["annual_openings"] <= high + 1e-6
