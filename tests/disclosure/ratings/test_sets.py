"""Sets of ratings that agree with printed figures, against a plain enumeration."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.disclosure.ratings.counted import ways_by_median_and_share
from sectornb.disclosure.ratings.figures import (
    HALVES,
    STATISTICS,
    WHOLE,
    Scale,
    counts_of,
    printed_figures,
)
from sectornb.disclosure.ratings.printable import alike, sets_left
from sectornb.disclosure.ratings.sets import BLOCK, agreeing_sets, number_of_sets


@pytest.mark.parametrize(("raters", "scale"), [(5, WHOLE), (10, WHOLE), (5, HALVES)])
def test_without_figures_it_is_every_set_once(raters: int, scale: Scale) -> None:
    found = np.concatenate(list(agreeing_sets(raters, scale, {})))
    assert len(np.unique(found, axis=0)) == len(found) == number_of_sets(raters, scale)
    assert (found.sum(axis=1) == raters).all() and (found >= 0).all()


@cache
def plainly(raters: int) -> np.ndarray:
    """Every set of half ratings, listed one by one."""
    points = HALVES.points.tolist()
    return np.array(
        [
            [Counter(each)[point] for point in points]
            for each in combinations_with_replacement(points, raters)
        ]
    )


@settings(max_examples=15)
@given(
    st.lists(st.integers(2, 10), min_size=5, max_size=6),
    st.sets(st.sampled_from(STATISTICS), min_size=1),
)
def test_what_agrees_is_what_a_plain_search_finds(doubled: list[int], names: set[str]) -> None:
    truth = counts_of([value / 2 for value in doubled], scale=HALVES)
    chosen = sorted(names)
    figures = printed_figures(truth, HALVES, chosen)[0]
    wanted = dict(zip(chosen, map(int, figures), strict=True))
    found = {
        tuple(row)
        for block in agreeing_sets(len(doubled), HALVES, wanted)
        for row in block.tolist()
    }
    every = plainly(len(doubled))
    agrees = (printed_figures(every, HALVES, chosen) == figures).all(axis=1)
    assert found == {tuple(row) for row in every[agrees].tolist()}


@pytest.mark.parametrize("known", [0, 2, 4])
def test_with_a_rating_known_only_sets_that_have_it_are_left(known: int) -> None:
    every = np.concatenate(list(agreeing_sets(7, WHOLE, {"median": 12})))
    left = np.concatenate(list(agreeing_sets(7, WHOLE, {"median": 12}, known)))
    having = every[every[:, known] > 0]
    assert sorted(left.tolist()) == sorted(having.tolist())


def test_blocks_stay_small() -> None:
    # 24,310 sets of 9 half ratings with one of them known to fall in; never a block above.
    blocks = agreeing_sets(9, HALVES, {"median": 12})
    assert max(map(len, blocks)) <= BLOCK


# Shares of the sets that figures identify, or that are left with at least five: numbers of
# the methods reference, in percent to one decimal.
EVERYTHING = ("median", "mean", "share", "agreement", "deviation")


@pytest.mark.parametrize(
    ("raters", "sets", "identified"), [(5, 126, 93.7), (10, 1001, 90.0), (15, 3876, 86.2)]
)
def test_all_five_figures_together_identify_nearly_every_set(
    raters: int, sets: int, identified: float
) -> None:
    # The reference takes the share itself, not "at most one".
    every, figures = measured(raters, EVERYTHING)
    assert len(every) == sets
    assert percent(sets_left(alike(figures), every < 0) == 1) == identified


@pytest.mark.parametrize(
    ("raters", "names", "everybody", "rater"),
    [
        (5, ["median"], 100, 100),
        (10, ["median"], 100, 100),
        (15, ["median"], 100, 100),
        (5, ["median", "share"], 92.9, 63.5),
        (10, ["median", "share"], 99.6, 92.8),
        (15, ["median", "share"], 100, 100),
        (5, ["median", "mean"], 49.2, 0.8),
        (10, ["median", "mean"], 85.0, 64.6),
        (15, ["median", "mean"], 98.4, 95.3),
    ],
)
def test_what_some_figures_leave_to_everybody_and_to_each_rater(
    raters: int, names: list[str], everybody: float, rater: float
) -> None:
    every, figures = measured(raters, names)
    group = alike(figures)
    # No rating known: no set has any.
    assert percent(sets_left(group, every < 0) >= 5) == everybody
    assert percent(sets_left(group, every > 0) >= 5) == rater


def test_a_share_told_as_at_most_one_leaves_more() -> None:
    # Of 5 raters 76.2 % instead of 63.5 keep five sets to each rater, of 10 94.4 instead of 92.8.
    for raters, rater in ((5, 76.2), (10, 94.4)):
        every = np.concatenate(list(agreeing_sets(raters, WHOLE, {})))
        group = alike(printed_figures(every, WHOLE, ["median", "share"]))
        assert percent(sets_left(group, every > 0) >= 5) == rater


def measured(raters: int, names: object) -> tuple[np.ndarray, np.ndarray]:
    """Every set, and its figures with the share as it is."""
    every = np.concatenate(list(agreeing_sets(raters, WHOLE, {})))
    figures = printed_figures(every, WHOLE, list(names))  # type: ignore[call-overload]
    if "share" in list(names):  # type: ignore[call-overload]
        figures[:, list(names).index("share")] = every[:, 3:].sum(axis=1)  # type: ignore[call-overload]
    return every, figures


def percent(which: np.ndarray) -> float:
    return round(float(which.mean()) * 100, 1)


@pytest.mark.parametrize(("raters", "scale"), [(7, WHOLE), (10, WHOLE), (6, HALVES)])
def test_sets_are_counted_as_they_are_listed(raters: int, scale: Scale) -> None:
    every = np.concatenate(list(agreeing_sets(raters, scale, {})))
    figures = printed_figures(every, scale, ["median", "share"])
    ways, shares = ways_by_median_and_share(raters, scale)
    for median, table in ways.items():
        for column, share in enumerate(shares):
            these = every[(figures == [median, share]).all(axis=1)]
            assert table[:, column].tolist() == [len(these), *(these > 0).sum(axis=0).tolist()]
