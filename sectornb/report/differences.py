"""Where two versions of a saved table differ: rows by their key, cells by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sectornb.errors import SectornbError, counted, examples

NEAR = 1e-9
"""Figures of two machines are the same within this share of themselves."""
NAMED = 3


@dataclass(frozen=True)
class TableDifference:
    """What differs between two versions of one table.

    Attributes
    ----------
    name : str
        The table.
    columns_before, columns_after : tuple of str
        Columns that only one of them has.
    rows_before, rows_after : tuple of str
        Keys of rows that only one of them has, their parts joined by a blank.
    cells : DataFrame
        One row for each differing cell of rows and columns that both have: ``key``,
        ``column``, ``before``, ``after`` (as saved), ``change`` (after less before; missing
        for words and where a figure is missing).
    """

    name: str
    columns_before: tuple[str, ...] = ()
    columns_after: tuple[str, ...] = ()
    rows_before: tuple[str, ...] = ()
    rows_after: tuple[str, ...] = ()
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __bool__(self) -> bool:
        """Whether anything differs."""
        parts = (self.columns_before, self.columns_after, self.rows_before, self.rows_after)
        return any(parts) or len(self.cells) > 0

    def told(self, before: str, after: str) -> list[str]:
        """What differs, in words: rows and columns of one alone, then cells by column.

        Parameters
        ----------
        before, after : str
            What the two versions are called, such as ``the report`` and ``the new run``.
        """
        said = []
        for what, those in (("column", "columns"), ("row", "rows")):
            for side, where in (("before", before), ("after", after)):
                alone = getattr(self, f"{those}_{side}")
                if alone:
                    said.append(f"{counted(len(alone), what)} only in {where}: {examples(alone)}")
        for column in self.cells["column"].unique() if len(self.cells) else ():
            cells = self.cells[self.cells["column"].eq(column)]
            change = cells["change"].abs().max()
            most = "" if pd.isna(change) else f", by at most {change:,.6g}"
            named = [
                f"{key}: {was or 'empty'} in {before}, {now or 'empty'} in {after}"
                for key, was, now in cells[["key", "before", "after"]].head(NAMED).to_numpy()
            ]
            said.append(
                f"{column} differs in {counted(len(cells), 'row')}{most} ({'; '.join(named)})"
            )
        return said


def table_difference(
    name: str, before: pd.DataFrame, after: pd.DataFrame, key: Sequence[str]
) -> TableDifference:
    """Where `after` differs from `before`.

    Parameters
    ----------
    name : str
        The table.
    before, after : DataFrame
        Two versions as saved: every cell as text, empty where missing.
    key : sequence of str
        Columns that name a row; both versions have them, each row once.
    """
    ours, theirs = (_by_key(frame, key) for frame in (before, after))
    both = ours.index.intersection(theirs.index, sort=False)
    shared = [column for column in ours.columns if column in theirs.columns]
    left, right = ours.loc[both, shared].to_numpy(str), theirs.loc[both, shared].to_numpy(str)
    rows, columns = np.nonzero(left != right)
    cells = pd.DataFrame(
        {
            "key": both.to_numpy(str)[rows] if len(both) else [],
            "column": np.array(shared, dtype=str)[columns] if shared else [],
            "before": left[rows, columns],
            "after": right[rows, columns],
        }
    )
    was, now = (pd.to_numeric(cells[side], errors="coerce") for side in ("before", "after"))
    cells["change"] = now - was
    # Arithmetic leaves its traces behind the point alone; the codes 09001 and 9001 are two.
    figures = cells["before"].str.contains("[.e]") | cells["after"].str.contains("[.e]")
    same = figures & cells["change"].abs().le(NEAR * np.maximum(was.abs(), now.abs()))
    order = {column: place for place, column in enumerate(shared)}
    cells = cells[~same].sort_values("column", key=lambda of: of.map(order), kind="stable")
    return TableDifference(
        name,
        tuple(column for column in ours.columns if column not in shared),
        tuple(column for column in theirs.columns if column not in shared),
        tuple(ours.index.difference(both, sort=False)),
        tuple(theirs.index.difference(both, sort=False)),
        cells.reset_index(drop=True),
    )


def years_matched(
    frame: pd.DataFrame, years: Mapping[str, tuple[str, str]], side: int
) -> pd.DataFrame:
    """A table keyed by year, with the year of each row as both reports call it.

    The base year of one report stands beside that of the other, and so does the latest: their
    rows are called ``2021/2022``, 2021 before and 2022 now.  Years between keep their name.

    Parameters
    ----------
    frame : DataFrame
        A table as saved.
    years : mapping
        Of each choice, such as ``latest_year``, the year before and the year now.
    side : int
        0 before, 1 now.
    """
    if "year" not in frame:
        return frame
    called = {pair[side]: "/".join(pair) for pair in years.values() if pair[0] != pair[1]}
    return frame.assign(year=frame["year"].replace(called)) if called else frame


def refuse_other_key(frame: pd.DataFrame, key: Sequence[str], named: str) -> None:
    """Refuse a table whose rows cannot be told apart by `key`.

    Parameters
    ----------
    named : str
        What it is called.

    Raises
    ------
    SectornbError
        If it lacks a column of `key`, has a column twice, or a row.
    """
    if lacking := [column for column in key if column not in frame]:
        raise SectornbError(f"{named} has another key: no column {lacking[0]}")
    if frame.columns.has_duplicates:
        raise SectornbError(f"{named} has a column twice")
    # Without a key a table has one row.
    if frame.duplicated(list(key)).any() if key else len(frame) > 1:
        raise SectornbError(f"{named} has a row twice")


def _by_key(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The rows by their key as text; a table of one row needs none."""
    names = pd.Index(row_texts(frame, key), dtype="str", name="key")
    return frame.drop(columns=list(key)).set_index(names)


def row_texts(frame: pd.DataFrame, key: Sequence[str]) -> list[str]:
    """The key of each row of a saved table, its parts joined by a blank."""
    return [" ".join(parts) for parts in zip(*(frame[name] for name in key), strict=True)] or [
        "" for _ in range(len(frame))
    ]
