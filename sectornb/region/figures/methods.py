"""The picture of four methods: which counties each puts into the region's zone."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sectornb.errors import counted
from sectornb.region.delineation.delineate import METHODS
from sectornb.region.figures.labels import short_names
from sectornb.region.figures.outlines import border, shapes_within
from sectornb.region.placed import largest_county
from sectornb.show.picture import INK, SERIES_COLORS, Picture, project_style
from sectornb.sources.geometry import CountyShapes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 24
MOST_GONE, _LETTERS = 6, 27
MOST_IN_FRAME = 60
ONLY_OWN = "Only your own counties could be tested: of no other are all flows known. "
"""Said where no other county could be drawn in, so that none does not read as a result."""
_IN, _OUT = "#9cc3da", "#f4f4f4"


def plot_methods(
    delineations: pd.DataFrame,
    shapes: CountyShapes | None,
    about: str,
    among: Collection[str] = (),
    votes: Collection[str] = METHODS,
) -> Picture:
    """Four small maps, one per method, of the zone of the region's largest county.

    Parameters
    ----------
    delineations : DataFrame
        The table of this name.
    shapes : CountyShapes or None
        Outlines; without them a row of dots for every county.
    about : str
        Region, year and what is counted, for the caption.
    among : collection of str
        Names of further counties that the page speaks of.
    votes : collection of str
        Methods that the verdict weighs.
    """
    largest = largest_county(delineations)["county_name"]
    names = dict(zip(delineations["area_fips"], delineations["county_name"], strict=True))
    own = set(delineations.loc[delineations["in_region"], "area_fips"])
    together = delineations[delineations["with_region"]]
    zones = {m: set(together.loc[together["method"].eq(m), "area_fips"]) for m in METHODS}
    drawn = shapes is not None and own <= set(shapes.polygons)
    tested = "" if own < set(names) else ONLY_OWN
    short = short_names(set(names.values()) & {names[code] for code in own})
    gone = {
        method: [short[names[code]] for code in sorted(own - zone)]
        for method, zone in zones.items()
    }
    counts = {m: f"{len(z & own)} of your {len(own)}" for m, z in zones.items()}
    if not tested:
        counts = {m: f"{counts[m]}, {counted(len(z - own), 'other')}" for m, z in zones.items()}
    with project_style():
        if drawn and shapes:
            titles = {m: m.capitalize() + ", no vote" * (m not in votes) for m in zones}
            heads = {m: f"{titles[m]}\n{counts[m]}{_without(gone[m])}" for m in zones}
            figure = _maps(zones, own, shapes, heads, tested)
        else:
            figure = _dots(zones, own, names, tested, among)
    said = [f"{m}: {counts[m]}{_without(gone[m])}".replace("\n", ", ") for m in zones]
    return Picture(
        figure,
        alt=(
            f"The zone of {largest} by four methods, in numbers of counties. "
            f"{'; '.join(said)}. {tested}"
            f"{'Four small maps' if drawn else 'A row of dots per county'}; the table "
            "of delineations holds every county."
        ),
        caption=(
            f"The zone that each of four methods draws around {largest}, your county with most "
            f"jobs; {about}. {tested}"
        ).strip(),
        name="methods",
    )


def _maps(
    zones: dict[str, set[str]],
    own: set[str],
    shapes: CountyShapes,
    heads: dict[str, str],
    tested: str,
) -> Figure:
    import matplotlib.pyplot as plt
    from matplotlib.collections import LineCollection, PolyCollection

    near = set().union(*(zone for zone in zones.values() if len(zone) <= MOST_IN_FRAME))
    wrapped = {method: _wrapped(head) for method, head in heads.items()}
    rows = max(head.count("\n") for head in wrapped.values())
    figure, grid = plt.subplots(2, 2, figsize=(4.8, 4.3 + 0.3 * rows))
    for axes, (method, zone) in zip(grid.flat, zones.items(), strict=True):
        shown = shapes_within(axes, shapes, {*own, *near} & set(shapes.polygons))
        rings = [(code, part[0]) for code, parts in shown.polygons.items() for part in parts]
        fills = [_IN if code in zone else _OUT for code, _ in rings]
        axes.add_collection(
            PolyCollection(
                [ring for _, ring in rings], facecolors=fills, edgecolors="#8a8a8a", linewidths=0.5
            )
        )
        lines = border(shown, own)
        axes.add_collection(LineCollection(lines, colors=INK, linewidths=1.6, zorder=3))
        axes.set_axis_off()
        axes.set_title(wrapped[method], fontsize=9.5)
    figure.supxlabel(f"Blue: its zone. Heavy line: your region.\n{tested}".strip(), fontsize=9.5)
    return figure


def _without(gone: Sequence[str]) -> str:
    """Which of your counties a zone leaves out, in a line of its own; of many, none is named."""
    if not gone or len(gone) > MOST_GONE:
        return ""
    return f"\nwithout {', '.join(gone)}"


def _wrapped(head: str) -> str:
    return "\n".join(textwrap.fill(line, _LETTERS) for line in head.split("\n"))


def _dots(
    zones: dict[str, set[str]],
    own: set[str],
    names: dict[str, str],
    tested: str,
    among: Collection[str],
) -> Figure:
    import matplotlib.pyplot as plt

    votes = pd.Series(
        [code for zone in zones.values() for code in zone], dtype="str"
    ).value_counts()
    others = sorted(set(votes.index) - own, key=lambda code: (-votes[code], code))
    rows = [*sorted(own), *others[: max(MOST_ROWS - len(own), 0)]]
    short = short_names({names.get(code, code) for code in rows}, among)
    figure, axes = plt.subplots(figsize=(4.8, 1.5 + 0.24 * len(rows)))
    for place, zone in enumerate(zones.values()):
        for row, code in enumerate(rows):
            inside = code in zone
            face = SERIES_COLORS[0] if inside else "white"
            axes.scatter(place, row, s=48, facecolor=face, edgecolor=SERIES_COLORS[0], linewidth=1)
    axes.set_yticks(
        range(len(rows)),
        [("■ " if code in own else "") + short[names.get(code, code)] for code in rows],
        fontsize=9.5,
    )
    heads = [f"{m.capitalize().replace(' ', chr(10), 1)}" for m in zones]
    axes.set_xticks(
        range(len(zones)), [head.replace("-to-", "-to-\n") for head in heads], fontsize=9.5
    )
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.set(xlim=(-0.6, len(zones) - 0.4), ylim=(len(rows) - 0.4, -0.6))
    axes.grid(False)
    axes.spines[:].set_visible(False)
    if len(own) < len(rows):
        axes.axhline(len(own) - 0.5, color=INK, linewidth=1)
    left = len(others) - (len(rows) - len(own))
    more = f" {left} more counties are not shown." if left else ""
    figure.supxlabel(f"Full: in the zone. ■ your region.{more}\n{tested}".strip(), fontsize=9.5)
    return figure
