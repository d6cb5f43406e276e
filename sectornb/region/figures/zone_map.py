"""Maps of commuting: outlines where shapes are known, tiles where not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sectornb.show.picture import SERIES_COLORS, Picture, project_style
from sectornb.sources.geometry import CountyShapes

CLASSES = (0.001, 0.005, 0.02, 0.1)
_FILLS = ("#f4f4f4", "#d6e4ee", "#9cc3da", "#4f93ba", "#00507d")
_LABELS = ("below 0.1 percent", "0.1 to 0.5", "0.5 to 2", "2 to 10", "10 percent or more")
_FRAME_SHARE = 0.005
_MOST_IN_FRAME = 60
_TILE_COLUMNS = 5
_OUTLINES: tuple[tuple[str, str, Any, float], ...] = (
    ("commuting zones", SERIES_COLORS[1], "-", 2.4),
    ("travel-to-work areas", SERIES_COLORS[2], (0, (2, 1.4)), 2.0),
)


def plot_zone_map(
    labor_shed: pd.DataFrame,
    delineations: pd.DataFrame,
    shapes: CountyShapes | None,
    *,
    region: str,
    vintage: str,
) -> Picture:
    """Where the region's workers live, with the borders of the region and of its zones.

    Parameters
    ----------
    labor_shed, delineations : DataFrame
        The tables of these names.
    shapes : CountyShapes or None
        Outlines; without them every county is a tile.
    region, vintage : str
        For the caption.

    Returns
    -------
    Picture
        Five shades of the share of the region's jobs; a hatch for the region, lines
        around its commuting zone and its travel-to-work area.
    """
    import matplotlib.pyplot as plt

    share = labor_shed.set_index("home_area_fips")["share"]
    own = set(delineations.loc[delineations["in_region"], "area_fips"])
    zones = {
        method: set(
            delineations.loc[
                delineations["method"].eq(method) & delineations["with_region"], "area_fips"
            ]
        )
        for method, *_ in _OUTLINES
    }
    names = dict(zip(delineations["area_fips"], delineations["county_name"], strict=True))
    names |= dict(zip(labor_shed["home_area_fips"], labor_shed["county_name"], strict=True))
    with project_style():
        drawn = shapes is not None and own <= set(shapes.polygons)
        figure, axes = plt.subplots(figsize=(4.8, 5.6))
        axes.set_axis_off()
        if drawn and shapes is not None:
            _outlines(axes, shapes, share, own, zones, names)
        else:
            _tiles(axes, share, own, zones, names)
        _legend(figure, axes)
    return Picture(
        figure,
        alt=_alt(share, own, zones, names, drawn),
        caption=f"Labor shed and labor markets, {region}, {vintage}.",
        name="zone_map",
    )


def _outlines(
    axes: Any,
    shapes: CountyShapes,
    share: pd.Series[float],
    own: set[str],
    zones: dict[str, set[str]],
    names: dict[str, str],
) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    far = set(share.index[share.ge(_FRAME_SHARE)])
    small = [zone for zone in zones.values() if len(zone) <= _MOST_IN_FRAME]
    frame = set().union(own, far, *small) & set(shapes.polygons)
    corners = np.concatenate([ring[0] for code in frame for ring in shapes.polygons[code]])
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = 0.06 * (high - low)
    low, high = low - margin, high + margin
    shown = {
        code: polygons
        for code, polygons in shapes.polygons.items()
        if any(
            (ring[0].max(axis=0) >= low).all() and (ring[0].min(axis=0) <= high).all()
            for ring in polygons
        )
    }
    for code, polygons in shown.items():
        rings = [polygon[0] for polygon in polygons]
        fill = _FILLS[_shade(share.get(code, 0.0))]
        hatch = "////" if code in own else None
        axes.add_collection(
            PolyCollection(
                rings, facecolors=fill, edgecolors="#8a8a8a", linewidths=0.6, hatch=hatch
            )
        )
    for method, color, dashes, width in _OUTLINES:
        lines = _border(shapes, zones[method])
        axes.add_collection(
            LineCollection(lines, colors=color, linestyles=[dashes], linewidths=width, zorder=3)
        )
    axes.add_collection(
        LineCollection(_border(shapes, own), colors="#1b1b1b", linewidths=1.1, zorder=4)
    )
    _names_on(axes, shapes, own, names)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.set_aspect(1 / np.cos(np.radians((low[1] + high[1]) / 2)))


def _names_on(axes: Any, shapes: CountyShapes, own: set[str], names: dict[str, str]) -> None:
    from matplotlib.patheffects import withStroke

    if len(own) > 12:
        return
    middles = shapes.centroids().set_index("area_fips")
    for code in sorted(own):
        axes.text(
            middles.loc[code, "longitude"],
            middles.loc[code, "latitude"],
            _short(names.get(code, code)),
            ha="center",
            va="center",
            fontsize=8.5,
            zorder=5,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )


def _border(shapes: CountyShapes, counties: Collection[str]) -> list[np.ndarray]:
    """Line pieces that only one of `counties` has: the outline of them all."""
    pieces = [
        np.hstack([ring[:-1], ring[1:]])
        for code in counties
        if code in shapes.polygons
        for polygon in shapes.polygons[code]
        for ring in polygon
    ]
    if not pieces:
        return []
    lines = np.concatenate(pieces)
    backward = (lines[:, 0] > lines[:, 2]) | (
        (lines[:, 0] == lines[:, 2]) & (lines[:, 1] > lines[:, 3])
    )
    lines[backward] = lines[backward][:, [2, 3, 0, 1]]
    unique, counts = np.unique(lines.round(9), axis=0, return_counts=True)
    return list(unique[counts == 1].reshape(-1, 2, 2))


def _tiles(
    axes: Any,
    share: pd.Series[float],
    own: set[str],
    zones: dict[str, set[str]],
    names: dict[str, str],
) -> None:
    from matplotlib.patches import Rectangle

    near = [code for code in share.index if share[code] >= CLASSES[0]]
    others = sorted(set().union(*(z for z in zones.values() if len(z) <= _MOST_IN_FRAME)))
    order = list(dict.fromkeys([*sorted(own), *near, *others]))[:_MOST_IN_FRAME]
    for place, code in enumerate(order):
        x, y = place % _TILE_COLUMNS, -(place // _TILE_COLUMNS)
        shade = _shade(share.get(code, 0.0))
        axes.add_patch(
            Rectangle(
                (x, y),
                0.9,
                0.9,
                facecolor=_FILLS[shade],
                edgecolor="#1b1b1b",
                linewidth=0.6,
                hatch="////" if code in own else None,
            )
        )
        for inset, (method, color, dashes, width) in enumerate(_OUTLINES):
            if code in zones[method]:
                gap = 0.05 + 0.06 * inset
                axes.add_patch(
                    Rectangle(
                        (x + gap, y + gap),
                        0.9 - 2 * gap,
                        0.9 - 2 * gap,
                        fill=False,
                        edgecolor=color,
                        linestyle=dashes,
                        linewidth=width,
                    )
                )
        axes.text(
            x + 0.45,
            y + 0.45,
            _short(names.get(code, code)).replace(" ", "\n"),
            ha="center",
            va="center",
            fontsize=7.5,
            color="white" if shade == 4 else "#1b1b1b",
            bbox={"facecolor": _FILLS[shade], "edgecolor": "none", "pad": 0.8},
        )
    rows = (len(order) - 1) // _TILE_COLUMNS + 1
    axes.figure.set_size_inches(4.8, 2.2 + 0.9 * rows)
    axes.set_xlim(-0.1, _TILE_COLUMNS)
    axes.set_ylim(0.9 - rows, 1)
    axes.set_aspect("equal")


def _legend(figure: Any, axes: Any) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys: list[Any] = [
        Patch(facecolor=fill, edgecolor="#8a8a8a", label=label)
        for fill, label in zip(_FILLS[::-1], _LABELS[::-1], strict=True)
    ]
    keys.append(Patch(facecolor="white", edgecolor="#1b1b1b", hatch="////", label="your region"))
    keys += [
        Line2D([], [], color=color, linestyle=dashes, linewidth=width, label=method[:-1])
        for method, color, dashes, width in _OUTLINES
    ]
    legend = figure.legend(
        handles=keys,
        loc="outside lower center",
        ncols=2,
        fontsize=9,
        title="Share of the region's jobs held by residents of",
    )
    legend.get_title().set_fontsize(9.5)
    axes.set_title("Where the region's workers live")


def _shade(share: float) -> int:
    return int(np.searchsorted(CLASSES, share, side="right"))


def _short(name: str) -> str:
    return name.split(",")[0].removesuffix(" County")


def _alt(
    share: pd.Series[float],
    own: set[str],
    zones: dict[str, set[str]],
    names: dict[str, str],
    drawn: bool,
) -> str:
    outside: Sequence[str] = [code for code in share.index if code not in own][:3]
    told = "; ".join(f"{names.get(c, c)} {100 * share[c]:.1f} percent" for c in outside)
    parts = [
        f"{'Map' if drawn else 'Tiles'} of counties shaded by the share of the region's jobs that "
        f"their residents hold. Outside the region: {told or 'none'}."
    ]
    for method, codes in zones.items():
        joins = sorted(names.get(c, c) for c in codes - own)
        parts.append(
            f"The region's zone among {method} holds {len(codes & own)} of the region's {len(own)} "
            f"counties and {len(joins)} other{'' if len(joins) == 1 else 's'}"
            + (f" ({', '.join(joins[:4])}{', ...' if len(joins) > 4 else ''})." if joins else ".")
        )
    return " ".join(parts)
