"""What the industry tables say, in sentences whose every number stands in a table."""

from __future__ import annotations

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Findings, Sentence, joined, sentence

LEADERS = 3


def industry_findings(speaker: IndustrySpeaker) -> Findings:
    """What a board should know from workbook 2, in at most nine sentences.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of ``region_totals``, ``industry_factors``, ``industry_ranking``,
        ``industry_counts``, ``helpful_totals`` and ``shift_share``.
    """
    says = [
        _size(speaker),
        _top(speaker),
        _concentrated(speaker),
        _growing(speaker),
        _departed(speaker),
        unscored(speaker),
        most_helpful(speaker),
        _withheld(speaker),
        certain_places(speaker),
    ]
    return Findings([said for said in says if said])


def _size(speaker: IndustrySpeaker) -> Sentence:
    """The jobs of the chosen ownership, and how they changed since the base year."""
    totals = speaker.totals(speaker.owner)
    now, then = totals.iloc[-1], totals.iloc[0]
    everyone = speaker.totals("0").iloc[-1]
    text = "In {year} the region had {employment:,.0f} covered jobs"
    if speaker.is_private:
        text = (
            "In {year} private employers held {employment:,.0f} of the region's {everyone} covered "
            "jobs"
        )
    years = {speaker.settings.base_year, speaker.settings.latest_year}
    if len(years) > 1:
        direction = "down" if now["employment_since_base_pct"] < 0 else "up"
        text += f", {direction} {{employment_since_base_pct:|.1f|}} percent from {{then}}"
        if years & set(PANDEMIC_YEARS):
            text += "; a pandemic year is no base for a trend"
    return speaker.told(
        "region_totals",
        now,
        text + ".",
        everyone=speaker.told("region_totals", everyone, "{employment:,.0f}"),
        then=speaker.told("region_totals", then, "{employment:,.0f} in {year}"),
    ).rated("certain")


def _top(speaker: IndustrySpeaker) -> Sentence:
    """The first of the short list, and between which ranks the very first could be."""
    first = speaker.chosen[speaker.chosen["score"].notna()].head(LEADERS)
    if first.empty:
        return Sentence(
            "No industry has a figure on every factor, so none could be scored.",
            certainty="certain",
        )
    titles = [speaker.of(code, "{naics_title}", "industry_ranking") for code in first["naics"]]
    if speaker.how_many(counts.SCORED) == 1:
        return (titles[0] + " is the only industry that could be scored.").rated("certain")
    leader = first.iloc[0]
    ends = "The place of the first is proven."
    if leader["rank_best"] < leader["rank_worst"]:
        ends = (
            "With what is withheld the first could rank between {rank_best:.0f} and "
            "{rank_worst:.0f}."
        )
    lead = "this leads" if len(titles) == 1 else "these lead"
    return speaker.told(
        "industry_ranking",
        leader,
        f"Of {{n}} industries that could be scored, {lead} the short list: {{titles}}. {ends}",
        n=speaker.count(counts.SCORED),
        # Titles hold commas and "and" themselves.
        titles=joined("; ", titles),
    ).rated(_least_sure(first))


def _least_sure(rows: pd.DataFrame) -> str:
    """The weakest badge of some industries, as the certainty of a sentence about them all."""
    badges = set(rows["badge"])
    if badges == {"certain"}:
        return "certain"
    return "likely" if badges <= {"certain", "likely"} else "possible"


def _concentrated(speaker: IndustrySpeaker) -> Sentence | None:
    known = speaker.listed.dropna(subset="location_quotient_floor").reset_index()
    if known.empty:
        return None
    known = known.sort_values(["location_quotient_floor", "naics"], ascending=[False, True])
    first, others = known.iloc[0], known.iloc[1:]
    proven = first["location_quotient_low"] >= others["location_quotient_high"].fillna(float("inf"))
    if pd.notna(first["location_quotient"]):
        share = "{location_quotient:.2f}"
    elif pd.notna(first["location_quotient_high"]):
        share = "between {location_quotient_low:.2f} and {location_quotient_high:.2f}"
    else:
        share = "at least {location_quotient_floor:.2f}"
    disclosed = "" if proven.all() else " disclosed"
    return speaker.of(
        first["naics"],
        f"The strongest{disclosed} concentration on the short list is {{naics_title}}: its share "
        f"of the region's jobs is {share} times the national share.",
    ).rated("certain" if proven.all() else "possible")


