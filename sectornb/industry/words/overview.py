"""The sectors that lead, in a sentence before the industries inside them."""

from __future__ import annotations

import pandas as pd

from sectornb.codes import sector_of
from sectornb.industry import counts
from sectornb.industry.acceptability import MORE_LIKELY
from sectornb.industry.overview import LEADING, among_the_first
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, joined, sentence

_WORDS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
ALMOST_ALL = 0.995
"""Share of tables from which a percentage without decimals would read as all."""


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
        "Certain to be in the first five, whatever is withheld: {names}.": (certain, _ranks),
        "Likely, with the share of trial tables: {names}.": (likely, _share),
        "More likely than not: {names}.": (first[~sure & more], _share),
        "Could go either way: {names}.": (first[~sure & ~more], _share),
    }
    told = [
        sentence(text, names=joined(", ", [_named(speaker, row, form(row)) for row in _rows(rows)]))
        for text, (rows, form) in parts.items()
        if len(rows)
    ]
    # The sentence says of each how sure it is.
    places = _WORDS[min(LEADING, len(first))]
    rivals = f"; {_WORDS[len(first)]} come into question" * (len(first) > LEADING)
    lead = sentence(f"Of {{of}} sectors the first {places} lead{rivals}{_ties(first)}.", of=of)
    return joined(" ", [lead, *told, *_without_part(speaker, leading)])


def _rows(table: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in table.iterrows()]


def _named(speaker: IndustrySpeaker, row: pd.Series, how: str) -> Sentence:
    name = speaker.short(row["naics"])
    inside = speaker.ranking[speaker.ranking["naics"].map(sector_of).eq(row["naics"])]
    # Of one industry, its place among sectors and that among industries are told apart.
    if len(inside) == 1 and inside["badge"].iloc[0] != row["leads_certainty"]:
        how += f"; as an industry {inside['badge'].iloc[0]}"
    return speaker.told("sector_ranking", row, f"{name} ({how})" if how else name)


def _ties(first: pd.DataFrame) -> str:
    """How many of the first sectors share their rank with another by the figures shown."""
    tied = int(first["rank"].dropna().duplicated(keep=False).sum())
    return f", {_WORDS[tied]} tied" if tied else ""


def _ranks(row: pd.Series) -> str:
    alike = row["rank_best"] == row["rank_worst"]
    return "rank {rank_best:.0f}" + ("" if alike else " to {rank_worst:.0f}")


def _share(row: pd.Series) -> str:
    if pd.isna(row["leads_share"]):
        return ""
    # All but a few tables are not rounded up to all.
    return f"{{leads_share:.{1 if ALMOST_ALL <= row['leads_share'] < 1 else 0}%}}"


def _without_part(speaker: IndustrySpeaker, leading: pd.DataFrame) -> list[Sentence]:
    """Of each sector that leads without a part on the short list, where the nearest part is."""
    told = []
    for sector in leading.loc[leading["industries_listed"].eq("none"), "naics"]:
        inside = speaker.ranking[speaker.ranking["naics"].map(sector_of).eq(sector)]
        text = f"No part of {speaker.short(sector)} is on the short list"
        placed = inside.dropna(subset="rank").sort_values(
            ["shortlist_share", "rank"], ascending=[False, True]
        )
        if placed.empty:
            told.append(Sentence(f"{text}, since none could be scored."))
            continue
        nearest = placed.iloc[0]
        text += f": the nearest, {speaker.short(nearest['naics'])}, is at "
        text += f"{speaker.place(nearest)} industries."
        told.append(speaker.told("industry_ranking", nearest, text, **speaker.places()))
    return told
