"""Names of counties on a picture: short, told apart by their state, and none over another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import hypot
from typing import Any

import numpy as np

from sectornb.show.picture import INK
from sectornb.sources.states import us_states

_WAYS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
_FURTHEST = 8
"""So many of its own heights a name may move away."""
_WIDER = 2.2
"""A name so much wider than its county would hide it."""
_LAND = 12.0
"""A place over water is worth so many heights of way."""


def short_names(names: Collection[str], among: Collection[str] = ()) -> dict[str, str]:
    """Each county's name without the word, and without the state where that tells nothing.

    The state stands where `names` are of several, and where another county of `names` or
    `among` is called the same: Bristol, RI, and Bristol, MA.
    """
    whole = {*names, *among}
    several = len({name.rpartition(", ")[2] for name in names}) > 1
    plain = {name: (name.rpartition(", ")[0] or name).removesuffix(" County") for name in whole}
    called = list(plain.values())
    return {
        name: f"{plain[name]}, {_postal(name)}"
        if ", " in name and (several or called.count(plain[name]) > 1)
        else plain[name]
        for name in names
    }


def _postal(name: str) -> str:
    """The postal code of the state in the name of a county, or what stands there."""
    state = name.rpartition(", ")[2]
    return next((each.usps for each in us_states().values() if each.name == state), state)


def place_names(
    axes: Any,
    middles: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    outlines: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    """Write names at the middles of their counties, the first before others; none over another.

    To be called on the finished figure, since what follows moves the axes.

    Parameters
    ----------
    axes : Axes
        Where the counties are drawn.
    middles : mapping
        County to x and y.
    names : mapping
        County to the name that it shall have, in the order of their weight.
    outlines : mapping, optional
        County to its rings, of all that are drawn.  A name that would cover another one, the
        middle of another named county, the edge, or all of a small county, then goes as near as
        it can, over water rather than land, tied by a line.  Without outlines, and where there is
        no room, it is left out.
    """
    from matplotlib.patheffects import withStroke

    texts = {
        code: axes.annotate(
            names[code],
            middles[code],
            xytext=(0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=9,
            zorder=5,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )
        for code in names
    }
    for text in texts.values():
        text.set_in_layout(False)
    axes.figure.draw_without_rendering()
    points = {code: axes.transData.transform(middles[code]) for code in names}
    land = [axes.transData.transform(ring) for rings in (outlines or {}).values() for ring in rings]
    own = {
        code: [axes.transData.transform(r) for r in outlines[code]] for code in names if outlines
    }
    kept, ties = list[Any](), list[Any]()
    for code, text in texts.items():
        box = text.get_window_extent()
        others = [point for other, point in points.items() if other != code]
        places, small = [(0.0, 0.0)], False
        if outlines is not None:
            rings = [axes.transData.transform(ring) for ring in outlines[code]]
            small = box.width > _WIDER * max(np.ptp(ring[:, 0]) for ring in rings)
            places = _places(box, land, small)
        frame = axes.get_window_extent() if outlines is not None else None
        free = (
            (shift, moved)
            for shift in places
            if _fits(moved := box.translated(*shift), frame, others)
            and not any(moved.overlaps(other) for other in kept)
            and not any(tie.intersects_bbox(moved) for tie in ties)
            and not any(_line(points[code], shift).intersects_bbox(other) for other in kept)
        )
        shift, moved = next(free, (None, None))
        if shift is None or moved is None:
            text.set_visible(False)
            continue
        kept.append(moved)
        offset = tuple(72 / axes.figure.dpi * each for each in shift)
        text.set_position(offset)
        at_home = not small and _at_home(points[code] + shift, own.get(code))
        if not moved.contains(*points[code]) and not at_home:
            ties.append(_line(points[code], shift))
            size = (36 / axes.figure.dpi * box.width, 36 / axes.figure.dpi * box.height)
            _tie(axes, middles[code], offset, size)


def _places(box: Any, land: Sequence[Any], small: bool) -> list[tuple[float, float]]:
    """How far a name may move, the best first: near, and of a small county not over land."""
    from matplotlib.path import Path as Outline

    places = [(0.0, 0.0)] * (not small)
    for step in range(2, 2 * _FURTHEST + 1):
        for across, up in _WAYS:
            reach = 0.5 * step * box.height
            places.append((across * (reach + box.width / 2), up * reach))
    if not small:
        return places
    corners = np.array([(x, y) for x in np.linspace(box.x0, box.x1, 5) for y in box.intervaly])
    shores = [Outline(ring) for ring in land]

    def cost(place: tuple[float, float]) -> float:
        dry = np.any([shore.contains_points(corners + place) for shore in shores], axis=0).mean()
        return float(np.hypot(*place) / box.height + _LAND * dry)

    return sorted(places, key=cost)


def _line(point: Any, shift: tuple[float, float]) -> Any:
    """The way from a county to its name; of a name that did not move, no way."""
    from matplotlib.path import Path as Outline

    return Outline(np.array([point, point + shift]))


def _at_home(point: Any, rings: Sequence[Any] | None) -> bool:
    """Whether the middle of a name lies in its county, so that it needs no line."""
    from matplotlib.path import Path as Outline

    return any(Outline(ring).contains_point(point) for ring in rings or ())


def _fits(box: Any, frame: Any, points: Collection[Any]) -> bool:
    """Whether a name lies within the frame and leaves the middles of other counties free."""
    if frame is None:
        return True
    inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
    return inside and not any(box.contains(*point) for point in points)


def _tie(
    axes: Any, middle: tuple[float, float], offset: tuple[float, ...], size: tuple[float, float]
) -> None:
    """A thin line from the edge of a name to its county, with a rim that dark shades need."""
    sides = (half / abs(way) for half, way in zip(size, offset, strict=True) if way)
    behind = hypot(*offset) * min(*sides, 1.0)
    for color, width in (("white", 3.0), (INK, 1.1)):
        line = axes.annotate(
            "",
            middle,
            xytext=offset,
            textcoords="offset points",
            zorder=4,
            arrowprops={
                "arrowstyle": "-",
                "color": color,
                "linewidth": width,
                "shrinkA": behind,
                "shrinkB": 0,
            },
        )
        line.set_in_layout(False)
