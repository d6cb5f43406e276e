"""County shapes: decoding arcs, middles, neighbors, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.geometry import held_shapes, read_county_shapes
from sectornb.sources.library import Library
from tests.builders.commuting import geojson, two_squares, write_json


def square(west: float, south: float, size: float = 1.0) -> list[tuple[float, float]]:
    east, north = west + size, south + size
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def refused(folder: Path, content: object) -> str:
    path = folder / "counties.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        write_json(path, content)
    with pytest.raises(InputError, match=r"counties\.json") as caught:
        add_files(folder / "library", [path], "geometry", "2020")
    assert not (folder / "library").exists()
    return str(caught.value)


def broken(**changes: Any) -> dict[str, Any]:
    return {**two_squares(), **changes}


def first_county(**changes: Any) -> dict[str, Any]:
    topology = two_squares()
    counties = topology["objects"]["counties"]["geometries"]
    counties[0] = {**counties[0], **changes}
    return topology


def test_arcs_are_summed_scaled_and_turned_around(tmp_path: Path) -> None:
    # Arc 0 starts at step (10, 10): -60 + 10 * 0.1 = -59 east, 38 + 10 * 0.1 = 39 north.
    shapes = read_county_shapes(write_json(tmp_path / "a.json", two_squares()))
    ((ring,),) = shapes.polygons["57001"]
    np.testing.assert_allclose(ring, [(-59, 39), (-60, 39), (-60, 38), (-59, 38), (-59, 39)])
    ((other,),) = shapes.polygons["57003"]
    np.testing.assert_allclose(other, [(-59, 39), (-59, 38), (-58, 38), (-58, 39), (-59, 39)])
    assert shapes.names == {"57001": "Alder", "57003": "Birch"}


def test_the_middle_of_a_square_is_its_center(tmp_path: Path) -> None:
    shapes = read_county_shapes(write_json(tmp_path / "a.json", two_squares()))
    table = shapes.centroids()
    assert table["area_fips"].tolist() == ["57001", "57003"]
    np.testing.assert_allclose(table["longitude"], [-59.5, -58.5])
    np.testing.assert_allclose(table["latitude"], [38.5, 38.5])


def test_a_hole_moves_the_middle_away(tmp_path: Path) -> None:
    # A square of 4 x 4 with a hole of 1 x 1 around (1, 1): (16 * 2 - 1 * 1) / 15 = 31 / 15.
    content = geojson({"57001": square(0, 0, 4)})
    content["features"][0]["geometry"]["coordinates"].append(square(0.5, 0.5, 1))
    table = read_county_shapes(write_json(tmp_path / "a.json", content)).centroids()
    np.testing.assert_allclose(table[["longitude", "latitude"]], [[31 / 15, 31 / 15]])


def test_a_county_on_both_sides_of_the_date_line_has_its_middle_there(tmp_path: Path) -> None:
    content = geojson({"02016": square(178, 50, 1)})
    geometry = content["features"][0]["geometry"]
    geometry.update(type="MultiPolygon", coordinates=[[square(178, 50)], [square(-179, 50)]])
    table = read_county_shapes(write_json(tmp_path / "a.json", content)).centroids()
    assert table["longitude"].tolist() == pytest.approx([180.0])


@given(
    st.floats(-170, 160), st.floats(-60, 60), st.floats(0.01, 8), st.booleans(), st.integers(0, 3)
)
def test_the_middle_does_not_depend_on_direction_or_start(
    tmp_path_factory: pytest.TempPathFactory,
    west: float,
    south: float,
    size: float,
    turned: bool,
    start: int,
) -> None:
    corners = square(west, south, size)[:-1]
    corners = corners[start:] + corners[:start]
    ring = [*corners, corners[0]]
    path = tmp_path_factory.mktemp("shape") / "a.json"
    content = geojson({"57001": ring[::-1] if turned else ring})
    table = read_county_shapes(write_json(path, content)).centroids()
    found = table[["longitude", "latitude"]].to_numpy()[0]
    np.testing.assert_allclose(found, [west + size / 2, south + size / 2], atol=1e-6)


def test_counties_that_share_a_line_are_neighbors(tmp_path: Path) -> None:
    shapes = read_county_shapes(write_json(tmp_path / "a.json", two_squares()))
    assert shapes.neighbors == {"57001": ("57003",), "57003": ("57001",)}


def test_in_geojson_a_corner_makes_no_neighbor(tmp_path: Path) -> None:
    content = geojson({"57001": square(0, 0), "57003": square(1, 0)[::-1], "57005": square(1, 1)})
    shapes = read_county_shapes(write_json(tmp_path / "a.json", content))
    assert shapes.neighbors == {
        "57001": ("57003",),
        "57003": ("57001", "57005"),
        "57005": ("57003",),
    }


def test_a_county_collapsed_to_a_line_keeps_its_place(tmp_path: Path) -> None:
    content = geojson({"51610": [(0, 0), (2, 0), (0, 0)]})
    table = read_county_shapes(write_json(tmp_path / "a.json", content)).centroids()
    assert table["longitude"].tolist() == pytest.approx([2 / 3])


def test_shapes_are_kept_by_vintage(tmp_path: Path) -> None:
    path = write_json(tmp_path / "any.json", two_squares())
    [(holding, _)] = add_files(tmp_path / "library", [path], "geometry", "2020")
    assert (holding.part, holding.rows, holding.reference_period) == (
        "counties.json",
        2,
        "counties of 2020",
    )
    shapes = held_shapes(Library(tmp_path / "library"), "2020")
    assert shapes is not None
    assert set(shapes.polygons) == {"57001", "57003"}
    with pytest.raises(NotInLibraryError, match="it holds 2020"):
        held_shapes(Library(tmp_path / "library"), "2023")


def test_a_library_without_shapes_has_none_and_an_unknown_vintage_is_refused(
    tmp_path: Path,
) -> None:
    assert held_shapes(Library(tmp_path)) is None
    with pytest.raises(NotInLibraryError, match="2017"):
        held_shapes(Library(tmp_path), "2017")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<html>Not found</html>", "web page"),
        (json.dumps(two_squares()).encode()[:-40], "no JSON text"),
        (json.dumps(two_squares()).encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04shapefile", "zip archive"),
        ([1, 2], "neither TopoJSON nor"),
        ({"type": "Feature"}, "'Feature'"),
        (broken(objects={"states": {}}), "no object 'counties'"),
        (broken(arcs=two_squares()["arcs"][:2]), "breaks the form"),
        (broken(arcs=[[[0, 0], [1, 1]]] * 3), "breaks the form"),
        (broken(transform={"scale": [0.1]}), "breaks the form"),
        (broken(transform={"scale": True, "translate": [0, 0]}), "two numbers each"),
        (broken(transform={"scale": [0.1, 0.1], "translate": 5}), "two numbers each"),
        (broken(transform={"scale": [0.1, -0.1], "translate": [0, 0]}), "two numbers each"),
        (broken(transform={"scale": [100, 100], "translate": [0, 0]}), "not in degrees"),
        (first_county(id=57001), "without a county code of five digits as text, e.g. 57001"),
        (first_county(id="57003"), "57003 more than once"),
        (first_county(arcs=[[0]]), "not closed"),
        (first_county(type=None), "no outline"),
        (geojson({}), "holds no county"),
        (geojson({"57001": []}), "breaks the form"),
        (geojson({"1001": square(0, 0)}), "'1001'"),
    ],
)
def test_what_is_no_file_of_county_shapes_is_refused(
    tmp_path: Path, content: object, told: str
) -> None:
    assert told in refused(tmp_path, content)


@pytest.mark.parametrize("name", [5, ["a"], "a\x1bb", "\u202ea", "x" * 201])
def test_what_is_no_name_is_none(tmp_path: Path, name: object) -> None:
    shapes = read_county_shapes(
        write_json(tmp_path / "counties.json", first_county(properties={"name": name}))
    )
    assert shapes.names["57001"] == ""


SQUARE = square(-71.0, 41.0)


@pytest.mark.parametrize(
    "properties",
    [
        {"GEOID": "44001"},
        {"geoid": "44001"},
        {"GEO_ID": "0500000US44001"},
        {"AFFGEOID": "0500000US44001"},
        {"STATE": "44", "COUNTY": "001"},
        {"STATEFP": "44", "COUNTYFP": "001"},
        {"STATE": 44, "COUNTY": 1},
    ],
)
def test_a_county_is_known_by_whichever_key_it_has(
    tmp_path: Path, properties: dict[str, object]
) -> None:
    content = geojson({"0": SQUARE})
    content["features"][0]["properties"] = {**properties, "NAME": "Bristol"}
    shapes = read_county_shapes(write_json(tmp_path / "a.json", content))
    assert shapes.names == {"44001": "Bristol"}
    topology = first_county(id=None, properties={**properties, "NAME": "Bristol"})
    assert "44001" in read_county_shapes(write_json(tmp_path / "b.json", topology)).polygons


def test_an_object_of_counties_may_have_another_name(tmp_path: Path) -> None:
    content = two_squares()
    content["objects"] = {"cb_2022_us_county_20m": content["objects"].pop("counties")}
    assert len(read_county_shapes(write_json(tmp_path / "a.json", content)).polygons) == 2


def test_an_older_file_of_the_agency_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    content = geojson({"35013": SQUARE})
    content["features"][0]["properties"] = {"name": "Doña Ana"}
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(content, ensure_ascii=False).encode("latin-1"))
    assert read_county_shapes(path).names == {"35013": "Doña Ana"}


@pytest.mark.parametrize("name", ["cb_2022_us_county_20m.zip", "cb_2022_us_county_20m.shp"])
def test_a_shapefile_is_named_with_the_way_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04" if name.endswith("zip") else b"\x00\x00\x27\x0a")
    with pytest.raises(InputError, match="mapshaper.*GeoJSON.*counties-10m"):
        add_files(tmp_path / "library", [path], "geometry", "2022")


def test_neighbors_are_seen_across_a_border_whose_middle_point_only_others_have(
    tmp_path: Path,
) -> None:
    # The first borders on both others along the line at 1, whose middle (1, 1) only they have.
    tall = [(0, 0), (1, 0), (1, 2), (0, 2), (0, 0)]
    content = geojson({"57001": tall, "57003": square(1, 0), "57005": square(1, 1)})
    shapes = read_county_shapes(write_json(tmp_path / "a.json", content))
    assert shapes.neighbors["57001"] == ("57003", "57005")


def test_neighbors_are_seen_where_each_outline_lost_another_point_of_the_border(
    tmp_path: Path,
) -> None:
    # The border from (1, 0) to (1, 3): one kept a point at 1 that lies a thousandth off, the
    # other one at 2; a third county touches the first at a corner alone.
    west = [(0, 0), (1, 0), (1.001, 1), (1, 3), (0, 3), (0, 0)]
    east = [(1, 0), (2, 0), (2, 3), (1, 3), (1, 2), (1, 0)]
    content = geojson({"57001": west, "57003": east, "57005": square(-1, 3)})
    shapes = read_county_shapes(write_json(tmp_path / "a.json", content))
    assert shapes.neighbors == {"57001": ("57003",), "57003": ("57001",), "57005": ()}


@pytest.mark.parametrize(
    ("length", "gap", "touch"),
    [(0.004, 0.0, True), (0.004, 0.0003, True), (0.0, 0.0, False), (0.002, 0.0008, False)],
)
def test_a_short_border_whose_ends_one_outline_lost_is_told_from_a_corner(
    tmp_path: Path, length: float, gap: float, touch: bool
) -> None:
    # West a side without a point from (1, 0) to (1, 2); east a wedge whose blunt end lies on it.
    tall = [(0, 0), (1, 0), (1, 2), (0, 2), (0, 0)]
    low, high = (1 + gap, 1 - length / 2), (1 + gap, 1 + length / 2)
    wedge = [low, (2, 0.5), (2, 1.5), high, low]
    content = geojson({"57001": tall, "57003": wedge})
    shapes = read_county_shapes(write_json(tmp_path / "a.json", content))
    assert shapes.neighbors == {
        "57001": ("57003",) * touch,
        "57003": ("57001",) * touch,
    }


@pytest.mark.parametrize("coarse", [False, True])
def test_borders_half_a_kilometer_apart_are_borders_in_a_coarse_file_alone(
    tmp_path: Path, coarse: bool
) -> None:
    # In the coarse one 57001 and 57003, too, have no line in common, but points on a line.
    west = [(0, 0), (1, 0), (1, 2), (0, 2), (0, 0)]
    middle = [(1, 0), (2, 0), (2, 2), (1, 2), *([(1, 1)] if coarse else []), (1, 0)]
    content = geojson({"57001": west, "57003": middle, "57005": square(2.005, 0)})
    shapes = read_county_shapes(write_json(tmp_path / "a.json", content))
    assert shapes.neighbors["57005"] == ("57003",) * coarse
    assert shapes.neighbors["57001"] == ("57003",)
