"""Every set of ratings that agrees with what is printed, found block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import comb

import numpy as np

from sectornb.disclosure.ratings.figures import (
    DECIMALS,
    Counts,
    Scale,
    printed_figures,
    share_bounds,
)

BLOCK = 100_000
"""Rows that are held at one time: of half ratings 7 MB."""


def number_of_sets(raters: int, scale: Scale) -> int:
    """How many sets of ratings there are: C(n + 4, 4) of 1 to 5, of half ratings C(n + 8, 8)."""
    steps = len(scale.points) - 1
    return comb(raters + steps, steps)


def agreeing_sets(
    raters: int, scale: Scale, figures: Mapping[str, int], known: int = -1
) -> Iterator[Counts]:
    """The sets of `raters` ratings that give the printed `figures`, in blocks of at most `BLOCK`.

    They are built point by point from the top of the scale; a beginning that no rest can
    bring to the printed median, mean or share is given up at once.

    Parameters
    ----------
    figures : mapping
        Statistic to its figure as :func:`printed_figures` tells it; empty for every set.
    known : int
        Place of a point, lowest first, that one rating at least is at.

    Yields
    ------
    array of int, sets × points
        Of some blocks nothing is left: who looks for a few can give up after many.
    """
    points = scale.points[::-1]
    low, high = share_bounds(figures["share"], raters) if "share" in figures else (0, raters)
    sums = (0.0, float("inf"))
    if "mean" in figures:
        about, half = figures["mean"] / 10**DECIMALS, 0.5 / 10**DECIMALS + 1e-6
        sums = (2 * raters * (about - half), 2 * raters * (about + half))
    # No more than half of the ratings lie above the median, and no more below it.
    median = figures["median"] / 2 if "median" in figures else 0
    needed = [
        raters - raters // 2 if following < median <= value else 0
        for value, following in pairwise(points)
    ]
    room = [raters // 2 if value > median > 0 else raters for value in points]
    names = list(figures)
    wanted = np.array([figures[name] for name in names])

    def grown(table: Counts) -> Iterator[Counts]:
        """The whole sets that begin as the rows of `table` do."""
        done = table.shape[1]
        left = raters - table.sum(axis=1)
        if done == len(points) - 1:
            whole = np.column_stack([table, left])[:, ::-1]
            if known == 0:
                whole = whole[whole[:, 0] > 0]
            if names and len(whole):
                whole = whole[(printed_figures(whole, scale, names) == wanted).all(axis=1)]
            yield whole
            return
        # A row with k ratings left has k + 1 continuations, k with one that is known.
        least = int(len(points) - 1 - done == known)
        ways = (left + 1 - least).clip(min=0)
        rows = np.repeat(np.arange(len(table)), ways)
        first = np.repeat(ways.cumsum() - ways, ways)
        longer = np.column_stack([table[rows], np.arange(len(rows)) - first + least])
        placed = longer.sum(axis=1)
        left = raters - placed
        so_far = longer @ points[: done + 1]
        tops = longer[:, points[: done + 1] >= scale.high].sum(axis=1)
        fits = (tops <= high) & (so_far + left * points[-1] <= sums[1])
        fits &= so_far + left * points[done + 1] >= sums[0]
        fits &= (placed >= needed[done]) & (placed <= room[done])
        if points[done + 1] < scale.high:
            fits &= tops >= low
        longer = longer[fits]
        for start in range(0, len(longer), BLOCK // (raters + 1) or 1):
            yield from grown(longer[start : start + (BLOCK // (raters + 1) or 1)])

    yield from grown(np.zeros((1, 0), dtype=np.int64))
