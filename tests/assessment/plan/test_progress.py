"""How far a plan is, who carries it, and whether scores moved where actions were done."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.progress import (
    MOVES,
    plan_counts,
    plan_leads,
    plan_moves,
    score_moved,
)


def plan(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["item", "lead", "status", "overdue"])
    return table.astype("str").assign(chosen="")


def test_who_carries_most_comes_first_and_nobody_is_no_lead() -> None:
    table = plan_leads(
        plan(
            ("1", "Ann Lee", "under_way", "yes"),
            ("2", "ann  lee; Bob", "not_started", "no"),
            ("3", "Bob", "done", "no"),
            ("4", "", "not_started", ""),
        )
    )
    assert table["lead"].tolist() == ["Ann Lee", "Bob"]
    assert table["rows_open"].tolist() == [2, 1]
    assert table["rows_overdue"].tolist() == [1, 0]
    assert table["rows_done"].tolist() == [0, 1]


def test_scores_that_moved_stand_against_actions_that_were_done() -> None:
    rows = plan(
        ("1", "", "done", "no"),
        ("2", "", "done", "no"),
        ("3", "", "under_way", "no"),
        ("", "", "done", "no"),
    )
    changes = pd.DataFrame({"item": ["1", "2"], "direction": ["up", "none"]})
    table = plan_moves(rows.assign(score_moved=score_moved(rows, changes))).set_index(
        ["status", "direction"]
    )["n_rows"]
    assert table["done", "up"] == 1 and table["done", "none"] == 1
    assert table["under_way", "unknown"] == 1 and table.sum() == 3


@given(
    st.lists(st.tuples(st.sampled_from("12345"), st.sampled_from(list(STATUSES))), max_size=9),
    st.dictionaries(st.sampled_from("12345"), st.sampled_from(MOVES)),
)
def test_every_row_that_stands_for_an_item_is_counted_once(
    given_rows: list[tuple[str, str]], moves: dict[str, str]
) -> None:
    rows = plan(*((item, "", status, "") for item, status in given_rows))
    changes = pd.DataFrame({"item": list(moves), "direction": list(moves.values())}, dtype="str")
    table = plan_moves(rows.assign(score_moved=score_moved(rows, changes)))
    assert table["n_rows"].sum() == len(given_rows)
    assert len(table) == len(STATUSES) * len(MOVES)


def test_counts_leave_out_what_is_not_known() -> None:
    counts = plan_counts(plan(("1", "", "done", ""), ("2", "", "stopped", "")))
    assert counts["rows done"] == 1 and counts["rows stopped"] == 1 and "overdue" not in counts
    assert counts["open without a lead"] == 0
