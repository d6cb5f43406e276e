"""Every set of ratings that agrees with what is printed, found block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import comb

import numpy as np

from sectornb.disclosure.ratings.figures import (
    DECIMALS,
    HIGH,
    Counts,
    points,
    printed_figures,
    share_bounds,
)

BLOCK = 100_000
"""Rows that are held at one time: of half ratings 7 MB."""


def number_of_sets(raters: int, halves: bool) -> int:
    """How many sets of ratings there are: C(n + 4, 4), of half ratings C(n + 8, 8)."""
    steps = len(points(halves)) - 1
    return comb(raters + steps, steps)


def agreeing_sets(raters: int, halves: bool, figures: Mapping[str, int]) -> Iterator[Counts]:
    """The sets of `raters` ratings that give the printed `figures`, in blocks of at most `BLOCK`.

    They are built point by point from the top of the scale; a beginning that no rest can
    bring to the printed mean or share is given up at once.

    Parameters
    ----------
    figures : mapping
        Statistic to its figure as :func:`printed_figures` tells it; empty for every set.

    Yields
    ------
    array of int, sets × points
    """
    scale = points(halves)[::-1]
    low, high = share_bounds(figures["share"], raters) if "share" in figures else (0, raters)
    sums = (0.0, float("inf"))
    if "mean" in figures:
        about, half = figures["mean"] / 10**DECIMALS, 0.5 / 10**DECIMALS + 1e-6
        sums = (2 * raters * (about - half), 2 * raters * (about + half))
    names = list(figures)
    wanted = np.array([figures[name] for name in names])

    def grown(table: Counts) -> Iterator[Counts]:
        """The whole sets that begin as the rows of `table` do."""
        done = table.shape[1]
        left = raters - table.sum(axis=1)
        if done == len(scale) - 1:
            whole = np.column_stack([table, left])[:, ::-1]
            if names:
                whole = whole[(printed_figures(whole, halves, names) == wanted).all(axis=1)]
            if len(whole):
                yield whole
            return
        # A row with k ratings left has k + 1 continuations.
        rows = np.repeat(np.arange(len(table)), left + 1)
        first = np.repeat((left + 1).cumsum() - left - 1, left + 1)
        longer = np.column_stack([table[rows], np.arange(len(rows)) - first])
        left = raters - longer.sum(axis=1)
        so_far = longer @ scale[: done + 1]
        tops = longer[:, scale[: done + 1] >= HIGH].sum(axis=1)
        fits = (tops <= high) & (so_far + left * scale[-1] <= sums[1])
        fits &= so_far + left * scale[done + 1] >= sums[0]
        if scale[done + 1] < HIGH:
            fits &= tops >= low
        longer = longer[fits]
        for start in range(0, len(longer), BLOCK // (raters + 1) or 1):
            yield from grown(longer[start : start + (BLOCK // (raters + 1) or 1)])

    yield from grown(np.zeros((1, 0), dtype=np.int64))
