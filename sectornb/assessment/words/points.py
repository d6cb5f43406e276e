"""The points of the meeting's agenda: what is rated how, why, and what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sectornb.assessment.words.speaker import AssessmentSpeaker
from sectornb.show.profile import Called, Extract, Profile
from sectornb.show.sentence import Claim, Sentence, sentence

MOST_POINTS = 5
"""Items that a meeting has time for."""
MOST_REASONS = 4
CALLED = Called(
    title="Agenda for the meeting",
    one="point of the meeting's agenda",
    many="points of the meeting's agenda",
    printed="to print and hand out",
    sheets=False,
)


def agenda_points(speaker: AssessmentSpeaker) -> list[Profile]:
    """The first points of the agenda, each with both sides' reasons and a question to open it."""
    rows = speaker.tables["agenda"].head(MOST_POINTS)
    return [_point(speaker, row) for _, row in rows.iterrows()]


def _point(speaker: AssessmentSpeaker, row: pd.Series[Any]) -> Profile:
    parts: dict[str, Sequence[Sentence]] = {}
    reasons = speaker.tables["reasons"]
    own = reasons[reasons["item"].eq(row["item"])]
    for side, heading in (
        ("lower", "Why some rate it lower"),
        ("higher", "Why some rate it higher"),
    ):
        told = own[own["rating_side"].eq(side)]
        # The strongest views of both sides: the table has the lowest ratings first.
        told = told.head(MOST_REASONS) if side == "lower" else told.tail(MOST_REASONS)
        if len(told):
            parts[heading] = [_reason(speaker, reason) for _, reason in told.iterrows()]
    unmet = speaker.now("unmet_conditions")
    unmet = unmet[unmet["item"].eq(row["item"]) & unmet["most_unmet"].astype("bool")]
    if len(unmet):
        parts["Not seen by most"] = [
            speaker.told("unmet_conditions", each, "{condition_text}")
            for _, each in unmet.iterrows()
        ]
    parts["To open the talk"] = [speaker.told("agenda", row, "{question}")]
    return Profile(
        Claim(str(row["item_title"]), "agenda", {"item": str(row["item"])}, "item_title"),
        _lead(speaker, row),
        parts,
        _tables(speaker, str(row["item"])),
    )


def _lead(speaker: AssessmentSpeaker, row: pd.Series[Any]) -> Sentence:
    told = "Item {item}"
    if pd.notna(row["median"]):
        told += ": middle rating {median:g}"
    if pd.notna(row["gap"]) and row["gap"] > 0:
        told += ", {gap:g} below the target"
    if pd.notna(row["lowest"]) and row["lowest"] < row["highest"]:
        told += "; ratings from {lowest:g} to {highest:g}"
    return speaker.told("agenda", row, told + ".")


def _reason(speaker: AssessmentSpeaker, row: pd.Series[Any]) -> Sentence:
    said = speaker.told("reasons", row, "“{reason}” rated {rating:g}")
    if not row["organization"]:
        return said
    return sentence("{said}, {who}", said=said, who=speaker.told("reasons", row, "{organization}"))


def _tables(speaker: AssessmentSpeaker, item: str) -> list[Extract]:
    if speaker.now("rating_by_organization").empty:
        return []
    return [
        Extract(
            "rating_by_organization",
            "Middle rating by organization",
            {"wave": speaker.survey.wave, "item": item},
            ["organization", "median", "n_raters"],
        )
    ]
