"""Labor shed, commute shed and in- and out-commuting."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, MissingColumnError, UnknownCodeError
from sectornb.region.sheds import (
    OUTSIDE,
    REST,
    commute_shed,
    commuting_summary,
    counties_needed,
    home_by_work,
    labor_shed,
    largest_exchanges,
    linked_counties,
)
from tests.builders.flow_tables import case_matrix, table_of

CODES = ["57001", "57003", "57005", "57007"]


def flows(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["home_area_fips", "work_area_fips", "jobs"])


SMALL = flows(
    ("57001", "57001", 60.0),
    ("57003", "57001", 30.0),
    ("57005", "57001", 10.0),
    ("57001", "57003", 20.0),
)


def test_labor_shed_ranks_homes_by_their_jobs_in_the_region() -> None:
    # 60, 30 and 10 of 100 jobs in 57001.
    shed = labor_shed(SMALL, ["57001"])
    assert shed["home_area_fips"].tolist() == ["57001", "57003", "57005"]
    assert shed["share"].tolist() == [0.6, 0.3, 0.1]
    assert shed["cumulative_share"].tolist() == pytest.approx([0.6, 0.9, 1.0])


def test_commute_shed_ranks_workplaces_of_residents() -> None:
    # Residents of 57001 hold 60 jobs at home and 20 in 57003: 75 and 25 percent.
    shed = commute_shed(SMALL, ["57001"])
    assert shed["work_area_fips"].tolist() == ["57001", "57003"]
    assert shed["share"].tolist() == [0.75, 0.25]


def test_in_and_out_shares_have_different_denominators() -> None:
    # Out: 20 of 80 residents' jobs. In: 40 of 100 jobs.
    summary = commuting_summary(SMALL, ["57001"]).set_index("side")
    assert summary.loc["residents", "outside_pct"] == pytest.approx(25)
    assert summary.loc["jobs", "outside_pct"] == pytest.approx(40)


def test_ties_are_ordered_by_code() -> None:
    tied = flows(("57005", "57001", 5.0), ("57003", "57001", 5.0))
    assert labor_shed(tied, ["57001"])["home_area_fips"].tolist() == ["57003", "57005"]


def test_linked_counties_say_what_each_would_cover() -> None:
    # 57001: 60 of 100 jobs held inside and 30 by 57003; 60 of 80 residents' jobs inside, 20 there.
    table = linked_counties(SMALL, ["57001"]).set_index("area_fips")
    assert table.index.tolist() == ["57003", "57005"]
    assert table.loc["57003", "demand_side_covered"] == pytest.approx(0.9)
    assert table.loc["57003", "supply_side_covered"] == pytest.approx(1.0)
    assert table.loc["57005", "jobs_of_region_residents"] == 0


def test_jobs_in_a_state_whose_file_is_missing_are_unknown_and_not_zero() -> None:
    # 58001 sends 5 people; no workplace of state 58 is among the flows.
    table = linked_counties(
        pd.concat([SMALL, flows(("58001", "57001", 5.0))]), ["57001"]
    ).set_index("area_fips")
    assert table.loc["58001", "jobs_in_region"] == 5
    assert pd.isna(table.loc["58001", "jobs_of_region_residents"])
    assert pd.isna(table.loc["58001", "supply_side_covered"])


def test_exchanges_are_the_largest_flows_between_two_counties_that_touch_the_region() -> None:
    far = flows(("57005", "57007", 500.0), ("57003", "57003", 900.0))
    found = largest_exchanges(pd.concat([SMALL, far]), ["57001"], count=2)
    assert found["jobs"].tolist() == [30, 20]
    assert found["home_area_fips"].tolist() == ["57003", "57001"]


pairs = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)),
    st.integers(min_value=1, max_value=10_000),
    min_size=1,
)


@given(pairs)
def test_shares_of_a_shed_add_up_to_one(counts: dict[tuple[str, str], int]) -> None:
    table = flows(*((home, work, float(jobs)) for (home, work), jobs in counts.items()))
    works = sorted(set(table["work_area_fips"]))
    shed = labor_shed(table, works)
    assert shed["share"].sum() == pytest.approx(1)
    assert shed["jobs"].sum() == table["jobs"].sum()
    assert shed["share"].is_monotonic_decreasing


def test_a_county_without_jobs_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="57005 never appears as a workplace"):
        labor_shed(SMALL, ["57005"])


def test_a_repeated_pair_is_refused() -> None:
    with pytest.raises(InputError, match="1 repeated pair,"):
        labor_shed(pd.concat([SMALL, SMALL.head(1)]), ["57001"])


@pytest.mark.parametrize("bad", [-1.0, float("nan")])
def test_a_count_that_cannot_be_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="negative or missing"):
        labor_shed(flows(("57001", "57001", bad)), ["57001"])


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(MissingColumnError, match="jobs"):
        commute_shed(SMALL.drop(columns="jobs"), ["57001"])


def test_counties_needed_reach_the_chosen_share_exactly() -> None:
    shed = pd.DataFrame({"cumulative_share": [0.5, 0.9, 1.0]})
    assert [counties_needed(shed, share) for share in (0.9, 0.91, 0.1)] == [2, 3, 1]


def test_homes_by_workplaces_hold_every_job_of_the_region_once() -> None:
    flows = table_of(case_matrix())
    region = ["57101", "57102", "57103"]
    table = home_by_work(flows, region, most=2)
    # Two in all: one by name, the rest in one.
    assert list(table.columns) == list(table.index) == ["57101", REST, OUTSIDE]
    table = home_by_work(flows, region, most=3)
    assert list(table.columns) == ["57101", "57102", "57103", OUTSIDE]
    touching = flows["home_area_fips"].isin(region) | flows["work_area_fips"].isin(region)
    assert table.sum().sum() == flows.loc[touching, "jobs"].sum()
    assert table.loc["57102", "57101"] == 2_500
    assert pd.isna(table.loc[OUTSIDE, OUTSIDE])
