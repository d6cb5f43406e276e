"""The region by one group of jobs."""

from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import MissingColumnError
from sectornb.region.containment import containment
from sectornb.region.segments import (
    commuting_by_segment,
    segment_flows,
    segment_sheds,
)
from tests.builders.editions import add_lodes, region_of

FLOWS = pd.DataFrame(
    [
        ("57001", "57001", 60.0, 6.0, 0.0),
        ("57003", "57001", 30.0, 14.0, 5.0),
        ("57003", "57003", 50.0, 10.0, 5.0),
        ("57001", "57003", 20.0, 0.0, 0.0),
    ],
    columns=["home_area_fips", "work_area_fips", "jobs", "jobs_goods", "jobs_other_services"],
)


def test_a_segment_takes_the_place_of_all_jobs() -> None:
    found = segment_flows(FLOWS, "jobs_goods")
    # Nobody of 57001 works in goods in 57003, which is a true zero.
    assert found["jobs"].tolist() == [6, 14, 10, 0]


def test_a_county_without_the_segment_counts_with_its_zero_in_a_larger_region() -> None:
    # Of other services 57003 has 5 jobs and 57001 none held by residents: 10 of 10 stay in both.
    both = ["57001", "57003"]
    table = commuting_by_segment(FLOWS, both, ["jobs_other_services"])
    services = table[table["segment"].eq("jobs_other_services")]
    assert services["jobs"].tolist() == [10, 10] and services["inside_pct"].tolist() == [100, 100]
    sets = containment(segment_flows(FLOWS, "jobs_other_services"), both)
    assert sets["live_and_work_jobs"].tolist()[0] == 10


def test_every_segment_has_its_own_denominators() -> None:
    # Goods: residents of 57001 hold 6 jobs, all inside; of its 20 jobs they hold 6.
    table = commuting_by_segment(FLOWS, ["57001"], ["jobs_goods"]).set_index(["segment", "side"])
    assert table.loc[("jobs_goods", "residents"), "inside_pct"] == 100
    assert table.loc[("jobs_goods", "jobs"), "inside_pct"] == pytest.approx(30)
    assert table.loc[("jobs", "residents"), "inside_pct"] == pytest.approx(75)


def test_a_segment_without_jobs_in_the_region_is_left_out() -> None:
    # No resident of 57001 holds a job in other services.
    table = commuting_by_segment(FLOWS, ["57001"], ["jobs_other_services"])
    assert table["segment"].unique().tolist() == ["jobs"]


def test_the_sheds_of_a_segment_stand_beside_those_of_all_jobs() -> None:
    # Labor shed of 57001: goods 14 of 20 from 57003, all jobs 30 of 90.
    table = segment_sheds(FLOWS, ["57001"], "jobs_goods").set_index(["shed", "area_fips"])
    assert table.loc[("labor", "57003"), "share"] == pytest.approx(0.7)
    assert table.loc[("labor", "57003"), "share_all_jobs"] == pytest.approx(30 / 90)
    assert table.loc[("labor", "57003"), "difference_pp"] == pytest.approx(100 * (0.7 - 1 / 3))


def test_which_county_next_is_asked_of_the_segment() -> None:
    table = containment(segment_flows(FLOWS, "jobs_goods"), ["57001"])
    assert table["live_and_work_jobs"].tolist() == [6, 30]
    assert table["demand_side"].tolist() == [0.3, 1.0]


def test_without_a_segment_the_tables_keep_their_columns_and_have_no_rows() -> None:
    sheds = segment_sheds(FLOWS, ["57001"], "")
    assert sheds.empty and "difference_pp" in sheds


def test_a_segment_that_the_flows_do_not_have_is_refused() -> None:
    with pytest.raises(MissingColumnError, match="Only LODES has segments"):
        segment_flows(FLOWS[["home_area_fips", "work_area_fips", "jobs"]], "jobs_goods")


@pytest.mark.parametrize("segment", ["jobs_goods", "jobs_pay_to_1250"])
def test_a_region_without_a_job_of_the_segment_has_its_tables_and_is_told(
    tmp_path: Path, segment: str
) -> None:
    # All of these jobs are well paid, and in services.
    flows = [("44001", "44001", 60), ("44001", "44003", 20), ("44003", "44001", 10)]
    library = add_lodes(tmp_path, [*flows, ("44003", "44003", 90)], "ri")
    study = region_of(library, ["44001"], flows="lodes", segment=segment)
    assert study.readings["segments"].text.startswith("The segment that you chose is empty here")
    assert study.region_commuting["jobs"].tolist() == [80, 70]
    assert study.tables["segment_sheds"].empty
