from __future__ import annotations

import numpy as np
import pytest

from sectornb.errors import ParameterError
from sectornb.simulate.geography import area_titles, build_geography


@pytest.mark.parametrize("counties", [8, 10, 30, 31, 100, 500])
def test_has_as_many_counties_as_asked_for(counties: int) -> None:
    frame = build_geography(counties, np.random.default_rng(1)).counties
    assert len(frame) == counties
    assert frame["area_fips"].is_unique and frame["name"].is_unique
    assert (frame["area_fips"].str.len() == 5).all()
    assert not frame["area_fips"].str.endswith("999").any()
    assert set(frame["area_fips"].str[:2]) == {"57", "58"}


def test_has_one_metro_across_the_river_two_small_cities_and_countryside() -> None:
    frame = build_geography(30, np.random.default_rng(57)).counties
    assert frame["role"].value_counts().to_dict() == {
        "rural": 21,
        "suburb": 6,
        "city": 2,
        "core": 1,
    }
    assert set(frame.loc[frame["role"] == "suburb", "state"]) == {"57", "58"}


def test_county_codes_are_odd_and_sorted() -> None:
    frame = build_geography(30, np.random.default_rng(57)).counties
    assert frame["area_fips"].tolist()[:3] == ["57001", "57003", "57005"]
    assert frame["area_fips"].is_monotonic_increasing


def test_distances_are_those_between_neighbors_of_a_lattice() -> None:
    # Two counties side by side in a row are one county width apart.
    geography = build_geography(30, np.random.default_rng(57))
    distance = geography.distances_km()
    assert distance[0, 1] == pytest.approx(42.0)
    assert (distance == distance.T).all()


def test_titles_name_the_nation_counties_with_their_state_and_the_metro() -> None:
    titles = area_titles(build_geography(8, np.random.default_rng(1)))
    title = titles.set_index("area_fips")["area_title"]
    assert titles["area_fips"].iloc[0] == "US000" and titles["area_fips"].iloc[-1] == "C5710"
    assert title["57001"] == "Alder County, Westmark"
    assert title["58999"] == "Unknown Or Undefined, Eastmere"
    assert len(titles) == 8 + 2 * 2 + 2


@pytest.mark.parametrize("counties", [0, 7, 501])
def test_an_impossible_number_of_counties_is_refused(counties: int) -> None:
    with pytest.raises(ParameterError, match="8 to 500"):
        build_geography(counties, np.random.default_rng(1))
