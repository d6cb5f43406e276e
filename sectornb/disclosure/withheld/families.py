"""Ends of a county's withheld cells that no sum of its industries brings closer than the rule.

Where a sector is known and one of its two withheld industries is told as small, what is left
of the sector is the other.  So the ends of the small one have to leave room for both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.disclosure.intervals import Forest, narrow
from sectornb.disclosure.withheld.rows import industry_parents

LEVELS = ("14", "145", "1456")
"""Levels that a report prints, as units digits: all industries and sectors, three, four digits."""
_TREE = ["area_fips", "year", "qtr", "own_code"]
_ROUNDS = 40
_STRAY = 1e-4
Step = Callable[[int, float], float]


@dataclass
class _Tree:
    """Cells as one forest, with the ends that are told of each.

    `rows` number them; those of one county and period have one number in `system`.
    """

    forest: Forest
    rows: np.ndarray
    system: np.ndarray
    least: np.ndarray
    most: np.ndarray
    hidden: np.ndarray
    known: tuple[np.ndarray, np.ndarray]
    below: Step
    above: Step

    def __post_init__(self) -> None:
        self.children = pd.Series(np.arange(len(self.forest))).groupby(self.forest.parent).groups
        low, high = self.known
        # What follows without anything that is told of withheld cells.
        free = np.where(self.hidden, 0.0, low), np.where(self.hidden, np.inf, high)
        self.bare = narrow(self.forest, *free, rounding=_STRAY)

    def move_apart(self, asked: np.ndarray) -> None:
        """Move ends until no cell follows from sums more closely than asked."""
        if len(self.bare.violated):
            return
        # With a share of 1, what is left of an endless interval would be no number.
        left = np.maximum(1 - asked, 1e-12)
        theirs = self.bare.low > left * self.bare.high
        for _ in range(_ROUNDS):
            found = narrow(self.forest, self.least, self.most, rounding=_STRAY)
            wanted = left * found.high
            close = found.low > wanted + _STRAY * np.maximum(found.low, 1.0)
            close &= self.hidden & ~theirs
            changed = [
                self.loosen(cell, float(wanted[cell]), found.low)
                for cell in np.flatnonzero(close).tolist()
            ]
            if not any(changed):
                break
        # Where that was not enough, the county tells what its disclosed cells do and no more.
        free = self.hidden & np.isin(self.system, self.system[close])
        self.least[free], self.most[free] = self.bare.low[free], self.bare.high[free]

    def _hidden_below(self, cell: int) -> tuple[np.ndarray, np.ndarray]:
        below = np.asarray(self.children.get(cell, ()), dtype=np.int64)
        return below, below[self.hidden[below]]

    def lower(self, cell: int, target: float) -> bool:
        """Let a cell and the industries in it be as few as `target`; whether that changed any."""
        target, changed = max(target, self.bare.low[cell]), False
        if self.least[cell] > target + _STRAY:
            self.least[cell], changed = self.below(int(self.rows[cell]), target), True
        below, free = self._hidden_below(cell)
        over = float(self.least[below].sum()) - target if len(below) else 0.0
        if over > _STRAY and len(free):
            largest = int(free[np.argmax(self.least[free])])
            changed |= self.lower(largest, float(self.least[largest]) - over)
        return changed

    def lift(self, cell: int, target: float) -> bool:
        """Let a cell and the industries in it be as many as `target`; whether that changed any."""
        target, changed = min(target, self.bare.high[cell]), False
        if self.most[cell] < target - _STRAY:
            self.most[cell], changed = self.above(int(self.rows[cell]), target), True
        below, free = self._hidden_below(cell)
        under = target - float(self.most[below].sum()) if len(below) else 0.0
        if under > _STRAY and len(free):
            largest = int(free[np.argmax(self.most[free])])
            changed |= self.lift(largest, float(self.most[largest]) + under)
        return changed

    def loosen(self, cell: int, target: float, found_low: np.ndarray) -> bool:
        """Let a cell be as few as `target` wherever its least comes from; whether that did it."""
        changed = self.lower(cell, target)
        parent = int(self.forest.parent[cell])
        if parent < 0:
            return changed
        beside = np.asarray(self.children[parent], dtype=np.int64)
        beside = beside[beside != cell]
        left = float(found_low[parent]) - float(self.most[beside].sum())
        free = beside[self.hidden[beside] & (self.most[beside] < self.bare.high[beside] - _STRAY)]
        if left <= target + _STRAY:
            return changed
        if len(free):
            widest = int(free[np.argmax(self.most[free])])
            return self.lift(widest, float(self.most[widest]) + left - target) or changed
        if self.hidden[parent]:
            return self.loosen(parent, float(found_low[parent]) - left + target, found_low)
        return changed


def with_room(
    cells: pd.DataFrame,
    known: tuple[np.ndarray, np.ndarray],
    told: tuple[np.ndarray, np.ndarray],
    asked: np.ndarray,
    below: Step,
    above: Step,
) -> tuple[np.ndarray, np.ndarray]:
    """The told ends of withheld cells, moved apart until no sum brings one closer than asked.

    Sums are those of `LEVELS` in each county: an industry lies between what its parent leaves
    beside its siblings, and between the sums of the industries in it.  What the disclosed cells
    of these levels say alone, the agency says; it stays.

    Parameters
    ----------
    cells : DataFrame
        Rows of counties: key, ``agglvl_code``, ``qtr``, ``employment_status``.
    known : tuple of ndarray
        Proven ends of every cell, equal or half a job apart for disclosed ones.
    told : tuple of ndarray
        Ends that are told of every withheld cell; of the others their known ones.
    asked : ndarray
        Narrowest interval of each cell, as a share of its high end.
    below, above : callable
        Of a row's number and an end, the end that may be told at or below it, at or above it.

    Returns
    -------
    tuple of ndarray
        Low and high ends of all cells in the order of `cells`.
    """
    least, most = (np.array(end, dtype=np.float64) for end in told)
    level = cells["agglvl_code"].str[1]
    hidden = cells["employment_status"].eq("withheld").to_numpy()
    system = cells.groupby(_TREE, sort=False).ngroup().to_numpy()
    for printed in LEVELS:
        there = level.isin(list(printed)).to_numpy()
        rows = np.flatnonzero(there & np.isin(system, system[there & hidden]))
        if len(rows):
            tree = _Tree(
                Forest.of(industry_parents(cells.iloc[rows], _TREE)), rows, system[rows],
                least[rows], most[rows], hidden[rows], (known[0][rows], known[1][rows]),
                below, above,
            )  # fmt: skip
            tree.move_apart(asked[rows])
            least[rows], most[rows] = tree.least, tree.most
    return least, most
