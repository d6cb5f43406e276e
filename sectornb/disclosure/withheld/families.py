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
                # Disclosed cells may say that it has more than that: then it may be still more.
                self.loosen(cell, float(wanted[cell]), found.low)
                if self.bare.low[cell] <= wanted[cell]
                else self.heighten(cell, float(self.bare.low[cell] / left[cell]), found.high)
                for cell in np.flatnonzero(close).tolist()
            ]
            if not any(changed):
                break
        # Where that was not enough, the county tells what its disclosed cells do and no more.
        free = self.hidden & np.isin(self.system, self.system[close])
        self.least[free] = np.minimum(self.least[free], self.bare.low[free])
        self.most[free] = np.maximum(self.most[free], self.bare.high[free])

    def _below(self, cell: int) -> np.ndarray:
        return np.asarray(self.children.get(cell, ()), dtype=np.int64)

    def _least(self, cells: np.ndarray) -> np.ndarray:
        """What is told of cells as their least, also by the industries in them."""
        told = self.least[cells].copy()
        for place, cell in enumerate(cells.tolist()):
            if self.hidden[cell] and len(below := self._below(cell)):
                told[place] = max(told[place], self._least(below).sum())
        return told

    def _most(self, cells: np.ndarray) -> np.ndarray:
        """What is told of cells as their most, also by the industries in them."""
        told = self.most[cells].copy()
        for place, cell in enumerate(cells.tolist()):
            if self.hidden[cell] and len(below := self._below(cell)):
                told[place] = min(told[place], self._most(below).sum())
        return told

    def lower(self, cell: int, target: float) -> bool:
        """Let a cell and the industries in it be as few as `target`; whether that changed any."""
        target, changed = max(target, self.bare.low[cell]), False
        if self.least[cell] > target + _STRAY:
            self.least[cell], changed = self.below(int(self.rows[cell]), target), True
        below = self._below(cell)
        least = self._least(below)
        over = float(least.sum()) - target if len(below) else 0.0
        free = self.hidden[below] & (least > self.bare.low[below] + _STRAY)
        if over > _STRAY and free.any():
            at = int(np.argmax(np.where(free, least, -np.inf)))
            changed |= self.lower(int(below[at]), float(least[at]) - over)
        return changed

    def lift(self, cell: int, target: float) -> bool:
        """Let a cell and the industries in it be as many as `target`; whether that changed any."""
        target, changed = min(target, self.bare.high[cell]), False
        if self.most[cell] < target - _STRAY:
            self.most[cell], changed = self.above(int(self.rows[cell]), target), True
        below = self._below(cell)
        most = self._most(below)
        under = target - float(most.sum()) if len(below) else 0.0
        free = self.hidden[below] & (most < self.bare.high[below] - _STRAY)
        if under > _STRAY and free.any():
            at = int(np.argmax(np.where(free, most, -np.inf)))
            changed |= self.lift(int(below[at]), float(most[at]) + under)
        return changed

    def heighten(self, cell: int, target: float, found_high: np.ndarray) -> bool:
        """Let a cell be as many as `target` wherever its most comes from; whether that did it."""
        changed = self.lift(cell, target)
        parent = int(self.forest.parent[cell])
        if parent < 0:
            return changed
        beside = np.asarray(self.children[parent], dtype=np.int64)
        beside = beside[beside != cell]
        least = self._least(beside)
        over = target - float(found_high[parent]) + float(least.sum())
        free = self.hidden[beside] & (least > self.bare.low[beside] + _STRAY)
        if over <= _STRAY:
            return changed
        if free.any():
            at = int(np.argmax(np.where(free, least, -np.inf)))
            return self.lower(int(beside[at]), float(least[at]) - over) or changed
        if self.hidden[parent]:
            return self.heighten(parent, float(found_high[parent]) + over, found_high) or changed
        return changed

    def loosen(self, cell: int, target: float, found_low: np.ndarray) -> bool:
        """Let a cell be as few as `target` wherever its least comes from; whether that did it."""
        changed = self.lower(cell, target)
        parent = int(self.forest.parent[cell])
        if parent < 0:
            return changed
        beside = np.asarray(self.children[parent], dtype=np.int64)
        beside = beside[beside != cell]
        most = self._most(beside)
        left = float(found_low[parent]) - float(most.sum())
        free = self.hidden[beside] & (most < self.bare.high[beside] - _STRAY)
        if left <= target + _STRAY:
            return changed
        if free.any():
            at = int(np.argmax(np.where(free, most, -np.inf)))
            return self.lift(int(beside[at]), float(most[at]) + left - target) or changed
        if self.hidden[parent]:
            return (
                self.loosen(parent, float(found_low[parent]) - left + target, found_low) or changed
            )
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
