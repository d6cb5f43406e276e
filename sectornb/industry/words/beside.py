"""What is said of the rows beside the short list: a board's own sectors, and others."""

from __future__ import annotations

import re

import pandas as pd

from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, joined, listed

MOST_TOLD = 4
_FIRST = {
    "board": "{name}, as your board groups it, would stand",
    "pinned": "pinned by your board: {name}",
    "redrawn": "{name} as a whole would stand",
}
"""How the first row of each kind is told of; others follow with their names alone."""
_WOULD = {
    "certain": "{be} certain to be",
    "likely": "{be} likely to be",
    "possible": "may be",
    "unlikely": "{be} unlikely to be",
    "no": "cannot be",
}
"""What the badge of a row says of its place on the list."""


def asked_for(speaker: IndustrySpeaker) -> Sentence | None:
    """Where the rows that the region file asks for would stand, as a finding."""
    rows = speaker.tables["industry_groups"]
    rows = rows[rows["group_origin"].ne("redrawn")].head(MOST_TOLD)
    if rows.empty:
        return None
    # A place that no trial table was asked for is one reading of what is shown.
    drawn = rows.loc[rows["rank"].notna(), "rank_drawn_low"].notna().all()
    return _told(speaker, rows).rated("likely" if drawn else "possible")


def redrawn(speaker: IndustrySpeaker) -> Sentence | None:
    """Where the sectors would stand that take the place of industries redrawn."""
    rows = speaker.tables["industry_groups"]
    rows = rows[rows["group_origin"].eq("redrawn")].head(MOST_TOLD)
    return _told(speaker, rows) if len(rows) else None


def taken_whole(speaker: IndustrySpeaker) -> Sentence | None:
    """Whether sectors redrawn inside would be on the list; it says of each how sure that is."""
    rows = speaker.tables["industry_groups"]
    rows = rows[rows["group_origin"].eq("redrawn")]
    if rows.empty:
        return None
    told: list[Sentence] = []
    for badge, words in _WOULD.items():
        such = rows[rows["badge"].eq(badge)]
        named = zip(such["group_codes"], such["group_name"], strict=True)
        names = [Sentence(speaker.names.get(code, name).lower()) for code, name in named]
        if names:
            be = "is" if len(names) == 1 else "are"
            where = "" if told else " on the short list"
            told.append(listed(names) + f" {words.format(be=be)}{where}")
    return Sentence("Taken whole, ") + joined("; ", told) + "." if told else None


def _told(speaker: IndustrySpeaker, rows: pd.DataFrame) -> Sentence:
    told: list[Sentence] = []
    begun: set[str] = set()
    drawn = placed = False
    for _, row in rows.iterrows():
        origin, place = row["group_origin"], _place(row)
        if "drawn" in place and not drawn:
            # Said once: it holds for the places that follow as well.
            place, drawn = f"{place} in nine of ten trial tables", True
        if "at rank" in place and not placed:
            of = "{scored}" if "{rank:" in place else "{ranked}"
            place, placed = re.sub(r"(at rank [^ ]+(?: to [^ ]+)?)", rf"\1 among {of}", place), True
        who = "{name}" if origin in begun else _FIRST[origin]
        if "at rank" not in place:
            who = who.removesuffix(" would stand")
            # Pinned names may be plural: "railroads has" would be wrong.
            place = f"({place.removeprefix('has ')})" if origin == "pinned" else place
        begun.add(origin)
        name = speaker.told("industry_groups", row, "{group_name}")
        if origin == "pinned":
            name = Sentence(speaker.names.get(row["group_codes"], row["group_name"]).lower())
        parts = {"name": name, **speaker.among()}
        told.append(speaker.told("industry_groups", row, f"{who} {place}", **parts))
    sentence = joined("; ", told) + "."
    return Sentence(sentence.text[:1].upper() + sentence.text[1:], sentence.claims)


def _place(row: pd.Series) -> str:
    """Where a row stands, as far as it is known, as a template."""
    if row["employment_status"] == "absent":
        return "has no establishment here"
    if pd.isna(row["rank_best"]):
        return f"has no rank, for want of {row['unscored_because'].partition(':')[0]}"
    if pd.notna(row["rank"]) and pd.isna(row["rank_drawn_low"]):
        return "at rank {rank:.0f} by the figures shown"
    ends = ("rank_drawn_low", "rank_drawn_high")
    if pd.isna(row["rank_drawn_low"]):
        ends = ("rank_best", "rank_worst")
    first, last = (f"{{{end}:.0f}}" for end in ends)
    return f"at rank {first}" + ("" if row[ends[0]] == row[ends[1]] else f" to {last}")
