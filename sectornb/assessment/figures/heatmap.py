"""Where organizations see an item differently: the median of each, item by item."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

import pandas as pd

from sectornb.assessment.figures.scale import COLORS, color_of, ink_on, shown, titled
from sectornb.assessment.instrument import ScalePoint
from sectornb.show.picture import Picture, project_style, statistical_plots

MOST = 12
"""Organizations that are drawn, those with most raters first."""
_WIDE, _ROW, _LINE_MORE, _KEY = 5.8, 0.32, 0.2, 0.24
_NAMES = 2.45
_LETTERS = 56


def plot_heatmap(
    by_organization: pd.DataFrame,
    by_item: pd.DataFrame,
    scale: Sequence[ScalePoint],
    title: str,
    about: str,
) -> Picture:
    """The median that the raters of each organization gave each item.

    Items on which organizations differ most stand first; an empty cell has no rating.

    Parameters
    ----------
    by_organization, by_item : DataFrame
        Rows of one wave of ``rating_by_organization`` and ``ratings_by_item``, of an open
        survey.
    scale : sequence of ScalePoint
        Of the instrument.
    title, about : str
        As for :func:`~sectornb.assessment.figures.bars.plot_bars`.
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import LinearSegmentedColormap

    people = by_organization.groupby("organization")["n_raters"].max()
    drawn = people.sort_values(ascending=False, kind="stable").index[:MOST].sort_values()
    medians = by_organization.pivot(index="item", columns="organization", values="median")
    order = by_item.sort_values("between_organizations_sd", ascending=False, kind="stable")
    order = order[order["item"].isin(medians.index)]
    medians = medians.reindex(index=order["item"], columns=drawn)
    names = [titled(*pair) for pair in zip(order["item"], order["item_title"], strict=True)]
    letters = [ascii_uppercase[place] for place in range(len(drawn))]
    key = [
        textwrap.fill(f"{letter} {name} ({people[name]:.0f})", _LETTERS, subsequent_indent="   ")
        for letter, name in zip(letters, drawn, strict=True)
    ]
    top = 0.45 + _KEY * sum(1 + words.count("\n") for words in key) + 0.3
    cells = sum(_ROW + _LINE_MORE * (name.count("\n") > 0) for name in names)
    high = top + cells + 0.1
    seaborn = statistical_plots()
    with project_style():
        figure = plt.figure(figsize=(_WIDE, high), layout="none")
        axes = figure.add_axes(
            (_NAMES / _WIDE, 0.1 / high, (_WIDE - _NAMES - 0.1) / _WIDE, cells / high)
        )
        seaborn.heatmap(
            medians.to_numpy(),
            ax=axes,
            vmin=scale[0].rating,
            vmax=scale[-1].rating,
            cmap=LinearSegmentedColormap.from_list("scale", COLORS),
            cbar=False,
            linewidths=1.5,
            linecolor="white",
            xticklabels=letters,
            yticklabels=names,
        )
        axes.grid(visible=False)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticklabels(names, rotation=0, fontsize=11, linespacing=1.0)
        axes.set_xticklabels(letters, fontsize=11, fontweight="bold")
        _numbers(axes, medians, scale)
        figure.text(
            0.1 / _WIDE, 1 - 0.22 / high, title, fontsize=13, fontweight="bold", va="center"
        )
        down = 0.42
        for words in key:
            figure.text(0.1 / _WIDE, 1 - down / high, words, fontsize=11, va="top", linespacing=1.2)
            down += _KEY * (1 + words.count("\n"))
    left = len(people) - len(drawn)
    return Picture(
        figure,
        alt=_alt(medians, order, title),
        caption=f"Middle rating of each organization, {about}; in brackets its raters. Items on "
        "which organizations differ most stand first."
        + (f" Another {left} with fewer raters are not drawn." if left else ""),
        name="organizations",
    )


def _numbers(axes: Any, medians: pd.DataFrame, scale: Sequence[ScalePoint]) -> None:
    for down, row in enumerate(medians.to_numpy()):
        for along, median in enumerate(row):
            if not pd.isna(median):
                ink = ink_on(color_of(median, len(scale)))
                axes.text(
                    along + 0.5, down + 0.5, shown(median), fontsize=11, color=ink, ha="center",
                    va="center_baseline",
                )  # fmt: skip


def _alt(medians: pd.DataFrame, order: pd.DataFrame, title: str) -> str:
    titles = dict(zip(order["item"], order["item_title"], strict=True))
    told = [
        f"{item} {titles[item]}: "
        + ", ".join(f"{name} {shown(median)}" for name, median in row.dropna().items())
        for item, row in medians.iterrows()
    ]
    return f"{title}. Middle rating by organization: {'; '.join(told)}."
