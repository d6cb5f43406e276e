"""What changed since the wave before: of raters of both, beside what all ratings would say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sectornb.assessment.figures.scale import LINE, SOFT, titled
from sectornb.show.picture import SERIES_COLORS, Picture, blank_page, project_style

OWN, OTHERS = SERIES_COLORS[0], SERIES_COLORS[1]
_WIDE, _ROW, _LINE_MORE = 5.8, 0.34, 0.2
_NAMES, _LEAST, _MOST = 2.55, 2.75, 5.6
_TOP = 1.62


def plot_changes(changes: pd.DataFrame, title: str, about: str) -> Picture:
    """The mean change of each item, the largest of raters of both waves first.

    A dot is the change of raters of both waves, a ring that of the average of whoever
    answered, with a line between the two for what other people did; a faint line is what
    the change of all could have been.

    Parameters
    ----------
    changes : DataFrame
        Rows of one pair of waves of ``changes_by_item``, of an open survey.
    title, about : str
        As for :func:`~sectornb.assessment.figures.bars.plot_bars`.
    """
    rows = changes[changes["mean_change"].notna()]
    order = rows["mean_change_matched"].sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order]
    names = [titled(*pair) for pair in zip(rows["item"], rows["item_title"], strict=True)]
    steps = [_ROW + _LINE_MORE * name.count("\n") for name in names]
    high = _TOP + sum(steps) + 0.1
    drawn = rows[["mean_change", "mean_change_matched", "change_low", "change_high"]].to_numpy()
    ends = float(np.floor(min(np.nanmin(drawn), -1))), float(np.ceil(max(np.nanmax(drawn), 1)))
    with project_style():
        figure, axes = blank_page(_WIDE, high)
        axes.text(0.1, 0.22, title, fontsize=13, fontweight="bold", va="center")
        _legend(axes)
        for points in np.arange(ends[0], ends[1] + 1):
            along = _along(points, ends)
            axes.text(along, _TOP - 0.14, _signed(points), fontsize=11, ha="center", va="center")
            color = LINE if points == 0 else "#e3e6e8"
            axes.plot([along, along], [_TOP, high - 0.05], color=color, linewidth=1, linestyle="-")
        down = _TOP
        for name, step, row in zip(names, steps, rows.to_dict("records"), strict=True):
            line = down + step / 2
            bold = "bold" if row["direction"] in ("up", "down") else "normal"
            axes.text(
                _NAMES, line, name, fontsize=11, fontweight=bold, ha="right", va="center",
                linespacing=1.0,
            )  # fmt: skip
            _change(axes, row, ends, line)
            down += step
    return Picture(
        figure,
        alt=_alt(rows, title),
        caption=f"Change since {rows['wave_before'].iloc[0]} in points of the scale, largest "
        f"first, {about}. Bold: the change counts.",
        name="changes",
    )


def _along(points: float, ends: tuple[float, float]) -> float:
    return _LEAST + (points - ends[0]) / (ends[1] - ends[0]) * (_MOST - _LEAST)


def _legend(axes: Any) -> None:
    """A mark of each kind with its words, one below the other."""
    _dot(axes, 0.24, 0.55)
    _ring(axes, 0.24, 0.82)
    axes.plot([0.1, 0.38], [1.09, 1.09], color=LINE, linewidth=2, linestyle="-")
    for down, words in (
        (0.55, "change of the people who rated it both times"),
        (0.82, "change of the average, whoever answered"),
        (1.09, "where the change of all people could lie"),
    ):
        axes.text(0.5, down, words, fontsize=11, color=SOFT, va="center")


def _dot(axes: Any, along: float, line: float) -> None:
    axes.plot(along, line, marker="o", markersize=9, color=OWN)


def _ring(axes: Any, along: float, line: float) -> None:
    axes.plot(
        along, line, marker="o", markersize=11, markerfacecolor="none", markeredgecolor=OTHERS,
        markeredgewidth=1.8,
    )  # fmt: skip


def _change(axes: Any, row: dict[Any, Any], ends: tuple[float, float], line: float) -> None:
    span = [_along(row[end], ends) for end in ("change_low", "change_high")]
    axes.plot(span, [line, line], color=LINE, linewidth=2, linestyle="-", solid_capstyle="butt")
    ring = _along(row["mean_change"], ends)
    if not pd.isna(row["mean_change_matched"]):
        dot = _along(row["mean_change_matched"], ends)
        axes.plot([dot, ring], [line, line], color=OTHERS, linewidth=1.8, linestyle="-")
        _dot(axes, dot, line)
    _ring(axes, ring, line)


def _signed(points: float) -> str:
    return "0" if points == 0 else f"{points:+g}".replace("-", "\N{MINUS SIGN}")


def _alt(rows: pd.DataFrame, title: str) -> str:
    told = []
    for row in rows.to_dict("records"):
        own = row["mean_change_matched"]
        twice = "nobody rated twice" if pd.isna(own) else f"those who rated twice {own:+z.1f}"
        average = f"the average {row['mean_change']:+z.1f}"
        told.append(f"{row['item']} {row['item_title']}: {twice}, {average}")
    return f"{title}. Change of each item in points: {'; '.join(told)}."
