"""Every year that the library holds of a region's industries, and of the nation's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from sectornb.codes import aggregation_level, ownership_codes
from sectornb.errors import NotInLibraryError
from sectornb.sources.county_changes import counties_in
from sectornb.sources.declarations import declared
from sectornb.sources.industry_cells import NATION, followed_back
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, read_areas, tables_of
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
    owners = ownership_codes(ownership)
    years, nation_years, gaps = [], [], []
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
            years.append(year)
        if _nation_held(files, year in (base_year, latest_year)):
            nation_years.append(year)
    frames = {
        "county": _followed(library, years, latest_year, counties, naics_digits, chosen),
        "nation": _read(library, nation_years, [NATION], naics_digits, "nation", chosen),
    }
    parts = {}
    for geography, frame in frames.items():
        level = aggregation_level(geography, naics_digits)
        wanted = frame["agglvl_code"].eq(level) & frame["own_code"].isin(owners)
        parts[geography] = (
            frame[wanted].reset_index(drop=True),
            frame[frame["naics"].eq("10")].reset_index(drop=True),
        )
    return IndustryYears(
        *parts["county"], *parts["nation"], tuple(years), tuple(nation_years), tuple(gaps)
    )


def _years_held(library: Library, first_year: int, latest_year: int) -> list[int]:
    held = {int(vintage[:4]) for vintage in library.vintages(SOURCE, *tables_of("annual"))}
    return sorted(year for year in held if first_year <= year <= latest_year)


def _followed(
    library: Library,
    years: list[int],
    latest_year: int,
    counties: Collection[str],
    naics_digits: int,
    vintages: dict[str, str],
) -> pd.DataFrame:
    detail = aggregation_level("county", naics_digits)
    frames = [
        followed_back(library, year, latest_year, counties, detail, vintages)[0] for year in years
    ]
    return pd.concat([frame for frame in frames if frame is not None], ignore_index=True)


def _nation_held(files: AreaFiles, needed: bool) -> bool:
    if needed:
        return not files.lacks([NATION])
    part = declared(SOURCE).table(files.slices).part.format(area=NATION)
    return files.library.path(SOURCE, files.vintage, files.slices, part).is_file()


def _read(
    library: Library,
    years: list[int],
    areas: Collection[str],
    naics_digits: int,
    geography: str,
    vintages: dict[str, str],
) -> pd.DataFrame:
    if not years:
        codes = ["area_fips", "own_code", "naics", "agglvl_code", "year", "employment_status"]
        empty = {name: pd.Series(dtype="str") for name in codes}
        return pd.DataFrame({**empty, **{name: pd.Series(dtype="float64") for name in MEASURES}})
    levels = [
        aggregation_level(geography, "total covered"),
        aggregation_level(geography, "total by ownership"),
        aggregation_level(geography, naics_digits),
    ]
    return read_areas(library, years, areas, columns=MEASURES, levels=levels, vintages=vintages)
