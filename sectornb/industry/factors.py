"""The factor table: size, pay, growth and concentration of every industry of a region."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.industry.breaks import under_later_codes
from sectornb.industry.composite import regional_industries
from sectornb.industry.government import government_shares
from sectornb.industry.growth import with_growth
from sectornb.industry.quotient import excess_jobs, regional_quotients

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
    ownerships: pd.DataFrame | None = None,
    no_growth: str = "",
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
    ownerships : DataFrame, optional
        The region's cells of the latest year of every ownership, for the share of
        government; without them it is not known.
    no_growth : str
        Why no industry can have growth, if so, such as a county that was redrawn.

    Returns
    -------
    DataFrame
        One row per industry with establishments in the latest year, sorted by
        ``naics``; the columns are those of the table ``industry_factors`` in
        the data dictionary.  A figure that rests on a withheld cell is missing;
        its ``_low`` and ``_high`` hold what is known, and the columns ending in
        ``_floor``, ``_disclosed`` or ``_matched`` what the disclosed counties show.
    """
    cells = under_later_codes(cells, base_year, latest_year)
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
    ends = (base_year, latest_year)
    table = with_growth(table, industries, cells, counties, *ends, small_base_jobs, no_growth)
    table["employment_disclosed"] = table["employment_low"]
    table["region_share"] = table["employment"] / all_jobs
    table["region_share_low"] = table["employment_low"] / all_jobs
    table["region_share_high"] = table["employment_high"] / all_jobs
    table = _with_government(table, ownerships, counties)
    table = without_projection(table)
    quotients = regional_quotients(table, shares, all_jobs)
    table = table.merge(quotients, on="naics", how="left")
    table["excess_jobs"] = excess_jobs(table["employment"], table["location_quotient"])
    table["comparison_area_fips"] = pd.Series("US000", index=table.index, dtype="str")
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


PROJECTION_COLUMNS = (
    "projected_growth_pct",
    "projected_growth_pct_low",
    "projected_growth_pct_high",
    "projected_growth_annual_pct",
    "projection_base_year",
    "projection_target_year",
    "projection_area",
    "projection_origin",
    "projection_ranked",
    "projection_note",
)
FACTOR_COLUMNS = (
    "naics",
    "naics_title",
    "employment",
    "employment_low",
    "employment_high",
    "employment_disclosed",
    "employment_status",
    "counties_present",
    "counties_withheld",
    "establishments",
    "establishments_base",
    "annual_wage_usd",
    "annual_wage_usd_low",
    "annual_wage_usd_high",
    "annual_wage_disclosed_usd",
    "disclosed_wages_usd",
    "region_share",
    "region_share_low",
    "region_share_high",
    "excess_jobs",
    "government_share",
    "government_share_low",
    "government_share_high",
    "government_note",
    "growth_years",
    "employment_base",
    "employment_base_status",
    "employment_change",
    "historical_growth_pct",
    "historical_growth_pct_low",
    "historical_growth_pct_high",
    "historical_growth_annual_pct",
    "historical_growth_matched_pct",
    "matched_base",
    "matched_latest",
    "counties_matched",
    "growth_ranked",
    "growth_possible",
    "growth_note",
    *PROJECTION_COLUMNS,
    "comparison_area_fips",
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


def without_projection(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with empty columns of projected growth, as where nobody projected anything."""
    table = table.copy()
    for column in PROJECTION_COLUMNS:
        table[column] = np.nan
    for column in ("projection_area", "projection_origin", "projection_note"):
        table[column] = pd.Series("", index=table.index, dtype="str")
    for column in ("projection_base_year", "projection_target_year"):
        table[column] = pd.Series(pd.NA, index=table.index, dtype="str")
    table["projection_ranked"] = False
    return table


def _with_government(
    table: pd.DataFrame, ownerships: pd.DataFrame | None, counties: Collection[str]
) -> pd.DataFrame:
    columns = ["government_share", "government_share_low", "government_share_high"]
    if ownerships is None:
        unknown = pd.Series("", index=table.index, dtype="str")
        return table.assign(**dict.fromkeys(columns, np.nan), government_note=unknown)
    shares = government_shares(ownerships, counties)
    return table.merge(shares[["naics", *columns, "government_note"]], on="naics", how="left")
