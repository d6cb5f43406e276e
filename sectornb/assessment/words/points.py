"""The points of the meeting's agenda: what is rated how, why, and what to ask."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.assessment.words.speaker import AssessmentSpeaker
from sectornb.show.profile import Called, Extract, Profile
from sectornb.show.sentence import Claim, Sentence

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
    item = str(row["item"])
    return Profile(
        Claim(str(row["item_title"]), "agenda", {"item": item}, "item_title"),
        _lead(speaker, row),
        {"To open the talk": [Sentence(str(row["question"]))]},
        _tables(speaker, item),
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


def _tables(speaker: AssessmentSpeaker, item: str) -> list[Extract]:
    """Both sides' reasons, what is in the way, who is missing, organizations, unmet conditions.

    Those without rows are not shown.
    """
    here = {"wave": speaker.survey.wave, "item": item}
    return [
        Extract(
            "reasons",
            "Why some rate it lower",
            {**here, "rating_side": "lower"},
            ["reason", "rating", "organization"],
            most=MOST_REASONS,
        ),
        Extract(
            "reasons",
            "Why some rate it higher",
            {**here, "rating_side": "higher"},
            ["reason", "rating", "organization"],
            largest="rating",
            most=MOST_REASONS,
        ),
        Extract(
            "reasons",
            "What is in the way",
            here,
            ["obstacle", "organization"],
            most=MOST_REASONS,
        ),
        Extract(
            "reasons",
            "Who is missing",
            here,
            ["missing_partner", "organization"],
            most=MOST_REASONS,
        ),
        Extract(
            "rating_by_organization",
            "Middle rating by organization",
            here,
            ["organization", "median"],
        ),
        Extract(
            "unmet_conditions",
            "Not seen by most",
            {**here, "most_unmet": "True"},
            ["condition_text"],
        ),
    ]
