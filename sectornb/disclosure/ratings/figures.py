"""The figures of an item as a page prints them, for many sets of ratings at once.

A set of ratings is how many raters chose each point of the scale, without who they are: a row
of counts, one column a point, lowest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sectornb.errors import ParameterError, examples

Counts = npt.NDArray[np.int64]
STATISTICS = ("median", "share", "mean", "agreement", "deviation")
"""What can be printed of an item, in the order in which it is tried (:func:`printable`)."""
WORDS = {
    "median": "median",
    "share": "share rating {high}",
    "mean": "mean",
    "agreement": "agreement (r_wg)",
    "deviation": "average deviation (AD)",
}
DECIMALS = 2
"""Of mean, agreement and deviation: all the others after them would tell nobody more."""


@dataclass(frozen=True)
class Scale:
    """A scale that counts up from 1.

    Attributes
    ----------
    highest : int
        Its highest point.
    halves : bool
        Whether half ratings can be given.
    good_from : int
        The point from which a rating is a high one, whose share is told.
    """

    highest: int = 5
    halves: bool = False
    good_from: int = 4

    @property
    def points(self) -> Counts:
        """Its points, doubled so that halves are whole: 2, 4 … 10, or 2, 3 … 10."""
        return np.arange(2, 2 * self.highest + 1, 1 if self.halves else 2)

    @property
    def high(self) -> int:
        """The point `good_from`, doubled."""
        return 2 * self.good_from

    def words(self, statistic: str) -> str:
        """What a statistic of `STATISTICS` is called, such as ``share rating 4 or 5``."""
        high = range(self.good_from, self.highest + 1)
        return WORDS[statistic].format(high=" or ".join(map(str, high)))

    @property
    def chance_variance(self) -> float:
        """Variance of ratings spread evenly over its whole points: (A² − 1)/12."""
        return (self.highest**2 - 1) / 12


WHOLE = Scale()
"""1 to 5 in whole points."""
HALVES = Scale(halves=True)
"""1 to 5 with halves."""


def counts_of(ratings: Sequence[float], scale: Scale) -> Counts:
    """One set of ratings as counts by point, in one row.

    Raises
    ------
    ParameterError
        If a rating is no point of the scale; tells how many, not which.
    """
    doubled = np.asarray(ratings, dtype=float) * 2
    astray = ~np.isin(doubled, scale.points)
    if astray.any():
        raise ParameterError(
            f"{int(astray.sum())} of {len(doubled)} ratings are no points of the scale from 1 to "
            f"{scale.highest} in steps of {'0.5' if scale.halves else '1'}. Mend what reads them, "
            "or allow half ratings."
        )
    return (doubled[:, None] == scale.points).sum(axis=0, keepdims=True)


def share_bounds(figure: int, raters: int) -> tuple[int, int]:
    """Fewest and most high ratings behind a printed share.

    None and one are printed alike (at most one), and all and all but one: a share of 0 or
    100 % would tell of everybody on which side they stand.
    """
    low = 0 if figure <= 1 else figure
    return low, raters if figure >= raters - 1 else figure


def printed_figures(counts: Counts, scale: Scale, names: Sequence[str]) -> Counts:
    """The figures of sets of ratings as printed: equal rows look the same on the page.

    Parameters
    ----------
    counts : array of int, sets × points
        All of equally many raters, two at least.
    names : sequence of str
        Of `STATISTICS`.

    Returns
    -------
    array of int, sets × names
        median ×4; high ratings, 0 told as 1 and all as all but one; mean,
        r_wg = max(0, 1 − s²/σ²) with n − 1 in s² and σ² = (A² − 1)/12, and
        AD = Σ|x − mean|/n, in units of their last printed place.

    Raises
    ------
    ParameterError
        If there is no statistic of a name.
    """
    unknown = [name for name in names if name not in STATISTICS]
    if unknown:
        raise ParameterError(
            f"{examples(unknown)} is no statistic of ratings that can be audited; known are "
            f"{examples(STATISTICS, 5)}."
        )
    points = scale.points
    raters = int(counts[0].sum())
    figures = np.empty((len(counts), len(names)), dtype=np.int64)
    sums = counts @ points
    for column, name in enumerate(names):
        if name == "median":
            running = counts.cumsum(axis=1)
            lower = (running >= (raters + 1) // 2).argmax(axis=1)
            upper = (running >= raters // 2 + 1).argmax(axis=1)
            figures[:, column] = points[lower] + points[upper]
        elif name == "share":
            high = counts[:, points >= scale.high].sum(axis=1)
            figures[:, column] = high.clip(min(1, raters - 1), max(1, raters - 1))
        elif name == "mean":
            figures[:, column] = _rounded(sums / (2 * raters))
        elif name == "agreement":
            squares = counts @ points**2
            variance = (squares - sums**2 / raters) / (4 * (raters - 1))
            figures[:, column] = _rounded((1 - variance / scale.chance_variance).clip(min=0))
        else:
            # What lies above the mean balances what lies below it.
            above = (points - (sums / raters)[:, None]).clip(min=0)
            figures[:, column] = _rounded((counts * above).sum(axis=1) / raters)
    return figures


def _rounded(values: npt.NDArray[np.float64]) -> Counts:
    # Halves go up, also those that floating point left a hair below.
    return np.floor(values * 10**DECIMALS + 0.5 + 1e-7).astype(np.int64)
