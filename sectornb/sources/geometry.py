"""Outlines of counties from TopoJSON or GeoJSON, with their middles and neighbors."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, examples
from sectornb.sources.county_changes import told_years, years_of
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.opening import checked_text, file_head, is_packed
from sectornb.sources.recognition import Recognized, recognized

SOURCE = "geometry"
PART = "counties.json"
LARGEST = 512 * 1024 * 1024
TOUCH, COARSE = 0.002, 0.008
"""Ours, in degrees, about 200 and 800 meters: so near may a point lie to another outline and be of
the border with it, the second where so many borders (`ONE_BY_ONE`) are apart that each outline was
simplified by itself."""
LINE, SPECK, ONE_BY_ONE = 5, 1e-5, 0.05
"""Ours: touching points that lie more than 5 times as far from each other as from the other
outline, and more than a meter, are no corner.  To counties-10m.json they add no pair, and bring
back all but 11 of 8,944 where its outlines are simplified one by one to 0.001 degree: borders of
under 200 meters."""
_CODES = ("GEOID", "geoid", "GEO_ID", "AFFGEOID", "GEOIDFQ", "fips", "FIPS")
_PARTS = (("STATE", "COUNTY"), ("STATEFP", "COUNTYFP"))
_PREFIX = re.compile(r"050\d{4}US")
Polygon = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class CountyShapes:
    """Outlines of counties in degrees.

    `polygons` maps a county code to its polygons; a polygon is its outer ring and
    then its holes, a ring an array of (points, 2) with longitude and latitude,
    the last point equal to the first.  `names` maps a code to the name in the file,
    `neighbors` to the codes of counties whose outlines share a line with it, or points of
    one where outlines were simplified one by one.
    """

    polygons: dict[str, tuple[Polygon, ...]]
    names: dict[str, str]
    neighbors: dict[str, tuple[str, ...]]

    def centroids(self) -> pd.DataFrame:
        """The middle of each county by area.

        Areas are measured flat, longitude shortened by the cosine of the county's
        latitude, which is exact enough for distances between counties.

        Returns
        -------
        DataFrame
            ``area_fips``, ``county_name`` (text), ``longitude``, ``latitude``
            (degrees), sorted by code.
        """
        rows = [
            (code, self.names[code], *_centroid(polygons))
            for code, polygons in sorted(self.polygons.items())
        ]
        table = pd.DataFrame(rows, columns=["area_fips", "county_name", "longitude", "latitude"])
        return table.astype({"area_fips": "str", "county_name": "str"})


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of county shapes, read and decoded.

    Raises
    ------
    InputError
        If it is no such file, or has counties of other years than `vintage`.
    """
    shapes = read_county_shapes(path)
    first, last = years_of(shapes.polygons)
    if vintage and not first <= int(vintage[:4]) <= last:
        year = last if int(vintage[:4]) > last else first
        raise InputError(
            f"{path} has counties of {told_years(first, last)}, as their codes tell, not of "
            f"{vintage[:4]}: a map of that year would leave counties out. Add it with --vintage "
            f"{year}, or add shapes of {vintage[:4]}."
        )
    found = recognized(SOURCE, "counties", len(shapes.polygons), vintage=vintage)
    return replace(found, years=told_years(first, last))


def read_county_shapes(path: Path) -> CountyShapes:
    """County shapes from TopoJSON or a GeoJSON collection.

    TopoJSON has an object ``counties``, or one whose shapes all have county codes.  A code is
    ``GEOID``, ``GEO_ID`` or the like, state and county together, or the ``id``.

    Raises
    ------
    InputError
        If it is no such file, a county has no code of five digits, stands twice
        or has no polygon, or an outline is broken.
    """
    content = _json(path)
    kind = content.get("type") if isinstance(content, dict) else None
    try:
        if kind == "Topology":
            features = list(_topology_features(path, content))
        elif kind == "FeatureCollection":
            features = list(_collection_features(content))
        else:
            raise InputError(
                f"{path} is JSON but neither TopoJSON nor a GeoJSON collection (its type is "
                f"{kind!r}). {_way_out()}"
            )
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise InputError(
            f"{path} breaks the form of its shapes ({type(error).__name__}: {error}). It was "
            "edited or is another kind of file; download it again."
        ) from error
    return _assemble(path, features)


