"""Workbook 4 as one chain: from answers to results, agenda, changes and sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from sectornb.assessment import WORKBOOK, anonymous, meeting, priorities, results
from sectornb.assessment.answered import AnsweredStudy
from sectornb.assessment.counts import assessment_counts
from sectornb.assessment.figures.agenda import plot_agenda
from sectornb.assessment.figures.bars import plot_bars
from sectornb.assessment.figures.changes import plot_changes
from sectornb.assessment.figures.heatmap import plot_heatmap
from sectornb.assessment.figures.plan_page import plot_plan_page
from sectornb.assessment.figures.road_map import plot_road_map
from sectornb.assessment.plan.action_plan import ActionPlan
from sectornb.assessment.plan.read import refuse_other_region
from sectornb.assessment.words.findings import assessment_findings, views
from sectornb.assessment.words.notes import assessment_next_steps, assessment_notes
from sectornb.assessment.words.points import CALLED, agenda_points
from sectornb.assessment.words.readings import assessment_readings
from sectornb.assessment.words.speaker import AssessmentSpeaker, Survey
from sectornb.assessment.words.verdict import headlines
from sectornb.dictionary import dictionary
from sectornb.show.picture import Picture
from sectornb.show.profile import Called, Profile
from sectornb.show.sentence import Findings, Sentence

if TYPE_CHECKING:
    from sectornb.disclosure.ratings.audit import Panel

PRINTED_BY = (
    "ratings_by_item, ratings_by_area, panel_by_wave, priorities, strengths, action_plan, agenda, "
    "changes_by_item"
)
"""Tables that an anonymous survey prints medians in."""
REASONS_OF, MOST_DOUBTED, MOST_PRIORITIES = 1, 3, 3
"""Items whose reasons the page shows, doubted conditions, priorities; the tables have all."""


class AssessmentStudy(AnsweredStudy):
    """The steps of workbook 4.

    In anonymous mode every frame is as it may be printed: what is held back is null
    everywhere, so that sentences and pictures made of them tell no more.
    """

    workbook = WORKBOOK
    told_traps = frozenset({"T85", "T88"})
    """The bars show two sides, and a finding tells what other people's answers did."""

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """Results of each area in each wave; the table ``ratings_by_area``."""
        table = results.ratings_by_area(self.rounds, self.instrument)
        return anonymous.areas_as_printed(table, self.by_item) if self.anonymous else table

    @cached_property
    def panel(self) -> pd.DataFrame:
        """Who answered in each wave; the table ``panel_by_wave``."""
        table = results.panel_by_wave(self.rounds, self.instrument)
        asked = float(self.settings.everyone_asked) or None
        table["n_invited"] = [*[None] * (len(table) - 1), asked]
        table["n_invited"] = table["n_invited"].astype("float64")
        return anonymous.panel_as_printed(table, self.by_item) if self.anonymous else table

    @cached_property
    def distribution(self) -> pd.DataFrame:
        """How many gave each rating; empty in anonymous mode."""
        table = results.rating_distribution(self.rounds, self.instrument)
        return table.head(0) if self.anonymous else table

    @cached_property
    def by_organization(self) -> pd.DataFrame:
        """Median of each organization on each item; empty in anonymous mode."""
        table = results.rating_by_organization(self.rounds)
        return table.head(0) if self.anonymous else table

    @cached_property
    def conditions(self) -> pd.DataFrame:
        """Conditions and skills that raters see not met; the table ``unmet_conditions``."""
        table = results.unmet_conditions(self.rounds, self.instrument)
        if self.anonymous:
            table = anonymous.conditions_as_printed(table, self.rules.raters)
        return table

    @cached_property
    def initiatives(self) -> pd.DataFrame:
        """Which initiatives raters had in mind; of an anonymous survey those that many named."""
        table = results.initiatives(self.rounds)
        # Of how many that is a share would tell how many named others.
        return table.assign(naming_share=float("nan")) if self.anonymous else table

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """What raters wrote, by side; empty in anonymous mode."""
        table = meeting.reasons(self.latest, self.instrument)
        return table.head(0) if self.anonymous else table

    @cached_property
    def priorities(self) -> pd.DataFrame:
        """Items by their distance from the target times their importance."""
        return priorities.priorities(
            self.by_item, self.conditions, self.latest, anonymous=self.anonymous
        )

    @cached_property
    def strengths(self) -> pd.DataFrame:
        """Items in place, and what speaks against that."""
        return priorities.strengths(self.by_item, self.latest_wave, self.instrument.good_from)

    @cached_property
    def plan(self) -> ActionPlan:
        """The plan: its rows, who carries them, and whether scores moved.

        Raises
        ------
        PrivateDataError
            If what came back is of another region, instrument or version.
        """
        came_back = self.private("plan")
        plan = ActionPlan(
            self.priorities,
            self.conditions,
            self.reasons,
            self.by_item,
            self.instrument,
            self.rounds,
            not self.anonymous,
            came_back.raw if came_back else None,
            self.settings.plan_as_of,
        )
        if came_back and plan.file:
            refuse_other_region(plan.file, came_back.path.name, self.settings.region_id)
        return plan

    @cached_property
    def agenda(self) -> pd.DataFrame:
        """Items in the order in which to talk about them."""
        return meeting.agenda(self.by_item, self.reasons, self.latest, anonymous=self.anonymous)

    @cached_property
    def discussion(self) -> pd.DataFrame:
        """The five questions, and what the group said of them."""
        recorded = {wave: said.model_dump() for wave, said in self.settings.discussion.items()}
        before = self.waves[-2] if len(self.waves) > 1 else ""
        return meeting.discussion(
            self.by_item, self.conditions, self.latest_wave, recorded, before, self.instrument
        )

    @property
    def panels(self) -> Sequence[Panel]:
        """What an anonymous survey prints of each item, for the audit."""
        if not self.anonymous:
            return ()
        return anonymous.panels(self.rounds, self.instrument, self.told, PRINTED_BY)

    @property
    def of_raters(self) -> Collection[str]:
        """Every table: open ones by consent, anonymous ones by the audit."""
        return tuple(self.tables)

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table to save."""
        return {
            "assessment_counts": self.counts,
            "ratings_by_item": self.by_item,
            "ratings_by_area": self.by_area,
            "panel_by_wave": self.panel,
            "rating_distribution": self.distribution,
            "rating_by_organization": self.by_organization,
            "priorities": self.priorities,
            "strengths": self.strengths,
            **self.plan.tables,
            "agenda": self.agenda,
            "reasons": self.reasons,
            "unmet_conditions": self.conditions,
            "initiatives": self.initiatives,
            "changes_by_item": self.changes_by_item,
            "changes_by_area": self.changes_by_area,
            "threshold_changes": self.threshold_changes,
            "wave_trend": self.wave_trend,
            "discussion": self.discussion,
        }

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Counts that the sentences speak of."""
        return assessment_counts(
            self.by_item,
            self.distribution,
            self.changes_by_item,
            self.conditions,
            wave=self.latest_wave,
            good_from=self.instrument.good_from,
            target=self.target,
        )

    @cached_property
    def _speaker(self) -> AssessmentSpeaker:
        survey = Survey(
            self.instrument, self.waves, self.anonymous, self.target, self.settings.panel
        )
        return AssessmentSpeaker(self.tables, dictionary().keys_of(self.workbook.name), survey)

    @cached_property
    def findings(self) -> Findings:
        """What a board should know beside the answer."""
        return assessment_findings(self._speaker)

    @cached_property
    def readings(self) -> Mapping[str, Sentence]:
        """What the numbers of each result mean here."""
        return assessment_readings(self._speaker)

    @property
    def notes(self) -> Sequence[str | Sentence]:
        """Who answered, what is missing, what agreement means; rows of the plan that got an id."""
        told = self.plan.file.notes if self.plan.file else ()
        return [*assessment_notes(self._speaker), *told]

    @property
    def limits(self) -> Sequence[str]:
        """What workbook 4 cannot tell."""
        own = dictionary().limits_of(self.workbook.name, self.settings.mode)
        return [*self.cautions, *own]

    @property
    def next_steps(self) -> Sequence[str | Sentence]:
        """The meeting, a condition to settle, and what to write down."""
        return assessment_next_steps(self._speaker)

    @cached_property
    def profiles(self) -> Sequence[Profile]:
        """The points of the meeting's agenda."""
        return agenda_points(self._speaker)

    @property
    def profiles_called(self) -> Called:
        """What these are called."""
        return CALLED

    @property
    def _about(self) -> str:
        """Region, wave and raters, for captions."""
        return f"{self.settings.title}, {self.latest_wave}, {self._speaker.raters}"

    @cached_property
    def bars(self) -> Picture | Sentence:
        """How many raters gave which rating; in anonymous mode why it is not shown."""
        now = self.distribution[self.distribution["wave"].eq(self.latest_wave)]
        if self.anonymous or not now["n_raters"].gt(0).any():
            return self.readings["organizations"]
        items, title = self._now(self.by_item), self.headlines["ratings"]
        return plot_bars(items, now, self.instrument.scale, title, self._about)

    @cached_property
    def heatmap(self) -> Picture | Sentence:
        """What each organization's middle rating is; in anonymous mode why it is not shown."""
        now = self._now(self.by_organization)
        if now.empty:
            return self.readings["organizations"]
        items, title = self._now(self.by_item), self.headlines["organizations"]
        return plot_heatmap(now, items, self.instrument.scale, title, self._about)

    @cached_property
    def agenda_chart(self) -> Picture | Sentence:
        """How far each item is from the target and how far raters are apart."""
        if self.agenda.empty:
            return self.readings["agenda"]
        title = self.headlines["agenda"]
        return plot_agenda(self.agenda, self.instrument.scale, self.target, title, self._about)

    @property
    def change_shown(self) -> tuple[Picture, ...]:
        """What changed since the wave before as a picture; none where nobody is matched."""
        if self.anonymous or self._since(self.changes_by_item)["mean_change"].isna().all():
            return ()
        return (self.change_chart,)

    @cached_property
    def change_chart(self) -> Picture:
        """The change of raters of both waves beside that of the average of all."""
        title = self.headlines["changes"]
        return plot_changes(self._since(self.changes_by_item), title, self._about)

    @cached_property
    def plan_page(self) -> Picture | Sentence:
        """The plan on one page; in words where there is nothing to plan."""
        if self.plan.rows.empty:
            return self.readings["plan"]
        return plot_plan_page(self.plan.rows, self.headlines["plan"], self._about)

    @cached_property
    def road_map(self) -> Picture | Sentence:
        """What is done, next and long-term; in words where there is nothing to plan."""
        if self.plan.rows.empty:
            return self.readings["priorities"]
        return plot_road_map(self.plan.rows, self.headlines["road_map"], self._about)

    @property
    def first_priorities(self) -> pd.DataFrame:
        """The items that come first, as many as a group can look at."""
        table = self.priorities
        return table[table["priority"].notna()].head(MOST_PRIORITIES)

    @property
    def priority_columns(self) -> list[str]:
        """What is shown of priorities: importance alone where it tells items apart."""
        columns = ["item_title", "median", "gap", "importance", "first_two_share"]
        if self.priorities["importance"].nunique() < 2:
            columns.remove("importance")
        return self.known(self.first_priorities, columns)

    @cached_property
    def headlines(self) -> Mapping[str, str]:
        """What each picture says, in one short line."""
        return headlines(self._speaker)

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures of the notebook, that of all ratings first."""
        drawn = (self.bars, self.agenda_chart, self.heatmap, *self.change_shown)
        drawn += (self.plan_page, self.road_map)
        return tuple(each for each in drawn if isinstance(each, Picture))

    @property
    def organizations_shown(self) -> tuple[Picture | Sentence, ...]:
        """The heatmap and what it says; in anonymous mode why there is none, once."""
        drawn = self.heatmap
        if isinstance(drawn, Picture):
            return (drawn, self.views)
        # Of an anonymous survey the words on reasons, below it, say the same.
        return () if self.anonymous else (drawn,)

    @staticmethod
    def known(table: pd.DataFrame, columns: Sequence[str]) -> list[str]:
        """Those of `columns` in which anything is told: an anonymous survey leaves some out."""
        told = table[list(columns)].replace("", None).notna().any()
        return [column for column in columns if told[column]] or list(columns)

    @property
    def views(self) -> Sentence:
        """Where organizations, or members of one, see an item differently."""
        return views(self._speaker) or self.readings["organizations"]

    @property
    def first_reasons(self) -> pd.DataFrame:
        """Reasons beside the items that come first on the agenda."""
        first = self.agenda["item"].head(REASONS_OF).tolist()
        told = self.reasons[self.reasons["item"].isin(first) & self.reasons["reason"].ne("")]
        return told.sort_values("item", key=lambda item: item.map(first.index), kind="stable")

    @property
    def doubted(self) -> pd.DataFrame:
        """Conditions that raters who call the item in place do not see; or that most do not see.

        The latter in anonymous mode, those of the first items on the agenda first.
        """
        now = self._now(self.conditions)
        if not self.anonymous:
            high = now[now["n_unmet_high"].gt(0)]
            high = high.sort_values("n_unmet_high", ascending=False, kind="stable")
            return high.head(MOST_DOUBTED)
        unmet = now[now["most_unmet"].astype("bool") & now["kind"].eq("condition")]
        rank = unmet["item"].map(self.agenda.set_index("item")["rank"])
        return unmet.loc[rank.sort_values(kind="stable").index].head(MOST_DOUBTED)

    @property
    def said(self) -> list[str]:
        """Columns of the discussion in which the group said anything."""
        kept = ["group_said_before", "group_said"]
        return [column for column in kept if self.discussion[column].ne("").any()]

    @property
    def latest_items(self) -> pd.DataFrame:
        """Results of each item in the wave that is looked at."""
        return self._now(self.by_item)

    @property
    def latest_areas(self) -> pd.DataFrame:
        """Results of each area in that wave."""
        return self._now(self.by_area)

    @property
    def latest_initiatives(self) -> pd.DataFrame:
        """Initiatives that raters had in mind in that wave."""
        return self._now(self.initiatives)

    def _now(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["wave"].eq(self.latest_wave)]
