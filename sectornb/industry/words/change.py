"""What the tables of change and of rank order say: sentences and notes of workbook 2."""

from __future__ import annotations

from sectornb.industry import counts
from sectornb.industry.words.speaker import IndustrySpeaker, industries
from sectornb.show.sentence import Sentence, joined, listed, sentence

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
    factors = speaker.factors
    split = sentence(
        "The change in jobs could be split for {split} of {all} industries; the table says why not "
        f"for the others. {DESCRIPTION}",
        split=speaker.count(counts.SPLIT),
        all=speaker.count(counts.SHIFTED),
    )
    notes: list[str | Sentence] = [split, *_projections(speaker)]
    noted = factors["government_note"].fillna("").ne("")
    public = factors[noted & factors["naics"].isin(speaker.chosen["naics"])]
    told = [
        sentence(
            "{title}: {note}",
            title=speaker.title(code),
            note=speaker.of(code, "government_note", "{}"),
        )
        for code in public["naics"]
    ]
    if told:
        notes.append(joined("Government on the short list: {fragment}.", listed(told)))
    return [*notes, *_order(speaker)]


def _projections(speaker: IndustrySpeaker) -> list[str | Sentence]:
    """Whose projections stand in the table, and which of them count."""
    factors = speaker.factors
    own, published = speaker.how_many(counts.OWN_TREND), speaker.how_many(counts.PUBLISHED)
    notes: list[str | Sentence] = []
    if published:
        code = factors.loc[factors["projection_origin"].eq("published"), "naics"].iloc[0]
        notes.append(
            sentence(
                f"Projected growth of {{n}} {industries(published)} is that for {{area}}, {{base}} "
                "to {target}, brought to one year: laid on this region, it is a scenario.",
                n=speaker.count(counts.PUBLISHED),
                area=speaker.of(code, "projection_area", "{}"),
                base=speaker.of(code, "projection_base_year", "{}"),
                target=speaker.of(code, "projection_target_year", "{}"),
            )
        )
    if own:
        ours = factors["projection_origin"].eq("own trend")
        ranked = bool((factors["projection_ranked"].astype(bool) & ours).any())
        counts_too = "counts in the score, as chosen." if ranked else "does not count in the score."
        notes.append(
            sentence(
                f"For {{n}} {industries(own)} the table shows a fading trend of past years, made "
                f"here with an interval; it is no agency's projection and {counts_too}",
                n=speaker.count(counts.OWN_TREND),
            )
        )
    return notes


def _order(speaker: IndustrySpeaker) -> list[str | Sentence]:
    """How the order hangs on who is ranked; nothing where nobody has a score."""
    reversals = speaker.tables["rank_reversals"]
    if reversals.empty or reversals["first_after"].eq("").all():
        return []
    worst = str(reversals.sort_values("pairs_reversed", ascending=False)["naics"].iloc[0])
    said = sentence(
        "Ranks depend on who is ranked. Leaving out any one of {all} industries turns round at "
        "most {pairs} pairs of the others",
        all=speaker.count(counts.LEFT_OUT),
        pairs=speaker.of(worst, "pairs_reversed", "{:,.0f}", "rank_reversals"),
    )
    if speaker.how_many(counts.LIST_TURNS):
        said = sentence(
            "{said}; for {n} of them another industry comes onto the short list than the next in "
            "line",
            said=said,
            n=speaker.count(counts.LIST_TURNS),
        )
    if not speaker.how_many(counts.FIRST_TURNS):
        return [sentence("{said}; the first place stays.", said=said)]
    n = speaker.count(counts.FIRST_TURNS)
    return [sentence("{said}; for {n} the first place changes.", said=said, n=n)]
