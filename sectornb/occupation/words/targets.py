"""What is said of targets that partners name, and of challenges that employers name."""

from __future__ import annotations

from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.sentence import Sentence, sentence

MOST_NAMED = 4
NO_TARGETS = Sentence(
    "Partners have named no target occupations yet: let each write theirs into the template of "
    "occupation_targets."
)
NO_CHALLENGES = Sentence(
    "No challenge is logged yet: take the interview guide to employers, and write what they say "
    "into the template of challenge_log."
)


def targets_reading(speaker: OccupationSpeaker) -> Sentence:
    """On which occupations all partners agree, and how many one partner alone names."""
    table = speaker.tables["agreed_targets"]
    if table.empty:
        return NO_TARGETS
    shared = table[table["agreement"].eq("all")]
    if shared.empty:
        shared = table[table["agreement"].eq("several")]
        words = "No occupation is named by all partners; several name {names}."
    else:
        words = "All partners name {names}."
    if shared.empty:
        return Sentence("No occupation is named by more than one partner: talk before you plan.")
    names = speaker.occupations(shared.head(MOST_NAMED), "agreed_targets", "{name}")
    told = sentence(words, names=names)
    alone = table[table["agreement"].eq("one")]
    if alone.empty:
        return told
    lone = speaker.occupations(alone.head(MOST_NAMED), "agreed_targets", "{name}")
    return told + sentence(" By one partner only: {lone}.", lone=lone)


def challenges_reading(speaker: OccupationSpeaker) -> Sentence:
    """In how many challenges training is not the answer."""
    table = speaker.tables["training_summary"]
    if table.empty:
        return NO_CHALLENGES
    parts = {
        f"n_{word}": speaker.claim(
            ",.0f", "training_summary", "n_challenges", training_answers=word
        )
        for word in ("no", "partly", "yes")
    }
    return sentence(
        "Of the challenges that employers named, training answers {n_yes}, answers {n_partly} in "
        "part, and does not answer {n_no}.",
        **parts,
    )
