"""Location quotients, and what published ones say about the nation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import MissingColumnError
from sectornb.industry.quotient import (
    left_over,
    location_quotient,
    published_national_shares,
    recovered_national_shares,
    regional_quotients,
    summed_over_ownerships,
)
from tests.builders.cells import case, county_cells

A, B = "57001", "57003"
COUNT = st.integers(1, 100_000)


def test_the_published_example() -> None:
    example = case("I1_lq")
    jobs = example["inputs"]
    found = location_quotient(jobs["e_ij"] / jobs["e_j"], jobs["e_i"] / jobs["e"])
    assert found == pytest.approx(example["expected"], abs=example["tolerance"])


def test_the_published_example_as_a_region_has_it() -> None:
    example = case("I1_lq")
    jobs = example["inputs"]
    ends = dict.fromkeys(["employment", "employment_low", "employment_high"], [jobs["e_ij"]])
    share = [jobs["e_i"] / jobs["e"]]
    national = pd.DataFrame(
        {"naics": ["X"], "share": share, "share_low": share, "share_high": share}
    )
    found = regional_quotients(pd.DataFrame({"naics": ["X"], **ends}), national, jobs["e_j"])
    for end in ("", "_low", "_high", "_floor"):
        quotient = found[f"location_quotient{end}"].iloc[0]
        assert quotient == pytest.approx(example["expected"], abs=example["tolerance"])


def test_quotients_of_several_regions_are_those_of_the_published_case() -> None:
    told = case("I8_std_lq")
    jobs = np.array(told["inputs"]["e_industry_by_region"], dtype=float)
    whole = jobs.sum(axis=1, keepdims=True) / jobs.sum()
    found = location_quotient(jobs / jobs.sum(axis=0), whole)
    assert found == pytest.approx(np.array(told["expected"]["LQ"]), abs=told["tolerance"])
    apart = found - found.mean(axis=1, keepdims=True)
    for name, missing in (("population", 0), ("sample", 1)):
        scores = apart / found.std(axis=1, ddof=missing, keepdims=True)
        expected = np.array(told["expected"][f"z_{name}_sd"])
        assert scores == pytest.approx(expected, abs=told["tolerance"])


def test_the_nations_share_has_quotient_one() -> None:
    # 50 of 1,000 jobs are 5 percent, as are 5 million of 100 million.
    assert location_quotient(50 / 1_000, 5e6 / 1e8) == pytest.approx(1)


@given(COUNT, COUNT, COUNT, COUNT, st.floats(0.01, 1_000), st.floats(0.01, 1_000))
def test_it_does_not_depend_on_the_scale_of_region_or_nation(
    e_i: int, e: int, n_i: int, n: int, local: float, national: float
) -> None:
    scaled = location_quotient((e_i * local) / (e * local), (n_i * national) / (n * national))
    assert scaled == pytest.approx(location_quotient(e_i / e, n_i / n))


def test_without_a_national_share_there_is_no_quotient() -> None:
    found = location_quotient(pd.Series([0.1, 0.1, np.nan]), pd.Series([0.0, np.nan, 0.1]))
    assert found.isna().all()


def test_arrays_of_drawn_tables_have_a_quotient_for_each() -> None:
    # Two industries in two tables: 10 and 20 percent over 10, 5 and 10 percent over 20.
    regional = np.array([[0.1, 0.2], [0.05, 0.1]])
    found = location_quotient(regional, np.array([[0.1], [0.2]]))
    assert found == pytest.approx(np.array([[1, 2], [0.25, 0.5]]))


def totals(**jobs: float) -> pd.DataFrame:
    return pd.DataFrame({"area_fips": [f"5700{k[1]}" for k in jobs], "employment": jobs.values()})


def shares(*rows: tuple[str, float | None, float], **all_jobs: float) -> pd.Series:
    cells = county_cells(
        [(county, "622", 2022, jobs) for county, jobs, _ in rows], quotients=[q for *_, q in rows]
    )
    found = recovered_national_shares(cells, totals(**all_jobs))
    assert len(found) == 1
    return found.iloc[0]


def test_one_county_confines_the_national_share() -> None:
    # 100 +- 0.5 of 1,000 +- 0.5 jobs at a quotient of 2.00 +- 0.005:
    # (99.5 / 1000.5) / 2.005 = 0.04960 and (100.5 / 999.5) / 1.995 = 0.05040.
    found = shares((A, 100, 2.00), c1=1_000)
    assert found["share_low"] == pytest.approx(99.5 / 1000.5 / 2.005)
    assert found["share_high"] == pytest.approx(100.5 / 999.5 / 1.995)
    assert found["share"] == pytest.approx(0.05, abs=1e-5)
    assert found["counties"] == 1
    assert not found["contradictory"]


def test_several_counties_are_intersected() -> None:
    one, other = shares((A, 100, 2.00), c1=1_000), shares((B, 5_000, 1.01), c3=99_000)
    both = shares((A, 100, 2.00), (B, 5_000, 1.01), c1=1_000, c3=99_000)
    assert both["share_low"] == max(one["share_low"], other["share_low"])
    assert both["share_high"] == min(one["share_high"], other["share_high"])
    assert both["counties"] == 2


def test_a_quotient_that_rounds_to_zero_bounds_from_below_only() -> None:
    found = shares((A, 3, 0.00), c1=10_000)
    assert found["share_low"] > 0
    assert math.isinf(found["share_high"])
    assert pd.isna(found["share"])


def test_quotients_without_a_share_in_common_contradict() -> None:
    found = shares((A, 100, 2.00), (B, 100, 1.00), c1=1_000, c3=1_000)
    assert found["contradictory"]
    assert pd.isna(found["share"])


def test_withheld_jobs_and_quotients_say_nothing() -> None:
    found = shares((A, 100, 2.00), (B, None, 9.00), c1=1_000, c3=1_000)
    assert found["counties"] == 1


@st.composite
def economies(draw: st.DrawFn) -> tuple[float, list[tuple[float, float]]]:
    """National share, and (true jobs of the industry, true jobs of all) of some counties."""
    nation = draw(st.floats(1e-4, 0.5))
    counties = draw(
        st.lists(st.tuples(st.floats(1e-4, 0.9), st.floats(50, 900_000)), min_size=1, max_size=8)
    )
    return nation, [(share * jobs, jobs) for share, jobs in counties]


@given(economies())
def test_the_recovered_interval_holds_the_true_share(
    economy: tuple[float, list[tuple[float, float]]],
) -> None:
    # The agency divides true means of months, then rounds quotients to 0.01 and jobs to 1.
    nation, counties = economy
    rows = [
        (f"57{i:03}", "622", 2022, float(np.floor(n + 0.5))) for i, (n, _) in enumerate(counties)
    ]
    quotients = [np.floor(100 * n / jobs / nation + 0.5) / 100 for n, jobs in counties]
    base = pd.DataFrame(
        {
            "area_fips": [row[0] for row in rows],
            "employment": [np.floor(j + 0.5) for _, j in counties],
        }
    )
    found = recovered_national_shares(county_cells(rows, quotients=quotients), base)
    if len(found):
        low, high = found.loc[0, ["share_low", "share_high"]]
        assert low <= nation * (1 + 1e-9)
        assert nation <= high * (1 + 1e-9)
        assert not found.loc[0, "contradictory"]


def test_published_shares_are_the_nations() -> None:
    cells = county_cells([("US000", "622", 2022, 50), ("US000", "722", 2022, None)])
    found = published_national_shares(cells, 1_000)
    assert found["naics"].tolist() == ["622"]
    assert found.loc[0, ["share", "share_low", "share_high"]].tolist() == [0.05] * 3


def test_cells_without_quotients_are_refused() -> None:
    with pytest.raises(MissingColumnError, match="lq_employment"):
        recovered_national_shares(county_cells([(A, "622", 2022, 1)]), totals(c1=1))


def by_owner(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [("622", own, (a + b) / 2, a, b, 3, False) for own, a, b in rows],
        columns=[
            "naics",
            "own_code",
            "share",
            "share_low",
            "share_high",
            "counties",
            "contradictory",
        ],
    )


def present(*owners: str) -> pd.DataFrame:
    return pd.DataFrame({"naics": "622", "own_code": list(owners)})


def test_ownerships_add_up() -> None:
    found = summed_over_ownerships(
        by_owner(("3", 0.01, 0.02), ("5", 0.04, 0.05)), present("3", "5")
    )
    assert found.loc[0, "share_low"] == pytest.approx(0.05)
    assert found.loc[0, "share_high"] == pytest.approx(0.07)
    assert found.loc[0, "share"] == pytest.approx(0.06)


def test_an_ownership_without_a_share_opens_the_sum_from_above() -> None:
    found = summed_over_ownerships(by_owner(("5", 0.04, 0.05)), present("3", "5"))
    assert found.loc[0, "share_low"] == pytest.approx(0.04)
    assert math.isinf(found.loc[0, "share_high"])
    assert pd.isna(found.loc[0, "share"])


def test_an_ownership_held_nowhere_may_have_what_its_others_leave() -> None:
    # Local government has 0.10 of all jobs at most, 0.07 of them known in 611.
    owners = pd.concat(
        [by_owner((own, share, share)) for own, share in zip("1235", (0, 0, 0.1, 0.9), strict=True)]
    ).assign(naics="10")
    known = pd.concat(
        [by_owner(("5", 0.04, 0.05)), by_owner(("5", 0.86, 0.86), ("3", 0.07, 0.08))]
    ).assign(naics=["622", "611", "611"])
    left = left_over(known, owners)
    assert left["3"] == pytest.approx(0.03)
    found = summed_over_ownerships(known, present("5"), left).iloc[0]
    assert found["share_low"] == pytest.approx(0.04)
    assert found["share"] == pytest.approx(0.045)
    assert found["share_high"] == pytest.approx(0.05 + 0.03)


def industry(jobs: float | None, low: float, high: float | None) -> pd.DataFrame:
    values = {"employment": jobs, "employment_low": low, "employment_high": high}
    return pd.DataFrame(
        {"naics": ["622"], **{k: [np.nan if v is None else v] for k, v in values.items()}}
    )


def test_a_disclosed_industry_has_a_quotient_with_the_range_of_the_share() -> None:
    # 100 of 1,000 jobs over a share of 0.04 to 0.05: 2.0 to 2.5, at the middle 0.1 / 0.045.
    found = regional_quotients(industry(100, 100, 100), by_owner(("5", 0.04, 0.05)), 1_000).iloc[0]
    assert found["location_quotient"] == pytest.approx(0.1 / 0.045)
    assert found["location_quotient_low"] == pytest.approx(2.0)
    assert found["location_quotient_high"] == pytest.approx(2.5)


def test_a_withheld_industry_has_a_floor_and_no_quotient() -> None:
    found = regional_quotients(industry(None, 60, None), by_owner(("5", 0.04, 0.05)), 1_000).iloc[0]
    assert pd.isna(found["location_quotient"])
    assert pd.isna(found["location_quotient_high"])
    assert found["location_quotient_low"] == pytest.approx(0.06 / 0.05)
    assert found["location_quotient_floor"] == pytest.approx(0.06 / 0.045)


def test_an_industry_without_a_share_has_no_quotient() -> None:
    none = by_owner(("5", 0.04, 0.05)).assign(naics="722")
    found = regional_quotients(industry(100, 100, 100), none, 1_000)
    assert found.drop(columns="naics").isna().all(axis=None)


@given(st.lists(st.tuples(COUNT, st.integers(100_000, 900_000)), min_size=1, max_size=9), COUNT)
def test_a_regions_quotient_is_the_ratio_of_sums(counties: list[tuple[int, int]], n: int) -> None:
    # Not the mean of the counties' quotients: jobs are summed first.
    jobs, base = (sum(column) for column in zip(*counties, strict=True))
    share = n / 1e6
    found = regional_quotients(industry(jobs, jobs, jobs), by_owner(("5", share, share)), base)
    expected = location_quotient(jobs / base, n / 1e6)
    assert found.loc[0, "location_quotient"] == pytest.approx(expected)


def test_no_disclosed_cell_gives_no_share_rather_than_a_crash() -> None:
    cells = county_cells([(A, "622", 2022, None)], quotients=[np.nan])
    assert recovered_national_shares(cells, totals(c1=10)).empty
