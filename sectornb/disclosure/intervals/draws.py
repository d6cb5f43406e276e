"""Random tables in which everything adds up: hit-and-run inside a forest of intervals.

A move shifts an amount from one leaf to another of the same block, or changes
one leaf alone where its ancestors have room; every ancestor between them stays
in its interval.  A block ends at an ancestor whose value is known: blocks are
independent of each other (Smith 1984).  Where sums across trees are known as well, moves
keep them in their intervals too, and an amount may be shifted in one tree and back in
another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sectornb.disclosure.intervals.forest import Forest, narrow
from sectornb.disclosure.intervals.moves import sweep, sweep_tied
from sectornb.disclosure.intervals.tied import Sums, corner

# Months of jobs and dollars: far above what arithmetic loses, far below one of them.
_STRAY, _KNOWN = 1e-5, 1e-2

FORGOTTEN = 1.05
"""Scale reduction up to which chains count as having forgotten where they began."""
_LONGEST = 16
"""Chains are at most so many times as long as asked for."""
_FALLS = 0.95
"""A scale reduction that twice as many sweeps leave above this share of itself stays."""
_STUCK = 1000.0
"""Stands for any larger scale reduction, as of leaves that no move reaches."""


@dataclass(frozen=True)
class Drawn:
    """Tables drawn from what the intervals allow.

    Attributes
    ----------
    values : ndarray, (nodes, draws)
        Every column is one table: parents are the sums of their children.
    blocks : int
        Independent blocks with something unknown.
    scale_reduction : float
        Largest ratio, over leaves, of the spread of all draws to the spread within
        the two groups of chains, which began at different corners; near 1 once
        the start is forgotten (Gelman and Rubin 1992).  At most 1,000.
    sweeps : int
        Moves made per leaf of a block.
    """

    values: np.ndarray
    blocks: int
    scale_reduction: float
    sweeps: int


def draw_tables(
    forest: Forest,
    low: np.ndarray,
    high: np.ndarray,
    draws: int,
    seed: int,
    *,
    published: np.ndarray | None = None,
    sums: Sums | None = None,
    means: np.ndarray | None = None,
    sweeps: int = 12,
) -> Drawn:
    """Tables drawn by hit-and-run, one chain for each, independent of the others.

    The chains are made twice as long again and again, until their scale reduction is at most
    `FORGOTTEN`, sixteen times the `sweeps` asked for are made, or it falls no more.

    Parameters
    ----------
    forest : Forest
        Nodes and their parents; parents are sums of their children exactly.
    low, high : ndarray
        Interval of each node; every high end must be finite.
    draws : int
        Number of tables.
    seed : int
        Of the random numbers; the same seed gives the same tables.
    published : ndarray of bool, optional
        Nodes whose interval is only what was rounded away: each gets one value
        in it, the same in every table, so that it closes a block.
    sums : Sums, optional
        Sums across trees; what was rounded away in published nodes widens them.
    means : ndarray, optional
        Usual size of each node.  Tables are then drawn as if each leaf were exponential with
        its mean, given that all sums are kept; without, all tables are equally likely.
    sweeps : int
        Moves per leaf of a block, at least.

    Raises
    ------
    ValueError
        If the intervals contradict each other or one has no upper end.
    """
    found = narrow(forest, low, high)
    if len(found.violated) or not np.isfinite(found.high).all():
        raise ValueError("Tables can be drawn only from intervals that agree and are finite.")
    low, high = found.low, found.high
    random = np.random.default_rng(seed)
    sums = sums.binding(low, high) if sums is not None else None
    if published is not None:
        low, high = _settled(forest, low, high, published, sums)
    leaves, starts, sizes, paths = _blocks(forest, low, high)
    half = draws // 2
    if not len(leaves):
        sums = None
    if sums is None:
        ends = _filled(forest, low, high, evenly=True), _filled(forest, low, high, evenly=False)
        tied = np.zeros(0)
    else:
        aim = random.standard_normal(len(leaves))
        ends = (
            corner(forest, low, high, sums, leaves, paths, aim),
            corner(forest, low, high, sums, leaves, paths, -aim),
        )
        tied = sums.low
    # The last row stands for no node: moves past the end of a path change nothing.
    values = np.zeros((len(forest) + len(tied) + 1, draws))
    for part, table in zip((slice(None, half), slice(half, None)), ends, strict=True):
        values[: len(forest), part] = table[:, None]
        if sums is not None:
            values[len(forest) : -1, part] = sums.rows(table)[:, None]
    if sums is None:
        limits = np.append(low, -np.inf)[:, None], np.append(high, np.inf)[:, None]
    else:
        limits = (
            np.concatenate([low, sums.low, [-np.inf]])[:, None],
            np.concatenate([high, sums.high, [np.inf]])[:, None],
        )
    rate = np.zeros(len(values))
    if means is not None:
        rate[leaves] = 1 / np.maximum(means[leaves], 1.0)
    made, more, before = 0, sweeps, np.inf
    while True:
        if sums is None:
            sweep(values, limits, starts, sizes, paths, rate, more, random)
        else:
            sweep_tied(values, limits, leaves, starts, sizes, paths, sums, rate, more, random)
        made += more
        reduction = _scale_reduction(values[leaves], half)
        stays = reduction > _FALLS * before
        if reduction <= FORGOTTEN or stays or made >= _LONGEST * sweeps:
            break
        more, before = made, reduction
    return Drawn(_summed(forest, values[: len(forest)]), len(sizes), reduction, made)


def _settled(
    forest: Forest, low: np.ndarray, high: np.ndarray, published: np.ndarray, sums: Sums | None
) -> tuple[np.ndarray, np.ndarray]:
    """Intervals in which every published node has one value, such that a table is left."""
    if sums is None:
        settled = _filled(forest, low, high, evenly=False)
        found = narrow(
            forest, np.where(published, settled, low), np.where(published, settled, high)
        )
        return found.low, found.high
    leaves, _, _, paths = _blocks(forest, low, high)
    if not len(leaves):
        return low, high
    table = corner(forest, low, high, sums, leaves, paths, np.zeros(len(leaves)))
    found = narrow(
        forest,
        np.where(published, table, low) - _STRAY,
        np.where(published, table, high) + _STRAY,
    )
    # What the settled figures leave no room is known, arithmetic apart.
    known = published | (found.high - found.low < _KNOWN)
    return np.where(known, table, np.maximum(found.low, low)), np.where(
        known, table, np.minimum(found.high, high)
    )


def _filled(forest: Forest, low: np.ndarray, high: np.ndarray, evenly: bool) -> np.ndarray:
    """One table: what is left over low ends shared by room, or given to the first that take it."""
    middle = np.floor((low + high) / 2)
    values = np.where(forest.parent < 0, np.maximum(low, middle), 0.0)
    for family in reversed(forest.generations):
        floor, room = low[family.children], (high - low)[family.children]
        of = family.family_of_child
        left = values[family.parents] - np.add.reduceat(floor, family.starts)
        rooms = np.add.reduceat(room, family.starts)
        if evenly:
            share = np.clip(left / np.where(rooms > 0, rooms, 1.0), 0.0, 1.0)
            values[family.children] = floor + share[of] * room
        else:
            before = np.cumsum(room) - room
            before -= before[family.starts][of]
            values[family.children] = floor + np.clip(left[of] - before, 0.0, room)
    return values


def _blocks(
    forest: Forest, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Leaves that can move, by block; where each block starts, its size; each leaf's path up."""
    inner = np.zeros(len(forest), dtype=bool)
    inner[forest.parent[forest.parent >= 0]] = True
    fixed = low >= high
    leaves = np.flatnonzero(~inner & ~fixed)
    path, node = [leaves], leaves
    block = leaves.copy()
    while True:
        above = np.where(node >= 0, forest.parent[node], -1)
        if not (above >= 0).any():
            break
        path.append(above)
        block = np.where(above >= 0, above, block)
        # Nothing passes a known ancestor; it closes the path.
        node = np.where((above >= 0) & fixed[above], -1, above)
    order = np.argsort(block, kind="stable")
    _, starts, sizes = np.unique(block[order], return_index=True, return_counts=True)
    return leaves[order], starts, sizes, np.stack(path, axis=1)[order]


def _summed(forest: Forest, values: np.ndarray) -> np.ndarray:
    for family in forest.generations:
        values[family.parents] = np.add.reduceat(values[family.children], family.starts, axis=0)
    return values


def _scale_reduction(leaves: np.ndarray, half: int) -> float:
    if not len(leaves):
        return 1.0
    if half < 2:
        return _STUCK
    groups = [leaves[:, :half], leaves[:, half:]]
    within = np.mean([group.var(axis=1, ddof=1) for group in groups], axis=0)
    between = np.var([group.mean(axis=1) for group in groups], axis=0, ddof=1)
    # Less than half a month of a job or a dollar apart is arithmetic; else what moves in no
    # chain is stuck where it began.
    apart = between > 0.25
    if not apart.any():
        return 1.0
    with np.errstate(divide="ignore", over="ignore"):
        ratio = float((between[apart] / within[apart]).max())
    return min(float(np.sqrt(1.0 + ratio)), _STUCK)
