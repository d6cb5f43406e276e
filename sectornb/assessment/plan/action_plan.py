"""The plan as one chain: from priorities and what came back to rows, leads, moves and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.plan.file import PlanFile
from sectornb.assessment.plan.progress import plan_counts, plan_leads, plan_moves, score_moved
from sectornb.assessment.plan.read import FILE
from sectornb.assessment.plan.rows import plan_rows, staged
from sectornb.assessment.rounds import Round
from sectornb.assessment.waves.changes import changes_by_item

CAME_BACK = "rows that came back"


@dataclass(frozen=True)
class ActionPlan:
    """The plan of one wave.

    Attributes
    ----------
    priorities, conditions, reasons, by_item : DataFrame
        The tables of those names, as they may be printed.
    instrument : Instrument
        What was rated.
    rounds : tuple of Round
        The waves up to that looked at.
    matched : bool
        Whether raters may be matched across waves.
    written : DataFrame or None
        What :func:`~sectornb.assessment.plan.read.read_plan` gives; None before a plan came
        back.
    day : str
        The day that the status is of, where the region file says it.
    """

    priorities: pd.DataFrame
    conditions: pd.DataFrame
    reasons: pd.DataFrame
    by_item: pd.DataFrame
    instrument: Instrument
    rounds: tuple[Round, ...]
    matched: bool
    written: pd.DataFrame | None
    day: str

    @property
    def file(self) -> PlanFile | None:
        """The file that came back."""
        return None if self.written is None else self.written.attrs[FILE]

    @property
    def as_of(self) -> str:
        """The day of the status: that of the region file, else of the plan's file; or none."""
        return self.day or (self.file.as_of if self.file else "")

    @cached_property
    def rows(self) -> pd.DataFrame:
        """A row for each gap, with what people wrote, and rows of their own."""
        rows = plan_rows(
            self.priorities,
            self.conditions,
            self.reasons,
            self.by_item,
            self.instrument,
            self.written,
        )
        rows = staged(rows, self.priorities, self.as_of)
        return rows.assign(score_moved=score_moved(rows, self._changes)) if self.file else rows

    @cached_property
    def leads(self) -> pd.DataFrame:
        """Who carries how much; empty before a plan came back."""
        table = plan_leads(self.rows)
        return table if self.file else table.head(0)

    @property
    def wave(self) -> str:
        """The wave that the plan which came back rests on; empty where it is not known."""
        waves = [each.wave for each in self.rounds]
        told = self.file.about.get("wave", "") if self.file else ""
        before = waves[-2] if len(waves) > 1 else ""
        return told if told in waves else before

    @cached_property
    def _changes(self) -> pd.DataFrame:
        """Changes since the wave of the plan; none where nobody is matched."""
        waves = [each.wave for each in self.rounds]
        if not self.matched or self.wave in ("", waves[-1]):
            return pd.DataFrame({"item": [], "direction": []}, dtype="str")
        ends = (self.rounds[waves.index(self.wave)], self.rounds[-1])
        return changes_by_item(ends, self.instrument)

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Score moved × action done since the wave of the plan; empty before one came back."""
        table = plan_moves(self.rows)
        return table if self.file else table.head(0)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """How many rows stand where; of a plan that did not come back how many it has."""
        counts = plan_counts(self.rows)
        if self.file is None:
            counts = {"rows": counts["rows"]}
        else:
            counts[CAME_BACK] = float(len(self.file.rows))
        return pd.DataFrame(
            {"counted": list(counts), "unit": "rows", "count": list(counts.values())}
        )

    @cached_property
    def swot(self) -> pd.DataFrame:
        """Lines of strengths, weaknesses, opportunities and threats that came back."""
        columns = {"quadrant": "str", "line_number": "float64", "line": "str"}
        if self.file is None or self.file.swot.empty:
            return pd.DataFrame(columns=list(columns)).astype(columns)
        lines = self.file.swot
        table = lines.assign(line_number=lines.groupby("quadrant").cumcount() + 1)
        return table[list(columns)].astype(columns).reset_index(drop=True)

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table of it to save."""
        return {
            "action_plan": self.rows,
            "plan_counts": self.counts,
            "plan_leads": self.leads,
            "plan_moves": self.moves,
            "swot_written": self.swot,
        }
