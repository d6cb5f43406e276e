"""What a careful reader must know about the commuting tables."""

from __future__ import annotations

from sectornb.region import counts
from sectornb.region.read import Commuting
from sectornb.region.settings import RegionSettings
from sectornb.region.words.zones import counties_told
from sectornb.shipped import facts
from sectornb.show.sentence import Sentence, Speaker, sentence

KINDS = {row["job_type"]: row["meaning"] for row in facts("lodes_job_types")}


def region_notes(
    speaker: Speaker, settings: RegionSettings, commuting: Commuting, *, shapes: bool = True
) -> list[str | Sentence]:
    """What a careful reader must know about the flows, beginning with what is missing.

    Parameters
    ----------
    speaker : Speaker
        Of ``region_counts``.
    settings : RegionSettings
        The parameters of the workbook.
    commuting : Commuting
        The flows, with what they do not hold.
    shapes : bool
        Whether county shapes were at hand.
    """
    notes: list[str | Sentence] = list(commuting.missing)
    if settings.flows == "lodes":
        notes += [
            f"Counted are {settings.job_type}, {KINDS[settings.job_type]}.",
            "The agency adds noise to the counts and places some homes by a model. Read counties, "
            "not a pair of them with a few jobs; no finding is called certain.",
        ]
    elif commuting.counted == "workers":
        notes.append("The table counts workers; where a heading says jobs, read workers.")
    notes.append(
        "The shares outside have different bases, residents' jobs and jobs in the region: never "
        "subtract one from the other."
    )
    if commuting.zoned_in:
        known = counties_told(speaker, counts.KNOWN)
        drawn = (
            "Zones are drawn from {known} whose own flows are at hand, in {states}; flows of "
            "further states could move their borders."
        )
        notes.append(sentence(drawn, known=known, states=commuting.zoned_in))
    strong = (
        "Ties are strong from an exchange of {count:.0f} percent of the jobs that residents of the "
        "smaller side hold (our choice). Only then is a county ranked: any large, "
        "self-contained one, however far, would raise containment."
    )
    few = (
        "Below {count:.0f} percent of those jobs a county counts as held by only few commuters "
        "(our choice)."
    )
    notes += [
        speaker.told("region_counts", {"counted": counts.STRONG}, strong),
        speaker.told("region_counts", {"counted": counts.FEW}, few),
        "Drawing the flows anew (Poisson) shows the least uncertainty that counts have.",
    ]
    if not shapes:
        notes.append(
            "The library has no county shapes: tiles stand for a map; distances, and which "
            "counties touch, are not known."
        )
    return notes
