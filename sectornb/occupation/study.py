"""The steps of workbook 3, composed once: from patterns and jobs to tables and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.occupation.challenges import challenge_table, training_summary
from sectornb.occupation.codes import code_joins
from sectornb.occupation.counts import occupation_counts
from sectornb.occupation.figures.education import plot_education
from sectornb.occupation.figures.jobs import plot_jobs, plot_openings
from sectornb.occupation.figures.pay import plot_pay
from sectornb.occupation.guide import interview_guide
from sectornb.occupation.jobs import pattern_table
from sectornb.occupation.paid import PaidStudy
from sectornb.occupation.targets import agreed_targets
from sectornb.occupation.words import jobs as said_of_jobs
from sectornb.occupation.words.flags import definitions, flags_reading
from sectornb.occupation.words.pay import pay_reading, sustaining_reading
from sectornb.occupation.words.profiles import occupation_profiles
from sectornb.occupation.words.requirements import education_reading, vintages_reading
from sectornb.occupation.words.skills import joins_reading, skills_reading
from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.occupation.words.targets import challenges_reading, targets_reading
from sectornb.show.picture import Picture
from sectornb.show.profile import Called, Profile
from sectornb.show.sentence import Findings, Sentence
from sectornb.sources.onet.read import attribution

MOST_SKILLS, MOST_SHARES = 3, 10
"""Elements of a kind and shares of a pattern that the page shows."""
FOUND = ("industry", "jobs", "sustaining", "education", "openings", "flags", "skills")
"""Readings that are findings, in their order."""


class OccupationStudy(PaidStudy):
    """Which jobs are behind an industry, what they pay and ask for, how many open."""

    told_traps = frozenset({"T60", "T61", "T75"})
    """Readings of pay and education and the limits tell of them."""

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
            "agreed_targets": agreed_targets(self.partner_targets, self.occupation_titles),
            "challenge_log": challenge_table(self.challenges),
            "training_summary": training_summary(self.challenges),
        }
        tables["interview_guide"] = interview_guide(
            self.profile, self.wages, self.target_openings, self.requirements, self.industry_table
        )
        asked = self.settings.flags
        tables["occupation_counts"] = occupation_counts(
            tables, asked.in_demand_openings, asked.price_parity
        )
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
            "pay": pay_reading(speaker),
            "sustaining": sustaining_reading(speaker),
            "education": education_reading(speaker),
            "vintages": vintages_reading(speaker),
            "skills": skills_reading(speaker),
            "joins": joins_reading(speaker),
            "flags": flags_reading(speaker),
            "definitions": definitions(speaker),
            "targets": targets_reading(speaker),
            "challenges": challenges_reading(speaker),
        }

    @property
    def findings(self) -> Findings:
        """What was found, most important first."""
        return Findings([self.readings[name] for name in FOUND])

    def leading_rows(self, table: str) -> pd.DataFrame:
        """Rows of a table of the occupations that are described one by one, in their order."""
        rows = self.tables[table]
        order = dict(zip(self.leading["soc"], range(len(self.leading)), strict=True))
        rows = rows[rows["soc"].isin(order)]
        return rows.sort_values("soc", key=lambda soc: soc.map(order), kind="stable")

    @property
    def at_a_glance(self) -> pd.DataFrame:
        """The largest occupations with their jobs, pay, entry education and openings."""
        openings = self.openings[self.openings["openings_scope"].eq("target")]
        beside = {
            "hourly_median_usd": self.wages, "entry_education": self.requirements,
            "annual_openings": openings,
        }  # fmt: skip
        table = self.leading
        for column, rows in beside.items():
            table = table.merge(rows[["soc", column]], how="left", on="soc")
        return table

    @property
    def leading_skills(self) -> pd.DataFrame:
        """The most important elements of each kind that is rated."""
        table = self.tables["industry_skills"]
        return table[table["rank"].le(MOST_SKILLS)]

    @property
    def leading_pattern(self) -> pd.DataFrame:
        """The largest shares of each pattern."""
        table = self.tables["staffing_pattern"]
        return table.groupby("naics", sort=False).head(MOST_SHARES)

    def with_rows(self, **shown: Any) -> list[Any]:
        """What shows tables, by their names, of those that have any row."""
        return [each for name, each in shown.items() if len(self.tables[name])]

    @property
    def attribution(self) -> str:
        """The words that O*NET's license asks for; empty where it is not read."""
        return attribution(self.onet_vintage) if self.ratings else ""

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

    @cached_property
    def pay_chart(self) -> list[Picture]:
        """Wages of the largest occupations; none where none is published."""
        threshold = self.threshold.hourly_usd if self.threshold else None
        picture = plot_pay(self.profile, self.wages, threshold, self.about)
        return [picture] if picture else []

    @cached_property
    def education_chart(self) -> list[Picture]:
        """Schooling beside typical entry; none where none is published."""
        picture = plot_education(self.profile, self.requirements, self.about)
        return [picture] if picture else []

    @cached_property
    def profiles(self) -> list[Profile]:
        """A profile of each of the largest occupations."""
        return occupation_profiles(self.speaker, self.settings.profiled)

    @property
    def profiles_called(self) -> Called:
        """What these are called where a page leads to them."""
        return Called(title="Occupations one by one")

    @property
    def pictures(self) -> list[Picture]:
        """The pictures that the notebook shows."""
        return [
            *self.jobs_chart, *self.pay_chart, *self.education_chart, *self.openings_chart,
        ]  # fmt: skip
