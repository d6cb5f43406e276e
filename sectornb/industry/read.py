"""What the traps need beside the cells that workbook 2 reads, where the library has it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.codes import aggregation_level, ownership_codes
from sectornb.errors import NotInLibraryError, UnknownCodeError
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.recodes import turns_of_the_year
from sectornb.sources.industry_cells import industry_cells
from sectornb.sources.industry_years import IndustryYears
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, Period, read_areas

Compared = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None]
MONTHS = ("month1_employment", "month3_employment")


def unallocated_cells(library: Library, settings: Any) -> pd.DataFrame | None:
    """Cells of the region's states and of their jobs without a county, in the latest year.

    None where the library lacks either of every state; a state of which it has both is
    enough for its own industries.
    """
    year = settings.latest_year
    held = AreaFiles(library, year, vintage=settings.vintages.get(str(year)))
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
    return held.read(
        areas,
        columns=["establishments", "employment"],
        levels=levels,
        ownership=ownership_codes(settings.ownership),
    )


def quarters_at_turns(library: Library, settings: Any) -> pd.DataFrame | None:
    """Cells of December and January at every turn of the year between base and latest year.

    Only turns of which the library has both quarters of the whole region; None without any.
    """
    level = [aggregation_level("county", settings.naics_digits)]
    owners = ownership_codes(settings.ownership)

    def quarter(year: int, number: Period) -> pd.DataFrame:
        return read_areas(
            library, [year], settings.counties, period=number, levels=level, ownership=owners,
            columns=["establishments", *MONTHS], vintages=settings.vintages,
        )  # fmt: skip

    found = []
    for year in range(settings.base_year + 1, settings.latest_year + 1):
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
        cells = industry_cells(
            library, settings.counties, base_year=ends[0], latest_year=ends[0],
            naics_digits=settings.naics_digits, ownership=settings.ownership,
            vintages=settings.vintages,
        )  # fmt: skip
    except (NotInLibraryError, UnknownCodeError):
        return None
    return under_later_codes(cells.comparison, *ends), cells.comparison_totals, None, None
