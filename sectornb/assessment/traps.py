"""Traps of self-ratings: what could fool a reader of workbook 4's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.errors import counted, examples
from sectornb.traps import TableTrap, Trap, told

if TYPE_CHECKING:
    from sectornb.assessment.study import AssessmentStudy

PANEL_CUT = 6
"""Points of the scale over this: a larger average deviation is no agreement (Burke and others)."""
FEWEST_RATERS = 5
"""Ours: below it a correlation between raters says nothing."""
AGAINST = -0.3
"""Ours: a correlation with all other items below this runs against them."""
SHARED = 0.5
"""Ours: share of a wave's raters who were there in the wave before, for waves to be compared."""
APART = 0.5
"""Ours: points by which the change of all and that of raters of both waves differ."""


def missing_as_zero(study: AssessmentStudy) -> list[str]:
    """Means and medians that are not those of the ratings given, or ratings off the scale."""
    known, rows = study.instrument, study.private("responses")
    assert rows is not None
    given = rows.frame[rows.frame["answer"].eq("rated")]
    off = given[~given["rating"].between(1, known.highest)]
    found = told(off, "ratings are off the scale", "item")
    turned = given["item"].isin([item.id for item in known.items.values() if item.reversed])
    rating = given["rating"].mask(turned, known.highest + 1 - given["rating"])
    groups = rating.groupby([given["wave"], given["item"]])
    table = study.tables["ratings_by_item"]
    keys = pd.MultiIndex.from_frame(table[["wave", "item"]])
    for name, right in (("mean", groups.mean()), ("median", groups.median())):
        # An anonymous survey prints two decimals.
        apart = (table[name] - right.reindex(keys).to_numpy()).abs() > 0.0051
        what = f"{name}s are not those of the ratings given; a missing answer is no rating"
        found += told(table[apart], what, "wave", "item")
    return found


def averages_hide(study: AssessmentStudy) -> list[str]:
    """Items whose raters stand on two sides of a median that few of them gave."""
    if study.anonymous:
        hidden = study.by_item["average_deviation"].isna() & study.by_item["median"].notna()
        return [
            "In anonymous mode a median can hide two camps: how far raters are apart is held back "
            "for most items. Ask in the meeting who sees it otherwise."
        ] * bool(hidden.any())
    table = study.tables["ratings_by_item"]
    now = table[table["wave"].eq(study.latest_wave)]
    apart = now[now["average_deviation"].gt(study.instrument.highest / PANEL_CUT)]
    what = "a median or mean hides that raters stand on two sides; see the bars of item"
    return told(apart, what, "item")


def runs_against(study: AssessmentStudy) -> list[str]:
    """Items that raters rate low who rate all others high: worded the other way round.

    An anonymous survey says nothing of it, which would tell of single ratings.
    """
    ratings = study.latest.ratings
    if study.anonymous or ratings.shape[1] < 3:
        return []
    found = []
    for item in ratings:
        others = ratings.drop(columns=str(item)).mean(axis=1)
        both = pd.DataFrame({"own": ratings[item], "others": others}).dropna()
        if len(both) < FEWEST_RATERS or np.ptp(both["own"]) == 0 or np.ptp(both["others"]) == 0:
            continue
        together = float(both["own"].corr(both["others"]))
        if together < AGAINST:
            found.append(f"{item} ({together:.2f})")
    if not found:
        return []
    return [
        f"Raters who rate all else high rate {counted(len(found), 'item')} low, by correlation: "
        f"{examples(found)}. Where the wording is negative, write reversed: true in the instrument."
    ]


def within_noise(study: AssessmentStudy) -> list[str]:
    """Changes of raters of both waves that are smaller than their own ups and downs."""
    changes = study.changes_by_item
    now = changes[changes["wave_after"].eq(study.latest_wave)]
    moved = now["mean_change_matched"].abs()
    small = now[moved.gt(0) & moved.le(now["smallest_change"])]
    what = "changes of raters of both waves are within the noise and are called none; item"
    return told(small, what, "item")


def other_people(study: AssessmentStudy) -> list[str]:
    """Waves that other people answered, and items that moved because of that."""
    if len(study.rounds) < 2:
        return []
    if study.anonymous:
        return [
            "Nobody is matched across waves in anonymous mode. Where medians differ, other people "
            "may have answered, with other standards: they are no change of the partnership."
        ]
    before, after = study.rounds[-2:]
    both = len(before.ratings.index.intersection(after.ratings.index))
    found = []
    if both < SHARED * after.raters:
        found.append(
            f"Of {counted(after.raters, 'rater')} in {after.wave} {both} answered in "
            f"{before.wave} too: the waves are of different people, and their medians no change."
        )
    changes = study.changes_by_item
    now = changes[changes["wave_after"].eq(after.wave)]
    strange = now[now["panel_change"].abs().ge(APART)]
    what = f"means moved by {APART} points or more because other people answered; item"
    return found + told(strange, what, "item")


TRAPS = (
    TableTrap("T84", "Missing answers as zero", "blocking", missing_as_zero),
    TableTrap("T85", "Averages hide disagreement", "warning", averages_hide),
    Trap("T86", "Reverse-worded items not reversed", "warning", runs_against),
    TableTrap("T87", "Change smaller than measurement error", "warning", within_noise),
    TableTrap("T88", "Self-ratings compared between partnerships", "warning", other_people),
)
