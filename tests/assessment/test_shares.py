"""How sure a share is: of a sample, of everybody, and where some are silent."""

from __future__ import annotations

from functools import partial
from math import comb
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.assessment.shares import COLUMNS, exact_interval, share_bounds_of
from tests.builders.cells import case

close = partial(pytest.approx, rel=1e-6)


@pytest.mark.parametrize("name", ["A6_wilson_exact_81_263", "A7_wilson_exact_0_20"])
def test_the_interval_of_a_share_is_the_published_one(name: str) -> None:
    told = case(name)
    given = told["inputs"]
    found = exact_interval(pd.Series([given["k"]]), pd.Series([given["n"]]))
    low, high = (float(bound.iloc[0]) for bound in found)
    assert [low, high] == pytest.approx(told["expected"]["exact"], abs=told["tolerance"])


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_under_its_ends_as_few_or_as_many_come_up_in_one_of_forty_samples(
    counted: tuple[int, int],
) -> None:
    high, raters = counted
    low, up = (float(b.iloc[0]) for b in exact_interval(pd.Series([high]), pd.Series([raters])))
    assert 0 <= low <= high / raters <= up <= 1
    assert low == 0 if high == 0 else tail(raters, low, range(high, raters + 1)) == close(0.025)
    assert up == 1 if high == raters else tail(raters, up, range(high + 1)) == close(0.025)


def tail(raters: int, share: float, counts: range) -> float:
    """Chance that so many of a sample say so: the sum of binomial terms."""
    return sum(comb(raters, k) * share**k * (1 - share) ** (raters - k) for k in counts)


def bounds(raters: int, high: int, panel: str = "everyone", asked: int = 0) -> dict[str, Any]:
    table = pd.DataFrame(
        {"wave": ["1", "2"], "n_raters": raters, "share_4_or_5": high / raters if raters else None}
    )
    settings = SimpleNamespace(panel=panel, everyone_asked=asked)
    found = share_bounds_of(table, SimpleNamespace(wave="2", raters=raters), settings)  # type: ignore[arg-type]
    assert list(found) == list(COLUMNS)
    return found.iloc[1].to_dict()


def test_a_panel_of_everybody_has_no_interval() -> None:
    assert pd.Series(bounds(12, 6, asked=12)).isna().all()
    assert pd.Series(bounds(12, 6)).isna().all()


def test_a_share_lies_between_that_of_all_silent_against_and_all_for_it() -> None:
    told = case("E12_nonresponse_bounds")
    given, due = told["inputs"], told["expected"]
    found = bounds(given["respondents"], given["yes"], asked=given["invited"])
    ends = [found["share_4_or_5_low"], found["share_4_or_5_high"]]
    assert ends == pytest.approx([due["low"], due["high"]], abs=told["tolerance"])


def test_of_a_sample_the_share_has_an_interval_from_five_raters_on() -> None:
    assert bounds(20, 0, "sample")["share_4_or_5_ci_high"] == pytest.approx(0.1684, abs=5e-5)
    assert pd.Series(bounds(4, 2, "sample")).isna().all()
    assert pd.Series(bounds(0, 0, "sample")).isna().all()


def test_where_some_are_silent_the_share_lies_between_two_bounds() -> None:
    # 6 of 10, two silent of 12 asked: from 6/12 to 8/12.
    found = bounds(10, 6, asked=12)
    assert found["share_4_or_5_low"] == pytest.approx(6 / 12)
    assert found["share_4_or_5_high"] == pytest.approx(8 / 12)
