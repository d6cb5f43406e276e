"""The steps of workbook 3, composed once: from patterns and jobs to tables and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.occupation.codes import code_joins
from sectornb.occupation.counts import occupation_counts
from sectornb.occupation.figures.jobs import plot_jobs, plot_openings
from sectornb.occupation.jobs import pattern_table
from sectornb.occupation.paid import PaidStudy
from sectornb.occupation.words import jobs as said_of_jobs
from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.picture import Picture
from sectornb.show.sentence import Findings, Sentence


class OccupationStudy(PaidStudy):
    """Which jobs are behind an industry, what they pay and ask for, how many open."""

    # Tables, pictures, words.

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table to save."""
        tables = {
            "target_industries": self.industry_table,
            "staffing_pattern": pattern_table(self.staffing, self.industries),
            "occupation_profile": self.profile,
            "occupation_openings": self.openings,
            "occupation_flags": self.flags,
            "occupation_wages": self.wages,
            "sustaining_wages": self.sustaining,
            "sustaining_summary": self.sustaining_row,
            "occupation_requirements": self.requirements,
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
