"""The map of commuting: counties by their outlines where these are known, as tiles where not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sectornb.errors import counted
from sectornb.region.delineation.delineate import TRAVEL_AREAS, ZONES
from sectornb.region.figures.labels import place_names, short_names
from sectornb.region.figures.methods import ONLY_OWN
from sectornb.region.figures.outlines import border, shapes_within
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style
from sectornb.sources.geometry import CountyShapes, Polygon

CLASSES = (0.001, 0.005, 0.02, 0.1)
_FILLS = ("#f4f4f4", "#d6e4ee", "#9cc3da", "#4f93ba", "#00507d")
_LABELS = ("below 0.1 percent", "0.1 to 0.5", "0.5 to 2", "2 to 10", "10 percent or more")
_FRAME_SHARE = 0.005
_MOST_IN_FRAME = 60
_MOST_NAMES = 12
_NEIGHBORS = 3
_EDGE = 0.05
"""A county whose middle is nearer to the edge of the map, as a part of it, has no room there."""
_TILE_COLUMNS = 5
_OUTLINES: tuple[tuple[str, str, Any, float], ...] = (
    (ZONES, SERIES_COLORS[1], "-", 1.8),
    (TRAVEL_AREAS, SERIES_COLORS[3], (0, (2, 1.4)), 1.8),
)


def plot_zone_map(
    labor_shed: pd.DataFrame,
    delineations: pd.DataFrame,
    shapes: CountyShapes | None,
    about: str,
    unshaded: Collection[str] = (),
    commuting: pd.DataFrame | None = None,
    gaps: Gaps = NO_GAPS,
    linked: Collection[str] = (),
) -> Picture:
    """Where the region's workers live, with the borders of the region and of its zones.

    Parameters
    ----------
    labor_shed, delineations : DataFrame
        The tables of these names.
    shapes : CountyShapes or None
        Outlines; without them every county is a tile.
    about : str
        Region, year and what is counted, for the caption.
    unshaded : collection of str
        Counties with an outline of whose flows nothing is known.
    commuting : DataFrame, optional
        The table ``region_commuting``: how many come from outside, below the title.
    gaps : Gaps
        What missing flow files leave open: it makes figures bounds.
    linked : collection of str
        Counties outside that the page tells of: they are named, as are those of its zones.

    Returns
    -------
    Picture
        Five shades of the share of the region's jobs; a heavy line around the region,
        others around its commuting zone and its travel-to-work area.
    """
    import matplotlib.pyplot as plt

    share = labor_shed.set_index("home_area_fips")["share"]
    own = set(delineations.loc[delineations["in_region"], "area_fips"])
    together = delineations[delineations["with_region"]]
    zones = {
        method: set(together.loc[together["method"].eq(method), "area_fips"])
        for method, *_ in _OUTLINES
    }
    names = dict(zip(delineations["area_fips"], delineations["county_name"], strict=True))
    names |= dict(zip(labor_shed["home_area_fips"], labor_shed["county_name"], strict=True))
    # The region's own line tells of a zone of the same counties.
    zones = {method: zone for method, zone in zones.items() if zone != own}
    near = set[str]().union(*(zone for zone in zones.values() if len(zone) <= _MOST_IN_FRAME))
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 5.2))
        axes.set_axis_off()
        head = "Homes of the people who work in the region"
        axes.set_title(head + _crossing(commuting, gaps), fontsize=11)
        drawn = shapes is not None and own <= set(shapes.polygons)
        if drawn and shapes is not None:
            frame = own | near | set(share.index[share.ge(_FRAME_SHARE)])
            shown = shapes_within(axes, shapes, frame)
            _counties(axes, shown, share, own, zones, unshaded)
            outside = [code for code in share.index if code not in own][:_NEIGHBORS]
            joined = sorted(near - own)[:_NEIGHBORS]
            inside = [code for code in share.index if code in own][:_MOST_NAMES]
            named = dict.fromkeys([*outside, *inside, *joined, *linked])
            labels = [code for code in named if code in own or _within(axes, shown, code)]
        else:
            far = share.index[share.ge(CLASSES[0])]
            order = list(dict.fromkeys([*sorted(own), *far, *sorted(near)]))[:_MOST_IN_FRAME]
            shown = shapes_within(axes, _tiles(order), order)
            _counties(axes, shown, share, own, zones)
            labels = order
            figure.set_size_inches(4.8, 2.2 + 0.9 * -(-len(order) // _TILE_COLUMNS))
        _legend(figure, zones, drawn and not shown.polygons.keys().isdisjoint(unshaded))
        _names(axes, shown, labels, names, tiles=not drawn)
    return Picture(
        figure,
        alt=_alt(share, own, zones, names, drawn)
        + (f" {ONLY_OWN}".rstrip() if delineations["in_region"].all() else ""),
        caption=f"Homes of the people who work in the region, {about}.",
        name="zone_map",
    )


def _tiles(codes: Sequence[str]) -> CountyShapes:
    """Counties as squares, five in a row, in their order."""
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], dtype=float)
    places = [(place % _TILE_COLUMNS, -(place // _TILE_COLUMNS)) for place in range(len(codes))]
    polygons: dict[str, tuple[Polygon, ...]] = {
        code: ((square + at,),) for code, at in zip(codes, places, strict=True)
    }
    return CountyShapes(polygons, {}, {})


def _counties(
    axes: Any,
    shapes: CountyShapes,
    share: pd.Series[float],
    own: set[str],
    zones: dict[str, set[str]],
    unshaded: Collection[str] = (),
) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    rings = [(code, part[0]) for code, parts in shapes.polygons.items() for part in parts]
    shades = np.searchsorted(CLASSES, [share.get(code, 0.0) for code, _ in rings], side="right")
    line: dict[str, Any] = {"edgecolors": "#8a8a8a", "linewidths": 0.6}
    fills = [
        "none" if code in unshaded else _FILLS[shade]
        for (code, _), shade in zip(rings, shades, strict=True)
    ]
    axes.add_collection(PolyCollection([ring for _, ring in rings], facecolors=fills, **line))
    # The region's line lies below, so that a zone of the same counties shows on it.
    for method, color, dashes, width in (("", INK, "-", 2.2), *_OUTLINES):
        lines = border(shapes, zones.get(method, () if method else own))
        axes.add_collection(
            LineCollection(lines, colors=color, linestyles=[dashes], linewidths=width, zorder=3)
        )


def _names(
    axes: Any, shapes: CountyShapes, codes: Sequence[str], names: dict[str, str], *, tiles: bool
) -> None:
    """Write names in their counties; where two on the map are called the same, with the state."""
    around = {code: names.get(code, code) for code in {*shapes.polygons, *codes}}
    short = {}
    for code in codes:
        (told,) = short_names([around[code]], around.values()).values()
        short[code] = told.replace(" ", "\n") if tiles else told
    at = _middles(shapes, codes)
    rings = {code: [part[0] for part in parts] for code, parts in shapes.polygons.items()}
    place_names(axes, at, short, None if tiles else rings)


def _within(axes: Any, shapes: CountyShapes, code: str) -> bool:
    """Whether a county has its middle in the frame: a name would else lead out of it."""
    if code not in shapes.polygons:
        return False
    (x, y), (left, right), (low, high) = (
        _middles(shapes, [code])[code],
        axes.get_xlim(),
        axes.get_ylim(),
    )
    across, up = _EDGE * (right - left), _EDGE * (high - low)
    return bool(left + across < x < right - across and low + up < y < high - up)


def _middles(shapes: CountyShapes, codes: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Where the name of a county goes: its middle, or that of its largest part if over water."""
    from matplotlib.path import Path as Outline

    middles = shapes.centroids().set_index("area_fips")[["longitude", "latitude"]]
    at = {code: (float(x), float(y)) for code, x, y in middles.loc[list(codes)].itertuples()}
    for code, middle in at.items():
        rings = [part[0] for part in shapes.polygons[code]]
        if not any(Outline(ring).contains_point(middle) for ring in rings):
            x, y = max(rings, key=lambda ring: np.ptp(ring, axis=0).prod()).mean(axis=0)
            at[code] = (float(x), float(y))
    return at


