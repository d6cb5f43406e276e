"""What the jobs pay and ask for, and how many open: the further steps of workbook 3."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from sectornb.errors import NotInLibraryError
from sectornb.occupation.coded import CodedStudy
from sectornb.occupation.demand import (
    all_industry_jobs,
    growth_in_industry,
    growth_of_industries,
    growth_of_nation,
    growth_of_state,
    leaving_rates,
    total_growth_pct,
)
from sectornb.occupation.flags import occupation_flags
from sectornb.occupation.openings import growth_rates, occupation_openings
from sectornb.occupation.requirements import occupation_requirements
from sectornb.occupation.sustaining import sustaining_summary, sustaining_wages
from sectornb.occupation.wages import (
    industry_wages,
    occupation_wages,
    of_regional_wages,
    of_survey,
)
from sectornb.sources.employment_projections.recognition import projected_occupations
from sectornb.sources.own_tables.held import held_own_table
from sectornb.sources.own_tables.thresholds import Threshold, sustaining_income
from sectornb.sources.projected_areas import combined_areas, under_codes_of

THRESHOLDS = "wage-thresholds"


class PaidStudy(CodedStudy):
    """Wages, requirements, openings and flags of the industry's occupations."""

    # What they pay.

    @cached_property
    def wage_levels(self) -> list[pd.DataFrame]:
        """Wages by level, the nearest first: the region's table, its area, state, nation."""
        found = []
        own = self.regional_wages
        if own is not None:
            jobs = own.groupby("soc")["employment"].sum(min_count=1)
            codes = self.to_matrix(jobs, "2018", "occupation_wages").soc
            found.append(of_regional_wages(own, codes))
        for level, rows in self.surveyed.items():
            everywhere = rows[rows["industry"].eq("000000")]
            if len(everywhere):
                found.append(of_survey(everywhere, level, self._survey_codes(everywhere)))
        return found

    def _survey_codes(self, rows: pd.DataFrame) -> dict[str, str]:
        """Codes of the matrix for detailed occupations of the OEWS."""
        detailed = rows[rows["occupation_group"].eq("detailed")]
        jobs = detailed.groupby("soc")["employment"].sum(min_count=1)
        edition = str(rows["soc_edition"].iloc[0])
        return self.to_matrix(jobs, edition, "occupation_wages").soc

    @cached_property
    def wages(self) -> pd.DataFrame:
        """The table ``occupation_wages``, and of the industry where it can be told."""
        table = occupation_wages(self.profile, self.wage_levels, self.settings.least_jobs)
        inside, nation = self.industry_survey, self.surveyed.get("nation")
        if inside is None or nation is None:
            return table.assign(industry_wage_ratio=float("nan"), industry_median_usd=float("nan"))
        levels = [of_survey(rows, "nation", self._survey_codes(rows)) for rows in (nation, inside)]
        return table.merge(industry_wages(table, *levels), how="left", on="soc")

    @cached_property
    def threshold_area(self) -> str:
        """Area whose family-sustaining income is asked of; empty where none is chosen."""
        if self.settings.threshold_area or not self.library.vintages(THRESHOLDS, "llsil"):
            return str(self.settings.threshold_area)
        areas = held_own_table(self.library, THRESHOLDS, table="llsil")["area_name"].unique()
        return str(areas[0]) if len(areas) == 1 else ""

    @cached_property
    def threshold(self) -> Threshold | None:
        """What sustains a family there; None where no table tells it."""
        try:
            return sustaining_income(self.library, self.threshold_area, self.settings.family)
        except NotInLibraryError:
            return None

    @cached_property
    def sustaining(self) -> pd.DataFrame:
        """The table ``sustaining_wages``; no rows without a threshold."""
        found = self.threshold or Threshold(float("nan"), "")
        table = sustaining_wages(self.profile, self.wages, found)
        return table if self.threshold else table.head(0)

    @cached_property
    def sustaining_row(self) -> pd.DataFrame:
        """The table ``sustaining_summary``; no rows without a threshold."""
        found = self.threshold or Threshold(float("nan"), "")
        asked = (found, self.settings.family, self.threshold_area)
        table = sustaining_summary(self.profile, self.sustaining, *asked)
        return table if self.threshold else table.head(0)

    # What they ask for.

    @cached_property
    def attainment(self) -> tuple[pd.DataFrame, str]:
        """Schooling of those who do the jobs, and the first year of the projections it came with.

        Of the projections in use; where they have none, of the newest held that have.
        """
        if self.projected is not None and len(self.projected.attainment):
            return self.projected.attainment, self.projected.base_year
        source = "employment-projections"
        for vintage in reversed(self.library.vintages(source, "occupation")):
            found = projected_occupations(self.library, vintage)
            if len(found.attainment):
                return found.attainment, found.base_year
        return pd.DataFrame(columns=["matrix_code", "own_survey_code"]), ""

    @cached_property
    def requirements(self) -> pd.DataFrame:
        """The table ``occupation_requirements``."""
        projected = pd.DataFrame() if self.projected is None else self.projected.occupations
        table, year = self.attainment
        return occupation_requirements(
            self.profile, projected, table, self.zones, self.characteristics, year
        )

    # How many open.

    @cached_property
    def growth(self) -> dict[str, list[pd.DataFrame]]:
        """Projected growth by level, nearest first, of the ``target`` and of ``all`` industries."""
        area, state, nation = [], [], []
        if self.area_projections is not None and self.settings.projected_areas:
            combined = combined_areas(self.area_projections, self.settings.projected_areas)
            area = [growth_of_industries(under_codes_of(combined, self.latest_year), self.targets)]
        if self.state_projections is not None:
            state = [growth_of_state(self.state_projections)]
        if self.projected is not None:
            nation = [growth_of_nation(self.projected.occupations)]
        inside = [] if self.matrix_rows is None else [growth_in_industry(self.matrix_rows)]
        return {"target": [*area, *inside, *state, *nation], "all": [*state, *nation]}

    @cached_property
    def openings(self) -> pd.DataFrame:
        """The table ``occupation_openings``."""
        projected = pd.DataFrame(columns=["matrix_code", "exit_rate_pct", "transfer_rate_pct"])
        if self.projected is not None:
            projected = self.projected.occupations
        rates = leaving_rates(projected)
        everywhere = all_industry_jobs(self.area_jobs, self.profile)
        frames = [
            occupation_openings(jobs, growth_rates(self.growth[scope], jobs["soc"]), rates, scope)
            for scope, jobs in (("target", self.profile), ("all", everywhere))
        ]
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def area_jobs(self) -> pd.DataFrame:
        """Jobs by occupation over all industries of the region's area: ``soc``, ``employment``.

        Of the region's own table, else of its area in the OEWS; no rows without either.
        """
        rows = self.regional_wages
        if rows is None:
            rows = self.surveyed.get("metro")
            if rows is None:
                return pd.DataFrame({"soc": [], "employment": []})
            rows = rows[rows["occupation_group"].eq("detailed")]
            codes = self._survey_codes(rows)
        else:
            jobs = rows.groupby("soc")["employment"].sum(min_count=1)
            codes = self.to_matrix(jobs, "2018", "occupation_openings").soc
        return rows[["soc", "employment"]].assign(
            soc=rows["soc"].map(lambda code: codes.get(code, code))
        )

    @property
    def target_openings(self) -> pd.DataFrame:
        """Openings in the target industries, the most first."""
        rows = self.openings[self.openings["openings_scope"].eq("target")]
        return rows.sort_values("annual_openings", ascending=False, kind="stable")

    @cached_property
    def all_growth_pct(self) -> float:
        """Growth of all occupations together, of the state if projected, else the nation."""
        if self.state_projections is not None:
            return total_growth_pct(self.state_projections, "soc")
        if self.projected is not None:
            return total_growth_pct(self.projected.occupations, "matrix_code")
        return float("nan")

    @cached_property
    def flags(self) -> pd.DataFrame:
        """The table ``occupation_flags``."""
        asked = self.settings.flags
        return occupation_flags(
            self.openings[self.openings["openings_scope"].eq("all")],
            self.wages,
            self.requirements,
            least_openings=asked.in_demand_openings,
            all_growth_pct=self.all_growth_pct,
            national_median_usd=self.national_median_usd,
            price_parity=asked.price_parity,
        )
