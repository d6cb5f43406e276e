"""Forests of numbers that add up, with some of them hidden: for tests of bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st


@dataclass(frozen=True)
class HiddenTree:
    """`parent` of each node, `truth` of all, True in `hidden` where it is not published."""

    parent: np.ndarray
    truth: np.ndarray
    hidden: np.ndarray

    @property
    def low(self) -> np.ndarray:
        return np.where(self.hidden, 0.0, self.truth)

    @property
    def high(self) -> np.ndarray:
        return np.where(self.hidden, np.inf, self.truth)


def added_up(parent: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    """Every node's sum of the leaves under it; a parent comes before its children."""
    truth = np.where(np.isin(np.arange(len(parent)), parent), 0.0, leaves)
    for node in range(len(parent) - 1, 0, -1):
        if parent[node] >= 0:
            truth[parent[node]] += truth[node]
    return truth


@st.composite
def hidden_trees(draw: st.DrawFn, most: int = 14) -> HiddenTree:
    size = draw(st.integers(1, most))
    parent = np.array([draw(st.integers(-1, node - 1)) for node in range(size)])
    leaves = np.array([draw(st.integers(0, 40)) for _ in range(size)], dtype=float)
    hidden = np.array([draw(st.booleans()) for _ in range(size)])
    return HiddenTree(parent, added_up(parent, leaves), hidden)


def simple_rows(rows: list[tuple[str, str, float | None]], **more: float) -> pd.DataFrame:
    """Rows of bounds from (area, industry, jobs), jobs None being withheld; 50,000 USD a job."""
    jobs = pd.Series([row[2] for row in rows], dtype="float64")
    digits = {"10": "1", "101": "2", "102": "2"}
    level = [
        digits.get(code) or ("3" if code[:2] == "10" else str(max(len(code.split("-")[0]), 2) + 2))
        for _, code, _ in rows
    ]
    geography = ["5" if area.endswith("000") or area[2:4] == "99" else "7" for area, _, _ in rows]
    status = np.select([jobs.isna(), jobs.eq(0)], ["withheld", "zero"], "disclosed")
    frame = pd.DataFrame(
        {
            "area_fips": pd.Series([row[0] for row in rows], dtype="str"),
            "own_code": "5",
            "naics": pd.Series([row[1] for row in rows], dtype="str"),
            "agglvl_code": pd.Series([g + d for g, d in zip(geography, level, strict=True)]),
            "year": "2022",
            "establishments": 5.0,
            "employment": jobs,
            "total_wages_usd": jobs * 50_000,
            "annual_wage_usd": jobs.where(jobs.isna() | jobs.eq(0), 50_000.0),
            "employment_status": pd.Series(status, dtype="str"),
        }
    )
    return frame.assign(**more)
