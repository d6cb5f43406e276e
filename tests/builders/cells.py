"""County cells as the reader gives them, from short rows: for tests of the industry room."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

CASES = Path(__file__).resolve().parents[1] / "cases"
Row = tuple[str, str, int, float | None]


def case(name: str) -> dict[str, Any]:
    """A published worked example from tests/cases."""
    content: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return content


def county_cells(
    rows: Iterable[Row],
    *,
    own: str = "5",
    pay: float = 50_000,
    establishments: int = 5,
    quotients: Iterable[float] | None = None,
) -> pd.DataFrame:
    """Cells from (county, industry, year, jobs); jobs None is withheld, 0 a true zero."""
    rows = list(rows)
    jobs = pd.Series([row[3] for row in rows], dtype="float64")
    status = np.select([jobs.isna(), jobs.eq(0)], ["withheld", "zero"], "disclosed")
    frame = pd.DataFrame(
        {
            "area_fips": pd.Series([row[0] for row in rows], dtype="str"),
            "own_code": pd.Series([own] * len(rows), dtype="str"),
            "naics": pd.Series([row[1] for row in rows], dtype="str"),
            "year": pd.Series([str(row[2]) for row in rows], dtype="str"),
            "establishments": float(establishments),
            "employment": jobs,
            "total_wages_usd": jobs * pay,
            "employment_status": pd.Series(status, dtype="str"),
        }
    )
    if quotients is not None:
        frame["lq_employment"] = pd.Series(list(quotients), dtype="float64")
    return frame


def factor_table(**columns: list[Any]) -> pd.DataFrame:
    """A factor table as `industry_factors` gives it, complete unless `columns` say otherwise.

    Name at least ``naics`` and one measure; the rest follows from them.
    """
    size = len(columns["naics"])
    frame = pd.DataFrame({"naics": pd.Series(columns["naics"], dtype="str")})
    frame["naics_title"] = "Title of " + frame["naics"]
    missing = [float("nan")] * size
    for exact, partial in (
        ("employment", "employment_low"),
        ("annual_wage_usd", "annual_wage_disclosed_usd"),
        ("historical_growth_pct", "historical_growth_matched_pct"),
        ("location_quotient", "location_quotient_floor"),
    ):
        frame[exact] = pd.Series(columns.get(exact, missing), dtype="float64")
        lower = columns.get(f"{exact}_low", columns.get(exact, missing))
        known = columns.get(exact, missing) if exact != "employment" else lower
        frame[partial] = pd.Series(columns.get(partial, known), dtype=float)
        for end in ("low", "high"):
            name = f"{exact}_{end}"
            frame[name] = pd.Series(columns.get(name, columns.get(exact, missing)), dtype=float)
    projected = pd.Series(columns.get("projected_growth_annual_pct", missing), dtype="float64")
    frame["projected_growth_annual_pct"] = projected
    frame["projection_ranked"] = projected.notna()
    frame["employment_status"] = pd.Series(
        columns.get("employment_status", ["disclosed"] * size), dtype="str"
    )
    frame["growth_ranked"] = columns.get(
        "growth_ranked", frame["historical_growth_matched_pct"].notna().tolist()
    )
    frame["growth_possible"] = columns.get("growth_possible", [True] * size)
    return frame
