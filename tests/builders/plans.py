"""The rows of an action plan, as workbook 4 saves them, made by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.plan.columns import PLAN_COLUMNS, gap_row_id, own_row_id
from sectornb.report.plan.plan import Plan

NUMBERS = ("median", "gap")


def plan_rows(
    instrument: str = "regional-elements",
    written: Mapping[str, Mapping[str, object]] | None = None,
    *,
    wave: str = "2026 spring",
    gaps: int | None = None,
    own: int = 1,
) -> pd.DataFrame:
    """A row for each of the first `gaps` items, and `own` rows in the first element.

    Parameters
    ----------
    written : mapping
        Row id to columns that differ from those of a new row.
    """
    known = read_instrument(instrument)
    rows = []
    for number, (item, told) in enumerate(known.items.items()):
        if gaps is not None and number >= gaps:
            break
        area = known.area_of[item]
        rows.append(
            {
                "row_id": gap_row_id(item),
                "element": area.id,
                "item": item,
                "item_title": told.title,
                "strategic_objective": told.text,
                "evidence": f"Middle rating {2 + number % 2} of 5, {wave}, 9 raters.",
                "diagnostic_question": area.question,
                "candidate_outcomes": "; ".join(line.text for line in told.conditions[:2]),
                "origin": "gap",
                "stage": "next" if number < 2 else "long_term",
                "median": 2.0 + number % 2,
                "gap": 2.0 - number % 2,
            }
        )
    first = known.areas[0].id
    rows += [
        {
            "row_id": own_row_id(first, number),
            "element": first,
            "strategic_objective": "A page of facts for employers",
            "key_actions": "Write it; print it",
            "lead": "County library",
            "origin": "own",
            "stage": "next",
            "status": "under_way",
        }
        for number in range(1, own + 1)
    ]
    frame = pd.DataFrame(rows, columns=list(PLAN_COLUMNS)).astype(object)
    titles = {area.id: area.title for area in known.areas}
    frame["element_title"], frame["wave"] = frame["element"].map(titles), wave
    for row_id, cells in (written or {}).items():
        for column, value in cells.items():
            frame.loc[frame["row_id"].eq(row_id), column] = value
    frame["status"] = frame["status"].fillna("not_started")
    texts = [column for column in PLAN_COLUMNS if column not in NUMBERS]
    frame[texts] = frame[texts].fillna("").astype("str")
    frame[list(NUMBERS)] = frame[list(NUMBERS)].astype("float64")
    order = {area.id: place for place, area in enumerate(known.areas)}
    frame["_"] = frame["element"].map(order)
    return frame.sort_values("_", kind="stable").drop(columns="_").reset_index(drop=True)


def swot_lines(*more: tuple[str, str, str]) -> pd.DataFrame:
    """A table ``swot`` with a line in each quadrant."""
    rows = [
        ("strengths", "1.3 Same data, same reading: rated 4 of 5.", "workbook 4"),
        ("weaknesses", "2.1 Agreed economic region: rated 2 of 5.", "workbook 4"),
        ("opportunities", "not known: workbook 2 is not in this report", ""),
        ("threats", "not known: workbook 2 is not in this report", ""),
        *more,
    ]
    return pd.DataFrame(rows, columns=["quadrant", "line", "source"], dtype="str")


def plan_of(
    rows: pd.DataFrame, instrument: str = "regional-elements", *, simulated: bool = False
) -> Plan:
    """A plan of a region A with these rows."""
    known = read_instrument(instrument)
    return Plan("a", "Region A", known, "open", "2026 spring", rows, swot_lines(), simulated)
