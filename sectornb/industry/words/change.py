"""What the tables of change and of rank order say: sentences and notes of workbook 2."""

from __future__ import annotations

from sectornb.industry import counts
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, listed, sentence

DESCRIPTION = (
    "Shift-share describes a change in jobs and explains none of it. The regional shift is what "
    "remains after the nation's growth and that of the industry; it is no effect of any policy."
)


def change_notes(speaker: IndustrySpeaker) -> list[str | Sentence]:
    """How much of the change could be split, who is government, and how firm the order is.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of ``industry_factors``, ``industry_ranking``, ``industry_counts``, ``shift_share``
        and ``rank_reversals``.
    """
    split = speaker.counted(
        "The change in jobs could be split for {split} of {all} industries; the table says why not "
        f"for the others. {DESCRIPTION}",
        split=counts.SPLIT,
        all=counts.SHIFTED,
    )
    notes: list[str | Sentence] = [split, *_projections(speaker)]
    noted = speaker.listed["government_note"].fillna("").ne("")
    public = sorted(speaker.listed.index[noted])
    told = [speaker.of(code, "{naics_title}: {government_note}") for code in public]
    if told:
        notes.append(sentence("Government on the short list: {told}.", told=listed(told)))
    return [*notes, *_order(speaker)]


def _projections(speaker: IndustrySpeaker) -> list[str | Sentence]:
    """Whose projections stand in the table, and which of them count."""
    factors = speaker.factors
    notes: list[str | Sentence] = []
    if speaker.how_many(counts.PUBLISHED):
        published = factors[factors["projection_origin"].eq("published")]
        notes.append(
            speaker.of(
                published["naics"].iloc[0],
                "Projected growth of {all} is that for {projection_area}, {projection_base_year} "
                "to {projection_target_year}, brought to one year: laid on this region, it is a "
                "scenario.",
                all=speaker.industries(counts.PUBLISHED),
            )
        )
    if speaker.how_many(counts.OWN_TREND):
        ours = factors["projection_origin"].eq("own trend")
        ranked = bool((factors["projection_ranked"].astype(bool) & ours).any())
        counts_too = "counts in the score, as chosen." if ranked else "does not count in the score."
        notes.append(
            sentence(
                "For {all} the table shows a fading trend of past years, made here with an "
                f"interval; it is no agency's projection and {counts_too}",
                all=speaker.industries(counts.OWN_TREND),
            )
        )
    return notes


def _order(speaker: IndustrySpeaker) -> list[Sentence]:
    """How the order hangs on who is ranked; nothing where nobody has a score."""
    reversals = speaker.tables["rank_reversals"]
    if reversals.empty or reversals["first_after"].eq("").all():
        return []
    text = (
        "Ranks depend on who is ranked. Leaving out any one of {all} industries turns round at "
        "most {pairs_reversed:,.0f} pairs of the others"
    )
    if speaker.how_many(counts.LIST_TURNS):
        text += (
            "; for {list_turns} of them another industry comes onto the short list than the next "
            "in line"
        )
    first = speaker.how_many(counts.FIRST_TURNS)
    text += "; for {first_turns} the first place changes." if first else "; the first place stays."
    return [
        speaker.of(
            reversals.sort_values("pairs_reversed", ascending=False)["naics"].iloc[0],
            text,
            "rank_reversals",
            all=speaker.count(counts.LEFT_OUT),
            list_turns=speaker.count(counts.LIST_TURNS),
            first_turns=speaker.count(counts.FIRST_TURNS),
        )
    ]
