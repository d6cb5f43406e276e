"""A profile of each industry on the short list: what is known, what is unsure, what to ask."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.industry.diagnostics import against_worksites, growth_unproven
from sectornb.industry.words.on_paper import LAST_STEP, moved_together
from sectornb.industry.words.speaker import IndustrySpeaker, in_a_row
from sectornb.show.profile import Extract, Profile
from sectornb.show.sentence import CERTAINTIES, Claim, Sentence

MOST_PLACES, MOST_PARTS = 12, 5
WIDE = 0.1
"""Share of the higher end from which a range of jobs is called wide."""
TOO_WIDE = 2
"""A range is of no use where its upper end is more than so many times the lower."""
CONCENTRATED = 1.2
FEW_WORKSITES = 20
"""Of fewer, one may hold most of the jobs."""
RANGES = {"employment_low": "employment_high"}


def industry_profiles(speaker: IndustrySpeaker, listed: list[str]) -> list[Profile]:
    """A profile of each industry `listed`, in that order.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of ``industry_factors``, ``industry_ranking``, ``region_totals``, ``industry_years``,
        ``industry_places``, ``industry_parts``, and ``sector_ranking`` where it is there.
    listed : list of str
        Codes on the short list.
    """
    return [_profile(speaker, code) for code in listed]


def _profile(speaker: IndustrySpeaker, code: str) -> Profile:
    row, rank = (
        table.set_index("naics").loc[[code]].iloc[0] for table in (speaker.factors, speaker.ranking)
    )
    known = [_jobs(speaker, code, row, rank), _growth(speaker, code, row), _pay(speaker, code, row)]
    known += [_concentration(speaker, code, row), _projected(speaker, code, row)]
    return Profile(
        Claim(speaker.names.get(code, code), "industry_ranking", {"naics": code}, "naics_title"),
        _lead(speaker, code, rank),
        {
            "What is known": [said for said in known if said],
            "What is unsure": _unsure(speaker, code, row, rank),
            "What to ask its employers": [Sentence(asked) for asked in _questions(speaker, row)],
        },
        _tables(speaker, code),
    )


def _lead(speaker: IndustrySpeaker, code: str, rank: pd.Series[Any]) -> Sentence:
    """What the industry is, and how sure its place."""
    text = "{naics_title} (NAICS {naics})"
    share = rank["shortlist_share"]
    place = {"naics": code}
    if pd.notna(share):
        form = "all" if share == 1 else "{shortlist_share:.1%} of the"
        text += f": on the short list in {form} trial tables"
        if pd.notna(rank["rank_drawn_low"]) and pd.notna(rank["rank_drawn_high"]):
            text += f", at {speaker.place(rank)} in nine of ten"
    said = speaker.told("industry_ranking", place, text + ".", **speaker.places())
    return said.rated(rank["badge"] if rank["badge"] in CERTAINTIES else "possible")


def too_wide(low: float, high: float) -> bool:
    """Whether a range is too wide to use: beyond `TOO_WIDE` times its lower end."""
    return bool(high > TOO_WIDE * low)


def _jobs(
    speaker: IndustrySpeaker, code: str, row: pd.Series[Any], rank: pd.Series[Any]
) -> Sentence:
    if pd.notna(row["employment"]):
        jobs = "{employment:,.0f}"
    elif pd.isna(row["employment_high"]) or too_wide(row["employment_low"], row["employment_high"]):
        jobs = "at least {employment_low:,.0f}"
    else:
        jobs = _between(row, "employment_low", "employment_high", ",.0f")
    kind = "private jobs" if speaker.is_private else "jobs"
    text = f"{{latest}}: {jobs} {kind} at {{establishments:,.0f}} worksites in {{counties}}"
    exact = pd.notna(row["employment"]) or row["ends_held_back"]
    if not exact and pd.notna(row["employment_estimate"]):
        text += "; our estimate is {employment_estimate:,.0f}"
    drawn = Sentence("")
    low, high = (rank.get(f"employment_drawn_{end}", float("nan")) for end in ("low", "high"))
    told = pd.notna(low) and pd.notna(high) and not too_wide(low, high)
    if not exact and told and (low, high) != (row["employment_low"], row["employment_high"]):
        ends = _between(rank, "employment_drawn_low", "employment_drawn_high", ",.0f")
        ends = f"; in nine of ten trial tables {ends}"
        drawn = speaker.told("industry_ranking", {"naics": code}, ends)
    text += "{drawn}."
    counties = speaker.number(
        "county", "counties", "industry_factors", "counties_present", naics=code
    )
    latest = speaker.years()["latest"]
    return speaker.of(code, text, counties=counties, latest=latest, drawn=drawn)


def _between(row: pd.Series[Any], low: str, high: str, form: str, sign: str = "") -> str:
    """Two ends as a template, or one of them where they read alike."""
    first, last = (f"{sign}{{{end}:{form}}}" for end in (low, high))
    plain = form.strip("|")
    if format(abs(row[low]), plain) == format(abs(row[high]), plain):
        return first
    return f"between {first} and {last}"


def _growth(speaker: IndustrySpeaker, code: str, row: pd.Series[Any]) -> Sentence | None:
    if speaker.settings.base_year == speaker.settings.latest_year:
        return None
    base = speaker.years()["base"]
    low, high = row["historical_growth_pct_low"], row["historical_growth_pct_high"]
    if pd.notna(row["historical_growth_pct"]):
        verb = "shrank" if row["historical_growth_pct"] < 0 else "grew"
        text = f"Since {{base}} it {verb} by {{historical_growth_pct:|.1f|}} percent, with every "
        return speaker.of(code, text + "county disclosed in both years.", base=base)
    parts: list[Sentence] = []
    if pd.notna(low) and pd.notna(high) and (low >= 0 or high <= 0):
        verb, less, more = ("grew", "low", "high") if low >= 0 else ("shrank", "high", "low")
        name = "historical_growth_pct_"
        by = f"by {_between(row, name + less, name + more, '|.1f|')} percent, proven"
        if too_wide(100 + low, 100 + high):
            by = "for certain, by how much is too wide a range to use"
        text = f"Since {{base}} it {verb} {by}"
        parts.append(speaker.of(code, text, base=base))
    if row["counties_matched"] > 0 and pd.notna(row["historical_growth_matched_pct"]):
        text = (
            "{counties_matched:,.0f} of its {counties_present:,.0f} counties can be compared with "
            "{base}: there its jobs went from {matched_base:,.0f} to {matched_latest:,.0f}"
        )
        parts.append(speaker.of(code, text, base=base))
    if not parts:
        return None
    return in_a_row(parts) + "."


def _pay(speaker: IndustrySpeaker, code: str, row: pd.Series[Any]) -> Sentence | None:
    disclosed, sign = row["annual_wage_disclosed_usd"], _pay_sign(speaker, row)
    if pd.notna(row["annual_wage_usd"]):
        text = "The average job pays ${annual_wage_usd:,.0f} a year{against}."
    elif pd.notna(row["annual_wage_usd_low"]) and pd.notna(row["annual_wage_usd_high"]):
        pay = _between(row, "annual_wage_usd_low", "annual_wage_usd_high", ",.0f", "$")
        text = f"The average job pays {pay} a year{{against}}"
        if too_wide(row["annual_wage_usd_low"], row["annual_wage_usd_high"]):
            what = {
                1: "The average job pays more than the region's average job; how much",
                -1: "The average job pays less than the region's average job; how much",
            }.get(sign, "What the average job pays")
            text = (
                f"{what} is known too roughly to use (the upper end is more than twice the lower)"
            )
            text += "" if sign else "{against}"
        estimated = pd.notna(row["annual_wage_usd_estimate"])
        text += "; our estimate is ${annual_wage_usd_estimate:,.0f}." if estimated else "."
    elif pd.notna(disclosed):
        # What they pay, which may lie beyond the ends of the region that are not shown.
        less = "less" if disclosed < _average_pay(speaker) else "more"
        text = (
            "In its disclosed counties the average job pays ${annual_wage_disclosed_usd:,.0f}, "
            f"{less} than the region's average job; over all its counties it may be {less}, too."
        )
    else:
        return None
    return speaker.of(code, text, against=Sentence(_against(speaker, row)))


def _against(speaker: IndustrySpeaker, row: pd.Series[Any]) -> str:
    """How pay stands against that of the region's average job, and whether that is proven."""
    sign = _pay_sign(speaker, row)
    if sign:
        return f", {'more' if sign > 0 else 'less'} than the region's average job"
    likely = row["annual_wage_usd_estimate"]
    likely = row["annual_wage_disclosed_usd"] if pd.isna(likely) else likely
    if pd.isna(likely):
        return "; it may be more or less than in the region's average job"
    less = "less" if likely < _average_pay(speaker) else "more"
    return f"; it may be {less} than in the region's average job, which is not proven"


