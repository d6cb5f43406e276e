"""What a reader can work out: the table that goes farthest within all that is printed.

A reader knows the equations, and of every cell a range.  How far a cell can lie from its true
value is one linear program for each side (HiGHS); where its answer is not whole and counts are
asked for, an integer program.  Cells whose value is known link nothing, so the programs fall
apart into small blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

from sectornb.disclosure.tables.system import System

CLOSE = 1e-6
"""Share of a count or of a wanted distance that the solver may be off."""


@dataclass(frozen=True)
class Goals:
    """Distances that a reader's interval must reach.

    Attributes
    ----------
    cell : ndarray of int
        Whose interval.
    side : ndarray of int
        0 below the true value, 1 above it.
    need : ndarray
        How far.
    """

    cell: np.ndarray
    side: np.ndarray
    need: np.ndarray

    @classmethod
    def of(cls, system: System) -> Goals:
        """All distances that the system needs."""
        cell, side = np.nonzero(system.need > 0)
        return cls(cell, side, system.need[cell, side])

    def __len__(self) -> int:
        return len(self.cell)


@dataclass(frozen=True)
class Reached:
    """How far a reader's interval of a cell reaches on one side.

    Attributes
    ----------
    amount : float
        Distance from the true value, not more than was asked for.
    enough : bool
        Whether it is what was asked for.
    cells, moves : ndarray
        A table that gets there: the cells that differ from the true one, and by how much.
    whole : bool
        Whether that table has whole counts.
    rows, duals : ndarray
        Equations from which it follows that no table gets farther, with their multipliers;
        None if that took integer programming.
    """

    amount: float
    enough: bool
    cells: np.ndarray
    moves: np.ndarray
    whole: bool
    rows: np.ndarray
    duals: np.ndarray | None


class Blocks:
    """The blocks of a system of which a reader knows a range of every cell.

    Parameters
    ----------
    system : System
        Cells and equations.
    ranges : ndarray, (cells, 2)
        Lowest and highest value that is possible of each cell beforehand.
    """

    def __init__(self, system: System, ranges: np.ndarray) -> None:
        self.system = system
        self.ranges = ranges - system.value[:, None]
        moving = self.ranges[:, 1] > self.ranges[:, 0]
        self._label = _connected(system.matrix, moving)
        self._made: dict[int, _Program] = {}
        order = np.argsort(self._label, kind="stable")
        self._order, self._sorted = order, self._label[order]

    def program(self, cell: int) -> _Program | None:
        """The linear program of a cell's block; None if its value is known."""
        label = int(self._label[cell])
        if label < 0:
            return None
        if label not in self._made:
            first, last = np.searchsorted(self._sorted, [label, label + 1])
            self._made[label] = _Program(self.system, self.ranges, self._order[first:last])
        return self._made[label]

    def together(
        self, goals: Goals, numbers: np.ndarray, whole: bool
    ) -> list[tuple[np.ndarray, Reached]]:
        """Tables that each reach several of the goals `numbers`, and which of them."""
        found = []
        label = self._label[goals.cell[numbers]]
        for block in np.unique(label[label >= 0]).tolist():
            waiting = numbers[label == block]
            while len(waiting) >= 4:
                program = self.program(int(goals.cell[waiting[0]]))
                assert program is not None
                moves = program.together(goals, waiting, whole)
                if moves is None:
                    break
                places = np.searchsorted(program.cells, goals.cell[waiting])
                far = np.where(goals.side[waiting] == 1, 1.0, -1.0) * moves[places]
                reached = far >= goals.need[waiting] * (1 - CLOSE)
                if not reached.any():
                    break
                moved = np.flatnonzero(np.abs(moves) > CLOSE * program.unit)
                none = np.zeros(0, dtype=np.int64)
                integral = not (np.abs(moves - np.round(moves)) > 0)[program.whole].any()
                found.append((
                    waiting[reached],
                    Reached(np.inf, True, program.cells[moved], moves[moved], integral, none, None),
                ))  # fmt: skip
                waiting = waiting[~reached]
        return found

    def reach_all(self, goals: Goals, numbers: np.ndarray, whole: bool) -> dict[int, Reached]:
        """How far the goals `numbers` are reached; a table found for one is tried on all."""
        found: dict[int, Reached] = {}
        for reaching, reached in self.together(goals, numbers, whole):
            found.update(dict.fromkeys(reaching.tolist(), reached))
        sign = np.where(goals.side == 1, 1.0, -1.0)
        moved = np.zeros(len(self.system))
        for number in numbers.tolist():
            if number in found:
                continue
            cell, side = int(goals.cell[number]), int(goals.side[number])
            reached = self.reach(cell, side, float(goals.need[number]), whole)
            found[number] = reached
            if reached.enough:
                moved[:] = 0.0
                moved[reached.cells] = reached.moves
                far = numbers[(sign * moved[goals.cell] >= goals.need)[numbers]]
                found.update({n: reached for n in far.tolist() if n not in found})
        return found

    def proves(self, goals: Goals, number: int, reached: Reached) -> bool:
        """Whether a table reaches a goal and a reader can exclude it by nothing printed.

        Checked by adding up, in whole numbers where counts alone are in it, with no solver.
        """
        whole = self.system.whole[reached.cells]
        if (reached.moves[whole] != np.round(reached.moves[whole])).any():
            return False
        size = np.abs(reached.moves).max(initial=1.0)
        slack = 0.0 if whole.all() else CLOSE * size
        low, high = self.ranges[reached.cells].T
        if ((reached.moves < low - slack) | (reached.moves > high + slack)).any():
            return False
        moved = np.zeros(len(self.system))
        moved[reached.cells] = reached.moves
        left = self.system.columns[:, reached.cells] @ reached.moves
        sign = 1.0 if goals.side[number] else -1.0
        far = sign * moved[goals.cell[number]] >= goals.need[number] * (1 - CLOSE)
        return bool(far and (np.abs(left) <= slack).all())

    def cells_with(self, cell: int) -> np.ndarray:
        """All cells of a cell's block."""
        return np.flatnonzero(self._label == self._label[cell])

    def reach(self, cell: int, side: int, need: float, whole: bool = True) -> Reached:
        """How far the interval of a cell reaches on one side, up to `need`."""
        program = self.program(cell)
        none = np.zeros(0, dtype=np.int64)
        if program is None:
            return Reached(0.0, need <= 0, none, np.zeros(0), True, none, np.zeros(0))
        return program.reach(cell, side, need, whole)

    def interval(self, cell: int) -> tuple[float, float]:
        """Smallest and largest value of a cell, whole for a count."""
        value = float(self.system.value[cell])
        if (program := self.program(cell)) is None:
            return value, value
        down = program.reach(cell, 0, np.inf, True).amount
        return value - down, value + program.reach(cell, 1, np.inf, True).amount

    def show(self, cell: int, shown: bool) -> None:
        """Print a cell of these blocks after all, or take that back."""
        if (program := self.program(cell)) is not None:
            ends = self.system.shown[cell] - self.system.value[cell] if shown else self.ranges[cell]
            program.limit(cell, ends)


