"""Traps of classification and time, each planted in the example and caught."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps.time import TIME_TRAPS, recodes_as_change
from sectornb.traps import Trap
from tests.builders.industry_study import (
    Plant,
    caught_by,
    cells,
    changed,
    clean,
    disclosed,
    factors,
    published,
    table,
    years,
)


def recoded(e: IndustryStudy, year: int, code: str = "336", later: str = "561") -> IndustryStudy:
    """In one county 60 percent of an industry, and a worksite, under another code from a year on.

    The other industry is made small, so that what enters it shows.
    """
    history = e.years.region.copy()
    county = history["area_fips"].eq("57029")
    moved, into = (county & history["naics"].eq(naics) for naics in (code, later))
    usual = {"employment_status": "disclosed"}
    for name, value in {"employment": 100.0, "establishments": 10.0, "total_wages_usd": 5e6,
                        **usual}.items():  # fmt: skip
        history.loc[into, name] = value
    for name, value in {"employment": 600.0, "establishments": 20.0, "total_wages_usd": 3e7,
                        **usual}.items():  # fmt: skip
        history.loc[moved, name] = value
    since = history["year"].ge(str(year))
    move = {"employment": 250.0, "establishments": 1.0, "total_wages_usd": 12.5e6}
    for name, value in move.items():
        history.loc[moved & since, name] -= value
        history.loc[into & since, name] += value
    return years(e, region=history)


def older_nation(e: IndustryStudy) -> IndustryStudy:
    assert e.published.nation is not None
    return published(e, nation=e.published.nation.assign(year="2021"))


def other_level(e: IndustryStudy) -> IndustryStudy:
    """The yearly cells of another release: a tenth more jobs in the latest year."""
    latest = e.years.region["year"].eq(str(e.latest_year))
    jobs = e.years.region["employment"].mask(latest, 1.1 * e.years.region["employment"])
    return years(e, region=e.years.region.assign(employment=jobs))


def yearly_percents_added(t: pd.DataFrame) -> pd.DataFrame:
    years = t["projection_target_year"].astype(float) - t["projection_base_year"].astype(float)
    return t.assign(projected_growth_pct=t["projected_growth_annual_pct"] * years)


def yearly_parts(lost: float) -> Plant:
    """Yearly parts of the change in jobs as the parts over all years, but for jobs `lost`."""
    return lambda e: table(
        e,
        "shift_share",
        lambda t: t.assign(
            national_growth_dynamic_jobs=t["national_growth_jobs"],
            industry_mix_dynamic_jobs=t["industry_mix_jobs"],
            regional_shift_dynamic_jobs=t["regional_shift_jobs"] - lost,
        ),
    )


def bonus_quarter(e: IndustryStudy) -> IndustryStudy:
    assert e.published.nation is not None
    return published(e, nation=e.published.nation.assign(qtr="1"))


PLANTED: dict[str, Plant] = {
    "A new edition read as growth": factors(
        lambda t: t["naics"].eq("455"), historical_growth_matched_pct=40.0
    ),
    "New codes at the turn of the year": lambda e: recoded(e, 2019),
    "A month against a year": cells(disclosed, qtr="3"),
    "Years of growth": factors(
        lambda t: t["historical_growth_pct"].notna(), historical_growth_annual_pct=99.0
    ),
    "Levels that do not chain": other_level,
    "Parts that do not chain": yearly_parts(40),
    "Rates that do not chain": lambda e: table(e, "industry_factors", yearly_percents_added),
    "Small base": factors(lambda t: t["matched_base"].lt(100), growth_ranked=True),
    "Choice of end points": lambda e: changed(e, base_year=2020),
    "Unweighted mean of wages": factors(
        lambda t: t["annual_wage_disclosed_usd"].gt(0), annual_wage_disclosed_usd=65e3
    ),
    "Bonus quarter": bonus_quarter,
    "Mixed years": older_nation,
}


@pytest.mark.parametrize("trap", TIME_TRAPS, ids=lambda trap: f"{trap.id} {trap.name}")
def test_a_planted_trap_is_caught(trap: Trap) -> None:
    assert (trap.id, trap.name, trap.severity) in caught_by(PLANTED[trap.name])


def test_yearly_parts_that_sum_to_the_change_are_no_trap() -> None:
    assert caught_by(yearly_parts(0)) == set()


def test_a_recode_is_told_with_county_industries_and_jobs() -> None:
    (said,) = recodes_as_change(recoded(clean(), 2019))
    assert "between 2018 and 2019" in said
    assert "57029 336 561 250" in said


def test_a_recode_across_a_new_edition_of_codes_is_told_only_where_the_codes_stayed() -> None:
    assert len(recodes_as_change(recoded(clean(), 2022))) == 1
    # What NAICS 2022 moved from 454 to 455 is another trap.
    assert recodes_as_change(recoded(clean(), 2022, later="441")) == []


def test_a_recode_outside_the_years_compared_is_none_of_them() -> None:
    assert recodes_as_change(changed(recoded(clean(), 2018), base_year=2019)) == []


def quarters(e: IndustryStudy, moved: float) -> IndustryStudy:
    """December 2018 and January 2019 of two industries, `moved` jobs between them."""
    rows = [("12", "336", 600.0, 20.0), ("1", "336", 600 - moved, 19.0),
            ("12", "561", 100.0, 10.0), ("1", "561", 100 + moved, 11.0)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["month", "naics", "employment", "establishments"])
    fixed = {"area_fips": "57029", "own_code": "5", "turn": "2019", "total_wages_usd": float("nan"),
             "employment_status": "disclosed"}  # fmt: skip
    return changed(e, quarters_at_turns=frame.assign(**fixed))


def test_months_are_compared_where_the_library_has_them() -> None:
    (said,) = recodes_as_change(quarters(clean(), moved=250))
    assert "between December 2018 and January 2019" in said


def test_months_go_before_years() -> None:
    # The years show a move that the turn does not: it happened in the course of 2019.
    assert recodes_as_change(quarters(recoded(clean(), 2019), moved=0)) == []
