"""Every year that the library holds of a region's industries, and of the nation's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from sectornb.errors import NotInLibraryError
from sectornb.sources.county_changes import counties_in
from sectornb.sources.industry_cells import (
    NATION,
    detail_and_totals,
    followed_back,
    read_levels,
)
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, tables_of
from sectornb.sources.qcew.cells import SOURCE

MEASURES = ("establishments", "employment", "total_wages_usd")


@dataclass(frozen=True)
class IndustryYears:
    """Cells of all years that are there, at one level of detail and choice of ownership.

    Attributes
    ----------
    region, region_totals : DataFrame
        The region's counties: by industry, and all industries by ownership.
    nation, nation_totals : DataFrame
        The same of the nation, of the years whose national file is there; may be empty.
    years, nation_years : tuple of int
        Years of each.
    gaps : tuple of str
        Why a year that the library has something of is not among them.
    """

    region: pd.DataFrame
    region_totals: pd.DataFrame
    nation: pd.DataFrame
    nation_totals: pd.DataFrame
    years: tuple[int, ...]
    nation_years: tuple[int, ...]
    gaps: tuple[str, ...]


def industry_years(
    library: Library,
    counties: Collection[str],
    *,
    base_year: int,
    latest_year: int,
    naics_digits: int,
    ownership: str,
    vintages: Mapping[str, str] | None = None,
    first_year: int = 1990,
) -> IndustryYears:
    """Cells of every year up to `latest_year` for which the library has the whole region.

    Parameters
    ----------
    base_year : int
        Beside the latest the year that needs the nation. Of the years between, the nation is
        taken only where its own slice is there: no long file is searched for it.
    first_year : int
        No year before this is read.

    Raises
    ------
    NotInLibraryError
        If `latest_year` itself is not there.
    """
    chosen = dict(vintages or {})
    frames, years, nation_years, gaps = [], [], [], []
    for year in _years_held(library, max(first_year, 1990), latest_year):
        try:
            files = AreaFiles(library, year, vintage=chosen.get(str(year)))
        except NotInLibraryError as error:
            gaps.append(f"{year}: {error}")
            continue
        codes, reason = counties_in(counties, year, latest_year, SOURCE)
        lacking = files.lacks(codes)
        if reason:
            gaps.append(reason)
        elif lacking:
            gaps.append(f"{year}: the library lacks {len(lacking)} of {len(counties)} counties.")
        else:
            frame, _ = followed_back(library, year, latest_year, counties, naics_digits, chosen)
            years.append(year)
            frames.append(frame)
        needed = year in (base_year, latest_year)
        if files.has_slice(NATION) or (needed and not files.lacks([NATION])):
            nation_years.append(year)
    region = pd.concat([frame for frame in frames if frame is not None], ignore_index=True)
    nation = _nothing()
    if nation_years:
        nation = read_levels(
            library, nation_years, [NATION], "nation", naics_digits, chosen, MEASURES
        )
    return IndustryYears(
        *detail_and_totals(region, naics_digits, ownership),
        *detail_and_totals(nation, naics_digits, ownership),
        tuple(years),
        tuple(nation_years),
        tuple(gaps),
    )


def _years_held(library: Library, first_year: int, latest_year: int) -> list[int]:
    held = {int(vintage[:4]) for vintage in library.vintages(SOURCE, *tables_of("annual"))}
    return sorted(year for year in held if first_year <= year <= latest_year)


def _nothing() -> pd.DataFrame:
    codes = ["area_fips", "own_code", "naics", "agglvl_code", "year", "employment_status"]
    empty = {name: pd.Series(dtype="str") for name in codes}
    return pd.DataFrame({**empty, **{name: pd.Series(dtype="float64") for name in MEASURES}})
