"""How many sets of ratings have a median and a share, counted without listing them.

For panels whose sets are too many to be listed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sectornb.disclosure.ratings.figures import Scale

Ways = npt.NDArray[np.float64]


def ways_by_median_and_share(raters: int, scale: Scale) -> tuple[dict[int, Ways], list[int]]:
    """Sets of `raters` ratings by median and by the printed share of high ones.

    Counted point by point: ways to place the first ratings by how many they are and how many
    of them are high, with the lower and the upper middle rating where they must be.

    Returns
    -------
    dict
        Four times the median to an array, known rating × share: row 0 counts every set, row
        i those with the i-th point of the scale among them; a column for each share that is
        told apart.  Whole numbers, exact up to 2**53.
    list of int
        The shares of the columns, as figures.
    """
    points = scale.points
    shares = list(range(1, raters))
    found: dict[int, Ways] = {}
    for low in range(len(points)):
        for high in range(low, len(points)):
            ways = np.stack(
                [_ways(raters, scale, low, high, known) for known in range(-1, len(points))]
            )
            # 0 and 1 are printed alike, and all and all but one.
            ways[:, 1] += ways[:, 0]
            ways[:, -2] += ways[:, -1]
            median = int(points[low] + points[high])
            found[median] = found.get(median, 0) + ways[:, 1:-1]
    return found, shares


def _ways(raters: int, scale: Scale, low: int, high: int, known: int) -> Ways:
    """Sets by their high ratings, with the middle ratings at `low` and `high`."""
    placed = np.arange(raters + 1)
    lower, upper = (raters + 1) // 2, raters // 2 + 1
    ways = np.zeros((raters + 1, raters + 1))
    ways[0, 0] = 1
    for point, value in enumerate(scale.points):
        up = int(value >= scale.high)
        if point == known:
            moved = np.zeros_like(ways)
            moved[1:, up:] = ways[:-1, : raters + 1 - up]
            ways = moved
        # Any number more at this point: each is one step further, from what is there.
        for step in range(1, raters + 1):
            ways[step, up:] += ways[step - 1, : raters + 1 - up]
        for middle, rank in ((low, lower), (high, upper)):
            fits = placed >= rank if point >= middle else placed < rank
            ways[~fits] = 0
    return ways[raters]
