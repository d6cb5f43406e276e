"""The order in which a plan's rows stand on one sheet, and which of them fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

CLOSED = ("done", "stopped")
"""Status of rows that nobody works on any more."""


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a plan, those first that partners look at first.

    What is open before what is closed; picked priorities before others, then what comes next,
    then what is due first; else the order of the plan.
    """
    ranked = rows.assign(
        _closed=rows["status"].isin(CLOSED),
        _later=rows["chosen"].ne("yes"),
        _long=rows["stage"].ne("next"),
        # Text of ISO days sorts as days; what has none comes last.
        _due=rows["due"].where(rows["due"].ne(""), "9999"),
    )
    keys = ["_closed", "_later", "_long", "_due"]
    return ranked.sort_values(keys, kind="stable").drop(columns=keys)


def folded(rows: pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """The first `most` rows in that order, and how many more there are."""
    ranked = in_order(rows)
    return ranked.head(most), max(len(ranked) - most, 0)
