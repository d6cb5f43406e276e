"""What each region has in place, as a picture: a word in every cell, its color only repeats it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from sectornb.assessment.figures.scale import LINE, SOFT, ink_on
from sectornb.errors import shortened
from sectornb.report.site.tables import IN_PLACE, LEVELS, MISSING, NOT_TOLD, PARTLY
from sectornb.show.picture import Picture, blank_page, project_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
"""Regions that are drawn, those first in which most is missing."""
COLORS = {MISSING: "#8c3a00", PARTLY: "#d5dade", IN_PLACE: "#00507d", NOT_TOLD: "#ffffff"}
_CELL, _NAME, _ROW, _BELOW, _MARGIN = 0.67, 0.22, 0.27, 0.09, 0.06
_LETTERS, _END, _SMALL, _LINE = 46, 14, 9.5, 0.2


def plot_elements(
    elements: pd.DataFrame, short: Mapping[str, str], words: Mapping[str, str], title: str
) -> Picture:
    """Regions by elements: below the name of each a row of cells, in each cell a word.

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
    titles = dict(zip(elements["report"], elements["region_title"], strict=True))
    order = by_need(levels, titles)
    drawn = order[:MOST]
    wide = 2 * _MARGIN + _CELL * len(short)
    heading = textwrap.wrap(title, _LETTERS)
    top = 0.1 + _LINE * len(heading) + 0.28
    step = _NAME + _ROW + _BELOW
    with project_style():
        figure, axes = blank_page(wide, top + step * len(drawn))
        axes.text(
            _MARGIN, 0.05, "\n".join(heading), fontsize=11, fontweight="bold", va="top",
            linespacing=1.2,
        )  # fmt: skip
        middles = [_MARGIN + _CELL * (place + 0.5) for place in range(len(short))]
        for middle, word in zip(middles, short.values(), strict=True):
            axes.text(middle, top - 0.06, word, fontsize=_SMALL, ha="center", va="bottom")
        for number, report in enumerate(drawn):
            down = top + step * number
            name = shortened(titles[report], _LETTERS, _END)
            axes.text(_MARGIN, down + _NAME - 0.03, name, fontsize=10, va="bottom")
            for middle, area in zip(middles, short, strict=True):
                level = str(levels.at[report, area])
                _cell(axes, middle, down + _NAME, level, words[level])
    left = len(order) - len(drawn)
    return Picture(
        figure,
        alt=_alt(levels.loc[drawn], titles, short, words, title),
        caption="Where each region stands on each element; regions in which most is missing stand "
        "first." + (f" Another {left} regions stand in the table below." if left else ""),
        name="elements_by_region",
    )


def by_need(levels: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Regions, those first in which most elements are missing, then by name; not told last."""
    need = pd.DataFrame(
        {
            "told": (levels == NOT_TOLD).all(axis=1),
            "missing": -(levels == MISSING).sum(axis=1),
            "in_place": (levels == IN_PLACE).sum(axis=1),
            "title": levels.index.map(lambda report: titles[report].casefold()),
        }
    )
    return need.sort_values(["told", "missing", "in_place", "title"]).index.tolist()


def _cell(axes: Axes, middle: float, top: float, level: str, word: str) -> None:
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    told, gap = level != NOT_TOLD, 0.02
    axes.add_patch(
        Rectangle(
            (middle - _CELL / 2 + gap, top), _CELL - 2 * gap, _ROW, facecolor=COLORS[level],
            edgecolor=COLORS[level] if told else LINE, linewidth=0.8,
            linestyle="-" if told else "--",
        )
    )  # fmt: skip
    ink = ink_on(to_rgb(COLORS[level])) if told else SOFT
    axes.text(
        middle, top + _ROW / 2, word, fontsize=_SMALL, color=ink, ha="center", va="center_baseline"
    )


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
