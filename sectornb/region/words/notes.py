"""What a careful reader must know about the commuting tables."""

from __future__ import annotations

from collections.abc import Sequence

from sectornb.errors import examples
from sectornb.region import counts
from sectornb.region.distance import UNKNOWN
from sectornb.region.read import Commuting
from sectornb.region.settings import RegionSettings
from sectornb.region.words.zones import counties_told
from sectornb.shipped import facts
from sectornb.show.sentence import Sentence, Speaker, listed, sentence

PLAUSIBLE = (
    "Jobs that residents hold in states without a file are called plausible up to five times those "
    "of the people who come from there (our choice): by the census flows of 2000, nineteen of "
    "twenty pairs of a county and another state that send at least 1,000 take fewer."
)
KINDS = {row["job_type"]: row["meaning"] for row in facts("lodes_job_types")}


def region_notes(
    speaker: Speaker,
    settings: RegionSettings,
    commuting: Commuting,
    *,
    shapes: bool = True,
    undrawn: Sequence[str] = (),
) -> list[str | Sentence]:
    """What a careful reader must know about the flows, beginning with what is missing.

    Parameters
    ----------
    speaker : Speaker
        Of ``region_counts`` and ``distance_bands``.
    settings : RegionSettings
        The parameters of the workbook.
    commuting : Commuting
        The flows, with what they do not hold.
    shapes : bool
        Whether county shapes were at hand.
    undrawn : sequence of str
        Counties of the region's flows that these lack.
    """
    notes: list[str | Sentence] = list(commuting.missing)
    if undrawn:
        notes.append(_undrawn(speaker, undrawn))
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
        "Ties are strong, and links close, from an exchange of {count:.0f} percent of the jobs "
        "that residents of the smaller side hold (our choice). Only then is a county ranked: any "
        "large, self-contained one, however far, would raise containment."
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
    if settings.flows == "lodes" and speaker.value(
        "region_counts", {"counted": counts.UNREAD}, "count"
    ):
        notes.append(PLAUSIBLE)
    if not shapes:
        notes.append(
            "The library has no county shapes: tiles stand for a map; distances, and which "
            "counties touch, are not known."
        )
    return notes


def _undrawn(speaker: Speaker, undrawn: Sequence[str]) -> Sentence:
    """How much of the flows the map and the distances leave out for want of an outline."""
    bands = speaker.tables["distance_bands"]
    unknown = bands[bands["band"].eq(UNKNOWN)]
    form = {"jobs": "{share:.1%} of the jobs here", "residents": "{share:.1%} of residents' jobs"}
    parts = [
        speaker.told("distance_bands", row, form[row["side"]]) for _, row in unknown.iterrows()
    ]
    told = (
        "The county shapes have no outline of {codes}, which the flows have: these are not on the "
        "map, at no distance, and may touch others unseen. Outlines of their states that the flows "
        "do not have are not shaded. Take shapes with the county codes of the flows."
    )
    share = " Without a distance for that are {parts}." if parts else ""
    return sentence(told + share, codes=examples(undrawn, 9), parts=listed(parts))
