"""How many of what the sentences on a panel speak of, each with its unit."""

from __future__ import annotations

import pandas as pd

ITEMS = "items of the instrument"
TOLD = "items with a median that is told"
IN_PLACE = "items in place by the median"
SHORT = "items whose median is below the target"
TARGET = "rating that the target asks for"
UP = "items that raters of both waves rate higher"
DOWN = "items that raters of both waves rate lower"
BY_PANEL = "items whose mean moved though raters of both waves did not"
PROVEN = "items that moved whatever those who rated once would have said"
CONDITIONS = "conditions that raters were asked about"
UNMET = "conditions that most raters do not see met"
HIGHEST = "highest rating given"
MOVED, STILL = 0.5, 0.25
"""Ours, in points: what counts as a move that other people made, and as standing still."""


def assessment_counts(
    by_item: pd.DataFrame,
    distribution: pd.DataFrame,
    changes: pd.DataFrame,
    conditions: pd.DataFrame,
    *,
    wave: str,
    good_from: float,
    target: float | None,
) -> pd.DataFrame:
    """Counts behind the sentences, so that each of them stands in a cell.

    All are of `wave`, and of figures that may be printed.

    Parameters
    ----------
    by_item, distribution, changes, conditions : DataFrame
        The tables ``ratings_by_item``, ``rating_distribution``, ``changes_by_item`` and
        ``unmet_conditions``.
    wave : str
        The wave that is looked at.
    good_from : float
        Rating from which an item counts as in place.
    target : float or None
        The rating to reach.

    Returns
    -------
    DataFrame
        ``counted``, ``unit``, ``count``.
    """
    now = by_item[by_item["wave"].eq(wave)]
    given = distribution[distribution["wave"].eq(wave) & distribution["n_raters"].gt(0)]
    moved = changes[changes["wave_after"].eq(wave)]
    asked = conditions[conditions["wave"].eq(wave)]
    unmet = asked["most_unmet"].astype("bool")
    own = asked["kind"].eq("condition")
    counts: dict[str, tuple[str, float]] = {
        ITEMS: ("items", len(now)),
        TOLD: ("items", now["median"].notna().sum()),
        IN_PLACE: ("items", now["median"].ge(good_from).sum()),
        SHORT: ("items", now["gap"].gt(0).sum()),
        UP: ("items", moved["direction"].eq("up").sum()),
        DOWN: ("items", moved["direction"].eq("down").sum()),
        BY_PANEL: ("items", len(moved_by_panel(moved))),
        PROVEN: ("items", moved["proven_change"].isin(["up", "down"]).sum()),
        CONDITIONS: ("conditions", own.sum()),
        UNMET: ("conditions", (own & unmet).sum()),
    }
    # What may not be told, or was not asked, is left out: none of that is nothing.
    unknown = [UP, DOWN, BY_PANEL, PROVEN] * bool(moved["direction"].eq("").all())
    counts = {name: count for name, count in counts.items() if name not in unknown}
    if target is not None:
        counts[TARGET] = ("points", target)
    if len(given):
        counts[HIGHEST] = ("points", given["rating"].max())
    return pd.DataFrame(
        {
            "counted": list(counts),
            "unit": [unit for unit, _ in counts.values()],
            "count": [float(count) for _, count in counts.values()],
        }
    )


def moved_by_panel(changes: pd.DataFrame) -> pd.DataFrame:
    """Items whose mean moved because other people answered, the widest move first.

    The mean of all moved by `MOVED` points or more, and so did it beyond that of the raters of
    both waves, whose own mean moved by `STILL` at most.
    """
    change, panel = changes["mean_change"], changes["panel_change"]
    apart = change.abs().ge(MOVED) & panel.abs().ge(MOVED) & change.mul(panel).gt(0)
    still = changes["direction"].eq("none") & changes["mean_change_matched"].abs().le(STILL)
    moved = changes[apart & still]
    order = moved["mean_change"].abs().sort_values(ascending=False, kind="stable").index
    return moved.loc[order]
