"""All tables of a report as one system of sums: what a reader who adds up has of one county."""

from __future__ import annotations

import pytest

from sectornb.industry.study import IndustryStudy
from tests.builders.industry_study import example, industry_study
from tests.builders.subtraction import asked_of, not_rounded, one_less
from tests.builders.sums_of_industries import closer, worked_out

COUNTIES = ("57017", "57019", "57027", "57029", "57037", "57039")


@pytest.fixture(scope="module")
def region() -> IndustryStudy:
    return asked_of(industry_study(), industry_study().settings.counties)


def test_no_sum_over_industries_tells_a_county_more_closely_than_the_rule() -> None:
    study = example()
    assert study.settings.groups and study.settings.pinned
    found = worked_out([study])
    # Withheld cells of two years, and the pay of one.
    assert len(found) == 199 and found["most"].lt(float("inf")).mean() > 0.9
    assert closer(found, study).empty


@pytest.mark.soak
def test_without_room_beside_it_the_sector_tells_its_largest_industry(
    region: IndustryStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 4,608 jobs in sector 56 of 57017 less at most 104 in 562.
    monkeypatch.setattr(
        "sectornb.disclosure.withheld.outward.with_room", lambda cells, known, told, *_: told
    )
    study = asked_of(region, COUNTIES)
    found = closer(worked_out([study]), study)
    assert found[["area_fips", "naics"]].drop_duplicates().to_numpy().tolist() == [["57017", "561"]]


@pytest.mark.soak
@pytest.mark.parametrize("county", COUNTIES)
def test_two_reports_one_county_apart_tell_no_more(region: IndustryStudy, county: str) -> None:
    assert closer(worked_out([region, one_less(region, county)]), region).empty


@pytest.mark.soak
def test_with_the_rounding_off_two_reports_tell_a_county(region: IndustryStudy) -> None:
    pair = [not_rounded(region), not_rounded(one_less(region, COUNTIES[0]))]
    found = closer(worked_out(pair), region)
    assert set(found["area_fips"]) >= {COUNTIES[0]}