def held_shapes(library: Library, vintage: str = "") -> CountyShapes | None:
    """County shapes of the library, or None where it has none.

    Raises
    ------
    NotInLibraryError
        If `vintage` is not there, or is empty where several are.
    """
    choose = "Choose those with the county codes of the flows: geometry:"
    chosen = library.only_vintage(SOURCE, ["counties"], vintage, "county shapes", choose)
    return library.parsed(SOURCE, chosen, "counties", PART, read_county_shapes) if chosen else None


@dataclass(frozen=True)
class _Feature:
    code: object
    name: str
    polygons: tuple[Polygon, ...]
    lines: frozenset[object]


def _way_out() -> str:
    return f"Download {declared(SOURCE).table('counties').url}, which is read as it is."


def _json(path: Path) -> Any:
    head = file_head(path)
    if is_packed(path, "zip") or path.suffix.lower() in (".shp", ".dbf", ".shx"):
        raise InputError(
            f"{path} is a zip archive or part of a shapefile, not JSON. Open the whole archive at "
            f"mapshaper.org, choose Export and GeoJSON, and add the file that you get. {_way_out()}"
        )
    if head.lstrip()[:1] not in (b"{", b"["):
        checked_text(path, head)
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError(
            f"{path} has {size // 2**20:,} MiB, far more than the outlines of counties need. Use "
            "a simplified file, such as counties-10m.json."
        )
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # As the Census Bureau wrote its GeoJSON of 2010.
        text = data.decode("latin-1")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is no JSON text ({error}). The transfer was probably cut off; download it "
            "again."
        ) from error


def _topology_features(path: Path, topology: dict[str, Any]) -> Iterator[_Feature]:
    objects = topology["objects"]
    named = ["counties", *(name for name in objects if _of_counties(objects[name]))]
    chosen = next((name for name in named if name in objects), None)
    if chosen is None:
        raise InputError(
            f"{path} has no object 'counties'; it has {examples(objects)}. {_way_out()}"
        )
    arcs = _decoded_arcs(topology)
    for geometry in objects[chosen]["geometries"]:
        polygons = _polygons(geometry, "arcs")
        yield _Feature(
            code=_code(geometry),
            name=_name(geometry),
            polygons=tuple(tuple(_joined(ring, arcs) for ring in polygon) for polygon in polygons),
            lines=frozenset(
                arc if arc >= 0 else ~arc
                for polygon in polygons
                for ring in polygon
                for arc in ring
            ),
        )


def _of_counties(layer: dict[str, Any]) -> bool:
    return all(is_county(_code(each)) for each in layer.get("geometries") or [{}])


