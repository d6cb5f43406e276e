"""The sectors that lead, in a sentence before the industries inside them."""

from __future__ import annotations

from typing import Any

from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, joined, sentence

ALMOST_ALL = 0.995
"""Share of tables from which a percentage without decimals would read as all."""


def sectors_first(speaker: IndustrySpeaker) -> Sentence | None:
    """Which sectors are certain or likely to lead; None where no sectors were ranked."""
    sectors = speaker.tables.get("sector_ranking")
    if sectors is None or not sectors["leads"].any():
        return None
    leading = sectors[sectors["leads"].astype(bool)]
    certain, likely = (
        leading[leading["leads_certainty"].eq(badge)].to_dict("records")
        for badge in ("certain", "likely")
    )
    if not certain and not likely:
        return sentence(
            "Sectors first: by the figures shown these lead, and none is sure to: {names}.",
            names=", ".join(map(speaker.short, leading["naics"])),
        ).rated("possible")

    def each(rows: list[dict[Any, Any]], template: str) -> Sentence:
        told = []
        for row in rows:
            # All but a few tables are not rounded up to all.
            nearly = ALMOST_ALL <= row["leads_share"] < 1
            form = template.replace(":.0%", ":.1%") if nearly else template
            alike = row["rank_best"] == row["rank_worst"]
            text = form.replace(" to {rank_worst:.0f}", "") if alike else form
            name = speaker.short(row["naics"])
            told.append(speaker.told("sector_ranking", row, f"{name} ({text})"))
        return joined(", ", told)

    lead = "" if certain else " lead"
    groups = {
        "certain to lead, with the ranks that are proven: {names}": each(
            certain, "{rank_best:.0f} to {rank_worst:.0f}"
        ),
        f"likely to{lead}, with the share of trial tables: {{names}}": each(
            likely, "{leads_share:.0%}"
        ),
    }
    told = [sentence(text, names=names) for text, names in groups.items() if names.text]
    # The sentence says of each how sure it is.
    return sentence("Sectors first, {told}.", told=joined("; ", told))
