"""Bounds of numbers that add up: every parent is the sum of its children.

Each node has an interval.  One pass from the leaves to the roots and one back
narrow all intervals of a forest to exactly what the sums allow.  Where the same
nodes lie in two forests at once (industries and areas) the passes are repeated
until nothing moves; what results always holds, and is not always the narrowest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Families:
    """Families whose parents lie at one depth: `children` in runs that begin at `starts`."""

    parents: np.ndarray
    children: np.ndarray
    starts: np.ndarray
    family_of_child: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True)
class Forest:
    """Nodes under parents.

    Attributes
    ----------
    parent : ndarray of int
        For each node the number of its parent, -1 for a root.
    generations : tuple of Families
        Families by the depth of their parents, the deepest first.
    """

    parent: np.ndarray
    generations: tuple[Families, ...]

    @classmethod
    def of(cls, parent: np.ndarray) -> Forest:
        """The forest in which node i has the parent ``parent[i]``, -1 for none.

        Raises
        ------
        ValueError
            If a parent is no node, or nodes are their own ancestors.
        """
        parent = np.asarray(parent, dtype=np.int64)
        if len(parent) and (parent.min() < -1 or parent.max() >= len(parent)):
            raise ValueError(f"A parent is not among the {len(parent)} nodes.")
        depth = np.zeros(len(parent), dtype=np.int64)
        above = parent.copy()
        while (rising := above >= 0).any():
            depth[rising] += 1
            if depth.max() > len(parent):
                raise ValueError("Some nodes are their own ancestors.")
            above[rising] = parent[above[rising]]
        child = np.flatnonzero(parent >= 0)
        order = child[np.lexsort((child, parent[child], -depth[child]))]
        generations = []
        for level in range(int(depth.max(initial=0)), 0, -1):
            children = order[depth[order] == level]
            parents, starts, sizes = np.unique(
                parent[children], return_index=True, return_counts=True
            )
            family = np.repeat(np.arange(len(parents)), sizes)
            generations.append(Families(parents, children, starts, family, sizes))
        return cls(parent, tuple(generations))

    def __len__(self) -> int:
        return len(self.parent)

    def among(self, kept: np.ndarray) -> Forest:
        """The forest of the nodes `kept`, in their order, numbered anew; others pass nothing on."""
        place = np.full(len(self) + 1, -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        return Forest.of(place[self.parent[kept]])


@dataclass(frozen=True)
class Narrowed:
    """Intervals after narrowing.

    Attributes
    ----------
    low, high : ndarray
        Smallest and largest possible value of each node; `high` may be infinite.
    violated : ndarray of int
        Parents of families that cannot add up.  When there are any, the system
        has no solution and `low` and `high` mean nothing.
    forest : int
        Which of several forests the violated families belong to.
    rounds : int
        How often the passes were made.
    settled : bool
        Whether a further round would have changed nothing.
    """

    low: np.ndarray
    high: np.ndarray
    violated: np.ndarray
    forest: int = 0
    rounds: int = 1
    settled: bool = True


def narrow(forest: Forest, low: np.ndarray, high: np.ndarray, rounding: float = 0.0) -> Narrowed:
    """Exact bounds of every node of a forest.

    Up: a parent lies between the sums of its children's ends.  Down: a child
    lies between its parent's ends less the opposite ends of its siblings.  Sums
    of whole and half numbers below 2**52 are exact, so nothing is rounded.

    Parameters
    ----------
    forest : Forest
        Nodes and their parents.
    low, high : ndarray
        What is known of each node beforehand; `high` may be infinite.
    rounding : float
        A parent may differ from the sum of its children by this times the number
        of children plus one; 0.5 where all were rounded to whole numbers.
    """
    low, high = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    violated = _narrow(forest, low, high, rounding)
    return Narrowed(low, high, violated)


def narrow_crossed(
    forests: Sequence[Forest],
    low: np.ndarray,
    high: np.ndarray,
    rounding: float = 0.0,
    *,
    most_rounds: int = 60,
    still: float = 1e-6,
) -> Narrowed:
    """Bounds of nodes that lie in several forests at once, narrowed by each in turn.

    Every solution stays inside.  Stops when no end moved by more than `still`
    of itself, or after `most_rounds`.
    """
    low, high = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    for made in range(1, most_rounds + 1):
        before_low, before_high = low.copy(), high.copy()
        for number, forest in enumerate(forests):
            violated = _narrow(forest, low, high, rounding)
            if len(violated):
                return Narrowed(low, high, violated, number, made)
        if len(forests) == 1 or not (
            _moved(before_low, low, still) or _moved(before_high, high, still)
        ):
            return Narrowed(low, high, _NONE, 0, made)
    return Narrowed(low, high, _NONE, 0, most_rounds, False)


def _moved(before: np.ndarray, after: np.ndarray, still: float) -> bool:
    changed = before != after
    old, new = before[changed], after[changed]
    with np.errstate(invalid="ignore"):
        return bool((~(np.abs(new - old) <= still * np.maximum(1.0, np.abs(new)))).any())


def _narrow(forest: Forest, low: np.ndarray, high: np.ndarray, rounding: float) -> np.ndarray:
    """Narrow in place; the parents of families that cannot add up."""
    if (crossed := low > high).any():
        return np.flatnonzero(crossed)
    kept = []
    for family in forest.generations:
        slack = rounding * (family.sizes + 1)
        child_low, child_high = low[family.children], high[family.children]
        endless = np.isinf(child_high)
        finite = np.where(endless, 0.0, child_high)
        sum_low = np.add.reduceat(child_low, family.starts)
        sum_high = np.add.reduceat(finite, family.starts)
        without_end = np.add.reduceat(endless.astype(np.int64), family.starts)
        parents = family.parents
        low[parents] = np.maximum(low[parents], sum_low - slack)
        high[parents] = np.where(
            without_end > 0, high[parents], np.minimum(high[parents], sum_high + slack)
        )
        if (crossed := low[parents] > high[parents]).any():
            return parents[crossed]
        kept.append((child_low, finite, endless, sum_low, sum_high, without_end, slack))
    for family, known in zip(reversed(forest.generations), reversed(kept), strict=True):
        child_low, finite, endless, sum_low, sum_high, without_end, slack = known
        of = family.family_of_child
        top = (high[family.parents] + slack - sum_low)[of] + child_low
        high[family.children] = np.minimum(high[family.children], top)
        others_end = (without_end[of] - endless) == 0
        bottom = (low[family.parents] - slack - sum_high)[of] + finite
        low[family.children] = np.where(others_end, np.maximum(child_low, bottom), child_low)
    return _NONE
