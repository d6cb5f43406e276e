"""Patterns, jobs and O*NET under one set of codes: the first steps of workbook 3."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from sectornb.joins import EmploymentJoin, Join
from sectornb.occupation.codes import MatrixCodes, OnetCodes, matrix_codes, onet_codes
from sectornb.occupation.files import OccupationFiles
from sectornb.occupation.jobs import occupation_profile, targets_of
from sectornb.occupation.onet import job_zones, occupation_tasks, occupation_tools
from sectornb.occupation.onet import working_conditions as conditions_of
from sectornb.occupation.patterns import NOT_RELEASED, Patterns, recoded
from sectornb.occupation.skills import industry_skills, occupation_skills
from sectornb.occupation.staffing import Target

PATTERN_TABLES = ("staffing_pattern", "occupation_profile", "occupation_openings")
ONET_TABLES = (
    "occupation_skills", "industry_skills", "occupation_tools", "occupation_tasks",
    "working_conditions", "job_zones",
)  # fmt: skip
SAVED_AS = {
    "element": "onet_element",
    "importance": "onet_importance",
    "condition": "work_condition",
}
"""Columns that another workbook has with another meaning."""
_EMPTY_PAIRS = pd.DataFrame({"soc": [], "onet_soc": []}, dtype="str")


class CodedStudy(OccupationFiles):
    """Jobs of the matrix's occupations in the industry, and what O*NET says of them."""

    # From the industry to its jobs.

    @cached_property
    def occupation_titles(self) -> dict[str, str]:
        """Titles of the matrix by code, of projections and of the crosswalk."""
        found: dict[str, str] = {}
        if self.crosswalk is not None:
            pairs = self.crosswalk[["matrix_soc", "matrix_title"]]
            found |= dict(zip(pairs["matrix_soc"], pairs["matrix_title"], strict=True))
        if self.projected is not None:
            rows = self.projected.occupations
            found |= dict(zip(rows["matrix_code"], rows["occupation_title"], strict=True))
        return found

    @cached_property
    def crosswalk(self) -> pd.DataFrame | None:
        """Which matrix code each O*NET occupation has, where it is held."""
        return self.codes("matrix-crosswalk")

    def to_matrix(self, jobs: pd.Series[float], edition: str, *tables: str) -> MatrixCodes:
        """Codes of the matrix for those of a source, whose jobs weigh them."""
        held = set(self.projected.occupations["matrix_code"]) if self.projected else set()
        hybrid = self.codes("hybrid")
        return matrix_codes(jobs, edition, held, hybrid, self.crosswalk, tables)

    @cached_property
    def pattern_codes(self) -> MatrixCodes | None:
        """Codes of the pattern's occupations; None of the matrix, which has its own."""
        rows = self.patterns.rows
        if self.patterns.heads["pattern_source"].eq("industry-matrix").all():
            return None
        rows = rows[rows["code"].ne(NOT_RELEASED)]
        jobs = rows.groupby("code")["pattern_employment"].sum(min_count=1)
        return self.to_matrix(jobs, self.pattern_edition, *PATTERN_TABLES)

    @cached_property
    def staffing(self) -> Patterns:
        """Patterns under the codes of the National Employment Matrix."""
        codes = self.pattern_codes.soc if self.pattern_codes else {}
        return recoded(self.patterns, codes, self.occupation_titles)

    @cached_property
    def _industries(self) -> tuple[list[Target], pd.DataFrame]:
        given = self.given_jobs
        whole = set(self.targets) <= set(given["naics"])
        jobs = None if whole else self.region_jobs
        return targets_of(self.targets, self.staffing, self.industry_titles, given, jobs)

    @property
    def industries(self) -> list[Target]:
        """Each target industry with the jobs of its parts."""
        return self._industries[0]

    @property
    def industry_table(self) -> pd.DataFrame:
        """The table ``target_industries``."""
        return self._industries[1]

    @cached_property
    def profile(self) -> pd.DataFrame:
        """The table ``occupation_profile``."""
        return occupation_profile(self.industries, self.staffing, self.occupation_titles)

    @cached_property
    def jobs_by_code(self) -> pd.Series[float]:
        """Jobs of the profile by code, which weigh joins."""
        return self.profile.set_index("soc")["employment"]

    # What O*NET says of them.

    @cached_property
    def onet(self) -> OnetCodes | None:
        """O*NET occupations behind the profile's; None where no ratings are held."""
        rated = {code for table in self.ratings.values() for code in table["onet_soc"].unique()}
        if not rated:
            return None
        return onet_codes(self.jobs_by_code, self.crosswalk, rated, ONET_TABLES)

    @property
    def pairs(self) -> pd.DataFrame:
        """O*NET occupations by code of the matrix; none where no ratings are held."""
        return _EMPTY_PAIRS if self.onet is None else self.onet.pairs

    @property
    def leading(self) -> pd.DataFrame:
        """The largest occupations, as many as are described one by one."""
        return self.profile.head(self.settings.profiled)

    @property
    def described(self) -> pd.DataFrame:
        """O*NET occupations of those that are described one by one."""
        return self.pairs[self.pairs["soc"].isin(self.leading["soc"])].reset_index(drop=True)

    @cached_property
    def skills(self) -> pd.DataFrame:
        """Ratings of every occupation; ``occupation_skills`` has those described one by one."""
        return occupation_skills(self.pairs, self.ratings)

    @cached_property
    def asked(self) -> pd.DataFrame:
        """The table ``industry_skills``."""
        return industry_skills(self.profile, self.skills)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """The table ``job_zones``."""
        reference = self.onet_rows("job-zone-reference")
        return job_zones(self.pairs, self.onet_rows("job-zones"), reference)

    @cached_property
    def onet_tables(self) -> dict[str, pd.DataFrame]:
        """Every table made of O*NET; without rows where the library lacks its files."""
        used = self.onet_rows("technology-skills")
        used = used if len(used) else self.onet_rows("software-skills")
        pairs, mine = self.described, self.skills["soc"].isin(self.leading["soc"])
        tables = {
            "occupation_skills": self.skills[mine].reset_index(drop=True),
            "industry_skills": self.asked,
            "occupation_tools": occupation_tools(pairs, used, self.onet_rows("tools")),
            "occupation_tasks": occupation_tasks(pairs, self.onet_rows("tasks")),
            "working_conditions": conditions_of(pairs, self.onet_rows("work-context")),
            "job_zones": self.zones,
        }
        return {name: table.rename(columns=SAVED_AS) for name, table in tables.items()}

    @cached_property
    def code_joins(self) -> list[EmploymentJoin]:
        """Joins on codes of occupations, each with the share of jobs that it kept."""
        found = [] if self.pattern_codes is None else [self.pattern_codes.join]
        if self.onet is not None:
            found += [self.onet.join, self.onet.by_prefix]
        return found

    @cached_property
    def joins(self) -> list[Join]:
        """The joins on codes that the tables rest on."""
        return [*self.code_joins]
