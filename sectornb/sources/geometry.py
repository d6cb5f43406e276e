"""Outlines of counties from TopoJSON or GeoJSON, with their middles and neighbors."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, examples
from sectornb.sources.borders import neighbors
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.opening import MEBIBYTE, checked_text, file_head, is_packed
from sectornb.sources.recognition import Recognized, recognized

SOURCE = "geometry"
PART = "counties.json"
LARGEST = 48 * MEBIBYTE
"""Bytes of a file, which is held in memory whole: twenty-odd times as many there."""
MOST_POINTS = 1_500_000
"""Points of all outlines, twice those of the most detailed general file of the Census Bureau."""
MOST_PARTS = 50_000
"""Arcs, or rings; counties-10m.json has 9,869 arcs and 3,531 rings."""
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
        If it is no such file.
    """
    shapes = read_county_shapes(path)
    return recognized(SOURCE, "counties", len(shapes.polygons), vintage=vintage)


# What overflows lies far off the earth, and is refused as an outline that is not in degrees.
@np.errstate(over="ignore", invalid="ignore")
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
            features = list(_collection_features(path, content))
        else:
            raise InputError(
                f"{path} is JSON but neither TopoJSON nor a GeoJSON collection (its type is "
                f"{kind!r}). {_way_out()}"
            )
        return _assemble(path, features)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise InputError(
            f"{path} breaks the form of its shapes ({type(error).__name__}: {error}). It was "
            "edited or is another kind of file; download it again."
        ) from error


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
    lines: np.ndarray


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
    of_counties = (name for name in objects if _of_counties(objects[name]))
    chosen = "counties" if "counties" in objects else next(of_counties, None)
    if chosen is None:
        raise InputError(
            f"{path} has no object 'counties'; it has {examples(objects)}. {_way_out()}"
        )
    _refuse_excess(path, topology["arcs"], map(len, topology["arcs"]))
    arcs = _decoded_arcs(topology)
    geometries = [(each, _polygons(each, "arcs")) for each in objects[chosen]["geometries"]]
    rings = [ring for _, polygons in geometries for polygon in polygons for ring in polygon]
    lengths = np.array([len(arc) for arc in arcs])
    # An arc counts as often as outlines name it.
    _refuse_excess(path, [*geometries, *rings], (lengths[_places(ring)].sum() for ring in rings))
    for geometry, polygons in geometries:
        named = [_places(ring) for polygon in polygons for ring in polygon]
        yield _Feature(
            code=_code(geometry),
            name=_name(geometry),
            polygons=tuple(tuple(_joined(ring, arcs) for ring in polygon) for polygon in polygons),
            lines=np.concatenate(named or [np.zeros(0, dtype=int)])[:, None],
        )


def _refuse_excess(path: Path, parts: Sequence[object], points: Iterable[int]) -> None:
    """Refuse far more arcs, rings or points than outlines of counties have, before they are made.

    A few bytes can stand for very many points.
    """
    number = 0
    if len(parts) <= MOST_PARTS:
        for more in points:
            number += more
            if number > MOST_POINTS:
                break
    if len(parts) > MOST_PARTS or number > MOST_POINTS:
        raise InputError(
            f"{path} has more than {MOST_POINTS:,} points or {MOST_PARTS:,} lines, far more than "
            "the outlines of counties need. Use a simplified file, such as counties-10m.json."
        )


def _places(ring: list[int]) -> np.ndarray:
    """The arcs of a ring, whichever way they are gone."""
    places = np.asarray(ring)
    return np.where(places < 0, ~places, places)


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
    if scale.shape != (2,) or start.shape != (2,) or not (scale > 0).all():
        raise ValueError("its scale and translation are not two numbers each")
    return [np.cumsum(arc, axis=0) * scale + start for arc in arcs]


def _joined(ring: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """One ring of arcs; ``~i`` is arc i backward, and each begins where the last ended."""
    parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]
    ends = np.array([part[-1] for part in parts[:-1]])
    starts = np.array([part[0] for part in parts[1:]])
    if not (np.abs(ends - starts) <= 1e-9).all():
        raise ValueError("an arc does not begin where the one before it ends")
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _collection_features(path: Path, collection: dict[str, Any]) -> Iterator[_Feature]:
    geometries = [
        (each, _polygons(each["geometry"] or {}, "coordinates")) for each in collection["features"]
    ]
    rings = [ring for _, polygons in geometries for polygon in polygons for ring in polygon]
    _refuse_excess(path, [*geometries, *rings], map(len, rings))
    for feature, listed in geometries:
        polygons = tuple(
            tuple(np.asarray(ring, dtype=float)[:, :2] for ring in polygon) for polygon in listed
        )
        yield _Feature(
            code=_code(feature),
            name=_name(feature),
            polygons=polygons,
            lines=_edges([ring for polygon in polygons for ring in polygon]),
        )


def _edges(rings: Sequence[np.ndarray]) -> np.ndarray:
    """Lines from point to point, whichever way they are gone."""
    lines = [np.hstack([ring[:-1], ring[1:]]) for ring in rings]
    # A zero less than zero is the same place.
    edges = np.concatenate(lines or [np.zeros((0, 4))]).round(9) + 0.0
    (x, y), (to_x, to_y) = edges[:, :2].T, edges[:, 2:].T
    back = (x > to_x) | ((x == to_x) & (y > to_y))
    edges[back] = edges[back][:, [2, 3, 0, 1]]
    return edges


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
    """What the file calls a shape; nothing where that is no name."""
    properties = feature.get("properties") or {}
    name = properties.get("name") or properties.get("NAME")
    return name if isinstance(name, str) and name.isprintable() and len(name) <= 200 else ""


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
    try:
        beside = neighbors(polygons, {str(feature.code): feature.lines for feature in features})
    except InputError as error:
        raise InputError(f"{path}: {error}. {_way_out()}") from error
    names = {code: feature.name for code, feature in zip(codes, features, strict=True)}
    return CountyShapes(polygons, names, beside)


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
