"""The picture of who stays and who crosses the border: two strips of a hundred percent."""

from __future__ import annotations

from collections.abc import Collection
from textwrap import fill

import pandas as pd

from sectornb.region.figures.labels import short_names
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style

NAMED = 3
_SIDES = (
    ("jobs", "The jobs here are held by", "residents", "people from outside"),
    ("residents", "The jobs that residents hold are", "here", "outside"),
)


def plot_strips(
    labor_shed: pd.DataFrame,
    commute_shed: pd.DataFrame,
    counties: Collection[str],
    about: str,
    gaps: Gaps = NO_GAPS,
    among: Collection[str] = (),
) -> Picture:
    """What share of jobs stays inside, each way, with the three largest counties outside named.

    Parameters
    ----------
    labor_shed, commute_shed : DataFrame
        The tables of these names.
    counties : collection of str
        The region.
    about : str
        Region, year and what is counted, for the caption.
    gaps : Gaps
        What missing flow files leave open: it makes figures bounds.
    among : collection of str
        Names of further counties that the page speaks of.
    """
    import matplotlib.pyplot as plt

    sheds, told = (labor_shed, commute_shed), []
    with project_style():
        figure, rows = plt.subplots(2, figsize=(4.8, 2.7))
        for axes, shed, (side, head, inside, outside) in zip(rows, sheds, _SIDES, strict=True):
            away = shed[~shed.iloc[:, 0].isin(list(counties))]
            here = 100 * (1 - away["share"].sum())
            axes.barh(0, here, height=0.8, color=SERIES_COLORS[0])
            axes.barh(0, 100 - here, left=here, height=0.8, color=SERIES_COLORS[1])
            kept = f"{gaps.most(side)}{here:.1f}% {inside}"
            axes.text(1.5, 0, kept, color="white", va="center", fontsize=10.5)
            least = "at least " * gaps.low(side)
            own = set(shed["county_name"]) - set(away["county_name"])
            named = _named(away, own, least, among)
            words = f"{'' if gaps.inside else least}{100 - here:.1f}% {outside}"
            # Between states of the region, the flows of a county that is named may be missing too.
            unit = "jobs, at least" if least and gaps.inside else "jobs"
            words += f" ({unit}): {named}" if named else ""
            axes.text(0, -0.6, fill(words, 62), va="top", fontsize=9.5, color=INK)
            axes.set_axis_off()
            axes.set(xlim=(0, 100), ylim=(-1.7, 0.5))
            axes.set_title(head, fontsize=11)
            told.append(f"{head}: {kept}, {words}".replace("%", " percent"))
    return Picture(
        figure,
        alt=f"Two strips of a hundred percent. {'. '.join(told)}.",
        caption=f"How many cross the border, and from where and where to, {about}.",
        name="sheds",
    )


def _named(away: pd.DataFrame, own: set[str], least: str, among: Collection[str]) -> str:
    """The largest counties outside with their jobs, and the jobs of all others."""
    top = away.head(NAMED)
    short = short_names({*top["county_name"], *own}, among)
    parts = [
        f"{short[name]} {jobs:,.0f}"
        for name, jobs in zip(top["county_name"], top["jobs"], strict=True)
    ]
    rest = away["jobs"].sum() - top["jobs"].sum()
    return "; ".join([*parts, f"others {least}{rest:,.0f}"] if rest else parts)