def _legend(figure: Any, zones: Collection[str], some_unshaded: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys: list[Any] = [
        Patch(facecolor=fill, edgecolor="#8a8a8a", label=label)
        for fill, label in zip(_FILLS[::-1], _LABELS[::-1], strict=True)
    ]
    if some_unshaded:
        keys.append(Patch(facecolor="none", edgecolor="#8a8a8a", label="not known: other codes"))
    keys.append(Line2D([], [], color=INK, linewidth=2.2, label="your region"))
    keys += [
        Line2D([], [], color=color, linestyle=dashes, linewidth=width, label=method[:-1])
        for method, color, dashes, width in _OUTLINES
        if method in zones
    ]
    legend = figure.legend(
        handles=keys,
        loc="outside lower center",
        ncols=2,
        fontsize=9,
        title="Share of the region's jobs held by residents of",
    )
    legend.get_title().set_fontsize(9.5)


def _crossing(commuting: pd.DataFrame | None, gaps: Gaps) -> str:
    """How many of the workers come from outside; at least, where flows are missing.

    Where flows between counties of the region are missing, the share has no direction.  Who
    leaves the region to work has no home outside: the map does not show them.
    """
    if commuting is None:
        return ""
    jobs = commuting.set_index("side").loc["jobs"]
    away, share = f"{jobs['jobs'] - jobs['jobs_inside']:,.0f}", f"{jobs['outside_pct']:.1f}%"
    if gaps.jobs_low:
        told = f"at least {away}" + ("" if gaps.inside else f" (at least {share})")
    else:
        told = f"{away} of {jobs['jobs']:,.0f} ({share})"
    return f"\nFrom outside: {told}"


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
            f"The region's zone among {method} holds {len(codes & own)} of the region's "
            f"{counted(len(own), 'county', 'counties')} and {counted(len(joins), 'other')}"
            + (f" ({', '.join(joins[:4])}{', ...' if len(joins) > 4 else ''})." if joins else ".")
        )
    return " ".join(parts)
