"""Pictures of the ranks behind the short list and of the change in jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.industry.factors import FACTORS
from sectornb.industry.figures.shortlist import named
from sectornb.industry.ranking import listed_in_order
from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style
from sectornb.show.title_rows import title_panels, title_rows

MOST_BARS = 10
_BLUE, _LINE = SERIES_COLORS[0], "#9aa3ab"
_SHORT = {
    "employment": "Jobs",
    "annual_wage": "Pay",
    "historical_growth": "Past\ngrowth",
    "projected_growth": "Expected\ngrowth",
    "location_quotient": "Concen-\ntration",
}
_EDGE = 0.1
"""Of each strip, left empty on both sides."""


def plot_rank_strips(
    ranking: pd.DataFrame,
    factors: list[str],
    names: Mapping[str, str],
    *,
    region: str,
    latest_year: int,
) -> Picture:
    """One strip for each factor, a dot for each of the short list: far right is best.

    The surest come first; behind the name of others stands that their place is open.  A
    hollow dot rests on some of the counties only.

    Parameters
    ----------
    ranking : DataFrame
        The table ``industry_ranking``.
    factors : list of str
        Factors that count in the score.
    names : mapping
        Code to short name; the title stands for a code without one.
    """
    rows = ranking.set_index("naics", drop=False).loc[listed_in_order(ranking)]
    rows = rows.reset_index(drop=True)
    sure = rows["badge"].isin(["certain", "likely"])
    each = zip(named(rows, names), sure, strict=True)
    titles = title_rows([name if surely else f"{name} (not sure)" for name, surely in each])
    last = {factor: max(float(ranking[f"rank_{factor}"].max()), 2.0) for factor in factors}
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.45, below=0.1, foot=0.3)
        axes.grid(visible=False)
        titles.on(axes)
        for place, factor in enumerate(factors):
            ends = (place + _EDGE, place + 1 - _EDGE)
            for row, down in zip(rows.to_dict("records"), titles.middles, strict=True):
                axes.plot(ends, (down, down), color="#d9d9d9", linewidth=2, linestyle="-")
                best = 1 - (row[f"rank_{factor}"] - 1) / (last[factor] - 1)
                at = ends[0] + best * (ends[1] - ends[0])
                whole = row[f"basis_{factor}"] == "complete"
                _dot(axes, at, down, filled=whole)
        axes.set_xlim(0, len(factors))
        middles = [place + 0.5 for place in range(len(factors))]
        axes.set_xticks(middles, [_SHORT[factor] for factor in factors], fontsize=9)
        axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        words = "Far right: first of all industries.  ○ some counties withheld"
        figure.text(0.5, 0.03, words, ha="center", fontsize=9.5)
    return Picture(
        figure,
        alt=_strips_alt(rows, factors),
        caption=f"Where the short list stands on each factor, {region}, {latest_year}.",
        name="rank_strips",
    )


def _dot(axes: Any, across: float, down: float, *, filled: bool) -> None:
    axes.plot(
        across, down, marker="o", markersize=7.5, color=_BLUE, markeredgewidth=1.6,
        markerfacecolor=_BLUE if filled else "white", zorder=3,
    )  # fmt: skip


def _strips_alt(rows: pd.DataFrame, factors: list[str]) -> str:
    if rows.empty:
        return "Strips of ranks without dots: no industry could be scored."
    told = "; ".join(
        f"{row['naics_title']}: "
        + ", ".join(f"{FACTORS[factor].label} {row[f'rank_{factor}']:g}" for factor in factors)
        for row in rows.to_dict("records")
    )
    return (
        f"{len(rows)} industries on {len(factors)} strips, one for each factor; hollow dots rest "
        f"on some of the counties only. Ranks: {told}."
    )


def plot_change(
    shifts: pd.DataFrame, names: Mapping[str, str], *, region: str, base_year: int, latest_year: int
) -> Picture | None:
    """The largest changes in jobs beside what the industry's national pace would have given.

    Parameters
    ----------
    shifts : DataFrame
        The table ``shift_share``.
    names : mapping
        Code to short name; the title stands for a code without one.

    Returns
    -------
    Picture or None
        None where no change could be split: there is nothing to draw.
    """
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    known = shifts[shifts["regional_shift_jobs"].notna()]
    if known.empty:
        return None
    order = known["change_jobs"].abs().sort_values(ascending=False, kind="stable").index[:MOST_BARS]
    rows = known.loc[order].sort_values("change_jobs", ascending=False, kind="stable")
    rows = rows.assign(pace=rows["change_jobs"] - rows["regional_shift_jobs"])
    titles = title_rows(named(rows, names))
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.05, below=0.5, foot=0.35)
        for row, down in zip(rows.to_dict("records"), titles.middles, strict=True):
            ends = (row["pace"], row["change_jobs"])
            axes.plot(ends, (down, down), color=_LINE, linewidth=2, linestyle="-")
            _dot(axes, row["pace"], down, filled=False)
            _dot(axes, row["change_jobs"], down, filled=True)
        titles.on(axes)
        axes.axvline(0, color=INK, linewidth=1, linestyle="-")
        axes.set_xlabel(f"Change in jobs, {base_year} to {latest_year}")
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:+,.0f}"))
        axes.spines["left"].set_visible(False)
        words = "● what happened   ○ at the industry's national pace"
        figure.text(0.5, 0.03, words, ha="center", fontsize=9.5)
    return Picture(
        figure,
        alt=_change_alt(rows, base_year, latest_year),
        caption=f"The largest changes in jobs that could be compared with the nation, {region}, "
        f"{base_year} to {latest_year}. The difference is no effect of any policy.",
        name="change",
    )


def _change_alt(rows: pd.DataFrame, base_year: int, latest_year: int) -> str:
    told = "; ".join(
        f"{row['naics_title']} {row['change_jobs']:+,.0f} jobs, at the national pace "
        f"{row['pace']:+,.0f}"
        for row in rows.to_dict("records")
    )
    ahead = int(rows["change_jobs"].gt(rows["pace"]).sum())
    return (
        f"{ahead} of the {len(rows)} largest changes in jobs from {base_year} to {latest_year} "
        f"were better than the industry's national pace. {told}."
    )
