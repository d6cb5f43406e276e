"""Tables with one mark for all that is held back, audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.disclosure.rules import few_degrees, small_bases
from sectornb.disclosure.tables.audit import Audit, audit, reachable, refuse_given_away
from sectornb.disclosure.tables.suppression import Suppression, suppression
from sectornb.disclosure.tables.system import System, system_of
from sectornb.disclosure.tables.table import Relation, Table, check_table
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import ParameterError, counted, examples

Sums = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Protected:
    """Tables that may be printed.

    Attributes
    ----------
    tables : dict of DataFrame
        By name: the dimensions, the value (null if held back) and ``<value>_status``
        (``disclosed`` or ``withheld``, whether for itself or for another).
    withheld : dict of ndarray of bool
        By name: which rows are held back.
    primary, complementary : int
        Cells that are held back for themselves and for others.  Not to be printed by table.
    lost, bound, greedy : float
        Information in the complementary cells, log2(2 + value) bits each; the least of any
        safe answer, as far as proven; what the plain rule of the cheapest cell would lose.
    stopped : bool
        Whether time ran out before the best answer was proven.
    audit : Audit
        What a reader can derive.
    rules : DisclosureRules
        By which rules.
    published : bool
        Whether earlier reports are in the system.
    """

    tables: dict[str, pd.DataFrame]
    withheld: dict[str, np.ndarray]
    primary: int
    complementary: int
    lost: float
    bound: float
    greedy: float
    stopped: bool
    audit: Audit
    rules: DisclosureRules
    published: bool

    @property
    def gap(self) -> float:
        """Share of `lost` that a better answer might save: 1 − bound / lost; 0 if it is best."""
        return 1.0 - self.bound / self.lost if self.lost > self.bound else 0.0

    @property
    def sentences(self) -> list[str]:
        """What stands under the tables: rules, what was done, what was not looked at."""
        held = counted(self.primary + self.complementary, "cell is", "cells are")
        best = (
            f"at most {self.gap:.1%} of the information in cells held back for others could have "
            "been printed (the search was stopped by its time limit)"
            if self.stopped
            else "no other choice of cells loses less information"
        )
        told = [self.rules.sentence, f"{held} held back; {best}."]
        if not self.published:
            told.append(
                "Earlier reports were not named, so these tables are safe by themselves; whether "
                "they are together with earlier ones was not checked."
            )
        if lost := self.audit.given_away_before:
            told.append(
                f"Earlier reports already give away {counted(len(lost), 'figure')}, whatever is "
                "held back now; which, stands with what is the analyst's alone."
            )
        return told


def protected(
    tables: Sequence[Table],
    rules: DisclosureRules,
    published: Sequence[Table] = (),
    sums: Sums | None = None,
    relations: Sequence[Relation] = (),
    time_limit: float = 25.0,
) -> Protected:
    """Hold back what the rules say, and as little else as keeps it from being worked out.

    Parameters
    ----------
    tables : sequence of Table
        All tables that are to be printed, with their true values.
    rules : DisclosureRules
        The primary rules.
    published : sequence of Table
        Tables of earlier reports as they were printed.
    sums : mapping
        Hierarchies: for a dimension which codes are sums of which others.
    relations : sequence of Relation
        What else a reader knows of these cells.
    time_limit : float
        Seconds for the search for a better answer; the first safe one is found whatever time
        that takes.  An answer found before does not depend on it.

    Raises
    ------
    ParameterError, MissingColumnError
        If tables cannot be judged, or contradict each other.
    GivenAwayError
        If the audit fails.
    """
    system = _system(tables, rules, published, sums, relations)
    goals, before = reachable(system)
    found = suppression(system, goals, time_limit)
    checked = audit(system, found.held_back, goals, before, found.proofs)
    refuse_given_away(system, found.held_back, goals, checked)
    return _answer(tables, system, found, checked, rules, bool(published))


def audited(
    tables: Sequence[Table],
    withheld: Mapping[str, np.ndarray],
    rules: DisclosureRules,
    published: Sequence[Table] = (),
    sums: Sums | None = None,
    relations: Sequence[Relation] = (),
) -> Audit:
    """Attack tables whose cells to hold back somebody else has chosen.

    Parameters
    ----------
    withheld : mapping
        By table name the rows that are held back; other parameters as of :func:`protected`.

    Raises
    ------
    GivenAwayError
        If a figure that the rules protect is printed or can be worked out.
    """
    system = _system(tables, rules, published, sums, relations)
    goals, before = reachable(system)
    held_back = np.zeros(len(system), dtype=bool)
    for name, rows in withheld.items():
        held_back[system.cell_of[name][np.asarray(rows, dtype=bool)]] = True
    for name, cells in system.cell_of.items():
        rows = np.asarray(withheld.get(name, np.zeros(len(cells), dtype=bool)), dtype=bool)
        held_back[cells[~rows]] = False
    held_back &= system.choice
    checked = audit(system, held_back, goals, before)
    refuse_given_away(system, held_back, goals, checked)
    return checked


def _system(
    tables: Sequence[Table],
    rules: DisclosureRules,
    published: Sequence[Table],
    sums: Sums | None,
    relations: Sequence[Relation],
) -> System:
    names = [table.name for table in [*tables, *published]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ParameterError(
            f"Two tables are named {examples(map(repr, twice))}. Give each its own."
        )
    for table in tables:
        check_table(table, rules.dominant)
    for table in published:
        check_table(table, rules.dominant, published=True)
    return system_of(tables, rules, published, sums, relations)


def _answer(
    tables: Sequence[Table],
    system: System,
    found: Suppression,
    checked: Audit,
    rules: DisclosureRules,
    published: bool,
) -> Protected:
    printed, withheld = {}, {}
    for table in tables:
        rows = _held_back(table, system, found.held_back, rules)
        frame = table.frame[list(table.dimensions)].reset_index(drop=True)
        frame[table.value] = np.where(rows, np.nan, table.printed())
        status = np.where(rows, "withheld", "disclosed")
        frame[f"{table.value}_status"] = pd.Series(status, dtype="str")
        printed[table.name], withheld[table.name] = frame, rows
    return Protected(
        printed,
        withheld,
        int(system.primary.sum()),
        int((found.held_back & ~system.primary).sum()),
        found.lost,
        found.bound,
        found.greedy,
        found.stopped,
        checked,
        rules,
        published,
    )


def _held_back(
    table: Table, system: System, held_back: np.ndarray, rules: DisclosureRules
) -> np.ndarray:
    """Rows of a table that are held back; what does not add up has a rule of its own."""
    if table.adds_up:
        cells = system.cell_of[table.name]
        return held_back[cells] | system.small[cells]
    basis = table.frame[table.basis].to_numpy(dtype=np.float64)
    return small_bases(basis, rules) if table.kind == "median" else few_degrees(basis, rules)
