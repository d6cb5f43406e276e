"""Estimates of withheld cells: inside bounds, named as estimates, better than simpler ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.estimates import industry_estimates
from sectornb.disclosure.withheld.system import system_of
from sectornb.errors import ParameterError
from sectornb.simulate import simulate_state
from tests.builders.intervals import simple_rows
from tests.disclosure.withheld.test_truth import private_rows


def test_establishments_share_what_the_parent_leaves() -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None),
                        ("39041", "623", None)])  # fmt: skip
    rows["establishments"] = [20.0, 6, 4, 10]
    cells = industry_estimates(system_of(rows, ["39041"])).cells.set_index("naics")
    # Nothing tells how large hospitals are; 70 jobs go by establishments, 4 to 10.
    assert cells.loc["622", "employment_estimate"] == pytest.approx(20)
    assert cells.loc["623", "employment_estimate"] == pytest.approx(50)
    assert cells.loc["621", "employment_estimate"] == 30


def test_the_usual_size_of_the_industry_counts() -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None),
                        ("39041", "623", None), ("39045", "622", 300),
                        ("39045", "623", 50)])  # fmt: skip
    rows["establishments"] = [20.0, 6, 4, 10, 10, 25]
    cells = industry_estimates(system_of(rows, ["39041"])).cells
    found = cells[cells["area_fips"].eq("39041")].set_index("naics")["employment_estimate"]
    # 30 jobs a hospital, 2 a home: 120 to 20 of 70.
    assert found["622"] == pytest.approx(60)
    assert found["623"] == pytest.approx(10)


def test_no_estimate_is_given_for_fewer_than_three_establishments() -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None),
                        ("39041", "623", None)])  # fmt: skip
    rows["establishments"] = [20.0, 6, 2, 10]
    found = industry_estimates(system_of(rows, ["39041"]))
    cells, region = found.cells.set_index("naics"), found.region.set_index("naics")
    assert np.isnan(cells.loc["622", "employment_estimate"])
    assert np.isnan(region.loc["622", "total_wages_usd_estimate"])
    assert region.loc["623", "employment_estimate"] > 0


@pytest.mark.parametrize("use_state", [True, False])
def test_estimates_lie_inside_the_bounds_and_beat_simpler_ones(use_state: bool) -> None:
    state = simulate_state(5, 30, range(2022, 2023))
    rows = private_rows(state, 2022, "57")
    counties = sorted(set(rows["area_fips"]) - {"57000", "57999"})[:6]
    cells = industry_estimates(system_of(rows, counties, use_state=use_state)).cells
    bounds = industry_bounds(system_of(rows, counties, use_state=use_state)).cells
    key = ["area_fips", "own_code", "naics", "year"]
    both = cells.merge(bounds[[*key, "employment_low", "employment_high"]], on=key)
    given = both[both["employment_estimate"].notna()]
    assert (given["employment_estimate"] >= given["employment_low"] - 1e-6).all()
    high = given["employment_high"].fillna(np.inf)
    assert (given["employment_estimate"] <= high + 1e-6).all()
    told = given[given["employment_status"].eq("withheld") & given["agglvl_code"].eq("75")]
    true = told.merge(state.truth, on=["area_fips", "naics", "year"])
    error = (true["employment_estimate"] - true["employment"]).abs().sum()
    zero = true["employment"].sum()
    middle = (true["employment_low"] + true["employment_high"]) / 2
    assert error < 0.5 * zero
    assert error < 0.6 * (middle - true["employment"]).abs().sum()


def test_rounded_figures_are_refused() -> None:
    rows = simple_rows([("39041", "62", 100)])
    with pytest.raises(ParameterError, match="rounded"):
        industry_estimates(system_of(rows, ["39041"], counting="rounded"))


def test_withheld_figures_stay_missing_in_the_rows_given() -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", None)])
    before = rows.copy()
    industry_estimates(system_of(rows, ["39041"]))
    pd.testing.assert_frame_equal(rows, before)
