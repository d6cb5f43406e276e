"""Each trap of occupations is caught when planted, and not in the example without it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from sectornb.occupation.study import OccupationStudy
from sectornb.occupation.traps import TRAPS
from sectornb.traps import caught
from tests.builders.occupation_study import changed, occupation_study

Change = Callable[[pd.DataFrame], pd.DataFrame]


def with_table(study: OccupationStudy, name: str, change: Change) -> OccupationStudy:
    return changed(study, tables={**study.tables, name: change(study.tables[name])})


@cache
def clean() -> OccupationStudy:
    """The example with wages as in its industry, and schooling as entry asks for."""
    study = with_table(
        occupation_study(), "occupation_wages", lambda t: t.assign(industry_wage_ratio=1.0)
    )
    agrees = {"education_contrast": "agrees", "training_hides_schooling": "no"}
    return with_table(study, "occupation_requirements", lambda t: t.assign(**agrees))


def found(study: OccupationStudy) -> set[str]:
    return {one.id for one in caught(TRAPS, study)}


def test_the_clean_example_has_none() -> None:
    assert found(clean()) == set()


PLANTED: dict[str, tuple[str, Change]] = {
    "T60": ("occupation_wages", lambda t: t.assign(industry_wage_ratio=0.85)),
    "T61": ("target_industries", lambda t: t.assign(pattern_level="nation")),
    "T67": (
        "occupation_openings",
        lambda t: t.assign(
            base_employment_low=t["base_employment_low"].mask(t["openings_scope"].eq("all"), 1.0)
        ),
    ),
    "T68": ("occupation_openings", lambda t: t.assign(annual_openings=0.0)),
    "T72": ("occupation_openings", lambda t: t.assign(growth_level="state")),
    "T75": ("occupation_requirements", lambda t: t.assign(education_contrast="more_schooled")),
}


@pytest.mark.parametrize("trap", PLANTED)
def test_a_planted_trap_is_caught(trap: str) -> None:
    name, change = PLANTED[trap]
    assert found(with_table(clean(), name, change)) == {trap}


def test_every_trap_is_planted() -> None:
    assert {trap.id for trap in TRAPS} == set(PLANTED)


def test_without_wages_by_industry_the_reader_is_warned() -> None:
    study = with_table(
        clean(), "occupation_wages", lambda t: t.assign(industry_wage_ratio=float("nan"))
    )
    assert found(study) == {"T60"}


def test_training_that_hides_schooling_is_caught() -> None:
    study = with_table(
        clean(), "occupation_requirements", lambda t: t.assign(training_hides_schooling="yes")
    )
    assert found(study) == {"T75"}


FURTHER: dict[str, tuple[str, str, Change]] = {
    "modeled jobs called a count": (
        "T61", "occupation_profile", lambda t: t.assign(employment_status="disclosed"),
    ),
    "occupations of another program than their industry": (
        "T67", "target_industries", lambda t: t.assign(employment=12_000.0),
    ),
    "openings that start from other jobs": (
        "T67", "occupation_openings",
        lambda t: t.assign(base_employment=t["base_employment"].mask(
            t["openings_scope"].eq("target"), t["base_employment"] + 500)),
    ),
    "openings that are growth alone": (
        "T68", "occupation_openings",
        lambda t: t.assign(annual_openings=t["projected_change"] / 10),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FURTHER)
def test_what_would_make_a_number_wrong_blocks(name: str) -> None:
    trap, table, change = FURTHER[name]
    caught_here = caught(TRAPS, with_table(clean(), table, change))
    assert {(one.id, one.severity) for one in caught_here} == {(trap, "blocking")}


def test_an_occupation_that_shrinks_faster_than_people_leave_it_may_have_no_openings() -> None:
    shrinking = with_table(
        clean(), "occupation_openings",
        lambda t: t.assign(projected_change=-1e6, annual_openings=0.0),
    )  # fmt: skip
    assert found(shrinking) == set()
