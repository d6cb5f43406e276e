"""The cells of one question about industries: whose, which years, how much detail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from sectornb.codes import aggregation_level, is_county, ownership_codes
from sectornb.sources.library import Library
from sectornb.sources.qcew import read_areas
from sectornb.sources.qcew_holdings import AreaFiles

NATION = "US000"
MEASURES = ("establishments", "employment", "total_wages_usd", "lq_employment")


@dataclass(frozen=True)
class IndustryCells:
    """Cells of the region, and what the library has to compare them with.

    Attributes
    ----------
    industries : DataFrame
        The region's counties by industry at the chosen detail and ownership.
    totals : DataFrame
        The region's counties, all industries, by ownership and for all.
    comparison, comparison_totals : DataFrame
        The same of every county in the library in the latest year.
    nation, nation_totals : DataFrame or None
        The nation in the latest year, where the library has its file.
    """

    industries: pd.DataFrame
    totals: pd.DataFrame
    comparison: pd.DataFrame
    comparison_totals: pd.DataFrame
    nation: pd.DataFrame | None
    nation_totals: pd.DataFrame | None


def industry_cells(
    library: Library,
    counties: Collection[str],
    *,
    base_year: int,
    latest_year: int,
    naics_digits: int,
    ownership: str,
    vintages: Mapping[str, str] | None = None,
) -> IndustryCells:
    """Read from the library what a question about a region's industries needs.

    Only the region's own counties are needed in the base year; in the latest
    year every further county in the library helps to recover national shares,
    unless the nation's own file is there, which is then used instead.

    Raises
    ------
    NotInLibraryError
        If a county's file is not in the library.
    """
    vintages = dict(vintages or {})
    owners = ownership_codes(ownership)
    detail = aggregation_level("county", naics_digits)
    region = _read(library, [base_year, latest_year], counties, detail, "county", vintages)
    held = AreaFiles(library, latest_year, vintage=vintages.get(str(latest_year))).areas()
    nation = None
    others: set[str] = set()
    if NATION in held:
        level = aggregation_level("nation", naics_digits)
        nation = _read(library, [latest_year], [NATION], level, "nation", vintages)
    else:
        others = {area for area in held if is_county(area)} - set(counties)
    latest = region[region["year"].eq(str(latest_year))]
    if others:
        further = _read(library, [latest_year], others, detail, "county", vintages)
        latest = pd.concat([latest, further], ignore_index=True)
    return IndustryCells(
        industries=_industries(region, owners, naics_digits),
        totals=_totals(region),
        comparison=_industries(latest, owners, naics_digits),
        comparison_totals=_totals(latest),
        nation=None if nation is None else _industries(nation, owners, naics_digits),
        nation_totals=None if nation is None else _totals(nation),
    )


def _read(
    library: Library,
    years: list[int],
    areas: Collection[str],
    detail: str,
    geography: str,
    vintages: dict[str, str],
) -> pd.DataFrame:
    levels = [
        aggregation_level(geography, "total covered"),
        aggregation_level(geography, "total by ownership"),
        detail,
    ]
    return read_areas(library, years, areas, columns=MEASURES, levels=levels, vintages=vintages)


def _industries(frame: pd.DataFrame, owners: tuple[str, ...], naics_digits: int) -> pd.DataFrame:
    details = {aggregation_level(geo, naics_digits) for geo in ("county", "nation")}
    wanted = frame["agglvl_code"].isin(details) & frame["own_code"].isin(owners)
    return frame[wanted].reset_index(drop=True)


def _totals(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["naics"].eq("10")].reset_index(drop=True)
