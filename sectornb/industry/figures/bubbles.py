"""All industries at once: growth and concentration, with the four quadrants named."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sectornb.errors import counted
from sectornb.industry.diagnostics import growth_unproven
from sectornb.industry.figures.shortlist import named
from sectornb.show.picture import SERIES_COLORS, Picture, project_style

LABELED = 12
_GROWTH, _QUOTIENT = "historical_growth_matched_pct", "location_quotient_floor"
_JOBS = "jobs_shown"
_WIDE, _HIGH = 5.8, 5.6
_LETTERS, _SIZE, _COVERED, _CROSSED = 20, 9.5, 4.0, 400.0
_GRAY = "#545d66"
_ANGLES, _STEPS, _CROWD, _ROUNDS = 24, 16, 45.0, 3
_APART = (2.0, 8.0, 14.0, 24.0, 38.0, 54.0, 72.0, 92.0)
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Distances in points between a dot and its name, and the sides where it may stand."""
_BESIDE, _STUB, _CLEAR = 6.0, 5.0, 2.0
"""Points that a name keeps from the dots of others, from its own before a line leads to it, and
by which its own must be nearer than others without a line."""
_TIED = 1e-6
"""Costs so near are equal: the last digit of a distance is another on another processor."""
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
    hollow, its size and its height are those of the jobs that are proven to be there at least,
    and its growth that of the counties disclosed in both years; a name with a question mark
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
        axes.scatter(
            rows[_GROWTH], rows[_QUOTIENT], s=rows["area"], c=_faces(rows), edgecolors=edge,
            linewidths=1.4,
        )  # fmt: skip
        axes.set_xlabel(f"Growth of jobs {base_year} to {latest_year}, percent")
        axes.set_ylabel("Share of jobs, times the nation's")
        _room(axes, rows)
        _quadrants(axes)
        _name(figure, axes, rows)
        words = (
            "Area: jobs.  Blue: on the short list; gray: not.  ?: may have grown or shrunk\n"
            "Full: no county withheld; ○: some withheld, drawn at the jobs proven at least"
        )
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
    # Ends that are held back to protect a county leave what the disclosed counties have.
    shown = rows["employment_low"].fillna(rows["employment_disclosed"])
    rows = rows.assign(**{_JOBS: shown}).dropna(subset=[_GROWTH, _QUOTIENT, _JOBS])
    ranked = ranking.set_index("naics")
    each = named(rows, names)
    rows = rows.assign(
        place=rows["naics"].map(ranked["rank"]).astype("float64"),
        listed=rows["naics"].map(ranked["shortlisted"]).astype(bool),
        whole=rows["counties_withheld"].eq(0),
        name=np.where(growth_unproven(rows), [f"{name}?" for name in each], each),
        area=700 * rows[_JOBS] / max(float(rows[_JOBS].max()), 1) + 14,
    )
    # The large ones first, so that small bubbles are not hidden behind them; the list on top.
    rows = rows.sort_values(["listed", _JOBS, "naics"], ascending=[True, False, True])
    rows = rows.reset_index(drop=True)
    outliers = [rows[column].abs().nlargest(2).index for column in (_GROWTH, _QUOTIENT)]
    wanted = list(rows[rows["listed"]].sort_values("place").index)
    wanted += [*rows[_JOBS].nlargest(1).index, *outliers[0][:1], *outliers[1][:1]]
    labeled = list(dict.fromkeys(wanted))[:LABELED]
    return rows.assign(labeled=rows.index.isin(labeled))


