"""All industries at once: growth and concentration, with the four quadrants named."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sectornb.errors import counted
from sectornb.industry.diagnostics import growth_unproven
from sectornb.industry.figures.shortlist import named
from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style

LABELED = 12
_GROWTH, _QUOTIENT = "historical_growth_matched_pct", "location_quotient_floor"
_JOBS = "employment_disclosed"
_WIDE, _HIGH = 5.8, 5.6
_LETTERS, _SIZE, _BEYOND, _CROSSED = 20, 9.5, 1e6, 90.0
_APART = (2.0, 14.0, 28.0, 44.0, 62.0)
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Distances in points between a dot and its name, and the sides where it may stand."""
_BESIDE = 2.5
"""Points that a name keeps from the dots of others."""
_QUADRANTS = {
    (True, True): "Strong and growing",
    (True, False): "Strong and shrinking",
    (False, True): "Small and growing",
    (False, False): "Small and shrinking",
}


def plot_industry_bubbles(
    factors: pd.DataFrame,
    ranking: pd.DataFrame,
    names: Mapping[str, str],
    *,
    region: str,
    base_year: int,
    latest_year: int,
) -> Picture:
    """Growth across, location quotient upward, jobs as area; the short list named in place.

    Only industries whose growth is ranked are drawn; where a county is withheld, the dot is
    hollow and the figures are those of the disclosed counties; a name with a question mark
    may have grown or shrunk, as what is withheld can hide either.  Named, as far as there is
    room, are the short list, the largest and those farthest out; a line leads from a name that
    stands apart to its dot.

    Parameters
    ----------
    factors, ranking : DataFrame
        The tables ``industry_factors`` and ``industry_ranking``.
    names : mapping
        Code to short name; the title stands for a code without one.
    region : str
        For the caption.
    base_year, latest_year : int
        Ends of the growth.
    """
    import matplotlib.pyplot as plt

    rows = _drawable(factors, ranking, names)
    with project_style():
        figure = plt.figure(figsize=(_WIDE, _HIGH), layout="none")
        axes = figure.add_axes((0.1, 0.19, 0.88, 0.79))
        axes.grid(visible=False)
        axes.axhline(1, color="#767676", linewidth=1, linestyle="-")
        axes.axvline(0, color="#767676", linewidth=1, linestyle="-")
        edge = np.where(rows["listed"], SERIES_COLORS[0], "#6b747c").tolist()
        face = np.where(rows["whole"], np.where(rows["listed"], "#7fb2d1", "#c9ced3"), "#ffffff")
        axes.scatter(
            rows[_GROWTH], rows[_QUOTIENT], s=rows["area"], c=face, edgecolors=edge, linewidths=1.4
        )
        axes.set_xlabel(f"Growth of jobs {base_year} to {latest_year}, percent")
        axes.set_ylabel("Share of jobs, times the nation's")
        _room(axes, rows)
        _quadrants(axes)
        _name(figure, axes, rows)
        words = "Area: jobs.  Blue: on the short list.  ○ some counties withheld.  ?: may have "
        words += "grown or shrunk"
        figure.text(0.5, 0.02, words, ha="center", fontsize=_SIZE)
    return Picture(
        figure,
        alt=_alt(rows, base_year, latest_year),
        caption=f"Growth and concentration of the industries, {region}, {latest_year}.",
        name="industry_bubbles",
    )


Box = tuple[float, float, float, float]


