"""Jobs that sustain a family: shares between the published percentiles, and over the industry."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.occupation.sustaining import paying_shares, sustaining_summary, sustaining_wages
from sectornb.occupation.wages import HOURLY
from sectornb.sources.own_tables.thresholds import Threshold

PERCENTILES = [10.0, 15.0, 20.0, 30.0, 50.0]


def wages(values: list[float] | None = None, top: str = "") -> pd.DataFrame:
    row = dict(zip(HOURLY, values or PERCENTILES, strict=True))
    return pd.DataFrame([{"soc": "29-1141", "top_coded": top, **row}])


def shares(hourly: float, **of: object) -> list[float]:
    row = paying_shares(wages(**of), hourly).iloc[0]  # type: ignore[arg-type]
    return [row["pays_share_low"], row["pays_share"], row["pays_share_high"]]


@pytest.mark.parametrize(
    ("hourly", "expected"),
    [
        (5.0, [0.9, 0.95, 1.0]),
        (17.5, [0.5, 0.625, 0.75]),
        (20.0, [0.5, 0.5, 0.75]),
        (60.0, [0.0, 0.05, 0.1]),
    ],
)
def test_a_threshold_lies_between_published_percentiles(
    hourly: float, expected: list[float]
) -> None:
    assert shares(hourly) == pytest.approx(expected)


def test_a_least_number_below_the_threshold_says_nothing_above_it() -> None:
    low, point, high = shares(60.0, top="p75")
    assert (low, high) == (0.0, 0.5)
    assert low <= point <= high


def test_a_least_number_above_the_threshold_is_above_it() -> None:
    assert shares(25.0, top="p75")[0] == pytest.approx(0.25)


def test_without_hourly_wages_nothing_is_told() -> None:
    assert np.isnan(shares(20.0, values=[np.nan] * 5)).all()


@given(
    st.lists(st.floats(8, 100), min_size=5, max_size=5).map(sorted), st.floats(5, 120),
    st.floats(5, 120),
)  # fmt: skip
def test_shares_are_in_order_and_fall_with_the_threshold(
    values: list[float], one: float, other: float
) -> None:
    less, more = (shares(hourly, values=values) for hourly in sorted((one, other)))
    assert less[0] <= less[1] <= less[2]
    assert all(low >= high - 1e-9 for low, high in zip(less, more, strict=True))


def industry(*jobs: tuple[float, float, float]) -> pd.DataFrame:
    rows = pd.DataFrame(jobs, columns=["employment", "employment_low", "employment_high"])
    codes = [f"29-114{place}" for place in range(len(rows))]
    return rows.assign(soc=codes, occupation_title=codes)


def test_the_share_of_the_industry_is_weighed_by_jobs_and_bounded_by_their_ends() -> None:
    profile = industry((100.0, 50.0, 150.0), (100.0, 100.0, 100.0))
    of = [
        wages([wage] * 5).assign(soc=code)
        for code, wage in zip(profile["soc"], (30.0, 10.0), strict=True)
    ]
    threshold = Threshold(2080 * 20.0, "a table")
    table = sustaining_wages(profile, pd.concat(of), threshold)
    row = sustaining_summary(profile, table, threshold, 3, "Here").iloc[0]
    assert row["wage_covered_share"] == 1
    # Of the first 90 to 100 percent pay it, of the second 0 to 10.
    assert row["sustaining_share_low"] == pytest.approx(50 * 0.9 / 150)
    assert row["sustaining_share_high"] == pytest.approx((150 + 10) / 250)
    assert row["sustaining_share_low"] <= row["sustaining_share"] <= row["sustaining_share_high"]
