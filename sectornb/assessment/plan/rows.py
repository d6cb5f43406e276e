"""The plan: a row for each gap, with what people wrote into it before, and rows of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.plan.columns import PLAN_COLUMNS, WRITTEN, gap_row_id
from sectornb.assessment.priorities import FIRST

SOON = 365
"""Days within which a row that is due belongs to what comes next."""
MOST_NAMED = 3
"""Obstacles and missing partners named beside a gap."""
OPEN = ("not_started", "under_way")


def plan_rows(
    priorities: pd.DataFrame,
    conditions: pd.DataFrame,
    reasons: pd.DataFrame,
    by_item: pd.DataFrame,
    instrument: Instrument,
    written: pd.DataFrame | None,
) -> pd.DataFrame:
    """The rows of the plan, element by element: gaps in the order of the instrument, then own rows.

    A gap is an item whose median lies below the target.  A row that was written stays, whatever
    the ratings say since: of an item that has reached the target it is settled.  Actions, lead
    and dates are people's; a new row has nothing there.

    Parameters
    ----------
    priorities, conditions, reasons, by_item : DataFrame
        The tables of those names, as they may be printed.
    written : DataFrame or None
        The plan that came back, as :func:`~sectornb.assessment.plan.read.read_plan` gives it;
        None before there is one.

    Returns
    -------
    DataFrame
        The columns :data:`~sectornb.assessment.plan.columns.PLAN_COLUMNS`; ``due`` is an ISO
        date as text, ``stage``, ``overdue`` (yes, no) and ``score_moved`` are still empty
        (:func:`~sectornb.assessment.plan.progress.staged`).
    """
    wave = str(priorities["wave"].iloc[0]) if len(priorities) else ""
    known = priorities.set_index("item")
    wide = known.index[known["gap"].gt(0)]
    held = pd.DataFrame(columns=["row_id", "element", "item", *WRITTEN], dtype="str")
    held = held if written is None else written
    rows = held[["row_id", "element", "item", *WRITTEN]].copy()
    here = {gap_row_id(item): item for item in instrument.items}
    fresh = [item for item in instrument.items if item in wide]
    fresh = [item for item in fresh if gap_row_id(item) not in set(rows["row_id"])]
    rows = pd.concat([rows, _blank(fresh, instrument)], ignore_index=True)
    stands_for = rows["row_id"].map(here)
    rows["item"] = stands_for.where(stands_for.notna(), rows["item"]).fillna("")
    area = {item: area.id for item, area in instrument.area_of.items()}
    rows["element"] = rows["item"].map(area).where(stands_for.notna(), rows["element"])
    own, gap = stands_for.isna(), rows["item"].isin(wide)
    rows["origin"] = np.select([own, gap], ["own", "gap"], "settled")
    titles = {area.id: area.title for area in instrument.areas}
    rows["element_title"] = rows["element"].map(titles).fillna("")
    rows["item_title"] = rows["item"].map({i.id: i.title for i in instrument.items.values()})
    rows["item_title"] = rows["item_title"].fillna("")
    for column in ("median", "gap"):
        rows[column] = rows["item"].map(known[column]).astype("float64")
    said, questions = evidence(by_item, reasons, instrument, wave), _questions(instrument)
    rows["evidence"] = [said.get(item, "") for item in rows["item"]]
    asked = rows["element"].where(~own, "")
    rows["diagnostic_question"] = [questions.get(element, "") for element in asked]
    unmet = candidate_outcomes(conditions, wave)
    rows["candidate_outcomes"] = [unmet.get(item, "") for item in rows["item"].where(~own, "")]
    rows["wave"], rows["stage"], rows["overdue"], rows["score_moved"] = wave, "", "", ""
    order = {each: place for place, each in enumerate([*titles, ""])}
    place = {item: number for number, item in enumerate(instrument.items)}
    rows["_element"] = rows["element"].map(order).fillna(len(order))
    rows["_place"] = rows["item"].map(place).where(~own).fillna(len(place))
    rows = rows.sort_values(["_element", "_place"], kind="stable")
    return _typed(rows[list(PLAN_COLUMNS)])


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = {"median": "float64", "gap": "float64"}
    types = {name: numbers.get(name, "str") for name in PLAN_COLUMNS}
    return rows.reset_index(drop=True).astype(types)


def _blank(items: Sequence[str], instrument: Instrument) -> pd.DataFrame:
    """New rows: the item as their objective, not started, all else for people to write."""
    rows = pd.DataFrame({"row_id": [gap_row_id(item) for item in items], "item": list(items)})
    rows["element"] = [instrument.area_of[item].id for item in items]
    rows = rows.reindex(columns=["row_id", "element", "item", *WRITTEN], fill_value="")
    rows["strategic_objective"] = [instrument.items[item].text for item in items]
    rows["status"] = "not_started"
    return rows.astype("str")


def evidence(
    by_item: pd.DataFrame, reasons: pd.DataFrame, instrument: Instrument, wave: str
) -> dict[str, str]:
    """Beside each item what the ratings say of it, as far as it may be printed, in words."""
    now = by_item[by_item["wave"].eq(wave) & by_item["median"].notna()]
    said = {}
    for row in now.to_dict("records"):
        told = f"Middle rating {row['median']:g} of {instrument.highest}, {wave}"
        if row["n_raters"] == row["n_raters"]:
            told += f", {row['n_raters']:g} raters" if row["n_raters"] != 1 else ", one rater"
        said[str(row["item"])] = f"{told}."
    for column, words in (("obstacle", "In the way"), ("missing_partner", "Missing")):
        wrote = reasons[reasons[column].ne("")]
        for item, lines in wrote.groupby("item", sort=False)[column]:
            if str(item) in said:
                named = "; ".join(
                    dict.fromkeys(text.rstrip(".") for text in lines.head(MOST_NAMED))
                )
                said[str(item)] += f" {words}: {named}."
    return said


def _questions(instrument: Instrument) -> dict[str, str]:
    """By element, what to ask before acting: its diagnostic questions, else its own question."""
    return {
        area.id: " ".join(line.text for line in area.diagnostics) or area.question
        for area in instrument.areas
    }


def candidate_outcomes(conditions: pd.DataFrame, wave: str) -> dict[str, str]:
    """By item, the conditions that raters do not see met: what it would look like when it is done.

    Those that most do not see come first; where it may not be told how many, those alone.
    """
    now = conditions[conditions["wave"].eq(wave) & conditions["kind"].eq("condition")].copy()
    counted = now["n_unmet"] if "n_unmet" in now else pd.Series(np.nan, index=now.index)
    lacking = now[now["most_unmet"].astype("bool") | counted.gt(0)]
    lacking = lacking.assign(many=counted)
    lacking = lacking.sort_values(["most_unmet", "many"], ascending=False, kind="stable")
    groups = lacking.groupby("item", sort=False)["condition_text"]
    return {str(item): "; ".join(text.rstrip(".") for text in lines) for item, lines in groups}


def staged(rows: pd.DataFrame, priorities: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """The rows with their column of the road map, and whether they are overdue.

    Done is what is done, and what was settled without it.  Next is what is under way, what the
    group chose, and what is due within `SOON` days; before anybody chose or began anything, the
    first `FIRST` priorities.  The rest is long-term.  What was stopped is on no road map.

    Parameters
    ----------
    as_of : str
        The day that the plan is looked at, as an ISO date; empty where nobody wrote one: then
        nothing is called overdue, and no date makes a row the next.
    """
    status, due = rows["status"], pd.to_datetime(rows["due"].where(rows["due"].ne("")))
    is_open = status.isin(OPEN)
    today = pd.Series(pd.Timestamp(as_of or "NaT"), index=rows.index, dtype="datetime64[s]")
    ahead = (due.astype("datetime64[s]") - today).dt.days
    chosen = rows["chosen"].eq("yes") & is_open
    begun = status.eq("under_way") | chosen | (is_open & ahead.le(SOON))
    if not begun.any():
        first = priorities.loc[priorities["priority"].le(FIRST), "item"]
        begun = rows["item"].isin(list(first)) & rows["origin"].eq("gap") & is_open
    done = status.eq("done") | (rows["origin"].eq("settled") & is_open & ~begun)
    stage = np.select([done, begun, is_open], ["done", "next", "long_term"], "")
    late = np.where(ahead.lt(0) & is_open, "yes", "no")
    late = np.where(due.notna() & bool(as_of), late, "")
    return rows.assign(stage=stage, overdue=late).astype({"stage": "str", "overdue": "str"})
