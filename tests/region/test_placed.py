"""Members that a handful of commuters holds."""

import numpy as np
import pytest

from sectornb.region.delineation.delineate import delineate
from sectornb.region.placed import delineations, detached, ties_to, weak_members
from sectornb.region.stability import membership_runs
from tests.builders.flow_tables import blocks, case_matrix, matrix_of

# A lake district of two counties, a tiny one that ties it to a city of 1.6 million, 68 strong.
LAKE = np.array(
    [
        [60_000.0, 9_000.0, 200.0, 0.0],
        [8_000.0, 30_000.0, 150.0, 0.0],
        [120.0, 40.0, 300.0, 68.0],
        [0.0, 0.0, 0.0, 1_588_000.0],
    ]
)


def test_the_city_joins_the_lake_on_68_commuters_and_that_is_an_alarm() -> None:
    found = delineate(matrix_of(LAKE), ["57101", "57102"])
    assert len(found.zone("commuting zones")) == 4
    weak = weak_members(found)
    weak = weak[weak["method"].eq("commuting zones")].set_index("area_fips")
    assert weak.loc["57104", "held_by_jobs"] == 68
    assert weak["alarm"].to_dict() == {
        "57101": False,
        "57102": False,
        "57103": False,
        "57104": True,
    }


def test_seen_from_the_city_the_lake_hangs_on_the_tiny_county_between() -> None:
    # 57103 sends 68 of its 528 residents to the city. 57101 exchanges 200 + 120 with what
    # is before it, of 69,200 residents; 57102 is held by 57101 and as weakly as it.
    found = delineate(matrix_of(LAKE), ["57104"])
    weak = weak_members(found).query("method == 'commuting zones'").set_index("area_fips")
    assert weak.loc[["57103", "57101", "57102"], "held_by_jobs"].tolist() == [68, 320, 320]
    assert weak.loc[["57103", "57101", "57102"], "alarm"].tolist() == [False, True, True]


def test_a_tie_counts_all_that_a_county_exchanges_with_the_rest() -> None:
    # 57102 alone against the rest: 9,000 + 8,000 + 150 + 40 over its 38,150 residents.
    matrix = matrix_of(LAKE)
    jobs, share = ties_to(matrix, np.array([0, 1, 2]), 0)
    assert np.isnan(jobs[0])
    assert jobs[1] == 17_190
    assert share[1] == pytest.approx(17_190 / 38_150)


def test_a_member_without_any_exchange_is_held_by_nobody() -> None:
    jobs, share = ties_to(blocks((2, 1)), np.array([0, 1, 2]), 0)
    assert jobs[2] == share[2] == 0


def test_members_that_cannot_be_reached_over_borders_are_named() -> None:
    neighbors = {"57101": ("57102",), "57102": ("57101", "57109"), "57103": ("57109",)}
    assert detached(["57101", "57102", "57103"], neighbors, "57101") == {"57103"}


def test_the_table_says_nothing_on_touching_without_shapes() -> None:
    found = delineate(case_matrix(), ["57101"])
    table = delineations(found, membership_runs(found, draws=2))
    assert table["touches_zone"].isna().all()
    assert table["membership_share"].between(0, 1).all()
    assert table["alarm"].notna().equals(table["with_region"])


def test_the_table_says_who_touches_the_zone_where_shapes_are_known() -> None:
    found = delineate(case_matrix(), ["57101"])
    neighbors = {"57101": ("57102",), "57102": ("57101",), "57103": ("57108",)}
    table = delineations(found, membership_runs(found, draws=2), neighbors)
    own = table[table["method"].eq("commuting zones") & table["with_region"]]
    assert own.set_index("area_fips")["touches_zone"].to_dict() == {
        "57101": True,
        "57102": True,
        "57103": False,
    }
