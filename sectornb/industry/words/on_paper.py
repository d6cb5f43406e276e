"""Changes in jobs that may be of another industry code alone, judged over all held years."""

from __future__ import annotations

import pandas as pd

from sectornb.industry.diagnostics import against_worksites
from sectornb.industry.words.speaker import IndustrySpeaker, in_a_row
from sectornb.show.sentence import Sentence, joined, sentence

MOST_TOLD, MOST_YEARS = 3, 4
LAST_STEP = (
    " In the last of the years, though, jobs and worksites went the same way, so it may be a real "
    "change."
)


def moved_oddly(speaker: IndustrySpeaker) -> list[str]:
    """Those of the list whose jobs moved much one way and their worksites the other."""
    odd = speaker.listed.apply(against_worksites, axis=1)
    codes = speaker.surest_first["naics"]
    return [str(code) for code in codes if odd.get(code, False)]


def moved_together(speaker: IndustrySpeaker, naics: str) -> bool:
    """Whether jobs are proven to have gone with the worksites in the last step of the years.

    Over all the years they may have gone against each other all the same.
    """
    years = _years(speaker, naics)
    if len(years) < 3:
        return False
    before, now = years.iloc[-2], years.iloc[-1]
    fewer = now["establishments"] < before["establishments"]
    more = now["establishments"] > before["establishments"]
    fell = now["employment_high"] < before["employment_low"]
    rose = now["employment_low"] > before["employment_high"]
    return bool((fewer and fell) or (more and rose))


def recoded(speaker: IndustrySpeaker) -> Sentence | None:
    """Whose change in jobs may be of another industry code alone, or real after all."""
    told = []
    real = False
    for code in moved_oddly(speaker)[:MOST_TOLD]:
        row = speaker.listed.loc[code]
        verb = "fell" if row["historical_growth_pct_high"] < 0 else "rose"
        less, more = ("high", "low") if verb == "fell" else ("low", "high")
        ends = [f"{{historical_growth_pct_{end}:|.1f|}}" for end in (less, more)]
        alike = len({f"{abs(row[f'historical_growth_pct_{end}']):.1f}" for end in (less, more)})
        by = ends[0] if alike == 1 else f"{ends[0]} to {ends[1]}"
        together = moved_together(speaker, code)
        real |= together
        text = f"{speaker.short(code)} (jobs {verb} by {by} percent, worksites from "
        text += "{establishments_base:,.0f}{between} to {establishments:,.0f}"
        text += f"; in the last year both {verb}" if together else ""
        told.append(speaker.of(code, f"{text})", between=_between(speaker, code)))
    if not told:
        return None
    lead = "May be a change on paper (a large firm under another code)"
    lead += ", or real" if real else ""
    return sentence(f"{lead}: {{told}}.", told=in_a_row(told)).rated("possible")


def _between(speaker: IndustrySpeaker, code: str) -> Sentence:
    """The worksites of the years between the two ends, where these are few."""
    between = _years(speaker, code).iloc[1:-1]
    if not 0 < len(between) <= MOST_YEARS - 2:
        return Sentence("")
    told = [
        speaker.told("industry_years", row, " to {establishments:,.0f}")
        for _, row in between.iterrows()
    ]
    return joined("", told)


def _years(speaker: IndustrySpeaker, naics: str) -> pd.DataFrame:
    table = speaker.tables.get("industry_years")
    if table is None:
        return pd.DataFrame()
    return table[table["naics"].eq(naics)].sort_values("year")
