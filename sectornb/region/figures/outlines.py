"""Outlines of counties on a picture: which lie in its frame, and the border of several."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from sectornb.sources.geometry import CountyShapes


def shapes_within(axes: Any, shapes: CountyShapes, frame: Collection[str]) -> CountyShapes:
    """Turn `axes` to the counties of `frame`, and give all that lie there."""
    corners = np.concatenate([ring[0] for code in frame for ring in shapes.polygons.get(code, ())])
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = 0.06 * (high - low)
    low, high = low - margin, high + margin
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.set_aspect(1 / np.cos(np.radians((low[1] + high[1]) / 2)))
    shown = {
        code: polygons
        for code, polygons in shapes.polygons.items()
        if any(
            (ring[0].max(axis=0) >= low).all() and (ring[0].min(axis=0) <= high).all()
            for ring in polygons
        )
    }
    return CountyShapes(shown, dict.fromkeys(shown, ""), {})


def border(shapes: CountyShapes, counties: Collection[str]) -> list[np.ndarray]:
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
