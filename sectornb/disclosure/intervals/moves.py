"""Moves of hit-and-run chains: an amount shifted between leaves, every sum in its interval."""

from __future__ import annotations

from typing import Any

import numpy as np

from sectornb.disclosure.intervals.rounds import Round, rounds
from sectornb.disclosure.intervals.tied import Sums

_MOST_CELLS = 1_500_000
_LEVEL = 1e-30


def sweep(
    values: np.ndarray,
    limits: tuple[np.ndarray, np.ndarray],
    starts: np.ndarray,
    sizes: np.ndarray,
    paths: np.ndarray,
    rate: np.ndarray,
    sweeps: int,
    random: np.random.Generator,
) -> None:
    """Move all blocks at once, each as often as it has leaves, `sweeps` times.

    The density of a table falls with what a row holds, by its `rate` of each unit.
    """
    for made in range(int(sizes.max(initial=0)) * sweeps):
        busy = np.flatnonzero(sizes * sweeps > made)
        step = max(1, _MOST_CELLS // (values.shape[1] * paths.shape[1]))
        for first in range(0, len(busy), step):
            part = busy[first : first + step]
            one, other = _pick(starts, sizes, part, random), _pick(starts, sizes, part, random)
            alone = (one == other) | (random.random(len(part)) < 0.2)
            _move(values, *limits, rate, paths[one], paths[other], alone, random)


def sweep_tied(
    values: np.ndarray,
    limits: tuple[np.ndarray, np.ndarray],
    leaves: np.ndarray,
    starts: np.ndarray,
    sizes: np.ndarray,
    paths: np.ndarray,
    sums: Sums,
    rate: np.ndarray,
    sweeps: int,
    random: np.random.Generator,
) -> None:
    """Move the blocks of one tree after the other, alone and together with another tree."""
    nodes = len(sums.of)
    rows = np.where((paths >= 0) & (sums.of[paths] >= 0), nodes + sums.of[paths], -1)
    full = np.concatenate([paths, rows], axis=1)
    place = np.full(nodes, -1, dtype=np.int64)
    place[leaves] = np.arange(len(leaves))
    block = np.repeat(np.arange(len(sizes)), sizes)
    partner = sums.partners()
    tree = sums.tree[leaves[starts]]
    groups = [np.flatnonzero(tree == group) for group in np.unique(tree)]
    trees = [int(tree[group[0]]) for group in groups]
    room = (limits[1] - limits[0]).ravel()
    around = rounds(full, block, nodes, room, random)
    for made in range(int(sizes.max(initial=0)) * sweeps):
        if around and made % int(sizes.max()) == 0:
            for one_round in around:
                _go_round(values, *limits, rate, one_round, random)
        for group, own in zip(groups, trees, strict=True):
            part = group[sizes[group] * sweeps > made]
            if not len(part):
                continue
            one, other = _pick(starts, sizes, part, random), _pick(starts, sizes, part, random)
            alone = (one == other) | (random.random(len(part)) < 0.2)
            _move(values, *limits, rate, full[one], full[other], alone, random)
            away = trees[int(random.integers(len(trees)))]
            if away == own:
                continue
            pairs = _squares(leaves, place, block, starts, sizes, sums.of, partner[:, away],
                             one, other, random)  # fmt: skip
            if not len(pairs):
                continue
            here, there, back, forth = pairs.T
            up, down = _apart(
                np.concatenate([full[here], full[there]], axis=1),
                np.concatenate([full[back], full[forth]], axis=1),
            )
            _move(values, *limits, rate, up, down, np.zeros(len(up), dtype=bool), random)


def _squares(
    leaves: np.ndarray,
    place: np.ndarray,
    block: np.ndarray,
    starts: np.ndarray,
    sizes: np.ndarray,
    of: np.ndarray,
    partner: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
    random: np.random.Generator,
) -> np.ndarray:
    """Pairs of leaves here and pairs of the same sums in another tree, (squares, 4).

    What `one` gains and `other` loses here, the leaf of `one`'s sum loses there and another
    leaf of its block gains: that of `other`'s sum where it is in the block.  No block of the
    other tree is taken twice.
    """

    def there(leaf: np.ndarray) -> np.ndarray:
        member = of[leaves[leaf]]
        node = np.where(member >= 0, partner[member], -1)
        return np.where(node >= 0, place[node], -1)

    opposite = there(one)
    usable = (opposite >= 0) & (one != other)
    one, other, opposite = one[usable], other[usable], opposite[usable]
    _, first = np.unique(block[opposite], return_index=True)
    one, other, opposite = one[first], other[first], opposite[first]
    far = block[opposite]
    match = there(other)
    inside = (match >= 0) & (block[np.maximum(match, 0)] == far)
    drawn = _pick(starts, sizes, far, random)
    match = np.where(inside, match, drawn)
    apart = match != opposite
    return np.stack([one, match, other, opposite], axis=1)[apart]


def _apart(up: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What rises and what falls in each square, what does both one for one left out.

    Rows × nodes, -1 where there is none.  A sum can lie on several of the four paths: one that
    rises twice and falls once rises.  Squares in which a row would move twice, or which share
    a row with a square before them, are left out.
    """
    up, down = _without_matches(up, down), _without_matches(down, up)
    moved = np.concatenate([up, down], axis=1)
    nodes = moved.ravel()
    order = np.argsort(nodes, kind="stable")
    later = np.zeros(len(nodes), dtype=bool)
    later[order[1:]] = nodes[order[1:]] == nodes[order[:-1]]
    free = ~(later & (nodes >= 0)).reshape(moved.shape).any(axis=1)
    return up[free], down[free]


def _without_matches(nodes: np.ndarray, against: np.ndarray) -> np.ndarray:
    """`nodes` with -1 for each that stands `against` it in the same row, one for one."""
    same = nodes[:, :, None] == nodes[:, None, :]
    before = np.tril(same, -1).sum(axis=2)
    matches = (nodes[:, :, None] == against[:, None, :]).sum(axis=2)
    return np.where(before < matches, -1, nodes)


def _pick(
    starts: np.ndarray, sizes: np.ndarray, part: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """A leaf of each block in `part`."""
    return starts[part] + (random.random(len(part)) * sizes[part]).astype(np.int64)


def _go_round(
    values: np.ndarray,
    floor: np.ndarray,
    top: np.ndarray,
    rate: np.ndarray,
    moved: Round,
    random: np.random.Generator,
) -> None:
    rows, share = moved.rows, moved.share[:, None]
    now = values[rows]
    ends = (floor[rows] - now) / share, (top[rows] - now) / share
    least = np.minimum(*ends).max(axis=0)
    room = np.maximum(*ends).min(axis=0) - least
    values[rows] += share * _shift(least, room, rate[rows] @ moved.share, random)


def _move(
    values: np.ndarray,
    floor: np.ndarray,
    top: np.ndarray,
    rate: np.ndarray,
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
    steep = np.zeros(len(one))
    moved: list[tuple[Any, np.ndarray, bool]] = []
    for step in range(one.shape[1]):
        for nodes, rising in ((up[:, step], True), (down[:, step], False)):
            met = np.flatnonzero(nodes >= 0)
            if len(met):
                # All rows as a slice, which copies nothing.
                rows = slice(None) if len(met) == len(nodes) else met
                moved.append((rows, nodes[rows], rising))
                steep[rows] += rate[nodes[rows]] if rising else -rate[nodes[rows]]
    for rows, nodes, rising in moved:
        now = values[nodes]
        # What rises has room up to its top, what falls down to its floor.
        ends = (
            (floor[nodes] - now, top[nodes] - now)
            if rising
            else (now - top[nodes], now - floor[nodes])
        )
        least[rows] = np.maximum(least[rows], ends[0])
        most[rows] = np.minimum(most[rows], ends[1])
    shift = _shift(least, most - least, steep[:, None], random)
    for rows, nodes, rising in moved:
        values[nodes] += shift[rows] if rising else -shift[rows]


def _shift(
    least: np.ndarray, room: np.ndarray, steep: Any, random: np.random.Generator
) -> np.ndarray:
    """Amounts from `least` on within `room`, whose density falls by `steep` of each unit.

    A truncated exponential, drawn by the inverse of its distribution: even where nothing falls.
    """
    shift = random.random(least.shape)
    if np.any(steep):
        fall = np.maximum(np.abs(steep), _LEVEL)
        shift *= np.expm1(-fall * room)
        np.log1p(shift, out=shift)
        shift /= -fall
        np.subtract(room, shift, out=shift, where=np.less(steep, 0))
    else:
        shift *= room
    shift += least
    # Sums of doubles stray by less than a millionth; a move against that is none.
    shift[~(room > 0)] = 0.0
    return shift
