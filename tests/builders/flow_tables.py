"""Builders of small flow tables, and the published eight-county case."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sectornb.region.flow_matrix import FlowMatrix


def case(name: str) -> dict[str, Any]:
    """A published worked example."""
    path = Path(__file__).parents[1] / "cases" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def matrix_of(flows: object, first: int = 57101) -> FlowMatrix:
    """A square table of flows with codes from `first` on."""
    between = np.array(flows, dtype=float)
    codes = tuple(str(first + place) for place in range(len(between)))
    return FlowMatrix(codes, between, between.sum(axis=1), between.sum(axis=0))


def case_matrix() -> FlowMatrix:
    """The eight counties of cases R1 to R3, which share one table."""
    inputs = case("R1_proportional_flow_hclust")["inputs"]
    return matrix_of(inputs["flows_rows_residence_cols_work"])


def table_of(matrix: FlowMatrix) -> pd.DataFrame:
    """The pairs of a table that are not zero."""
    homes, works = np.nonzero(matrix.between)
    codes = np.array(matrix.codes, dtype=object)
    return pd.DataFrame(
        {
            "home_area_fips": codes[homes],
            "work_area_fips": codes[works],
            "jobs": matrix.between[homes, works],
        }
    )


def blocks(sizes: tuple[int, ...], within: float = 2_000.0) -> FlowMatrix:
    """Groups of counties that exchange with each other and with nobody else."""
    count = sum(sizes)
    flows = np.zeros((count, count))
    start = 0
    for size in sizes:
        flows[start : start + size, start : start + size] = within
        start += size
    flows[np.arange(count), np.arange(count)] = within
    # One county per block is the center of it.
    for start in np.cumsum([0, *sizes[:-1]]):
        flows[start, start] = 2 * within
    return matrix_of(flows)


def zones_of(matrix: FlowMatrix, labels: np.ndarray) -> list[list[int]]:
    """Zones as sorted lists of the case's unit numbers (code 57101 is unit 101)."""
    members: dict[int, list[int]] = {}
    for code, label in zip(matrix.codes, labels, strict=True):
        members.setdefault(int(label), []).append(int(code[2:]))
    return sorted(members.values())


def supply_side(flows: pd.DataFrame, counties: Collection[str]) -> float:
    """Share of the residents' jobs that are inside, from its definition."""
    held = flows[flows["home_area_fips"].isin(list(counties))]
    inside = held.loc[held["work_area_fips"].isin(list(counties)), "jobs"].sum()
    return float(inside / held["jobs"].sum())


def demand_side(flows: pd.DataFrame, counties: Collection[str]) -> float:
    """Share of the jobs inside that residents hold, from its definition."""
    located = flows[flows["work_area_fips"].isin(list(counties))]
    inside = located.loc[located["home_area_fips"].isin(list(counties)), "jobs"].sum()
    return float(inside / located["jobs"].sum())