def _average_pay(speaker: IndustrySpeaker) -> float:
    """What the region's average job pays, in dollars a year."""
    total = speaker.totals(speaker.owner).iloc[-1]
    return float(total["total_wages_usd"] / total["employment"])


def _pay_sign(speaker: IndustrySpeaker, row: pd.Series[Any]) -> int:
    """Whether pay is proven to be above (1) or below (-1) that of the region's average job."""
    average = _average_pay(speaker)
    return int(row["annual_wage_usd_low"] > average) - int(row["annual_wage_usd_high"] < average)


def _concentration(speaker: IndustrySpeaker, code: str, row: pd.Series[Any]) -> Sentence | None:
    if pd.notna(row["location_quotient"]):
        times = "{location_quotient:.2f}"
    elif pd.notna(row["location_quotient_low"]) and pd.notna(row["location_quotient_high"]):
        if too_wide(row["location_quotient_low"], row["location_quotient_high"]):
            text = (
                "Its share of jobs here is at least {location_quotient_low:.2f} times the national "
                "one; what it is at most is too wide a range to use."
            )
            return speaker.of(code, text)
        times = _between(row, "location_quotient_low", "location_quotient_high", ".2f")
    elif pd.notna(row["location_quotient_floor"]):
        times = "at least {location_quotient_floor:.2f}"
    else:
        return None
    return speaker.of(code, f"Its share of jobs here is {times} times the national one.")


