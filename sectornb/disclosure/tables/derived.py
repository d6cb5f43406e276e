"""Figures beside guarded ones: whether they give back what is held back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from sectornb.disclosure.tables.protected import Sums
from sectornb.disclosure.tables.table import TOTAL, Table
from sectornb.errors import DisclosureError, examples

NEAR = 0.005
"""A share that differs by less of itself from that of a base tells the base."""


@dataclass(frozen=True)
class Hidden:
    """Figures that are held back.

    Attributes
    ----------
    values : mapping
        Population and codes of the dimensions other than totals, to measure and true value.
    sums : mapping
        For a dimension which codes are sums of which others.
    """

    values: Mapping[tuple[str, frozenset[tuple[str, str]]], Mapping[str, float]]
    sums: Sums

    @classmethod
    def of(cls, tables: Sequence[Table], withheld: Mapping[str, np.ndarray], sums: Sums) -> Hidden:
        """Those of tables with the rows that are held back."""
        values: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, float]] = {}
        for table in tables:
            if not table.adds_up:
                continue
            true = table.frame[table.value].to_numpy(dtype=np.float64)
            for row in np.flatnonzero(withheld[table.name]).tolist():
                place = values.setdefault((table.population, _codes(table, row)), {})
                place[table.measured] = float(true[row])
        return cls(values, sums)

    def bases(self, table: Table, row: int) -> Iterator[tuple[tuple[str, ...], float]]:
        """Figures held back of which a row is a part: which they are, and the true value."""
        codes = dict(_codes(table, row))
        above = {
            name: [
                code,
                TOTAL,
                *(p for p, parts in self.sums.get(name, {}).items() if code in parts),
            ]
            for name, code in codes.items()
        }
        for chosen in product(*above.values()):
            place = frozenset(
                (name, code) for name, code in zip(above, chosen, strict=True) if code != TOTAL
            )
            kind = tuple(
                "own" if code == codes[name] else "Total" if code == TOTAL else "parent"
                for name, code in zip(above, chosen, strict=True)
            )
            for measure, value in self.values.get((table.population, place), {}).items():
                yield (measure, *kind), value


def _codes(table: Table, row: int) -> frozenset[tuple[str, str]]:
    codes = {name: str(table.frame[name].iloc[row]) for name in table.dimensions}
    codes = {name: TOTAL if code == table.total else code for name, code in codes.items()}
    return frozenset((n, c) for n, c in {**table.where, **codes}.items() if c != TOTAL)


def is_figure(values: pd.Series) -> bool:
    """Whether a column holds figures: numbers, or shares as text."""
    if is_numeric_dtype(values):
        return not is_bool_dtype(values)
    text = values.dropna().astype("str")
    text = text[text.ne("")]
    return len(text) > 0 and bool(text.str.fullmatch(r"-?0?\.\d+|-?[\d.,]+ ?%").all())


def refuse_derived(
    name: str,
    frame: pd.DataFrame,
    tables: Collection[Table],
    of_nobody: Collection[str],
    hidden: Hidden,
) -> None:
    """Refuse other figures that give back what is held back.

    In rows where something is held back none may stand: a share gives its count back.  In
    others none that is the share of a base that is held back: the base would follow.

    Parameters
    ----------
    name : str
        The saved table.
    frame : DataFrame
        As it is about to be saved.
    tables : collection of Table
        Those whose figures are in it.
    of_nobody : collection of str
        ``table.column`` whose figures are of no person.

    Raises
    ------
    DisclosureError
        Names table, column and rows.
    """
    held_back = np.zeros(len(frame), dtype=bool)
    known = set()
    for table in tables:
        held_back |= frame[table.value].isna().to_numpy()
        known |= {table.value, *table.dimensions}
    for column in map(str, frame):
        if column in known or f"{name}.{column}" in of_nobody or not is_figure(frame[column]):
            continue
        wrong = held_back & frame[column].notna().to_numpy()
        if wrong.any():
            raise DisclosureError(
                f"Table {name}, {column}: rows {examples(np.flatnonzero(wrong) + 1)} have a figure "
                "beside one that is held back, which it could give back. Leave it empty there, or "
                f"name {name}.{column} under of_nobody where it tells of no person."
            )
        for table in tables:
            if rows := _shares_of_hidden(frame, column, table, hidden):
                raise DisclosureError(
                    f"Table {name}, {column}: in rows {examples(rows)} it is {table.value} as a "
                    "share of a figure that is held back, which it gives back. Leave it empty "
                    f"there, or name {name}.{column} under of_nobody where it tells of no person."
                )


def _shares_of_hidden(frame: pd.DataFrame, column: str, table: Table, hidden: Hidden) -> list[int]:
    """Rows in which a column is the share of one kind of base, wherever that is held back."""
    text = frame[column].astype("str").str.replace(r"[%, ]", "", regex=True)
    share = pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64)
    keys = pd.MultiIndex.from_frame(table.frame[list(table.dimensions)].astype("str"))
    at = keys.get_indexer(pd.MultiIndex.from_frame(frame[list(table.dimensions)].astype("str")))
    found: dict[tuple[str, ...], list[tuple[int, bool]]] = {}
    for number, (row, told) in enumerate(
        zip(at.tolist(), frame[table.value], strict=True), start=1
    ):
        if row < 0 or pd.isna(told) or not told or not np.isfinite(share[number - 1]):
            continue
        for kind, value in hidden.bases(table, row):
            off = min(abs(share[number - 1] * value / (told * unit) - 1) for unit in (1.0, 100.0))
            found.setdefault(kind, []).append((number, value > 0 and off <= NEAR))
    for rows in found.values():
        if all(is_share for _, is_share in rows):
            return [number for number, _ in rows]
    return []
