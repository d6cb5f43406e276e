"""The plan on one page and the road map: a sheet each when printed, whatever the plan holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sectornb.assessment.plan.columns import STAGES, STATUSES
from sectornb.assessment.plan.order import in_order
from sectornb.assessment.plan.sheets import HEADS
from sectornb.errors import counted
from sectornb.report.plan.files import plan_links, plan_page
from sectornb.report.plan.plan import Plan
from sectornb.report.report import Report
from sectornb.report.shell import render

LINES = {5: 7, 8: 4, 10: 3, 14: 2}
"""Rows of the printed plan, to the lines that each can have; more rows are folded."""
ON_MAP = {5: 5, 7: 3, 9: 2, 12: 1}
"""The same of a column of the road map."""
SHOWN = ("strategic_objective", "key_actions", "timeline", "lead", "desired_outcomes")
"""Columns of the plan on one page, besides status and date."""


def write_plan_page(report: Report, record: Mapping[str, Any], plan: Plan) -> None:
    """Write the page, which loads nothing.

    On a screen every row stands whole.  On paper each of the two sheets is one page: rows
    beyond those that fit are left out, long texts are cut, and both are said.
    """
    rows = in_order(plan.rows)
    most, lines = _fit(LINES, len(rows))
    columns = []
    for stage, title in STAGES.items():
        inside = in_order(plan.by_stage[stage])
        columns.append(
            {
                "title": title,
                "rows": [_row(plan, each) for each in inside.to_dict("records")],
            }
        )
    on_map = max((len(column["rows"]) for column in columns), default=0)
    map_most, map_lines = _fit(ON_MAP, on_map)
    render(
        "plan.html.j2",
        report.folder / plan_page(record),
        report=report,
        record=record,
        plan=plan,
        rows=[_row(plan, each) for each in rows.to_dict("records")],
        # A narrow column may part its head behind the slash.
        heads=[HEADS[part].replace("/", "/\u200b") for part in SHOWN],
        shown=SHOWN,
        most=most,
        lines=lines,
        more=_more(len(rows) - most),
        columns=[{**column, "more": _more(len(column["rows"]) - map_most)} for column in columns],
        map_most=map_most,
        map_lines=map_lines,
        stopped=int(plan.rows["stage"].eq("").sum()),
        chosen=len(plan.chosen),
        files=plan_links(report.region_id, record)[1:],
    )


def _fit(steps: Mapping[int, int], rows: int) -> tuple[int, int]:
    """How many rows a sheet shows, and the lines of each."""
    for most, lines in steps.items():
        if rows <= most:
            return most, lines
    return list(steps.items())[-1]


def _more(rows: int) -> str:
    return counted(rows, "more row stands", "more rows stand") if rows > 0 else ""


def _row(plan: Plan, row: Mapping[Any, Any]) -> dict[str, Any]:
    late = row["overdue"] == "yes"
    return {
        **{str(part): row[part] for part in SHOWN},
        "row_id": row["row_id"],
        "element": plan.short.get(row["element"], ""),
        "status": STATUSES.get(row["status"], row["status"]),
        "due": row["due"],
        "late": late,
        "chosen": row["chosen"] == "yes",
    }
