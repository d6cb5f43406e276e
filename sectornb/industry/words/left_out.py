"""Who could not come onto the short list: government, and industries without a score."""

from __future__ import annotations

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.leaders import leaders
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, joined, sentence

MOSTLY = 0.5


def left_out(speaker: IndustrySpeaker) -> Sentence | None:
    """Who is not among the industries that could be listed: government, and who has no score."""
    told = [said for said in (_government(speaker), unscored(speaker)) if said]
    return joined(" ", told).rated("certain") if told else None


def _government(speaker: IndustrySpeaker) -> Sentence | None:
    """Whom figures of private employers leave out, with their jobs as far as they are known."""
    if not speaker.is_private:
        return None
    sizes: list[Sentence] = []
    for own_code, level in (("3", "local"), ("2", "state"), ("1", "federal")):
        rows = speaker.totals(own_code)
        rows = rows[rows["year"].eq(str(speaker.settings.latest_year))]
        if len(rows) and pd.notna(rows["employment"].iloc[-1]):
            said = f"{level} {{employment:,.0f}}" + ("" if sizes else " jobs")
            sizes.append(speaker.told("region_totals", rows.iloc[-1], said))
    text = "Left out, as only private employers are ranked: government with its public hospitals, "
    text += "schools and universities"
    return sentence(text + (" ({sizes})." if sizes else "."), sizes=joined(", ", sizes))


def unscored(speaker: IndustrySpeaker) -> Sentence | None:
    """How many industries have no score and which factor most of them lack."""
    lacking = speaker.ranking[speaker.ranking["score"].isna()]
    if lacking.empty:
        return None
    reasons = counts.unscored_for(speaker.ranking)
    reason = str(reasons.idxmax())
    because = lacking["unscored_because"].dropna()
    because = because[because.str.startswith(reason)]
    recoded = because.str.contains("NAICS").mean() > MOSTLY
    mostly = ", mostly since their codes changed" if recoded else ""
    jobs = speaker.ends.loc[lacking["naics"]]
    largest = leaders(jobs["employment_low"], jobs["employment_high"]) or list(jobs.index)
    is_it = "the largest is" if len(largest) == 1 else "one of the largest is"
    of_them = "" if len(reasons) == 1 else " {m} of them"
    known = speaker.factors.set_index("naics").loc[largest[0]]
    size = (
        "{employment:,.0f} jobs"
        if pd.notna(known["employment"])
        else ("{employment_low:,.0f} jobs or more" if pd.notna(known["employment_low"]) else "")
    )
    told = sentence(
        f"{{all}} could not be scored,{of_them} for want of {reason}{mostly}; {is_it} {{title}}.",
        title=speaker.of(largest[0], f"{{naics_title}} ({size})" if size else "{naics_title}"),
        all=speaker.industries(counts.UNSCORED),
        m=speaker.count(counts.UNSCORED_FOR.format(reason)),
    )
    return told.rated("certain")