def _drawable(
    factors: pd.DataFrame, ranking: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    rows = factors[factors["growth_ranked"] & factors["naics"].isin(ranking["naics"])]
    rows = rows.dropna(subset=[_GROWTH, _QUOTIENT, _JOBS])
    ranked = ranking.set_index("naics")
    each = named(rows, names)
    rows = rows.assign(
        place=rows["naics"].map(ranked["rank"]).astype("float64"),
        listed=rows["naics"].map(ranked["shortlisted"]).astype(bool),
        whole=rows["counties_withheld"].eq(0),
        name=np.where(growth_unproven(rows), [f"{name}?" for name in each], each),
        area=700 * rows[_JOBS] / max(float(rows[_JOBS].max()), 1) + 14,
    )
    # The large ones first, so that small bubbles are not hidden behind them.
    rows = rows.sort_values([_JOBS, "naics"], ascending=[False, True]).reset_index(drop=True)
    outliers = [rows[column].abs().nlargest(2).index for column in (_GROWTH, _QUOTIENT)]
    wanted = list(rows[rows["listed"]].sort_values("place").index)
    wanted += [*rows.index[:1], *outliers[0][:1], *outliers[1][:1]]
    labeled = list(dict.fromkeys(wanted))[:LABELED]
    return rows.assign(labeled=rows.index.isin(labeled))


def _room(axes: Any, rows: pd.DataFrame) -> None:
    """Scales that leave room for every dot and show all four quadrants."""
    growth = rows[_GROWTH] if len(rows) else pd.Series([0.0])
    low, high = min(float(growth.min()), 0.0), max(float(growth.max()), 0.0)
    room = 0.12 * max(high - low, 10.0)
    axes.set_xlim(low - room, high + room)
    most = max(float(rows[_QUOTIENT].max()) if len(rows) else 0.0, 1.4)
    axes.set_ylim(-0.12 * most, 1.14 * most)


def _quadrants(axes: Any) -> None:
    for (strong, growing), words in _QUADRANTS.items():
        axes.text(
            0.99 if growing else 0.01, 0.985 if strong else 0.015, words,
            transform=axes.transAxes, ha="right" if growing else "left",
            va="top" if strong else "bottom", fontsize=10, fontstyle="italic", color="#545d66",
        )  # fmt: skip


def _name(figure: Any, axes: Any, rows: pd.DataFrame) -> None:
    """Names beside their dots, free of each other and of the words in the corners."""
    if rows.empty:
        return
    axes.get_xlim()  # settles the scales
    points = axes.transData.transform(rows[[_GROWTH, _QUOTIENT]].to_numpy(dtype="float64"))
    points *= 72 / figure.dpi
    radii = np.sqrt(rows["area"].to_numpy()) / 2
    frame = axes.get_window_extent()
    left, bottom, right, top = (side * 72 / figure.dpi for side in frame.extents)
    # Places are kept as parts of the figure: points do not follow when its edges are cut to fit.
    whole = figure.get_size_inches() * 72
    words = 15.0  # The names of the quadrants stand within so many points of the frame.
    # A named dot may be covered by no name, and another one rather not.
    told_of = rows["labeled"].to_numpy()
    taken: list[Box] = []
    lines = np.empty((0, 2))
    for at in np.flatnonzero(told_of):
        told = textwrap.wrap(str(rows.at[at, "name"]), _LETTERS)
        wide = 0.62 * _SIZE * max(map(len, told))
        high = 1.25 * _SIZE * len(told)
        x, y = points[at]
        places = [
            (x + away * across + (wide * (across - 1) / 2), y + away * up + (high * (up - 1) / 2))
            for away in radii[at] + np.array(_APART)
            for across, up in _SIDES
        ]
        boxes = [(x0, y0, x0 + wide, y0 + high) for x0, y0 in places]

        def cost(
            box: Box, at: Any = at, x: float = x, y: float = y, lines: np.ndarray = lines
        ) -> float:
            apart = np.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y)
            outside = box[0] < left or box[2] > right
            outside |= box[1] < bottom + words or box[3] > top - words
            covered = sum(_overlap(box, other) for other in taken)
            dots = sum(
                _overlap(box, (px - r, py - r, px + r, py + r)) * (6 if own else 2)
                for place, ((px, py), dot, own) in enumerate(
                    zip(points, radii, told_of, strict=True)
                )
                # Beside another dot a name would seem to be that one's.
                if (r := dot + (0 if place == at else _BESIDE))
            )
            # A line through a name, this one's or another's, would seem to lead from it.
            line = _line((x, y), box)
            crossed = sum(_inside(other, line) for other in taken) + _inside(box, lines)
            beyond = _BEYOND if outside else 0
            return 4 * covered + dots + _CROSSED * crossed + 2 * float(apart) + beyond

        best = min(boxes, key=cost)
        # Rather no name than one on another or beyond the picture; it stands in the table.
        if cost(best) >= _BEYOND or any(_overlap(best, other) for other in taken):
            continue
        taken.append(best)
        near = _nearest((x, y), best)
        if np.hypot(near[0] - x, near[1] - y) > radii[at] + 2 * _APART[0]:
            _lead(axes, (x, y), near, float(radii[at]), whole)
            lines = np.concatenate([lines, _line((x, y), best)])
        axes.annotate(
            "\n".join(told),
            ((best[0] + best[2]) / 2 / whole[0], (best[1] + best[3]) / 2 / whole[1]),
            xycoords=axes.figure.transFigure,
            ha="center",
            va="center",
            fontsize=_SIZE,
            linespacing=1.0,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
        )


def _nearest(dot: tuple[float, float], box: Box) -> tuple[float, float]:
    """The point of a box that lies nearest to a dot."""
    return min(max(dot[0], box[0]), box[2]), min(max(dot[1], box[1]), box[3])


def _line(dot: tuple[float, float], box: Box) -> np.ndarray:
    """Points on the way from a dot to a name, without its ends."""
    way = np.linspace(0, 1, 14)[1:-1, None]
    return np.array(dot) * (1 - way) + np.array(_nearest(dot, box)) * way


def _inside(box: Box, points: np.ndarray) -> int:
    """How many points lie in a box."""
    within = (points >= box[:2]) & (points <= box[2:])
    return int(within.all(axis=1).sum())


def _lead(
    axes: Any, dot: tuple[float, float], name: tuple[float, float], radius: float, whole: np.ndarray
) -> None:
    """A thin line from the edge of a dot to its name, in points of a figure of a size in points."""
    across, up = name[0] - dot[0], name[1] - dot[1]
    long = float(np.hypot(across, up))
    start = (dot[0] + across * radius / long, dot[1] + up * radius / long)
    axes.annotate(
        "",
        np.array(name) / whole,
        np.array(start) / whole,
        xycoords=axes.figure.transFigure,
        textcoords=axes.figure.transFigure,
        arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.8},
    )


def _overlap(box: Box, other: Box) -> float:
    """Area that two boxes share, in square points."""
    across = min(box[2], other[2]) - max(box[0], other[0])
    up = min(box[3], other[3]) - max(box[1], other[1])
    return max(across, 0.0) * max(up, 0.0)


def _alt(rows: pd.DataFrame, base_year: int, latest_year: int) -> str:
    if rows.empty:
        return "Bubble chart without bubbles: no industry has growth that can be ranked."
    growing, strong = rows[_GROWTH].gt(0), rows[_QUOTIENT].ge(1)
    counts = ", ".join(
        f"{int((strong.eq(is_strong) & growing.eq(grows)).sum())} {words.lower()}"
        for (is_strong, grows), words in _QUADRANTS.items()
    )
    named = "; ".join(
        f"{row['name']}: growth {row[_GROWTH]:+.1f} percent, {row[_QUOTIENT]:.2f} times the "
        "nation's share"
        for row in rows[rows["labeled"]].to_dict("records")
    )
    return (
        f"Of {counted(len(rows), 'industry', 'industries')}, {counts}, from {base_year} to "
        f"{latest_year}. Named: {named}."
    )
