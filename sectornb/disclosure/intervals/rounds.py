"""Rounds through several trees: amounts that go round and leave every known sum as it is.

Where a sum across trees is known, what one leaf gains another of the same sum loses; each
of the two must then be made up for in its own block, and so on until the round closes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_TIGHT = 0.25
"""A sum counts as known if its room is at most this share of that of its leaves."""
_MOST = 1_500
"""Leaves, at most: with more the rounds are not looked for."""
_BASES = 3


@dataclass(frozen=True)
class Round:
    """What one round moves: each of `rows` by its `share` of an amount."""

    rows: np.ndarray
    share: np.ndarray


def rounds(
    paths: np.ndarray,
    block: np.ndarray,
    first_sum: int,
    room: np.ndarray,
    random: np.random.Generator,
) -> list[Round]:
    """Rounds from which every change that keeps the known sums can be put together.

    They are the null spaces of the known sums, each basis from another order of the leaves,
    so that no leaf hangs on one long round.

    Parameters
    ----------
    paths : ndarray of int, (leaves, steps)
        Each leaf with all rows that it adds to, -1 for none.
    block : ndarray of int, (leaves,)
        Which leaves add up to one known figure of their tree.
    first_sum : int
        Rows from here on are sums across trees.
    room : ndarray
        High end less low end of every row.
    random : Generator
        Orders the leaves.
    """
    leaf, step = np.nonzero(paths >= 0)
    row = paths[leaf, step]
    across = row >= first_sum
    of_leaves = np.bincount(row[across], room[paths[leaf[across], 0]], len(room))
    tight = room <= 0
    tight[first_sum:] |= room[first_sum:] <= _TIGHT * of_leaves[first_sum:]
    met = np.isin(block, block[leaf[across & tight[row]]])
    if not met.any() or met.sum() > _MOST:
        return []
    columns = np.flatnonzero(met)
    number = np.full(len(paths), -1, dtype=np.int64)
    number[columns] = np.arange(len(columns))
    inside = met[leaf]
    used, place = np.unique(row[inside], return_inverse=True)
    whole = np.zeros((len(used), len(columns)))
    whole[place, number[leaf[inside]]] = 1.0
    found = []
    for _ in range(_BASES):
        shuffled = whole[:, random.permutation(len(columns))]
        for change in _null_space(shuffled[tight[used]]) @ shuffled.T:
            moved = np.abs(change) > 1e-9
            found.append(Round(used[moved], change[moved]))
    return found


def _null_space(matrix: np.ndarray) -> np.ndarray:
    """A basis of what `matrix` maps to zero, one vector in each row."""
    matrix = matrix.copy()
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        done = len(pivots)
        if done == len(matrix):
            break
        below = done + int(np.abs(matrix[done:, column]).argmax())
        if abs(matrix[below, column]) < 1e-9:
            continue
        matrix[[done, below]] = matrix[[below, done]]
        matrix[done] /= matrix[done, column]
        others = np.flatnonzero(np.abs(matrix[:, column]) > 1e-12)
        others = others[others != done]
        matrix[others] -= np.outer(matrix[others, column], matrix[done])
        pivots.append(column)
    free = np.setdiff1d(np.arange(matrix.shape[1]), pivots)
    basis = np.zeros((len(free), matrix.shape[1]))
    basis[np.arange(len(free)), free] = 1.0
    basis[:, pivots] = -matrix[: len(pivots), free].T
    return basis
