"""How far withheld cells leave the short list open: its jobs and its ranks as ranges."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.show.picture import SERIES_COLORS, Picture, project_style
from sectornb.show.title_rows import FONT_SIZE, TitleRows, title_rows

_INK = "#1b1b1b"
_LINE: dict[str, Any] = {"color": SERIES_COLORS[0], "linewidth": 1.8, "linestyle": "-"}
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
    import matplotlib.pyplot as plt

    rows = _short_list(factors, ranking)
    titles = title_rows(rows["naics_title"], least=2)
    with project_style():
        figure, panels = plt.subplots(2, 1, figsize=(4.8, 2.6 + 2 * max(titles.inches, 0.5)))
        for axes, heading in zip(panels, (f"Jobs, {latest_year}", "Rank"), strict=True):
            axes.set_title(heading, x=0)
            axes.grid(axis="both", visible=False)
            titles.on(axes)
        if len(rows):
            used = _jobs(panels[0], rows, titles)
            _ranks(panels[1], rows, titles)
            _legend(figure, used)
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
    figures = ["naics", "employment", "employment_low", "employment_high", "employment_estimate"]
    known = factors.reindex(columns=figures)
    kept = ["naics", "naics_title", "rank", "rank_best", "rank_worst", "badge"]
    return chosen[kept].merge(known, on="naics", how="left").reset_index(drop=True)


def _whisker(axes: Any, place: float, low: float, high: float, edge: float) -> None:
    """A line with ends, or with an arrow at `edge` where it has no upper end."""
    if pd.isna(low):
        return
    top = edge if pd.isna(high) else high
    axes.plot([low, top], [place, place], **_LINE, solid_capstyle="butt")
    axes.plot(low, place, "|", color=SERIES_COLORS[0], markersize=9, markeredgewidth=1.8)
    end = ">" if pd.isna(high) else "|"
    axes.plot(top, place, end, color=SERIES_COLORS[0], markersize=9, markeredgewidth=1.8)


def _jobs(axes: Any, rows: pd.DataFrame, titles: TitleRows) -> set[str]:
    """Draw the upper panel; which marks the legend must explain."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ends = rows[["employment", "employment_low", "employment_high", "employment_estimate"]]
    most = float(ends.max().max())
    used = set()
    for place, row in zip(titles.middles, rows.to_dict("records"), strict=True):
        whole = pd.notna(row["employment"])
        if whole:
            axes.plot(row["employment"], place, "o", color=_INK, markersize=7)
            used.add("published")
        else:
            edge = min(row["employment_low"] + 0.12 * most, 1.1 * most)
            _whisker(axes, place, row["employment_low"], row["employment_high"], edge)
            used.add("arrow" if pd.isna(row["employment_high"]) else "range")
            if pd.notna(row["employment_estimate"]):
                _diamond(axes, row["employment_estimate"], place)
                used.add("estimate")
        last = row["employment"] if whole else row["employment_high"]
        start = edge if pd.isna(last) else last
        axes.text(
            start + 0.07 * most, place, _jobs_told(row), va="center", fontsize=FONT_SIZE - 0.5
        )
    axes.set_xlim(0, _ROOM * most)
    axes.set_xticks(
        [tick for tick in MaxNLocator(3, integer=True).tick_values(0, most) if tick <= most]
    )
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlabel("Jobs (annual average)")
    return used


def _diamond(axes: Any, x: float, place: float) -> None:
    axes.plot(
        x, place, "D", markerfacecolor="white", markeredgecolor=_INK, markeredgewidth=1.6,
        markersize=6, zorder=3,
    )  # fmt: skip


def _ranks(axes: Any, rows: pd.DataFrame, titles: TitleRows) -> None:
    from matplotlib.ticker import MaxNLocator

    worst = float(rows[["rank", "rank_worst"]].max().max())
    for place, row in zip(titles.middles, rows.to_dict("records"), strict=True):
        if pd.notna(row["rank_best"]) and pd.notna(row["rank_worst"]):
            _whisker(axes, place, row["rank_best"], row["rank_worst"], worst)
        axes.plot(row["rank"], place, "o", color=_INK, markersize=7, zorder=3)
        last = row["rank"] if pd.isna(row["rank_worst"]) else row["rank_worst"]
        axes.text(
            max(last, row["rank"]) + 0.05 * worst,
            place,
            _ranks_told(row),
            va="center",
            fontsize=FONT_SIZE - 0.5,
        )
    axes.axvline(len(rows) + 0.5, color="#767676", linewidth=1.2, linestyle=":")
    axes.set_xlim(1 - 0.05 * worst, _ROOM * worst)
    ticks = MaxNLocator(3, integer=True).tick_values(1, worst)
    axes.set_xticks([1, *(tick for tick in ticks if 1 < tick <= worst)])
    axes.set_xlabel("Rank by score, 1 = first;\ndotted line: end of the short list")


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


def _legend(figure: Any, used: set[str]) -> None:
    from matplotlib.lines import Line2D

    dot: dict[str, Any] = {"linestyle": "", "marker": "o", "color": _INK, "markersize": 7}
    keys = [Line2D([], [], **dot, label="published figure, rank")]
    if "estimate" in used:
        open_mark: dict[str, Any] = {
            "linestyle": "",
            "marker": "D",
            "color": _INK,
            "markerfacecolor": "white",
        }
        keys.append(Line2D([], [], **open_mark, markersize=7, label="our own estimate"))
    keys.append(Line2D([], [], **_LINE, marker="|", markersize=9, label="at least to at most"))
    if "arrow" in used:
        keys.append(Line2D([], [], **_LINE, marker=">", markersize=8, label="no upper end known"))
    figure.legend(handles=keys, loc="outside lower center", ncols=2, fontsize=9.5)


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
        f"Two panels of ranges for the {len(rows)} industries of the short list, {latest_year}: "
        f"jobs above, rank below. {hidden} of them have withheld counties. {'; '.join(told)}."
    )
