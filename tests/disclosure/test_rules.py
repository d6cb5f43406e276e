"""Rules that hold back a figure by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sectornb.disclosure.rules import (
    coarse_dates,
    dominated,
    ends_coded,
    estimable,
    few_degrees,
    protection,
    small_bases,
    small_counts,
)
from sectornb.disclosure.thresholds import DisclosureRules

RULES = DisclosureRules()


def test_the_defaults_are_those_that_are_printed() -> None:
    assert (RULES.threshold, RULES.model_copy(update={"audience": "internal"}).threshold) == (10, 5)
    for told in ("below 10", "2 largest", "90%", "10 %", "fewer than 5 raters", "by quarter"):
        assert told in RULES.sentence


@pytest.mark.parametrize(
    "name", ["public_threshold", "internal_threshold", "raters", "contributors"]
)
def test_no_threshold_is_below_three(name: str) -> None:
    with pytest.raises(ValidationError):
        DisclosureRules(**{name: 2})


def test_no_panel_of_fewer_than_five_raters_can_be_asked_for() -> None:
    with pytest.raises(ValidationError):
        DisclosureRules(raters=4)


def test_counts_below_the_threshold_are_small_and_nobody_is_not() -> None:
    found = small_counts(np.array([0, 1, 9, 10, np.nan]), RULES)
    assert found.tolist() == [False, True, True, False, False]
    hidden = small_counts(np.array([0.0, 12.0]), RULES.model_copy(update={"zeros_shown": False}))
    assert hidden.tolist() == [True, False]


def test_a_part_is_small_too_if_few_or_none_are_left_or_none_are_in_it() -> None:
    part, base = np.array([20, 20, 0, 30]), np.array([40, 25, 40, 30])
    assert small_counts(part, RULES, base).tolist() == [False, True, True, True]


def test_two_contributors_above_nine_tenths_dominate() -> None:
    total, largest = np.array([100.0, 100.0]), np.array([[60.0, 30.0], [60.0, 31.0]])
    assert dominated(total, largest, RULES).tolist() == [False, True]


def test_the_second_largest_may_not_estimate_the_largest_within_p_percent() -> None:
    # All others together: 5 of 60 are less than 6, 6 are not.
    largest = np.array([[60.0, 35.0], [60.0, 34.0]])
    assert estimable(np.array([100.0, 100.0]), largest, RULES).tolist() == [True, False]


def test_protection_is_the_most_that_a_rule_asks_for() -> None:
    # p %: 6 − 5 = 1; dominance: 95 / 0.9 − 100 = 5.56.  Two contributors: 10 % of 60.
    largest = np.array([[60.0, 35.0], [60.0, 40.0], [40.0, 30.0]])
    found = protection(np.array([100.0, 100.0, 100.0]), largest, np.array([4, 2, 9]), RULES)
    assert found == pytest.approx([95 / 0.9 - 100, 100 / 0.9 - 100, 0])


@given(st.lists(st.floats(0.1, 1_000), min_size=1, max_size=8))
def test_what_a_rule_holds_back_has_a_protection(contributions: list[float]) -> None:
    x = np.sort(contributions)[::-1]
    total, largest = np.array([x.sum()]), np.append(x, [0.0, 0.0])[None, :2]
    unsafe = dominated(total, largest, RULES) | estimable(total, largest, RULES) | (len(x) < 3)
    wanted = protection(total, largest, np.array([len(x)]), RULES)
    assert (wanted[0] > 0) == unsafe[0]


def test_medians_and_models_need_ten_and_a_missing_base_is_none() -> None:
    base = np.array([9, 10, np.nan])
    assert small_bases(base, RULES).tolist() == [True, False, True]
    assert few_degrees(base, RULES).tolist() == [True, False, True]


def test_the_ends_are_drawn_in_until_enough_stand_there() -> None:
    values = pd.Series([float(n) for n in range(30)] + [np.nan])
    found = ends_coded(values, RULES)
    assert (found.min(), found.max()) == (9, 20) and found.isna().sum() == 1
    assert found.eq(9).sum() == found.eq(20).sum() == 10


def test_too_few_values_have_no_ends_to_print() -> None:
    assert ends_coded(pd.Series(range(19)), RULES).isna().all()


def test_dates_are_quarters_or_years() -> None:
    dates = pd.Series(["2024-09-30", "2024-10-01", None])
    assert coarse_dates(dates, RULES).tolist()[:2] == ["2024 Q3", "2024 Q4"]
    years = coarse_dates(dates, RULES.model_copy(update={"dates": "year"}))
    assert years.tolist()[:2] == ["2024", "2024"] and years.isna().tolist() == [False, False, True]