def _projected(speaker: IndustrySpeaker, code: str, row: pd.Series[Any]) -> Sentence | None:
    if row["projection_origin"] != "published" or pd.isna(row["projected_growth_annual_pct"]):
        return None
    text = (
        "Projected for {projection_area}: {projected_growth_annual_pct:+.1f} percent a year from "
        "{projection_base_year} to {projection_target_year}."
    )
    return speaker.of(code, text)


def _unsure(
    speaker: IndustrySpeaker, code: str, row: pd.Series[Any], rank: pd.Series[Any]
) -> list[Sentence]:
    told = []
    if rank["badge"] not in ("certain", "likely"):
        only = "Its place on the short list is only possible: other industries may take it."
        told.append(Sentence(only))
    if row["counties_withheld"]:
        verb = "is" if row["counties_withheld"] == 1 else "are"
        text = (
            f"{{counties_withheld:,.0f}} of its {{counties_present:,.0f}} counties {verb} withheld"
        )
        if row["ends_held_back"]:
            text += "; an upper end of its jobs is known, and not shown to protect one county."
        elif pd.isna(row["employment_high"]):
            text += ", and no upper end of its jobs is known."
        elif too_wide(row["employment_low"], row["employment_high"]):
            text += (
                ": it may have {employment_low:,.0f} to {employment_high:,.0f} jobs, too wide a "
                "range to use (the upper end is more than twice the lower)."
            )
        elif row["employment_high"] - row["employment_low"] > WIDE * row["employment_high"]:
            text += ": it may have anything between the two ends above."
        else:
            text += ", which changes its jobs little: the ends above are close."
        if round(row["employment_disclosed"]) > round(row["employment_low"]):
            text += (
                " Published averages are rounded, so the lowest figure may be a job or two below "
                "the sum of the counties shown."
            )
        told.append(speaker.of(code, text))
    compared = row["counties_matched"] if pd.notna(row["historical_growth_matched_pct"]) else 0
    if speaker.settings.base_year == speaker.settings.latest_year:
        told.append(Sentence("Growth was left out, as chosen."))
    elif not compared and pd.isna(row["historical_growth_pct"]):
        why = ": {growth_note}" if row["growth_note"] else "."
        told.append(speaker.of(code, f"Its growth is not known{why}"))
    elif growth_unproven(row.to_frame().T).iloc[0]:
        text = "Whether it grew or shrank is not proven: what is withheld can hide either."
        told.append(Sentence(text))
    if against_worksites(row):
        told.append(
            Sentence(
                "Over all the years its jobs moved much one way and its worksites the other: a "
                "large firm may have been put under another code, and no job won or lost."
                + (LAST_STEP if moved_together(speaker, code) else "")
            )
        )
    if pd.isna(row["location_quotient"]) and pd.isna(row["location_quotient_high"]):
        told.append(Sentence("How concentrated it is at most is not known."))
    return told or [Sentence("Its own jobs and pay are published for every county.")]


