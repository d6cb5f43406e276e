"""Bounds of withheld cells and of regions that hold them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.disclosure.withheld.bounds import industry_bounds, ratio_bounds
from sectornb.disclosure.withheld.rows import ancestors_of, employment_intervals
from sectornb.disclosure.withheld.system import ConflictError, system_of
from sectornb.errors import InputError, MissingColumnError, UnknownCodeError
from tests.builders.intervals import simple_rows

ENDS = ["employment_low", "employment_high", "total_wages_usd_low", "total_wages_usd_high"]


def of(table: pd.DataFrame, naics: str, area: str | None = None) -> list[float]:
    """Employment's ends of one cell, or of one industry of the region."""
    rows = table[table["naics"].eq(naics) & (table["area_fips"].eq(area) if area else True)]
    return [round(float(rows[name].iloc[0]), 9) for name in ENDS[:2]]


@pytest.fixture
def county() -> pd.DataFrame:
    # 62 = 100: hospitals and nursing withheld, 30 in 621.
    return simple_rows(
        [("39041", "10", 100), ("39041", "62", 100), ("39041", "621", 30),
         ("39041", "622", None), ("39041", "623", None)]
    )  # fmt: skip


@pytest.fixture
def state() -> pd.DataFrame:
    # Two counties and the rest of the state; 622 is 50 in the state, 10 in the third county.
    return simple_rows(
        [("39000", "62", 260), ("39000", "621", 90), ("39000", "622", 50), ("39000", "623", 120),
         ("39000", "10", 260), ("39041", "10", 100), ("39045", "10", 100), ("39999", "10", 60),
         ("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None), ("39041", "623", None),
         ("39045", "62", 100), ("39045", "621", 30), ("39045", "622", None), ("39045", "623", None),
         ("39999", "62", 60), ("39999", "621", 30), ("39999", "622", 10), ("39999", "623", 20)]
    )  # fmt: skip


def test_withheld_siblings_share_what_the_published_one_leaves(county: pd.DataFrame) -> None:
    cells = industry_bounds(system_of(county)).cells
    assert of(cells, "622") == of(cells, "623") == [0, 70]
    assert of(cells, "621") == [30, 30]


def test_wages_are_exact_to_the_dollar(county: pd.DataFrame) -> None:
    row = industry_bounds(system_of(county)).cells.set_index("naics").loc["622"]
    assert (row["total_wages_usd_low"], row["total_wages_usd_high"]) == (0, 70 * 50_000)


def test_a_region_of_county_files_is_the_sum_of_its_counties(state: pd.DataFrame) -> None:
    found = industry_bounds(system_of(state, ["39041", "39045"], use_state=False))
    counties = found.cells[found.cells["area_fips"].isin(["39041", "39045"])]
    sums = counties.groupby("naics")[ENDS].sum()
    assert not found.state_used
    pd.testing.assert_frame_equal(
        found.region.set_index("naics")[ENDS], sums.loc[found.region["naics"]]
    )
    assert of(found.region, "622") == [0, 140]


def test_rows_of_the_state_narrow_the_region(state: pd.DataFrame) -> None:
    # 50 in the state less 10 elsewhere: the region's hospitals are 40, each county's 0 to 40.
    found = industry_bounds(system_of(state, ["39041", "39045"]))
    assert found.state_used
    assert of(found.region, "622") == [40, 40]
    assert of(found.region, "623") == [100, 100]
    assert of(found.cells, "622", "39041") == [0, 40]
    assert of(found.cells, "623", "39041") == [30, 70]


def test_a_state_with_areas_that_were_not_given_only_limits(state: pd.DataFrame) -> None:
    # The area that is lacking has 60 jobs, 30 of them in 621: at most 30 of the 50 in 622.
    found = industry_bounds(system_of(state[state["area_fips"].ne("39999")], ["39041", "39045"]))
    assert of(found.region, "622") == [20, 50]


def test_pay_lies_between_least_wages_over_most_jobs_and_the_reverse(state: pd.DataFrame) -> None:
    region = industry_bounds(system_of(state, ["39041", "39045"])).region.set_index("naics")
    assert region.loc["622", "annual_wage_usd_low"] == pytest.approx(50_000, rel=1e-4)
    county = industry_bounds(system_of(state, ["39041"])).region.set_index("naics").loc["623"]
    assert county["annual_wage_usd_high"] == pytest.approx(70 * 50_000 / 30, rel=1e-3)
    hospitals = industry_bounds(system_of(state, ["39041"])).region.set_index("naics").loc["622"]
    assert np.isnan(hospitals["annual_wage_usd_high"])


def test_supersectors_and_domains_give_a_withheld_sector_its_upper_bound() -> None:
    rows = [("39041", "10", 120), ("39041", "102", 120), ("39041", "1025", 120),
            ("39041", "61", None), ("39041", "62", None)]  # fmt: skip
    assert of(industry_bounds(system_of(simple_rows(rows))).cells, "61") == [0, 120]
    assert industry_bounds(system_of(simple_rows(rows[3:]))).cells["employment_high"].isna().all()


def test_job_months_follow_from_pay() -> None:
    # 1,000,000 / 30,000 = 33.33 jobs: 400 job months, printed as 33.
    frame = simple_rows(
        [("39041", "10", 33)], total_wages_usd=1_000_000.0, annual_wage_usd=30_000.0
    )
    low, high = employment_intervals(frame)
    assert (low.tolist(), high.tolist()) == ([400], [400])


def test_a_published_zero_may_stand_for_a_few_job_months() -> None:
    frame = simple_rows([("39041", "10", 0)], total_wages_usd=9_000.0, annual_wage_usd=0.0)
    assert employment_intervals(frame)[1].tolist() == [6]
    empty = simple_rows([("39041", "10", 0)], establishments=0.0)
    assert employment_intervals(empty)[1].tolist() == [0]


def test_industries_lie_in_the_sectors_of_the_agency() -> None:
    assert ancestors_of("622110") == ["62211", "6221", "622", "62", "1025", "102", "10"]
    assert ancestors_of("445") == ["44-45", "1021", "102", "10"]
    assert ancestors_of("31-33") == ["1013", "101", "10"]
    assert ancestors_of("999999")[-4:] == ["99", "1029", "102", "10"]


@given(
    st.lists(st.integers(0, 3000), min_size=3, max_size=3),
    st.lists(st.integers(2_000, 90_000), min_size=3, max_size=3),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_what_the_agency_rounded_away_stays_inside(
    months: list[int], pay: list[int], hidden: list[bool]
) -> None:
    wages = np.array([round(m * p / 12) for m, p in zip(months, pay, strict=True)], dtype=float)
    true = np.array([sum(months), *months]) / 12
    paid = np.array([wages.sum(), *wages])
    hide = np.array([False, *hidden])
    frame = simple_rows([("39041", code, 1) for code in ("62", "621", "622", "623")])
    frame["employment"] = np.where(hide, np.nan, np.floor(true + 0.5))
    frame["total_wages_usd"] = np.where(hide, np.nan, paid)
    frame["annual_wage_usd"] = np.floor(
        np.divide(paid, true, out=np.zeros(4), where=true > 0) + 0.5
    )
    frame["employment_status"] = np.where(hide, "withheld", "disclosed")
    cells = industry_bounds(system_of(frame)).cells
    assert (cells["employment_low"] <= true).all()
    assert (cells["employment_high"].fillna(np.inf) >= true).all()
    assert (cells["total_wages_usd_low"] <= paid).all()
    assert (cells["total_wages_usd_high"] >= paid).all()


@given(st.integers(2, 1_000))
def test_wages_in_another_unit_scale_their_bounds(factor: int) -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None),
                        ("39041", "623", None)])  # fmt: skip
    scaled = rows.assign(
        total_wages_usd=rows["total_wages_usd"] * factor,
        annual_wage_usd=rows["annual_wage_usd"] * factor,
    )
    before, after = industry_bounds(system_of(rows)).cells, industry_bounds(system_of(scaled)).cells
    for end in ENDS[2:]:
        assert (after[end] == before[end] * factor).all()


