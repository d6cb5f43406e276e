"""The factor table: size, pay, growth and concentration of every industry of a region."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.composite import regional_industries
from sectornb.industry.government import GOVERNMENT_COLUMNS, government_shares
from sectornb.industry.past_growth import with_growth
from sectornb.industry.quotient import excess_jobs, regional_quotients


@dataclass(frozen=True)
class Factor:
    """One measure that industries are ranked on, highest first.

    Attributes
    ----------
    name : str
        In region files and table columns: ``rank_annual_wage``.
    title, unit, form : str
        Head of its column in the spreadsheet, the unit behind it, its number format.
    word : str
        What a board calls it.
    column : str
        Of the factor table, where every county is disclosed.
    never : str
        Why an industry can have no rank, whatever is disclosed.
    hidden : str
        Why it has none for what is withheld; empty: for the same reason.
    partial, basis : str
        Column that is ranked instead where some counties are withheld, and what it rests on.
    bounded : bool
        Whether the ends of `column` are proven from published rows.
    ranked_if, possible_if, note : str
        Columns that say whether an industry has a rank, could have one if nothing were
        withheld, and why not; empty where nothing but a missing figure stands against it.
    zero_counts : bool
        Whether a 0 is a figure also where every county is withheld.
    """

    name: str
    title: str
    word: str
    unit: str
    form: str
    column: str
    never: str
    hidden: str = ""
    partial: str = ""
    basis: str = "none"
    bounded: bool = True
    ranked_if: str = ""
    possible_if: str = ""
    note: str = ""
    zero_counts: bool = False

    @property
    def label(self) -> str:
        """Its word of the data dictionary, within a sentence."""
        return dictionary().codes["factor"].words[self.name].shown.lower()

    @property
    def head(self) -> str:
        """Title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    @property
    def ends(self) -> tuple[str, str]:
        """Columns of the least and the most that is possible."""
        column = self.column
        return (f"{column}_low", f"{column}_high") if self.bounded else (column, column)


FACTORS = {
    factor.name: factor
    for factor in (
        Factor(
            name="employment",
            title="Jobs",
            word="jobs",
            unit="",
            form="#,##0",
            column="employment",
            partial="employment_low",
            basis="floor",
            never="no job",
            hidden="withheld in every county",
        ),
        Factor(
            name="annual_wage",
            title="Mean annual wage",
            word="pay",
            unit="US dollars",
            form="$#,##0",
            column="annual_wage_usd",
            partial="annual_wage_disclosed_usd",
            basis="disclosed_counties",
            never="no job",
            hidden="withheld in every county",
        ),
        Factor(
            name="historical_growth",
            title="Past growth",
            word="past growth",
            unit="percent",
            form="0.0",
            column="historical_growth_pct",
            partial="historical_growth_matched_pct",
            basis="disclosed_counties",
            never="no growth that can be ranked",
            ranked_if="growth_ranked",
            possible_if="growth_possible",
            note="growth_note",
            zero_counts=True,
        ),
        Factor(
            name="projected_growth",
            title="Projected growth",
            word="projected growth",
            unit="percent a year",
            form="0.00",
            column="projected_growth_annual_pct",
            bounded=False,
            never="nobody projected it",
            ranked_if="projection_ranked",
            possible_if="projection_ranked",
            note="projection_note",
        ),
        Factor(
            name="location_quotient",
            title="Location quotient",
            word="concentration",
            unit="nation = 1",
            form="0.00",
            column="location_quotient",
            partial="location_quotient_floor",
            basis="floor",
            never="its national share is not known",
            hidden="withheld in every county",
        ),
    )
}
"""The factors of the ranking by name, in the order in which they are shown."""


def average_annual_wage(total_wages_usd: Any, employment: Any) -> Any:
    """Pay per job in US dollars a year: wages paid divided by average employment.

    A mean over full-time and part-time jobs alike; missing where there is no job.
    Series or arrays, aligned.
    """
    return total_wages_usd / np.where(employment > 0, employment, np.nan)


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
        One row per industry with establishments or a withheld cell in the latest year,
        sorted by ``naics``; the columns are those of the table ``industry_factors`` in
        the data dictionary.  A figure that rests on a withheld cell is missing;
        its ``_low`` and ``_high`` hold what is known, and the columns ending in
        ``_floor``, ``_disclosed`` or ``_matched`` what the disclosed counties show.
    """
    cells = under_later_codes(cells, base_year, latest_year)
    industries = regional_industries(cells, counties)
    latest = industries[industries["year"].eq(str(latest_year))].reset_index(drop=True)
    # A cell can be withheld without an establishment on average: its jobs are not known to be 0.
    there = latest["establishments"].gt(0) | latest["counties_withheld"].gt(0)
    latest = latest[there].reset_index(drop=True)
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
    table = table.drop(columns=["total_wages_usd"])
    return table.sort_values("naics").reset_index(drop=True)


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
    if ownerships is None:
        unknown = pd.Series("", index=table.index, dtype="str")
        shares = dict.fromkeys(GOVERNMENT_COLUMNS[:3], np.nan)
        return table.assign(**shares, government_note=unknown)
    return table.merge(government_shares(ownerships, counties), on="naics", how="left")