def _growing(speaker: IndustrySpeaker) -> Sentence | None:
    complete = counts.disclosed_at_both_ends(speaker.factors, speaker.ranking)
    if complete.empty:
        return None
    row = complete.sort_values(["employment_change", "naics"], ascending=[False, True]).iloc[0]
    verb = "added most jobs" if row["employment_change"] > 0 else "lost fewest jobs"
    return speaker.told(
        "industry_factors",
        row,
        f"Of the {{all}} disclosed in every county at both ends, {{naics_title}} {verb} from "
        "{base} to {latest}: {employment_change:+,.0f} ({historical_growth_pct:+.1f} percent).",
        all=speaker.industries(counts.BOTH_ENDS),
        **speaker.years(),
    ).rated("certain")


def _departed(speaker: IndustrySpeaker) -> Sentence | None:
    """The industry whose change in jobs departs most from the nation's, if any is known."""
    shifts = speaker.tables["shift_share"].set_index("naics")["regional_shift_jobs"].dropna()
    if shifts.empty:
        return None
    code = shifts.sort_values(key=abs, ascending=False).index[0]
    more = "fewer" if shifts[code] > 0 else "more"
    return speaker.of(
        code,
        "Of {all} whose change could be split, {naics_title} departed most from the nation: its "
        "jobs changed by {change_jobs:+,.0f} from {base} to {latest}; at the rate of the same "
        f"industry in the nation there would be {{regional_shift_jobs:|,.0f|}} {more}.",
        "shift_share",
        all=speaker.industries(counts.SPLIT),
        **speaker.years(),
    ).rated("certain")


def unscored(speaker: IndustrySpeaker) -> Sentence | None:
    """How many industries have no score and which factor most of them lack."""
    lacking = speaker.ranking[speaker.ranking["score"].isna()]
    if lacking.empty:
        return None
    reasons = counts.unscored_for(speaker.ranking)
    reason = str(reasons.idxmax())
    largest = speaker.factors.set_index("naics")["employment_disclosed"]
    of_them = "" if len(reasons) == 1 else " {m} of them"
    return speaker.of(
        largest.loc[lacking["naics"]].idxmax(),
        f"{{all}} could not be scored,{of_them} because there is no {reason} to rank by; the "
        "largest is {naics_title}.",
        "industry_ranking",
        all=speaker.industries(counts.UNSCORED),
        m=speaker.count(counts.UNSCORED_FOR.format(reason)),
    ).rated("certain")


def most_helpful(speaker: IndustrySpeaker) -> Sentence | None:
    """The regional total that would settle most, while the short list is open."""
    helpful = speaker.tables["helpful_totals"]
    if helpful.empty:
        return None
    settled = "{settled_pairs:.0f} open comparisons of ranks"
    if pd.notna(helpful.iloc[0]["settled_share"]):
        settled = "{settled_share:.0%} of what is open about the short list"
    return speaker.told(
        "helpful_totals",
        helpful.iloc[0],
        "What would help most is a regional total of {naics_title} from the state's labor market "
        f"office: it would settle about {settled}.",
    ).rated("open")


def _withheld(speaker: IndustrySpeaker) -> Sentence:
    if not speaker.how_many(counts.TOUCHED):
        return Sentence(
            "No industry has a withheld county, so every figure is complete.", certainty="certain"
        )
    return speaker.counted(
        "{touched} of {all} industries have at least one withheld county; {partial} of the "
        "{scored} scores use a rank that rests on what is known of it.",
        touched=counts.TOUCHED,
        all=counts.INDUSTRIES,
        partial=counts.ON_DISCLOSED,
        scored=counts.SCORED,
    ).rated("certain")


def certain_places(speaker: IndustrySpeaker) -> Sentence:
    """How many industries are on the short list for certain, in most tables drawn, in some."""
    certain, likely, possible = (
        counts.BADGE.format(badge) for badge in ("certain", "likely", "possible")
    )
    sure = speaker.how_many(certain)
    others = "{possible} more are possible."
    if speaker.how_many(counts.TABLES):
        more, are = " more" if sure else "", "is" if speaker.how_many(likely) == 1 else "are"
        others = (
            f"{{likely}}{more} {are} on it in nearly all of {{drawn}} tables drawn that agree with "
            "the published rows, and {possible} in some."
        )
    industries = "industry is" if sure < 2 else "industries are"
    return sentence(
        f"Whatever the withheld cells hold, {{certain}} {industries} certain to be on the short "
        f"list of {{length}}; {others}",
        certain=speaker.count(certain, zero="no"),
        length=speaker.count(counts.LISTED),
        likely=speaker.count(likely),
        drawn=speaker.count(counts.TABLES),
        possible=speaker.count(possible),
    ).rated("certain")
