"""The cells of one question about industries: whose, which years, how much detail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.codes import aggregation_level, is_county, ownership_codes
from sectornb.errors import UnknownCodeError, examples
from sectornb.sources.county_changes import counties_in, out_of_use
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, read_areas
from sectornb.sources.qcew.cells import SOURCE

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
    ownerships : DataFrame
        The region's counties by industry in the latest year, of every ownership.
    no_growth : str
        Why the region cannot be followed back to the base year, or empty.
    """

    industries: pd.DataFrame
    totals: pd.DataFrame
    comparison: pd.DataFrame
    comparison_totals: pd.DataFrame
    nation: pd.DataFrame | None
    nation_totals: pd.DataFrame | None
    ownerships: pd.DataFrame
    no_growth: str = ""


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
    unless the nation's own file is there, which is then used instead.  A county
    that was renamed, joined or divided since is read in the base year under the
    codes of that time; where the region cannot be followed back, the base year is
    left out and `no_growth` says why.

    Raises
    ------
    UnknownCodeError
        If a county is not, or not yet, in use in the latest year.
    NotInLibraryError
        If a county's file is not in the library.
    """
    chosen = dict(vintages or {})
    detail = naics_digits
    _refuse_out_of_use(counties, latest_year)
    region, no_growth = _region(library, base_year, latest_year, counties, detail, chosen)
    latest = region[region["year"].eq(str(latest_year))]
    held = AreaFiles(library, latest_year, vintage=chosen.get(str(latest_year)))
    areas = held.areas()
    nation, nation_totals, around = None, None, latest
    if NATION in areas:
        nation = read_levels(library, [latest_year], [NATION], "nation", detail, chosen)
    elif others := {area for area in areas if is_county(area)} - set(counties):
        further = read_levels(library, [latest_year], others, "county", detail, chosen)
        around = pd.concat([latest, further], ignore_index=True)
    industries, totals = detail_and_totals(region, detail, ownership)
    comparison, comparison_totals = detail_and_totals(around, detail, ownership)
    if nation is not None:
        nation, nation_totals = detail_and_totals(nation, detail, ownership)
    ownerships, _ = detail_and_totals(latest, detail, "all")
    return IndustryCells(
        industries,
        totals,
        comparison,
        comparison_totals,
        nation,
        nation_totals,
        ownerships,
        no_growth,
    )


def region_levels(
    library: Library,
    counties: Collection[str],
    years: Collection[int],
    vintages: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """All published levels of the region's counties, and of their state where it is held.

    The state's own rows and those of its jobs without a county (``39000`` and
    ``39999``) tighten bounds of withheld cells; they are read for a region in
    one state.  A year in which a county had another code is left out.
    """
    frames = []
    chosen = dict(vintages or {})
    for year in sorted(set(years)):
        held = AreaFiles(library, year, vintage=chosen.get(str(year)))
        if held.lacks(counties):
            continue
        states = {code[:2] for code in counties}
        state = {f"{fips}{end}" for fips in states for end in ("000", "999")}
        whole = len(states) == 1 and not held.lacks(state)
        frames.append(
            read_areas(
                library,
                [year],
                [*counties, *(sorted(state) if whole else [])],
                columns=[*MEASURES, "annual_wage_usd"],
                vintages=chosen,
            )
        )
    return pd.concat(frames, ignore_index=True)


def followed_back(
    library: Library,
    year: int,
    latest_year: int,
    counties: Collection[str],
    naics_digits: int,
    vintages: Mapping[str, str],
) -> tuple[pd.DataFrame | None, str]:
    """Cells of `year` under the county codes of `latest_year`, or why there are none.

    Cells of several counties that are one today are added up; one withheld among them
    makes the sum withheld.
    """
    codes, reason = counties_in(counties, year, latest_year, SOURCE)
    if reason:
        return None, reason
    frame = read_levels(library, [year], list(codes), "county", naics_digits, vintages)
    if all(code == later for code, later in codes.items()):
        return frame, ""
    return _added_up(frame.assign(area_fips=frame["area_fips"].map(codes))), ""


def _region(
    library: Library,
    base_year: int,
    latest_year: int,
    counties: Collection[str],
    naics_digits: int,
    vintages: Mapping[str, str],
) -> tuple[pd.DataFrame, str]:
    codes, reason = counties_in(counties, base_year, latest_year, SOURCE)
    if all(code == later for code, later in codes.items()) and not reason:
        years = [base_year, latest_year]
        return read_levels(library, years, counties, "county", naics_digits, vintages), ""
    latest = read_levels(library, [latest_year], counties, "county", naics_digits, vintages)
    base, _ = followed_back(library, base_year, latest_year, counties, naics_digits, vintages)
    frames = [latest] if base is None else [base, latest]
    return pd.concat(frames, ignore_index=True), reason


def _added_up(frame: pd.DataFrame) -> pd.DataFrame:
    key = ["area_fips", "own_code", "naics", "agglvl_code", "size_code", "year", "qtr"]
    key = [column for column in key if column in frame]
    frame = frame.assign(hidden=frame["employment_status"].eq("withheld"))
    measures = [column for column in MEASURES if column in frame and column != "lq_employment"]
    grouped = frame.groupby(key, sort=True)
    summed = grouped[measures].sum().reset_index()
    hidden = grouped["hidden"].any().to_numpy()
    for column in ("employment", "total_wages_usd"):
        summed[column] = summed[column].mask(hidden)
    status = np.select([hidden, summed["employment"].eq(0)], ["withheld", "zero"], "disclosed")
    summed["employment_status"] = pd.Series(status, index=summed.index, dtype="str")
    return summed


def _refuse_out_of_use(counties: Collection[str], year: int) -> None:
    strange = out_of_use(counties, year, SOURCE)
    if strange:
        code, change = next(iter(sorted(strange.items())))
        instead = change.after if code in change.before else change.before
        raise UnknownCodeError(
            f"County {code} is not in use in the files of {year}: {change.event}, from "
            f"{change.first_year} on. Use {examples(sorted(instead), 9)} instead, or another year."
        )


def read_levels(
    library: Library,
    years: Collection[int],
    areas: Collection[str],
    geography: str,
    naics_digits: int,
    vintages: Mapping[str, str],
    columns: Collection[str] = MEASURES,
) -> pd.DataFrame:
    """Totals, totals by ownership and industries of one level of detail of some areas."""
    levels = [
        aggregation_level(geography, detail)
        for detail in ("total covered", "total by ownership", naics_digits)
    ]
    return read_areas(library, years, areas, columns=columns, levels=levels, vintages=vintages)


def detail_and_totals(
    frame: pd.DataFrame, naics_digits: int, ownership: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Industries at one level of detail and choice of ownership, and all industries together."""
    details = {aggregation_level(geography, naics_digits) for geography in ("county", "nation")}
    wanted = frame["agglvl_code"].isin(details) & frame["own_code"].isin(ownership_codes(ownership))
    totals = frame["naics"].eq("10")
    return frame[wanted].reset_index(drop=True), frame[totals].reset_index(drop=True)
