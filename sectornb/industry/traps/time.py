"""Traps of classification and time (catalog part B)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sectornb.errors import UnknownCodeError
from sectornb.industry.breaks import growth_breaks
from sectornb.industry.composite import by_ground
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.factor_bounds import yearly_ends
from sectornb.industry.recodes import opposite_moves
from sectornb.industry.series import yearly_jobs
from sectornb.traps import TableTrap, Trap, told

if TYPE_CHECKING:
    from sectornb.industry.study import IndustryStudy

FACTORS, SHIFTS = "industry_factors", "shift_share"
NEAR = 1e-6
DYNAMIC = ["national_growth_dynamic_jobs", "industry_mix_dynamic_jobs",
           "regional_shift_dynamic_jobs"]  # fmt: skip


def edition_as_growth(study: IndustryStudy) -> list[str]:
    """Growth of a code that a new edition of the classification redrew."""
    table = study.tables[FACTORS]
    if study.base_year == study.latest_year:
        return []
    years = (study.base_year, study.latest_year)
    reasons = growth_breaks(study.cells.iloc[:0], table["naics"], *years)
    grown = table["historical_growth_pct"].notna() | table["historical_growth_matched_pct"].notna()
    bad = table[grown & pd.Series([bool(reason) for reason in reasons], index=table.index)]
    return told(bad, "industries have growth across a new edition of codes", "naics")


def recodes_as_change(study: IndustryStudy) -> list[str]:
    """Jobs that seem to have moved from one industry code to another at a turn of the year.

    Where the library has the two quarters of a turn, December is compared with January;
    else the annual averages of the two years, which cannot tell a move in January from one
    in July.  Only turns between the base and the latest year count, since no other can
    enter the growth.  See `opposite_moves` for what is not seen.
    """
    found = []
    for year in range(study.base_year + 1, study.latest_year + 1):
        before, after, when = _turn(study, year)
        if before.empty or after.empty:
            continue
        kept = _kept_codes([*before["naics"], *after["naics"]], year - 1, year)
        ends = [by_ground(cells[cells["naics"].isin(kept)]) for cells in (before, after)]
        moves = opposite_moves(*ends)
        what = (
            f"moves of jobs from one industry to another {when} cancel, establishments and all, "
            "as when businesses get another code (ask the state's office)"
        )
        found += told(moves.astype({"jobs": int}), what, "area_fips", "left", "entered", "jobs")
    return found


def _turn(study: IndustryStudy, year: int) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Cells before and after the turn to `year`, and when that is in words."""
    if study.quarters_at_turns is not None:
        cells = study.quarters_at_turns[study.quarters_at_turns["turn"].eq(str(year))]
        ends = [cells[cells["month"].eq(month)] for month in ("12", "1")]
        if not any(end.empty for end in ends):
            return ends[0], ends[1], f"between December {year - 1} and January {year}"
    cells = study.years.region
    before, after = (cells[cells["year"].eq(str(end))] for end in (year - 1, year))
    return before, after, f"between {year - 1} and {year}"


def _kept_codes(codes: list[str], before: int, after: int) -> set[str]:
    """Those of `codes` whose content no new edition changed between the two years."""
    none = pd.DataFrame(columns=["naics", "year", "own_code", "employment_status"])
    kept = set()
    for code in set(codes):
        try:
            reasons = growth_breaks(none, [code], before, after)
        except UnknownCodeError:
            continue
        if not reasons[0]:
            kept.add(code)
    return kept


def month_against_year(study: IndustryStudy) -> list[str]:
    """Quarterly cells where annual averages are compared."""
    bad = study.cells[study.cells["qtr"].ne("A")]
    return told(bad, "cells are of a quarter, not of a year", "area_fips", "naics", "year", "qtr")


def years_of_growth(study: IndustryStudy) -> list[str]:
    """Growth without its number of years, or a yearly rate that is not the compound one."""
    table = study.tables[FACTORS]
    years = study.latest_year - study.base_year
    given = table[table["historical_growth_pct"].notna()]
    wrong = given["growth_years"].ne(years)
    if years > 0:
        annual = 100 * ((1 + given["historical_growth_pct"] / 100) ** (1 / years) - 1)
        wrong |= ~((annual - given["historical_growth_annual_pct"]).abs() <= NEAR)
    return told(given[wrong], "industries have a growth that its years do not explain", "naics")


def chained_levels(study: IndustryStudy) -> list[str]:
    """Industries whose jobs, followed year by year, do not arrive where the table does.

    Percent changes of single years have different bases, so that neither they nor their
    mean give the whole change; only levels chain.
    """
    if study.years.region.empty:
        return []
    table = study.tables[FACTORS].set_index("naics")
    levels = yearly_jobs(study.years.region, study.latest_year).reindex(table.index)
    ends = {study.base_year: "employment_base", study.latest_year: "employment"}
    off = pd.Series(False, index=table.index)
    for year, column in ends.items():
        if year in levels:
            off |= (levels[year] - table[column]).abs() > NEAR * (1 + table[column].abs())
    off &= table["historical_growth_pct"].notna()
    return told(table[off].reset_index(), "industries end at other jobs than their yearly levels",
                "naics")  # fmt: skip


def chained_parts(study: IndustryStudy) -> list[str]:
    """Yearly parts of the change that do not sum to the change over all the years."""
    table = study.tables[SHIFTS]
    if not set(DYNAMIC) <= set(table):
        return []
    off = (table[DYNAMIC].sum(axis=1, skipna=False) - table["change_jobs"]).abs()
    return told(table[off > NEAR * (1 + table["change_jobs"].abs())],
                "changes are not the sum of their yearly parts", "naics")  # fmt: skip


