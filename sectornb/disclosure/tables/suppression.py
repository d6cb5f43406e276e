"""Complementary suppression: what else to hold back, with the least information lost.

Benders' decomposition (Fischetti and Salazar 2001): a master program chooses cells at least
cost; each choice is attacked as a reader would; a cell that is given away yields a condition
that the next choice must keep.  A greedy answer is there from the start and is improved, so
there is an answer whenever time runs out, and the master's bound says how far it may be from
the best one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from sectornb.disclosure.tables.attack import Blocks, Goals, Reached, solver
from sectornb.disclosure.tables.cuts import Cut, cut_of, lonely, neighbors_cut, useless
from sectornb.disclosure.tables.system import System


@dataclass(frozen=True)
class Suppression:
    """What is held back.

    Attributes
    ----------
    held_back : ndarray of bool
        Primary and complementary cells.
    lost, bound : float
        Cost of the complementary cells in bits, and the least that any safe answer costs.
    greedy : float
        Cost of the greedy answer.
    stopped : bool
        Whether time ran out before the two met.
    proofs : dict of Reached
        By the number of a goal a table that reaches it.
    """

    held_back: np.ndarray
    lost: float
    bound: float
    greedy: float
    stopped: bool
    proofs: dict[int, Reached]


class _Search:
    """Cells under goals, tables that reach them, and the best safe choice so far."""

    def __init__(self, system: System, goals: Goals, time_limit: float) -> None:
        self.system, self.goals = system, goals
        self.until = time.monotonic() + time_limit
        self.best = system.choice.copy()
        self.cuts: list[Cut] = []
        self.everyone = np.arange(len(goals))
        self.reaching: list[list[Reached]] = [[] for _ in range(len(goals))]

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.until - time.monotonic()

    def lost(self, held_back: np.ndarray) -> float:
        """Cost of the complementary cells."""
        return float(self.system.cost[held_back & ~self.system.primary].sum())

    def attacked(
        self, held_back: np.ndarray, numbers: np.ndarray, whole: bool = False
    ) -> dict[int, Reached]:
        """How far the goals `numbers` are reached with these cells held back.

        Counts need not be whole in the tables that reach them, unless `whole`.
        """
        moves_freely = held_back | ~self.system.choice
        found: dict[int, Reached] = {}
        for number in numbers.tolist():
            for reached in reversed(self.reaching[number]):
                if (reached.whole or not whole) and moves_freely[reached.cells].all():
                    found[number] = reached
                    break
        waiting = np.array([n for n in numbers.tolist() if n not in found], dtype=np.int64)
        blocks = Blocks(self.system, self.system.range(held_back))
        fresh = blocks.reach_all(self.goals, waiting, whole)
        for number, reached in fresh.items():
            self._remember(number, reached)
        return found | fresh

    def proofs(self, held_back: np.ndarray) -> dict[int, Reached]:
        """For the goals a table each that reaches it, as far as one was found."""
        moves_freely = held_back | ~self.system.choice
        return {
            number: reached
            for number, tables in enumerate(self.reaching)
            for reached in tables
            if reached.whole and moves_freely[reached.cells].all()
        }

    def reach(self, blocks: Blocks, number: int, whole: bool = False) -> Reached:
        """How far one goal is reached."""
        goals = self.goals
        reached = blocks.reach(
            int(goals.cell[number]), int(goals.side[number]), float(goals.need[number]), whole
        )
        self._remember(number, reached)
        return reached

    def _remember(self, number: int, reached: Reached) -> None:
        if reached.enough:
            self.reaching[number] = [*self.reaching[number][-3:], reached]

    def conditions(self, held_back: np.ndarray, found: dict[int, Reached]) -> dict[int, Cut]:
        """The condition of each goal that is not reached."""
        cuts = {}
        blocks = None
        for number, reached in found.items():
            if reached.enough:
                continue
            cut = cut_of(self.system, self.goals, number, reached)
            if cut is None or cut.missing(held_back) < 1e-7:
                blocks = blocks or Blocks(self.system, self.system.range(held_back))
                block = blocks.cells_with(int(self.goals.cell[number]))
                cut = neighbors_cut(self.system, held_back, block)
            cuts[number] = cut
        return cuts

    def completed(self, held_back: np.ndarray, by_reach: bool) -> np.ndarray:
        """A safe choice that holds back these cells and the cheapest others.

        With `by_reach` the cheapest for what they allow, otherwise plainly the cheapest.
        """
        held_back, cost = held_back.copy(), self.system.cost
        while alone := lonely(self.system, held_back.astype(float)):
            for cut in alone:
                if cut.missing(held_back) > 0 and not held_back[cut.cells].all():
                    open_cells = cut.cells[~held_back[cut.cells]]
                    held_back[open_cells[np.argmin(cost[open_cells])]] = True
        waiting, whole = self.everyone, False
        while len(waiting):
            cuts = self.conditions(held_back, self.attacked(held_back, waiting, whole))
            self.cuts += cuts.values()
            waiting = np.array(list(cuts), dtype=np.int64)
            if not len(waiting) and not whole:
                waiting, whole = self.everyone, True
            for cut in cuts.values():
                order = cost[cut.cells] / (cut.factors if by_reach else 1.0)
                for place in np.argsort(order, kind="stable"):
                    if cut.missing(held_back) <= 1e-9:
                        break
                    held_back[cut.cells[place]] = True
        return held_back

    def reduced(self, held_back: np.ndarray) -> np.ndarray:
        """The same choice without cells that can be printed after all, the dearest first.

        Takes at most half of the time that is left, not counting the last check.
        """
        until = self.left / 2
        system = self.system
        held_back = held_back.copy()
        found = self.attacked(held_back, self.everyone)
        users: dict[int, set[int]] = {}
        for number, reached in found.items():
            for used in reached.cells.tolist():
                users.setdefault(used, set()).add(number)
        blocks = Blocks(system, system.range(held_back))
        extra = np.flatnonzero(held_back & ~system.primary)
        asked = np.array([len(users.get(cell, ())) for cell in extra.tolist()])
        # By the information won a question: what no table needs comes first.
        for cell in extra[np.argsort(-system.cost[extra] / (asked + 0.1), kind="stable")].tolist():
            if self.left <= until:
                break
            blocks.show(cell, True)
            again: dict[int, Reached] = {}
            for number in sorted(users.get(cell, ())):
                if cell in found[number].cells:
                    reached = self.reach(blocks, number)
                    if not reached.enough:
                        break
                    again[number] = reached
            else:
                held_back[cell] = False
                for number, reached in again.items():
                    found[number] = reached
                    for used in reached.cells.tolist():
                        users.setdefault(used, set()).add(number)
                continue
            blocks.show(cell, False)
        while len(known := useless(system, held_back)):
            held_back[known] = False
        # Its tables need not have whole counts: complete it where that makes a difference.
        return self.completed(held_back, by_reach=True)

    def offer(self, held_back: np.ndarray) -> None:
        """Keep a safe choice if it loses less than the best so far."""
        if self.lost(held_back) < self.lost(self.best) - 1e-9:
            self.best = held_back


class _Master:
    """The program that chooses cells at least cost under the conditions found so far."""

    def __init__(self, system: System) -> None:
        self.cells = np.flatnonzero(system.choice & ~system.primary)
        self.place = np.full(len(system), -1, dtype=np.int64)
        self.place[self.cells] = np.arange(len(self.cells))
        self.fixed = system.primary.astype(np.float64)
        self.solver = solver()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cells), 0
        model.col_cost_ = system.cost[self.cells]
        model.col_lower_ = np.zeros(len(self.cells))
        model.col_upper_ = np.ones(len(self.cells))
        model.a_matrix_.start_ = np.zeros(len(self.cells) + 1, dtype=np.int32)
        self.solver.passModel(model)
        self.known: set[tuple[bytes, bytes]] = set()

    def add(self, cuts: list[Cut]) -> int:
        """Add conditions that are not there yet; how many were."""
        new = 0
        for cut in cuts:
            mark = cut.cells.tobytes(), np.round(cut.factors, 9).tobytes()
            if mark in self.known:
                continue
            self.known.add(mark)
            place = self.place[cut.cells].astype(np.int32)
            self.solver.addRow(cut.least, highspy.kHighsInf, len(place), place, cut.factors)
            new += 1
        return new

    def relaxed(self) -> tuple[np.ndarray, float]:
        """Shares of cells at least cost."""
        self.solver.run()
        return self._chosen(), float(self.solver.getInfo().objective_function_value)

    def whole(self, seconds: float, incumbent: np.ndarray) -> tuple[np.ndarray, float]:
        """Cells at least cost, and what no choice can cost less than."""
        count = len(self.cells)
        at = np.arange(count, dtype=np.int32)
        self.solver.changeColsIntegrality(count, at, self._kinds(highspy.HighsVarType.kInteger))
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(seconds, 0.1))
        self.solver.setOptionValue("mip_rel_gap", 1e-6)
        start = highspy.HighsSolution()
        start.col_value = list(incumbent[self.cells].astype(float))
        self.solver.setSolution(start)
        self.solver.run()
        chosen, bound = self._chosen(), float(self.solver.getInfo().mip_dual_bound)
        self.solver.changeColsIntegrality(count, at, self._kinds(highspy.HighsVarType.kContinuous))
        self.solver.setOptionValue("time_limit", highspy.kHighsInf)
        return chosen, bound

    def _kinds(self, kind: highspy.HighsVarType) -> np.ndarray:
        return np.full(len(self.cells), int(kind), dtype=np.uint8)

    def _chosen(self) -> np.ndarray:
        held_back = self.fixed.copy()
        held_back[self.cells] = np.array(self.solver.getSolution().col_value)
        return held_back


def suppression(system: System, goals: Goals, time_limit: float) -> Suppression:
    """The cheapest choice of cells with which every goal is reached, as far as time allows.

    Parameters
    ----------
    system : System
        Cells and equations.
    goals : Goals
        What must be reached; all of them can be, with everything held back.
    time_limit : float
        Seconds.
    """
    search = _Search(system, goals, time_limit)
    search.cuts += lonely(system, system.primary.astype(float))
    greedy = search.completed(system.primary, by_reach=False)
    search.offer(greedy)
    worst = search.lost(greedy)
    if worst == 0.0:
        return Suppression(search.best, 0.0, 0.0, 0.0, False, search.proofs(search.best))
    if search.left > 0:
        search.offer(search.reduced(greedy))
    if search.left > 0:
        search.offer(search.reduced(search.completed(system.primary, by_reach=True)))
    bound = _bounded(search, _Master(system), time_limit)
    lost = search.lost(search.best)
    proofs = search.proofs(search.best)
    return Suppression(search.best, lost, min(bound, lost), worst, bound < lost - 1e-6, proofs)


def _bounded(search: _Search, master: _Master, time_limit: float) -> float:
    """Improve the best choice until no better one can be, or time runs out; the bound."""
    master.add(search.cuts)
    shares, bound = master.relaxed()
    slow, root_until = 0, search.left - 0.4 * time_limit
    while search.left > root_until and slow < 3:
        new = master.add(lonely(search.system, shares)) or master.add(
            _fractional(search, shares, root_until)
        )
        if not new:
            break
        shares, raised = master.relaxed()
        slow = slow + 1 if raised < bound * (1 + 1e-3) else 0
        bound = max(bound, raised)
    if search.left > 0:
        rounded = search.system.primary | (shares > 0.5)
        search.offer(search.reduced(search.completed(rounded, by_reach=True)))
    while search.left > 0 and bound < search.lost(search.best) - 1e-6:
        chosen, proven = master.whole(search.left, search.best)
        bound = max(bound, proven)
        held_back = search.system.primary | (chosen > 0.5)
        alone = lonely(search.system, held_back.astype(float))
        cuts = search.conditions(held_back, search.attacked(held_back, search.everyone))
        if not cuts:
            whole = search.attacked(held_back, search.everyone, whole=True)
            cuts = search.conditions(held_back, whole)
        if not cuts:
            search.offer(held_back)
            if not alone:
                break
        search.cuts = []
        search.offer(search.reduced(search.completed(held_back, by_reach=True)))
        if not master.add([*alone, *cuts.values(), *search.cuts]):
            break
    return bound


def _fractional(search: _Search, shares: np.ndarray, until: float) -> list[Cut]:
    """Conditions that shares of cells break."""
    system, goals = search.system, search.goals
    most = float(goals.need.max())
    open_cells = system.choice
    ends = system.shown - system.value[:, None]
    ranges = system.hidden - system.value[:, None]
    wide = np.clip(ranges[open_cells], -most, most)
    share = np.where(shares[open_cells] > 1e-7, shares[open_cells], 0.0)[:, None]
    ranges[open_cells] = ends[open_cells] + (wide - ends[open_cells]) * share
    blocks = Blocks(system, ranges + system.value[:, None])
    cuts = []
    for number in range(len(goals)):
        if search.left <= until:
            break
        cell, side = int(goals.cell[number]), int(goals.side[number])
        reached = blocks.reach(cell, side, float(goals.need[number]), whole=False)
        if reached.enough:
            continue
        cut = cut_of(system, goals, number, reached)
        if cut is not None and cut.missing(shares) > 1e-5:
            cuts.append(cut)
    return cuts
