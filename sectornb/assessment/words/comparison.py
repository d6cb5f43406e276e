"""How two reports of workbook 4 differ: what is in place, what comes first, which items moved."""

from __future__ import annotations

import pandas as pd

from sectornb.show.sentence import Sentence, listed, sentence
from sectornb.show.sides import Side, Tally

MOST_NAMED = 3


def changes(before: Side, after: Side, tally: Tally) -> list[Sentence]:
    """What changed between two reports, the clause on what is in place first.

    Parameters
    ----------
    before, after : Side
        With ``ratings_by_item`` and ``agenda``; each report's own latest wave is compared.
    tally : Tally
        For the number of items whose median moved.
    """
    was, now = (_latest(side) for side in (before, after))
    both = was.merge(now, on="item", suffixes=("_before", "_after"))
    told = both["median_before"].notna() & both["median_after"].notna()
    moved = both[told & both["median_before"].ne(both["median_after"])]
    return [
        _headline(moved, int(told.sum()), tally),
        *_waves(before, after, was, now),
        *_moved(before, after, moved),
        *_first(before, after),
    ]


def _latest(side: Side) -> pd.DataFrame:
    """Rows of the wave that the report looks at: that of its agenda, else the last one."""
    table, agenda = side.tables["ratings_by_item"], side.tables["agenda"]
    wave = agenda["wave"].iloc[0] if len(agenda) else table["wave"].iloc[-1]
    return table[table["wave"].eq(wave)]


def _headline(moved: pd.DataFrame, told: int, tally: Tally) -> Sentence:
    if not told:
        return Sentence("no item has a middle rating that both reports show")
    if moved.empty:
        return Sentence("every middle rating is the same")
    return sentence(
        "the middle rating of {moved} of {told} items differs"
        if len(moved) == 1
        else "the middle ratings of {moved} of {told} items differ",
        moved=tally.claim("items whose median differs", len(moved)),
        told=tally.claim("items with a median in both", told),
    )


def _waves(before: Side, after: Side, was: pd.DataFrame, now: pd.DataFrame) -> list[Sentence]:
    """Which rounds are compared, and that other people may have answered."""
    first, second = (
        side.told("ratings_by_item", rows.iloc[0], "{wave}")
        for side, rows in ((before, was), (after, now))
    )
    if first.text == second.text:
        return []
    told = (
        "The rounds are {first} and {second}: other people may have answered, which is told apart "
        "within one report only."
    )
    return [sentence(told, first=first, second=second)]


def _moved(before: Side, after: Side, moved: pd.DataFrame) -> list[Sentence]:
    """The items that moved most, with both medians."""
    if moved.empty:
        return []
    far = (moved["median_after"] - moved["median_before"]).abs()
    rows = moved.loc[far.sort_values(ascending=False, kind="stable").index].head(MOST_NAMED)
    parts = []
    for row in rows.to_dict("records"):
        then = before.told(
            "ratings_by_item", {"wave": row["wave_before"], "item": row["item"]}, "{median:g}"
        )
        key = {"wave": row["wave_after"], "item": row["item"]}
        told = "“{item_title}” from {then} to {median:g}"
        parts.append(after.told("ratings_by_item", key, told, then=then))
    return [sentence("The middle rating moved of {parts}.", parts=listed(parts))]


def _first(before: Side, after: Side) -> list[Sentence]:
    """What stands first on the agenda, where that changed."""
    agendas = [side.tables["agenda"] for side in (before, after)]
    if any(table.empty for table in agendas):
        return []
    if agendas[0]["item"].iloc[0] == agendas[1]["item"].iloc[0]:
        return []
    then, now = (
        side.told("agenda", table.iloc[0], "“{item_title}”")
        for side, table in zip((before, after), agendas, strict=True)
    )
    return [sentence("First on the agenda is {now}; before, {then}.", now=now, then=then)]
