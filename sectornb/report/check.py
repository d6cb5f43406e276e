"""The data diagnostics alone: which printed numbers of workbook 2 would be wrong."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sectornb.codes import naics_titles
from sectornb.errors import ChangedFileError, ParameterError, RegionFileError, SectornbError
from sectornb.industry import (
    composite,
    factors,
    highlights,
    national,
    projection,
    ranking,
    series,
    shift_share,
)
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.diagnostics_ranks import TRAPS, caught
from sectornb.industry.evidence import Caught, Evidence
from sectornb.report.parameters import IndustriesSection
from sectornb.report.region_file import Region
from sectornb.sources.industry_cells import IndustryCells, industry_cells
from sectornb.sources.industry_years import IndustryYears, industry_years
from sectornb.sources.library import Library, open_library
from sectornb.sources.projections import held_projections

WORKBOOK = "2-industries"
Read = tuple[IndustryCells, IndustryYears, pd.DataFrame | None]


def check_region(region: Region) -> list[Caught]:
    """Read what workbook 2 reads, make its tables, and look for traps.

    A file that is no longer the one its record describes, and data from which the tables
    cannot be made, are findings too.

    Raises
    ------
    RegionFileError
        If the region file has no section for the workbook.
    NotInLibraryError
        If a file that it needs is not in the library.
    """
    if WORKBOOK not in region.sections:
        raise RegionFileError(
            f"{region.path.name} has no section 'industries', so there is nothing to check. Add "
            "one with base_year and latest_year."
        )
    try:
        evidence, history = gathered(region)
    except ChangedFileError as error:
        return [Caught("T29", "Revised data", "blocking", str(error))]
    found = caught(evidence)
    try:
        complete = with_tables(evidence, history, region.sections[WORKBOOK])
    except ParameterError:
        raise
    except SectornbError as error:
        stopped = Caught("T04", "Tables that cannot be made", "blocking", str(error))
        return found if any(one.severity == "blocking" for one in found) else [stopped, *found]
    return caught(complete)


def gathered(region: Region) -> tuple[Evidence, Read]:
    """The cells that workbook 2 reads, before any table is made of them."""
    section: IndustriesSection = region.sections[WORKBOOK]
    library: Library = open_library(str(region.library))
    asked = section.model_dump(
        include={"base_year", "latest_year", "naics_digits", "ownership", "vintages"}
    )
    cells = industry_cells(library, region.counties, **asked)
    history = industry_years(library, region.counties, **asked)
    evidence = Evidence(
        cells=under_later_codes(cells.industries, section.base_year, section.latest_year),
        totals=cells.totals,
        comparison=cells.comparison,
        comparison_totals=cells.comparison_totals,
        nation=cells.nation,
        nation_totals=cells.nation_totals,
        counties=tuple(region.counties),
        base_year=section.base_year,
        latest_year=section.latest_year,
        ownership=section.ownership,
        naics_digits=section.naics_digits,
        small_base_jobs=section.small_base_jobs,
    )
    published = held_projections(library, section.projections.vintage)
    return evidence, (cells, history, published)


def with_tables(evidence: Evidence, read: Read, section: IndustriesSection) -> Evidence:
    """`evidence` with the tables that the workbook makes from it."""
    cells, history, _ = read
    ends = {"base_year": evidence.base_year, "latest_year": evidence.latest_year}
    nation = national.national_shares(
        evidence.comparison,
        evidence.comparison_totals,
        evidence.nation,
        evidence.nation_totals,
        ownership=evidence.ownership,
    )
    totals = composite.regional_totals(evidence.totals, evidence.counties)
    jobs = composite.jobs_of(totals, evidence.latest_year, evidence.ownership)
    table = factors.industry_factors(
        evidence.cells,
        counties=evidence.counties,
        **ends,
        all_jobs=jobs["all"],
        owner_jobs=jobs["owner"],
        shares=nation.shares,
        owner_share=nation.owner_share,
        small_base_jobs=evidence.small_base_jobs,
        titles=naics_titles(evidence.latest_year),
        ownerships=cells.ownerships,
        no_growth=cells.no_growth,
    )
    table = projection.projected(
        table,
        read[2],
        series.matched_yearly_jobs(history.region, evidence.counties, evidence.latest_year),
        evidence.latest_year,
        choice=section.projections.use,
        areas=section.projections.areas,
        small_base_jobs=evidence.small_base_jobs,
    )
    weights = section.weights.model_dump()
    active = ranking.active_weights(table, weights)
    shortlist, ties = section.shortlist, section.ties
    shifts = shift_share.shift_share_table(
        table,
        series.yearly_jobs(history.region, evidence.latest_year),
        series.yearly_jobs(history.nation, evidence.latest_year),
        {
            "region": series.owner_totals(history.region_totals, evidence.ownership),
            "nation": series.owner_totals(history.nation_totals, evidence.ownership),
        },
        **ends,
    )
    tables = {
        "industry_factors": table,
        "industry_ranking": ranking.industry_ranking(
            table, weights, shortlist=shortlist, ties=ties
        ),
        "industry_highlights": highlights.industry_highlights(
            table, shortlist=shortlist, ties=ties
        ),
        "shift_share": shifts,
    }
    return replace(evidence, all_jobs=jobs["all"], weights=active, tables=tables)


def described(found: list[Caught]) -> list[str]:
    """What was found, one line each, and a last line that sums it up."""
    blocking = sum(one.severity == "blocking" for one in found)
    lines = [str(one) for one in found]
    if not found:
        return [f"{len(TRAPS)} traps looked for, none found."]
    warnings = len(found) - blocking
    return [
        *lines,
        f"{len(TRAPS)} traps looked for: {blocking} blocking (a printed number would be wrong), "
        f"{warnings} warnings.",
    ]
