"""How far withheld cells leave the short list open: its jobs and its ranks as ranges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sectornb.errors import counted
from sectornb.show.picture import SERIES_COLORS, Picture, project_style
from sectornb.show.title_rows import FONT_SIZE, TitleRows, title_panels, title_rows

_INK, _BLUE = "#1b1b1b", SERIES_COLORS[0]
_DOT: dict[str, Any] = {
    "linestyle": "", "marker": "o", "color": _INK, "markersize": 7, "zorder": 3,
}  # fmt: skip
_DIAMOND: dict[str, Any] = {
    "linestyle": "", "marker": "D", "color": _INK, "markersize": 6, "zorder": 3,
    "markerfacecolor": "white", "markeredgewidth": 1.6,
}  # fmt: skip
_JOBS = ("employment", "employment_low", "employment_high", "employment_estimate")
_ROOM = 1.75
"""The axis is so many times as long as what is drawn, to leave room for the words."""


def plot_ranges(
    factors: pd.DataFrame, ranking: pd.DataFrame, *, region: str, latest_year: int
) -> Picture:
    """Jobs and rank of the short list, each from the least to the most that is possible.

    Parameters
    ----------
    factors : DataFrame
        The table ``industry_factors``; with ``employment_estimate`` (jobs, own estimate)
        where it has that column.
    ranking : DataFrame
        The table ``industry_ranking``.
    region : str
        For the caption.
    latest_year : int
        Year of the jobs.

    Returns
    -------
    Picture
        Two panels, one row per industry.  Above, a line from ``employment_low`` to
        ``employment_high``, with a dot where the figure is published and an open diamond
        at the estimate where a county is withheld; an arrow where no upper end is known.
        Below, a line from ``rank_best`` to ``rank_worst`` with a dot at the rank and the
        certainty in words.
    """
    rows = _short_list(factors, ranking)
    titles = title_rows(rows["naics_title"], least=2)
    with project_style():
        figure, panels = title_panels(titles, 2, above=0.35, below=0.6, foot=0.6)
        for axes, heading in zip(panels, (f"Jobs, {latest_year}", "Rank"), strict=True):
            axes.set_title(heading, x=0)
            axes.grid(axis="both", visible=False)
            titles.on(axes)
        if len(rows):
            _jobs(panels[0], rows, titles)
            _ranks(panels[1], rows, titles)
            _legend(figure, rows)
        else:
            for axes in panels:
                axes.set_axis_off()
                axes.text(
                    0.5, 0.5, "No industry could be scored", ha="center", transform=axes.transAxes
                )
    return Picture(
        figure,
        alt=_alt(rows, latest_year),
        caption=(
            f"What withheld cells leave open for the short list, {region}, {latest_year}: its jobs "
            "and its ranks, from the least to the most possible."
        ),
        name="ranges",
    )


def _short_list(factors: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    chosen = ranking[ranking["shortlisted"].astype(bool)].sort_values(["rank", "naics"])
    known = factors.reindex(columns=["naics", *_JOBS])
    kept = ["naics", "naics_title", "rank", "rank_best", "rank_worst", "badge"]
    return chosen[kept].merge(known, on="naics", how="left").reset_index(drop=True)


def _whiskers(axes: Any, places: np.ndarray, low: Any, high: Any, edge: Any) -> None:
    """Lines with ends, or with an arrow at `edge` where there is no upper end."""
    open_ = np.isnan(high)
    axes.hlines(places, low, np.where(open_, edge, high), color=_BLUE, linewidth=1.8)
    for x, y, mark in (
        (low, places, "|"),
        (high[~open_], places[~open_], "|"),
        (edge[open_], places[open_], ">"),
    ):
        if len(x):
            axes.plot(
                x, y, linestyle="", marker=mark, color=_BLUE, markersize=9, markeredgewidth=1.8
            )


def _jobs(axes: Any, rows: pd.DataFrame, titles: TitleRows) -> None:
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    places = np.array(titles.middles)
    jobs, low, high, estimate = rows[[*_JOBS]].to_numpy(dtype="float64").T
    most = float(np.nanmax([jobs, low, high, estimate]))
    known = ~np.isnan(jobs)
    edge = np.minimum(low + 0.12 * most, 1.1 * most)
    hidden = ~known & ~np.isnan(low)
    _whiskers(axes, places[hidden], low[hidden], high[hidden], edge[hidden])
    axes.plot(jobs[known], places[known], **_DOT)
    if (guessed := hidden & ~np.isnan(estimate)).any():
        axes.plot(estimate[guessed], places[guessed], **_DIAMOND)
    last = np.where(known, jobs, np.where(np.isnan(high), edge, high))
    _words(axes, last + 0.07 * most, places, [_jobs_told(row) for row in rows.to_dict("records")])
    axes.set_xlim(0, _ROOM * most)
    ticks = MaxNLocator(3, integer=True).tick_values(0, most)
    axes.set_xticks([tick for tick in ticks if tick <= most])
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_xlabel("Jobs (annual average)")


def _ranks(axes: Any, rows: pd.DataFrame, titles: TitleRows) -> None:
    from matplotlib.ticker import MaxNLocator

    places = np.array(titles.middles)
    rank, best, last = rows[["rank", "rank_best", "rank_worst"]].to_numpy(dtype="float64").T
    worst = float(np.nanmax([rank, last]))
    proven = ~np.isnan(best) & ~np.isnan(last)
    _whiskers(axes, places[proven], best[proven], last[proven], last[proven])
    axes.plot(rank, places, **_DOT)
    words = [_ranks_told(row) for row in rows.to_dict("records")]
    _words(axes, np.fmax(last, rank) + 0.05 * worst, places, words)
    axes.axvline(len(rows) + 0.5, color="#767676", linewidth=1.2, linestyle=":")
    axes.set_xlim(1 - 0.05 * worst, _ROOM * worst)
    ticks = MaxNLocator(3, integer=True).tick_values(1, worst)
    axes.set_xticks([1, *(tick for tick in ticks if 1 < tick <= worst)])
    axes.set_xlabel("Rank by score, 1 = first;\ndotted line: end of the short list")


def _words(axes: Any, across: np.ndarray, places: np.ndarray, words: list[str]) -> None:
    for x, y, told in zip(across, places, words, strict=True):
        axes.text(x, y, told, va="center", fontsize=FONT_SIZE - 0.5)


def _jobs_told(row: dict[Any, Any]) -> str:
    if pd.notna(row["employment"]):
        return f"{row['employment']:,.0f}"
    if pd.isna(row["employment_high"]):
        return f"{row['employment_low']:,.0f}\nor more"
    return f"{row['employment_low']:,.0f}\nto {row['employment_high']:,.0f}"


def _ranks_told(row: dict[Any, Any]) -> str:
    if pd.isna(row["rank_best"]) or pd.isna(row["rank_worst"]):
        return str(row["badge"])
    best, worst = row["rank_best"], row["rank_worst"]
    places = f"{best:.0f}" if best == worst else f"{best:.0f} to {worst:.0f}"
    return f"{places}\n{row['badge']}"


def _legend(figure: Any, rows: pd.DataFrame) -> None:
    from matplotlib.lines import Line2D

    hidden = rows["employment"].isna()
    line: dict[str, Any] = {"color": _BLUE, "linewidth": 1.8, "linestyle": "-"}
    keys = [Line2D([], [], **_DOT, label="published figure, rank")]
    if (hidden & rows["employment_estimate"].notna()).any():
        keys.append(Line2D([], [], **_DIAMOND, label="our own estimate"))
    keys.append(Line2D([], [], **line, marker="|", markersize=9, label="at least to at most"))
    if (hidden & rows["employment_high"].isna()).any():
        keys.append(Line2D([], [], **line, marker=">", markersize=8, label="no upper end known"))
    figure.legend(handles=keys, loc="lower center", ncols=2, fontsize=9.5)


def _alt(rows: pd.DataFrame, latest_year: int) -> str:
    if rows.empty:
        return "Picture of ranges without rows: no industry could be scored."
    told = []
    for row in rows.to_dict("records"):
        jobs = _jobs_told(row).replace("\n", " ") + " jobs"
        if pd.isna(row["employment"]) and pd.notna(row["employment_estimate"]):
            jobs += f" (estimate {row['employment_estimate']:,.0f})"
        told.append(
            f"{row['naics_title']}: {jobs}, rank {row['rank']:.0f}, possible "
            f"{_ranks_told(row).replace(chr(10), ', ')}"
        )
    hidden = int(rows["employment"].isna().sum())
    return (
        f"Two panels of ranges for the {counted(len(rows), 'industry', 'industries')} of the "
        f"short list, {latest_year}: "
        f"jobs above, rank below. {hidden} of them have withheld counties. {'; '.join(told)}."
    )
