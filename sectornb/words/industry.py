"""What the industry tables say, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sectornb.industry.factors import FACTOR_NAMES
from sectornb.words import Claim, Findings, Sentence, Speaker, counted, joined, listed, sentence
from sectornb.words.industry_change import shift_findings


def industry_findings(
    tables: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Sequence[str]],
    *,
    ownership: str,
    base_year: int,
    latest_year: int,
    shortlist: int,
) -> Findings:
    """What a board should know from workbook 2, in at most seven sentences.

    Parameters
    ----------
    tables : mapping
        ``region_totals``, ``industry_factors``, ``industry_ranking``, and ``shift_share``
        where there is one.
    keys : mapping
        Key columns of these tables.
    ownership, base_year, latest_year, shortlist
        The parameters of the workbook.
    """
    speaker = Speaker(tables, keys)
    factors, ranking = tables["industry_factors"], tables["industry_ranking"]
    says = [_size(speaker, ownership, base_year, latest_year), _top(speaker, ranking)]
    says += _concentrated(speaker, factors, ranking)
    says += _growing(speaker, factors, ranking, base_year, latest_year)
    if "shift_share" in tables:
        says += shift_findings(speaker, base_year, latest_year)
    says += [_withheld(factors, ranking), _certain(ranking, shortlist)]
    return Findings(says)


def industry_notes(
    factors: pd.DataFrame,
    ranking: pd.DataFrame,
    weights: Mapping[str, float],
    active: Mapping[str, float],
    *,
    national: str,
    contradictory: Sequence[str],
    ties: str,
) -> list[str]:
    """What a careful reader must know about how the ranking was made.

    Parameters
    ----------
    weights, active : mapping
        Weights asked for, and those of the factors that had data.
    national : str
        Where national shares come from.
    contradictory : sequence of str
        Industries whose published quotients contradict each other.
    """
    notes = [f"National shares: {national}"]
    dropped = [FACTOR_NAMES[name] for name, w in weights.items() if w > 0 and name not in active]
    if dropped:
        notes.append(
            f"No data to rank by for {' and '.join(dropped)}: the factor drops out of the score "
            "with its weight."
        )
    shares = ", ".join(
        f"{FACTOR_NAMES[name]} {weight / sum(active.values()):.0%}"
        for name, weight in active.items()
    )
    notes.append(f"Weights in the score: {shares}.")
    rule = (
        "tied industries share the mean of their places"
        if ties == "average"
        else "tied industries all take the first of their places"
    )
    notes.append(f"Rank 1 is the highest value; {rule}. The lowest score ranks first.")
    count = int(
        sum(ranking[f"basis_{f}"].isin(["floor", "disclosed_counties"]).sum() for f in active)
    )
    of = int(sum(ranking[f"basis_{f}"].ne("none").sum() for f in active))
    notes.append(
        f"{count:,} of {of:,} factor ranks rest on disclosed counties only: a floor for jobs and "
        "location quotient, the disclosed counties' own figure for pay and growth. They are marked."
    )
    unscored = ranking[ranking["score"].isna()]
    if len(unscored):
        notes.append(
            f"{counted(len(unscored), 'industry has', 'industries have')} no score, because a "
            "factor has no usable figure there; they stand at the end of the ranking with the "
            "reason in the factor table."
        )
    if contradictory:
        notes.append(
            "Published quotients of these industries contradict each other, so their national "
            f"share is not known: {', '.join(contradictory)}. A file may have been edited or be of "
            "another release."
        )
    return notes


def industry_limits(warnings: Sequence[str], ownership: str) -> list[str]:
    """What workbook 2 cannot tell, beginning with what is special to these years."""
    return [
        *warnings,
        "Jobs are counted where the work is done, and one person may hold several; the "
        "self-employed, most small farms, railroads and the military are not in them.",
        "Establishments are worksites, not employers: one firm may have many.",
        "The annual wage is pay per job, full-time and part-time alike, and says nothing about "
        "hours or about the middle earner.",
        "A location quotient says that an industry is concentrated, not why, nor that it grows.",
        "Bounds hold if the published rows are right; not every error in them can be found.",
        *(
            ["Government jobs are left out: public hospitals and schools are not in these figures."]
            if ownership == "private"
            else []
        ),
        "Published figures are months to years old: local knowledge is evidence too.",
    ]


def _size(speaker: Speaker, ownership: str, base_year: int, latest_year: int) -> Sentence:
    def jobs(own_code: str, year: int) -> Claim:
        key = {"own_code": own_code, "year": str(year)}
        return speaker.claim("{:,.0f}", "region_totals", "employment", **key)

    owner = "5" if ownership == "private" else "0"
    parts = {"now": jobs(owner, latest_year)}
    text = f"In {latest_year} the region had {{now}} covered jobs"
    if ownership == "private":
        parts["everyone"] = jobs("0", latest_year)
        text = (
            f"In {latest_year} private employers held {{now}} of the region's {{everyone}} "
            "covered jobs"
        )
    years = set(speaker.tables["region_totals"]["year"].astype(str))
    if base_year == latest_year or str(base_year) not in years:
        return sentence(text + ".", **parts)
    parts["then"] = jobs(owner, base_year)
    latest, base = (
        speaker.value("region_totals", {"own_code": owner, "year": str(year)}, "employment")
        for year in (latest_year, base_year)
    )
    percent = 100 * (latest / base - 1)
    direction = "up" if percent >= 0 else "down"
    return sentence(
        text + f", {direction} {abs(percent):.1f} percent from {{then}} in {base_year}.", **parts
    )


def _top(speaker: Speaker, ranking: pd.DataFrame) -> Sentence:
    scored = ranking[ranking["score"].notna()]
    first = scored.head(3)
    names = [
        sentence(
            "{title} (score {score})",
            title=speaker.claim("{}", "industry_ranking", "naics_title", naics=code),
            score=speaker.claim("{:.1f}", "industry_ranking", "score", naics=code),
        )
        for code in first["naics"]
    ]
    if not names:
        return Sentence("No industry has a figure on every factor, so none could be scored.")
    if len(names) == 1:
        return joined("{fragment} is the only industry that could be scored.", names[0])
    return joined(
        "By weighted rank {fragment} come first of " + f"{len(scored)} scored industries.",
        listed(names),
    )


def _concentrated(speaker: Speaker, factors: pd.DataFrame, ranking: pd.DataFrame) -> list[Sentence]:
    listed_codes = ranking.loc[ranking["shortlisted"], "naics"]
    known = factors[
        factors["naics"].isin(listed_codes) & factors["location_quotient_floor"].notna()
    ]
    if known.empty:
        return []
    code = known.sort_values("location_quotient_floor", ascending=False)["naics"].iloc[0]
    exact = bool(pd.notna(known.set_index("naics").loc[code, "location_quotient"]))
    column = "location_quotient" if exact else "location_quotient_floor"
    at_least = "" if exact else "at least "
    return [
        sentence(
            "The strongest concentration on the short list is {title}: its share of the region's "
            f"jobs is {at_least}{{quotient}} times the national share.",
            title=speaker.claim("{}", "industry_factors", "naics_title", naics=code),
            quotient=speaker.claim("{:.2f}", "industry_factors", column, naics=code),
        )
    ]


def _growing(
    speaker: Speaker,
    factors: pd.DataFrame,
    ranking: pd.DataFrame,
    base_year: int,
    latest_year: int,
) -> list[Sentence]:
    complete = factors[factors["growth_ranked"] & factors["historical_growth_pct"].notna()]
    complete = complete[complete["naics"].isin(ranking["naics"])]
    if complete.empty:
        return []
    code = complete.sort_values("employment_change", ascending=False)["naics"].iloc[0]
    change = complete.set_index("naics").loc[code, "employment_change"]
    verb = "added most jobs" if change > 0 else "lost fewest jobs"
    return [
        sentence(
            "Of the {n} disclosed in every county at both ends, {title} "
            + verb
            + " from {base} to {latest}: {change} ({percent} percent).",
            n=counted(len(complete), "industry", "industries"),
            base=str(base_year),
            latest=str(latest_year),
            title=speaker.claim("{}", "industry_factors", "naics_title", naics=code),
            change=speaker.claim("{:+,.0f}", "industry_factors", "employment_change", naics=code),
            percent=speaker.claim(
                "{:+.1f}", "industry_factors", "historical_growth_pct", naics=code
            ),
        )
    ]


def _withheld(factors: pd.DataFrame, ranking: pd.DataFrame) -> Sentence:
    touched = int(factors["counties_withheld"].gt(0).sum())
    if not touched:
        return Sentence("No industry has a withheld county, so every figure is complete.")
    scored = ranking[ranking["score"].notna()]
    partial = int(scored["partial_ranks"].gt(0).sum())
    return Sentence(
        f"{touched} of {len(factors)} industries have at least one withheld county; {partial} of "
        f"the {len(scored)} scores use a rank that rests on disclosed counties only."
    )


def _certain(ranking: pd.DataFrame, shortlist: int) -> Sentence:
    certain = int(ranking["badge"].eq("certain").sum())
    excluded = int(ranking["badge"].eq("no").sum())
    chosen = int(ranking["shortlisted"].sum())
    if certain == 0 and excluded == 0:
        return Sentence(
            f"From the published cells alone no place on the short list of {chosen} is certain, "
            "and no industry is ruled out: treat the order as a start for local knowledge."
        )
    return Sentence(
        f"Whatever the withheld cells hold, {counted(certain, 'industry is', 'industries are')} "
        f"certain to be among the first {shortlist} and "
        f"{counted(excluded, 'is', 'are')} ruled out; the others are possible."
    )
