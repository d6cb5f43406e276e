"""Flows around a region: what they hold, and tables completed by employed residents."""

from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError, ParameterError
from sectornb.region.read import (
    SEGMENTS,
    Commuting,
    commuting_flows,
    with_employed_residents,
)
from sectornb.sources.library import Library, open_library

EXAMPLE_COUNTY = ["57029"]


def flows(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["home_area_fips", "work_area_fips", "jobs"])


LEAVING = flows(("57001", "57003", 20.0), ("57003", "57001", 5.0), ("57005", "57001", 9.0))
EMPLOYED = pd.Series({"57001": 100.0, "57003": 3.0})


def test_people_who_live_and_work_in_a_county_are_employed_minus_leaving() -> None:
    # 100 employed, 20 leave: 80 stay. 3 employed, 5 leave: none, and R is the 5 who leave.
    completed, text = with_employed_residents(LEAVING, EMPLOYED)
    jobs = completed.set_index(["home_area_fips", "work_area_fips"])["jobs"]
    assert jobs["57001", "57001"] == 80
    assert jobs["57003", "57003"] == 0
    assert "In 1 more people leave than are employed: 57003" in text


def test_counties_without_employed_residents_go_with_all_their_flows() -> None:
    completed, text = with_employed_residents(LEAVING, EMPLOYED)
    assert "57005" not in set(completed["home_area_fips"])
    assert "57005" in text


def test_a_diagonal_that_is_there_is_replaced_and_not_doubled() -> None:
    given = pd.concat([LEAVING, flows(("57001", "57001", 7.0))])
    completed, _ = with_employed_residents(given, EMPLOYED)
    assert not completed.duplicated(["home_area_fips", "work_area_fips"]).any()


def test_lodes_brings_segments_and_says_what_it_counts() -> None:
    files = open_library("")
    every = commuting_flows(files, EXAMPLE_COUNTY, source="lodes", vintage="2022")
    primary = commuting_flows(
        files, EXAMPLE_COUNTY, source="lodes", vintage="2022", job_type="JT01"
    )
    assert every.segments == SEGMENTS
    assert (every.counted, primary.counted) == ("jobs", "primary jobs")
    assert primary.flows["jobs"].sum() < every.flows["jobs"].sum()


def test_lodes_is_never_completed_by_employed_residents() -> None:
    with pytest.raises(ParameterError, match="no place there"):
        commuting_flows(
            open_library(""), EXAMPLE_COUNTY, source="lodes", vintage="2022", residents="laus"
        )


def test_a_table_without_people_who_live_and_work_in_the_region_is_refused(
    tmp_path: Path,
) -> None:
    from sectornb.sources.adding import add_files

    path = tmp_path / "flows.csv"
    path.write_text("home_area_fips,work_area_fips,workers\n57001,57003,5\n57003,57001,4\n")
    add_files(tmp_path / "library", [path], "county-flows", "2000")
    library = Library(tmp_path / "library")
    with pytest.raises(InputError, match="residents: laus"):
        commuting_flows(library, ["57001"], source="county-flows", vintage="2000")


def test_states_are_named_or_counted() -> None:
    few = Commuting(LEAVING, ("57001", "58001"), ())
    assert few.zoned_in == "Westmark, Eastmere"
    many = Commuting(LEAVING, tuple(f"{n:02d}001" for n in (1, 4, 5, 6, 8, 9, 10, 11)), ())
    assert many.zoned_in == "7 states and the District of Columbia"