def _faces(rows: pd.DataFrame) -> list[tuple[float, float, float, float]]:
    """Full where no county is withheld; those of the list let others shine through."""
    full = {True: (0.5, 0.7, 0.82, 0.7), False: (0.79, 0.81, 0.83, 1.0)}
    hollow = {True: (1.0, 1.0, 1.0, 0.0), False: (1.0, 1.0, 1.0, 1.0)}
    pairs = zip(rows["whole"], rows["listed"], strict=True)
    return [(full if whole else hollow)[bool(listed)] for whole, listed in pairs]


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
            va="top" if strong else "bottom", fontsize=10, fontstyle="italic", color=_GRAY,
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
    order = _order(rows, points)
    told = {at: "\n".join(textwrap.wrap(str(rows.at[at, "name"]), _LETTERS)) for at in order}
    sizes = {at: _size(figure, text) for at, text in told.items()}
    room = (left, bottom + words, right, top - words)
    kept: dict[int, tuple[Box, np.ndarray]] = {}
    # Each is placed anew once all are known: who came first may have taken another's only place.
    for at in order * _ROUNDS:
        others = {other: place for other, place in kept.items() if other != at}
        best = _place(at, sizes[at], (points, radii), room, others)
        # Rather no name than one on another or beyond the picture; it stands in the table.
        kept = others if best is None else {**others, at: best}
    for at, (box, way) in kept.items():
        color = SERIES_COLORS[0] if rows.at[at, "listed"] else _GRAY
        if len(way):
            _draw_lead(axes, way / whole, color)
        axes.annotate(
            told[at],
            ((box[0] + box[2]) / 2 / whole[0], (box[1] + box[3]) / 2 / whole[1]),
            xycoords=axes.figure.transFigure,
            ha="center",
            va="center",
            fontsize=_SIZE,
            linespacing=1.0,
            color=color,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 0.4},
        )


def _size(figure: Any, text: str) -> tuple[float, float]:
    """Width and height of a name, in points."""
    drawn = figure.text(0, 0, text, fontsize=_SIZE, linespacing=1.0)
    box = drawn.get_window_extent()
    drawn.remove()
    return box.width * 72 / figure.dpi + 1, box.height * 72 / figure.dpi + 1


def _place(
    at: int,
    size: tuple[float, float],
    dots: tuple[np.ndarray, np.ndarray],
    room: Box,
    kept: Mapping[int, tuple[Box, np.ndarray]],
) -> tuple[Box, np.ndarray] | None:
    """Where the name of a dot goes, and the line that leads to it; None without any room."""
    (points, radii), (wide, high) = dots, size
    (x, y), radius = points[at], float(radii[at])
    others = np.arange(len(points)) != at
    taken = [box for box, _ in kept.values()]
    lines = [way for _, way in kept.values() if len(way)]
    found, least = None, np.inf
    for away in radius + np.array(_APART):
        for across, up in _SIDES:
            x0 = x + away * across + wide * (across - 1) / 2
            y0 = y + away * up + high * (up - 1) / 2
            box = (x0, y0, x0 + wide, y0 + high)
            outside = x0 < room[0] or y0 < room[1] or box[2] > room[2] or box[3] > room[3]
            if outside or any(_overlap(box, other) for other in taken):
                continue
            gap = _gap((x, y), box) - radius
            # A name rather covers no dot, and beside another one it would seem to be that one's.
            cost = 2.0 * gap + _COVERED * _covered(box, points[others], radii[others] + _BESIDE)
            cost += _COVERED * _covered(box, points[at : at + 1], radii[at : at + 1])
            cost += _CROSSED * sum(_inside(box, line) > 0 for line in lines)
            way = np.empty((0, 2))
            # A line tells whose it is where it stands apart or another dot is as near.
            beside = _covered(box, points[others], radii[others] + gap + _CLEAR) > 0
            if (gap > _STUB or beside) and gap > 1 and cost < least - _TIED:
                rest = (points[others], radii[others])
                more, way = _lead((points[at], radius), box, rest, taken, lines)
                cost += more
            if cost < least - _TIED:
                found, least = (box, way), cost
    return found


