"""Every rating of every item: bars that lean left or right of the scale's middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sectornb.assessment.figures.scale import LINE, SOFT, color_of, ink_on, shown, titled
from sectornb.assessment.instrument import ScalePoint
from sectornb.show.picture import Picture, blank_page, project_style

DOTS = "dots"
"""Status of an item with so few raters that each is a dot."""
_WIDE, _ROW, _LINE_MORE = 5.8, 0.36, 0.2
_NAMES, _FROM, _TO, _MEDIAN = 2.4, 2.5, 5.1, 5.7
_TOP = 1.2


def plot_bars(
    by_item: pd.DataFrame,
    distribution: pd.DataFrame,
    scale: Sequence[ScalePoint],
    title: str,
    about: str,
) -> Picture:
    """How many raters gave which rating, item by item, the highest mean first.

    The bar of an item stands left of the middle for ratings below that of the scale, right
    for those above; raters in the middle stand on both sides.  Where there are too few for a
    bar, each rater is a dot.

    Parameters
    ----------
    by_item, distribution : DataFrame
        Rows of one wave of ``ratings_by_item`` and ``rating_distribution``, of an open survey.
    scale : sequence of ScalePoint
        Of the instrument.
    title : str
        What the picture shows, in one short line.
    about : str
        Region, wave and raters, for the caption.
    """
    given = _given(distribution)
    rows = by_item[by_item["item"].isin(list(given))]
    rows = rows.sort_values("mean", ascending=False, kind="stable")
    names = [titled(*pair) for pair in zip(rows["item"], rows["item_title"], strict=True)]
    high = _TOP + sum(_ROW + _LINE_MORE * name.count("\n") for name in names) + 0.1
    middle = (scale[0].rating + scale[-1].rating) / 2
    sides = {item: _sides(part, middle) for item, part in given.items()}
    left, right = (max(side[place] for side in sides.values()) for place in (0, 1))
    unit = (_TO - _FROM) / (left + right)
    center = _FROM + left * unit
    with project_style():
        figure, axes = blank_page(_WIDE, high)
        axes.text(0.1, 0.22, title, fontsize=13, fontweight="bold", va="center")
        _legend(axes, scale)
        axes.text(_MEDIAN, _TOP - 0.12, "middle", fontsize=11, ha="right", va="center")
        axes.plot([center, center], [_TOP, high - 0.05], color=LINE, linewidth=1, linestyle="-")
        down = _TOP
        for name, row in zip(names, rows.to_dict("records"), strict=True):
            step = _ROW + _LINE_MORE * name.count("\n")
            line, part = down + step / 2, given[row["item"]]
            axes.text(_NAMES, line, name, fontsize=11, ha="right", va="center", linespacing=1.0)
            start = center - sides[row["item"]][0] * unit
            (_dots if row["status"] == DOTS else _bar)(axes, part, scale, start, unit, line)
            axes.text(_MEDIAN, line, shown(row["median"]), fontsize=11, ha="right", va="center")
            down += step
    return Picture(
        figure,
        alt=_alt(rows, given, title),
        caption=f"Raters by rating, highest mean first, {about}. The numbers count raters; left "
        f"of the line are ratings below {shown(middle)}, the middle of the scale. Middle: median.",
        name="ratings",
    )


def _given(distribution: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The ratings that were given, by item, lowest first."""
    some = distribution[distribution["n_raters"].gt(0)]
    some = some.assign(n_raters=some["n_raters"].astype("int64")).sort_values("rating")
    return {str(item): part for item, part in some.groupby("item", sort=False)}


def _sides(part: pd.DataFrame, middle: float) -> tuple[float, float]:
    """Raters left and right of the middle; those in the middle are half on each side."""
    below = part.loc[part["rating"].lt(middle), "n_raters"].sum()
    above = part.loc[part["rating"].gt(middle), "n_raters"].sum()
    inside = part.loc[part["rating"].eq(middle), "n_raters"].sum() / 2
    return float(below + inside), float(above + inside)


def _bar(
    axes: Any,
    part: pd.DataFrame,
    scale: Sequence[ScalePoint],
    start: float,
    unit: float,
    line: float,
) -> None:
    for rating, raters in zip(part["rating"], part["n_raters"], strict=True):
        color = color_of(rating, len(scale))
        axes.barh(line, raters * unit, left=start, height=0.25, color=color, edgecolor="white")
        middle = start + raters * unit / 2
        _word(axes, middle, line, str(raters), ink_on(color))
        start += raters * unit


def _dots(
    axes: Any,
    part: pd.DataFrame,
    scale: Sequence[ScalePoint],
    start: float,
    unit: float,
    line: float,
) -> None:
    for rating in part["rating"].repeat(part["n_raters"].astype("int64").tolist()):
        color = color_of(rating, len(scale))
        axes.plot(start + unit / 2, line, marker="o", markersize=17, color=color)
        _word(axes, start + unit / 2, line, shown(rating), ink_on(color))
        start += unit


def _word(axes: Any, along: float, line: float, text: str, ink: str) -> None:
    axes.text(along, line, text, fontsize=11, color=ink, ha="center", va="center_baseline")


def _legend(axes: Any, scale: Sequence[ScalePoint]) -> None:
    """A square for each point of the scale, the words of its ends below."""
    for place, point in enumerate(scale):
        color = color_of(point.rating, len(scale))
        left = 0.75 + 0.34 * place
        axes.barh(0.55, 0.3, left=left, height=0.25, color=color, edgecolor="white")
        _word(axes, left + 0.15, 0.55, str(point.rating), ink_on(color))
    axes.text(0.1, 0.55, "Rating", fontsize=11, va="center")
    ends = (f"{point.rating} {point.label.lower()}" for point in (scale[0], scale[-1]))
    axes.text(0.1, 0.84, " … ".join(ends), fontsize=11, color=SOFT, va="center")


def _alt(rows: pd.DataFrame, given: dict[str, pd.DataFrame], title: str) -> str:
    told = []
    for row in rows.to_dict("records"):
        part = given[row["item"]]
        pairs = zip(part["rating"], part["n_raters"], strict=True)
        each = ", ".join(f"{shown(rating)} from {raters}" for rating, raters in pairs)
        told.append(f"{row['item']} {row['item_title']}: {each}")
    return f"{title}. Ratings, each with its number of raters: {'; '.join(told)}."