class _Program:
    """The linear program of one block, kept by the solver from one question to the next."""

    def __init__(self, system: System, ranges: np.ndarray, cells: np.ndarray) -> None:
        self.cells = cells
        part = system.columns[:, cells]
        self.rows, row = np.unique(part.indices, return_inverse=True)
        self.whole = system.whole[cells]
        self.ranges = ranges[cells].copy()
        finite = self.ranges[np.isfinite(self.ranges)]
        # The solver's tolerance is absolute: dollars of a large county would drown it.
        large = float(np.abs(finite).max(initial=0.0)) / 1e4
        self.unit = 1.0 if self.whole.any() or large == 0.0 else large
        self.part = csr_array((part.data, row, part.indptr), shape=(len(cells), len(self.rows)))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(cells), len(self.rows)
        model.col_cost_ = np.zeros(len(cells))
        model.col_lower_ = self.ranges[:, 0] / self.unit
        model.col_upper_ = self.ranges[:, 1] / self.unit
        model.row_lower_ = model.row_upper_ = np.zeros(len(self.rows))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = part.indptr.astype(np.int32)
        model.a_matrix_.index_ = row.astype(np.int32)
        model.a_matrix_.value_ = part.data
        self.solver = solver()
        self.solver.setOptionValue("presolve", "off")
        # From one question to the next only the objective changes: the last table still adds up.
        self.solver.setOptionValue("simplex_strategy", 4)
        self.solver.passModel(model)
        self.asked = 0

    def limit(self, cell: int, ends: np.ndarray) -> None:
        place = int(np.searchsorted(self.cells, cell))
        low, high = ends / self.unit
        self.ranges[place] = ends
        self.solver.changeColBounds(place, float(low), float(high))

    def reach(self, cell: int, side: int, need: float, whole: bool) -> Reached:
        place = int(np.searchsorted(self.cells, cell))
        low, high = self.ranges[place] / self.unit
        want = need / self.unit
        sign = 1.0 if side else -1.0
        ends = (low, min(high, want)) if side else (max(low, -want), high)
        self.solver.changeColCost(self.asked, 0.0)
        self.solver.changeColBounds(place, float(min(ends[0], 0.0)), float(max(ends[1], 0.0)))
        self.solver.changeColCost(place, -sign)
        self.asked = place
        try:
            return self._solved(place, sign, need, whole)
        finally:
            self.solver.changeColBounds(place, float(low), float(high))

    def _solved(self, place: int, sign: float, need: float, whole: bool) -> Reached:
        none = np.zeros(0, dtype=np.int64)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, *UNBOUNDED):
            # The true table adds up, so this is where the last question led: begin anew.
            self.solver.clearSolver()
            self.solver.run()
            status = self.solver.getModelStatus()
        if status in UNBOUNDED:
            return Reached(np.inf, True, none, np.zeros(0), True, none, np.zeros(0))
        answer = self.solver.getSolution()
        moves = np.array(answer.col_value) * self.unit
        duals = np.array(answer.row_dual)
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(
                f"The solver ended with {self.solver.modelStatusToString(status)}."
            )
        amount = sign * moves[place]
        asked = np.isfinite(need)
        slack = CLOSE * max(need, 1.0 if self.whole[place] else 0.0) if asked else 0.0
        enough = asked and amount >= need - slack
        rounded = np.where(self.whole, np.round(moves), moves)
        integral = not self.whole.any() or self._adds_up(rounded, moves)
        if integral:
            moves, amount = rounded, sign * rounded[place]
        elif whole and self.whole[place] and (enough or not asked):
            return self._whole(place, sign, need)
        elif whole and self.whole[place]:
            # No whole table gets farther than any table.
            amount = float(np.floor(amount + CLOSE))
        moved = np.flatnonzero(np.abs(moves) > CLOSE * self.unit)
        return Reached(
            float(amount), bool(enough), self.cells[moved], moves[moved], integral, self.rows, duals
        )

    def _adds_up(self, rounded: np.ndarray, moves: np.ndarray) -> bool:
        """Whether whole numbers were found, checked in whole numbers."""
        if (np.abs(rounded - moves)[self.whole] > 1e-5).any():
            return False
        inside = (rounded >= self.ranges[:, 0] - 1e-9) & (rounded <= self.ranges[:, 1] + 1e-9)
        if not inside[self.whole].all():
            return False
        return bool((np.abs(self.part.T @ rounded) <= (0 if self.whole.all() else 1e-6)).all())

    def together(self, goals: Goals, numbers: np.ndarray, whole: bool) -> np.ndarray | None:
        """A table that gets far for several goals at once, as moves of the block's cells."""
        places = np.searchsorted(self.cells, goals.cell[numbers]).astype(np.int32)
        sign = np.where(goals.side[numbers] == 1, 1.0, -1.0)
        ends = self.ranges[places] / self.unit
        most = goals.need[numbers] / self.unit
        low = np.where(sign < 0, np.maximum(ends[:, 0], -most), ends[:, 0])
        high = np.where(sign > 0, np.minimum(ends[:, 1], most), ends[:, 1])
        count = len(places)
        self.solver.changeColCost(self.asked, 0.0)
        self.solver.changeColsBounds(count, places, low, high)
        self.solver.changeColsCost(count, places, -sign / np.maximum(most, CLOSE))
        if whole:
            self._ask_whole(True)
            self.solver.setOptionValue("mip_max_nodes", 20)
        self.solver.run()
        answer = self.solver.getSolution()
        moves = np.array(answer.col_value) * self.unit if answer.value_valid else None
        if whole:
            self._ask_whole(False)
            self.solver.setOptionValue("mip_max_nodes", 2**31 - 1)
        self.solver.changeColsCost(count, places, np.zeros(count))
        self.solver.changeColsBounds(count, places, ends[:, 0].copy(), ends[:, 1].copy())
        if moves is None or not self.whole.any():
            return moves
        rounded = np.where(self.whole, np.round(moves), moves)
        integral = self._adds_up(rounded, moves)
        return rounded if integral else None if whole else moves

    def _ask_whole(self, whole: bool) -> None:
        """Whether the solver's counts are to be whole."""
        kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        kind = int(kinds[0] if whole else kinds[1])
        at = np.flatnonzero(self.whole).astype(np.int32)
        self.solver.changeColsIntegrality(len(at), at, np.full(len(at), kind, dtype=np.uint8))

    def _whole(self, place: int, sign: float, need: float) -> Reached:
        """The same by an integer program."""
        self._ask_whole(True)
        self.solver.run()
        status = self.solver.getModelStatus()
        moves = np.array(self.solver.getSolution().col_value)
        self._ask_whole(False)
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(
                f"The solver ended with {self.solver.modelStatusToString(status)}."
            )
        moves = np.where(self.whole, np.round(moves), moves)
        amount = float(sign * moves[place])
        moved = np.flatnonzero(np.abs(moves) > CLOSE)
        enough = amount >= need - CLOSE
        return Reached(amount, enough, self.cells[moved], moves[moved], True, self.rows, None)


UNBOUNDED = (
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


class _Silent(highspy.Highs):
    """A solver that does not print its name before it can be told to be silent."""

    def enableCallbacks(self) -> None:
        self.silent()
        super().enableCallbacks()


def solver() -> highspy.Highs:
    """A silent solver that gives the same answer every time."""
    made = _Silent()
    made.setOptionValue("threads", 1)
    made.setOptionValue("random_seed", 0)
    return made


def _connected(matrix: csr_array, moving: np.ndarray) -> np.ndarray:
    """For each cell the number of its block, -1 for cells that cannot move."""
    label = np.full(len(moving), -1, dtype=np.int64)
    if moving.any():
        part = matrix[:, np.flatnonzero(moving)]
        both = block_array([[None, part], [part.T, None]], format="csr")
        label[moving] = connected_components(both, directed=False)[1][part.shape[0] :]
    return label
