"""What workbook 3 reads: the industry's cells, patterns, projections; each once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from sectornb.codes import naics_titles, short_titles
from sectornb.contract import Study
from sectornb.disclosure.withheld.levels import Sought, region_levels, surrounding_levels
from sectornb.errors import NotInLibraryError, ParameterError, examples
from sectornb.occupation import WORKBOOK
from sectornb.occupation.industry_jobs import RegionJobs
from sectornb.occupation.patterns import ALL, Patterns, of_matrix, of_regional_table, of_wages
from sectornb.occupation.staffing import parts_of
from sectornb.sources.county_names import county_names
from sectornb.sources.declarations import declared
from sectornb.sources.employment_projections.recognition import projected_occupations
from sectornb.sources.industry_matrix import held_industries, staffing_patterns
from sectornb.sources.inputs import input_frame
from sectornb.sources.occupation_projections import state_projections
from sectornb.sources.oews.editions import edition_of_year
from sectornb.sources.oews.held import county_wage_areas, held_wages
from sectornb.sources.onet.read import onet_table, skill_ratings
from sectornb.sources.onet.split import SKILLS
from sectornb.sources.own_tables.held import held_own_table
from sectornb.sources.projections import held_projections
from sectornb.sources.soc import soc_table

if TYPE_CHECKING:
    from sectornb.sources.employment_projections.book import Projected

ALL_INDUSTRIES = "000000"
"""In the OEWS."""
BY_INDUSTRY = ("owner", "industry")
"""Tables of wages that have industries."""


class OccupationFiles(Study):
    """The files of one question about the jobs behind industries.

    Parameters
    ----------
    library : Library
        Holds a staffing pattern, and the QCEW of the counties unless jobs are given.
    settings : Place and OccupationSettings
        The workbook's checked parameters.
    """

    workbook = WORKBOOK

    def __init__(self, library: Any, settings: Any) -> None:
        super().__init__(library, settings)
        self.latest_year: int = settings.latest_year

    @property
    def period(self) -> str:
        """The year of the industry's jobs."""
        return str(self.latest_year)

    def vintage(self, source: str, *tables: str) -> str:
        """The vintage chosen for a source, else the newest held of its tables; empty without."""
        chosen: str = self.settings.vintages.get(source, "")
        return chosen or next(iter(reversed(self.library.vintages(source, *tables))), "")

    @cached_property
    def industry_titles(self) -> dict[str, str]:
        """Titles of industries in the edition of the latest year."""
        return naics_titles(self.latest_year)

    @cached_property
    def short_titles(self) -> dict[str, str]:
        """The same, short."""
        return short_titles(self.latest_year)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all counties by code, those that are known."""
        return county_names(self.library, {code[:2] for code in self.counties})

    @cached_property
    def state(self) -> str:
        """The state of most of the region's counties."""
        states = pd.Series([code[:2] for code in self.counties])
        return str(states.mode().iloc[0])

    # Jobs of industries.

    @cached_property
    def sought(self) -> Sought:
        """Whose rows are read, of which year and vintage."""
        return Sought(self.counties, (self.latest_year,), self.settings.vintages)

    @cached_property
    def _levels(self) -> pd.DataFrame:
        levels = region_levels(self.library, self.sought)
        if levels.empty:
            raise NotInLibraryError(
                f"The library {self.library.root} does not hold the industries of "
                f"{self.latest_year} of all the region's counties. Add their annual area files, or "
                "give the industry's jobs under 'industry_jobs' of the region file."
            )
        return levels

    @cached_property
    def region_jobs(self) -> dict[str, RegionJobs]:
        """Jobs of the region's industries, of ``private`` and of ``all`` owners."""
        around = surrounding_levels(self.library, self.sought)
        narrowest = self.settings.narrowest
        return {
            owners: RegionJobs(self._levels, around, self.counties, owners, narrowest)
            for owners in ("private", "all")
        }

    # Staffing patterns.

    @cached_property
    def patterns(self) -> Patterns:
        """Patterns for all target industries, of the first kind of source that has them all.

        Raises
        ------
        NotInLibraryError
            If none has, with what each lacks.
        """
        use, lacking = self.settings.staffing.use, []
        for name in self._sources_of_patterns if use == "auto" else (use,):
            found = self._of_source[name]()
            missing = [
                naics
                for naics in self.targets
                if found is None or parts_of(naics, found.industries, self.industry_titles) is None
            ]
            if found is not None and not missing:
                return found
            lacking.append(f"{name} ({examples(missing)})")
        page = declared("industry-matrix").table("industry").url
        raise NotInLibraryError(
            f"The library {self.library.root} has no staffing pattern of the target industries: "
            f"{'; '.join(lacking)}. Save the matrix of the industry from "
            f"{page.format(industry=self.targets[0].ljust(6, '0'))} as CSV and add it with: "
            "sectornb add FILE --source industry-matrix"
        )

    @property
    def _of_source(self) -> dict[str, Callable[[], Patterns | None]]:
        return {"regional": self._regional, "wages": self._wages, "matrix": self._matrix}

    @property
    def _sources_of_patterns(self) -> list[str]:
        """The region's own first, then the newer of wages by industry and the matrix."""
        wages = self.vintage("oews", *BY_INDUSTRY)
        matrix = self.vintage("industry-matrix", "industry")
        nation = ["wages", "matrix"] if wages and wages[:4] >= matrix[:4] else ["matrix", "wages"]
        return ["regional", *nation]

    def _wanted(self) -> list[str]:
        """The targets, and industries of one digit more in them."""
        children = {code for code in self.industry_titles if code[:-1] in self.targets}
        return [*self.targets, *sorted(children)]

    def _regional(self) -> Patterns | None:
        vintage = self.vintage("regional-staffing", *declared("regional-staffing").tables)
        if not vintage:
            return None
        table = held_own_table(self.library, "regional-staffing", vintage)
        areas = dict(zip(table["area_code"], table["area_title"], strict=True))
        area = self.settings.staffing.area or (next(iter(areas)) if len(areas) == 1 else "")
        if area not in areas:
            raise ParameterError(
                f"The regional staffing table has no area {area!r}; it has "
                f"{examples(f'{code} ({title})' for code, title in areas.items())}. Write one of "
                "them as staffing: area: into the region file, or staffing: use: matrix."
            )
        return of_regional_table(table, area, self.settings.ownership)

    def _wages(self) -> Patterns | None:
        vintage = self.vintage("oews", *BY_INDUSTRY)
        for name in BY_INDUSTRY:
            if vintage in self.library.vintages("oews", name):
                year = int(vintage[:4])
                groups = [
                    held_wages(self.library, name, [year], group, {year: vintage})
                    for group in ("detailed", "total")
                ]
                table = pd.concat(groups, ignore_index=True)
                codes = set(table["industry"])
                held = [naics for naics in self._wanted() if naics.ljust(6, "0") in codes]
                return of_wages(table, held) if held else None
        return None

    def _matrix(self) -> Patterns | None:
        vintage = self.vintage("industry-matrix", "industry")
        if not vintage:
            return None
        held = held_industries(self.library, vintage)
        found = {naics: held[naics] for naics in self._wanted() if naics in held}
        if not found:
            return None
        return of_matrix(staffing_patterns(self.library, found, vintage), found)

    @cached_property
    def matrix_rows(self) -> pd.DataFrame | None:
        """Occupations of the nation's matrices of the targets, with jobs projected; or None."""
        vintage = self.vintage("industry-matrix", "industry")
        if not vintage:
            return None
        held = held_industries(self.library, vintage)
        found = []
        for naics in self.targets:
            parts = parts_of(naics, held, self.industry_titles)
            found += [part for part in parts or () if part in held]
        return staffing_patterns(self.library, found, vintage) if found else None

    # Projections and codes.

    @cached_property
    def projected(self) -> Projected | None:
        """The nation's occupational projections, where they are held."""
        vintage = self.vintage("employment-projections", "occupation")
        return projected_occupations(self.library, vintage) if vintage else None

    @cached_property
    def area_projections(self) -> pd.DataFrame | None:
        """Projections of industries by area, where they are held."""
        return held_projections(self.library, self.vintage("projections", "simple"))

    @cached_property
    def state_projections(self) -> pd.DataFrame | None:
        """The state's projections by occupation, where they are held."""
        source = "occupation-projections"
        vintage = self.vintage(source, *declared(source).tables)
        if not vintage:
            return None
        try:
            return state_projections(self.library, self.state, vintage)
        except NotInLibraryError:
            return None

    # Wages.

    @cached_property
    def regional_wages(self) -> pd.DataFrame | None:
        """The region's own table of wages, where it is held."""
        vintage = self.vintage("regional-wages", *declared("regional-wages").tables)
        return held_own_table(self.library, "regional-wages", vintage) if vintage else None

    @cached_property
    def surveyed(self) -> dict[str, pd.DataFrame]:
        """Rows of the OEWS of the region's area, state and nation, those that are held."""
        found = {}
        if self.wage_area:
            found["metro"] = self._survey("metropolitan", self.wage_area)
        found["state"] = self._survey("state", self.state)
        found["nation"] = self._survey("national", "99")
        return {level: rows for level, rows in found.items() if len(rows)}

    def _survey(self, table: str, area: str) -> pd.DataFrame:
        """Detailed and broad occupations and the total of one area over all industries."""
        vintage = self.vintage("oews", table)
        if vintage not in self.library.vintages("oews", table):
            vintage = next(iter(reversed(self.library.vintages("oews", table))), "")
        if not vintage:
            return pd.DataFrame()
        year = int(vintage[:4])
        frames = [
            held_wages(self.library, table, [year], group, {year: vintage})
            for group in ("detailed", "broad", "total")
        ]
        rows = pd.concat(frames, ignore_index=True)
        here = rows["area"].eq(area) & rows["industry"].eq(ALL_INDUSTRIES)
        rows = rows[here].drop_duplicates("soc")
        return rows.reset_index(drop=True)

    @cached_property
    def wage_area(self) -> str:
        """Area of the wages: the one chosen, else that of most counties; empty without."""
        if self.settings.wage_area:
            return str(self.settings.wage_area)
        vintage = self.vintage("oews", "county-areas")
        if vintage not in self.library.vintages("oews", "county-areas"):
            return ""
        areas = county_wage_areas(self.library, int(vintage[:4]), self.counties, vintage)
        return str(areas["area"].mode().iloc[0])

    @cached_property
    def industry_survey(self) -> pd.DataFrame | None:
        """Rows of the nation's OEWS of the first target industry, where they are held."""
        vintage = self.vintage("oews", *BY_INDUSTRY)
        for name in BY_INDUSTRY:
            if vintage and vintage in self.library.vintages("oews", name):
                year = int(vintage[:4])
                rows = held_wages(self.library, name, [year], "detailed", {year: vintage})
                rows = rows[rows["industry"].eq(self.targets[0].ljust(6, "0"))]
                rows = rows.sort_values("own_code", key=lambda own: own.ne("5"), kind="stable")
                rows = rows.drop_duplicates("soc").reset_index(drop=True)
                return rows if len(rows) else None
        return None

    @property
    def national_median_usd(self) -> float:
        """The nation's hourly median of all occupations; missing where it is not held."""
        rows = self.surveyed.get("nation", pd.DataFrame({"soc": [], "hourly_median_usd": []}))
        total = rows.loc[rows["soc"].eq(ALL), "hourly_median_usd"]
        return float(total.iloc[0]) if len(total) else float("nan")

    # What the user gives.

    @property
    def characteristics(self) -> pd.DataFrame:
        """Part-time work and unemployment by occupation that the user gives."""
        given = self.settings.occupation_characteristics
        return input_frame("occupation_characteristics", given)

    @property
    def partner_targets(self) -> pd.DataFrame:
        """Occupations that partners name."""
        return input_frame("occupation_targets", self.settings.occupation_targets)

    @property
    def challenges(self) -> pd.DataFrame:
        """Challenges that employers name, and what lies behind them."""
        return input_frame("challenge_log", self.settings.challenge_log)

    @property
    def given_jobs(self) -> pd.DataFrame:
        """Jobs of industries that the user gives, of private owners where no other are told."""
        rows = input_frame("industry_jobs", self.settings.industry_jobs)
        return rows.assign(ownership=rows["ownership"].replace("", "private"))

    @property
    def pattern_edition(self) -> str:
        """Edition of the pattern's codes of occupations."""
        head = self.patterns.heads.iloc[0]
        year = int(head["pattern_year"])
        return edition_of_year(year) if head["pattern_source"] == "oews" else "2018"

    @cached_property
    def onet_vintage(self) -> str:
        """The release of O*NET that is read; empty without any."""
        return self.vintage("onet", *declared("onet").tables)

    def onet_rows(self, table: str) -> pd.DataFrame:
        """A table of O*NET; no rows where the library does not hold it."""
        if not self.onet_vintage or not self.library.parts("onet", self.onet_vintage, table):
            return pd.DataFrame()
        return onet_table(self.library, table, self.onet_vintage)

    @cached_property
    def ratings(self) -> dict[str, pd.DataFrame]:
        """Ratings of skills, knowledge and abilities, those that are held."""
        found = {name: self.onet_rows(name) for name in ("knowledge", "abilities")}
        if self.onet_vintage and any(
            self.library.parts("onet", self.onet_vintage, table) for table in SKILLS
        ):
            found = {"skills": skill_ratings(self.library, self.onet_vintage), **found}
        return {name: table for name, table in found.items() if len(table)}

    def codes(self, table: str) -> pd.DataFrame | None:
        """A table of occupation codes, of the newest vintage held or of the one chosen."""
        return soc_table(self.library, table, self.vintage("soc", table))

    @property
    def targets(self) -> list[str]:
        """The target industries.

        Raises
        ------
        ParameterError
            If none is named; a run resolves the short list before.
        """
        named: list[str] = self.settings.target_industries or self.given_jobs["naics"].tolist()
        if not named:
            raise ParameterError(
                'No target industry is named. Write target_industries: ["622"], with your '
                "industry's code, into the section 'occupations'; 'sectornb run' takes the "
                "first of workbook 2's short list where it is left out."
            )
        return named
