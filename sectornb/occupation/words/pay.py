"""What is said of pay: whose wages, of which year, and how many jobs sustain a family."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation.words.speaker import OccupationSpeaker, lowered
from sectornb.show.sentence import Sentence, listed, sentence

NO_WAGES = Sentence("What they pay cannot be told: the library has no wages of these occupations.")
NO_THRESHOLD = Sentence(
    "How many jobs sustain a family is not told: name the area of the income under threshold_area."
)
ALL_TOGETHER = (
    " They are wages over all industries together; this industry may pay more or less: ask."
)
LEVELS = {
    "region": "the region's own table",
    "metro": "the metropolitan area",
    "state": "the state",
    "nation": "the nation",
}


def pay_reading(speaker: OccupationSpeaker) -> Sentence:
    """Medians of the largest occupations, whose they are, and that they are of all industries."""
    table = speaker.tables["occupation_wages"]
    ranked = speaker.profile[["soc"]].merge(table, on="soc")
    known = ranked[ranked["hourly_median_usd"].notna() & ranked["wage_status"].eq("published")]
    if known.empty:
        return NO_WAGES
    named = speaker.occupations(
        known.head(3), "occupation_wages", "{name} ${hourly_median_usd:,.2f}"
    )
    told = sentence("The middle hourly wage is: {named}, ", named=named)
    return told + _whose(speaker, known) + "." + ALL_TOGETHER + _inside(speaker, ranked)


def _whose(speaker: OccupationSpeaker, known: pd.DataFrame) -> Sentence:
    """Levels and years of the wages, the most frequent first."""
    groups = known.groupby(["wage_level", "wage_year"], sort=False).size()
    parts = []
    for level, year in groups.sort_values(ascending=False, kind="stable").index[:3]:
        row = known[known["wage_level"].eq(level) & known["wage_year"].eq(year)].iloc[0]
        parts.append(speaker.told("occupation_wages", row, f"{LEVELS[level]} ({{wage_year}})"))
    return sentence("by {of}", of=listed(parts))


def _inside(speaker: OccupationSpeaker, ranked: pd.DataFrame) -> Sentence:
    """How the nation's pay in the industry differs, for the largest occupation that tells it."""
    told = ranked[ranked["industry_wage_ratio"].notna()]
    return speaker.told_of_first(
        "occupation_wages",
        told,
        " In the nation {name} earn {industry_wage_ratio:.2f} times as much in this industry.",
        "",
        name=_name(told),
    )


def _name(rows: pd.DataFrame) -> str:
    return lowered(rows["occupation_title"].iloc[0]) if len(rows) else ""


def sustaining_reading(speaker: OccupationSpeaker) -> Sentence:
    """The share of jobs that sustain a family, as a range, with the source of the income."""
    table = speaker.tables["sustaining_summary"]
    if table.empty or table["sustaining_share"].isna().all():
        return NO_THRESHOLD
    row = table.iloc[0]
    return speaker.told(
        "sustaining_summary",
        row,
        "About {share} ({low} to {high}) of these jobs pay at least "
        "${threshold_hourly_usd:,.2f} an hour, which sustains a family of {family_size:.0f} in "
        "{threshold_area} by {threshold_basis}.",
        share=_percent(speaker, "sustaining_share"),
        low=_percent(speaker, "sustaining_share_low"),
        high=_percent(speaker, "sustaining_share_high"),
    )


def _percent(speaker: OccupationSpeaker, column: str) -> Sentence:
    row = speaker.tables["sustaining_summary"].iloc[0]
    return speaker.told("sustaining_summary", row, f"{{{column}:.0%}}")
