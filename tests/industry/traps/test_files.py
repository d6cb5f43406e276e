"""Traps of files that contradict each other, each planted in the example and caught."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps.files import (
    FILE_TRAPS,
    another_year_before,
    counties_above_their_state,
)
from sectornb.traps import Trap
from tests.builders.industry_study import Plant, caught_by, changed, clean, example, published


def with_state(e: IndustryStudy, share: float) -> IndustryStudy:
    """The example, whose state has a share of the private jobs of its counties in 2022."""
    totals = e.state_totals
    assert totals is not None
    rows = totals["own_code"].eq("5") & totals["year"].eq("2022")
    state = totals["area_fips"].eq("57000")
    jobs = share * totals.loc[rows & ~state, "employment"].sum()
    return changed(
        e, state_totals=totals.assign(employment=totals["employment"].mask(rows & state, jobs))
    )


def renamed(e: IndustryStudy) -> IndustryStudy:
    """The second county has the figures of the first."""
    totals = e.published.totals.set_index(["year", "own_code"])
    one, other = (totals[totals["area_fips"].eq(county)] for county in e.counties[:2])
    copy = one.assign(area_fips=other["area_fips"].iloc[0])
    rest = totals[~totals["area_fips"].isin([e.counties[1]])]
    return published(e, totals=pd.concat([rest, copy]).reset_index())


def with_year_before(e: IndustryStudy, share: float) -> IndustryStudy:
    """The example, of which the next year's files tell other jobs."""
    return changed(e, years_before=e.years_before.assign(told=share * e.years_before["held"]))


PLANTED: dict[str, Plant] = {
    "Counties above their state": lambda e: with_state(e, 0.9),
    "One file twice": renamed,
    "Another year before": lambda e: with_year_before(e, 1.1),
}


@pytest.mark.parametrize("trap", FILE_TRAPS, ids=lambda trap: f"{trap.id} {trap.name}")
def test_a_planted_trap_is_caught(trap: Trap) -> None:
    assert (trap.id, trap.name, trap.severity) in caught_by(PLANTED[trap.name])


def test_a_year_copied_under_another_is_one_file_twice() -> None:
    def copied(e: IndustryStudy) -> IndustryStudy:
        totals = e.published.totals
        return published(e, totals=totals[totals["year"].eq("2022")].assign(year="2017"))

    assert ("T29", "One file twice", "blocking") in caught_by(copied)


@pytest.mark.parametrize("share", [0.995, 1.0, 1.2])
def test_a_state_that_was_revised_a_little_is_above_its_counties(share: float) -> None:
    assert counties_above_their_state(with_state(clean(), share)) == []


@pytest.mark.parametrize("share", [0.995, 1.005])
def test_a_year_that_was_revised_a_little_is_the_year_before(share: float) -> None:
    assert another_year_before(with_year_before(clean(), share)) == []


def test_the_year_before_is_told_of_every_county_and_ownership() -> None:
    told = example().years_before
    assert set(told["area_fips"]) == set(example().counties)
    assert (told["held"] == told["told"]).all()


def test_a_library_without_the_state_says_nothing_of_it() -> None:
    assert counties_above_their_state(changed(clean(), state_totals=None)) == []
