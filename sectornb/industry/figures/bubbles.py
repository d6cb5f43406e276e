"""All industries at once: growth, concentration, size and pay."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from sectornb.errors import counted
from sectornb.show.picture import Picture, project_style, statistical_plots

LABELED = 6
LETTERS = 56
"""Letters of a line of the names below."""
_GROWTH, _QUOTIENT = "historical_growth_matched_pct", "location_quotient_floor"
_JOBS = "employment_disclosed"
_GROWTH_ENDS = ("historical_growth_pct_low", "historical_growth_pct_high")
_QUOTIENT_ENDS = ("location_quotient_low", "location_quotient_high")
_INK, _PAY = "#1b1b1b", "cividis_r"


def plot_industry_bubbles(
    factors: pd.DataFrame,
    ranking: pd.DataFrame,
    *,
    region: str,
    base_year: int,
    latest_year: int,
) -> Picture:
    """Growth across, location quotient upward, jobs as area, annual wage as color.

    Only industries whose growth is ranked are drawn; where a county is withheld, the
    figures of the disclosed counties are.  The first of the short list have a number, and
    where a county is withheld thin lines from the least to the most that is possible; a line
    that goes on beyond the picture, or has no end, ends in an arrow.

    Parameters
    ----------
    factors, ranking : DataFrame
        The tables ``industry_factors`` and ``industry_ranking``.
    region : str
        For the caption.
    base_year, latest_year : int
        Ends of the growth.
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import Normalize

    rows = _drawable(factors, ranking)
    chosen = rows[rows["labeled"]].sort_values("place")
    names = [
        textwrap.fill(f"{row.naics} {row.naics_title}", LETTERS, subsequent_indent="      ")
        for row in chosen.itertuples()
    ]
    lines = sum(name.count("\n") + 1 for name in names)
    foot = 0.15 * lines + 0.06 * len(names) + 0.1
    high = foot + 5.2
    with project_style():
        # Placed in inches, since what is measured out anew costs half of drawing it.
        figure = plt.figure(figsize=(4.8, high), layout="none")
        axes = figure.add_axes((0.13, (foot + 1.3) / high, 0.86, 3.85 / high))
        if len(rows):
            # One industry with bonuses would leave all others in one color.
            pay = Normalize(rows["pay"].min(), float(rows["pay"].quantile(0.95)))
            statistical_plots().scatterplot(
                rows,
                x=_GROWTH,
                y=_QUOTIENT,
                size="area",
                sizes=(rows["area"].min(), rows["area"].max()),
                hue="pay",
                hue_norm=pay,
                palette=_PAY,
                legend=False,
                edgecolor=_INK,
                linewidths=np.where(rows["labeled"], 1.8, 0.6),
                alpha=0.85,
                ax=axes,
            )
            bar = figure.colorbar(
                plt.cm.ScalarMappable(pay, _PAY),
                cax=figure.add_axes((0.22, (foot + 0.62) / high, 0.68, 0.15 / high)),
                orientation="horizontal",
                extend="max",
            )
            bar.set_label("Mean annual wage, thousand dollars")
        axes.axhline(1, color="#767676", linewidth=1)
        axes.axvline(0, color="#767676", linewidth=1)
        axes.grid(axis="both")
        axes.set_xlabel(f"Growth of jobs {base_year} to {latest_year}, percent")
        axes.set_ylabel("Location quotient (1 = national share)")
        axes.set_ylim(0, max(1.1, 1.12 * float(rows[_QUOTIENT].max())) if len(rows) else None)
        if len(chosen):
            _name(figure, axes, chosen, names, (foot + 0.15) / high)
            _whiskers(axes, chosen)
    return Picture(
        figure,
        alt=_alt(rows, base_year, latest_year),
        caption=(
            f"Jobs (area), growth, concentration and pay (color), {region}, {latest_year}. Thin "
            "lines: what withheld cells leave open for the first of the short list."
        ),
        name="industry_bubbles",
    )