def _order(rows: pd.DataFrame, points: np.ndarray) -> list[int]:
    """Those that are named, the most crowded first: what has least room chooses first."""
    named_at = np.flatnonzero(rows["labeled"])
    apart = np.hypot(*(points[named_at][:, None] - points[None]).transpose(2, 0, 1))
    return [int(at) for at in named_at[np.argsort(-(apart < _CROWD).sum(axis=1), kind="stable")]]


def _gap(dot: tuple[float, float], box: Box) -> float:
    """How far the middle of a dot is from a box."""
    x, y = min(max(dot[0], box[0]), box[2]), min(max(dot[1], box[1]), box[3])
    return float(np.hypot(x - dot[0], y - dot[1]))


def _covered(box: Box, points: np.ndarray, radii: np.ndarray) -> float:
    """Area of a box that lies on dots, taken as squares, in square points."""
    across = np.minimum(box[2], points[:, 0] + radii) - np.maximum(box[0], points[:, 0] - radii)
    up = np.minimum(box[3], points[:, 1] + radii) - np.maximum(box[1], points[:, 1] - radii)
    return float((across.clip(min=0) * up.clip(min=0)).sum())


def _lead(
    dot: tuple[np.ndarray, float],
    box: Box,
    others: tuple[np.ndarray, np.ndarray],
    taken: Sequence[Box],
    lines: Sequence[np.ndarray],
) -> tuple[float, np.ndarray]:
    """The line from the edge of a dot to a name that crosses least, with what crossing costs.

    A line through another dot, name or line, or one that begins on another dot, would seem to
    lead from there.
    """
    middle, radius = dot
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    starts = middle + radius * np.column_stack([np.cos(angles), np.sin(angles)])
    ends = _entered(starts, box)
    steps = np.linspace(0, 1, _STEPS)[:, None]
    best, least = np.empty((0, 2)), np.inf
    for start, end in zip(starts, ends, strict=True):
        way = start * (1 - steps) + end * steps
        apart = np.hypot(*(way[:, None] - others[0][None]).transpose(2, 0, 1)) - others[1]
        cost = float(np.hypot(*(end - start)))
        cost += _CROSSED * int((apart < 1.5).any(axis=0).sum())
        # Its first and last steps touch the dot; a line within it would come from the far side.
        cost += _CROSSED * int((np.hypot(*(way[1:] - middle).T) < radius).any())
        cost += _CROSSED * sum(_inside(other, way) > 0 for other in taken)
        cost += _CROSSED * sum(_crosses(way[[0, -1]], line[[0, -1]]) for line in lines)
        if cost < least - _TIED:
            best, least = way, cost
    return least, best


def _entered(starts: np.ndarray, box: Box) -> np.ndarray:
    """Where the way from each start to the middle of a box enters it."""
    half = np.array([box[2] - box[0], box[3] - box[1]]) / 2
    middle = np.array([box[0], box[1]]) + half
    off = np.abs(starts - middle)
    share = (half / np.maximum(off, 1e-9)).min(axis=1, keepdims=True).clip(max=1)
    return middle + (starts - middle) * share


def _crosses(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two straight lines, each by its two ends, cross."""

    def side(ends: np.ndarray, point: np.ndarray) -> float:
        (x, y), (dx, dy) = point - ends[0], ends[1] - ends[0]
        return float(dx * y - dy * x)

    apart = side(one, other[0]) * side(one, other[1]), side(other, one[0]) * side(other, one[1])
    return max(apart) < 0


def _inside(box: Box, points: np.ndarray) -> int:
    """How many points lie in a box."""
    within = (points >= box[:2]) & (points <= box[2:])
    return int(within.all(axis=1).sum())


def _draw_lead(axes: Any, way: np.ndarray, color: str) -> None:
    """A thin line between the ends of a way, in parts of the figure."""
    axes.annotate(
        "",
        way[-1],
        way[0],
        xycoords=axes.figure.transFigure,
        textcoords=axes.figure.transFigure,
        arrowprops={
            "arrowstyle": "-", "color": color, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 1,
        },
    )  # fmt: skip


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
