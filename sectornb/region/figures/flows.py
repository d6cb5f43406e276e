"""The picture of exchanges between counties."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from sectornb.show.picture import SERIES_COLORS, Picture, project_style

MOST_EXCHANGES = 12


def plot_exchanges(
    exchanges: pd.DataFrame, counties: Collection[str], *, region: str, vintage: str
) -> Picture:
    """The largest flows between counties as bands from home to workplace.

    Parameters
    ----------
    exchanges : DataFrame
        The table of this name; its largest twelve rows are drawn.
    counties : collection of str
        The region: flows that cross its border are drawn in the second color, hatched.
    region, vintage : str
        For the caption.
    """
    import matplotlib.pyplot as plt

    largest = exchanges.head(MOST_EXCHANGES)
    inside = largest["home_area_fips"].isin(list(counties)) & largest["work_area_fips"].isin(
        list(counties)
    )
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 1.6 + 0.36 * len(largest)))
        axes.set_axis_off()
        axes.set_title("Largest flows between counties, jobs")
        names = short_names({*largest["home_county_name"], *largest["work_county_name"]})
        homes = _stack(axes, largest, "home", 0.0, names)
        works = _stack(axes, largest, "work", 1.0, names)
        for row, within in zip(largest.index, inside, strict=True):
            _band(axes, homes[row], works[row], bool(within))
        for x, heading in ((0.0, "Homes"), (1.0, "Workplaces")):
            axes.annotate(
                heading,
                (x, 0),
                (0, 5),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=10,
                fontweight="bold",
            )
        axes.set_xlim(-0.62, 1.62)
        _flow_legend(figure, set(inside))
    told = "; ".join(
        f"{row.home_county_name} to {row.work_county_name} {row.jobs:,.0f} jobs"
        for row in largest.head(5).itertuples()
    )
    return Picture(
        figure,
        alt=(
            f"Flow diagram of the {len(largest)} largest flows between two counties, homes left, "
            f"workplaces right. The largest: {told or 'none'}. "
            f"{int((~inside).sum())} of them cross the region's border."
        ),
        caption=f"Largest flows between counties, {region}, {vintage}.",
        name="exchanges",
    )


def short_names(names: Collection[str]) -> dict[str, str]:
    """Each county's name without the word, and without the state where all are in one."""
    states = {name.rpartition(", ")[2] for name in names}
    short = {}
    for name in names:
        county, _, state = name.rpartition(", ")
        plain = (county or state).removesuffix(" County")
        short[name] = plain if len(states) == 1 or not county else f"{plain}, {state}"
    return short


def _stack(
    axes: Any, flows: pd.DataFrame, side: str, x: float, names: dict[str, str]
) -> dict[Any, tuple[float, float]]:
    """Ends of the bands on one side, stacked by county, with the counties' names."""
    gap = 0.03 * flows["jobs"].sum()
    order = flows.groupby(f"{side}_area_fips")["jobs"].sum().sort_values(ascending=False).index
    ends: dict[Any, tuple[float, float]] = {}
    top = 0.0
    for code in order:
        rows = flows[flows[f"{side}_area_fips"].eq(code)]
        begin = top
        for row, jobs in rows["jobs"].items():
            ends[row] = (top, top - jobs)
            top -= jobs
        axes.plot([x, x], [begin, top], "-", color="#1b1b1b", linewidth=3)
        name = names[rows[f"{side}_county_name"].iloc[0]]
        axes.text(
            x - 0.03 if side == "home" else x + 0.03,
            (begin + top) / 2,
            f"{name}\n{rows['jobs'].sum():,.0f}",
            fontsize=8.5,
            va="center",
            ha="right" if side == "home" else "left",
            linespacing=0.95,
        )
        top -= max(gap, 0.075 * flows["jobs"].sum() - rows["jobs"].sum())
    return ends


def _band(axes: Any, home: tuple[float, float], work: tuple[float, float], within: bool) -> None:
    across = np.linspace(0, 1, 40)
    ease = across * across * (3 - 2 * across)
    upper = home[0] + (work[0] - home[0]) * ease
    lower = home[1] + (work[1] - home[1]) * ease
    color = SERIES_COLORS[0] if within else SERIES_COLORS[1]
    axes.fill_between(
        across,
        lower,
        upper,
        facecolor=color,
        alpha=0.55,
        linewidth=0.4,
        edgecolor="white",
        hatch=None if within else "////",
    )


def _flow_legend(figure: Any, found: set[bool]) -> None:
    from matplotlib.patches import Patch

    keys = {
        True: Patch(facecolor=SERIES_COLORS[0], alpha=0.55, label="within the region"),
        False: Patch(
            facecolor=SERIES_COLORS[1], alpha=0.55, hatch="////", label="across its border"
        ),
    }
    figure.legend(
        handles=[key for within, key in keys.items() if within in found],
        loc="outside lower center",
        ncols=2,
        fontsize=9.5,
    )
