"""Counties that were renamed, joined, divided or replaced."""

from __future__ import annotations

import pytest

from sectornb.sources.county_changes import counties_in, county_changes, out_of_use

CONNECTICUT = ["09110", "09120", "09130", "09140", "09150", "09160", "09170", "09180", "09190"]


def test_a_county_that_never_changed_is_itself() -> None:
    assert counties_in(["39049"], 2010, 2022, "qcew") == ({"39049": "39049"}, "")


@pytest.mark.parametrize(
    ("before", "after", "year"),
    [("46113", "46102", 2014), ("02270", "02158", 2014)],
)
def test_a_renamed_county_is_read_under_its_earlier_code(
    before: str, after: str, year: int
) -> None:
    assert counties_in([after], year, 2022, "qcew") == ({before: after}, "")
    assert counties_in([after], 2017, 2022, "qcew") == ({after: after}, "")


def test_a_divided_county_is_followed_back_only_whole() -> None:
    found, reason = counties_in(["02063", "02066"], 2018, 2022, "qcew")
    assert found == {"02261": "02063"}
    assert reason == ""
    found, reason = counties_in(["02063", "02020"], 2018, 2022, "qcew")
    assert found == {}
    assert "without 02066" in reason
    assert "not documented" in reason


def test_a_joined_city_is_counted_with_its_county() -> None:
    found, _ = counties_in(["51019"], 2010, 2020, "qcew")
    assert found == {"51019": "51019", "51515": "51019"}


def test_connecticut_is_followed_back_only_as_a_state() -> None:
    found, reason = counties_in(["09110"], 2019, 2024, "qcew")
    assert found == {}
    assert "planning regions" in reason.lower()
    assert "no growth from 2019 to 2024" in reason
    whole, reason = counties_in(CONNECTICUT, 2019, 2024, "qcew")
    assert reason == ""
    assert len(whole) == 8
    assert set(whole.values()) == {"09110"}


def test_the_first_year_is_that_of_the_source() -> None:
    assert set(out_of_use(["09001", "09110"], 2023, "qcew")) == {"09110"}
    assert set(out_of_use(["09001", "09110"], 2024, "qcew")) == {"09001"}


def test_every_event_says_whether_its_year_is_verified() -> None:
    events = {change.event: change.verified for change in county_changes("qcew")}
    assert sum(events.values()) == 1
    assert len(events) == 5
