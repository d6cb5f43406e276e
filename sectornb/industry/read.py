"""From the library to frames: the cells of one question about a region's industries.

``settings`` are the workbook's checked parameters: whose counties, which years, ownership and
detail, and which vintage of a year where the library holds several.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import aggregation_level, is_county, ownership_codes
from sectornb.errors import NotInLibraryError, UnknownCodeError, examples
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.recodes import turns_of_the_year
from sectornb.sources.county_changes import (
    counties_in,
    county_changes,
    has_same_codes,
    one_ground,
    out_of_use,
)
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, Period, read_areas, year_tables
from sectornb.sources.qcew.cells import SOURCE

NATION = "US000"
Compared = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None]
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


@dataclass(frozen=True)
class IndustryYears:
    """Cells of all years that are there, at one level of detail and choice of ownership.

    Attributes
    ----------
    region, region_totals : DataFrame
        The region's counties: by industry, and all industries by ownership.
    nation, nation_totals : DataFrame
        The same of the nation, of the years whose national file is there; may be empty.
    nation_years : tuple of int
        Years of the nation.
    """

    region: pd.DataFrame
    region_totals: pd.DataFrame
    nation: pd.DataFrame
    nation_totals: pd.DataFrame
    nation_years: tuple[int, ...]


def industry_cells(library: Library, settings: Any) -> IndustryCells:
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
    counties, latest_year = settings.counties, settings.latest_year
    _refuse_out_of_use(counties, latest_year)
    region, no_growth = _region(library, settings)
    held = _files(library, settings, latest_year).areas()
    nation = None
    others: set[str] = set()
    if NATION in held:
        nation = _read(library, settings, [latest_year], [NATION], "nation")
    else:
        others = {area for area in held if is_county(area)} - set(counties)
    latest = everyone = region[region["year"].eq(str(latest_year))]
    if others:
        further = _read(library, settings, [latest_year], others)
        everyone = pd.concat([latest, further], ignore_index=True)
    return IndustryCells(
        industries=_industries(region, settings),
        totals=_totals(region),
        comparison=_industries(everyone, settings),
        comparison_totals=_totals(everyone),
        nation=None if nation is None else _industries(nation, settings),
        nation_totals=None if nation is None else _totals(nation),
        ownerships=_industries(latest, settings, "all"),
        no_growth=no_growth,
    )


def industry_years(library: Library, settings: Any) -> IndustryYears:
    """Cells of every year up to the latest for which the library has the whole region.

    The nation is taken in the base and the latest year; of other years only where its own
    slice is there: no long file is searched for it.

    Raises
    ------
    NotInLibraryError
        If the latest year itself is not there.
    """
    counties, latest_year = settings.counties, settings.latest_year
    frames, nation_years = [], []
    held = {int(vintage[:4]) for vintage in library.vintages(SOURCE, *year_tables())}
    for year in sorted(year for year in held if 1990 <= year <= latest_year):
        try:
            files = _files(library, settings, year)
        except NotInLibraryError:
            continue
        codes, reason = counties_in(counties, year, latest_year, SOURCE)
        if not reason and not files.lacks(codes):
            frames.append(_followed_back(library, settings, year, codes))
        needed = year in (settings.base_year, latest_year)
        if files.has_slice(NATION) or (needed and not files.lacks([NATION])):
            nation_years.append(year)
    region = pd.concat(frames, ignore_index=True)
    region = _with_grounds(region, settings, int(region["year"].min()))
    nation = region.iloc[:0]
    if nation_years:
        nation = _read(library, settings, nation_years, [NATION], "nation")
    return IndustryYears(
        _industries(region, settings), _totals(region),
        _industries(nation, settings), _totals(nation),
        tuple(nation_years),
    )  # fmt: skip


def region_levels(library: Library, settings: Any) -> pd.DataFrame:
    """All published levels of the region's counties, and of their state where it is held.

    Of the base and the latest year.  The state's own rows and those of its jobs without a
    county (``39000`` and ``39999``) tighten bounds of withheld cells; they are read for a
    region in one state.  A year in which a county had another code or ground is left out.
    """
    frames = []
    for year in sorted({settings.base_year, settings.latest_year}):
        held = _files(library, settings, year)
        same = has_same_codes(settings.counties, year, settings.latest_year, SOURCE)
        if not same or held.lacks(settings.counties):
            continue
        states = {code[:2] for code in settings.counties}
        state = [f"{fips}{end}" for fips in states for end in ("000", "999")]
        whole = len(states) == 1 and not held.lacks(state)
        areas = [*settings.counties, *(state if whole else [])]
        frames.append(held.read(areas, columns=[*MEASURES, "annual_wage_usd"]))
    return pd.concat(frames, ignore_index=True)


def unallocated_cells(library: Library, settings: Any) -> pd.DataFrame | None:
    """Cells of the region's states and of their jobs without a county, in the latest year.

    None where the library lacks either of every state; a state of which it has both is
    enough for its own industries.
    """
    held = _files(library, settings, settings.latest_year)
    areas = []
    for state in sorted({county[:2] for county in settings.counties}):
        both = [f"{state}000", f"{state}999"]
        areas += [] if held.lacks(both) else both
    if not areas:
        return None
    levels = [
        aggregation_level(geography, detail)
        for geography in ("state", "county")
        for detail in ("total by ownership", settings.naics_digits)
    ]
    owners = ownership_codes(settings.ownership)
    columns = ["establishments", "employment"]
    return held.read(areas, columns=columns, levels=levels, ownership=owners)


def quarters_at_turns(library: Library, settings: Any) -> pd.DataFrame | None:
    """Cells of December and January at every turn of the year between base and latest year.

    Only turns of which the library has both quarters of the whole region; None without any.
    """
    level = [aggregation_level("county", settings.naics_digits)]
    owners = ownership_codes(settings.ownership)
    columns = ["establishments", "month1_employment", "month3_employment"]

    def quarter(year: int, number: Period) -> pd.DataFrame:
        return read_areas(
            library, [year], settings.counties, period=number, columns=columns, levels=level,
            ownership=owners, vintages=settings.vintages,
        )  # fmt: skip

    found = []
    for year in range(settings.base_year + 1, settings.latest_year + 1):
        if not has_same_codes(settings.counties, year - 1, year, SOURCE):
            continue
        try:
            found.append(turns_of_the_year(quarter(year - 1, "4"), quarter(year, "1")))
        except NotInLibraryError:
            continue
    return pd.concat(found, ignore_index=True) if found else None


def base_comparison(library: Library, settings: Any, history: IndustryYears) -> Compared | None:
    """Counties and nation of the base year, under the codes of the latest, to compare with.

    Returns
    -------
    tuple or None
        Cells of counties, their totals, cells of the nation, its totals, as for
        :func:`~sectornb.industry.national.national_shares`; None where the years are the
        same or the base year cannot be compared.
    """
    ends = (settings.base_year, settings.latest_year)
    if ends[0] == ends[1]:
        return None
    if ends[0] in history.nation_years:
        rows, totals = (
            frame[frame["year"].eq(str(ends[0]))]
            for frame in (history.nation, history.nation_totals)
        )
        rows = under_later_codes(rows, *ends)
        return rows.iloc[:0], totals.iloc[:0], rows, totals
    try:
        cells = industry_cells(library, settings.model_copy(update={"latest_year": ends[0]}))
    except (NotInLibraryError, UnknownCodeError):
        return None
    return under_later_codes(cells.comparison, *ends), cells.comparison_totals, None, None


def state_totals(library: Library, settings: Any) -> pd.DataFrame | None:
    """Totals by ownership of the region's states and of all their counties that are held.

    Of the base and the latest year; None where the library has no state.
    """
    levels = [
        aggregation_level(geography, detail)
        for geography in ("state", "county")
        for detail in ("total covered", "total by ownership")
    ]
    frames = []
    for year in sorted({settings.base_year, settings.latest_year}):
        held = _files(library, settings, year)
        every = held.areas()
        for state in sorted({county[:2] for county in settings.counties}):
            if f"{state}000" in every:
                own = {area for area in every if is_county(area) and area.startswith(state)}
                areas = [f"{state}000", *own]
                frames.append(held.read(areas, columns=["employment"], levels=levels))
    return pd.concat(frames, ignore_index=True) if frames else None


def years_before(library: Library, settings: Any, years: Collection[int]) -> pd.DataFrame:
    """Jobs of the region's counties in a year, as held and as the file of the next year tells.

    Returns
    -------
    DataFrame
        ``area_fips``, ``own_code``, ``year`` (of the later file), ``held`` and ``told`` (jobs).
    """
    counties, totals = settings.counties, ("total covered", "total by ownership")
    levels = [aggregation_level("county", detail) for detail in totals]
    frames: dict[int, pd.DataFrame] = {}
    for year in years:
        held = _files(library, settings, year)
        # What is averaged of quarters tells of no year before.
        if len(held.places(counties)) == len(set(counties)):
            columns = ["employment", "oty_employment_change"]
            frames[year] = held.read(counties, columns=columns, levels=levels)
    found = [pd.DataFrame(columns=["area_fips", "own_code", "year", "held", "told"])]
    for year in sorted(set(frames) & {year + 1 for year in frames}):
        if not has_same_codes(counties, year - 1, year, SOURCE):
            continue
        before = frames[year - 1][["area_fips", "own_code", "employment"]]
        both = frames[year].merge(before, on=["area_fips", "own_code"], suffixes=("", "_before"))
        told = both["employment"] - both["oty_employment_change"]
        both = both.assign(held=both["employment_before"], told=told)
        found.append(both[["area_fips", "own_code", "year", "held", "told"]].dropna())
    return pd.concat(found, ignore_index=True)


def _region(library: Library, settings: Any) -> tuple[pd.DataFrame, str]:
    """Cells of the region in both years, and why the base year is not among them."""
    base_year, latest_year, counties = settings.base_year, settings.latest_year, settings.counties
    codes, reason = counties_in(counties, base_year, latest_year, SOURCE)
    if not reason and all(code == later for code, later in codes.items()):
        return _read(library, settings, [base_year, latest_year], counties), ""
    latest = _read(library, settings, [latest_year], counties)
    frames = [] if reason else [_followed_back(library, settings, base_year, codes)]
    region = pd.concat([*frames, latest], ignore_index=True)
    return _with_grounds(region, settings, base_year), reason


def _with_grounds(region: pd.DataFrame, settings: Any, year: int) -> pd.DataFrame:
    """`region` with the ``ground`` of each county, where `year` knows only several as one."""
    grounds = one_ground(settings.counties, year, settings.latest_year, SOURCE)
    if not grounds:
        return region
    ground = region["area_fips"].map(grounds).fillna(region["area_fips"])
    return region.assign(ground=ground.astype("str"))


def _followed_back(
    library: Library, settings: Any, year: int, codes: Mapping[str, str]
) -> pd.DataFrame:
    """Cells of `year` under later county codes, given the codes of that year to the later ones.

    Cells of several counties that are one today are added up; one withheld among them
    makes the sum withheld.  ``counties_summed`` says how many there were.
    """
    frame = _read(library, settings, [year], list(codes))
    if all(code == later for code, later in codes.items()):
        return frame
    frame = frame.assign(
        area_fips=frame["area_fips"].map(codes), hidden=frame["employment_status"].eq("withheld")
    )
    key = ["area_fips", "own_code", "naics", "agglvl_code", "size_code", "year", "qtr"]
    grouped = frame.groupby([column for column in key if column in frame], sort=True)
    summed = grouped[[column for column in MEASURES if column != "lq_employment"]].sum()
    summed["counties_summed"] = grouped.size()
    summed = summed.reset_index()
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
    for change in county_changes(SOURCE):
        touched = sorted({*counties} & (change.before | change.after))
        if touched and change.may_fall_in(year):
            raise UnknownCodeError(
                f"{change.event} in {year} or at its end, so {examples(touched)} may be no whole "
                f"county in the files of {year}. Choose another latest_year."
            )


def _files(library: Library, settings: Any, year: int) -> AreaFiles:
    return AreaFiles(library, year, vintage=settings.vintages.get(str(year)))


def _read(
    library: Library,
    settings: Any,
    years: Collection[int],
    areas: Collection[str],
    geography: str = "county",
) -> pd.DataFrame:
    """Totals and industries of some areas, of every ownership."""
    details = ("total covered", "total by ownership", settings.naics_digits)
    levels = [aggregation_level(geography, detail) for detail in details]
    vintages = settings.vintages
    return read_areas(library, years, areas, columns=MEASURES, levels=levels, vintages=vintages)


def _industries(frame: pd.DataFrame, settings: Any, ownership: str = "") -> pd.DataFrame:
    details = {aggregation_level(geo, settings.naics_digits) for geo in ("county", "nation")}
    owners = ownership_codes(ownership or settings.ownership)
    wanted = frame["agglvl_code"].isin(details) & frame["own_code"].isin(owners)
    return frame[wanted].reset_index(drop=True)


def _totals(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["naics"].eq("10")].reset_index(drop=True)
