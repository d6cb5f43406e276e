"""Distances between home and work county."""

import numpy as np
import pandas as pd
import pytest

from sectornb.errors import ParameterError
from sectornb.region.distance import (
    distance_bands,
    exchanged_outlines,
    great_circle_miles,
    no_centroids,
)

FLOWS = pd.DataFrame(
    [("57001", "57001", 60.0), ("57003", "57001", 30.0), ("57005", "57001", 10.0)],
    columns=["home_area_fips", "work_area_fips", "jobs"],
)
# One degree of latitude is 69.1 miles on the sphere of mean radius.
MIDDLES = pd.DataFrame(
    [("57001", -80.0, 40.0), ("57003", -80.0, 40.2), ("57005", -80.0, 42.0)],
    columns=["area_fips", "longitude", "latitude"],
)


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference() -> None:
    zero, ninety = np.array([0.0]), np.array([90.0])
    found = great_circle_miles(zero, zero, ninety, zero)
    assert found == pytest.approx([np.pi / 2 * 3_958.8])


def test_bands_run_from_near_to_far_with_the_own_county_first() -> None:
    # 0.2 degrees are 13.8 miles, 2 degrees 138 miles.
    table = distance_bands(FLOWS, ["57001"], MIDDLES)
    jobs = table[table["side"].eq("jobs")]
    assert jobs["band"].tolist() == ["same county", "10 to 25 miles", "100 miles or more"]
    assert jobs["share"].tolist() == [0.6, 0.3, 0.1]
    assert jobs["cumulative_share"].tolist() == pytest.approx([0.6, 0.9, 1.0])


def test_residents_and_jobs_have_their_own_base() -> None:
    table = distance_bands(FLOWS, ["57001"], MIDDLES).set_index(["side", "band"])
    assert table.loc[("residents", "same county"), "share"] == 1
    assert table.loc[("jobs", "same county"), "share"] == 0.6


def test_without_middles_other_counties_are_at_an_unknown_distance() -> None:
    table = distance_bands(FLOWS, ["57001"], no_centroids())
    jobs = table[table["side"].eq("jobs")]
    assert jobs["band"].tolist() == ["same county", "distance unknown"]
    assert jobs["jobs"].tolist() == [60, 40]


def test_the_upper_end_of_a_band_belongs_to_the_next() -> None:
    miles = great_circle_miles(*(np.array([v]) for v in (-80.0, 40.0, -80.0, 40.2)))[0]
    table = distance_bands(FLOWS, ["57001"], MIDDLES, bands=[float(miles), 200.0])
    assert f"{miles:g} to 200 miles" in table["band"].tolist()


@pytest.mark.parametrize("ends", [[], [0.0, 5.0], [10.0, 10.0], [20.0, 10.0]])
def test_ends_that_do_not_rise_are_refused(ends: list[float]) -> None:
    with pytest.raises(ParameterError, match="must rise"):
        distance_bands(FLOWS, ["57001"], MIDDLES, bands=ends)


# Four counties on one meridian, 0.2 degrees apart; each commutes to the next alone.
ROW = ["57001", "57003", "57005", "57007"]
NEXT = pd.DataFrame(
    [(home, work, 100.0) for home, work in zip(ROW, ROW[1:], strict=False)],
    columns=["home_area_fips", "work_area_fips", "jobs"],
)


def row(*codes: str) -> pd.DataFrame:
    places = [(code, -80.0, 40 + 0.2 * place) for place, code in enumerate(codes)]
    return pd.DataFrame(places, columns=["area_fips", "longitude", "latitude"])


def test_counties_in_each_others_place_are_found_by_their_commuters() -> None:
    # The outer two are 2 steps from the one that they commute with, and would be 1.  A row turned
    # round is the same row, so that exchanging the inner two would mend it as well.
    outlines = row("57007", "57003", "57005", "57001")
    found = exchanged_outlines(NEXT, ROW, outlines, ROW)
    assert found == [("57001", "57007"), ("57003", "57005")]


def test_counties_in_their_own_places_are_not_exchanged() -> None:
    assert exchanged_outlines(NEXT, ROW, row(*ROW), ROW) == []


def test_one_of_the_two_is_in_the_region_and_the_flows_of_both_are_known() -> None:
    outlines = row("57007", "57003", "57005", "57001")
    assert exchanged_outlines(NEXT, ["57001"], outlines, ROW) == [("57001", "57007")]
    assert exchanged_outlines(NEXT, ["57001"], outlines, ROW[:3]) == []
    assert exchanged_outlines(NEXT, ROW, no_centroids(), ROW) == []
