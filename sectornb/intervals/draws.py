"""Random tables in which everything adds up: hit-and-run inside a forest of intervals.

A move shifts an amount from one leaf to another of the same block, or changes
one leaf alone where its ancestors have room; every ancestor between them stays
in its interval.  A block ends at an ancestor whose value is known: blocks are
independent of each other (Smith 1984).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sectornb.intervals.forest import Forest, narrow

_MOST_CELLS = 1_500_000


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
        the start is forgotten (Gelman and Rubin 1992).
    """

    values: np.ndarray
    blocks: int
    scale_reduction: float


def draw_tables(
    forest: Forest,
    low: np.ndarray,
    high: np.ndarray,
    draws: int,
    seed: int,
    *,
    published: np.ndarray | None = None,
    sweeps: int = 12,
) -> Drawn:
    """Tables drawn by hit-and-run, one chain for each.

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
    sweeps : int
        Moves per leaf of a block.

    Raises
    ------
    ValueError
        If the intervals contradict each other or one has no upper end.
    """
    found = narrow(forest, low, high)
    if len(found.violated) or not np.isfinite(found.high).all():
        raise ValueError("Tables can be drawn only from intervals that agree and are finite.")
    if published is not None:
        settled = _filled(forest, found.low, found.high, evenly=False)
        low = np.where(published, settled, found.low)
        high = np.where(published, settled, found.high)
        found = narrow(forest, low, high)
    low, high = found.low, found.high
    half = draws // 2
    values = np.empty((len(forest) + 1, draws))
    values[:-1, :half] = _filled(forest, low, high, evenly=True)[:, None]
    values[:-1, half:] = _filled(forest, low, high, evenly=False)[:, None]
    values[-1] = 0.0
    random = np.random.default_rng(seed)
    leaves, starts, sizes, paths = _blocks(forest, low, high)
    # The last row stands for no node: moves past the end of a path change nothing.
    floor, top = np.append(low, -np.inf)[:, None], np.append(high, np.inf)[:, None]
    for made in range(int(sizes.max(initial=0)) * sweeps):
        busy = np.flatnonzero(sizes * sweeps > made)
        step = max(1, _MOST_CELLS // (draws * paths.shape[1]))
        for first in range(0, len(busy), step):
            part = busy[first : first + step]
            one = starts[part] + (random.random(len(part)) * sizes[part]).astype(np.int64)
            other = starts[part] + (random.random(len(part)) * sizes[part]).astype(np.int64)
            alone = (one == other) | (random.random(len(part)) < 0.2)
            _move(values, floor, top, paths[one], paths[other], alone, random)
    kept = values[:-1]
    return Drawn(_summed(forest, kept), len(sizes), _scale_reduction(kept[leaves], half))


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


def _move(
    values: np.ndarray,
    floor: np.ndarray,
    top: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
    alone: np.ndarray,
    random: np.random.Generator,
) -> None:
    shared = (one[:, :, None] == other[:, None, :]) & ~alone[:, None, None]
    up = np.where(shared.any(axis=2), -1, one)
    down = np.where(shared.any(axis=1) | alone[:, None], -1, other)
    least = np.full((len(one), values.shape[1]), -np.inf)
    most = np.full((len(one), values.shape[1]), np.inf)
    for step in range(one.shape[1]):
        rising, falling = up[:, step], down[:, step]
        np.maximum(least, floor[rising] - values[rising], out=least)
        np.minimum(most, top[rising] - values[rising], out=most)
        np.maximum(least, values[falling] - top[falling], out=least)
        np.minimum(most, values[falling] - floor[falling], out=most)
    shift = least + random.random(least.shape) * (most - least)
    # Sums of doubles stray by less than a millionth; a move against that is none.
    shift = np.where(most > least, shift, 0.0)
    for step in range(one.shape[1]):
        values[up[:, step]] += shift
        values[down[:, step]] -= shift
    values[-1] = 0.0


def _summed(forest: Forest, values: np.ndarray) -> np.ndarray:
    for family in forest.generations:
        values[family.parents] = np.add.reduceat(values[family.children], family.starts, axis=0)
    return values


def _scale_reduction(leaves: np.ndarray, half: int) -> float:
    if not len(leaves) or half < 2:
        return 1.0
    groups = [leaves[:, :half], leaves[:, half:]]
    within = np.mean([group.var(axis=1, ddof=1) for group in groups], axis=0)
    between = np.var([group.mean(axis=1) for group in groups], axis=0, ddof=1)
    moving = within > 0
    if not moving.any():
        return 1.0
    return float(np.sqrt(1.0 + (between[moving] / within[moving]).max()))
