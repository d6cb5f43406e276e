"""The picture of who works where: counties of home by counties of work."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from sectornb.region.figures.labels import short_names
from sectornb.region.sheds import OUTSIDE, REST
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.show.picture import INK, Picture, project_style, statistical_plots

_MANY = 9
"""From more columns on, only numbers of one digit have a decimal: a longer one has no room."""


def plot_exchanges(
    home_by_work: pd.DataFrame,
    names: Mapping[str, str],
    about: str,
    gaps: Gaps = NO_GAPS,
    among: Collection[str] = (),
    counted: str = "jobs",
) -> Picture:
    """A table of homes by workplaces, each cell shaded by its jobs.

    Parameters
    ----------
    home_by_work : DataFrame
        Of :func:`sectornb.region.sheds.home_by_work`.
    names : mapping
        County code to name.
    about : str
        Region, year and what is counted, for the caption.
    gaps : Gaps
        What missing flow files leave open.
    among : collection of str
        Names of further counties that the page speaks of.
    counted : str
        What the flows count: jobs, primary jobs or workers.
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import PowerNorm

    full = {code: names.get(code, code) for code in home_by_work.index}
    short = short_names({full[code] for code in full if code not in (REST, OUTSIDE)}, among)
    heads = [short.get(full[code], code) for code in full]
    works, homes = (
        [f"{head}, at least" if head == OUTSIDE and gaps.low(side) else head for head in heads]
        for side in ("residents", "jobs")
    )
    largest = home_by_work.max().max()
    scale, unit = (1_000, f"thousand {counted}") if largest >= 10_000 else (1, counted)
    short_of = 10 if len(home_by_work) > _MANY else 100
    told = (home_by_work / scale).map(
        lambda each: f"{each:,.{int(scale > 1 and each < short_of - 0.05)}f}"
    )
    told = told.where(home_by_work.notna(), "")
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 1.9 + 0.3 * len(home_by_work)))
        statistical_plots().heatmap(
            home_by_work.to_numpy(),
            annot=told.to_numpy(),
            fmt="",
            annot_kws={"fontsize": 9, "color": INK},
            cmap="Blues",
            # Shades by the square root: most people stay in their county.
            norm=PowerNorm(0.5, 0, 2.8 * largest),
            cbar=False,
            linewidths=0.8,
            ax=axes,
        )
        axes.set_xticklabels(works, rotation=90, fontsize=9.5)
        axes.set_yticklabels(homes, rotation=0, fontsize=9.5)
        axes.tick_params(length=0)
        axes.grid(False)
        axes.set(title=f"Who works where, {unit}", xlabel="Workplace", ylabel="Home")
    away = sorted(
        (-jobs, full[home], full[work])
        for work, column in home_by_work.items()
        for home, jobs in column.dropna().items()
        if home != work and jobs
    )
    largest_told = "; ".join(
        f"{home} to {work} {-jobs:,.0f} {counted}" for jobs, home, work in away[:5]
    )
    return Picture(
        figure,
        alt=(
            f"Table of {counted} by county of home, down, and county of work, across, shaded by "
            f"their number. The largest flows between two of them: {largest_told or 'none'}."
        ),
        caption=f"Homes by workplaces, {about}.{_minimum(gaps)}",
        name="exchanges",
    )


def _minimum(gaps: Gaps) -> str:
    """Which cells are at least so large, because flow files are missing."""
    where = f", as jobs in {gaps.out_of} are not counted" * bool(gaps.out_of)
    cells = [f"homes {OUTSIDE}"] * gaps.jobs_low
    cells += ["flows between your states"] * gaps.inside
    cells += [f"workplaces {OUTSIDE}{where}"] * gaps.residents_low
    return f" At least so many: {', '.join(cells)}." if cells else ""
