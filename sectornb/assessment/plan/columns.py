"""What a plan holds: its columns, the words of its lists, and what of a row people write."""

from __future__ import annotations

STATUSES = {
    "not_started": "not started",
    "under_way": "under way",
    "done": "done",
    "stopped": "stopped",
}
"""How far a row is, and the words of the list to choose from."""
CHOSEN = ("yes", "no")
"""Whether partners picked the row as a priority."""
ORIGINS = ("gap", "settled", "own")
"""A row stands for a gap of this wave, for one of an earlier wave that is closed, or is people's
own."""
STAGES = {"done": "Done", "next": "Next", "long_term": "Long-term"}
"""Columns of the road map."""

WRITTEN = (
    *("strategic_objective", "key_actions", "timeline", "lead", "resources_ta_needed"),
    *("desired_outcomes", "status", "due", "chosen"),
)
"""What people write; everything else comes from the ratings."""
FILE_COLUMNS = ("row_id", "element", "item", *WRITTEN)
"""Of a plan that is read, in this order where it is a CSV file."""
PLAN_COLUMNS = (
    *("row_id", "wave", "element", "element_title", "item", "item_title"),
    *("strategic_objective", "key_actions", "timeline", "lead", "resources_ta_needed"),
    *("desired_outcomes", "status", "due", "chosen", "evidence", "diagnostic_question"),
    *("candidate_outcomes", "origin", "stage", "overdue", "score_moved", "median", "gap"),
)
"""Of the table ``action_plan``."""
PREFILLED = ("strategic_objective",)
"""What a new row says before people write."""
OWN_ROWS = 4
"""Empty rows for people's own at the end of each element."""


def gap_row_id(item: str) -> str:
    """The id of the row that stands for a gap: the same in every wave."""
    return f"G-{item}"


def own_row_id(element: str, number: int) -> str:
    """The id of a row that people add to an element; counts from 1."""
    return f"A-{element}-{number}"
