"""What every form of the plan is made of: its rows, of which region, wave and instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.assessment.plan.columns import STAGES
from sectornb.assessment.plan.order import CLOSED
from sectornb.report.plan.files import TABLE
from sectornb.report.plan.swot import swot_of
from sectornb.report.report import Report

if TYPE_CHECKING:
    import pandas as pd

_TITLES = {
    "regional-elements": "Regional action plan",
    "state-capabilities": "State action plan",
}
OTHER = "Other"
"""The title of an element that the instrument does not have any more."""


@dataclass(frozen=True)
class Plan:
    """A plan to be shown.

    Attributes
    ----------
    region_id, region : str
        The region's id, and its name for people.
    instrument : Instrument
        What was rated.
    mode : str
        ``open`` or ``anonymous``.
    wave : str
        The ratings that it rests on.
    rows : DataFrame
        The table ``action_plan``.
    swot : DataFrame
        ``quadrant``, ``line``, ``source``.
    simulated : bool
        Whether it is of an invented example.
    """

    region_id: str
    region: str
    instrument: Instrument
    mode: str
    wave: str
    rows: pd.DataFrame
    swot: pd.DataFrame
    simulated: bool = False

    @property
    def title(self) -> str:
        """What it is called: a state's plan is another than a region's."""
        return _TITLES.get(self.instrument.name, "Action plan")

    @property
    def about(self) -> str:
        """What it rests on, in a sentence."""
        told = f"Ratings of {self.wave} with “{self.instrument.title}”"
        pooled = ", pooled: it shows nobody's own answers" if self.mode == "anonymous" else ""
        return f"{told}{pooled}."

    @cached_property
    def elements(self) -> dict[str, str]:
        """Every element's id and title, in the order of the instrument."""
        known = {area.id: area.title for area in self.instrument.areas}
        there = self.rows[["element", "element_title"]].drop_duplicates("element")
        more = dict(zip(there["element"], there["element_title"], strict=True))
        return known | {id_: title or OTHER for id_, title in more.items() if id_ not in known}

    @property
    def short(self) -> dict[str, str]:
        """The short title of every element."""
        return self.elements | {area.id: area.short for area in self.instrument.areas}

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """The rows that partners picked as priorities and that are not settled."""
        return self.rows[self.rows["chosen"].eq("yes") & ~self.rows["status"].isin(CLOSED)]

    def of_element(self, element: str) -> pd.DataFrame:
        """The rows of an element."""
        return self.rows[self.rows["element"].eq(element)]

    @cached_property
    def by_stage(self) -> dict[str, pd.DataFrame]:
        """The rows of each column of the road map."""
        return {stage: self.rows[self.rows["stage"].eq(stage)] for stage in STAGES}


def plan_of(report: Report, record: Mapping[str, Any]) -> Plan:
    """The plan of a workbook's record."""
    rows, parameters = report.tables[TABLE], record["parameters"]
    texts: pd.DataFrame = rows.select_dtypes("str").fillna("")
    rows = rows.drop(columns=texts.columns).join(texts)[list(rows.columns)]
    instrument = read_instrument(parameters["instrument"])
    waves = rows["wave"].tolist() or [str(record["period"]).rpartition(" and ")[2]]
    return Plan(
        report.region_id,
        report.title,
        instrument,
        str(parameters["mode"]),
        waves[-1],
        rows,
        swot_of(report),
        report.simulated,
    )
