"""The factor table: size, pay, growth and concentration of every industry of a region."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.codes import naics_break
from sectornb.industry.composite import matched_growth, regional_industries
from sectornb.industry.quotient import regional_quotients

FACTORS = (
    "employment",
    "annual_wage",
    "historical_growth",
    "projected_growth",
    "location_quotient",
)
FACTOR_NAMES = {
    "employment": "employment",
    "annual_wage": "annual wage",
    "historical_growth": "past growth",
    "projected_growth": "projected growth",
    "location_quotient": "location quotient",
}


def growth_pct(base: pd.Series, latest: pd.Series) -> pd.Series:
    """Percent change from `base` to `latest`: 100 (latest / base - 1).

    Missing where either end is missing or the base is not above zero.
    """
    return 100 * (latest / base.where(base > 0) - 1)


def average_annual_wage(total_wages_usd: pd.Series, employment: pd.Series) -> pd.Series:
    """Pay per job in US dollars a year: wages paid divided by average employment.

    A mean over full-time and part-time jobs alike; missing where there is no job.
    """
    return total_wages_usd / employment.where(employment > 0)


def industry_factors(
    cells: pd.DataFrame,
    *,
    counties: Collection[str],
    base_year: int,
    latest_year: int,
    all_jobs: float,
    owner_jobs: float,
    shares: pd.DataFrame,
    owner_share: float,
    small_base_jobs: float,
    titles: Mapping[str, str],
) -> pd.DataFrame:
    """Every industry of the region with its factors and what is withheld in them.

    Parameters
    ----------
    cells : DataFrame
        Counties' rows of one level of detail and one choice of ownership, both
        years, as for :func:`~sectornb.industry.composite.regional_industries`.
    counties : collection of str
        The region.
    base_year, latest_year : int
        Ends of the growth; equal years give no growth.
    all_jobs, owner_jobs : float
        The region's jobs in the latest year, of all ownerships and of the chosen one.
    shares : DataFrame
        National shares of total employment: ``naics``, ``share``,
        ``share_low``, ``share_high``, ``counties``.
    owner_share : float
        National share of the chosen ownership in total employment (1 for all).
    small_base_jobs : float
        Growth from or to fewer jobs than this is shown but not ranked.
    titles : mapping
        Industry code to title.

    Returns
    -------
    DataFrame
        One row per industry with establishments in the latest year, sorted by
        ``naics``; the columns are those of the table ``industry_factors`` in
        the data dictionary.  A figure that rests on a withheld cell is missing;
        its ``_low`` and ``_high`` hold what is known, and the columns ending in
        ``_floor``, ``_disclosed`` or ``_matched`` what the disclosed counties show.
    """
    industries = regional_industries(cells, counties)
    latest = industries[industries["year"].eq(str(latest_year))].reset_index(drop=True)
    latest = latest[latest["establishments"].gt(0)].reset_index(drop=True)
    table = latest.drop(columns=["year"])
    table["naics_title"] = [titles.get(code, f"Title of {code} not known") for code in table.naics]
    table["annual_wage_usd"] = average_annual_wage(table["total_wages_usd"], table["employment"])
    table["annual_wage_usd_low"] = table["annual_wage_usd"]
    table["annual_wage_usd_high"] = table["annual_wage_usd"]
    table["annual_wage_disclosed_usd"] = average_annual_wage(
        table["disclosed_wages_usd"], table["employment_low"]
    )
    table = _with_growth(table, industries, cells, counties, base_year, latest_year)
    table = _with_growth_notes(table, base_year, latest_year, small_base_jobs)
    table["projected_growth_pct"] = np.nan
    quotients = regional_quotients(table, shares, all_jobs)
    table = table.merge(quotients, on="naics", how="left")
    table["location_quotient_own_base"] = (
        table["location_quotient"] * all_jobs / owner_jobs * owner_share
    )
    national = shares[["naics", "share", "share_low", "share_high", "counties"]].rename(
        columns={
            "share": "national_share",
            "share_low": "national_share_low",
            "share_high": "national_share_high",
            "counties": "national_share_counties",
        }
    )
    table = table.merge(national, on="naics", how="left")
    table["national_share_high"] = table["national_share_high"].where(
        np.isfinite(table["national_share_high"])
    )
    return table[list(FACTOR_COLUMNS)].sort_values("naics").reset_index(drop=True)


FACTOR_COLUMNS = (
    "naics",
    "naics_title",
    "employment",
    "employment_low",
    "employment_high",
    "employment_status",
    "counties_present",
    "counties_withheld",
    "establishments",
    "establishments_base",
    "annual_wage_usd",
    "annual_wage_usd_low",
    "annual_wage_usd_high",
    "annual_wage_disclosed_usd",
    "growth_years",
    "employment_base",
    "employment_base_status",
    "employment_change",
    "historical_growth_pct",
    "historical_growth_pct_low",
    "historical_growth_pct_high",
    "historical_growth_matched_pct",
    "matched_base",
    "matched_latest",
    "counties_matched",
    "growth_ranked",
    "growth_note",
    "projected_growth_pct",
    "location_quotient",
    "location_quotient_low",
    "location_quotient_high",
    "location_quotient_floor",
    "location_quotient_own_base",
    "national_share",
    "national_share_low",
    "national_share_high",
    "national_share_counties",
)


def _with_growth(
    table: pd.DataFrame,
    industries: pd.DataFrame,
    cells: pd.DataFrame,
    counties: Collection[str],
    base_year: int,
    latest_year: int,
) -> pd.DataFrame:
    base = industries[industries["year"].eq(str(base_year))]
    base = base[
        [
            "naics",
            "establishments",
            "employment",
            "employment_low",
            "employment_high",
            "employment_status",
        ]
    ].rename(
        columns={
            "establishments": "establishments_base",
            "employment": "employment_base",
            "employment_low": "base_low",
            "employment_high": "base_high",
            "employment_status": "employment_base_status",
        }
    )
    table = table.merge(base, on="naics", how="left")
    table["employment_base_status"] = table["employment_base_status"].fillna("absent")
    matched = matched_growth(cells, base_year, latest_year, counties)
    table = table.merge(matched, on="naics", how="left")
    table["growth_years"] = float(latest_year - base_year)
    table["employment_change"] = table["employment"] - table["employment_base"]
    table["historical_growth_pct"] = growth_pct(table["employment_base"], table["employment"])
    table["historical_growth_pct_low"] = growth_pct(table["base_high"], table["employment_low"])
    table["historical_growth_pct_high"] = growth_pct(table["base_low"], table["employment_high"])
    table["historical_growth_matched_pct"] = growth_pct(
        table["matched_base"], table["matched_latest"]
    )
    return table.drop(columns=["base_low", "base_high"])


def _with_growth_notes(
    table: pd.DataFrame, base_year: int, latest_year: int, small_base_jobs: float
) -> pd.DataFrame:
    """Say for each industry why its growth is missing or not ranked, and blank what cannot be."""
    if base_year == latest_year:
        broken = pd.Series("the two years are the same", index=table.index, dtype="str")
    else:
        reasons = [naics_break(code, base_year, latest_year) or "" for code in table["naics"]]
        broken = pd.Series(reasons, index=table.index, dtype="str")
    no_growth = broken.ne("")
    for column in (
        "employment_change",
        "historical_growth_pct",
        "historical_growth_pct_low",
        "historical_growth_pct_high",
        "historical_growth_matched_pct",
        "matched_base",
        "matched_latest",
        "counties_matched",
    ):
        table[column] = table[column].mask(no_growth)
    unmatched = table["counties_matched"].fillna(0).eq(0)
    small = (table["matched_base"] < small_base_jobs) | (table["matched_latest"] < small_base_jobs)
    from_nothing = table["matched_base"].eq(0)
    note = np.select(
        [
            no_growth,
            table["employment_base_status"].eq("absent"),
            unmatched,
            from_nothing & (small_base_jobs == 0),
            small,
            table["historical_growth_pct"].isna(),
        ],
        [
            broken,
            f"no establishment in {base_year}",
            "withheld at one end or the other in every county",
            f"no job in {base_year} in the counties compared",
            f"fewer than {small_base_jobs:,.0f} jobs at one end in the counties compared",
            "counties compared are those disclosed at both ends",
        ],
        "",
    )
    table["growth_note"] = pd.Series(note, index=table.index, dtype="str")
    table["growth_ranked"] = ~(
        no_growth | table["employment_base_status"].eq("absent") | unmatched | from_nothing | small
    )
    return table
