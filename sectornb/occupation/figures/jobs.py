"""Pictures of jobs and openings: the largest occupations, with the ranges of their figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style
from sectornb.show.title_rows import title_panels, title_rows

MOST = 8
"""Occupations drawn."""
_LINE = "#9aa3ab"
_PARTS = {
    "growth": ("new jobs", SERIES_COLORS[3]),
    "exit_openings": ("stop working", SERIES_COLORS[0]),
    "transfer_openings": ("change occupation", SERIES_COLORS[5]),
}
_TEXT = 9.5


def plot_jobs(profile: pd.DataFrame, about: str) -> Picture | None:
    """Jobs of the largest occupations, a bar from low to high and a dot for the estimate.

    Parameters
    ----------
    profile : DataFrame
        The table ``occupation_profile``.
    about : str
        Industry and region, for the caption.

    Returns
    -------
    Picture or None
        None where no occupation has an estimate.
    """
    rows = profile[profile["employment"].notna()].head(MOST)
    if rows.empty:
        return None
    titles = title_rows(rows["occupation_title"])
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.05, below=0.5, foot=0.35)
        for row, down in zip(rows.to_dict("records"), titles.middles, strict=True):
            high = row["employment_high"]
            ends = (row["employment_low"], row["employment"] if pd.isna(high) else high)
            axes.plot(
                ends, (down, down), color=_LINE, linewidth=7, linestyle="-", solid_capstyle="butt"
            )
            axes.plot(
                row["employment"], down, marker="o", color=SERIES_COLORS[0], markersize=6, zorder=3
            )
        titles.on(axes)
        _counts(axes, "Jobs", from_zero=True)
        words = "● our estimate   gray: where the true number lies"
        figure.text(0.5, 0.03, words, ha="center", fontsize=_TEXT)
    told = "; ".join(_ranged(row) for row in rows.to_dict("records"))
    return Picture(
        figure,
        alt=f"The {len(rows)} largest occupations by jobs. {told}.",
        caption=f"The largest occupations, {about}. Gray bars are the range that withheld "
        "industries leave.",
        name="jobs",
    )


def _ranged(row: Mapping[Any, Any]) -> str:
    high = row["employment_high"]
    to = "or more" if pd.isna(high) else f"to {high:,.0f}"
    return (
        f"{row['occupation_title']} about {row['employment']:,.0f} ({row['employment_low']:,.0f} "
        f"{to})"
    )


def plot_openings(openings: pd.DataFrame, about: str) -> Picture | None:
    """Openings a year of the occupations with the most, in their three parts.

    Parameters
    ----------
    openings : DataFrame
        Rows of ``occupation_openings`` of the target industries.
    about : str
        Industry and region, for the caption.

    Returns
    -------
    Picture or None
        None where no openings are known.
    """
    rows = openings[openings["annual_openings"].notna()]
    if rows.empty:
        return None
    rows = rows.sort_values("annual_openings", ascending=False, kind="stable").head(MOST)
    leave = rows["exit_openings"] + rows["transfer_openings"]
    rows = rows.assign(growth=rows["annual_openings"] - leave)
    titles = title_rows(rows["occupation_title"])
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.05, below=0.5, foot=0.55)
        for row, down in zip(rows.to_dict("records"), titles.middles, strict=True):
            _parts(axes, row, down)
        axes.axvline(0, color=INK, linewidth=1, linestyle="-")
        titles.on(axes)
        _counts(axes, "Openings a year", from_zero=False)
        for place, (words, color) in enumerate(_PARTS.values()):
            across = 0.04 + place * 0.31
            figure.text(across, 0.03, "■", color=color, fontsize=11)
            figure.text(across + 0.045, 0.03, words, fontsize=_TEXT)
    told = "; ".join(
        f"{row['occupation_title']} {row['annual_openings']:,.0f}: {row['growth']:+,.0f} new jobs, "
        f"{row['exit_openings']:,.0f} stop working, {row['transfer_openings']:,.0f} change "
        "occupation"
        for row in rows.to_dict("records")
    )
    return Picture(
        figure,
        alt=f"Openings a year of the {len(rows)} occupations with the most. {told}.",
        caption=f"Openings a year by what they come from, {about}. Left of the line: jobs lost.",
        name="openings",
    )


def _parts(axes: Any, row: Mapping[Any, Any], down: float) -> None:
    start = 0.0
    for name, (_, color) in _PARTS.items():
        value = row[name]
        left = 0.0 if value < 0 else start
        axes.barh(down, value, left=left, height=0.16, color=color)
        start += max(value, 0.0)


def _counts(axes: Any, label: str, *, from_zero: bool) -> None:
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    axes.set_xlabel(label)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.spines["left"].set_visible(False)
    if from_zero:
        axes.set_xlim(left=0)