def chained_projection(study: IndustryStudy) -> list[str]:
    """Projected growth that its yearly rate, compounded over the years, does not give."""
    table = study.tables[FACTORS]
    given = table[table["projected_growth_annual_pct"].notna()]
    years = given["projection_target_year"].astype(float) - given["projection_base_year"].astype(
        float
    )
    whole = 100 * ((1 + given["projected_growth_annual_pct"] / 100) ** years - 1)
    wrong = ~((whole - given["projected_growth_pct"]).abs() <= NEAR * (1 + whole.abs()))
    return told(given[wrong], "projections are not their yearly rate compounded", "naics")


def small_base(study: IndustryStudy) -> list[str]:
    """Ranked growth from or to few jobs."""
    table = study.tables[FACTORS]
    floor = study.small_base_jobs
    small = (table["matched_base"] < floor) | (table["matched_latest"] < floor)
    bad = table[table["growth_ranked"].astype(bool) & small]
    return told(bad, f"industries rank by growth with fewer than {floor:,.0f} jobs", "naics")


def pandemic_ends(study: IndustryStudy) -> list[str]:
    """Growth from or to 2020 or 2021."""
    ends = {study.base_year, study.latest_year}
    years = [year for year in PANDEMIC_YEARS if year in ends]
    if not years or len(ends) == 1:
        return []
    return [
        f"Growth from {study.base_year} to {study.latest_year} begins or ends in the "
        "pandemic: look at another window too."
    ]


def _exact_pay(study: IndustryStudy) -> pd.DataFrame:
    """Least and most pay that is proven of each industry of the latest year; not published."""
    names = ["annual_wage_usd_low", "annual_wage_usd_high"]
    codes, years = study.published_factors["naics"], (study.latest_year, study.latest_year)
    ends = yearly_ends(study.bounds, *years, codes, study.naics_digits, public=False)
    if ends is None:
        return pd.DataFrame(columns=names, dtype="float64")
    return ends[names].set_axis(codes.to_numpy())


def unweighted_pay(study: IndustryStudy) -> list[str]:
    """Pay that is not the sum of wages over the sum of jobs."""
    table = study.tables[FACTORS].set_index("naics")
    if "annual_wage_disclosed_usd" not in table:
        return []
    latest = study.cells[study.cells["year"].eq(str(study.latest_year))]
    sums = latest.groupby("naics")[["total_wages_usd", "employment"]].sum()
    pay = sums["total_wages_usd"] / sums["employment"].where(sums["employment"] > 0)
    given = table["annual_wage_disclosed_usd"].dropna()
    # What disclosed counties pay is no pay of the region beyond what is proven of that; then it
    # is moved, and to a round number where the ends that prove it are not published.
    ends = table.loc[given.index, ["annual_wage_usd_low", "annual_wage_usd_high"]]
    between = pay.reindex(given.index).clip(ends.iloc[:, 0], ends.iloc[:, 1])
    off = (given - between).abs() > NEAR * given.abs()
    exact = _exact_pay(study).reindex(given.index)
    off &= between.between(exact.iloc[:, 0], exact.iloc[:, 1]) | exact.isna().any(axis=1)
    return told(given[off].reset_index(), "industries have another pay than wages over jobs",
                "naics")  # fmt: skip


def mixed_quarters(study: IndustryStudy) -> list[str]:
    """Pay of a quarter beside pay of another one, or of a year.

    Bonuses of one quarter would pass for higher pay.
    """
    found: dict[str, list[str]] = {}
    for name, frame in (
        ("the region", study.cells),
        ("the region's totals", study.published.totals),
        ("the region's other years", study.years.region),
        ("the counties compared", study.published.comparison),
        ("the nation", study.published.nation),
        ("the nation's total", study.published.nation_totals),
    ):
        if frame is None or "qtr" not in frame:
            continue
        paid = frame[frame["total_wages_usd"].notna()]
        for quarter in paid["qtr"].unique():
            found.setdefault(str(quarter), []).append(name)
    if len(found) < 2:
        return []
    named = {"A": "annual", **{str(number): f"of quarter {number}" for number in range(1, 5)}}
    told_by = [f"{named[quarter]}: {' and '.join(found[quarter])}" for quarter in sorted(found)]
    return [f"Pay of different periods is compared ({'; '.join(told_by)})."]


def mixed_years(study: IndustryStudy) -> list[str]:
    """A ratio of figures of different years."""
    found = []
    latest = {str(study.latest_year)}
    ends = latest | {str(study.base_year)}
    for name, frame, wanted in (
        ("the region", study.cells, ends),
        ("the counties compared", study.published.comparison, latest),
        ("the nation", study.published.nation, latest),
        ("the nation's total", study.published.nation_totals, latest),
    ):
        if frame is not None and (strange := set(frame["year"]) - wanted):
            found.append(f"Cells of {name} are of {', '.join(sorted(strange))}.")
    return found


TIME_TRAPS = (
    TableTrap("T15", "A new edition read as growth", "blocking", edition_as_growth),
    Trap("T16", "New codes at the turn of the year", "warning", recodes_as_change),
    Trap("T17", "A month against a year", "blocking", month_against_year),
    TableTrap("T18", "Years of growth", "blocking", years_of_growth),
    TableTrap("T20", "Levels that do not chain", "blocking", chained_levels),
    TableTrap("T20", "Parts that do not chain", "blocking", chained_parts),
    TableTrap("T20", "Rates that do not chain", "blocking", chained_projection),
    TableTrap("T21", "Small base", "blocking", small_base),
    Trap("T22", "Choice of end points", "warning", pandemic_ends),
    TableTrap("T25", "Unweighted mean of wages", "blocking", unweighted_pay),
    Trap("T27", "Bonus quarter", "blocking", mixed_quarters),
    Trap("T28", "Mixed years", "blocking", mixed_years),
)
