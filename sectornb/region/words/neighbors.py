"""Counties outside of which only one direction of the exchange with the region is known."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.region.words.gaps import Gaps
from sectornb.region.words.verdict import LEAST_BACK, TIMES_BACK
from sectornb.show.sentence import Sentence, Speaker, listed, sentence
from sectornb.sources.states import us_states

SHOWN, MOST_NAMED = 5, 3
"""So many counties stand in the table, and so many are named that may belong to it."""
WAYS = ["jobs_in_region", "jobs_of_region_residents"]


def half_known(rows: pd.DataFrame, linked: pd.DataFrame) -> list[tuple[Any, pd.Series[Any]]]:
    """Those of `rows` that may be among the first five, would all be known; at most three.

    One direction is missing.  The other way may go :data:`TIMES_BACK` times as many, or
    as many times :data:`LEAST_BACK` where fewer are known; with them the county would reach
    the exchange of the fifth.

    Parameters
    ----------
    rows : DataFrame
        Of `linked`, those to look at.
    linked : DataFrame
        The table ``linked_counties``, the largest exchange first.
    """
    last = linked[WAYS].sum(axis=1).head(SHOWN).iloc[-1] if len(linked) else 0.0
    known = rows[WAYS].sum(axis=1)
    reach = known + TIMES_BACK * known.clip(lower=LEAST_BACK)
    half = rows[WAYS].isna().sum(axis=1).eq(1)
    return list(rows[half & reach.ge(last)].head(MOST_NAMED).iterrows())


def told_of(linked: pd.DataFrame) -> list[str]:
    """Codes of the counties outside that the page tells of: the first five, and who may be."""
    further = [row["area_fips"] for _, row in half_known(linked.iloc[SHOWN:], linked)]
    return [*linked["area_fips"].head(SHOWN), *further]


def linked_title(gaps: Gaps, unit: str = "jobs") -> Sentence:
    """The caption of the table of the first five: known to exchange most, where flows lack."""
    most = "are known to exchange" if gaps.partly else "exchange"
    one = " (workers, each counted with one job)" * (unit == "workers")
    return Sentence(f"The five counties outside that {most} most jobs with the region{one}.")


def may_be_among(speaker: Speaker) -> Sentence:
    """Which counties may be among the first five, had both directions been counted."""
    linked = speaker.tables["linked_counties"]
    told = {"jobs_in_region": "come from there", "jobs_of_region_residents": "go there"}
    named = []
    for _, row in half_known(linked.iloc[SHOWN:], linked):
        (way,) = [way for way in WAYS if pd.notna(row[way])]
        count = f"{{county_name}} ({{{way}:,.0f}} {told[way]})"
        named.append(speaker.told("linked_counties", row, count))
    if not named:
        return Sentence("")
    tail = "{named} may be among these five too: the other direction is not known. "
    return sentence(tail, named=listed(named))


def state_of(row: pd.Series[Any]) -> str:
    """The name of a county's state; of a simulated county, in words."""
    state = us_states().get(str(row["area_fips"])[:2])
    return state.name if state else "the state of {county_name}"
