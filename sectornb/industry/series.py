"""Jobs of a region's industries over all years at hand, comparable from year to year."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from sectornb.industry.breaks import growth_breaks, under_later_codes
from sectornb.industry.composite import by_ground, never_withheld


def yearly_jobs(cells: pd.DataFrame, latest_year: int) -> pd.DataFrame:
    """Jobs by industry and year, only where every cell is disclosed and the code held.

    Parameters
    ----------
    cells : DataFrame
        Cells of one level of detail and choice of ownership over several years:
        ``area_fips``, ``own_code``, ``naics``, ``year`` (text), ``employment``,
        ``employment_status``.

    Returns
    -------
    DataFrame
        Index ``naics`` under the codes of `latest_year`, one column per year (int).
        Missing where a cell is withheld, the code is absent, or its content in that year
        was another.
    """
    if cells.empty:
        return pd.DataFrame(index=pd.Index([], name="naics", dtype="str"))
    cells = _comparable(cells, latest_year)
    hidden = cells["employment_status"].eq("withheld")
    keys = [cells["naics"], cells["year"].astype(int)]
    jobs = cells["employment"].groupby(keys).sum().unstack()
    withheld = hidden.groupby(keys).any().unstack().eq(True)
    return jobs.mask(withheld).sort_index(axis=1)


def matched_yearly_jobs(
    cells: pd.DataFrame, counties: Collection[str], latest_year: int
) -> pd.DataFrame:
    """Jobs by industry and year in the counties that are disclosed in every year.

    Counties that come and go would draw steps that nobody walked.

    Returns
    -------
    DataFrame
        As :func:`yearly_jobs`, of the counties and ownerships never withheld; a year in
        which such a county has no row counts as no jobs there.
    """
    cells = _comparable(cells[cells["area_fips"].isin(list(counties))], latest_year)
    known = never_withheld(by_ground(cells))
    keys = [known["naics"], known["year"].astype(int)]
    return known["employment"].groupby(keys).sum().unstack().sort_index(axis=1)


def owner_totals(totals: pd.DataFrame, ownership: str) -> dict[int, float]:
    """Year to jobs of all industries of the chosen ownership, summed over the areas given.

    A year in which an area's total is withheld is left out.
    """
    owner = "5" if ownership == "private" else "0"
    rows = totals[totals["own_code"].eq(owner)]
    jobs = rows.groupby("year")["employment"].sum(min_count=1)
    unknown = set(rows.loc[rows["employment"].isna(), "year"])
    return {int(str(year)): float(value) for year, value in jobs.items() if year not in unknown}


def totals_of_both(years: Any, ownership: str) -> dict[str, dict[int, float]]:
    """``region`` and ``nation`` to :func:`owner_totals`, of the years read."""
    return {
        "region": owner_totals(years.region_totals, ownership),
        "nation": owner_totals(years.nation_totals, ownership),
    }


def _comparable(cells: pd.DataFrame, latest_year: int) -> pd.DataFrame:
    """Cells under the codes of the latest year, without those whose content was another."""
    kept = []
    for year, rows in cells.groupby("year", sort=True):
        if int(str(year)) == latest_year:
            kept.append(rows)
            continue
        renamed = under_later_codes(rows, int(str(year)), latest_year)
        codes = sorted(renamed["naics"].unique())
        both = pd.concat([renamed, cells[cells["year"].eq(str(latest_year))]])
        reasons = growth_breaks(both, codes, int(str(year)), latest_year)
        broken = {code for code, reason in zip(codes, reasons, strict=True) if reason}
        kept.append(renamed[~renamed["naics"].isin(broken)])
    return pd.concat(kept, ignore_index=True) if kept else cells
