"""What the largest occupations pay: from the 10th to the 90th percentile, with the threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.occupation.figures.jobs import MOST
from sectornb.occupation.wages import PERCENTILES
from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style
from sectornb.show.title_rows import title_panels, title_rows

_LINE = "#9aa3ab"


def plot_pay(
    profile: pd.DataFrame, wages: pd.DataFrame, threshold: float | None, about: str
) -> Picture | None:
    """Hourly wages of the largest occupations.

    A thin line from the 10th to the 90th percentile, a thick one between the quartiles, a dot for
    the median; ``>`` where there is a least number.

    Parameters
    ----------
    profile, wages : DataFrame
        The tables ``occupation_profile`` and ``occupation_wages``.
    threshold : float or None
        Dollars an hour that sustain a family, a line across.
    about : str
        Industry and region, for the caption.

    Returns
    -------
    Picture or None
        None where no hourly wage is published.
    """
    rows = profile[["soc"]].merge(wages, on="soc")
    rows = rows[rows["hourly_median_usd"].notna()].head(MOST)
    if rows.empty:
        return None
    titles = title_rows(rows["occupation_title"])
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.05, below=0.5, foot=0.35)
        for row, down in zip(rows.to_dict("records"), titles.middles, strict=True):
            _wage(axes, row, down)
        titles.on(axes)
        if threshold:
            axes.axvline(threshold, color=SERIES_COLORS[1], linewidth=1.5, linestyle="--")
        axes.set_xlabel("Dollars an hour")
        axes.set_xlim(left=0)
        axes.spines["left"].set_visible(False)
        words = "● middle   thick: the middle half of jobs"
        words += "   - - sustains a family" if threshold else ""
        figure.text(0.5, 0.03, words, ha="center", fontsize=9)
    told = "; ".join(_told(row) for row in rows.to_dict("records"))
    line = f" A line marks {threshold:,.2f} dollars, which sustain a family." if threshold else ""
    return Picture(
        figure,
        alt=f"Hourly wages of the {len(rows)} largest occupations with a wage.{line} {told}.",
        caption=f"Hourly wages over all industries of the area, {about}. Lines run from the 10th "
        "to the 90th percentile.",
        name="pay",
    )


def _wage(axes: Any, row: Mapping[Any, Any], down: float) -> None:
    p10, p25, median, p75, p90 = (row[f"hourly_{name}_usd"] for name in PERCENTILES)
    axes.plot((p10, p90), (down, down), color=_LINE, linewidth=2, linestyle="-")
    axes.plot(
        (p25, p75), (down, down), color=_LINE, linewidth=7, linestyle="-", solid_capstyle="butt"
    )
    axes.plot(median, down, marker="o", color=SERIES_COLORS[0], markersize=6, zorder=3)
    if row["top_coded"]:
        end = max(value for value in (p10, p25, median, p75, p90) if pd.notna(value))
        axes.plot(end, down, marker=">", color=INK, markersize=6, zorder=4)


def _told(row: Mapping[Any, Any]) -> str:
    least = "at least " if row["wage_status"] == "at_least" else ""
    text = f"{row['occupation_title']} {least}{row['hourly_median_usd']:,.2f}"
    ends = [row["hourly_p10_usd"], row["hourly_p90_usd"]]
    if any(pd.isna(end) for end in ends):
        return text
    top = "at least " if row["top_coded"] else ""
    return f"{text} ({ends[0]:,.2f} to {top}{ends[1]:,.2f})"
