"""Jobs by occupation: share times jobs, and the ends that both leave."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from sectornb.occupation.patterns import OEWS_HALF, Patterns, shared
from sectornb.occupation.staffing import (
    Target,
    covered_share,
    extremes,
    mixed,
    occupation_jobs,
    parts_of,
)
from tests.builders.cells import case

TOLD = {
    "pattern_scope": "private",
    "pattern_source": "oews",
    "pattern_level": "nation",
    "pattern_area": "the nation",
    "pattern_year": "2022",
}


def patterns(half: float = OEWS_HALF, **industries: dict[str, float]) -> Patterns:
    """Patterns of industries, each with jobs by occupation; ``all`` is the total."""
    rows = [
        {"naics": naics.strip("_"), "code": code, "pattern_employment": jobs}
        for naics, of in industries.items()
        for code, jobs in of.items()
        if code != "all"
    ]
    table = pd.DataFrame(rows).assign(occupation_title="", employment_rse_pct=np.nan)
    total = {naics.strip("_"): of["all"] for naics, of in industries.items()}
    return shared(table, pd.Series(total, dtype="float64"), half, TOLD)


def target(naics: str, jobs: float, low: float, high: float, **parts: tuple[float, ...]) -> Target:
    rows = [
        {
            "naics": part.strip("_"),
            "employment": of[0],
            "employment_low": of[1],
            "employment_high": of[2],
        }
        for part, of in (parts or {naics: (jobs, low, high)}).items()
    ]
    return Target(naics, pd.DataFrame(rows), jobs, low, high)


def test_the_published_example_of_two_industries() -> None:
    example = case("O1_staffing_estimate")
    shares, jobs = example["inputs"]["share"], example["inputs"]["industry_jobs"]
    whole = 1_000_000.0
    one = {"29-1141": shares[0] * whole, "all": whole}
    two = {"29-1141": shares[1] * whole, "all": whole}
    found = patterns(half=0.0, _622=one, _623=two)
    targets = [target("622", jobs[0], jobs[0], jobs[0]), target("623", jobs[1], jobs[1], jobs[1])]
    table = occupation_jobs(targets, found)
    assert table["employment"].tolist() == pytest.approx([example["expected"]["occupation_jobs"]])


def test_ends_of_the_industry_are_carried_to_its_occupations() -> None:
    found = patterns(half=0.0, _622={"29-1141": 300.0, "31-1131": 700.0, "all": 1000.0})
    table = occupation_jobs([target("622", 500, 400, 700)], found).set_index("code")
    assert table.loc["29-1141", ["employment_low", "employment", "employment_high"]].tolist() == (
        pytest.approx([120, 150, 210])
    )


def test_an_occupation_that_is_withheld_has_a_range_and_no_figure() -> None:
    found = patterns(_622={"29-1141": 300.0, "31-1131": np.nan, "all": 1000.0})
    row = occupation_jobs([target("622", 500, 500, 500)], found).set_index("code").loc["31-1131"]
    assert np.isnan(row["employment"])
    assert row["employment_low"] == 0
    # 700 jobs are left by the total, and rounding may hide 10 more.
    assert row["employment_high"] == pytest.approx(500 * 710 / 995)
    assert row["employment_status"] == "range_only"


def test_without_a_high_end_of_the_industry_its_occupations_have_none() -> None:
    found = patterns(_622={"29-1141": 300.0, "all": 1000.0})
    row = occupation_jobs([target("622", np.nan, 500, np.nan)], found).iloc[0]
    assert row["employment_status"] == "at_least"
    assert np.isnan(row["employment_high"])
    assert row["employment_low"] == pytest.approx(500 * 295 / 1005)


def test_children_stand_for_an_industry_without_a_pattern() -> None:
    titles = {"622": "", "6221": "", "6222": "", "6223": ""}
    assert parts_of("622", ["622", "6221"], titles) == ["622"]
    assert parts_of("622", ["6221"], titles) == ["6221", "6222", "6223"]
    assert parts_of("622", ["623"], titles) is None


def test_jobs_of_children_without_a_pattern_are_told_as_not_covered() -> None:
    found = patterns(_6221={"29-1141": 300.0, "all": 1000.0})
    parts = {"_6221": (300.0, 300.0, 300.0), "_6222": (100.0, 100.0, 100.0)}
    whole = target("622", 400, 400, 400, **parts)
    assert covered_share(whole, found) == pytest.approx(0.75)
    assert occupation_jobs([whole], found)["employment"].tolist() == pytest.approx([90.0])


def test_where_only_the_total_is_known_children_are_mixed_as_in_the_nation() -> None:
    found = patterns(_6221={"29-1141": 10.0, "all": 300.0}, _6222={"29-1141": 10.0, "all": 100.0})
    parts = {"_6221": (np.nan, 0.0, 800.0), "_6222": (np.nan, 0.0, 800.0)}
    whole = target("622", 800, 800, 800, **parts)
    assert mixed(whole, found) == pytest.approx([600, 200])


jobs = st.floats(0, 1000)


@st.composite
def systems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    size = draw(st.integers(1, 4))
    share = np.array(draw(st.lists(st.floats(0, 1), min_size=size, max_size=size)))
    least = np.array(draw(st.lists(jobs, min_size=size, max_size=size)))
    most = least + np.array(draw(st.lists(jobs, min_size=size, max_size=size)))
    ends = sorted(draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
    room = most.sum() - least.sum()
    return share, least, most, least.sum() + ends[0] * room, least.sum() + ends[1] * room


@given(systems())
def test_extremes_are_those_of_the_linear_program(
    system: tuple[np.ndarray, np.ndarray, np.ndarray, float, float],
) -> None:
    share, least, most, low, high = system
    found = extremes((share[None], share[None]), (least, most), low, high)
    ones = np.ones((1, len(share)))
    for sign, end in zip((1, -1), found, strict=True):
        solved = linprog(
            sign * share,
            A_ub=np.vstack([ones, -ones]),
            b_ub=[high + 1e-7, -low + 1e-7],
            bounds=list(zip(least, most, strict=True)),
        )
        assert end[0] == pytest.approx(sign * solved.fun, abs=1e-4)


@given(systems())
def test_mixed_jobs_lie_between_their_ends_and_add_up(
    system: tuple[np.ndarray, np.ndarray, np.ndarray, float, float],
) -> None:
    _, least, most, low, high = system
    codes = [f"622{place}" for place in range(len(least))]
    parts = {f"_{c}": (np.nan, a, b) for c, a, b in zip(codes, least, most, strict=True)}
    found = patterns(**{f"_{code}": {"29-1141": 10.0, "all": 100.0} for code in codes})
    whole = target("622", (low + high) / 2, low, high, **parts)
    jobs_of = mixed(whole, found)
    assert (jobs_of >= least - 1e-9).all()
    assert (jobs_of <= most + 1e-9).all()
    assert jobs_of.sum() == pytest.approx((low + high) / 2, rel=1e-6, abs=1e-3)
