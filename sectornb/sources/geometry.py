"""Outlines of counties from TopoJSON or GeoJSON, with their middles and neighbors."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, examples
from sectornb.sources.library import Library
from sectornb.sources.opening import checked_text, file_head
from sectornb.sources.recognition import Recognized, recognized

SOURCE = "geometry"
PART = "counties.json"
LARGEST = 512 * 1024 * 1024
Polygon = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class CountyShapes:
    """Outlines of counties in degrees.

    `polygons` maps a county code to its polygons; a polygon is its outer ring and
    then its holes, a ring an array of (points, 2) with longitude and latitude,
    the last point equal to the first.  `names` maps a code to the name in the file,
    `neighbors` to the codes of counties whose outlines share a line with it.
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
        If it is no such file.
    """
    shapes = read_county_shapes(path)
    return recognized(SOURCE, "counties", len(shapes.polygons), vintage=vintage)


def read_county_shapes(path: Path) -> CountyShapes:
    """County shapes from TopoJSON (object ``counties``) or a GeoJSON collection.

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
                f"{kind!r}). Use a file of county boundaries."
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


def _json(path: Path) -> Any:
    checked_text(path, file_head(path))
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError(
            f"{path} has {size // 2**20:,} MiB, far more than the outlines of counties need. Use "
            "a simplified file, such as counties-10m.json."
        )
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is no JSON text ({error}). The transfer was probably cut off; download it "
            "again."
        ) from error


def _topology_features(path: Path, topology: dict[str, Any]) -> Iterator[_Feature]:
    objects = topology["objects"]
    if "counties" not in objects:
        raise InputError(
            f"{path} has no object 'counties'; it has {examples(objects)}. Use a file of county "
            "boundaries, such as counties-10m.json."
        )
    arcs = _decoded_arcs(topology)
    for geometry in objects["counties"]["geometries"]:
        yield _Feature(
            code=geometry.get("id", (geometry.get("properties") or {}).get("GEOID")),
            name=_name(geometry),
            polygons=tuple(
                tuple(_joined(ring, arcs) for ring in polygon)
                for polygon in _polygons(geometry, "arcs")
            ),
            lines=frozenset(
                arc if arc >= 0 else ~arc
                for polygon in _polygons(geometry, "arcs")
                for ring in polygon
                for arc in ring
            ),
        )


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
        properties = feature.get("properties") or {}
        geometry = feature["geometry"] or {}
        polygons = tuple(
            tuple(np.asarray(ring, dtype=float)[:, :2] for ring in polygon)
            for polygon in _polygons(geometry, "coordinates")
        )
        known = (properties.get(key) for key in ("GEOID", "geoid", "fips", "FIPS"))
        yield _Feature(
            code=feature.get("id") or next((code for code in known if code is not None), None),
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


def _name(feature: dict[str, Any]) -> str:
    properties = feature.get("properties") or {}
    return str(properties.get("name") or properties.get("NAME") or "")


def _assemble(path: Path, features: list[_Feature]) -> CountyShapes:
    if not features:
        raise InputError(f"{path} holds no county. Use a file of county boundaries.")
    strange = [feature.code for feature in features if not is_county(feature.code)]
    if strange:
        raise InputError(
            f"{path} has {len(strange)} of {len(features)} shapes without a county code of five "
            f"digits as text, e.g. {examples(map(repr, strange))}. Codes that are numbers have "
            "lost their zeros; use a file of county boundaries with text codes."
        )
    codes = [str(feature.code) for feature in features]
    if len(set(codes)) < len(codes):
        doubled = sorted(code for code, count in Counter(codes).items() if count > 1)
        raise InputError(f"{path} holds {examples(doubled)} more than once. Download it again.")
    polygons = {
        code: _outline(path, code, feature)
        for code, feature in sorted(zip(codes, features, strict=True), key=lambda pair: pair[0])
    }
    owners: dict[object, list[str]] = {}
    for code, feature in zip(codes, features, strict=True):
        for line in feature.lines:
            owners.setdefault(line, []).append(code)
    neighbors: dict[str, set[str]] = {code: set() for code in codes}
    for sharing in owners.values():
        for code in sharing:
            neighbors[code].update(other for other in sharing if other != code)
    return CountyShapes(
        polygons=polygons,
        names={code: f.name for code, f in zip(codes, features, strict=True)},
        neighbors={code: tuple(sorted(neighbors[code])) for code in sorted(codes)},
    )


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
