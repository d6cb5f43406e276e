"""Exact bounds where sums cross: linear programs, only for ends that may still move.

In one forest the passes of :func:`~sectornb.disclosure.intervals.forest.narrow` are exact.
Where nodes lie in two forests a program may narrow a few ends further.  An end
that some solution reaches is exact already and needs no program.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from sectornb.disclosure.intervals.forest import Forest

OUTWARD = 1e-6
"""Share of an end by which the result of a program is moved outward."""
_WORTHWHILE = 0.1
_PRIMAL = 4


@dataclass(frozen=True)
class Tightened:
    """Ends after the programs.

    Attributes
    ----------
    low, high : ndarray
        As given, with the asked nodes' ends moved where a program proved more.
    certified, solved, left : int
        Of the asked ends: reached by a solution met on the way; settled by a
        program of their own; left as they were because the time was over.
    """

    low: np.ndarray
    high: np.ndarray
    certified: int
    solved: int
    left: int


def tighten(
    forests: Sequence[Forest],
    low: np.ndarray,
    high: np.ndarray,
    nodes: np.ndarray,
    rounding: float = 0.0,
    *,
    seconds: float = np.inf,
) -> Tightened:
    """Smallest and largest value of `nodes` that any solution reaches.

    Parameters
    ----------
    forests : sequence of Forest
        Forests over the same nodes.
    low, high : ndarray
        Ends after :func:`~sectornb.disclosure.intervals.forest.narrow_crossed`.
    nodes : ndarray of int
        Nodes asked for.
    rounding : float
        As for the passes.
    seconds : float
        Time after which no further program is begun; ends left stay valid, and
        depend on the machine.  No limit by default.

    Notes
    -----
    HiGHS (Huangfu and Hall 2018) solves each program from the vertex of the one
    before.  Its result is moved outward by `OUTWARD` of itself and never widens
    an end.
    """
    asked = np.asarray(nodes, dtype=np.int64)
    asked = asked[low[asked] < high[asked]]
    stop = time.monotonic() + seconds
    # Low and high ends know nothing of each other, so what comes out does not depend on timing.
    with ThreadPoolExecutor(2) as pool:
        lower = pool.submit(_settle, _Program(forests, low, high, rounding), asked, low, 1.0, stop)
        finite = asked[np.isfinite(high[asked])]
        upper = pool.submit(
            _settle, _Program(forests, low, high, rounding), finite, high, -1.0, stop
        )
        of_low, of_high = lower.result(), upper.result()
    counts = np.array(of_low[1:]) + np.array(of_high[1:])
    # An end moved outward never passes the other one.
    return Tightened(
        np.minimum(of_low[0], high), np.maximum(of_high[0], low), *(int(n) for n in counts)
    )


def _settle(
    program: _Program, nodes: np.ndarray, ends: np.ndarray, sign: float, stop: float
) -> tuple[np.ndarray, int, int, int]:
    """The `ends` of `nodes` (sign 1: low, -1: high) settled; how many were met, solved, left."""
    ends = ends.copy()
    unmet = set(nodes.tolist())

    def strike() -> None:
        values = program.values()
        room = OUTWARD * np.maximum(1.0, np.abs(values))
        unmet.intersection_update(np.flatnonzero(sign * (values - ends) > room).tolist())

    # All at their ends together, then all that are left: one vertex reaches many of them.
    before = 2 * len(unmet)
    while unmet and before - len(unmet) > _WORTHWHILE * before and time.monotonic() < stop:
        before = len(unmet)
        if program.solve(sorted(unmet), sign) is not None:
            strike()
    solved = 0
    for node in nodes.tolist():
        if node not in unmet or time.monotonic() > stop:
            continue
        unmet.discard(node)
        reached = program.solve([node], sign)
        if reached is None:
            continue
        solved += 1
        moved = reached - sign * OUTWARD * max(1.0, abs(reached))
        ends[node] = max(ends[node], moved) if sign > 0 else min(ends[node], moved)
        strike()
    return ends, len(nodes) - solved - len(unmet), solved, len(unmet)


class _Program:
    """The families of all forests as rows of one linear program, kept warm between questions."""

    def __init__(
        self, forests: Sequence[Forest], low: np.ndarray, high: np.ndarray, rounding: float
    ) -> None:
        import highspy

        self._fixed = np.where(low >= high, low, np.nan)
        free = np.flatnonzero(np.isnan(self._fixed))
        self._column = np.full(len(low), -1, dtype=np.int64)
        self._column[free] = np.arange(len(free))
        self._free = free
        starts, columns, signs, floors, tops = self._rows(forests, low, rounding)
        self._solver: Any = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        # A second core does not help one simplex, and other work may need it.
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("presolve", "off")
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(free), len(starts) - 1
        lp.col_cost_ = np.zeros(len(free))
        lp.col_lower_ = low[free]
        lp.col_upper_ = np.where(np.isfinite(high[free]), high[free], highspy.kHighsInf)
        lp.row_lower_, lp.row_upper_ = floors, tops
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = starts, columns
        lp.a_matrix_.value_ = signs
        self._solver.passModel(lp)
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._costed: np.ndarray = np.zeros(0, dtype=np.int32)

    def _rows(
        self, forests: Sequence[Forest], low: np.ndarray, rounding: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        rows, members, signs, slacks, offset = [], [], [], [], 0
        for forest in forests:
            for family in forest.generations:
                count = len(family.parents)
                rows += [family.family_of_child + offset, np.arange(count) + offset]
                members += [family.children, family.parents]
                signs += [np.ones(len(family.children)), -np.ones(count)]
                slacks.append(rounding * (family.sizes + 1))
                offset += count
        row, member, sign = np.concatenate(rows), np.concatenate(members), np.concatenate(signs)
        slack = np.concatenate(slacks)
        known = self._column[member] < 0
        right = -np.bincount(row[known], (low[member] * sign)[known], minlength=offset)
        used = np.unique(row[~known])
        place = np.full(offset, -1, dtype=np.int64)
        place[used] = np.arange(len(used))
        row, column, sign = place[row[~known]], self._column[member[~known]], sign[~known]
        order = np.lexsort((column, row))
        starts = np.searchsorted(row[order], np.arange(len(used) + 1))
        return (
            starts.astype(np.int32),
            column[order].astype(np.int32),
            sign[order],
            (right - slack)[used],
            (right + slack)[used],
        )

    def solve(self, nodes: Sequence[int], sign: float) -> float | None:
        """Least (sign 1) or largest (-1) sum of `nodes`; None if the solver gave up."""
        columns = self._column[np.asarray(nodes)].astype(np.int32)
        zeros = np.zeros(len(self._costed))
        self._solver.changeColsCost(len(self._costed), self._costed, zeros)
        self._solver.changeColsCost(len(columns), columns, np.full(len(columns), sign))
        self._costed = columns
        self._solver.run()
        # A vertex stays feasible when only the aim changes: from here on the primal method
        # needs a few steps where the dual one would begin anew.
        self._solver.setOptionValue("simplex_strategy", _PRIMAL)
        if self._solver.getModelStatus() != self._optimal:
            return None
        return sign * float(self._solver.getInfo().objective_function_value)

    def values(self) -> np.ndarray:
        """Every node's value at the latest vertex."""
        values = self._fixed.copy()
        values[self._free] = np.asarray(self._solver.getSolution().col_value)
        return values
