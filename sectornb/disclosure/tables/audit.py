"""The attack on what is about to be published, and which tables together give something away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.disclosure.intervals.conflict import fewest
from sectornb.disclosure.tables.attack import CLOSE, Blocks, Goals, Reached
from sectornb.disclosure.tables.system import System
from sectornb.errors import GivenAwayError, counted, examples


@dataclass(frozen=True)
class Audit:
    """What a reader can derive of every figure that is to be protected.

    Attributes
    ----------
    cells : DataFrame
        ``cell`` (measure and codes), ``safe``, ``low`` and ``high``: of a safe cell an interval
        that no reader can make narrower, of another the one that a reader can prove, exactly
        and in whole numbers for counts.  Not to be printed.
    given_away_before : list of str
        Cells that earlier reports give away whatever is held back now.
    """

    cells: pd.DataFrame
    given_away_before: list[str]

    @property
    def recovered(self) -> list[str]:
        """Cells whose interval is narrower than the rules allow."""
        return self.cells.loc[~self.cells["safe"], "cell"].tolist()


def reachable(system: System) -> tuple[Goals, list[str]]:
    """Goals as far as they can be reached at all, and the cells for which that is not enough.

    What earlier reports say cannot be withdrawn.  Where they give a cell away, it is to become
    no narrower than they leave it.
    """
    goals = Goals.of(system)
    bounded = np.isfinite(system.hidden[:, 1])
    if not bounded.any():
        return goals, []
    blocks = Blocks(system, system.hidden)
    need = goals.need.copy()
    lost = np.zeros(len(goals), dtype=bool)
    for number in range(len(goals)):
        reached = blocks.reach(int(goals.cell[number]), int(goals.side[number]), need[number])
        if not reached.enough:
            need[number], lost[number] = reached.amount, True
    # A cell that nobody prints and that can only be zero is no secret where zeros are shown.
    unknown = ~system.known[goals.cell] & (system.value[goals.cell] + need <= CLOSE)
    unknown |= system.sealed[goals.cell]
    names = [system.named(int(cell)) for cell in np.unique(goals.cell[lost & ~unknown])]
    kept = need > CLOSE
    return Goals(goals.cell[kept], goals.side[kept], need[kept]), names


def audit(
    system: System,
    held_back: np.ndarray,
    goals: Goals,
    before: list[str],
    proofs: Mapping[int, Reached] | None = None,
) -> Audit:
    """How much a reader can derive of every cell with a goal from what is printed.

    Parameters
    ----------
    proofs : mapping
        Tables that are said to reach goals, by their number; each is checked by adding up, and
        goals without a valid one are attacked anew.
    """
    blocks = Blocks(system, system.range(held_back))
    proven = {n: r for n, r in (proofs or {}).items() if blocks.proves(goals, n, r)}
    waiting = np.array([n for n in range(len(goals)) if n not in proven], dtype=np.int64)
    reached = blocks.reach_all(goals, waiting, whole=True)
    enough = np.array([n in proven or reached[n].enough for n in range(len(goals))], dtype=bool)
    cells = np.unique(goals.cell)
    place = np.searchsorted(cells, goals.cell)
    ends = np.repeat(system.value[cells][:, None], 2, axis=1)
    ends[place, goals.side] += np.where(goals.side == 1, 1.0, -1.0) * goals.need
    safe = np.ones(len(cells), dtype=bool)
    safe[place[~enough]] = False
    for number in np.flatnonzero(~safe).tolist():
        ends[number] = blocks.interval(int(cells[number]))
    frame = pd.DataFrame(
        {
            "cell": pd.Series([system.named(int(cell)) for cell in cells], dtype="str"),
            "low": ends[:, 0],
            "high": ends[:, 1],
            "safe": safe,
        }
    )
    return Audit(frame, before)


def refuse_given_away(system: System, held_back: np.ndarray, goals: Goals, found: Audit) -> None:
    """Refuse to publish what gives a figure away.

    Raises
    ------
    GivenAwayError
        Which tables together do, and what to leave out.
    """
    lost = np.unique(goals.cell)[~found.cells["safe"].to_numpy()]
    if not len(lost):
        return
    number = int(np.flatnonzero(np.isin(goals.cell, lost))[0])
    cell = int(goals.cell[number])
    mine = np.flatnonzero(goals.cell == cell)
    count = len(system.printed_in)

    def gives_away(tables: np.ndarray) -> bool:
        blocks = Blocks(system, system.range_of(held_back, tables))
        return not all(
            blocks.reach(cell, int(goals.side[n]), float(goals.need[n])).enough for n in mine
        )

    everything = np.arange(count)
    together = fewest(everything, gives_away)
    names = [table.name for table in system.printed_in]
    new = [n for n in together if system.printed_in[n].new]
    alone = [n for n in new if not gives_away(everything[everything != n])]
    left_out, rest = [], everything
    while not alone and new and gives_away(rest):
        left_out.append(int(new[0]))
        rest = rest[rest != new[0]]
        new = [n for n in fewest(rest, gives_away) if system.printed_in[n].new]
    if alone:
        advice = f"Leave out {examples([repr(names[n]) for n in alone], 4).replace(', ', ' or ')}"
    elif left_out and not gives_away(rest):
        advice = f"Leave out {examples([repr(names[n]) for n in left_out], 4)}"
    else:
        advice = "Earlier reports alone give it away; they cannot be withdrawn from here"
    raise GivenAwayError(
        f"{counted(len(lost), 'figure')} that must be held back can be worked out from what is "
        f"printed, e.g. {examples(found.recovered)}. The first follows from "
        f"{examples([repr(names[n]) for n in together], 6) or 'what is known besides'} taken "
        f"together. {advice}, or have more cells held back with protected()."
    )
