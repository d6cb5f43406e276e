"""What is said of skills: what the industry's jobs ask for most, and how codes were joined."""

from __future__ import annotations

from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.sentence import Sentence, joined, listed, sentence

MOST_NAMED = 3
NO_RATINGS = Sentence("What skills they ask for cannot be told: the library has no O*NET ratings.")


def skills_reading(speaker: OccupationSpeaker) -> Sentence:
    """The most important skills and fields of knowledge over the industry's jobs."""
    table = speaker.tables["industry_skills"]
    parts = []
    for domain, words in (("skills", "skills"), ("knowledge", "knowledge"),
                          ("abilities", "abilities")):  # fmt: skip
        rows = table[table["domain"].eq(domain) & table["onet_importance"].notna()]
        if len(rows):
            names = [Sentence(str(name).lower()) for name in rows["onet_element"].head(MOST_NAMED)]
            parts.append(sentence(f"of {words} {{names}}", names=listed(names)))
    if not parts:
        return NO_RATINGS
    told = sentence("These jobs ask most for: {parts}. ", parts=joined("; ", parts))
    return told + (
        "O*NET rates an occupation for the whole nation; it does not tell what employers here want."
    )


def joins_reading(speaker: OccupationSpeaker) -> Sentence:
    """What each join on codes kept of the jobs, in a row."""
    table = speaker.tables["code_joins"]
    parts = [
        speaker.told(
            "code_joins", row, f"{row['join_what']} in {row['join_where']} {{kept_share:.1%}}"
        )
        for _, row in table.iterrows()
    ]
    if not parts:
        return Sentence("No codes had to be joined.")
    return sentence("Share of the jobs that joins of codes kept: {parts}.",
                    parts=joined("; ", parts))  # fmt: skip
