"""The data diagnostics alone: which printed numbers of workbook 2 would be wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from sectornb.codes import naics_titles
from sectornb.disclosure.withheld.bounds import ConflictError
from sectornb.errors import ChangedFileError, ParameterError, RegionFileError, SectornbError
from sectornb.industry import (
    composite,
    factor_bounds,
    factors,
    highlights,
    national,
    projection,
    ranking,
    robustness,
    series,
    shift_share,
)
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.settings import IndustrySettings
from sectornb.industry.traps import Findings, caught
from sectornb.industry.traps.evidence import Caught, Evidence
from sectornb.report.check_sources import (
    Compared,
    base_comparison,
    printed_columns,
    quarters_at_turns,
    unallocated_cells,
)
from sectornb.report.region_file import Region
from sectornb.sources.industry_cells import IndustryCells, industry_cells, region_levels
from sectornb.sources.industry_years import IndustryYears, industry_years
from sectornb.sources.library import Library, open_library
from sectornb.sources.projections import held_projections

WORKBOOK = "2-industries"
REVISED = "T29"
"""Found by the library itself, which refuses a file that is no longer the one it took in."""


class Read(NamedTuple):
    """What `gathered` read and the tables are made of, beside the evidence.

    Attributes
    ----------
    cells, history
        Cells of the two years, and of every year at hand.
    published : DataFrame or None
        Projections.
    levels : DataFrame
        All published levels of the region's counties, and of their state.
    base : tuple or None
        What the nation's shares of the base year follow from.
    """

    cells: IndustryCells
    history: IndustryYears
    published: pd.DataFrame | None
    levels: pd.DataFrame
    base: Compared | None


def check_region(region: Region) -> Findings:
    """Read what workbook 2 reads, make its tables, and look for traps.

    A file that is no longer the one its record describes, published rows that contradict
    each other, and data from which the tables cannot be made, are findings too.

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
    section: IndustrySettings = region.sections[WORKBOOK]
    try:
        evidence, read = gathered(region)
    except ChangedFileError as error:
        return Findings([Caught(REVISED, "Revised data", "blocking", str(error))], [REVISED])
    against = contradictions(evidence, read)
    first = caught(evidence).joined(against, [REVISED])
    try:
        complete = with_tables(evidence, read, section)
    except ParameterError:
        raise
    except SectornbError as error:
        if any(one.severity == "blocking" for one in first):
            return first
        return first.joined([Caught("T04", "Tables that cannot be made", "blocking", str(error))])
    return caught(complete).joined(against, [REVISED])


def contradictions(evidence: Evidence, read: Read) -> list[Caught]:
    """Published rows of the region that cannot all be right, whatever the withheld ones hold."""
    try:
        factor_bounds.yearly_bounds(read.levels, evidence.counties, evidence.ownership)
    except ConflictError as error:
        return [Caught("T12", "Rows that contradict each other", "blocking", str(error))]
    return []


def gathered(region: Region) -> tuple[Evidence, Read]:
    """The cells that workbook 2 reads, before any table is made of them."""
    section: IndustrySettings = region.sections[WORKBOOK]
    library: Library = open_library(str(region.library))
    asked = section.model_dump(
        include={"base_year", "latest_year", "naics_digits", "ownership", "vintages"}
    )
    cells = industry_cells(library, region.counties, **asked)
    history = industry_years(library, region.counties, **asked)
    published = held_projections(library, section.projections.vintage)
    counties = tuple(region.counties)
    ends = [section.base_year, section.latest_year]
    levels = region_levels(library, counties, ends, section.vintages)
    brought = {"the published rows": set(levels["naics"])}
    if published is not None:
        brought["the projections"] = set(published["naics"])
    evidence = Evidence(
        cells=under_later_codes(cells.industries, section.base_year, section.latest_year),
        totals=cells.totals,
        comparison=cells.comparison,
        comparison_totals=cells.comparison_totals,
        nation=cells.nation,
        nation_totals=cells.nation_totals,
        counties=counties,
        base_year=section.base_year,
        latest_year=section.latest_year,
        ownership=section.ownership,
        naics_digits=section.naics_digits,
        small_base_jobs=section.small_base_jobs,
        history=history.region,
        quarters=quarters_at_turns(library, counties, section),
        unallocated=unallocated_cells(library, counties, section),
        codes_brought=brought,
        printed=printed_columns(WORKBOOK),
    )
    base = base_comparison(library, counties, section, history)
    return evidence, Read(cells, history, published, levels, base)


def with_tables(evidence: Evidence, read: Read, section: IndustrySettings) -> Evidence:
    """`evidence` with the tables that the workbook makes from it."""
    cells, history = read.cells, read.history
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
        read.published,
        series.matched_yearly_jobs(history.region, evidence.counties, evidence.latest_year),
        evidence.latest_year,
        choice=section.projections.use,
        areas=section.projections.areas,
        small_base_jobs=evidence.small_base_jobs,
    )
    weights = section.weights.model_dump()
    active = ranking.active_weights(table, weights)
    shortlist, details = section.shortlist, section.details
    listed: dict[str, Any] = {"shortlist": shortlist, "ties": details.ties}
    drawn = robustness.with_draws(
        ranking.industry_ranking(table, weights, **listed),
        table,
        read.levels,
        evidence.counties,
        weights,
        ownership=evidence.ownership,
        naics_digits=evidence.naics_digits,
        base_year=evidence.base_year,
        latest_year=evidence.latest_year,
        all_jobs=jobs["all"],
        small_base_jobs=evidence.small_base_jobs,
        **listed,
        draws=details.draws,
        seed=details.seed,
    )
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
        "industry_ranking": drawn.ranking,
        "industry_highlights": highlights.industry_highlights(table, **listed),
        "shift_share": shifts,
    }
    before = None
    if read.base is not None:
        before = national.national_shares(*read.base, ownership=evidence.ownership).shares
    return replace(
        evidence, all_jobs=jobs["all"], weights=active, tables=tables, base_shares=before
    )


def described(found: Findings) -> list[str]:
    """What was found, one line each, and a last line that sums it up."""
    blocking = sum(one.severity == "blocking" for one in found)
    traps = f"{len(found.looked_for)} traps looked for"
    if not found:
        return [f"{traps}, none found."]
    return [
        *(str(one) for one in found),
        f"{traps}: {blocking} blocking (a printed number would be wrong), "
        f"{len(found) - blocking} warnings.",
    ]
