"""What each region has in place, as a picture: a word in every cell, its color only repeats it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pandas as pd

from sectornb.assessment.figures.scale import LINE, SOFT, ink_on, shown
from sectornb.errors import shortened
from sectornb.report.site.tables import IN_PLACE, LEVELS, MISSING, NOT_TOLD, PARTLY
from sectornb.show.picture import INK, Picture, blank_page, project_style

MOST = 24
"""Regions that are drawn, those first in which most is missing."""
COLORS = {MISSING: "#8c3a00", PARTLY: "#d5dade", IN_PLACE: "#00507d", NOT_TOLD: "#ffffff"}
_NAMES, _CELL, _ROW, _LINE_MORE, _HEAD, _MARGIN = 1.5, 0.66, 0.4, 0.17, 0.55, 0.08
_LETTERS, _LONGEST = 19, 56


def plot_elements(
    elements: pd.DataFrame, short: Mapping[str, str], words: Mapping[str, str], title: str
) -> Picture:
    """Regions by elements, in each cell a word and the middle rating.

    Parameters
    ----------
    elements : DataFrame
        The table ``elements_by_region``.
    short : mapping
        Element to a word for it, in order.
    words : mapping
        Level to what the cell says.
    title : str
        What the picture says, in one line.
    """
    levels = elements.pivot(index="report", columns="area", values="level")[list(short)]
    medians = elements.pivot(index="report", columns="area", values="median_of_items")
    titles = dict(zip(elements["report"], elements["region_title"], strict=True))
    order = by_need(levels, titles)
    drawn = order[:MOST]
    names = [
        textwrap.wrap(shortened(titles[report], _LONGEST), _LETTERS, break_long_words=True)
        for report in drawn
    ]
    heights = [_ROW + _LINE_MORE * max(0, len(lines) - 2) for lines in names]
    wide = _NAMES + _CELL * len(short) + _MARGIN
    heading = textwrap.wrap(title, 52)
    top = 0.14 + 0.22 * len(heading) + _HEAD
    with project_style():
        figure, axes = blank_page(wide, top + sum(heights) + _MARGIN)
        axes.text(
            _MARGIN, 0.08, "\n".join(heading), fontsize=12, fontweight="bold", va="top",
            linespacing=1.25,
        )  # fmt: skip
        for place, word in enumerate(short.values()):
            # On two lines in turn, so that long words do not meet.
            down = top - (0.3 if place % 2 else 0.09)
            axes.text(
                _NAMES + _CELL * (place + 0.5), down, word, fontsize=10.5, ha="center",
                va="bottom", color=INK,
            )  # fmt: skip
        down = top
        for report, lines, height in zip(drawn, names, heights, strict=True):
            axes.text(
                _MARGIN, down + height / 2, "\n".join(lines), fontsize=10.5, va="center",
                linespacing=1.05,
            )  # fmt: skip
            for place, area in enumerate(short):
                level, median = str(levels.at[report, area]), medians.at[report, area]
                _cell(axes, _NAMES + _CELL * place, down, height, level, words[level], median)
            down += height
    left = len(order) - len(drawn)
    return Picture(
        figure,
        alt=_alt(levels.loc[drawn], titles, short, words, title),
        caption="Where each region stands on each element, with the middle of its components' "
        "middle ratings; regions in which most is missing stand first."
        + (f" Another {left} regions stand in the table below." if left else ""),
        name="elements_by_region",
    )


def by_need(levels: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Regions, those first in which most elements are missing, then by name; not told last."""
    need = pd.DataFrame(
        {
            "told": levels.eq(NOT_TOLD).all(axis=1),
            "missing": -levels.eq(MISSING).sum(axis=1),
            "in_place": levels.eq(IN_PLACE).sum(axis=1),
            "title": levels.index.map(lambda report: titles[report].casefold()),
        }
    )
    return need.sort_values(list(need)).index.tolist()


def _cell(
    axes: object, left: float, top: float, height: float, level: str, word: str, median: float
) -> None:
    from matplotlib.axes import Axes
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    assert isinstance(axes, Axes)
    told = level != NOT_TOLD
    gap = 0.025
    axes.add_patch(
        Rectangle(
            (left + gap, top + gap), _CELL - 2 * gap, height - 2 * gap, facecolor=COLORS[level],
            edgecolor=COLORS[level] if told else LINE, linewidth=0.8,
            linestyle="-" if told else "--",
        )
    )  # fmt: skip
    ink = ink_on(to_rgb(COLORS[level])) if told else SOFT
    number = told and not pd.isna(median)
    text = f"{word}\n{shown(median)}" if number else word
    axes.text(
        left + _CELL / 2, top + height / 2, text, fontsize=9.5, color=ink, ha="center",
        va="center", linespacing=1.1,
    )  # fmt: skip


def _alt(
    levels: pd.DataFrame,
    titles: Mapping[str, str],
    short: Mapping[str, str],
    words: Mapping[str, str],
    title: str,
) -> str:
    """The message, then region by region which elements stand where."""
    told = []
    for report, row in levels.iterrows():
        at = {level: [short[a] for a in short if row[a] == level] for level in LEVELS}
        parts = [f"{words[level]} {', '.join(names)}" for level, names in at.items() if names]
        told.append(f"{titles[str(report)]}: {'; '.join(parts)}")
    return f"{title} Heat map of regions by elements. {'. '.join(told)}."
