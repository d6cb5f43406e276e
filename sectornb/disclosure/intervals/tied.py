"""Trees whose nodes add up across trees too: sums in intervals of their own.

Counties' trees of industries are independent of each other until something is known of
their sum, such as the state's figure less what lies outside the region.  Then a table is
feasible only if the sums are as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sectornb.disclosure.intervals.forest import Forest


@dataclass(frozen=True)
class Sums:
    """Sums over nodes of several trees.

    Attributes
    ----------
    of : ndarray of int
        For each node the sum that it belongs to, -1 for none.
    tree : ndarray of int
        For each node the group of trees that it stands in (its county), from 0; a sum has
        at most one node of each.
    low, high : ndarray
        Interval of each sum.
    """

    of: np.ndarray
    tree: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def binding(self, low: np.ndarray, high: np.ndarray) -> Sums | None:
        """The sums with members whose intervals do not imply them; None if there are none."""
        member = self.of >= 0
        least = np.bincount(self.of[member], low[member], len(self.low))
        most = np.bincount(self.of[member], high[member], len(self.low))
        kept = (least < self.low) | (most > self.high)
        kept &= np.bincount(self.of[member], minlength=len(self.low)) > 0
        if not kept.any():
            return None
        number = np.where(kept, np.cumsum(kept) - 1, -1)
        of = np.where(member, number[self.of], -1)
        return Sums(of, self.tree, self.low[kept], self.high[kept])

    def rows(self, values: np.ndarray) -> np.ndarray:
        """The sums of `values`, (nodes,) or (nodes, draws)."""
        member = self.of >= 0
        found = np.zeros((len(self.low), *values.shape[1:]))
        np.add.at(found, self.of[member], values[member])
        return found

    def partners(self) -> np.ndarray:
        """For each sum and group of trees the node that belongs to both, -1 for none."""
        found = np.full((len(self.low), int(self.tree.max(initial=0)) + 1), -1, dtype=np.int64)
        member = np.flatnonzero(self.of >= 0)
        found[self.of[member], self.tree[member]] = member
        return found


def corner(
    forest: Forest,
    low: np.ndarray,
    high: np.ndarray,
    sums: Sums,
    leaves: np.ndarray,
    paths: np.ndarray,
    aim: np.ndarray,
) -> np.ndarray:
    """The table that goes farthest in one direction: a linear program (HiGHS).

    Parameters
    ----------
    leaves : ndarray of int
        Nodes that can move.
    paths : ndarray of int, (leaves, steps)
        Each of them with its ancestors up to the first that is known, then -1.
    aim : ndarray, (leaves,)
        Direction; of its size only the signs and ratios matter.

    Raises
    ------
    ValueError
        If no table is inside all intervals.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    raw, passed = _without(forest, low, high, leaves)
    inner = np.unique(paths[:, 1:][paths[:, 1:] >= 0])
    row_of = np.full(len(forest), -1, dtype=np.int64)
    row_of[inner] = np.arange(len(inner))
    moving = np.zeros(len(forest), dtype=bool)
    moving[inner] = moving[leaves] = True
    there = paths >= 0
    column = np.broadcast_to(np.arange(len(leaves))[:, None], paths.shape)
    above = there.copy()
    above[:, 0] = False
    summed = there & (sums.of[paths] >= 0)
    rows = np.concatenate([row_of[paths[above]], len(inner) + sums.of[paths[summed]]])
    columns = np.concatenate([column[above], column[summed]])
    shape = (len(inner) + len(sums.low), len(leaves))
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    fixed = np.concatenate([raw[inner], sums.rows(np.where(moving, raw, passed))])
    # The solver's tolerance is absolute: dollars of a large county would drown it.
    unit = max(float(np.abs(high).max(initial=0.0)) / 1e5, 1.0)
    ends = (
        (np.concatenate([low[inner], sums.low]) - fixed) / unit,
        (np.concatenate([high[inner], sums.high]) - fixed) / unit,
    )
    box = Bounds(low[leaves] / unit, high[leaves] / unit)
    solved = milp(-aim, constraints=LinearConstraint(matrix, *ends), bounds=box)
    if solved.x is None:
        raise ValueError("No table lies inside all of the intervals and sums.")
    table = passed.copy()
    table[leaves] = np.clip(solved.x * unit, low[leaves], high[leaves])
    for family in forest.generations:
        table[family.parents] = np.add.reduceat(table[family.children], family.starts)
    return table


def _without(
    forest: Forest, low: np.ndarray, high: np.ndarray, leaves: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Each node without what `leaves` add to it, and what it passes on: its value if known."""
    fixed = low >= high
    raw = np.where(fixed, low, 0.0)
    raw[leaves] = 0.0
    passed = raw.copy()
    for family in forest.generations:
        raw[family.parents] = np.add.reduceat(passed[family.children], family.starts)
        known = fixed[family.parents]
        passed[family.parents] = np.where(known, low[family.parents], raw[family.parents])
    return raw, passed
