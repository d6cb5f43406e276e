"""Names of counties on a picture: short, told apart by their state, and none over another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product
from typing import Any

from sectornb.sources.states import us_states

_STEPS, _FURTHEST = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)), 6


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
    axes: Any, middles: Mapping[str, tuple[float, float]], names: Mapping[str, str], *, move: bool
) -> None:
    """Write names at the middles of their counties, the first before others.

    To be called on the finished figure, since what follows moves the axes.  A name that would
    cover another one, or the middle of another named county, or cross the edge goes as near as it
    can, tied to its county by a line; without `move`, and where there is no room, it is left out.
    """
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import Bbox

    figure = axes.figure
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
    figure.draw_without_rendering()
    points = {code: axes.transData.transform(middles[code]) for code in names}
    frame, kept = axes.get_window_extent(), list[Any]()
    ways = [(0.0, 0.0)]
    if move:
        far = (0.5 * step for step in range(1, 2 * _FURTHEST + 1))
        ways += [(x * reach, y * reach) for reach, (x, y) in product(far, _STEPS)]
    for code, text in texts.items():
        box = text.get_window_extent()
        # A name moves by half its height at a time; aside, by as much again as it is wide.
        for across, up in ways:
            aside = (abs(across) > 0) * (1 if across > 0 else -1) * box.width / 2
            shift = (across * box.height + aside, up * box.height)
            moved = Bbox.from_bounds(*(box.p0 + shift), *box.size)
            others = [point for other, point in points.items() if other != code]
            free = not any(moved.overlaps(other) for other in kept)
            if free and (not move or _fits(moved, frame, others)):
                break
        else:
            text.set_visible(False)
            continue
        kept.append(moved)
        if shift != (0.0, 0.0):
            offset = tuple(72 / figure.dpi * each for each in shift)
            text.set_position(offset)
            if not moved.contains(*points[code]):
                _tie(axes, middles[code], offset, text.get_zorder() - 0.5)


def _fits(box: Any, frame: Any, points: Collection[Any]) -> bool:
    inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
    return inside and not any(box.contains(*point) for point in points)


def _tie(axes: Any, middle: tuple[float, float], offset: tuple[float, ...], zorder: float) -> None:
    """A thin line from a county to its name, with a white edge that dark shades do not swallow."""
    from matplotlib.patheffects import withStroke

    line = axes.annotate(
        "",
        middle,
        xytext=offset,
        textcoords="offset points",
        zorder=zorder,
        arrowprops={
            "arrowstyle": "-",
            "linewidth": 0.9,
            "shrinkA": 0,
            "shrinkB": 0,
            "path_effects": [withStroke(linewidth=2.4, foreground="white")],
        },
    )
    line.set_in_layout(False)
