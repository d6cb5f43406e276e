"""The most that can be printed of an item, so that what is left out tells nothing either."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from sectornb.disclosure.ratings.counted import Ways, ways_by_median_and_share
from sectornb.disclosure.ratings.figures import (
    STATISTICS,
    WHOLE,
    Counts,
    Scale,
    counts_of,
    printed_figures,
)
from sectornb.disclosure.ratings.sets import agreeing_sets, number_of_sets
from sectornb.disclosure.thresholds import FEWEST_RATERS as FEWEST_RATERS

LEAST_SETS = 5
MOST_SETS = 150_000
"""Panels of up to 40 whole or 12 half ratings are decided by all their sets; see `printable`."""


def printable(ratings: Sequence[float], scale: Scale = WHOLE) -> tuple[str, ...]:
    """The longest beginning of `STATISTICS` that leaves at least `LEAST_SETS` sets of ratings.

    They are left to everybody, and to each rater, who knows one of the ratings.  Who reads
    that the share stands there and the mean does not, and knows this rule, learns that the
    mean would have told too much; so the sets that are counted are those that print the same
    figures *and leave out the same ones*.

    Parameters
    ----------
    ratings : sequence of float
        Of all raters of the item.
    scale : Scale
        What could be given.

    Returns
    -------
    tuple of str
        Empty below `FEWEST_RATERS` ratings.  Of panels with more than `MOST_SETS` sets no
        more than median and share, whose sets are counted without listing them.
    """
    counts = counts_of(ratings, scale)
    raters = int(counts.sum())
    if raters < FEWEST_RATERS:
        return ()
    if number_of_sets(raters, scale) > MOST_SETS:
        median, share = map(int, printed_figures(counts, scale, STATISTICS[:2])[0])
        return STATISTICS[: 1 + (share in _shares_told(raters, scale)[median])]
    sets, levels = _levels(raters, scale)
    return STATISTICS[: int(levels[(sets == counts).all(axis=1)][0])]


@cache
def _levels(raters: int, scale: Scale) -> tuple[Counts, Counts]:
    """Every set of ratings, and how many of `STATISTICS` are printed of it."""
    sets = np.concatenate(list(agreeing_sets(raters, scale, {})))
    figures, rated = printed_figures(sets, scale, STATISTICS), sets > 0
    levels = np.zeros(len(sets), dtype=np.int64)
    group = np.zeros(len(sets), dtype=np.int64)
    for level in range(len(STATISTICS)):
        on = np.flatnonzero(levels == level)
        parent = alike(group[on, None])
        child = alike(np.column_stack([parent, figures[on, level]]))
        going = _going_on(parent, child, rated[on])
        levels[on[going]] += 1
        group[on] = child
    return sets, levels


@cache
def _shares_told(raters: int, scale: Scale) -> dict[int, list[int]]:
    """Four times each median to the shares that are printed beside it, in a large panel."""
    ways_by_median, shares = ways_by_median_and_share(raters, scale)
    told = {}
    for median, ways in ways_by_median.items():
        going = [column for column in range(len(shares)) if _company(ways[:, [column]])]
        # What stays shows the median alone, and has to be enough by itself.
        while len(going) < len(shares) and not _company(np.delete(ways, going, axis=1)):
            going.remove(min(going, key=lambda column: ways[0, column]))
        told[median] = [shares[column] for column in going]
    return told


def _company(ways: Ways) -> bool:
    """Whether sets leave enough to everybody and to each rater; true of no sets at all."""
    sums = ways.sum(axis=1)
    return bool(((sums == 0) | (sums >= LEAST_SETS)).all())


def _going_on(parent: Counts, child: Counts, rated: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The sets that print the next figure, which splits each group `parent` into `child` ones.

    A child in which every set keeps enough company goes on.  Those that stay are a group of
    their own, whose figure is missing; where they would be too few, the smallest of the
    others stay with them.
    """
    going = _least(child, rated)[child] >= LEAST_SETS
    order = np.argsort(parent, kind="stable")
    ends = np.searchsorted(parent[order], np.arange(parent.max(initial=-1) + 2))
    while True:
        stays = np.flatnonzero(~going)
        lonely = np.flatnonzero(_least(parent[stays], rated[stays]) < LEAST_SETS)
        if not len(lonely):
            return going
        for each in lonely:
            # The whole group has company enough, so some child of it goes on.
            own = order[ends[each] : ends[each + 1]]
            on = own[going[own]]
            children, sizes = np.unique(child[on], return_counts=True)
            going[on[child[on] == children[sizes.argmin()]]] = False


def _least(group: Counts, rated: npt.NDArray[np.bool_]) -> Counts:
    """The fewest sets that a set of each group leaves; of a group without sets, plenty."""
    least = np.full(group.max(initial=-1) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, group, sets_left(group, rated))
    return least


def alike(figures: Counts) -> Counts:
    """A number for each row of figures, 0, 1, 2 and so on, the same for equal rows."""
    key = np.zeros(len(figures), dtype=np.int64)
    for column in figures.T:
        least = column.min(initial=0)
        key = key * (column.max(initial=0) - least + 1) + column - least
    return np.unique(key, return_inverse=True)[1]


def sets_left(group: Counts, rated: npt.NDArray[np.bool_]) -> Counts:
    """How many sets of its group each set leaves: to everybody, or to the rater who knows most.

    Parameters
    ----------
    group : array of int, sets
        Number of each set's group, those that look the same.
    rated : array of bool, sets × points
        Which ratings each set has.
    """
    left = np.bincount(group)[group]
    for has in rated.T:
        # To who gave this rating, only the sets that have it are left.
        known = np.bincount(group, weights=has)[group].astype(np.int64)
        left = np.where(has, np.minimum(left, known), left)
    return left
