"""What is said of schooling: typical entry beside what those who do the jobs have."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.sentence import Sentence, sentence

MOST_NAMED = 3
NO_EDUCATION = Sentence("What schooling they ask for cannot be told: no projections are at hand.")


def education_reading(speaker: OccupationSpeaker) -> Sentence:
    """Typical entry of the largest occupations, and where schooling contradicts it."""
    table = speaker.tables["occupation_requirements"]
    ranked = speaker.profile[["soc"]].merge(table, on="soc")
    known = ranked[ranked["entry_education"].ne("")]
    if known.empty:
        return NO_EDUCATION
    first = known.iloc[0]
    told = speaker.occupations(
        known.head(1), "occupation_requirements", "To enter, {name} typically need"
    )
    told += f" {_article(first['entry_education'])}."
    more = known[known["education_contrast"].eq("more_schooled")]
    if len(more):
        told += _contrast(
            speaker, more,
            " Entry hides schooling: {named} ask for a high school diploma at most, but most who "
            "do the work have been to college. Ask employers which counts.",
        )  # fmt: skip
    less = known[known["education_contrast"].eq("less_schooled")]
    if len(less):
        told += _contrast(
            speaker, less,
            " For {named} a bachelor's degree is called typical, but most who do the work have "
            "none.",
        )  # fmt: skip
    return told


def _contrast(speaker: OccupationSpeaker, rows: pd.DataFrame, template: str) -> Sentence:
    names = speaker.occupations(rows.head(MOST_NAMED), "occupation_requirements", "{name}")
    if len(rows) > MOST_NAMED:
        names += "; and others"
    return sentence(template, named=names)


def _article(education: str) -> str:
    """Typical entry education within a sentence."""
    words = education[:1].lower() + education[1:]
    if words.startswith("no "):
        return words
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def vintages_reading(speaker: OccupationSpeaker) -> Sentence:
    """Of which editions entry and schooling are, where these differ."""
    table = speaker.tables["occupation_requirements"]
    known = table[table["education_year"].ne("") & table["attainment_year"].ne("")]
    mixed = known[known["education_year"].ne(known["attainment_year"])]
    return speaker.told_of_first(
        "occupation_requirements",
        mixed,
        "Two editions are set side by side: typical entry is of the projections from "
        "{education_year}, schooling of those from {attainment_year}, the last that have it.",
        "Typical entry and schooling are of one edition of the projections.",
    )