def _decoded_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Arcs in degrees: quantized ones hold whole steps from point to point."""
    transform = topology.get("transform")
    arcs = [np.asarray(arc, dtype=float)[:, :2] for arc in topology["arcs"]]
    if transform is None:
        return arcs
    scale = np.asarray(transform["scale"], dtype=float)
    start = np.asarray(transform["translate"], dtype=float)
    return [np.cumsum(arc, axis=0) * scale + start for arc in arcs]


def _joined(ring: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """One ring of arcs; ``~i`` is arc i backward, and each begins where the last ended."""
    parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]
    for before, after in zip(parts, parts[1:], strict=False):
        if not np.allclose(before[-1], after[0], rtol=0, atol=1e-9):
            raise ValueError("an arc does not begin where the one before it ends")
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _collection_features(collection: dict[str, Any]) -> Iterator[_Feature]:
    for feature in collection["features"]:
        geometry = feature["geometry"] or {}
        polygons = tuple(
            tuple(np.asarray(ring, dtype=float)[:, :2] for ring in polygon)
            for polygon in _polygons(geometry, "coordinates")
        )
        yield _Feature(
            code=_code(feature),
            name=_name(feature),
            polygons=polygons,
            lines=frozenset(_edges(polygons)),
        )


def _edges(polygons: tuple[Polygon, ...]) -> Iterator[object]:
    for polygon in polygons:
        for ring in polygon:
            points = [tuple(point) for point in ring.round(9).tolist()]
            for edge in zip(points, points[1:], strict=False):
                yield edge if edge[0] <= edge[1] else (edge[1], edge[0])


def _polygons(geometry: dict[str, Any], key: str) -> list[Any]:
    kind = geometry.get("type")
    if kind == "Polygon":
        return [geometry[key]]
    return list(geometry[key]) if kind == "MultiPolygon" else []


def _code(feature: dict[str, Any]) -> object:
    """The county code of a shape, under whichever key it stands; else what stands there first."""
    properties = feature.get("properties") or {}
    given = [properties.get(key) for key in _CODES]
    for state, county in _PARTS:
        if state in properties and county in properties:
            given.append(f"{properties[state]!s:0>2}{properties[county]!s:0>3}")
    # Other programs number shapes by their id.
    given.append(feature.get("id"))
    given = [_PREFIX.sub("", each) if isinstance(each, str) else each for each in given]
    first = next((each for each in given if each is not None), None)
    return next((each for each in given if is_county(each)), first)


def _name(feature: dict[str, Any]) -> str:
    properties = feature.get("properties") or {}
    return str(properties.get("name") or properties.get("NAME") or "")


def _assemble(path: Path, features: list[_Feature]) -> CountyShapes:
    if not features:
        raise InputError(f"{path} holds no county. {_way_out()}")
    strange = [feature.code for feature in features if not is_county(feature.code)]
    if strange:
        raise InputError(
            f"{path} has {len(strange)} of {len(features)} shapes without a county code of five "
            f"digits as text, e.g. {examples(map(repr, strange))}. Codes that are numbers have "
            f"lost their zeros. {_way_out()}"
        )
    codes = [str(feature.code) for feature in features]
    if len(set(codes)) < len(codes):
        doubled = sorted(code for code, count in Counter(codes).items() if count > 1)
        raise InputError(f"{path} holds {examples(doubled)} more than once. Download it again.")
    polygons = {
        code: _outline(path, code, feature)
        for code, feature in sorted(zip(codes, features, strict=True), key=lambda pair: pair[0])
    }
    owners: dict[object, set[str]] = defaultdict(set)
    for code, feature in zip(codes, features, strict=True):
        for line in feature.lines:
            owners[line].add(code)
    neighbors: dict[str, set[str]] = defaultdict(set)
    for sharing in owners.values():
        for code in sharing:
            neighbors[code] |= sharing - {code}
    for code, other in _touching(polygons, neighbors):
        neighbors[code].add(other)
        neighbors[other].add(code)
    return CountyShapes(
        polygons=polygons,
        names={code: f.name for code, f in zip(codes, features, strict=True)},
        neighbors={code: tuple(sorted(neighbors[code])) for code in sorted(codes)},
    )


def _touching(
    polygons: dict[str, tuple[Polygon, ...]], known: dict[str, set[str]]
) -> list[tuple[str, str]]:
    """Further pairs of counties with a border, though they have no line from point to point.

    Outlines that were simplified one by one lost other points of the border each.
    """
    codes = sorted(polygons)
    edges = {
        code: np.concatenate(
            [np.hstack([r[:-1], r[1:]]) for polygon in polygons[code] for r in polygon]
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
                apart[code, other] = _border_gap(edges[code], edges[other])
    found = [pair for pair, gap in apart.items() if gap <= TOUCH]
    if 2 * len(found) > ONE_BY_ONE * sum(map(len, known.values())):
        found = [pair for pair, gap in apart.items() if gap <= COARSE]
    return found


def _border_gap(edges: np.ndarray, others: np.ndarray) -> float:
    """How near points of two outlines lie to the other that are more than a corner of it."""
    points, away = map(
        np.concatenate,
        zip(_distances(edges, others), _distances(others, edges), strict=True),
    )
    order = np.argsort(away, kind="stable")
    points, away = points[order], away[order]
    spread = (np.maximum.accumulate(points) - np.minimum.accumulate(points)).max(axis=1)
    return min(away[spread > np.maximum(LINE * away, SPECK)], default=np.inf)


def _distances(edges: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first points of `others` that may lie on one of `edges`, and how far they are from it."""
    points = others[_within(others[:, :2], others[:, :2], edges), :2]
    if not len(points):
        return points, points[:, 0]
    low, high = (end(edges[:, :2], edges[:, 2:]) for end in (np.minimum, np.maximum))
    edges = edges[_within(low, high, np.hstack([points, points]))]
    if not len(edges):
        return points[:0], points[:0, 0]
    start, along = edges[:, :2], edges[:, 2:] - edges[:, :2]
    from_start = points[:, None, :] - start[None]
    length = np.maximum((along**2).sum(axis=1), SPECK**2)
    part = np.clip((from_start * along).sum(axis=2) / length, 0, 1)
    away = from_start - part[..., None] * along
    return points, np.sqrt((away**2).sum(axis=2).min(axis=1))


