from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sectornb.simulate.geography import build_geography
from sectornb.simulate.shapes import topology


@pytest.fixture(scope="module", params=[10, 30, 31])
def shapes(request: pytest.FixtureRequest) -> dict[str, Any]:
    geography = build_geography(request.param, np.random.default_rng(5))
    return json.loads(json.dumps(topology(geography, np.random.default_rng(6))))


def points(shapes: dict[str, Any], ring: list[int]) -> np.ndarray:
    """Decoded course of a ring, as any TopoJSON reader does it."""
    parts = []
    for arc in ring:
        course = np.cumsum(np.array(shapes["arcs"][arc if arc >= 0 else ~arc]), axis=0)
        parts.append(course if arc >= 0 else course[::-1])
    for before, after in pairwise(parts):
        assert (before[-1] == after[0]).all()
    scale, move = (np.array(shapes["transform"][name]) for name in ("scale", "translate"))
    return np.concatenate(parts) * scale + move


def area(course: np.ndarray) -> float:
    x, y = course[:, 0], course[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def test_layout_is_that_of_the_national_file(shapes: dict[str, Any]) -> None:
    assert list(shapes) == ["type", "bbox", "transform", "objects", "arcs"]
    assert list(shapes["objects"]) == ["counties", "states", "nation"]
    first = shapes["objects"]["counties"]["geometries"][0]
    assert first["id"] == "57001" and first["properties"] == {"name": "Alder"}
    assert [s["id"] for s in shapes["objects"]["states"]["geometries"]] == ["57", "58"]


def test_every_ring_closes(shapes: dict[str, Any]) -> None:
    for county in shapes["objects"]["counties"]["geometries"]:
        course = points(shapes, county["arcs"][0])
        assert (course[0] == course[-1]).all()
        assert area(course) != 0


def test_counties_fill_their_states_and_states_the_nation(shapes: dict[str, Any]) -> None:
    objects = shapes["objects"]
    counties = {
        c["id"]: area(points(shapes, c["arcs"][0])) for c in objects["counties"]["geometries"]
    }
    nation = sum(area(points(shapes, p[0])) for p in objects["nation"]["geometries"][0]["arcs"])
    for state in objects["states"]["geometries"]:
        inside = sum(size for code, size in counties.items() if code[:2] == state["id"])
        outline = sum(area(points(shapes, polygon[0])) for polygon in state["arcs"])
        assert outline == pytest.approx(inside)
    assert nation == pytest.approx(sum(counties.values()))


def test_neighbors_share_an_arc_in_opposite_directions(shapes: dict[str, Any]) -> None:
    used = [arc for c in shapes["objects"]["counties"]["geometries"] for arc in c["arcs"][0]]
    assert len(used) == len(set(used))
    shared = [arc for arc in used if arc >= 0 and ~arc in used]
    assert len(shared) > len(shapes["objects"]["counties"]["geometries"])


def test_all_lies_within_the_box(shapes: dict[str, Any]) -> None:
    west, south, east, north = shapes["bbox"]
    for county in shapes["objects"]["counties"]["geometries"]:
        course = points(shapes, county["arcs"][0])
        assert course[:, 0].min() >= west - 1e-5 and course[:, 0].max() <= east + 1e-5
        assert course[:, 1].min() >= south - 1e-5 and course[:, 1].max() <= north + 1e-5
