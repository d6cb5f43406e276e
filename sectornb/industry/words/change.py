"""What the tables of change and of rank order say: sentences and notes of workbook 2."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.words.counts import count_of, number, year_claims
from sectornb.show.sentence import Claim, Sentence, Speaker, joined, listed, sentence

DESCRIPTION = (
    "Shift-share describes a change in jobs and explains none of it. The regional shift is what "
    "remains after the nation's growth and that of the industry; it is no effect of any policy."
)


def shift_findings(speaker: Speaker, ownership: str) -> list[Sentence]:
    """The industry whose change in jobs departs most from the nation's, if any is known."""
    shifts = speaker.tables["shift_share"]
    known = shifts[shifts["regional_shift_jobs"].notna()]
    if known.empty:
        return []
    farthest = known.sort_values("regional_shift_jobs", key=abs, ascending=False).iloc[0]
    code, shift = str(farthest["naics"]), farthest["regional_shift_jobs"]
    more = "fewer" if shift > 0 else "more"
    noun = "industry" if number(speaker, counts.SPLIT) == 1 else "industries"
    said = sentence(
        f"Of {{n}} {noun} whose change could be split, {{title}} departed most from the nation: "
        "its jobs changed by {change} from {base} to {latest}; at the rate of the same industry "
        f"in the nation there would be {{regional}} {more}.",
        n=count_of(speaker, counts.SPLIT),
        title=speaker.claim("{}", "shift_share", "naics_title", naics=code),
        change=speaker.claim("{:+,.0f}", "shift_share", "change_jobs", naics=code),
        regional=_size(speaker, code),
        **year_claims(speaker, ownership),
    )
    return [said.rated("certain")]


def _size(speaker: Speaker, code: str) -> Claim:
    """The regional shift without its sign, which the sentence says in words."""
    claim = speaker.claim("{:,.0f}", "shift_share", "regional_shift_jobs", naics=code)
    return replace(claim, text=claim.text.removeprefix("-"))


def change_notes(speaker: Speaker) -> list[str | Sentence]:
    """How much of the change could be split, who is government, and how firm the order is.

    Parameters
    ----------
    speaker : Speaker
        Of ``industry_factors``, ``industry_ranking``, ``industry_counts``, ``shift_share``
        and ``rank_reversals``.
    """
    factors = speaker.tables["industry_factors"]
    split = sentence(
        "The change in jobs could be split for {split} of {all} industries; the table says why not "
        f"for the others. {DESCRIPTION}",
        split=count_of(speaker, counts.SPLIT),
        all=count_of(speaker, counts.SHIFTED),
    )
    notes: list[str | Sentence] = [split, *_projections(speaker, factors)]
    chosen = set(speaker.tables["industry_ranking"].query("shortlisted")["naics"])
    public = factors[factors["government_note"].fillna("").ne("") & factors["naics"].isin(chosen)]
    told = [
        sentence(
            "{title}: {note}",
            title=speaker.claim("{}", "industry_factors", "naics_title", naics=code),
            note=speaker.claim("{}", "industry_factors", "government_note", naics=code),
        )
        for code in public["naics"]
    ]
    if told:
        notes.append(joined("Government on the short list: {fragment}.", listed(told)))
    return [*notes, *_order(speaker)]


def _projections(speaker: Speaker, factors: pd.DataFrame) -> list[str | Sentence]:
    """Whose projections stand in the table, and which of them count."""
    own, published = number(speaker, counts.OWN_TREND), number(speaker, counts.PUBLISHED)
    notes: list[str | Sentence] = []
    if published:
        row = factors[factors["projection_origin"].eq("published")].iloc[0]

        def of(column: str) -> Claim:
            return speaker.claim("{}", "industry_factors", column, naics=str(row["naics"]))

        noun = "industry" if published == 1 else "industries"
        notes.append(
            sentence(
                f"Projected growth of {{n}} {noun} is that for {{area}}, {{base}} to {{target}}, "
                "brought to one year: laid on this region, it is a scenario.",
                n=count_of(speaker, counts.PUBLISHED),
                area=of("projection_area"),
                base=of("projection_base_year"),
                target=of("projection_target_year"),
            )
        )
    if own:
        ours = factors["projection_origin"].eq("own trend")
        ranked = bool((factors["projection_ranked"].astype(bool) & ours).any())
        noun = "industry" if own == 1 else "industries"
        counts_too = "counts in the score, as chosen." if ranked else "does not count in the score."
        notes.append(
            sentence(
                f"For {{n}} {noun} the table shows a fading trend of past years, made here with an "
                f"interval; it is no agency's projection and {counts_too}",
                n=count_of(speaker, counts.OWN_TREND),
            )
        )
    return notes


def _order(speaker: Speaker) -> list[str | Sentence]:
    """How the order hangs on who is ranked; nothing where nobody has a score."""
    reversals = speaker.tables["rank_reversals"]
    if reversals.empty or reversals["first_after"].eq("").all():
        return []
    worst = str(reversals.sort_values("pairs_reversed", ascending=False)["naics"].iloc[0])
    said = sentence(
        "Ranks depend on who is ranked. Leaving out any one of {all} industries turns round at "
        "most {pairs} pairs of the others",
        all=count_of(speaker, counts.LEFT_OUT),
        pairs=speaker.claim("{:,.0f}", "rank_reversals", "pairs_reversed", naics=worst),
    )
    if number(speaker, counts.LIST_TURNS):
        said = sentence(
            "{said}; for {n} of them another industry comes onto the short list than the next in "
            "line",
            said=said,
            n=count_of(speaker, counts.LIST_TURNS),
        )
    if not number(speaker, counts.FIRST_TURNS):
        return [sentence("{said}; the first place stays.", said=said)]
    n = count_of(speaker, counts.FIRST_TURNS)
    return [sentence("{said}; for {n} the first place changes.", said=said, n=n)]
