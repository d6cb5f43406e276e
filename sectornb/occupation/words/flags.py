"""Which occupations are in demand, growing, and opportunity occupations, with the definitions."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation import counts
from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.sentence import Sentence, sentence

MOST_NAMED = 4
NO_PARITY = Sentence(
    " No occupation is called an opportunity: write the region's price parity into the region file "
    "(flags: price_parity, from bea.gov)."
)


def definitions(speaker: OccupationSpeaker) -> Sentence:
    """What each flag asks for, as it was applied."""
    told = sentence(
        "In demand: at least {asked} openings a year over all industries of the region. Growing: "
        "jobs are projected to grow, at least as fast as all occupations together. Opportunity "
        "(Federal Reserve Bank of Philadelphia): typically no bachelor's degree is needed, and the "
        "local median is above the nation's median of all occupations times the regional price "
        "parity",
        asked=speaker.count(counts.ASKED),
    )
    if speaker.has(counts.PARITY):
        told += sentence(", {parity} here", parity=speaker.count(counts.PARITY, "g"))
    return told + "."


def flags_reading(speaker: OccupationSpeaker) -> Sentence:
    """The largest occupations that are in demand, and those that are opportunities."""
    table = speaker.tables["occupation_flags"]
    ranked = speaker.profile[["soc", "rank"]].merge(table, on="soc").sort_values("rank")
    told = _named(speaker, ranked[ranked["in_demand"].eq("yes")], "In demand are {names}.")
    if told is None:
        known = ranked["in_demand"].ne("not_known").any()
        told = Sentence(
            "None of these occupations reaches the openings that the region file asks for."
            if known
            else "Whether they are in demand is not known: no jobs over all industries are at hand."
        )
    both = ranked[ranked["opportunity"].eq("yes")]
    more = _named(speaker, both, " Good pay without a bachelor's degree: {names}.")
    if more is not None:
        return told + more
    if speaker.settings.flags.price_parity is None:
        return told + NO_PARITY
    return told


def _named(speaker: OccupationSpeaker, rows: pd.DataFrame, template: str) -> Sentence | None:
    if rows.empty:
        return None
    names = speaker.occupations(rows.head(MOST_NAMED), "occupation_flags", "{name}")
    more = len(rows) - MOST_NAMED
    if more > 0:
        names += "; and one more" if more == 1 else "; and others"
    return sentence(template, names=names)
