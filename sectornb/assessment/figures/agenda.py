"""What to talk about first: how far each item is from the target, and how far raters are apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sectornb.assessment.figures.scale import LINE, SOFT, shown, titled
from sectornb.assessment.instrument import ScalePoint
from sectornb.show.picture import SERIES_COLORS, Picture, blank_page, project_style

FIRST = 5
"""Items that a meeting has time for."""
_WIDE, _ROW, _LINE_MORE = 5.8, 0.34, 0.2
_NAMES, _LOWEST, _HIGHEST = 2.55, 2.85, 5.45
_TOP = 1.15


def plot_agenda(
    agenda: pd.DataFrame,
    scale: Sequence[ScalePoint],
    target: float | None,
    title: str,
    about: str,
) -> Picture:
    """Median and spread of the ratings of each item, in the order of the agenda.

    Parameters
    ----------
    agenda : DataFrame
        The table ``agenda``; `lowest` and `highest` are null in an anonymous survey, which
        then shows no spread.
    scale : sequence of ScalePoint
        Of the instrument.
    target : float or None
        The rating to reach.
    title, about : str
        As for :func:`~sectornb.assessment.figures.bars.plot_bars`.
    """
    rows = agenda.sort_values("rank", kind="stable")
    names = [titled(*pair) for pair in zip(rows["item"], rows["item_title"], strict=True)]
    spread = bool(rows["lowest"].notna().any())
    steps = [_ROW + _LINE_MORE * name.count("\n") for name in names]
    gap = 0.32 if len(rows) > FIRST else 0.0
    high = _TOP + sum(steps) + gap + 0.1
    with project_style():
        figure, axes = blank_page(_WIDE, high)
        axes.text(0.1, 0.22, title, fontsize=13, fontweight="bold", va="center")
        told = "● middle rating" + ("   — from the lowest to the highest rating" if spread else "")
        axes.text(0.1, 0.52, told, fontsize=11, color=SOFT, va="center")
        for point in scale:
            along = _along(point.rating, scale)
            axes.text(along, _TOP - 0.14, str(point.rating), fontsize=11, ha="center", va="center")
            axes.plot([along, along], [_TOP, high - 0.05], color="#e3e6e8", linewidth=0.8)
        if target is not None:
            along = _along(target, scale)
            axes.plot(
                [along, along], [_TOP, high - 0.05], color=SERIES_COLORS[1], linewidth=1.6,
                linestyle="--",
            )  # fmt: skip
            axes.text(
                along, _TOP - 0.36, f"target {shown(target)}", fontsize=11,
                color="#a84300", ha="center", va="center",
            )  # fmt: skip
        down = _TOP
        for place, (name, step, row) in enumerate(
            zip(names, steps, rows.to_dict("records"), strict=True)
        ):
            if place == FIRST:
                axes.text(0.1, down + gap / 2, "Later", fontsize=11, color=SOFT, va="center")
                axes.plot([0.6, _WIDE - 0.1], [down + gap / 2] * 2, color=LINE, linewidth=0.8)
                down += gap
            bold = "bold" if place < FIRST else "normal"
            line = down + step / 2
            axes.text(
                _NAMES, line, name, fontsize=11, fontweight=bold, ha="right", va="center",
                linespacing=1.0,
            )  # fmt: skip
            _ratings(axes, row, scale, line)
            down += step
    return Picture(
        figure,
        alt=_alt(rows, title, target),
        caption=f"The order of the agenda, {about}.",
        name="agenda",
    )


def _along(rating: float, scale: Sequence[ScalePoint]) -> float:
    share = (rating - scale[0].rating) / (scale[-1].rating - scale[0].rating)
    return _LOWEST + share * (_HIGHEST - _LOWEST)


def _ratings(axes: Any, row: dict[Any, Any], scale: Sequence[ScalePoint], line: float) -> None:
    if not pd.isna(row["lowest"]):
        ends = [_along(row[end], scale) for end in ("lowest", "highest")]
        axes.plot(ends, [line, line], color=SOFT, linewidth=3, linestyle="-", solid_capstyle="butt")
    if not pd.isna(row["median"]):
        axes.plot(
            _along(row["median"], scale), line, marker="o", markersize=10, color=SERIES_COLORS[0]
        )


def _alt(rows: pd.DataFrame, title: str, target: float | None) -> str:
    told = []
    for row in rows.to_dict("records"):
        parts = [] if pd.isna(row["median"]) else [f"middle rating {shown(row['median'])}"]
        if not pd.isna(row["lowest"]):
            parts.append(f"ratings from {shown(row['lowest'])} to {shown(row['highest'])}")
        told.append(f"{row['item']} {row['item_title']}: {', '.join(parts) or 'not shown'}")
    aimed = f" The target is {shown(target)}." if target is not None else ""
    return f"{title}.{aimed} In order: {'; '.join(told)}."
