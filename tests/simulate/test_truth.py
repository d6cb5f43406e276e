from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.errors import ParameterError
from sectornb.simulate import State, simulate_state
from sectornb.simulate.industries import activities, tree


def test_jobs_add_up_at_every_level_in_every_month(seeded: State) -> None:
    economy = seeded.economy
    for year in seeded.years:
        part = tree(2022 if year >= 2022 else 2017)
        for values, when in (
            (economy.jobs, economy.months(year)),
            (economy.wages, economy.quarters(year)),
            (economy.establishments, economy.quarters(year)),
        ):
            sums = part.add_up(values[:, :, when])
            for children, starts, parents in part.families:
                assert (np.add.reduceat(sums[children], starts, axis=0) == sums[parents]).all()


def test_truth_adds_up_from_six_to_three_digits(seeded: State) -> None:
    frame = seeded.truth
    for digits in (4, 5, 6):
        children = frame[frame["naics"].str.len() == digits]
        above = children.assign(naics=children["naics"].str[:-1])
        keys = ["area_fips", "naics", "year"]
        sums = above.groupby(keys)[["employment", "total_wages_usd", "establishments"]].sum()
        parents = frame[frame["naics"].str.len() == digits - 1].set_index(keys)
        merged = parents.join(sums.add_suffix("_sum"), how="inner")
        assert len(merged) == len(parents)
        for name in ("employment", "total_wages_usd", "establishments"):
            assert np.allclose(merged[name], merged[f"{name}_sum"], rtol=1e-12, atol=1e-6)


def test_counties_and_the_unknown_county_add_up_to_the_state(example: State) -> None:
    frame = example.truth.assign(state=example.truth["area_fips"].str[:2])
    whole = frame["area_fips"].str[2:] == "000"
    keys = ["state", "naics", "year"]
    parts = frame[~whole].groupby(keys)["total_wages_usd"].sum()
    states = frame[whole].set_index(keys)["total_wages_usd"]
    pd.testing.assert_series_equal(parts.sort_index(), states.sort_index(), check_names=False)


def test_jobs_run_on_unbroken_where_the_codes_change(example: State) -> None:
    # The retail sector keeps its jobs between December 2021 and January 2022.
    economy = example.economy
    retail = np.isin(activities().sector, ["44-45", "51"])
    jobs = economy.jobs[:, retail].sum(axis=(0, 1))
    january = economy.months(2022).start
    before, after = jobs[january - 12 : january].mean(), jobs[january : january + 12].mean()
    assert abs(after / before - 1) < 0.1
    seasonal = jobs[january - 12 + 0] / jobs[january - 12 - 1]
    assert abs(jobs[january] / jobs[january - 1] / seasonal - 1) < 0.05


def test_no_jobs_where_there_is_no_establishment(example: State) -> None:
    economy = example.economy
    empty = economy.establishments.repeat(3, axis=2) == 0
    assert (economy.jobs[empty] == 0).all()
    assert (economy.jobs >= 0).all() and (economy.wages >= 0).all()
    assert (
        economy.wages[economy.jobs.reshape(*economy.wages.shape, 3).sum(axis=3) == 0] == 0
    ).all()


def test_leisure_fell_in_the_pandemic(little: State) -> None:
    economy = little.economy
    food = activities().sector == "72"
    jobs = economy.jobs[:, food].sum(axis=(0, 1))
    april, year_before = economy.months(2020).start + 3, economy.months(2019).start + 3
    assert jobs[april] < 0.75 * jobs[year_before]


def test_the_same_seed_gives_the_same_state_and_another_seed_another(little: State) -> None:
    again = simulate_state(3, 10, range(2019, 2021))
    other = simulate_state(4, 10, range(2019, 2021))
    pd.testing.assert_frame_equal(little.truth, again.truth)
    pd.testing.assert_frame_equal(little.annual[2020], again.annual[2020])
    assert (little.economy.jobs != other.economy.jobs).any()


@pytest.mark.parametrize("years", [range(2017, 2017), range(2017, 2023, 2), range(1999, 2003)])
def test_impossible_years_are_refused(years: range) -> None:
    with pytest.raises(ParameterError, match="consecutive years"):
        simulate_state(years=years)
