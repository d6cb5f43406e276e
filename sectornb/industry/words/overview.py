"""The sectors that lead, in a sentence before the industries inside them."""

from __future__ import annotations

import pandas as pd

from sectornb.codes import sector_of
from sectornb.industry import counts
from sectornb.industry.acceptability import MORE_LIKELY
from sectornb.industry.overview import LEADING, among_the_first
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, joined, listed, sentence

_WORDS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
TIED = LEADING + 0.005
"""Without ties the shares of trial tables of all sectors sum to the places that there are."""


def sectors_first(speaker: IndustrySpeaker) -> Sentence | None:
    """Which sectors are certain or likely to lead; None where no sectors were ranked."""
    sectors = speaker.tables.get("sector_ranking")
    if sectors is None or not sectors["leads"].any():
        return None
    first = sectors[among_the_first(sectors)]
    leading = first[first["leads"].astype(bool)]
    sure = first["leads_certainty"].isin(["certain", "likely"])
    of = speaker.count(counts.SECTORS)
    if not sure.any():
        return sentence(
            "Of {of} sectors these come first by the figures shown, and none is sure to: {names}.",
            of=of,
            names=", ".join(map(speaker.short, leading["naics"])),
        ).rated("possible")
    more = first["leads_share"].ge(MORE_LIKELY)
    certain, likely = (first[first["leads_certainty"].eq(badge)] for badge in ("certain", "likely"))
    parts = {
        "Certain, whatever is withheld: {names}.": (certain, _plain),
        "Likely, with the share of trial tables: {names}.": (likely, _share),
        "More likely than not: {names}.": (first[~sure & more], _share),
        "Less likely than not: {names}.": (first[~sure & ~more], _share),
    }
    told = [
        sentence(text, names=joined(", ", [_named(speaker, row, form(row)) for row in _rows(rows)]))
        for text, (rows, form) in parts.items()
        if len(rows)
    ]
    # The sentence says of each how sure it is.
    may = f"{_WORDS[len(first)].capitalize()} of {{of}} sectors may be among the first "
    lead = sentence(f"{may}{_WORDS[LEADING]}{_ties(sectors)}.", of=of)
    if len(first) <= LEADING:
        lead = sentence(f"Of {{of}} sectors the first {_WORDS[len(first)]} lead.", of=of)
    return joined(" ", [lead, *told, *_without_part(speaker, first[sure | more])])


def _rows(table: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in table.iterrows()]


def _named(speaker: IndustrySpeaker, row: pd.Series, how: str) -> Sentence:
    name = speaker.short(row["naics"])
    inside = speaker.ranking[speaker.ranking["naics"].map(sector_of).eq(row["naics"])]
    # Of one industry, its place among sectors and that among industries are told apart.
    if len(inside) == 1 and inside["badge"].iloc[0] != row["leads_certainty"]:
        how += "; " * bool(how) + f"as an industry only {inside['badge'].iloc[0]}"
    return speaker.told("sector_ranking", row, f"{name} ({how})" if how else name)


def _ties(sectors: pd.DataFrame) -> str:
    """That more than five can be the first five: where some tie, their shares sum to more."""
    return " (ties all count)" * bool(sectors["leads_share"].sum() > TIED)


def _plain(row: pd.Series) -> str:
    return ""


def _share(row: pd.Series) -> str:
    if pd.isna(row["leads_share"]):
        return ""
    return "all" if row["leads_share"] == 1 else "{leads_share:.1%}"


def _without_part(speaker: IndustrySpeaker, first: pd.DataFrame) -> list[Sentence]:
    """Of the sectors that surely or rather lead without a part on the list, the nearest part."""
    sectors = list(first.loc[first["industries_listed"].eq("none"), "naics"])
    if not sectors:
        return []
    near: list[Sentence] = []
    for sector in sectors:
        told = _nearest(speaker, sector, first=not near)
        near += [told] if told else []
    names = listed([Sentence(speaker.short(sector)) for sector in sectors], "or")
    text = "No part of {names} is on the short list"
    if not near:
        return [sentence(text + ", since none could be scored.", names=names)]
    verb = "is" if len(near) == 1 else "are"
    return [sentence(f"{text}: nearest {verb} {{parts}}.", names=names, parts=listed(near))]


def _nearest(speaker: IndustrySpeaker, sector: str, *, first: bool) -> Sentence | None:
    """The part of a sector that comes nearest to the list, with its place; None without any."""
    inside = speaker.ranking[speaker.ranking["naics"].map(sector_of).eq(sector)]
    placed = inside.dropna(subset="rank").sort_values(
        ["shortlist_share", "rank"], ascending=[False, True]
    )
    if placed.empty:
        return None
    nearest = placed.iloc[0]
    # Of how many holds for those that follow as well.
    place = f"{speaker.place(nearest)} industries"
    place = place if first else place.split(" of {")[0]
    told = f"{speaker.short(nearest['naics'])} ({place})"
    return speaker.told("industry_ranking", nearest, told, **speaker.places())
