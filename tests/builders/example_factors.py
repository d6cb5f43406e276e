"""The example's private industries of three digits, as workbook 2 makes their factor table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sectornb.disclosure.withheld.levels import Sought, region_levels
from sectornb.industry.composite import jobs_of, regional_totals
from sectornb.industry.factors import industry_factors
from sectornb.industry.national import national_shares
from sectornb.industry.read import IndustryCells, industry_cells
from sectornb.shipped import shipped
from sectornb.sources.library import Library
from tests.builders.industry_study import asked

COUNTIES = ["57017", "57019", "57027", "57029", "57037", "57039"]
YEARS = {"base_year": 2017, "latest_year": 2022}


@dataclass(frozen=True)
class ExampleFactors:
    """Cells, factor table without bounds, all published levels, and the region's jobs."""

    cells: IndustryCells
    table: pd.DataFrame
    levels: pd.DataFrame
    all_jobs: float


def example_factors() -> ExampleFactors:
    """Read the shipped example and make its factor table."""
    library = Library(shipped("data", "example", "library"))
    cells = industry_cells(library, asked(COUNTIES))
    compared = (cells.comparison, cells.comparison_totals, cells.nation, cells.nation_totals)
    nation = national_shares(*compared, ownership="private")
    jobs = jobs_of(regional_totals(cells.totals, COUNTIES), 2022, "private")
    table = industry_factors(
        cells.industries,
        counties=COUNTIES,
        all_jobs=jobs["all"],
        owner_jobs=jobs["owner"],
        shares=nation.shares,
        owner_share=nation.owner_share,
        small_base_jobs=100,
        titles={},
        ownerships=cells.ownerships,
        no_growth=cells.no_growth,
        **YEARS,
    )
    levels = region_levels(library, Sought(COUNTIES, tuple(YEARS.values())))
    return ExampleFactors(cells, table, levels, jobs["all"])
