"""Growth of a region's industries since the base year, and why it is missing."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectornb.industry.breaks import growth_breaks
from sectornb.industry.composite import matched_growth
from sectornb.industry.growth import annual_growth_pct, growth_pct

GROWTH_COLUMNS = (
    "employment_change",
    "employment_change_low",
    "employment_change_high",
    "historical_growth_pct",
    "historical_growth_pct_low",
    "historical_growth_pct_high",
    "historical_growth_annual_pct",
    "historical_growth_matched_pct",
    "matched_base",
    "matched_latest",
    "counties_matched",
)
_BASE = {
    "establishments": "establishments_base",
    "employment": "employment_base",
    "employment_low": "base_low",
    "employment_high": "base_high",
    "employment_status": "employment_base_status",
}


def with_growth(
    table: pd.DataFrame,
    industries: pd.DataFrame,
    cells: pd.DataFrame,
    counties: Collection[str],
    base_year: int,
    latest_year: int,
    small_base_jobs: float,
    no_growth: str = "",
) -> pd.DataFrame:
    """`table` with the growth of each industry, whether it is ranked, and a note.

    Parameters
    ----------
    table : DataFrame
        The region's industries in the latest year.
    industries : DataFrame
        As :func:`~sectornb.industry.composite.regional_industries` gives them, both years.
    cells : DataFrame
        The counties' cells behind them, under the codes of the latest year.
    counties : collection of str
        The region.
    small_base_jobs : float
        Growth from or to fewer jobs is not ranked.
    no_growth : str
        Why no industry can have growth, if so.

    Returns
    -------
    DataFrame
        With ``establishments_base``, ``employment_base``, ``employment_base_status``,
        the columns `GROWTH_COLUMNS`, ``growth_years``, ``growth_ranked``, ``growth_possible``
        (whether the growth could be ranked if nothing were withheld), ``growth_note``.
    """
    table = _with_ends(table, industries, cells, counties, base_year, latest_year)
    few = table["employment_high"].lt(small_base_jobs) | table["base_high"].lt(small_base_jobs)
    table = table.drop(columns=["base_low", "base_high"])
    if no_growth or base_year == latest_year:
        reason = no_growth or "the two years are the same"
        broken = pd.Series(reason, index=table.index, dtype="str")
    else:
        reasons = growth_breaks(cells, table["naics"], base_year, latest_year)
        broken = pd.Series(reasons, index=table.index, dtype="str")
    several = cells["own_code"].nunique() > 1
    compared = "counties and ownerships" if several else "counties"
    table = _with_notes(table, broken, base_year, small_base_jobs, compared)
    known_not = broken.ne("") | table["employment_base_status"].isin(["absent", "zero"]) | few
    return table.assign(growth_possible=~known_not)


def _with_ends(
    table: pd.DataFrame,
    industries: pd.DataFrame,
    cells: pd.DataFrame,
    counties: Collection[str],
    base_year: int,
    latest_year: int,
) -> pd.DataFrame:
    base = industries[industries["year"].eq(str(base_year))].rename(columns=_BASE)
    base = base[["naics", *_BASE.values()]]
    table = table.merge(base, on="naics", how="left")
    table["employment_base_status"] = table["employment_base_status"].fillna("absent")
    matched = matched_growth(cells, base_year, latest_year, counties)
    table = table.merge(matched, on="naics", how="left")
    years = float(latest_year - base_year)
    table["growth_years"] = years
    table["employment_change"] = table["employment"] - table["employment_base"]
    table["employment_change_low"] = table["employment_low"] - table["base_high"]
    table["employment_change_high"] = table["employment_high"] - table["base_low"]
    growth = growth_pct(table["employment_base"], table["employment"])
    table["historical_growth_pct"] = growth
    table["historical_growth_annual_pct"] = annual_growth_pct(growth, years)
    table["historical_growth_pct_low"] = growth_pct(table["base_high"], table["employment_low"])
    table["historical_growth_pct_high"] = growth_pct(table["base_low"], table["employment_high"])
    table["historical_growth_matched_pct"] = growth_pct(
        table["matched_base"], table["matched_latest"]
    )
    return table


def _with_notes(
    table: pd.DataFrame, broken: pd.Series, base_year: int, small_base_jobs: float, compared: str
) -> pd.DataFrame:
    """Say for each industry why its growth is missing or not ranked, and blank what cannot be."""
    no_growth = broken.ne("")
    for column in GROWTH_COLUMNS:
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
            f"no job in {base_year} in the {compared} compared",
            f"fewer than {small_base_jobs:,.0f} jobs at one end in the {compared} compared",
            f"{compared} compared are those disclosed at both ends",
        ],
        "",
    )
    table["growth_note"] = pd.Series(note, index=table.index, dtype="str")
    table["growth_ranked"] = ~(
        no_growth | table["employment_base_status"].eq("absent") | unmatched | from_nothing | small
    )
    return table
