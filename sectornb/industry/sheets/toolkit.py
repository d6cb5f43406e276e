"""The industry table as the START toolkit builds it: one sheet per step, A to K, all live.

Every sheet but the first ones of data computes from the sheets before it.  Change a weight,
the tie rule, the rule of the highlights or a figure, and what follows is computed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from sectornb.industry.sheets.data_steps import data_steps
from sectornb.industry.sheets.rank_steps import rank_steps
from sectornb.industry.sheets.step import FIRST, Step, formats
from sectornb.show.sheet import LiveSheets

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook

NEEDED = ("industry_factors", "industry_ranking", "region_totals")
START = (
    "The sheets A to K follow the steps of the START toolkit and compute with each other: "
    "change a weight in K, a figure in A, the rule in J."
)
STEPS = {
    "A Jobs and wages": (
        "Step A: jobs and wages of the latest year in the disclosed counties, and how many jobs "
        "and what pay the region has at least and at most."
    ),
    "B Pay per job": "Step B: wages divided by jobs, disclosed counties.",
    "C Base year": "Step C: jobs at both ends, in the counties and ownerships disclosed at both.",
    "D Past growth": "Step D: change from the base year, over all years and a year.",
    "E Projected growth": "Step E: what others expect, brought to one year.",
    "F National share": "Step F: the industry's share of the nation's jobs.",
    "G Regional share": "Step G: its share of the region's jobs, disclosed counties.",
    "H Location quotient": "Step H: the one over the other, and the jobs beyond it.",
    "I All factors": "Step I: every factor side by side, as it is ranked.",
    "J Highlights": "Step J: what stands out; choose the rule above the table.",
    "K Rank and score": "Step K: ranks, weighted score, short list; change the weights.",
}
"""Name of each sheet and what it does."""


def toolkit(tables: Mapping[str, pd.DataFrame], parameters: Mapping[str, Any]) -> LiveSheets | None:
    """The sheets `STEPS`, or None where a table that they are made from is missing.

    Parameters
    ----------
    tables : mapping
        Every saved table of a report, as `read_saved` gives it.
    parameters : mapping
        Of the workbook: ``weights``, ``shortlist``, ``details``, ``base_year``, ``latest_year``.
    """
    if any(name not in tables or tables[name].empty for name in NEEDED):
        return None
    return LiveSheets(START, STEPS, partial(_add_steps, tables=tables, parameters=parameters))


def _add_steps(
    book: Workbook, tables: Mapping[str, pd.DataFrame], parameters: Mapping[str, Any]
) -> None:
    ranking = tables["industry_ranking"]
    rows = tables["industry_factors"].merge(
        ranking.drop(columns=["naics_title"]), on="naics", how="inner"
    )
    rows = rows.sort_values("naics").reset_index(drop=True)
    look = formats(book)
    last = FIRST + len(rows)
    sheets = {name: Step(book.add_worksheet(name), look, last) for name in STEPS}
    for name, step in sheets.items():
        step.sheet.write_string(0, 0, name, look["title"])
        step.sheet.write_string(1, 0, STEPS[name], look["plain"])
        step.column(0, "NAICS", rows["naics"].to_list(), "text", 9)
        step.column(1, "Industry", rows["naics_title"].to_list(), "text", 44)
    all_jobs = _all_jobs(tables["region_totals"], int(parameters["latest_year"]))
    data_steps(sheets, rows, parameters, all_jobs)
    rank_steps(sheets, rows, parameters)
    for step in sheets.values():
        step.finish()


def _all_jobs(totals: pd.DataFrame, latest_year: int) -> float:
    row = totals[totals["own_code"].eq("0") & totals["year"].eq(str(latest_year))]
    return float(row["employment"].iloc[0])
