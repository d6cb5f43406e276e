"""A table as it is to be published: what it counts, of whom, by which dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from sectornb.errors import MissingColumnError, ParameterError, counted, examples

TOTAL = "Total"
"""Code of a margin."""


@dataclass(frozen=True)
class Table:
    """Figures over dimensions, margins among them, one row a cell.

    Two rows of whatever tables are the same cell if they have the same measure, the same
    population and the same codes, a dimension that a table lacks being its total.  So say in
    `where` what the whole table is limited to: a wave, a year, one region's counties.

    Attributes
    ----------
    name : str
        As the reader knows it.
    frame : DataFrame
        The dimensions as text, `value`, and the columns that are named below.  True values; in
        an earlier published table what was printed, and null for what was held back.
    dimensions : tuple of str
        Columns whose codes tell a cell.
    value : str
        Column of the figures.
    kind : str
        ``count`` of persons and ``amount`` add up over the codes of a dimension; ``median``
        and ``estimate`` (of a model) do not.
    measure : str
        What is counted, the same words in all tables; the name of the value column if empty.
    population : str
        Of whom; figures of two populations are never the same cell.
    where : mapping
        Dimensions that have one code in the whole table.
    total : str
        The code of a margin in this frame.
    basis : str
        Column of the number of contributors of an amount, of the values behind a median, or of
        the residual degrees of freedom of an estimate.
    largest : tuple of str
        Columns of the largest contributions to an amount, in falling order.
    of : str
        The measure whose persons these are a part of, such as exiters for the employed.
    rounding : float
        Values are printed as multiples of it; 0 as they are.
    """

    name: str
    frame: pd.DataFrame
    dimensions: tuple[str, ...]
    value: str
    kind: Literal["count", "amount", "median", "estimate"] = "count"
    measure: str = ""
    population: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    total: str = TOTAL
    basis: str = ""
    largest: tuple[str, ...] = ()
    of: str = ""
    rounding: float = 0.0

    @property
    def measured(self) -> str:
        """What is counted."""
        return self.measure or self.value

    @property
    def adds_up(self) -> bool:
        """Whether a margin is the sum of its cells."""
        return self.kind in ("count", "amount")

    def keys(self, dimensions: Sequence[str]) -> pd.DataFrame:
        """Measure, population and codes of every row over all of `dimensions`."""
        columns: dict[str, object] = {"measure": self.measured, "population": self.population}
        for name in dimensions:
            codes: object = self.where.get(name, TOTAL)
            if name in self.dimensions:
                codes = self.frame[name].astype("str").replace({self.total: TOTAL}).to_numpy()
            columns[name] = codes
        return pd.DataFrame(columns, index=range(len(self.frame)))

    def printed(self) -> np.ndarray:
        """Values as they are printed: rounded to the nearest multiple of `rounding`."""
        values = self.frame[self.value].to_numpy(dtype=np.float64)
        if not self.rounding:
            return values
        return np.floor(values / self.rounding + 0.5) * self.rounding


@dataclass(frozen=True)
class Relation:
    """Something else that a reader knows: low ≤ Σ factor · cell ≤ high.

    Attributes
    ----------
    name : str
        Where it is known from, for messages.
    parts : tuple of (measure, codes, factor)
        Codes by dimension; dimensions that are not named are totals.
    low, high : float
        What the sum lies between; equal where it is known exactly.
    population : str
        That of the cells.
    """

    name: str
    parts: tuple[tuple[str, Mapping[str, str], float], ...]
    low: float
    high: float
    population: str = ""


def check_table(table: Table, dominant: int, published: bool = False) -> None:
    """Refuse a table of which it could not be told what it gives away.

    Raises
    ------
    MissingColumnError
        If a named column is not there, or one that its kind needs is not named.
    ParameterError
        If cells are there twice, or values are negative, missing, or counts not whole.
    """
    frame = table.frame
    named = [*table.dimensions, table.value]
    if not published:
        if table.kind != "count" and not table.basis:
            raise MissingColumnError(
                f"Table {table.name!r}: 'basis' names no column. Say how many contributors, values "
                "or residual degrees of freedom stand behind each figure."
            )
        if table.kind == "amount" and len(table.largest) < max(2, dominant):
            raise MissingColumnError(
                f"Table {table.name!r}: 'largest' names {counted(len(table.largest), 'column')}. "
                f"Name those of the {max(2, dominant)} largest contributions to each amount."
            )
        named += [*([table.basis] if table.basis else []), *table.largest]
    if missing := [name for name in named if name not in frame]:
        raise MissingColumnError(
            f"Table {table.name!r} has no column {examples(missing)}; it has "
            f"{examples(map(str, frame.columns), 12)}. Name its columns as they are."
        )
    if both := sorted(set(table.dimensions) & set(table.where)):
        raise ParameterError(
            f"Table {table.name!r}: {examples(both)} is a column and one code for the whole "
            "table at once. Take it out of 'where' or out of 'dimensions'."
        )
    if (twice := frame.duplicated(list(table.dimensions))).any():
        raise ParameterError(
            f"Table {table.name!r}: rows {examples(np.flatnonzero(twice) + 1)} have the codes of a "
            "row above. One row a cell: add the missing dimension, or sum them."
        )
    if not table.adds_up:
        return
    values = frame[table.value].to_numpy(dtype=np.float64)
    bad = values < 0
    if not published:
        bad |= ~np.isfinite(values)
        if table.kind == "count":
            bad |= values != np.floor(values)
    if bad.any():
        raise ParameterError(
            f"Table {table.name!r}, column {table.value!r}: rows "
            f"{examples(np.flatnonzero(bad) + 1)} hold no {table.kind}: missing, negative or not "
            "whole. Give the true figures; what may be printed is decided here."
        )
