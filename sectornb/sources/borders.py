"""Which counties are neighbors: their outlines share a line, or touch along one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sectornb.errors import InputError

TOUCH, COARSE = 0.002, 0.008
"""Ours, in degrees, about 200 and 800 meters: so near may a point lie to another outline and be of
the border with it, the second where so many borders (`ONE_BY_ONE`) are apart that each outline was
simplified by itself."""
LINE, SPECK, ONE_BY_ONE = 5, 1e-5, 0.05
"""Ours: touching points that lie more than 5 times as far from each other as from the other
outline, and more than a meter, are no corner.  To counties-10m.json they add no pair, and bring
back all but 11 of 8,944 where its outlines are simplified one by one to 0.001 degree: borders of
under 200 meters."""
MOST_COMPARED = 100_000_000
"""Points compared with lines, some seconds; it takes 7 million for counties-10m.json, and 50 for
the same outlines when each was simplified on its own."""
PER_PAIR, PER_OWNERS = 5_000, 20
"""What a further pair of counties, or of owners of one line, takes beside that."""
AT_ONCE = 1_000_000
Outlines = Mapping[str, Sequence[Sequence[np.ndarray]]]


class _Effort:
    """How much has been compared so far."""

    def __init__(self) -> None:
        self.spent = 0

    def add(self, comparisons: int) -> None:
        self.spent += comparisons
        if self.spent > MOST_COMPARED:
            raise InputError(
                "too many outlines lie over each other, or with too many points, to find out in a "
                "few seconds which are neighbors"
            )


def neighbors(outlines: Outlines, lines: Mapping[str, np.ndarray]) -> dict[str, tuple[str, ...]]:
    """County to the counties that share a line with it, or two points where none is shared.

    Parameters
    ----------
    outlines : mapping
        County to its polygons of rings of points.
    lines : mapping
        County to the lines it is bounded by, a row of numbers for each: equal rows are one line.

    Raises
    ------
    InputError
        If that takes far more comparisons than outlines of counties do.
    """
    effort = _Effort()
    found: dict[str, set[str]] = {code: set() for code in sorted(outlines)}
    for code, other in _sharing(lines, effort):
        found[code].add(other)
        found[other].add(code)
    for code, other in _touching(outlines, found, effort):
        found[code].add(other)
        found[other].add(code)
    return {code: tuple(sorted(others)) for code, others in found.items()}


def _sharing(lines: Mapping[str, np.ndarray], effort: _Effort) -> Iterator[tuple[str, str]]:
    """Pairs of counties with a line in common."""
    codes = list(lines)
    owners = np.repeat(np.arange(len(codes)), [len(each) for each in lines.values()])
    _, line = np.unique(np.concatenate(list(lines.values())), axis=0, return_inverse=True)
    line, owners = np.unique(np.column_stack([line.ravel(), owners]), axis=0).T
    times = np.bincount(line)
    effort.add(PER_OWNERS * int((times[times > 1] ** 2).sum()))
    # How many owners of the same line come after this one.
    after = np.cumsum(times)[line] - np.arange(len(line)) - 1
    pairs: set[tuple[int, int]] = set()
    step, rows = 1, np.flatnonzero(after >= 1)
    while len(rows):
        both = np.unique(np.column_stack([owners[rows], owners[rows + step]]), axis=0)
        pairs |= set(map(tuple, both.tolist()))
        step += 1
        rows = rows[after[rows] >= step]
    for one, other in sorted(pairs):
        yield codes[one], codes[other]


def _touching(
    outlines: Outlines, known: Mapping[str, set[str]], effort: _Effort
) -> list[tuple[str, str]]:
    """Further pairs of counties with a border, though they have no line from point to point.

    Outlines that were simplified one by one lost other points of the border each.
    """
    codes = sorted(outlines)
    edges = {
        code: np.concatenate(
            [np.hstack([r[:-1], r[1:]]) for polygon in outlines[code] for r in polygon]
        )
        for code in codes
    }
    low = np.array([edges[code][:, :2].min(axis=0) for code in codes]) - COARSE
    high = np.array([edges[code][:, :2].max(axis=0) for code in codes]) + COARSE
    # How far points of two outlines are apart that may be of a border between them.
    apart: dict[tuple[str, str], float] = {}
    for place, code in enumerate(codes):
        near = (low[place:] <= high[place]).all(axis=1) & (high[place:] >= low[place]).all(axis=1)
        for other in (codes[place + step] for step in np.flatnonzero(near)[1:]):
            if other not in known[code]:
                effort.add(PER_PAIR)
                apart[code, other] = _border_gap(edges[code], edges[other], effort)
    found = [pair for pair, gap in apart.items() if gap <= TOUCH]
    if 2 * len(found) > ONE_BY_ONE * sum(map(len, known.values())):
        found = [pair for pair, gap in apart.items() if gap <= COARSE]
    return found


def _border_gap(edges: np.ndarray, others: np.ndarray, effort: _Effort) -> float:
    """How near points of two outlines lie to the other that are more than a corner of it."""
    points, away = map(
        np.concatenate,
        zip(_distances(edges, others, effort), _distances(others, edges, effort), strict=True),
    )
    order = np.argsort(away, kind="stable")
    points, away = points[order], away[order]
    spread = (np.maximum.accumulate(points) - np.minimum.accumulate(points)).max(axis=1)
    return min(away[spread > np.maximum(LINE * away, SPECK)], default=np.inf)


def _distances(
    edges: np.ndarray, others: np.ndarray, effort: _Effort
) -> tuple[np.ndarray, np.ndarray]:
    """The first points of `others` that may lie on one of `edges`, and how far they are from it."""
    points = others[_within(others[:, :2], others[:, :2], edges), :2]
    if not len(points):
        return points, points[:, 0]
    low, high = (end(edges[:, :2], edges[:, 2:]) for end in (np.minimum, np.maximum))
    edges = edges[_within(low, high, np.hstack([points, points]))]
    if not len(edges):
        return points[:0], points[:0, 0]
    effort.add(len(points) * len(edges))
    step = max(1, AT_ONCE // len(edges))
    parts = [points[start : start + step] for start in range(0, len(points), step)]
    return points, np.concatenate([_away(part, edges) for part in parts])


def _away(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How far each point is from the nearest of the edges."""
    start, along = edges[:, :2], edges[:, 2:] - edges[:, :2]
    from_start = points[:, None, :] - start[None]
    length = np.maximum((along**2).sum(axis=1), SPECK**2)
    part = np.clip((from_start * along).sum(axis=2) / length, 0, 1)
    away = from_start - part[..., None] * along
    return np.sqrt((away**2).sum(axis=2).min(axis=1))


def _within(low: np.ndarray, high: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Which boxes from `low` to `high` come near to the box around `edges`."""
    ends = edges.reshape(-1, 2)
    above, below = high >= ends.min(axis=0) - COARSE, low <= ends.max(axis=0) + COARSE
    return np.all(above & below, axis=1)
