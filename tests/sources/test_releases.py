"""Versions of releases and the months as which they are kept."""

from __future__ import annotations

import pytest

from sectornb.errors import InputError
from sectornb.sources.library import check_vintage
from sectornb.sources.releases import version_of_vintage, vintage_of_version


@pytest.mark.parametrize(
    ("version", "month"), [("29.3", "2025-05"), ("30.1", "2025-12"), ("31.0", "2026-08")]
)
def test_a_version_is_kept_as_its_month(version: str, month: str) -> None:
    assert vintage_of_version("onet", version) == check_vintage(month)
    assert version_of_vintage("onet", month) == version
    assert version_of_vintage("onet", f"{month}.r2") == version


@pytest.mark.parametrize(
    ("version", "month"), [("31.1", "2026-11"), ("31.2", "2027-02"), ("32.0", "2027-08")]
)
def test_later_releases_follow_the_cadence(version: str, month: str) -> None:
    assert vintage_of_version("onet", version) == month
    assert version_of_vintage("onet", month) == version


@pytest.mark.parametrize(
    ("source", "written"), [("onet", "2025-05"), ("laus", "2018"), ("laus", "29.3")]
)
def test_what_is_no_version_stays(source: str, written: str) -> None:
    assert vintage_of_version(source, written) == written


def test_a_version_before_soc_2018_is_refused() -> None:
    with pytest.raises(InputError, match=r"No release 24\.2.*first.*25\.1"):
        vintage_of_version("onet", "24.2")


@pytest.mark.parametrize("vintage", ["2025", "2025-06"])
def test_a_month_without_a_release_is_refused(vintage: str) -> None:
    with pytest.raises(InputError, match="Write the version"):
        version_of_vintage("onet", vintage)
