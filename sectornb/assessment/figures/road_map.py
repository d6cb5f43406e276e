"""The road map of a plan: what is done, what comes next, what takes longer."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.assessment.figures.plan_page import HIGH, WIDE
from sectornb.assessment.figures.scale import LINE, SOFT
from sectornb.assessment.figures.written import cut, drawable, write
from sectornb.assessment.plan.columns import STAGES
from sectornb.assessment.plan.order import folded
from sectornb.errors import counted
from sectornb.show.picture import SERIES_COLORS, Picture, blank_page, project_style

MOST = 6
"""Rows that a column has room for."""
_GAP, _TOP, _ROW, _LETTERS = 0.15, 1.0, 0.78, 34
_COLORS = {
    "done": SERIES_COLORS[3],
    "next": SERIES_COLORS[1],
    "long_term": SERIES_COLORS[0],
}


def plot_road_map(rows: pd.DataFrame, title: str, about: str) -> Picture:
    """Three columns of a plan's rows, each with who leads it and when it is due.

    Parameters
    ----------
    rows : DataFrame
        The table ``action_plan``; rows without a stage, which were stopped, are on no road map.
    title, about : str
        As for :func:`~sectornb.assessment.figures.plan_page.plot_plan_page`.
    """
    across = (WIDE - 0.2 - 2 * _GAP) / 3
    told = []
    with project_style():
        figure, axes = blank_page(WIDE, HIGH)
        write(axes, 0.1, 0.25, cut(title, 74, 1), size=13, bold=True)
        for place, (stage, name) in enumerate(STAGES.items()):
            left = 0.1 + place * (across + _GAP)
            inside = rows[rows["stage"].eq(stage)]
            first, more = folded(inside, MOST)
            write(axes, left + 0.05, _TOP - 0.3, f"{name} ({len(inside)})", bold=True)
            axes.plot([left, left + across], [_TOP - 0.1] * 2, color=_COLORS[stage],
                      linewidth=4, linestyle="-", solid_capstyle="butt")  # fmt: skip
            for number, row in enumerate(first.to_dict("records")):
                _card(axes, left + 0.05, _TOP + number * _ROW, across, row)
            foot = _TOP + len(first) * _ROW + 0.12
            write(axes, left + 0.05, foot, _left_over(more) or "Nothing yet." * first.empty,
                  color=SOFT)  # fmt: skip
            told.append(f"{name}: {_listed(first) or 'nothing yet'}{_left_over(more, '; ')}")
        axes.plot([0, WIDE, WIDE, 0, 0], [0, 0, HIGH, HIGH, 0], color=LINE, linewidth=0.8,
                  linestyle="-")  # fmt: skip
    return Picture(
        figure,
        alt=drawable(f"{title}. A road map in three columns. {'. '.join(told)}."),
        caption=f"Road map, {about}.",
        name="road_map",
    )


def _card(axes: Any, left: float, down: float, across: float, row: dict[Any, Any]) -> None:
    is_bold = row["chosen"] == "yes"
    said = cut(f"{row['row_id']} {row['strategic_objective']}", _LETTERS - 3 * is_bold, 2)
    write(axes, left, down + 0.2, said, bold=is_bold)
    write(axes, left, down + 0.55, cut(_who(row), _LETTERS, 2), color=SOFT)
    axes.plot([left, left + across - 0.1], [down + _ROW] * 2, color=LINE, linewidth=0.6,
              linestyle="-")  # fmt: skip


def _who(row: dict[Any, Any]) -> str:
    """When a row is due and who leads it."""
    late = "overdue" if row["overdue"] == "yes" else ""
    return " · ".join(filter(None, (late, row["due"] or row["timeline"], row["lead"])))


def _left_over(more: int, before: str = "") -> str:
    return f"{before}{counted(more, 'more row', 'more rows')} in the plan file" if more else ""


def _listed(rows: pd.DataFrame) -> str:
    told = []
    for row in rows.to_dict("records"):
        who = cut(_who(row), 90, 1)
        said = f"{row['row_id']} {cut(row['strategic_objective'], 120, 1)}".rstrip(".")
        told.append(f"{said} ({who})" if who else said)
    return "; ".join(told)
