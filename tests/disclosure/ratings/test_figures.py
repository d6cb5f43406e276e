"""Figures of an item as printed, from counts by point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.disclosure.ratings.figures import (
    HALVES,
    STATISTICS,
    WHOLE,
    Scale,
    counts_of,
    printed_figures,
)
from sectornb.errors import ParameterError


def figures(*ratings: float, scale: Scale = WHOLE) -> list[int]:
    return [int(n) for n in printed_figures(counts_of(ratings, scale), scale, STATISTICS)[0]]


def test_the_published_item_of_five_raters() -> None:
    # Ratings 4 4 5 4 3: median 4 (x4 = 16), four of five at 4 or more, mean 4.00,
    # s² 0.5 with n - 1, r_wg = 1 - 0.5/2 = 0.75, AD = (0+0+1+0+1)/5 = 0.40.
    assert figures(4, 4, 5, 4, 3) == [16, 4, 400, 75, 40]


def test_a_median_between_two_ratings_is_their_mean() -> None:
    # 2 3 4 5: between 3 and 4, so 3.5, x4 = 14.
    assert figures(5, 2, 3, 4)[0] == 14


def test_none_and_one_print_the_same_share_and_so_do_all_and_all_but_one() -> None:
    assert figures(1, 2, 3, 3, 3)[1] == figures(1, 2, 3, 3, 4)[1] == 1
    assert figures(4, 4, 5, 4, 4)[1] == figures(4, 4, 5, 4, 1)[1] == 4


def test_agreement_is_not_below_zero() -> None:
    # 1 1 5 5: s² = 16/3, above 2.
    assert figures(1, 1, 5, 5)[3] == 0


@settings(max_examples=30)
@given(st.lists(st.integers(2, 10), min_size=2, max_size=9))
def test_figures_are_those_of_the_ratings_themselves(doubled: list[int]) -> None:
    ratings = np.array(doubled) / 2
    told = figures(*ratings, scale=HALVES)
    assert told[0] == 4 * np.median(ratings)
    high = int((ratings >= 4).sum())
    assert told[1] in (high, 1, len(ratings) - 1)
    mean = ratings.mean()
    agreement = max(0, 1 - ratings.var(ddof=1) / 2)
    deviation = abs(ratings - mean).mean()
    assert np.abs(np.array(told[2:]) / 100 - [mean, agreement, deviation]).max() < 0.00501


def test_what_is_no_point_of_the_scale_is_refused_without_telling_it() -> None:
    with pytest.raises(ParameterError) as told:
        counts_of([3, 3.5, 4], scale=WHOLE)
    assert "1 of 3 ratings are no points" in str(told.value) and "3.5" not in str(told.value)


def test_an_unknown_statistic_is_refused() -> None:
    with pytest.raises(ParameterError, match="'?range'? is no statistic"):
        printed_figures(np.ones((1, 5), dtype=np.int64), WHOLE, ["range"])


def test_points_are_doubled() -> None:
    assert WHOLE.points.tolist() == [2, 4, 6, 8, 10] and len(HALVES.points) == 9
