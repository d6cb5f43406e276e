"""The plan on one page: its first rows with actions, lead and date, and how many more there are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.assessment.figures.scale import LINE, SOFT
from sectornb.assessment.figures.written import cut, drawable, write
from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.order import folded
from sectornb.errors import counted
from sectornb.show.picture import Picture, blank_page, project_style

MOST = 9
"""Rows that a page has room for."""
WIDE, HIGH = 8.1, 6.26
"""Inches, in the proportions of a letter page across."""
_COLUMNS = {
    "strategic_objective": ("Objective", 0.1, 36),
    "key_actions": ("Key actions", 2.65, 27),
    "lead": ("Lead", 4.6, 17),
    "when": ("When", 6.05, 12),
    "status": ("Status", 7.1, 13),
}
"""Head, inches from the left, letters of a line."""
_TOP, _ROW, _LINES = 1.05, 0.5, 3


def plot_plan_page(rows: pd.DataFrame, title: str, about: str) -> Picture:
    """The first rows of a plan as a table, priorities and next steps first.

    Parameters
    ----------
    rows : DataFrame
        The table ``action_plan``.
    title : str
        What the picture says, in one short line.
    about : str
        Region and wave, for the caption.
    """
    first, more = folded(rows, MOST)
    first = first.assign(when=first["due"].where(first["due"].ne(""), first["timeline"]))
    with project_style():
        figure, axes = blank_page(WIDE, HIGH)
        write(axes, 0.1, 0.25, cut(title, 74, 1), size=13, bold=True)
        for head, left, _ in _COLUMNS.values():
            write(axes, left, _TOP - 0.2, head, bold=True)
        axes.plot([0.1, WIDE - 0.1], [_TOP - 0.05] * 2, color=SOFT, linewidth=1.2, linestyle="-")
        down = _TOP
        for row in first.to_dict("records"):
            for part, (_, left, letters) in _COLUMNS.items():
                text = _said(row, part)
                is_late = part == "status" and row["overdue"] == "yes"
                is_bold = is_late or (part == "strategic_objective" and row["chosen"] == "yes")
                # Bold letters are wider.
                told = cut(text, letters - 3 * is_bold, _LINES)
                write(axes, left, down + _ROW / 2 - 0.02, told, bold=is_bold)
            down += _ROW
            axes.plot([0.1, WIDE - 0.1], [down - 0.02] * 2, color=LINE, linewidth=0.6,
                      linestyle="-")  # fmt: skip
        left_over = f"{counted(more, 'more row stands', 'more rows stand')} in the plan file."
        foot = left_over if more else ("" if len(first) else "The plan has no row.")
        write(axes, 0.1, down + 0.17 if len(first) else _TOP + 0.2, foot, color=SOFT)
        write(axes, 0.1, 0.55, "Bold: picked as a priority." * _any_chosen(first), color=SOFT)
        # The page keeps its proportions, however few rows there are.
        axes.plot([0, WIDE, WIDE, 0, 0], [0, 0, HIGH, HIGH, 0], color=LINE, linewidth=0.8,
                  linestyle="-")  # fmt: skip
    return Picture(
        figure,
        alt=_alt(first, more, title),
        caption=f"The plan on one page, {about}.",
        name="plan_page",
    )


def _any_chosen(rows: pd.DataFrame) -> bool:
    return bool(rows["chosen"].eq("yes").any())


def _said(row: dict[Any, Any], part: str) -> str:
    if part == "status":
        return "overdue" if row["overdue"] == "yes" else STATUSES.get(str(row[part]), "")
    if part == "strategic_objective":
        return f"{row['row_id']} {row[part]}"
    return str(row[part])


def _alt(rows: pd.DataFrame, more: int, title: str) -> str:
    told = []
    for row in rows.to_dict("records"):
        parts = [cut(str(row["strategic_objective"]), 120, 1), _said(row, "status")]
        parts += [f"led by {cut(row['lead'], 60, 1)}"] if row["lead"] else ["nobody leads"]
        parts += [cut(row["when"], 40, 1)] if row["when"] else []
        told.append(f"{row['row_id']}: {', '.join(filter(None, parts))}")
    rest = f" {counted(more, 'more row is', 'more rows are')} in the plan file." if more else ""
    listed = "; ".join(told) or "no rows"
    return drawable(f"{title}. A table of the plan, priorities first: {listed}.{rest}")