def _within(low: np.ndarray, high: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Which boxes from `low` to `high` come near to the box around `edges`."""
    ends = edges.reshape(-1, 2)
    above, below = high >= ends.min(axis=0) - COARSE, low <= ends.max(axis=0) + COARSE
    return np.all(above & below, axis=1)


def _outline(path: Path, code: str, feature: _Feature) -> tuple[Polygon, ...]:
    """The polygons of a county, without the specks that simplification left no area."""
    kept: list[Polygon] = []
    for polygon in feature.polygons:
        for ring in polygon:
            if not (np.isfinite(ring).all() and np.array_equal(ring[0], ring[-1])):
                raise InputError(
                    f"{path}: an outline of county {code} is not closed. It was edited or cut; "
                    "download it again."
                )
            if np.abs(ring[:, 0]).max() > 360 or np.abs(ring[:, 1]).max() > 90:
                raise InputError(
                    f"{path}: the outline of county {code} is not in degrees. Use an unprojected "
                    "file, such as counties-10m.json; counties-albers-10m.json is a picture."
                )
        if polygon and len(polygon[0]) >= 4:
            kept.append(tuple(ring for ring in polygon if len(ring) >= 4))
    # Simplification collapses a very small city to a line: no area, but still a place.
    kept = kept or [polygon for polygon in feature.polygons if polygon and len(polygon[0])]
    if not kept:
        raise InputError(f"{path}: county {code} has no outline. Download the file again.")
    return tuple(kept)


def _centroid(polygons: tuple[Polygon, ...]) -> tuple[float, float]:
    rings = [ring for polygon in polygons for ring in polygon]
    every = np.concatenate(rings)
    # A county on both sides of the 180th meridian is moved to one side of it.
    crosses = np.ptp(every[:, 0]) > 180
    shrink = math.cos(math.radians(float(every[:, 1].mean())))
    total = east = north = 0.0
    for polygon in polygons:
        for place, ring in enumerate(polygon):
            x, y = ring[:, 0], ring[:, 1]
            x = np.where(crosses & (x < 0), x + 360, x) * shrink
            origin = (x[0], y[0])
            x, y = x - origin[0], y - origin[1]
            cross = x[:-1] * y[1:] - x[1:] * y[:-1]
            signed = cross.sum() / 2
            area = abs(signed) if place == 0 else -abs(signed)
            if signed:
                total += area
                east += area * (origin[0] + ((x[:-1] + x[1:]) * cross).sum() / (6 * signed))
                north += area * (origin[1] + ((y[:-1] + y[1:]) * cross).sum() / (6 * signed))
    if total <= 0:
        return float(every[:, 0].mean()), float(every[:, 1].mean())
    longitude = east / total / shrink
    return (longitude - 360 if longitude > 180 else longitude), north / total