def _questions(speaker: IndustrySpeaker, row: pd.Series[Any]) -> list[str]:
    """What its employers know and the data do not, beginning with what is unsure here."""
    asked = []
    low, high = row["historical_growth_pct_low"], row["historical_growth_pct_high"]
    if against_worksites(row):
        asked.append("Did jobs begin, end or move, or only come under another industry code?")
    elif pd.notna(high) and high < 0:
        asked.append("Why are there fewer jobs: less demand, machines, moves, or nobody to hire?")
    elif pd.notna(low) and low > 0:
        asked.append("Which of the jobs you added stay open longest, and will you add more?")
    else:
        asked.append("Did you add or cut jobs in these years, and how many will you hire next?")
    if row["establishments"] < FEW_WORKSITES:
        asked.append("Which employers hold the bulk of the jobs, and who decides on hiring there?")
    elif row["counties_withheld"]:
        asked.append("Which other employers should be at the table, above all where figures lack?")
    least, floor = row["location_quotient_low"], row["location_quotient_floor"]
    if (floor if pd.isna(least) else least) > CONCENTRATED:
        asked.append("What keeps you in this region, and what could make you leave?")
    sign = _pay_sign(speaker, row)
    if sign < 0:
        asked.append("Where do people go who leave, and which job here leads to better pay?")
    elif sign > 0:
        asked.append("Which well-paid jobs can be reached without a degree, and by what training?")
    asked.append(
        "Is it finding people, skills, turnover or retirements, and what besides training would "
        "help?"
    )
    asked.append("What would make meeting other employers of the industry worth your time?")
    return asked


def _tables(speaker: IndustrySpeaker, code: str) -> list[Extract]:
    own = {"naics": code}
    years = Extract(
        "industry_years", "Jobs by year", own, ["year", "employment_low", "establishments"], RANGES
    )
    places = Extract(
        "industry_places",
        "Where it is, most establishments first",
        own,
        ["county", "employment_low", "establishments"],
        RANGES,
        largest="establishments",
        most=MOST_PLACES,
    )
    made_of = Extract(
        "industry_parts",
        "What it is made of, most certain jobs first",
        {"part_of": code},
        ["naics_title", "employment_low", "establishments"],
        RANGES,
        largest="employment_low",
        most=MOST_PARTS,
    )
    # A single part is the industry itself.
    several = speaker.tables["industry_parts"]["part_of"].eq(code).sum() > 1
    return [years, made_of, places] if several else [years, places]
