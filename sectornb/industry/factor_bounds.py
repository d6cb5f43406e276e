"""The factor table with the bounds that follow from everything the agency publishes.

A withheld cell is not unknown: what its county publishes above, below and beside
it confines it.  The places of the ranking are proven from these bounds; a table
for the public leaves out those that would give back a single county's cell.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectornb.industry.growth import growth_pct
from sectornb.industry.suppression import IndustryBounds, industry_bounds
from sectornb.industry.suppression_release import public_cells, public_region

DETAIL_OF_DIGITS = {2: "4", 3: "5", 4: "6"}
ENDS = ("employment_low", "employment_high", "annual_wage_usd_low", "annual_wage_usd_high")


def yearly_bounds(
    levels: pd.DataFrame, counties: Collection[str], ownership: str
) -> dict[str, IndustryBounds]:
    """Bounds of every industry of the region, for each year of the rows.

    Parameters
    ----------
    levels : DataFrame
        All published levels of the region's counties, with the state's rows
        where they are at hand; as for
        :func:`~sectornb.industry.suppression.industry_bounds`.
    counties : collection of str
        The region.
    ownership : str
        ``private`` or ``all``.

    Raises
    ------
    ConflictError
        If published rows contradict each other.
    """
    return {
        str(year): industry_bounds(rows, counties, ownership=ownership)
        for year, rows in levels.groupby("year", sort=True)
    }


def with_bounds(
    table: pd.DataFrame,
    found: dict[str, IndustryBounds],
    counties: Collection[str],
    *,
    naics_digits: int,
    base_year: int,
    latest_year: int,
    all_jobs: float,
    public: bool,
) -> pd.DataFrame:
    """The factor table with proven ends of every figure that rests on a withheld cell.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`~sectornb.industry.factors.industry_factors`.
    found : dict
        As returned by :func:`yearly_bounds`; a year that is not there leaves
        its ends as they are.
    counties : collection of str
        The region.
    naics_digits : int
        2, 3 or 4.
    base_year, latest_year : int
        Ends of the growth.
    all_jobs : float
        The region's jobs of all ownerships in the latest year.
    public : bool
        Whether to leave out ends that would give back one county's cell.

    Returns
    -------
    DataFrame
        `table` with new ``_low`` and ``_high`` of jobs, pay, growth and location
        quotient where a county is withheld; figures themselves stay missing.
    """
    table = table.copy()
    latest = _ends(found, str(latest_year), table["naics"], counties, naics_digits, public)
    if latest is None:
        return table
    hidden = table["counties_withheld"].gt(0)
    for name in ENDS:
        known = hidden & latest[name].notna()
        table[name] = table[name].where(~known, latest[name])
    table["location_quotient_low"] = table["location_quotient_low"].where(
        ~hidden, table["employment_low"] / all_jobs / table["national_share_high"]
    )
    table["location_quotient_high"] = table["location_quotient_high"].where(
        ~hidden, table["employment_high"] / all_jobs / table["national_share_low"]
    )
    base = _ends(found, str(base_year), table["naics"], counties, naics_digits, public)
    if base is None:
        return table
    base_hidden = table["employment_base"].isna()
    base_low = table["employment_base"].where(~base_hidden, base["employment_low"])
    base_high = table["employment_base"].where(~base_hidden, base["employment_high"])
    open_growth = table["growth_ranked"] & (hidden | base_hidden)
    low = growth_pct(base_high, table["employment_low"])
    high = growth_pct(base_low, table["employment_high"])
    table["historical_growth_pct_low"] = table["historical_growth_pct_low"].where(~open_growth, low)
    table["historical_growth_pct_high"] = table["historical_growth_pct_high"].where(
        ~open_growth, high
    )
    return table


def _ends(
    found: dict[str, IndustryBounds],
    year: str,
    naics: pd.Series,
    counties: Collection[str],
    naics_digits: int,
    public: bool,
) -> pd.DataFrame | None:
    """Ends of one year in the order of `naics`, missing where there are none to print."""
    if year not in found:
        return None
    region = found[year].region
    if public:
        region = public_region(region, public_cells(found[year].cells, counties))
    region = region[region["detail"].eq(DETAIL_OF_DIGITS[naics_digits])].set_index("naics")
    ends = region.reindex(naics)[list(ENDS)].reset_index(drop=True)
    return ends.set_axis(naics.index).replace(np.inf, np.nan)
