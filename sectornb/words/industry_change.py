"""What the tables of change and of rank order say: sentences and notes of workbook 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from sectornb.words import Claim, Sentence, Speaker, counted, sentence

DESCRIPTION = (
    "Shift-share describes a change in jobs and explains none of it. The regional shift is what "
    "remains after the nation's growth and that of the industry; it is no effect of any policy."
)


def shift_findings(speaker: Speaker, base_year: int, latest_year: int) -> list[Sentence]:
    """The industry whose change in jobs departs most from the nation's, if any is known."""
    shifts = speaker.tables["shift_share"]
    known = shifts[shifts["regional_shift_jobs"].notna()]
    if known.empty:
        return []
    farthest = known.sort_values("regional_shift_jobs", key=abs, ascending=False).iloc[0]
    code, shift = str(farthest["naics"]), farthest["regional_shift_jobs"]
    more = "fewer" if shift > 0 else "more"
    return [
        sentence(
            "{title} departed most from the nation: its jobs changed by {change} from {base} to "
            "{latest}; at the rate of the same industry in the nation there would be "
            f"{{regional}} {more}.",
            title=speaker.claim("{}", "shift_share", "naics_title", naics=code),
            change=speaker.claim("{:+,.0f}", "shift_share", "change_jobs", naics=code),
            regional=_size(speaker, code),
            base=str(base_year),
            latest=str(latest_year),
        )
    ]


def _size(speaker: Speaker, code: str) -> Claim:
    """The regional shift without its sign, which the sentence says in words."""
    claim = speaker.claim("{:,.0f}", "shift_share", "regional_shift_jobs", naics=code)
    return replace(claim, text=claim.text.removeprefix("-"))


def change_notes(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """How much of the change could be split, who is government, and how firm the order is.

    Parameters
    ----------
    tables : mapping
        ``industry_factors``, ``industry_ranking``, ``shift_share``, ``rank_reversals``.
    """
    factors, shifts = tables["industry_factors"], tables["shift_share"]
    notes = []
    split = int(shifts["change_jobs"].notna().sum())
    notes.append(
        f"The change in jobs could be split for {split} of {len(shifts)} industries; the table "
        f"says why not for the others. {DESCRIPTION}"
    )
    notes += _projections(factors)
    chosen = set(tables["industry_ranking"].query("shortlisted")["naics"])
    public = factors[factors["government_note"].fillna("").ne("") & factors["naics"].isin(chosen)]
    if len(public):
        told = "; ".join(
            f"{row.naics_title}: {row.government_note}" for row in public.itertuples(index=False)
        )
        notes.append(f"Government on the short list: {told}.")
    return [*notes, *_order(tables["rank_reversals"])]


def _projections(factors: pd.DataFrame) -> list[str]:
    """Whose projections stand in the table, and which of them count."""
    origin = factors["projection_origin"].fillna("")
    own, published = int(origin.eq("own trend").sum()), origin.eq("published")
    notes = []
    if published.any():
        row = factors[published].iloc[0]
        notes.append(
            f"Projected growth of {counted(int(published.sum()), 'industry', 'industries')} is "
            f"that for {row['projection_area']}, {row['projection_base_year']} to "
            f"{row['projection_target_year']}, brought to one year: laid on this region, it is a "
            "scenario."
        )
    if own:
        ranked = bool((factors["projection_ranked"].astype(bool) & ~published).any())
        notes.append(
            f"For {counted(own, 'industry', 'industries')} the table shows a fading trend of past "
            "years, made here with an interval of 80 percent; it is no agency's projection and "
            + ("counts in the score, as chosen." if ranked else "does not count in the score.")
        )
    return notes


def _order(reversals: pd.DataFrame) -> list[str]:
    """How the order hangs on who is ranked; nothing where nobody has a score."""
    if reversals.empty or reversals["first_after"].eq("").all():
        return []
    changes = reversals[reversals["shortlist_in"].ne("") | reversals["shortlist_out"].ne("")]
    turned = reversals["pairs_reversed"]
    first = reversals[reversals["first_changes"]]
    said = (
        f"Ranks depend on who is ranked. Leaving out any one of {len(reversals)} industries turns "
        f"round at most {counted(turned.max(), 'pair', 'pairs')} of the others"
    )
    if len(changes):
        said += (
            f", and in {counted(len(changes), 'case', 'cases')} another industry comes onto the "
            "short list than the next in line"
        )
    said += (
        f"; the first place changes in {counted(len(first), 'case', 'cases')}."
        if len(first)
        else "; the first place stays."
    )
    return [said]
