"""All tables as one system: cells that are the same are one, and margins are sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from sectornb.disclosure.rules import protection, small_counts
from sectornb.disclosure.tables.equations import Equations, equations_of
from sectornb.disclosure.tables.table import Relation, Table
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import ParameterError, examples


@dataclass(frozen=True)
class Printed:
    """A table in a system: the cell of each row, which rows have a figure, whether it is new."""

    name: str
    cells: np.ndarray
    there: np.ndarray
    new: bool


@dataclass(frozen=True)
class System:
    """Cells under equations; every array has one entry a cell, in its measure's units.

    Attributes
    ----------
    keys : DataFrame
        Measure, population and codes.
    matrix : csr_array, (equations, cells)
        ``matrix @ table = 0`` for every table that adds up.
    value : ndarray
        One table that adds up and has all that is known: the true one where that is known.
    known : ndarray of bool
        Where `value` is the true one.
    whole : ndarray of bool
        True for counts.
    choice : ndarray of bool
        Cells that are printed or held back; the others are known already or never printed.
    shown, hidden : ndarray, (cells, 2)
        Lowest and highest value that a reader thinks possible of a cell printed, held back.
    small : ndarray of bool
        Cells that the rules hold back by themselves.
    need : ndarray, (cells, 2)
        How far below and above `value` a reader's interval must reach; 0 where it need not.
    sealed : ndarray of bool
        Amounts that earlier reports hold back and no table of this run has: none may become
        narrower than it is.
    printed_in : tuple of Printed
        Every table, those of earlier reports last.
    """

    keys: pd.DataFrame
    matrix: csr_array
    value: np.ndarray
    known: np.ndarray
    whole: np.ndarray
    choice: np.ndarray
    shown: np.ndarray
    hidden: np.ndarray
    small: np.ndarray
    need: np.ndarray
    sealed: np.ndarray
    printed_in: tuple[Printed, ...]

    def __len__(self) -> int:
        return len(self.value)

    @property
    def primary(self) -> np.ndarray:
        """Choices that the rules hold back by themselves."""
        return self.small & self.choice

    @property
    def cell_of(self) -> dict[str, np.ndarray]:
        """Of every table of this run the cell of each row."""
        return {table.name: table.cells for table in self.printed_in if table.new}

    @cached_property
    def prints(self) -> np.ndarray:
        """True for cells of which some table has a figure."""
        found = np.zeros(len(self), dtype=bool)
        for table in self.printed_in:
            found[table.cells[table.there]] = True
        return found

    @cached_property
    def columns(self) -> csc_array:
        """The matrix by columns."""
        return self.matrix.tocsc()

    @cached_property
    def cost(self) -> np.ndarray:
        """Information that is lost if a cell is held back: log2(2 + value), in bits."""
        return np.where(self.choice, np.log2(2.0 + np.maximum(self.value, 0.0)), 0.0)

    def range(self, held_back: np.ndarray) -> np.ndarray:
        """What a reader thinks possible of each cell beforehand, (cells, 2)."""
        return np.where(held_back[:, None], self.hidden, self.shown)

    def range_of(self, held_back: np.ndarray, tables: np.ndarray) -> np.ndarray:
        """The same, if only some of the tables were printed."""
        printed = ~self.prints
        for number in tables:
            printed[self.printed_in[number].cells[self.printed_in[number].there]] = True
        ranges = self.range(held_back)
        ranges[~printed] = (0.0, np.inf)
        return ranges

    def named(self, cell: int) -> str:
        """A cell in words: measure and codes, without its value."""
        row = self.keys.iloc[cell]
        codes = [f"{name} {code}" for name, code in row.iloc[2:].items() if code != "Total"]
        return f"{row.iloc[0]} ({', '.join(codes) or 'total'})"


def system_of(
    tables: Sequence[Table],
    rules: DisclosureRules,
    published: Sequence[Table] = (),
    sums: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    relations: Sequence[Relation] = (),
) -> System:
    """The system of all tables that add up, those of earlier reports included.

    Parameters
    ----------
    tables : sequence of Table
        What is to be printed.
    published : sequence of Table
        What was printed before; a null is held back there.
    sums : mapping
        For a dimension which codes are sums of which others: ``{"area": {"Region": ["A",
        "B"]}}``.  A total is the sum of all codes that are parts of no other.
    relations : sequence of Relation
        What else is known.

    Raises
    ------
    ParameterError
        If tables contradict each other or do not add up.
    """
    new = [table for table in tables if table.adds_up]
    old = [table for table in published if table.adds_up]
    found = equations_of([*new, *old], len(new), sums or {}, relations)
    count = len(found.keys)
    printed_in = []
    amount = np.zeros(count, dtype=bool)
    small = np.zeros(count, dtype=bool)
    need = np.zeros((count, 2))
    shown = np.column_stack([np.zeros(count), np.full(count, np.inf)])
    choice = np.zeros(count, dtype=bool)
    fixed = np.zeros(count, dtype=bool)
    gone = np.zeros(count, dtype=bool)
    measures_of_amounts = {table.measured for table in [*new, *old] if table.kind == "amount"}
    amount |= found.keys["measure"].isin(measures_of_amounts).to_numpy()
    value, known = found.value.copy(), np.isfinite(found.value)
    for number, table in enumerate([*new, *old]):
        cells, printed = found.cells[number], table.printed()
        there = np.isfinite(printed)
        printed_in.append(Printed(table.name, cells, there, number < len(new)))
        (choice if number < len(new) else fixed)[cells[there]] = True
        gone[cells[~there]] = number >= len(new)
        slack = table.rounding / 2
        low, high = printed[there] - slack, printed[there] + slack
        if slack and table.kind == "count":
            low, high = np.ceil(low), np.ceil(high) - 1
        at = cells[there]
        shown[at, 0] = np.maximum(shown[at, 0], np.maximum(low, 0.0))
        shown[at, 1] = np.minimum(shown[at, 1], high)
        if table.kind == "amount" and number < len(new):
            wanted = protection(
                printed if not table.rounding else table.frame[table.value].to_numpy(float),
                table.frame[list(table.largest)].to_numpy(dtype=np.float64),
                table.frame[table.basis].to_numpy(dtype=np.float64),
                rules,
            )
            small[cells] |= wanted > 0
            need[cells] = np.maximum(need[cells], wanted[:, None])
    for cells in found.cells[: len(new)]:
        gone[cells] = False
    choice &= ~fixed
    _check_agreement(found, shown, value, fixed, [*new, *old])
    # A count has its own rule; what is left of a count's base is one too.
    counts = ~amount & ~found.relation
    unknown = counts & ~known & ~fixed
    small |= counts & known & small_counts(value, rules)
    parts = np.isin(np.arange(count), np.concatenate([*found.parts, np.zeros(0, dtype=np.int64)]))
    both = rules.model_copy(update={"zeros_shown": False})
    small |= counts & known & parts & small_counts(value, both)
    hidden = np.column_stack([np.zeros(count), np.full(count, np.inf)])
    hidden[found.relation] = found.limits[found.relation]
    hidden[fixed] = shown[fixed]
    shown = np.where(choice[:, None] | fixed[:, None], shown, hidden)
    value = _completed(found.matrix, value, known, hidden, counts)
    protected = counts & (small | unknown)
    need[protected, 1] = np.maximum(rules.threshold - value[protected], 0.0)
    # Of an amount that an earlier report holds back nobody knows here how much it needs: it is to
    # become no narrower than it is, within what is printed.
    sealed = amount & gone & ~fixed
    need[sealed, 1] = np.max(shown[fixed & amount, 1], initial=1.0)
    need[sealed, 0] = value[sealed]
    need[amount, 0] = np.minimum(need[amount, 0], value[amount])
    return System(
        found.keys, found.matrix, value, known, counts, choice, shown, hidden,
        small, need, sealed, tuple(printed_in),
    )  # fmt: skip


def _names(found: Equations, cells: np.ndarray) -> list[str]:
    return [" ".join(map(str, found.keys.iloc[cell])) for cell in cells[:4]]


def _check_agreement(
    found: Equations,
    shown: np.ndarray,
    value: np.ndarray,
    fixed: np.ndarray,
    tables: Sequence[Table],
) -> None:
    """Refuse two tables that say different things of one cell."""
    tolerance = 1e-9 * np.maximum(np.abs(np.nan_to_num(value)), 1.0)
    off = shown[:, 0] > shown[:, 1] + tolerance
    off |= fixed & ((value < shown[:, 0] - tolerance) | (value > shown[:, 1] + tolerance))
    if not off.any():
        return
    cell = int(np.flatnonzero(off)[0])
    those = [t.name for t, cells in zip(tables, found.cells, strict=True) if (cells == cell).any()]
    raise ParameterError(
        f"The tables {examples(map(repr, those), 4)} tell different figures of "
        f"{_names(found, np.array([cell]))[0]}. If one is a revision or of other persons, say so "
        "with 'population' or 'where'; otherwise correct it."
    )


def _completed(
    matrix: csr_array,
    value: np.ndarray,
    known: np.ndarray,
    limits: np.ndarray,
    whole: np.ndarray,
) -> np.ndarray:
    """Known values, and for the others some that add up with them."""
    if known.all():
        return value
    from scipy.optimize import Bounds, LinearConstraint, milp

    open_cells = np.flatnonzero(~known)
    right = -(matrix @ np.where(known, value, 0.0))
    part = matrix[:, open_cells]
    rows = np.flatnonzero(np.diff(part.indptr))
    slack = 1e-9 * np.maximum(np.abs(right[rows]), 1.0)
    solved = milp(
        np.ones(len(open_cells)),
        constraints=LinearConstraint(part[rows], right[rows] - slack, right[rows] + slack)
        if len(rows)
        else None,
        bounds=Bounds(limits[open_cells, 0], limits[open_cells, 1]),
        integrality=whole[open_cells].astype(int),
    )
    if solved.x is None:
        raise ParameterError(
            "The tables of earlier reports and of this one contradict each other: no figures for "
            "what was held back make all of them add up. Look for a revision, or for tables of "
            "other persons under the same 'population'."
        )
    filled = value.copy()
    filled[open_cells] = np.where(whole[open_cells], np.round(solved.x), solved.x)
    return filled
