"""Traps of the short list (catalog part C): what other weights, years or pay make of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from sectornb.errors import counted, examples
from sectornb.industry.breaks import growth_breaks, under_later_codes
from sectornb.industry.composite import matched_growth
from sectornb.industry.diagnostics import MUCH, PANDEMIC_YEARS
from sectornb.traps import TableTrap

if TYPE_CHECKING:
    from sectornb.industry.study import IndustryStudy

FACTORS, RANKING = "industry_factors", "industry_ranking"
FIRST_SHARE = "first_acceptability"
PAY = "annual_wage_disclosed_usd"
_CHANGES = ("naics", "jobs", "quotient_low", "quotient_high")
LEAST_CHANGE = 0.02
"""Change of jobs and of quotient that counts: a published quotient is rounded to 0.01."""
FIRM = 0.5
"""A first place is firm if it is first in more than half of all draws of weights and tables."""


def quotient_changes(study: IndustryStudy) -> pd.DataFrame:
    """Change of jobs and of location quotient of each industry between the two years.

    Both of the counties disclosed at both ends.  The quotient grows by (jobs after over
    before) / (all jobs of the region after over before) x (national share before over
    after).

    Returns
    -------
    DataFrame
        ``naics``, ``jobs`` (after over before), ``quotient_low`` and ``quotient_high``
        (the same of the quotient; apart where the national shares are recovered from
        rounded quotients), ``withheld`` (counties are left out).
    """
    table = study.tables[FACTORS]
    if study.base_shares is None:
        return pd.DataFrame(columns=[*_CHANGES, "withheld"])
    grown = _total_jobs(study, study.latest_year) / _total_jobs(study, study.base_year)
    kept = table[table["historical_growth_matched_pct"].notna()]
    kept = kept[kept["matched_base"].ge(max(study.small_base_jobs, 1))]
    before = study.base_shares[["naics", "share_low", "share_high"]]
    kept = kept.drop(columns=["share_low", "share_high"], errors="ignore").merge(before, on="naics")
    jobs = kept["matched_latest"] / kept["matched_base"]
    return pd.DataFrame(
        {
            "naics": kept["naics"],
            "jobs": jobs,
            "quotient_low": jobs / grown * kept["share_low"] / kept["national_share_high"],
            "quotient_high": jobs / grown * kept["share_high"] / kept["national_share_low"],
            "withheld": kept["historical_growth_pct"].isna(),
        }
    ).dropna()


def named(study: IndustryStudy, naics: str) -> str:
    """Code and title of an industry, as a warning names it."""
    return f"{naics} {study.tables[FACTORS].set_index('naics')['naics_title'].get(naics, '')}"


def _total_jobs(study: IndustryStudy, year: int) -> float:
    """The region's jobs of all ownerships in `year`; missing where a county's are."""
    totals = study.published.totals
    rows = totals[totals["own_code"].eq("0") & totals["year"].eq(str(year))]
    return float(rows["employment"].sum(skipna=False)) if len(rows) else float("nan")


def quotient_against_jobs(study: IndustryStudy) -> list[str]:
    """Short-listed industries whose quotient rose while jobs fell, or the other way round.

    Changes below two percent are left aside.
    """
    table = quotient_changes(study)
    table = table[table["naics"].isin(study.short_list())]
    more, fewer = table["jobs"] > 1 + LEAST_CHANGE, table["jobs"] < 1 - LEAST_CHANGE
    up = table["quotient_low"] > 1 + LEAST_CHANGE
    down = table["quotient_high"] < 1 - LEAST_CHANGE
    found = []
    for rows, what in (
        (table[fewer & up], "location quotients rose while jobs fell"),
        (table[more & down], "location quotients fell while jobs grew"),
    ):
        told = [
            f"{named(study, code)} (jobs {100 * jobs - 100:+.1f}%, "
            f"quotient {50 * (low + high) - 100:+.1f}%)"
            for code, jobs, low, high in rows[list(_CHANGES)].to_numpy()
        ]
        if told:
            unsure = table.loc[rows.index, "withheld"].any()
            among = "In the counties disclosed in both years" if unsure else "On the short list"
            found.append(f"{among} {what}: {examples(told, 10)}.")
    return found


def first_by_weights(study: IndustryStudy) -> list[str]:
    """A first place that other weights or withheld cells would give to another industry."""
    ranking = study.tables[RANKING]
    first = ranking[ranking["rank"].eq(1)]
    if first.empty:
        return []
    if first[FIRST_SHARE].isna().all():
        return ["No other weights were tried, so that the first place may hang on those chosen."]
    if first[FIRST_SHARE].max() > FIRM:
        return []
    told = [
        f"{named(study, code)} in {share:.0%}"
        for code, share in first[["naics", FIRST_SHARE]].to_numpy()
    ]
    return [
        f"The first place changes with the weights: of all draws of weights and feasible tables "
        f"first is {' and '.join(told)}. Report the stable top of the list, not a winner."
    ]


def second_window(years: Collection[int], base_year: int, latest_year: int) -> int | None:
    """The year from which growth is looked at once more, or None.

    The year nearest the middle between base and latest year, so that the second window is
    the latter half; without one the latest year before the base.  A pandemic year is taken
    only where there is no other.
    """
    middle = (base_year + latest_year) / 2
    inside = [year for year in years if base_year < year < latest_year]
    earlier = [year for year in years if year < base_year]
    inside.sort(key=lambda year: (abs(year - middle), year))
    order = [*inside, *sorted(earlier, reverse=True)]
    usual = [year for year in order if year not in PANDEMIC_YEARS]
    return next(iter([*usual, *order]), None) if base_year < latest_year else None


def places_by_growth(study: IndustryStudy, second_base: int) -> pd.DataFrame:
    """Place of each industry by growth in two windows, among those with growth in both.

    Returns
    -------
    DataFrame
        ``naics``, ``first_place`` (base to latest year), ``second_place`` (`second_base` to
        latest year); 1 is the fastest.
    """
    table = study.tables[FACTORS]
    table = table[table["growth_ranked"].astype(bool)]
    ends = [str(second_base), str(study.latest_year)]
    cells = study.years.region[study.years.region["year"].isin(ends)]
    cells = under_later_codes(cells, second_base, study.latest_year)
    reasons = growth_breaks(cells, table["naics"], second_base, study.latest_year)
    table = table[[not reason for reason in reasons]]
    again = matched_growth(cells, second_base, study.latest_year, study.counties)
    floor = max(study.small_base_jobs, 1)
    enough = again["matched_base"].ge(floor) & again["matched_latest"].ge(floor)
    again = again[enough].rename(columns={"matched_base": "before", "matched_latest": "after"})
    both = table[["naics", "matched_base", "matched_latest"]].merge(again, on="naics")
    return pd.DataFrame(
        {
            "naics": both["naics"],
            "first_place": (both["matched_latest"] / both["matched_base"]).rank(ascending=False),
            "second_place": (both["after"] / both["before"]).rank(ascending=False),
        }
    )


def growth_of_one_window(study: IndustryStudy) -> list[str]:
    """Short-listed industries among the fastest in one window and not in the other.

    In the first third from the base year on, in the slower half from the second year on:
    the fastest of many is fast by chance as well.  Where the library holds no third year
    there is no second window, and nothing to be seen.
    """
    years = [int(year) for year in study.years.region["year"].unique()]
    second = second_window(years, study.base_year, study.latest_year)
    if second is None:
        return []
    places = places_by_growth(study, second)
    count = len(places)
    fast = places["first_place"] <= count / 3
    slow = places["second_place"] > count / 2
    rows = places[fast & slow & places["naics"].isin(study.short_list())]
    told = [
        f"{named(study, code)} ({one:.0f}, then {two:.0f})" for code, one, two in rows.to_numpy()
    ]
    if not told:
        return []
    return [
        f"Places by growth among {count} industries differ between {study.base_year} to "
        f"{study.latest_year} and {second} to {study.latest_year}: {examples(told, 10)}."
    ]


def low_pay_on_the_short_list(study: IndustryStudy) -> list[str]:
    """Short-listed industries that pay less than the region's average job.

    The yardstick is wages over jobs of all industries of the same ownership; an industry
    with withheld counties is judged by the disclosed ones, and told apart unless its upper
    end lies below the yardstick as well.
    """
    table = study.tables[FACTORS]
    owner = "5" if study.ownership == "private" else "0"
    totals = study.published.totals
    totals = totals[totals["own_code"].eq(owner) & totals["year"].eq(str(study.latest_year))]
    jobs = totals["employment"].sum(skipna=False)
    if PAY not in table or not jobs > 0:
        return []
    usual = totals["total_wages_usd"].sum(skipna=False) / jobs
    listed = table.set_index("naics")[PAY].reindex(study.short_list())
    low = listed[listed < usual]
    if low.empty:
        return []
    highest = table.set_index("naics")["annual_wage_usd_high"].reindex(low.index)
    proven = highest.lt(usual)
    among = counted(len(listed), "industry", "industries") + " on the short list"
    found = []
    for rows, start in (
        (low[proven], f"{int(proven.sum())} of {among} {'pays' if proven.sum() == 1 else 'pay'}"),
        (low[~proven], f"Of {among} may pay, as their disclosed counties do,"),
    ):
        told = [f"{named(study, str(code))} ${pay:,.0f}" for code, pay in rows.items()]
        if told:
            found.append(
                f"{start} less than the region's average job, ${usual:,.0f} a year: "
                f"{examples(told, 10)}."
            )
    return found


def jobs_against_establishments(study: IndustryStudy) -> list[str]:
    """Industries whose jobs moved much one way while their establishments went the other.

    A fifth fewer jobs on more worksites, or a fifth more on fewer, whatever is withheld, is
    likelier a large employer that got another code or reports from elsewhere than hiring or
    dismissals.  Growth that is not ranked for its small base is left aside.
    """
    table = study.tables[FACTORS]
    table = table[table["growth_ranked"].astype(bool)]
    more = table["establishments"] - table["establishments_base"]
    shrank = table["historical_growth_pct_high"].lt(-MUCH) & more.gt(0)
    grew = table["historical_growth_pct_low"].gt(MUCH) & more.lt(0)
    rows = table[shrank | grew]
    rows = rows.assign(last=~rows["naics"].isin(study.short_list())).sort_values(["last", "naics"])
    ends = zip(rows["historical_growth_pct_low"], rows["historical_growth_pct_high"], strict=True)
    moved = [" to ".join(dict.fromkeys(f"{end:+.0f}%" for end in both)) for both in ends]
    told = [
        f"{named(study, str(row.naics))} (jobs {change}, establishments "
        f"{row.establishments_base:,.0f} to {row.establishments:,.0f})"
        for row, change in zip(rows.itertuples(), moved, strict=True)
    ]
    if not told:
        return []
    return [
        "Jobs moved one way and establishments the other, as when a large employer gets another "
        "code or reports from elsewhere; ask its employers before reading it as growth or decline, "
        f"and the state's office if they say that only the code changed: {examples(told, 10)}."
    ]


SHORTLIST_TRAPS = (
    TableTrap("T16", "Jobs against establishments", "warning", jobs_against_establishments),
    TableTrap("T35", "Quotient against jobs", "warning", quotient_against_jobs),
    TableTrap("T38", "Weights decide the winner", "warning", first_by_weights),
    TableTrap("T41", "Growth of one window", "warning", growth_of_one_window),
    TableTrap("T42", "Good numbers, poor jobs", "warning", low_pay_on_the_short_list),
)  # fmt: skip
