"""The steps of workbook 3, composed once: from patterns and jobs to tables and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.occupation.counts import occupation_counts
from sectornb.occupation.demand import (
    all_industry_jobs,
    growth_in_industry,
    growth_of_industries,
    growth_of_nation,
    growth_of_state,
    leaving_rates,
)
from sectornb.occupation.figures.jobs import plot_jobs, plot_openings
from sectornb.occupation.files import OccupationFiles
from sectornb.occupation.jobs import occupation_profile, pattern_table, targets_of
from sectornb.occupation.openings import growth_rates, occupation_openings
from sectornb.occupation.patterns import Patterns, recoded
from sectornb.occupation.staffing import Target
from sectornb.occupation.words import jobs as said_of_jobs
from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.picture import Picture
from sectornb.show.sentence import Findings, Sentence
from sectornb.sources.projected_areas import combined_areas, under_codes_of


class OccupationStudy(OccupationFiles):
    """Which jobs are behind an industry, what they pay and ask for, how many open."""

    # From the industry to its jobs.

    @cached_property
    def occupation_titles(self) -> dict[str, str]:
        """Titles of the matrix by code, where projections or a matrix are held."""
        found: dict[str, str] = {}
        if self.projected is not None:
            rows = self.projected.occupations
            found |= dict(zip(rows["matrix_code"], rows["occupation_title"], strict=True))
        return found

    @cached_property
    def staffing(self) -> Patterns:
        """Patterns under the codes of the National Employment Matrix."""
        return recoded(self.patterns, {}, self.occupation_titles)

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

    @cached_property
    def profile(self) -> pd.DataFrame:
        """The table ``occupation_profile``."""
        return occupation_profile(self.industries, self.staffing, self.occupation_titles)

    @property
    def leading(self) -> pd.DataFrame:
        """The largest occupations, as many as are described one by one."""
        return self.profile.head(self.settings.profiled)

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
        if self.projected is None:
            rates = pd.DataFrame(columns=["soc", "exit_rate_pct", "transfer_rate_pct"]).astype(
                {"soc": "str", "exit_rate_pct": "float64", "transfer_rate_pct": "float64"}
            )
        else:
            rates = leaving_rates(self.projected.occupations)
        bases = {"target": self.profile}
        if self.area_jobs is not None:
            bases["all"] = all_industry_jobs(self.area_jobs, self.profile)
        frames = [
            occupation_openings(jobs, growth_rates(self.growth[scope], jobs["soc"]), rates, scope)
            for scope, jobs in bases.items()
        ]
        return pd.concat(frames, ignore_index=True)

    @property
    def target_openings(self) -> pd.DataFrame:
        """Openings in the target industries, the most first."""
        rows = self.openings[self.openings["openings_scope"].eq("target")]
        return rows.sort_values("annual_openings", ascending=False, kind="stable")

    # Tables, pictures, words.

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table to save."""
        tables = {
            "target_industries": self._industries[1],
            "staffing_pattern": pattern_table(self.staffing, self.industries),
            "occupation_profile": self.profile,
            "occupation_openings": self.openings,
        }
        tables["occupation_counts"] = occupation_counts(tables)
        return tables

    @cached_property
    def speaker(self) -> OccupationSpeaker:
        """What reads claims out of the tables."""
        keys = {name: dictionary().tables[name].key for name in self.tables}
        return OccupationSpeaker(self.tables, keys, self.settings, self.short_titles)

    @cached_property
    def readings(self) -> Mapping[str, Sentence]:
        """A sentence for each result that the notebook shows."""
        speaker = self.speaker
        return {
            "answer": said_of_jobs.answer(speaker),
            "industry": said_of_jobs.industry_reading(speaker),
            "jobs": said_of_jobs.jobs_reading(speaker),
            "openings": said_of_jobs.openings_reading(speaker),
        }

    @property
    def findings(self) -> Findings:
        """What was found, most important first."""
        return Findings([self.readings[name] for name in ("industry", "jobs", "openings")])

    @property
    def about(self) -> str:
        """Industry and region, for captions."""
        return f"{self.speaker.industry.text}, {self.settings.title}, {self.latest_year}"

    @cached_property
    def jobs_chart(self) -> list[Picture]:
        """The largest occupations; none where nothing is known."""
        picture = plot_jobs(self.profile, self.about)
        return [picture] if picture else []

    @cached_property
    def openings_chart(self) -> list[Picture]:
        """Openings by what they come from; none where nothing is known."""
        picture = plot_openings(self.target_openings, self.about)
        return [picture] if picture else []

    @property
    def pictures(self) -> list[Picture]:
        """The pictures that the notebook shows."""
        return [*self.jobs_chart, *self.openings_chart]
