"""Which published rows contradict each other, as few as say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sectornb.disclosure.intervals.forest import Forest, narrow_crossed


def irreducible_rows(
    forests: Sequence[Forest],
    low: np.ndarray,
    high: np.ndarray,
    published: np.ndarray,
    rounding: float = 0.0,
) -> np.ndarray:
    """Published nodes that cannot all be right; without any one of them the others agree.

    The published nodes are halved again and again, keeping those without which
    no contradiction is found (Junker 2004, QuickXplain).  Every other node counts
    as unknown and not negative.

    Parameters
    ----------
    forests : sequence of Forest
        One forest, or several over the same nodes.
    low, high : ndarray
        Interval of each node as published.
    published : ndarray of bool
        True where a node's interval comes from a published row.
    rounding : float
        As in :func:`~sectornb.disclosure.intervals.forest.narrow`.

    Returns
    -------
    ndarray of int
        Node numbers, ascending; empty if no contradiction is found.
    """
    trees = list(forests)
    for forest in forests:
        found = narrow_crossed([forest], low, high, rounding)
        if len(found.violated):
            trees = [forest]
            published = published & _below(forest, int(found.violated[0]))
            break

    def contradict(kept: np.ndarray) -> bool:
        forgotten = np.ones(len(low), dtype=bool)
        forgotten[kept] = False
        known_low, known_high = np.where(forgotten, 0.0, low), np.where(forgotten, np.inf, high)
        return len(narrow_crossed(trees, known_low, known_high, rounding).violated) > 0

    candidates = np.flatnonzero(published)
    if not contradict(candidates):
        return np.zeros(0, dtype=np.int64)
    return fewest(candidates, contradict)


def fewest(candidates: np.ndarray, contradict: Callable[[np.ndarray], bool]) -> np.ndarray:
    """Some of `candidates` for which `contradict` is true, and false without any one of them.

    It must be true for all of them, and stay true when more are added (Junker 2004).
    """
    return np.sort(_needed(np.zeros(0, dtype=np.int64), False, candidates, contradict))


def _below(forest: Forest, node: int) -> np.ndarray:
    """True for `node` and all under it."""
    below = np.zeros(len(forest), dtype=bool)
    below[node] = True
    for family in reversed(forest.generations):
        below[family.children] |= below[family.parents][family.family_of_child]
    return below


def _needed(
    fixed: np.ndarray,
    grown: bool,
    candidates: np.ndarray,
    contradict: Callable[[np.ndarray], bool],
) -> np.ndarray:
    """Fewest of `candidates` that contradict each other together with `fixed`."""
    if grown and contradict(fixed):
        return np.zeros(0, dtype=np.int64)
    if len(candidates) == 1:
        return candidates
    first, second = np.array_split(candidates, 2)
    of_second = _needed(np.concatenate([fixed, first]), True, second, contradict)
    of_first = _needed(np.concatenate([fixed, of_second]), len(of_second) > 0, first, contradict)
    return np.concatenate([of_first, of_second])
