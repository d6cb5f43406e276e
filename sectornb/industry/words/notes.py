"""What a careful reader must know about the industry tables."""

from __future__ import annotations

from collections.abc import Mapping

from sectornb.industry import counts
from sectornb.industry.factors import FACTORS
from sectornb.industry.national import NationalShares
from sectornb.industry.words.change import change_notes
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence

WEIGHTS = {
    "establishments": "Trial tables favor sizes usual for the number of establishments: what is "
    "left to share among withheld figures goes by establishments times what one of its industry "
    "has where figures are published. No proven range rests on it.",
    "none": "No trial table is favored over another, whatever the number of establishments.",
}


def industry_notes(
    speaker: IndustrySpeaker, active: Mapping[str, float], national: NationalShares
) -> list[str | Sentence]:
    """How the ranking was made, and how the change in jobs is to be read.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of the tables of :func:`~sectornb.industry.words.findings.industry_findings`, and
        ``rank_reversals`` and ``draw_diagnostics``.
    active : mapping
        Weights of those factors that had data.
    national : NationalShares
        Where national shares come from, and which contradict each other.
    """
    notes: list[str | Sentence] = [f"National shares: {national.origin}"]
    weights = speaker.settings.weights.model_dump()
    dropped = [FACTORS[name].label for name, w in weights.items() if w > 0 and name not in active]
    if dropped:
        notes.append(
            f"No data to rank by for {' and '.join(dropped)}: the factor drops out of the score "
            "with its weight."
        )
    shares = ", ".join(
        f"{FACTORS[name].label} {weight / sum(active.values()):.0%}"
        for name, weight in active.items()
    )
    notes.append(f"Weights in the score: {shares}.")
    rule = (
        "tied industries share the mean of their places"
        if speaker.settings.details.ties == "average"
        else "tied industries all take the first of their places"
    )
    notes.append(
        f"Rank 1 is the highest value; {rule}. The score is the mean of an industry's ranks, so "
        "the lowest comes first."
    )
    notes += _counted(speaker)
    if national.contradictory:
        notes.append(
            "Published quotients of these industries contradict each other, so their national "
            f"share is not known: {', '.join(national.contradictory)}. A file may have been edited "
            "or be of another release."
        )
    return [*notes, *change_notes(speaker)]


def _counted(speaker: IndustrySpeaker) -> list[str | Sentence]:
    notes: list[str | Sentence] = [
        speaker.counted(
            "{all} industries have establishments; {rest} without an industry code (unclassified) "
            "is kept in the totals and left out of the ranking; {scored} have a score and "
            "{unscored} have none, because a weighted factor has no usable figure.",
            all=counts.INDUSTRIES,
            rest=counts.UNCLASSIFIED,
            scored=counts.SCORED,
            unscored=counts.UNSCORED,
        )
    ]
    if speaker.how_many(counts.ON_DISCLOSED):
        notes.append(
            speaker.counted(
                "{partial} of the {scored} scores rest in part on the disclosed counties of an "
                "industry with a withheld one: the jobs that are there for certain, and these "
                "counties' own pay and growth. The basis columns mark them.",
                partial=counts.ON_DISCLOSED,
                scored=counts.SCORED,
            )
        )
    if speaker.how_many(counts.TOUCHED):
        notes.append(
            "Lowest and highest figures of withheld cells follow from all rows that are published "
            "for their counties. They are left out where they would tell one county's cell too "
            "closely; places are proven with all of them."
        )
        notes += _confining(speaker)
    if not speaker.how_many(counts.TABLES) and len(speaker.tables["draw_diagnostics"]):
        stuck = speaker.tables["draw_diagnostics"].sort_values("scale_reduction").iloc[-1]
        unfit = (
            "The trial tables still depended on the first after {sweeps:,.0f} sweeps (scale "
            "reduction {scale_reduction:,.2f}), so they decide nothing: the certainty of a place "
            "is what is proven alone."
        )
        return [*notes, speaker.told("draw_diagnostics", stuck, unfit)]
    if not speaker.how_many(counts.TABLES):
        notes.append(
            "No trial tables were made, so the certainty of a place is what is proven alone."
        )
        return notes
    drawn = (
        "{draws:,.0f} trial tables were made that agree with every published figure; what is "
        "withheld falls into {blocks:,.0f} groups, each filled by itself. After {sweeps:,.0f} "
        "sweeps they no longer depend on the first: their scale reduction is "
        "{scale_reduction:.3f}."
    )
    notes.append(speaker.told("draw_diagnostics", {"measure": "employment"}, drawn))
    return [*notes, WEIGHTS[speaker.settings.details.draw_weight]]


def _confining(speaker: IndustrySpeaker) -> list[str | Sentence]:
    """Whose rows the ranges of the latest year rest on."""
    year = str(speaker.settings.latest_year)
    areas = {kind: what.format(year) for kind, what in counts.AREAS.items()}
    if not speaker.how_many(areas["counties"]):
        return []
    if speaker.how_many(areas["states"]):
        told = (
            f"In {year} they use the rows of the whole state, of its jobs without a county, and of "
            "the counties of the state that the library holds: {counties} of {held}."
        )
        return [speaker.counted(told, counties=areas["counties"], held=areas["held"])]
    told = (
        f"In {year} they use the rows of the region's counties alone: {{counties}}. With those of "
        "the whole state and of its jobs without a county (codes that end in 000 and 999) every "
        "county of the state that the library holds would narrow them."
    )
    return [speaker.counted(told, counties=areas["counties"])]
