"""The most that can be printed of an item."""

from __future__ import annotations

import numpy as np
import pytest

from sectornb.disclosure.ratings.figures import HALVES, STATISTICS, WHOLE, Scale, printed_figures
from sectornb.disclosure.ratings.printable import (
    MOST_SETS,
    _levels,
    _shares_told,
    alike,
    printable,
    sets_left,
)
from sectornb.disclosure.ratings.sets import number_of_sets


@pytest.mark.parametrize(
    ("raters", "scale"), [(5, WHOLE), (6, WHOLE), (8, WHOLE), (10, WHOLE), (15, WHOLE), (6, HALVES)]
)
def test_who_sees_what_is_printed_and_what_is_left_out_is_left_five_sets(
    raters: int, scale: Scale
) -> None:
    sets, levels = _levels(raters, scale)
    figures = printed_figures(sets, scale, STATISTICS)
    # What a reader sees: how many statistics stand there, and these.
    seen = np.where(np.arange(len(STATISTICS)) < levels[:, None], figures, -1)
    assert sets_left(alike(np.column_stack([levels, seen])), sets > 0).min() >= 5


def test_how_often_median_and_share_and_mean_can_stand() -> None:
    # In percent of all sets; half of the sets of five raters allow the median alone.
    told = {}
    for raters in (5, 10, 15):
        _, levels = _levels(raters, WHOLE)
        told[raters] = [round(float((levels >= n).mean()) * 100, 1) for n in (1, 2, 3)]
    assert told == {5: [100, 52.4, 0], 10: [100, 86.7, 19.8], 15: [100, 100, 64.0]}


def test_of_six_raters_not_even_every_median_can_stand() -> None:
    # Median 4.5 of six: three at most 4 with a 4 among them, three fives: C(4+2-1, 2) = 10
    # sets, and 4 of them hold a 1 - too few for the rater who gave it.
    assert printable([1, 2, 4, 5, 5, 5]) == ()
    assert printable([1, 2, 3, 4, 5, 5])[0] == "median"


def test_fewer_than_five_raters_print_nothing() -> None:
    assert printable([3, 4, 4, 5]) == ()


def test_a_large_panel_is_decided_by_counting() -> None:
    ratings = [2, 3, 3.5, 4, 4, 4.5, 5, 2.5, 3, 4] * 3
    assert number_of_sets(30, HALVES) > MOST_SETS
    assert printable(ratings, scale=HALVES) == ("median", "share")


@pytest.mark.parametrize(("raters", "scale"), [(7, WHOLE), (10, WHOLE), (6, HALVES)])
def test_counting_decides_as_listing_does(raters: int, scale: Scale) -> None:
    sets, levels = _levels(raters, scale)
    figures = printed_figures(sets, scale, ["median", "share"])
    told = _shares_told(raters, scale)
    assert all(
        (share in told[median]) == (level >= 2)
        for (median, share), level in zip(figures.tolist(), levels, strict=True)
        if level
    )
