"""Which counties are neighbors: their outlines share a line, or touch along one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sectornb.errors import InputError

TOUCH, LINE = 0.002, 0.02
"""Ours, in degrees, about 200 meters and 2 kilometers: points of two outlines this near to each
other touch, and so far apart are more than a corner.  To counties-10m.json they add no pair."""
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
) -> Iterator[tuple[str, str]]:
    """Further pairs of counties with two points in common, those on the other's line among them.

    Outlines that were simplified one by one share no line from point to point.
    """
    codes = sorted(outlines)
    edges = {
        code: np.concatenate(
            [np.hstack([r[:-1], r[1:]]) for polygon in outlines[code] for r in polygon]
        )
        for code in codes
    }
    low = np.array([edges[code][:, :2].min(axis=0) for code in codes]) - TOUCH
    high = np.array([edges[code][:, :2].max(axis=0) for code in codes]) + TOUCH
    for place, code in enumerate(codes):
        near = (low[place:] <= high[place]).all(axis=1) & (high[place:] >= low[place]).all(axis=1)
        for other in (codes[place + step] for step in np.flatnonzero(near)[1:]):
            if other in known[code]:
                continue
            effort.add(PER_PAIR)
            shared = [
                *_on(edges[code], edges[other], effort),
                *_on(edges[other], edges[code], effort),
            ]
            if len(shared) > 1 and np.ptp(np.array(shared), axis=0).max() > LINE:
                yield code, other


def _on(edges: np.ndarray, points: np.ndarray, effort: _Effort) -> np.ndarray:
    """Those first points of the edges `points` that lie on one of `edges`."""
    points = points[:, :2]
    from_, to = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
    points = points[_within(points, points, from_.min(axis=0), to.max(axis=0))]
    if not len(points):
        return points
    edges = edges[_within(from_, to, points.min(axis=0), points.max(axis=0))]
    effort.add(len(points) * len(edges))
    step = max(1, AT_ONCE // max(1, len(edges)))
    parts = [points[start : start + step] for start in range(0, len(points), step)]
    return np.concatenate([part[_near(part, edges)] for part in parts])


def _within(low: np.ndarray, high: np.ndarray, west: np.ndarray, east: np.ndarray) -> np.ndarray:
    """Which boxes from `low` to `high` reach into one box, or come near to it."""
    return np.all((high >= west - TOUCH) & (low <= east + TOUCH), axis=1)


def _near(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Which points lie on one of the edges."""
    start, along = edges[:, :2], edges[:, 2:] - edges[:, :2]
    from_start = points[:, None, :] - start[None]
    length = np.maximum((along**2).sum(axis=1), TOUCH**2)
    part = np.clip((from_start * along).sum(axis=2) / length, 0, 1)
    away = from_start - part[..., None] * along
    return np.any((away**2).sum(axis=2) <= TOUCH**2, axis=1)
