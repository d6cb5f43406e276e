"""What the traps need beside the cells that workbook 2 reads, where the library has it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sectornb.codes import aggregation_level, ownership_codes
from sectornb.dictionary import Column, dictionary
from sectornb.errors import NotInLibraryError, UnknownCodeError
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.recodes import turns_of_the_year
from sectornb.report.sections import IndustriesSection
from sectornb.sources.industry_cells import IndustryCells, industry_cells
from sectornb.sources.industry_years import IndustryYears
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, Period, read_areas

Compared = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None]
MONTHS = ("month1_employment", "month3_employment")


def unallocated_cells(
    library: Library, counties: tuple[str, ...], section: IndustriesSection
) -> pd.DataFrame | None:
    """Cells of the region's states and of their jobs without a county, in the latest year.

    None where the library lacks either of every state; a state of which it has both is
    enough for its own industries.
    """
    year = section.latest_year
    held = AreaFiles(library, year, vintage=section.vintages.get(str(year)))
    areas = []
    for state in sorted({county[:2] for county in counties}):
        both = [f"{state}000", f"{state}999"]
        areas += [] if held.lacks(both) else both
    if not areas:
        return None
    levels = [
        aggregation_level(geography, detail)
        for geography in ("state", "county")
        for detail in ("total by ownership", section.naics_digits)
    ]
    return held.read(
        areas,
        columns=["establishments", "employment"],
        levels=levels,
        ownership=ownership_codes(section.ownership),
    )


def quarters_at_turns(
    library: Library, counties: tuple[str, ...], section: IndustriesSection
) -> pd.DataFrame | None:
    """Cells of December and January at every turn of the year between base and latest year.

    Only turns of which the library has both quarters of the whole region; None without any.
    """
    level = [aggregation_level("county", section.naics_digits)]
    owners = ownership_codes(section.ownership)
    found = []
    for year in range(section.base_year + 1, section.latest_year + 1):
        ends: list[pd.DataFrame] = []
        quarters: tuple[tuple[int, Period], ...] = ((year - 1, "4"), (year, "1"))
        for when, quarter in quarters:
            try:
                ends.append(
                    read_areas(
                        library, [when], counties, period=quarter, levels=level, ownership=owners,
                        columns=["establishments", *MONTHS], vintages=section.vintages,
                    )
                )  # fmt: skip
            except NotInLibraryError:
                break
        if len(ends) == 2:
            found.append(turns_of_the_year(*ends))
    return pd.concat(found, ignore_index=True) if found else None


def base_comparison(
    library: Library,
    counties: tuple[str, ...],
    section: IndustriesSection,
    history: IndustryYears,
) -> Compared | None:
    """Counties and nation of the base year, under the codes of the latest, to compare with.

    Returns
    -------
    tuple or None
        Cells of counties, their totals, cells of the nation, its totals, as for
        :func:`~sectornb.industry.national.national_shares`; None where the years are the
        same or the base year cannot be compared.
    """
    ends = (section.base_year, section.latest_year)
    if ends[0] == ends[1]:
        return None
    if section.base_year in history.nation_years:
        rows, totals = (
            frame[frame["year"].eq(str(section.base_year))]
            for frame in (history.nation, history.nation_totals)
        )
        rows = under_later_codes(rows, *ends)
        return rows.iloc[:0], totals.iloc[:0], rows, totals
    try:
        cells: IndustryCells = industry_cells(
            library, counties, base_year=ends[0], latest_year=ends[0],
            naics_digits=section.naics_digits, ownership=section.ownership,
            vintages=section.vintages,
        )  # fmt: skip
    except (NotInLibraryError, UnknownCodeError):
        return None
    return under_later_codes(cells.comparison, *ends), cells.comparison_totals, None, None


def printed_columns(workbook: str) -> Mapping[str, Mapping[str, Column]]:
    """Every saved table of a workbook with its columns, as the data dictionary declares them."""
    declared = dictionary()
    return {
        name: {column: declared.columns[column] for column in table.columns}
        for name, table in declared.tables.items()
        if table.workbook == workbook
    }
