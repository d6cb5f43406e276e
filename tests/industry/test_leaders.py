"""Who is first is said only as far as it is proven."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sectornb.industry.leaders import growth_leaders, leaders, share_leaders

ENDS = st.lists(
    st.tuples(st.integers(-50, 50), st.integers(0, 60), st.booleans(), st.booleans()),
    min_size=1,
    max_size=8,
)


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=[f"{code}" for code in range(100, 100 + len(values))])


def test_one_whose_least_is_above_what_all_others_can_have_is_first() -> None:
    assert leaders(series(10, 30, 5), series(12, 35, 29)) == ["101"]


def test_those_that_may_have_more_are_named_after_it() -> None:
    assert leaders(series(10, 30, 20), series(31, 35, 90)) == ["101", "102", "100"]


def test_one_of_which_nothing_is_known_may_have_most() -> None:
    assert leaders(series(10, np.nan), series(12, np.nan)) == ["100", "101"]
    assert leaders(series(np.nan), series(5.0)) == []


@given(ENDS, st.data())
def test_whoever_has_most_is_among_them(ends: list[tuple], data: st.DataObject) -> None:
    low = series(*(start if known else np.nan for start, _, known, _ in ends))
    high = series(*(start + wide if known else np.nan for start, wide, _, known in ends))
    found = leaders(low, high)
    true = {
        code: data.draw(
            st.integers(
                -100 if np.isnan(low[code]) else int(low[code]),
                200 if np.isnan(high[code]) else int(high[code]),
            )
        )
        for code in low.index
    }
    assert not found or max(true, key=true.__getitem__) in found
    if len(found) == 1:
        assert all(true[found[0]] > number for code, number in true.items() if code != found[0])


def test_what_was_redrawn_or_is_not_ranked_takes_no_part() -> None:
    factors = pd.DataFrame(
        {
            "naics": ["722", "561", "454"],
            "growth_possible": [True, True, False],
            "employment_change_low": [12_517.0, 4_143.0, np.nan],
            "employment_change_high": [12_535.0, 5_070.0, np.nan],
        }
    )
    ranking = pd.DataFrame({"naics": ["561", "454"]})
    assert growth_leaders(factors, pd.DataFrame({"naics": factors["naics"]})) == ["722"]
    assert growth_leaders(factors, ranking) == ["561"]


def test_concentration_is_compared_on_the_short_list() -> None:
    factors = pd.DataFrame(
        {
            "naics": ["551", "493", "111"],
            "location_quotient_floor": [2.05, 2.02, 9.0],
            "location_quotient_high": [2.19, 2.89, 9.0],
        }
    )
    ranking = pd.DataFrame({"naics": ["493", "551", "111"], "shortlisted": [True, True, False]})
    assert share_leaders(factors, ranking) == ["551", "493"]
