"""Counties added up: withheld is never zero, and a floor is never a figure."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, MissingColumnError
from sectornb.industry.composite import (
    county_table,
    jobs_of,
    matched_growth,
    regional_industries,
    regional_totals,
)
from tests.builders.cells import county_cells

A, B, C = "57001", "57003", "57005"
JOBS = st.one_of(st.none(), st.integers(0, 5_000).map(float))


def one(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]


def region(*jobs: float | None) -> pd.Series:
    """The one industry of counties A, B, ... with these jobs."""
    rows = [(county, "622", 2022, n) for county, n in zip((A, B, C), jobs, strict=False)]
    return one(regional_industries(county_cells(rows), (A, B, C)[: len(jobs)]))


def test_disclosed_counties_add_up() -> None:
    found = region(100, 20, 3)
    assert found["employment"] == found["employment_low"] == found["employment_high"] == 123
    assert found["employment_status"] == "disclosed"
    assert found["total_wages_usd"] == 123 * 50_000
    assert found["establishments"] == 15
    assert (found["counties_present"], found["counties_withheld"]) == (3, 0)


def test_one_withheld_county_leaves_a_floor_and_no_figure() -> None:
    found = region(100, None)
    assert pd.isna(found["employment"])
    assert found["employment_low"] == 100
    assert pd.isna(found["employment_high"])
    assert pd.isna(found["total_wages_usd"])
    assert found["disclosed_wages_usd"] == 100 * 50_000
    assert found["employment_status"] == "partly_withheld"
    assert (found["counties_present"], found["counties_withheld"]) == (2, 1)


@pytest.mark.parametrize(
    ("jobs", "status"),
    [
        ((0, 0), "zero"),
        ((None, None), "withheld"),
        ((None, 0), "withheld"),
        ((1, None), "partly_withheld"),
        ((1, 0), "disclosed"),
    ],
)
def test_the_status_tells_zero_from_withheld(jobs: tuple[float | None, ...], status: str) -> None:
    assert region(*jobs)["employment_status"] == status


def test_an_industry_without_a_row_in_a_county_has_nothing_there() -> None:
    cells = county_cells([(A, "622", 2022, 50), (A, "722", 2022, 5), (B, "722", 2022, 7)])
    found = regional_industries(cells, [A, B]).set_index("naics")
    assert found.loc["622", "employment"] == 50
    assert found.loc["622", "counties_present"] == 1


def test_counties_outside_the_region_do_not_count() -> None:
    cells = county_cells([(A, "622", 2022, 50), (B, "622", 2022, None)])
    assert one(regional_industries(cells, [A]))["employment"] == 50


def test_years_are_kept_apart() -> None:
    cells = county_cells([(A, "622", 2020, 50), (A, "622", 2022, 60)])
    assert regional_industries(cells, [A])["employment"].tolist() == [50, 60]


def test_a_county_withheld_in_two_ownerships_counts_once() -> None:
    both = [county_cells([(A, "622", 2022, None)], own=own) for own in ("3", "5")]
    found = one(regional_industries(pd.concat(both), [A]))
    assert (found["counties_present"], found["counties_withheld"]) == (1, 1)


@given(st.lists(st.tuples(JOBS, st.integers(0, 9_000)), min_size=1, max_size=3))
def test_no_completion_of_the_withheld_cells_falls_below_the_floor(
    cells: list[tuple[float | None, int]],
) -> None:
    published = region(*(jobs for jobs, _ in cells))
    truth = region(*(float(secret) if jobs is None else jobs for jobs, secret in cells))
    assert published["employment_low"] <= truth["employment"]
    if pd.notna(published["employment_high"]):
        assert truth["employment"] <= published["employment_high"]
    if pd.notna(published["employment"]):
        assert published["employment"] == truth["employment"]


@given(st.lists(JOBS, min_size=2, max_size=3))
def test_adding_a_county_never_lowers_the_floor(jobs: list[float | None]) -> None:
    assert region(*jobs)["employment_low"] >= region(*jobs[:-1])["employment_low"]


@given(st.permutations(range(4)))
def test_the_order_of_rows_makes_no_difference(order: list[int]) -> None:
    rows = [(A, "622", 2022, 1.0), (B, "622", 2022, None), (A, "722", 2022, 0), (B, "722", 2022, 4)]
    expected = regional_industries(county_cells(rows), [A, B])
    found = regional_industries(county_cells([rows[i] for i in order]), [B, A])
    pd.testing.assert_frame_equal(found, expected)


def test_a_county_without_any_row_is_not_taken_for_zero() -> None:
    with pytest.raises(InputError, match="57003 in 2022.*not zero"):
        regional_industries(county_cells([(A, "622", 2022, 1)]), [A, B])


def test_a_county_missing_in_one_year_is_named_with_that_year() -> None:
    cells = county_cells([(A, "622", 2020, 1), (A, "622", 2022, 1), (B, "622", 2022, 1)])
    with pytest.raises(InputError, match="57003 in 2020"):
        regional_industries(cells, [A, B])


def test_no_rows_at_all_are_refused() -> None:
    with pytest.raises(InputError, match="no rows at this level"):
        regional_industries(county_cells([]), [A])


def test_a_table_without_a_needed_column_is_refused() -> None:
    cells = county_cells([(A, "622", 2022, 1)]).drop(columns="employment_status")
    with pytest.raises(MissingColumnError, match="lacks the column employment_status"):
        regional_industries(cells, [A])


def totals(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    """Totals from (county, ownership, jobs) of 2022."""
    return pd.concat(
        [county_cells([(county, "10", 2022, jobs)], own=own) for county, own, jobs in rows]
    )


def test_totals_are_sums_of_published_totals() -> None:
    cells = totals((A, "0", 10), (A, "5", 8), (B, "0", 5), (B, "5", 4), (C, "0", 99))
    found = regional_totals(cells, [A, B]).set_index("own_code")
    assert found.loc["0", "employment"] == 15
    assert found.loc["5", "employment"] == 12
    assert found.loc["5", "ownership"] == "private"


def test_change_since_the_base_year_is_in_percent_of_it() -> None:
    cells = pd.concat(
        [county_cells([(A, "10", 2017, 200), (A, "10", 2022, 230)], own="0"),
         county_cells([(A, "10", 2017, 0), (A, "10", 2022, 8)], own="1")]
    )  # fmt: skip
    found = regional_totals(cells, [A]).set_index(["own_code", "year"])["employment_since_base_pct"]
    # 230 / 200 is 15 percent more; from nothing there is no percent.
    assert found["0", "2022"] == pytest.approx(15)
    assert pd.isna(found["0", "2017"])
    assert pd.isna(found["1", "2022"])


def test_jobs_of_gives_the_base_and_the_ownership() -> None:
    found = regional_totals(totals((A, "0", 10), (A, "5", 8)), [A])
    assert jobs_of(found, 2022, "private") == {"all": 10, "owner": 8}
    assert jobs_of(found, 2022, "all") == {"all": 10, "owner": 10}


def test_a_withheld_total_of_one_ownership_leaves_the_others() -> None:
    cells = totals((A, "0", 10), (A, "2", None), (A, "5", 8), (B, "0", 5), (B, "2", 1), (B, "5", 4))
    found = regional_totals(cells, [A, B])
    assert pd.isna(found.set_index("own_code").loc["2", "employment"])
    assert jobs_of(found, 2022, "private") == {"all": 15, "owner": 12}


def test_a_withheld_total_of_all_is_refused() -> None:
    with pytest.raises(InputError, match="57001, 2022.*withheld"):
        regional_totals(totals((A, "0", None)), [A])


def test_a_county_without_a_total_is_refused() -> None:
    with pytest.raises(InputError, match="57003 in 2022"):
        regional_totals(totals((A, "0", 1), (B, "5", 1)), [A, B])


def test_jobs_of_an_ownership_that_is_withheld_are_refused() -> None:
    found = regional_totals(totals((A, "0", 10), (A, "5", None)), [A])
    with pytest.raises(InputError, match="private in 2022"):
        jobs_of(found, 2022, "private")


def growth(*rows: tuple[str, int, float | None]) -> pd.DataFrame:
    cells = county_cells([(county, "622", year, jobs) for county, year, jobs in rows])
    return matched_growth(cells, 2020, 2022, [A, B])


def test_matched_growth_compares_the_same_counties_at_both_ends() -> None:
    # B is withheld in 2022, so its 500 jobs of 2020 are left out: 100 to 110.
    found = one(growth((A, 2020, 100), (A, 2022, 110), (B, 2020, 500), (B, 2022, None)))
    assert (found["matched_base"], found["matched_latest"]) == (100, 110)
    assert found["counties_matched"] == 1


def test_a_county_that_gained_an_industry_counts_from_zero() -> None:
    found = one(growth((A, 2020, 100), (A, 2022, 110), (B, 2022, 7)))
    assert (found["matched_base"], found["matched_latest"]) == (100, 117)
    assert found["counties_matched"] == 2


def test_an_industry_withheld_everywhere_has_no_match() -> None:
    found = growth((A, 2020, None), (A, 2022, 110), (B, 2020, 1), (B, 2022, None))
    assert found.empty


def test_a_county_withheld_in_one_ownership_is_compared_in_the_other() -> None:
    rows = [(A, "622", 2020, 10.0), (A, "622", 2022, 12.0)]
    hidden = [(A, "622", 2020, None), (A, "622", 2022, 90.0)]
    cells = pd.concat([county_cells(rows), county_cells(hidden, own="3")])
    found = one(matched_growth(cells, 2020, 2022, [A]))
    assert (found["matched_base"], found["matched_latest"]) == (10, 12)


def test_equal_years_match_with_themselves() -> None:
    found = one(matched_growth(county_cells([(A, "622", 2022, 10)]), 2022, 2022, [A]))
    assert (found["matched_base"], found["matched_latest"]) == (10, 10)


def test_the_county_table_lists_every_cell() -> None:
    cells = county_cells([(B, "622", 2022, None), (A, "622", 2022, 3)])
    assert county_table(cells)["area_fips"].tolist() == [A, B]
