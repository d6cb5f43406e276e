"""County shapes as TopoJSON in the layout of the us-atlas file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np

from sectornb.simulate.geography import CELL_KM, STATE_NAMES, Geography, to_degrees

Vertex = tuple[int, int]
_STEPS = 4


def _cell_edges(row: int, column: int) -> list[tuple[Vertex, Vertex]]:
    """Borders of a brick, counterclockwise, as pairs of lattice points (half bricks, rows)."""
    left = 2 * column + row % 2
    below = [(left + step, row + 1) for step in (0, 1, 2)]
    above = [(left + step, row) for step in (2, 1, 0)]
    return list(pairwise([*below, *above, below[0]]))


def _key(edge: tuple[Vertex, Vertex]) -> tuple[Vertex, Vertex]:
    return edge if edge[0] <= edge[1] else (edge[1], edge[0])


def _rings(edges: list[tuple[Vertex, Vertex]]) -> list[list[tuple[Vertex, Vertex]]]:
    """Chain directed edges into closed rings, each edge used once."""
    following: dict[Vertex, list[tuple[Vertex, Vertex]]] = {}
    for edge in edges:
        following.setdefault(edge[0], []).append(edge)
    rings = []
    while following:
        start = min(following)
        ring: list[tuple[Vertex, Vertex]] = []
        here = start
        while not ring or here != start:
            ring.append(following[here].pop())
            if not following[here]:
                del following[here]
            here = ring[-1][1]
        rings.append(ring)
    return rings


def _outline(cells: Iterable[tuple[int, int]]) -> list[list[tuple[Vertex, Vertex]]]:
    directed = [edge for cell in cells for edge in _cell_edges(*cell)]
    both_ways = set(directed)
    return _rings([edge for edge in directed if (edge[1], edge[0]) not in both_ways])


def _draw_borders(
    keys: list[tuple[Vertex, Vertex]], rows: int, rng: np.random.Generator
) -> np.ndarray:
    """Jittered course of every border: (borders, points, 2) in degrees."""
    vertices = sorted({vertex for key in keys for vertex in key})
    grid = np.array(vertices, dtype=float)
    grid[:, 1] = rows - grid[:, 1]
    grid += rng.uniform(-0.14, 0.14, grid.shape)
    place = {vertex: position for position, vertex in enumerate(vertices)}
    first = grid[[place[a] for a, _ in keys]]
    last = grid[[place[b] for _, b in keys]]
    share = np.linspace(0.0, 1.0, _STEPS + 1)[None, :, None]
    course = first[:, None, :] * (1 - share) + last[:, None, :] * share
    course[:, 1:-1] += rng.normal(0.0, 0.035, course[:, 1:-1].shape)
    longitude, latitude = to_degrees(
        course[:, :, 0] * CELL_KM / 2, course[:, :, 1] * CELL_KM * 0.87
    )
    return np.stack([longitude, latitude], axis=2)


def topology(geography: Geography, rng: np.random.Generator) -> dict[str, object]:
    """County, state and nation shapes as a TopoJSON object.

    Objects ``counties``, ``states`` and ``nation``; ``id`` is the FIPS code,
    ``properties.name`` the name without "County"; arcs are quantized and
    delta-encoded, and neighbors share their arcs.
    """
    frame = geography.counties
    cells = list(zip(frame["row"].tolist(), frame["column"].tolist(), strict=True))
    keys = sorted({_key(edge) for cell in cells for edge in _cell_edges(*cell)})
    number = {key: position for position, key in enumerate(keys)}
    borders = _draw_borders(keys, geography.rows, rng)
    low, high = borders.min(axis=(0, 1)), borders.max(axis=(0, 1))
    scale = (high - low) / 9999
    whole = np.rint((borders - low) / scale).astype(int)
    steps = np.concatenate([whole[:, :1], np.diff(whole, axis=1)], axis=1)

    def arcs(ring: list[tuple[Vertex, Vertex]]) -> list[int]:
        found = (number[_key(edge)] for edge in ring)
        return [arc if edge == _key(edge) else ~arc for arc, edge in zip(found, ring, strict=True)]

    return {
        "type": "Topology",
        "bbox": [*low.round(6).tolist(), *high.round(6).tolist()],
        "transform": {"scale": scale.tolist(), "translate": low.tolist()},
        "objects": _objects(geography, cells, arcs),
        "arcs": steps.tolist(),
    }


def _objects(
    geography: Geography,
    cells: list[tuple[int, int]],
    arcs: Callable[[list[tuple[Vertex, Vertex]]], list[int]],
) -> dict[str, object]:
    frame = geography.counties
    counties = [
        {
            "type": "Polygon",
            "arcs": [arcs(_cell_edges(*cell))],
            "id": fips,
            "properties": {"name": name},
        }
        for cell, fips, name in zip(cells, frame["area_fips"], frame["name"], strict=True)
    ]

    def merged(members: list[tuple[int, int]]) -> list[list[list[int]]]:
        return [[arcs(ring)] for ring in _outline(members)]

    states = [
        {
            "type": "MultiPolygon",
            "arcs": merged([c for c, s in zip(cells, frame["state"], strict=True) if s == code]),
            "id": code,
            "properties": {"name": name},
        }
        for code, name in STATE_NAMES.items()
    ]
    nation = [{"type": "MultiPolygon", "arcs": merged(cells)}]
    layers = {"counties": counties, "states": states, "nation": nation}
    return {
        name: {"type": "GeometryCollection", "geometries": shapes}
        for name, shapes in layers.items()
    }
