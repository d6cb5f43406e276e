"""The steps of workbook 3, composed once: from patterns and jobs to tables and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.occupation.coded import CodedStudy
from sectornb.occupation.codes import code_joins
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
from sectornb.occupation.jobs import pattern_table
from sectornb.occupation.openings import growth_rates, occupation_openings
from sectornb.occupation.words import jobs as said_of_jobs
from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.picture import Picture
from sectornb.show.sentence import Findings, Sentence
from sectornb.sources.projected_areas import combined_areas, under_codes_of


class OccupationStudy(CodedStudy):
    """Which jobs are behind an industry, what they pay and ask for, how many open."""

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
            "target_industries": self.industry_table,
            "staffing_pattern": pattern_table(self.staffing, self.industries),
            "occupation_profile": self.profile,
            "occupation_openings": self.openings,
            **self.onet_tables,
            "code_joins": code_joins(self.code_joins),
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
    def limits(self) -> list[str | Sentence]:
        """What the data cannot say."""
        level = str(self.tables["target_industries"]["pattern_level"].iloc[0])
        return [*self.cautions, *dictionary().limits_of(self.workbook.name, level)]

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
