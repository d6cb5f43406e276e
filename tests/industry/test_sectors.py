"""Sectors that stand in for industries whose codes were redrawn."""

from __future__ import annotations

import pandas as pd

from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.system import system_of
from sectornb.industry.sectors import sectors_across_a_break

COUNTIES = ("57001", "57003")


def bounds_of(year: int, *jobs: float | None) -> IndustryBounds:
    """Bounds of retail trade in two counties that have 2,000 jobs in all each."""
    rows = []
    for county, retail in zip(COUNTIES, jobs, strict=True):
        rest = None if retail is None else 2_000.0 - retail
        rows += [(county, "10", "71", 2_000.0), (county, "44-45", "74", retail)]
        rows += [(county, "54", "74", rest)]
    frame = pd.DataFrame(rows, columns=["area_fips", "naics", "agglvl_code", "employment"])
    hidden = frame["employment"].isna()
    frame = frame.assign(
        own_code="5", year=str(year), qtr="A", establishments=9.0,
        total_wages_usd=frame["employment"] * 50_000,
        employment_status=hidden.map({True: "withheld", False: "disclosed"}),
    )  # fmt: skip
    return industry_bounds(system_of(frame, COUNTIES))


def told(codes: list[str], after: tuple[float | None, ...] = (100.0, 110.0)) -> list[str]:
    found = {"2019": bounds_of(2019, 100.0, 100.0), "2022": bounds_of(2022, *after)}
    return sectors_across_a_break(
        codes, found, COUNTIES, base_year=2019, latest_year=2022, narrowest=0.25
    )


def test_redrawn_industries_are_followed_as_their_sector() -> None:
    (said,) = told(["445", "455"])
    assert said.startswith("Retail Trade (44-45) as a whole can be compared")
    assert "210 jobs in 2022, +5.0 percent from 2019" in said


def test_a_withheld_sector_has_its_range() -> None:
    (said,) = told(["445"], (100.0, None))
    assert "100 to 2,101 jobs in 2022" in said


def test_industries_that_kept_their_codes_need_no_sector() -> None:
    assert told(["622", "541"]) == []
