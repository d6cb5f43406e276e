"""Conditions on what is held back: each says why a choice would give a cell away.

For a cell p and multipliers u of the equations, every table that adds up has
d_p = Σ r_i d_i with r = e_p + Aᵀu, where d is the difference to the true table.  So a reader's
interval of p reaches as far as `need` only if Σ (what r_i allows if i is held back) does; a
cell that is printed allows nothing, or what its rounding leaves (Fischetti and Salazar 2001).
Since one cell need not do more than all together, no factor is larger than what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sectornb.disclosure.tables.attack import Goals, Reached
from sectornb.disclosure.tables.system import System

_NONE = 1e-9


@dataclass(frozen=True)
class Cut:
    """Σ factors · (held back) ≥ least, over cells whose printing is open."""

    cells: np.ndarray
    factors: np.ndarray
    least: float

    def missing(self, held_back: np.ndarray) -> float:
        """How much is missing with these shares of cells held back; 0 or less if nothing is."""
        return self.least - float(self.factors @ held_back[self.cells])


def cut_of(system: System, goals: Goals, number: int, found: Reached) -> Cut | None:
    """The condition that a goal which was not reached asks for; None if nothing could help."""
    if found.duals is None:
        return None
    cell, sign = goals.cell[number], 1.0 if goals.side[number] else -1.0
    multiplier = np.zeros(system.matrix.shape[0])
    multiplier[found.rows] = found.duals
    near = np.unique(np.append(system.matrix[found.rows].indices, cell))
    factor = system.columns[:, near].T @ multiplier
    factor[np.searchsorted(near, cell)] += sign
    factor[np.abs(factor) < _NONE] = 0.0
    used = factor != 0
    near, factor = near[used], factor[used]
    value = system.value[near]
    up = factor > 0
    side = up.astype(int)
    shown = np.abs(system.shown[near, side] - value)
    hidden = np.abs(system.hidden[near, side] - value)
    with np.errstate(invalid="ignore"):
        given = np.abs(factor) * shown
        gained = np.where(system.choice[near], np.abs(factor) * (hidden - shown), 0.0)
    least = float(goals.need[number] - given.sum())
    always = system.primary[near]
    least -= float(gained[always].sum())
    open_cells = system.choice[near] & ~always & (gained > _NONE)
    if not np.isfinite(least) or least <= _NONE * max(goals.need[number], 1.0):
        return None
    return Cut(near[open_cells], np.minimum(gained[open_cells] / least, 1.0), 1.0)


def neighbors_cut(system: System, held_back: np.ndarray, block: np.ndarray) -> Cut:
    """At least one cell beside a block must be held back: for what only whole numbers forbid."""
    rows = np.unique(system.columns[:, block].indices)
    near = np.unique(system.matrix[rows].indices)
    beside = near[system.choice[near] & ~held_back[near]]
    return Cut(beside, np.ones(len(beside)), 1.0)


def lonely(system: System, held_back: np.ndarray, tolerance: float = 1e-6) -> list[Cut]:
    """In no equation is one cell held back alone: it would be known from the others.

    Only for equations all of whose cells are printed exactly or held back.  `held_back` may
    hold shares; conditions that these break are given, one an equation.
    """
    matrix = system.matrix
    length = np.diff(matrix.indptr)
    row = np.repeat(np.arange(matrix.shape[0]), length)
    settled = _settled(system, row)
    share = np.where(system.choice, held_back, 0.0)[matrix.indices]
    total = np.bincount(row, share, matrix.shape[0])
    highest = np.maximum.reduceat(share, matrix.indptr[:-1]) if len(share) else total
    broken = settled & (2 * highest > total + tolerance)
    cuts = []
    for number in np.flatnonzero(broken):
        cells = matrix.indices[matrix.indptr[number] : matrix.indptr[number + 1]]
        alone = cells[np.argmax(np.where(system.choice[cells], held_back[cells], -1.0))]
        others = cells[(cells != alone) & system.choice[cells]]
        if system.primary[others].any():
            continue
        least = 1.0 if system.primary[alone] else 0.0
        if not least:
            others = np.append(others, alone)
        factors = np.where(others == alone, -1.0, 1.0)
        cuts.append(Cut(others, factors, least))
    return cuts


def _settled(system: System, row: np.ndarray) -> np.ndarray:
    """Equations all of whose cells are printed exactly, held back or known."""
    exact = system.choice & (system.shown[:, 0] == system.shown[:, 1])
    fixed = ~system.choice & (system.hidden[:, 0] == system.hidden[:, 1])
    unsettled = ~(exact | fixed)[system.matrix.indices]
    return np.bincount(row, unsettled, system.matrix.shape[0]) == 0


def useless(system: System, held_back: np.ndarray) -> np.ndarray:
    """Cells held back for others that are alone in some equation: known, and so of no use."""
    matrix = system.matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    hidden = (held_back & system.choice)[matrix.indices]
    alone = np.bincount(row, hidden, matrix.shape[0]) == 1
    cells = matrix.indices[hidden & (alone & _settled(system, row))[row]]
    return np.unique(cells[~system.primary[cells]])
