"""Counts behind the sentences on a region."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.region import counts
from sectornb.region.containment import ValidityTargets, containment
from sectornb.region.sheds import linked_counties
from tests.builders.flow_tables import case_matrix, table_of

FLOWS = table_of(case_matrix())
METHODS = pd.DataFrame(
    {
        "method": list("abcd"),
        "region_counties_in_zone": [2.0, 2.0, 1.0, 2.0],
        "counties_in_zone": [2.0, 3.0, 1.0, 4.0],
        "overlap_by_seed": [float("nan")] * 3 + [0.95],
    }
)
REGION = ["57101", "57102"]


def made(
    flows: pd.DataFrame = FLOWS,
    region: list[str] = REGION,
    methods: pd.DataFrame = METHODS,
    known: bool = True,
) -> pd.Series[float]:
    complete, sets = sorted(set(flows["home_area_fips"])), containment(flows, region)
    linked = linked_counties(flows, region).assign(flows_known=known)
    table = counts.region_counts(region, complete, sets, methods, ValidityTargets(), linked)
    dictionary().check_table("region_counts", table)
    return table.set_index("counted")["count"]


def test_counties_ways_and_choices_are_counted() -> None:
    found = made()
    assert found[counts.COUNTIES] == 2 and found[counts.KNOWN] == 8
    assert found[counts.WAYS] == 4 and found[counts.WHOLE] == 3
    assert found[counts.EXACT] == 1 and found[counts.JOINED] == 2
    assert found[counts.STRONG] == 5 and found[counts.FEW] == 2


def test_a_method_that_chance_moves_has_no_vote() -> None:
    found = made(methods=METHODS.assign(overlap_by_seed=[float("nan")] * 3 + [0.49]))
    assert found[counts.WAYS] == 3 and found[counts.WHOLE] == 2 and found[counts.JOINED] == 1


def test_only_counties_with_a_rank_have_strong_ties() -> None:
    sets = containment(FLOWS, REGION)
    ranked = sets["change"].eq("with") & sets["rank"].notna()
    assert made()[counts.TIED] == ranked.sum() < sets["change"].eq("with").sum()
    assert made()[counts.RANKED] == ranked.sum()


def test_a_county_with_unknown_own_flows_has_a_strong_tie_from_five_percent_of_our_residents() -> (
    None
):
    linked = linked_counties(FLOWS, REGION).assign(flows_known=False)
    linked["tie_share_low"] = [0.05, 0.049] + [0.0] * (len(linked) - 2)
    assert len(counts.strong_unknown(linked)) == 1
    assert counts.strong_unknown(linked.assign(flows_known=True)).empty


def test_every_count_has_a_unit_and_its_own_name() -> None:
    sets = containment(FLOWS, REGION)
    linked = linked_counties(FLOWS, REGION).assign(flows_known=True)
    table = counts.region_counts(REGION, REGION, sets, METHODS, ValidityTargets(), linked)
    assert table["counted"].is_unique
    assert table["unit"].str.len().gt(0).all()


def test_the_margins_are_the_largest_whole_numbers_of_jobs_that_do_not_turn_the_verdict() -> None:
    # 40,000 live and work here, 5,000 go out, 2,000 come in; large enough for 66.7 percent.
    flows = pd.DataFrame(
        {
            "home_area_fips": ["57101", "57101", "57102", "57102"],
            "work_area_fips": ["57101", "57102", "57101", "57102"],
            "jobs": [40_000.0, 5_000.0, 2_000.0, 9_000.0],
        }
    )
    found = made(flows, ["57101"])
    # 40,000 / 0.667 = 59,970.0: less 45,000 held, less 42,000 located.
    assert found[counts.OUT_MARGIN] == 14_970
    assert found[counts.IN_MARGIN] == 17_970


def test_a_region_that_is_none_has_no_margin() -> None:
    flows = FLOWS.assign(jobs=FLOWS["jobs"] / 100)
    assert {counts.OUT_MARGIN, counts.IN_MARGIN}.isdisjoint(made(flows).index)


@pytest.mark.parametrize("name", ["counted", "count", "unit"])
def test_the_columns_are_those_that_industries_count_with_too(name: str) -> None:
    tables = dictionary().tables
    assert name in tables["region_counts"].columns and name in tables["industry_counts"].columns
