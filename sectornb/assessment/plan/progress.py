"""What a plan says when it comes back: how far it is, who carries it, and whether scores moved."""

from __future__ import annotations

import pandas as pd

from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.rows import OPEN

MOVES = ("up", "none", "down", "unknown")
"""Whether raters of both waves rate an item higher, alike, or lower, or that is not known."""
KEPT = 2
"""Priorities to keep until they are settled: more than these are too many."""


def plan_leads(rows: pd.DataFrame) -> pd.DataFrame:
    """Who carries how many rows, the most loaded first; a row with several leads counts for each.

    Leads of one row are parted by a semicolon or a line; spelling counts, capitals and blanks
    do not.  Rows that nobody leads are not there (:func:`plan_counts` has how many).

    Returns
    -------
    DataFrame
        ``lead``, ``rows_open``, ``rows_overdue`` (null where no day was written to measure it
        by), ``rows_done``.
    """
    each = rows[["lead", "status", "overdue"]].copy()
    each["lead"] = each["lead"].str.split(r"[;\n]+")
    each = each.explode("lead", ignore_index=True)
    each["lead"] = each["lead"].fillna("").str.split().str.join(" ")
    each = each[each["lead"].ne("")]
    each["key"] = each["lead"].str.casefold()
    each["late"] = each["overdue"].eq("yes").astype("float64").where(each["overdue"].ne(""))
    each["open"], each["done"] = each["status"].isin(OPEN), each["status"].eq("done")
    groups = each.groupby("key", sort=False)
    table = pd.DataFrame(
        {
            "lead": groups["lead"].first(),
            "rows_open": groups["open"].sum().astype("float64"),
            "rows_overdue": groups["late"].sum(min_count=1),
            "rows_done": groups["done"].sum().astype("float64"),
        }
    )
    table = table.sort_values(["rows_open", "rows_overdue"], ascending=False, kind="stable")
    return table.astype({"lead": "str", "rows_overdue": "float64"}).reset_index(drop=True)


def score_moved(rows: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """Of each row that stands for an item, what its raters did since the wave of the plan.

    Parameters
    ----------
    rows : DataFrame
        The plan that came back, of an earlier wave.
    changes : DataFrame
        Changes from the wave of the plan to that looked at, by item: ``item``, ``direction``.

    Returns
    -------
    Series
        One of `MOVES`, ``unknown`` where too few are matched; empty of people's own rows.
    """
    moved = dict(zip(changes["item"], changes["direction"], strict=True))
    found = [(moved.get(item) or MOVES[-1]) if item else "" for item in rows["item"]]
    return pd.Series(found, index=rows.index, dtype="str")


def plan_moves(rows: pd.DataFrame) -> pd.DataFrame:
    """Score moved × action done: how many rows that stand for an item are of each pair.

    Returns
    -------
    DataFrame
        ``status``, ``direction``, ``n_rows`` for every pair, zero included.
    """
    tied = rows[rows["item"].ne("")].rename(columns={"score_moved": "direction"})
    counts = tied.groupby(["status", "direction"]).size()
    every = pd.MultiIndex.from_product([list(STATUSES), MOVES], names=["status", "direction"])
    found = counts.reindex(every, fill_value=0).astype("float64")
    return found.to_frame("n_rows").reset_index()


def plan_counts(rows: pd.DataFrame) -> dict[str, float]:
    """How many rows stand at which status, are overdue, are chosen and open, have no lead.

    ``overdue`` is left out where no day was written to measure it by.
    """
    is_open = rows["status"].isin(OPEN)
    counts: dict[str, float] = {f"rows {words}": 0.0 for words in STATUSES.values()}
    for status, words in STATUSES.items():
        counts[f"rows {words}"] = float(rows["status"].eq(status).sum())
    counts["rows"] = float(len(rows))
    counts["chosen and open"] = float((rows["chosen"].eq("yes") & is_open).sum())
    counts["open without a lead"] = float((is_open & rows["lead"].eq("")).sum())
    if rows["overdue"].ne("").any():
        counts["overdue"] = float(rows["overdue"].eq("yes").sum())
    return counts