def _drawable(factors: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    ends = [*_GROWTH_ENDS, *_QUOTIENT_ENDS]
    rows = factors[factors["growth_ranked"] & factors["naics"].isin(ranking["naics"])]
    rows = rows.dropna(subset=[_GROWTH, _QUOTIENT, _JOBS, "annual_wage_disclosed_usd"])
    rows = rows.reindex(columns=[*dict.fromkeys([*rows.columns, *ends])])
    ranked = ranking.set_index("naics")
    rows = rows.assign(
        place=rows["naics"].map(ranked["rank"]).astype("float64"),
        pay=rows["annual_wage_disclosed_usd"] / 1000,
        area=900 * rows[_JOBS] / max(float(rows[_JOBS].max()), 1) + 8,
    )
    first = rows[rows["naics"].map(ranked["shortlisted"]).astype(bool)].nsmallest(LABELED, "place")
    # The large ones first, so that small bubbles are not hidden behind them.
    return (
        rows.assign(labeled=rows["naics"].isin(first["naics"]))
        .sort_values([_JOBS, "naics"], ascending=[False, True])
        .reset_index(drop=True)
    )


def _name(figure: Any, axes: Any, chosen: pd.DataFrame, names: list[str], top: float) -> None:
    """Codes beside the bubbles, free of each other, and the titles from `top` downward."""
    from matplotlib.lines import Line2D
    from matplotlib.patheffects import withStroke

    figure.legend(
        handles=[Line2D([], [], linestyle="", label=name) for name in names],
        loc="upper left",
        bbox_to_anchor=(0.01, top),
        fontsize=9,
        handlelength=0,
        handletextpad=0,
        labelspacing=0.35,
    )
    axes.get_xlim()  # settles the scales
    points = axes.transData.transform(chosen[[_GROWTH, _QUOTIENT]].to_numpy(dtype="float64"))
    points *= 72 / figure.dpi
    taken: list[np.ndarray] = []
    for row, point in zip(chosen.to_dict("records"), points, strict=True):
        away = float(np.sqrt(row["area"])) * 0.36 + 6
        corners = [(across, up) for up in (1, -1) for across in (1, -1)]
        across, up = max(corners, key=lambda corner: _space(point, corner, away, [*points, *taken]))
        taken.append(point + np.array([across * (away + 10), up * (away + 4)]))
        axes.annotate(
            row["naics"],
            (row[_GROWTH], row[_QUOTIENT]),
            xytext=(across * away, up * away),
            textcoords="offset points",
            ha="left" if across > 0 else "right",
            va="bottom" if up > 0 else "top",
            fontsize=9.5,
            fontweight="bold",
            zorder=6,
            arrowprops={"arrowstyle": "-", "color": _INK, "linewidth": 0.9, "shrinkB": 0},
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )


def _space(
    point: np.ndarray, corner: tuple[int, int], away: float, others: list[np.ndarray]
) -> float:
    """Distance of a label in this corner to the nearest other label or labeled bubble."""
    label = point + np.array([corner[0] * (away + 10), corner[1] * (away + 4)])
    gaps = [np.hypot(*(label - other)) for other in others if not np.array_equal(other, point)]
    # Half a point in favor of the corners that come first, so that equal ones are settled.
    return min([60.0, *gaps]) + (0.5 if corner == (1, 1) else 0.0)


def _whiskers(axes: Any, chosen: pd.DataFrame) -> None:
    """Thin lines over what is possible, inside the axes as they are."""
    spans = (axes.get_xlim(), axes.get_ylim())
    for row in chosen.to_dict("records"):
        for upward, (ends, span) in enumerate(
            zip((_GROWTH_ENDS, _QUOTIENT_ENDS), spans, strict=True)
        ):
            low, high = (row[end] for end in ends)
            if low == high:
                continue
            for value, edge, out in ((low, span[0], -1), (high, span[1], 1)):
                beyond = pd.isna(value) or (value - edge) * out > 0
                # An arrow stays within the axes.
                reached = edge - out * 0.015 * (span[1] - span[0]) if beyond else value
                at = (row[_GROWTH], reached) if upward else (reached, row[_QUOTIENT])
                start = (row[_GROWTH], row[_QUOTIENT])
                _thin(axes, start, at, ("<>", "v^")[upward][out > 0] if beyond else "|_"[upward])
    axes.set_xlim(spans[0])
    axes.set_ylim(spans[1])


def _thin(axes: Any, start: tuple[float, float], end: tuple[float, float], marker: str) -> None:
    across, up = zip(start, end, strict=True)
    line: dict[str, Any] = {
        "color": _INK,
        "linewidth": 0.9,
        "linestyle": "-",
        "clip_on": False,
        "zorder": 2.5,
    }
    axes.plot(across, up, **line)
    axes.plot(*end, marker, color=_INK, markersize=5, clip_on=False, zorder=2.5)


def _alt(rows: pd.DataFrame, base_year: int, latest_year: int) -> str:
    if rows.empty:
        return "Bubble chart without bubbles: no industry has growth that can be ranked."
    growing, strong = rows[_GROWTH].gt(0), rows[_QUOTIENT].ge(1)
    both, still, alone = (
        int(which.sum()) for which in (growing & strong, ~growing & strong, growing & ~strong)
    )
    first = "; ".join(
        f"{row['naics']} {row['naics_title']}: growth {row[_GROWTH]:+.1f} percent"
        f"{_range(row, _GROWTH_ENDS, '+.1f')}, quotient {row[_QUOTIENT]:.2f}"
        f"{_range(row, _QUOTIENT_ENDS, '.2f')}, {row[_JOBS]:,.0f} jobs, "
        f"{row['annual_wage_disclosed_usd']:,.0f} dollars a year"
        for row in rows.nsmallest(3, "place").to_dict("records")
    )
    return (
        f"Bubble chart of {counted(len(rows), 'industry', 'industries')} by growth from "
        f"{base_year} to {latest_year} and "
        f"location quotient; area is jobs, darker color is higher pay. {both} are concentrated and "
        f"growing, {still} concentrated and not growing, {alone} growing without concentration. "
        f"First of the ranking: {first}."
    )


def _range(row: dict[Any, Any], ends: tuple[str, str], form: str) -> str:
    low, high = (row[end] for end in ends)
    if low == high or (pd.isna(low) and pd.isna(high)):
        return ""
    least = "no lower end" if pd.isna(low) else f"{low:{form}}"
    most = "no upper end" if pd.isna(high) else f"{high:{form}}"
    return f" ({least} to {most} possible)"
