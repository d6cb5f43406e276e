"""A profile of each of the largest occupations: what is known, what is unsure, what to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.profile import Extract, Profile
from sectornb.show.sentence import Claim, Sentence

WIDE = 0.25
"""Share of the higher end from which a range of jobs is called wide."""


def occupation_profiles(speaker: OccupationSpeaker, most: int) -> list[Profile]:
    """A profile of each of the `most` largest occupations."""
    return [_profile(speaker, row) for _, row in speaker.profile.head(most).iterrows()]


def _profile(speaker: OccupationSpeaker, row: pd.Series[Any]) -> Profile:
    soc = str(row["soc"])
    known = [tell(speaker, soc) for tell in KNOWN]
    return Profile(
        Claim(str(row["occupation_title"]), "occupation_profile", {"soc": soc}, "occupation_title"),
        _lead(speaker, row),
        {
            "What is known": [said for said in known if said],
            "What is unsure": _unsure(speaker, row),
            "What to ask employers": [Sentence(asked) for asked in _questions(speaker, soc)],
        },
        _tables(speaker, soc),
    )


def _lead(speaker: OccupationSpeaker, row: pd.Series[Any]) -> Sentence:
    if pd.isna(row["employment"]):
        return speaker.told(
            "occupation_profile", row, "Jobs: at least {employment_low:,.0f}; no estimate is made."
        )
    high = "{employment_low:,.0f} or more"
    if not pd.isna(row["employment_high"]):
        high = "{employment_low:,.0f} to {employment_high:,.0f}"
    return speaker.told(
        "occupation_profile",
        row,
        f"About {{employment:,.0f}} jobs ({high}), {{employment_share:.1%}} of the industry.",
    )


def _row(speaker: OccupationSpeaker, table: str, **key: str) -> pd.Series[Any] | None:
    frame = speaker.tables.get(table)
    if frame is None:
        return None
    hit = pd.Series(True, index=frame.index)
    for name, value in key.items():
        hit &= frame[name].eq(value)
    return frame[hit].iloc[0] if hit.any() else None


def _openings(speaker: OccupationSpeaker, soc: str) -> Sentence | None:
    row = _row(speaker, "occupation_openings", soc=soc, openings_scope="target")
    if row is None or pd.isna(row["annual_openings"]):
        return None
    grows = "grow" if row["growth_pct"] >= 0 else "shrink"
    return speaker.told(
        "occupation_openings",
        row,
        f"About {{annual_openings:,.0f}} jobs open a year in the industry; jobs are projected to "
        f"{grows} by {{growth_pct:|.1f|}} percent from {{projection_years}}.",
    )


def _everywhere(speaker: OccupationSpeaker, soc: str) -> Sentence | None:
    row = _row(speaker, "occupation_openings", soc=soc, openings_scope="all")
    if row is None or pd.isna(row["annual_openings"]):
        return None
    return speaker.told(
        "occupation_openings",
        row,
        "Over all industries of the region there are {base_employment:,.0f} such jobs, and about "
        "{annual_openings:,.0f} open a year.",
    )


KNOWN: tuple[Callable[[OccupationSpeaker, str], Sentence | None], ...] = (_openings, _everywhere)


def _unsure(speaker: OccupationSpeaker, row: pd.Series[Any]) -> list[Sentence]:
    told = []
    high = row["employment_high"]
    if pd.notna(high) and row["employment_low"] < (1 - WIDE) * high:
        told.append(Sentence("The range of its jobs is wide: counties are withheld."))
    if speaker.industries["pattern_level"].eq("nation").any():
        told.append(
            Sentence("Its share is the nation's; employers here may staff the work otherwise.")
        )
    openings = _row(speaker, "occupation_openings", soc=str(row["soc"]), openings_scope="target")
    if openings is not None and openings["growth_level"] == "nation":
        told.append(Sentence("Its growth is that of the nation, laid on this region."))
    return told


def _questions(speaker: OccupationSpeaker, soc: str) -> list[str]:
    return [
        "How many of these people do you employ, and how many will you hire next year?",
        "What do you pay at the start, and after three years?",
        "What do applicants lack that you have to teach?",
    ]


def _tables(speaker: OccupationSpeaker, soc: str) -> list[Extract]:
    return []