@given(*[st.floats(1, 1e9) for _ in range(2)], *[st.floats(0, 1) for _ in range(4)])
def test_ratio_bounds_hold_whatever_is_inside(
    top: float, bottom: float, a: float, b: float, c: float, d: float
) -> None:
    ends = [pd.Series([x]) for x in (top * a, top, bottom * b, bottom)]
    low, high = ratio_bounds(*ends)
    inside = (top * a + (top - top * a) * c) / max(bottom * b + (bottom - bottom * b) * d, 1e-300)
    assert low[0] <= inside * (1 + 1e-12)
    assert np.isnan(high[0]) or inside <= high[0] * (1 + 1e-12)


def test_contradicting_rows_are_named(county: pd.DataFrame) -> None:
    county.loc[county["naics"].eq("621"), ["employment", "total_wages_usd"]] = [130, 6_500_000]
    with pytest.raises(ConflictError, match="cannot all be right") as raised:
        industry_bounds(system_of(county))
    assert sorted(raised.value.rows["naics"]) == ["62", "621"]


def test_a_state_that_its_counties_exceed_is_a_contradiction(state: pd.DataFrame) -> None:
    wrong = state["area_fips"].eq("39000") & state["naics"].eq("621")
    state.loc[wrong, ["employment", "total_wages_usd"]] = [80, 4_000_000]
    with pytest.raises(ConflictError) as raised:
        industry_bounds(system_of(state, ["39041", "39045"]))
    assert "39000" in set(raised.value.rows["area_fips"])


def test_a_row_whose_pay_does_not_fit_its_wages_is_refused(county: pd.DataFrame) -> None:
    county.loc[0, "annual_wage_usd"] = 90_000
    with pytest.raises(InputError, match="contradicts itself"):
        industry_bounds(system_of(county))


@pytest.mark.parametrize("column", ["agglvl_code", "employment_status", "total_wages_usd"])
def test_a_missing_column_is_named(county: pd.DataFrame, column: str) -> None:
    with pytest.raises(MissingColumnError, match=column):
        industry_bounds(system_of(county.drop(columns=column)))


def test_doubled_rows_unknown_codes_and_unknown_counties_are_refused(county: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="1 cell occurs twice"):
        industry_bounds(system_of(pd.concat([county, county.head(1)])))
    with pytest.raises(InputError, match="none of the census"):
        industry_bounds(system_of(county.assign(naics=county["naics"].replace("622", "X22"))))
    with pytest.raises(UnknownCodeError, match="39049"):
        industry_bounds(system_of(county, ["39041", "39049"]))
    with pytest.raises(InputError, match="without employment or wages"):
        industry_bounds(system_of(county.assign(employment_status="disclosed")))
