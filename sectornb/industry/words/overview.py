"""The sectors that lead, in a sentence before the industries inside them."""

from __future__ import annotations

from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, joined, sentence


def sectors_first(speaker: IndustrySpeaker) -> Sentence | None:
    """Which sectors are certain or likely to lead; None where no sectors were ranked."""
    sectors = speaker.tables.get("sector_ranking")
    if sectors is None or not sectors["leads"].any():
        return None
    leading = sectors[sectors["leads"].astype(bool)]
    groups = {
        badge: ", ".join(map(speaker.short, rows["naics"]))
        for badge in ("certain", "likely")
        if len(rows := leading[leading["leads_certainty"].eq(badge)])
    }
    if not groups:
        return sentence(
            "Sectors first: by the figures shown these lead, and none is sure to: {names}.",
            names=", ".join(map(speaker.short, leading["naics"])),
        ).rated("possible")
    told = [sentence(f"{badge} to lead: {{names}}", names=names) for badge, names in groups.items()]
    least = "likely" if "likely" in groups else "certain"
    return sentence("Sectors first, {told}.", told=joined("; ", told)).rated(least)
