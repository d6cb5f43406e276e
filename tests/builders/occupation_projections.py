"""State projections by occupation as Projections Central gives them, with made-up figures."""

from __future__ import annotations

import json
from collections.abc import Sequence

FIELDS = (
    "Area", "Title", "Base", "Projected", "Change", "PercentChange", "AvgAnnualOpenings", "STFIPS",
    "StateURL", "OccCode", "BaseYear", "ProjYear",
)  # fmt: skip
BULK = (
    "Area Name", "Occupation Name", "Base", "Projection", "Change", "Percent Change",
    "Average Annual Openings", "State FIPS", "URL", "Occupation Code", "Base Year",
    "Projected Year",
)  # fmt: skip
# Code, title, base, target, change, percent, openings: 56,140 to 59,990 is 3,850 or 6.9 percent.
NURSES = ("29-1141", "Registered Nurses (SOC 2018)", "56140", "59990", "3850", "6.9", "3270")
GROUP = ("29-0000", "Healthcare Practitioners", "90000", "96000", "6000", "6.7", "5500")
BUYERS = ("13-1020", "Buyers and Purchasing Agents", "1000", "990", "-10", "-1.2", "80")
ROWS = (GROUP, NURSES, BUYERS)


def _cells(row: Sequence[str], state: tuple[str, str], years: tuple[str, str]) -> list[str]:
    code, title, *figures = row
    return [state[1], title, *figures, state[0], "https://a.example", code, *years]


def answer_text(
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    state: tuple[str, str] = ("1", "Alabama"),
    years: tuple[str, str] = ("2024", "2034"),
    total: int | None = None,
) -> str:
    """An answer of the service, all figures as strings."""
    found = [dict(zip(FIELDS, _cells(row, state, years), strict=True)) for row in rows]
    pager = {"total_items": str(len(rows) if total is None else total), "total_pages": 1}
    return json.dumps({"rows": found, "pager": pager}, indent=1)


def bulk_text(rows: Sequence[Sequence[str]] = ROWS, *, header: Sequence[str] = BULK) -> str:
    """A CSV file of the page."""
    lines = [_cells(row, ("1", "Alabama"), ("2024", "2034")) for row in rows]
    return "".join(",".join(line) + "\n" for line in [header, *lines])
