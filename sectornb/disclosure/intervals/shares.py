"""One plausible table inside the bounds: each family shared out in proportion to a seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sectornb.disclosure.intervals.forest import Families, Forest

_HALVINGS = 70


def raked(
    forests: Sequence[Forest],
    low: np.ndarray,
    high: np.ndarray,
    seed: np.ndarray,
    rounds: int = 20,
) -> np.ndarray:
    """Values that add up, inside their intervals, siblings in proportion to `seed`.

    From the roots down each child gets clip(f * seed, low, high), with the f of its family
    that makes the children sum to their parent.  Roots keep their seed, moved into their
    interval.  Several forests share out in turn, each from what the one before left (RAS,
    biproportional fitting of Deming and Stephan 1940, inside bounds).  The last pass is
    over the first forest, whose families add up; those of the others do nearly.

    Parameters
    ----------
    forests : sequence of Forest
        Over the same nodes, each with its own parents.
    low, high : ndarray
        Ends after narrowing; families must be able to add up.
    seed : ndarray
        Relative sizes, not negative; only proportions among siblings matter.
    rounds : int
        How often all forests share out.
    """
    families = [_open(forest, low, high) for forest in forests]
    values = _shared_out(forests[0], families[0], low, high, seed)
    for _ in range(rounds if len(forests) > 1 else 0):
        for number in (*range(1, len(forests)), 0):
            values = _shared_out(forests[number], families[number], low, high, values)
    return values


def _open(forest: Forest, low: np.ndarray, high: np.ndarray) -> list[Families]:
    """The families in which anything is left to share out, from the roots down."""
    found = []
    for family in reversed(forest.generations):
        room = high[family.children] > low[family.children]
        kept = np.logical_or.reduceat(room, family.starts)
        sizes = family.sizes[kept]
        if len(sizes):
            starts = np.cumsum(sizes) - sizes
            of = np.repeat(np.arange(len(sizes)), sizes)
            children = family.children[kept[family.family_of_child]]
            found.append(Families(family.parents[kept], children, starts, of, sizes))
    return found


def _shared_out(
    forest: Forest,
    families: list[Families],
    low: np.ndarray,
    high: np.ndarray,
    seed: np.ndarray,
) -> np.ndarray:
    """Values of one forest, from the roots down."""
    values = np.where(forest.parent < 0, np.clip(seed, low, high), low)
    for family in families:
        values[family.children] = _family(family, values[family.parents], low, high, seed)
    return values


def _family(
    family: Families, total: np.ndarray, low: np.ndarray, high: np.ndarray, seed: np.ndarray
) -> np.ndarray:
    floor, top = low[family.children], high[family.children]
    # Without any seed at all siblings share alike.
    weight = np.maximum(seed[family.children], 0.0)
    weight = weight + np.where(top > floor, 1e-9, 0.0)
    of = family.family_of_child

    def summed(factor: np.ndarray) -> np.ndarray:
        return np.add.reduceat(np.clip(factor[of] * weight, floor, top), family.starts)

    least = np.full(len(total), -30.0)
    most = np.full(len(total), 60.0)
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        short = summed(np.exp(middle)) < total
        before = least, most
        least, most = np.where(short, middle, least), np.where(short, most, middle)
        if np.array_equal(before[0], least) and np.array_equal(before[1], most):
            break
    found = np.clip(np.exp(most)[of] * weight, floor, top)
    # What halving leaves goes where there is room, so that families add up to the last digit.
    gap = (total - np.add.reduceat(found, family.starts))[of]
    room = np.where(gap > 0, np.where(np.isfinite(top), top - found, 0.0), found - floor)
    rooms = np.add.reduceat(room, family.starts)[of]
    return found + np.where(rooms > 0, gap * room / np.where(rooms > 0, rooms, 1.0), 0.0)
