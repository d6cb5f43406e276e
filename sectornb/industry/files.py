"""What workbook 2 reads: its parameters, and the cells of the library, each read once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from sectornb.contract import Study
from sectornb.disclosure.withheld.levels import (
    Sought,
    SurroundingLevels,
    region_levels,
    surrounding_levels,
    unallocated_cells,
)
from sectornb.industry import WORKBOOK, read
from sectornb.sources.county_changes import has_same_codes
from sectornb.sources.county_names import county_names
from sectornb.sources.library import Library, describe_used
from sectornb.sources.projections import held_projections
from sectornb.sources.qcew.areas import AreaFiles
from sectornb.sources.qcew.cells import SOURCE


class IndustryFiles(Study):
    """The cells of one question about a region's industries.

    Parameters
    ----------
    library : Library
        Holds the QCEW of the region's counties in both years.
    settings : Place and IndustrySettings
        The workbook's checked parameters.
    """

    workbook = WORKBOOK

    def __init__(self, library: Library, settings: Any) -> None:
        super().__init__(library, settings)
        self.base_year: int = settings.base_year
        self.latest_year: int = settings.latest_year
        self.ownership: str = settings.ownership
        self.naics_digits: int = settings.naics_digits
        self.small_base_jobs: float = settings.small_base_jobs
        self.weights: dict[str, float] = settings.weights.model_dump()
        self.shortlist: int = settings.shortlist
        self.ties = settings.details.ties

    @property
    def ends(self) -> dict[str, int]:
        """The years compared."""
        return {"base_year": self.base_year, "latest_year": self.latest_year}

    @property
    def sought(self) -> Sought:
        """Whose rows are read, of which years and vintages."""
        settings = self.settings
        return Sought(self.counties, (self.base_year, self.latest_year), settings.vintages)

    @property
    def period(self) -> str:
        """The two years."""
        return f"{self.base_year} to {self.latest_year}"

    # What is read.

    @cached_property
    def published(self) -> read.IndustryCells:
        """Published cells of the region in both years, and what they are compared with."""
        return read.industry_cells(self.library, self.settings)

    @cached_property
    def years(self) -> read.IndustryYears:
        """Published cells of every year that the library holds of the whole region."""
        return read.industry_years(self.library, self.settings)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Every published level of the region's counties, which confines what is withheld."""
        return region_levels(self.library, self.sought)

    @property
    def levels_between(self) -> dict[str, pd.DataFrame]:
        """The counties' own of each year held of the whole region between the two.

        The state's rows are left aside: no long file is searched for them.
        """
        found = {}
        for year in sorted(self.years.region["year"].astype(int).unique()):
            same = has_same_codes(self.counties, year, self.latest_year, SOURCE)
            if same and self.base_year < year < self.latest_year:
                vintage = self.settings.vintages.get(str(year))
                files = AreaFiles(self.library, year, vintage=vintage)
                columns = [*read.MEASURES, "annual_wage_usd"]
                found[str(year)] = files.read(self.counties, columns=columns)
        return found

    @cached_property
    def surroundings(self) -> SurroundingLevels:
        """The same of the other counties of its states, where the states' own rows are held."""
        return surrounding_levels(self.library, self.sought)

    @cached_property
    def projections(self) -> pd.DataFrame | None:
        """Published projections of every area at hand."""
        return held_projections(self.library, self.settings.projections.vintage)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all counties by code, those that are known."""
        return county_names(self.library, {code[:2] for code in self.counties})

    @property
    def files(self) -> str:
        """The files that the results rest on, one line for each source and vintage."""
        assert self.published and self.years and self.names is not None
        assert self.projections is None or len(self.projections)
        return describe_used(self.library)

    # What only traps look at.

    @cached_property
    def quarters_at_turns(self) -> pd.DataFrame | None:
        """Cells of December and January at every turn of the year, where they are held."""
        return read.quarters_at_turns(self.library, self.settings)

    @cached_property
    def unallocated(self) -> pd.DataFrame | None:
        """Cells of the states and of their jobs without a county, where they are held."""
        return unallocated_cells(self.library, self.sought, self.naics_digits, self.ownership)

    @cached_property
    def state_totals(self) -> pd.DataFrame | None:
        """Totals of the region's states and of all their counties that are held."""
        return read.state_totals(self.library, self.settings)

    @cached_property
    def years_before(self) -> pd.DataFrame:
        """Totals of the region's counties, and what the file of the next year tells of them."""
        years = {int(year) for year in self.years.region["year"].unique()}
        return read.years_before(self.library, self.settings, years)
