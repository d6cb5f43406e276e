"""Traps of classification and time (catalog part B)."""

from __future__ import annotations

import pandas as pd

from sectornb.industry.breaks import growth_breaks
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.evidence import Evidence, Trap, told

FACTORS = "industry_factors"
NEAR = 1e-6


def edition_as_growth(evidence: Evidence) -> list[str]:
    """Growth of a code that a new edition of the classification redrew."""
    table = evidence.tables[FACTORS]
    if evidence.base_year == evidence.latest_year:
        return []
    years = (evidence.base_year, evidence.latest_year)
    reasons = growth_breaks(evidence.cells.iloc[:0], table["naics"], *years)
    grown = table["historical_growth_pct"].notna() | table["historical_growth_matched_pct"].notna()
    bad = table[grown & pd.Series([bool(reason) for reason in reasons], index=table.index)]
    return told(bad, "industries have growth across a new edition of codes", "naics")


def month_against_year(evidence: Evidence) -> list[str]:
    """Quarterly cells where annual averages are compared."""
    bad = evidence.cells[evidence.cells["qtr"].ne("A")]
    return told(bad, "cells are of a quarter, not of a year", "area_fips", "naics", "year", "qtr")


def years_of_growth(evidence: Evidence) -> list[str]:
    """Growth without its number of years, or a yearly rate that is not the compound one."""
    table = evidence.tables[FACTORS]
    years = evidence.latest_year - evidence.base_year
    given = table[table["historical_growth_pct"].notna()]
    wrong = given["growth_years"].ne(years)
    if years > 0:
        annual = 100 * ((1 + given["historical_growth_pct"] / 100) ** (1 / years) - 1)
        wrong |= ~((annual - given["historical_growth_annual_pct"]).abs() <= NEAR)
    return told(given[wrong], "industries have a growth that its years do not explain", "naics")


def small_base(evidence: Evidence) -> list[str]:
    """Ranked growth from or to few jobs."""
    table = evidence.tables[FACTORS]
    floor = evidence.small_base_jobs
    small = (table["matched_base"] < floor) | (table["matched_latest"] < floor)
    bad = table[table["growth_ranked"].astype(bool) & small]
    return told(bad, f"industries rank by growth with fewer than {floor:,.0f} jobs", "naics")


def pandemic_ends(evidence: Evidence) -> list[str]:
    """Growth from or to 2020 or 2021."""
    ends = {evidence.base_year, evidence.latest_year}
    years = [year for year in PANDEMIC_YEARS if year in ends]
    if not years or len(ends) == 1:
        return []
    return [
        f"Growth from {evidence.base_year} to {evidence.latest_year} begins or ends in the "
        "pandemic: look at another window too."
    ]


def unweighted_pay(evidence: Evidence) -> list[str]:
    """Pay that is not the sum of wages over the sum of jobs."""
    table = evidence.tables[FACTORS].set_index("naics")
    latest = evidence.cells[evidence.cells["year"].eq(str(evidence.latest_year))]
    sums = latest.groupby("naics")[["total_wages_usd", "employment"]].sum()
    pay = sums["total_wages_usd"] / sums["employment"].where(sums["employment"] > 0)
    given = table["annual_wage_disclosed_usd"].dropna()
    off = (given - pay.reindex(given.index)).abs() > NEAR * given.abs()
    return told(given[off].reset_index(), "industries have another pay than wages over jobs",
                "naics")  # fmt: skip


def mixed_years(evidence: Evidence) -> list[str]:
    """A ratio of figures of different years."""
    found = []
    latest = {str(evidence.latest_year)}
    ends = latest | {str(evidence.base_year)}
    for name, frame, wanted in (
        ("the region", evidence.cells, ends),
        ("the counties compared", evidence.comparison, latest),
        ("the nation", evidence.nation, latest),
        ("the nation's total", evidence.nation_totals, latest),
    ):
        if frame is not None and (strange := set(frame["year"]) - wanted):
            found.append(f"Cells of {name} are of {', '.join(sorted(strange))}.")
    return found


TIME_TRAPS = (
    Trap("T15", "A new edition read as growth", "blocking", edition_as_growth, (FACTORS,)),
    Trap("T17", "A month against a year", "blocking", month_against_year),
    Trap("T18", "Years of growth", "blocking", years_of_growth, (FACTORS,)),
    Trap("T21", "Small base", "blocking", small_base, (FACTORS,)),
    Trap("T22", "Choice of end points", "warning", pandemic_ends),
    Trap("T25", "Unweighted mean of wages", "blocking", unweighted_pay, (FACTORS,)),
    Trap("T28", "Mixed years", "blocking", mixed_years),
)
