"""Columbus: what adding up industries, over one report and over two, tells of one county."""

from __future__ import annotations

import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.sources.library import Library
from tests.builders.industry_study import asked
from tests.builders.subtraction import asked_of, not_rounded, one_less
from tests.builders.sums_of_industries import closer, worked_out
from tests.real.test_columbus import COUNTIES

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def columbus(real_library: Library) -> IndustryStudy:
    whole = IndustryStudy(real_library, asked(COUNTIES, base_year=2020, latest_year=2022))
    return asked_of(whole, COUNTIES)


def test_a_county_is_told_by_sums_only_where_nothing_is_rounded(columbus: IndustryStudy) -> None:
    found = worked_out([columbus])
    assert len(found) > 600 and closer(found, columbus).empty
    # In 39127 sector 72 has 568 jobs, and nearly all of them are in 722.
    told = closer(worked_out([not_rounded(columbus)]), columbus)
    assert set(zip(told["area_fips"], told["naics"], strict=True)) >= {("39127", "722")}


@pytest.mark.parametrize("county", COUNTIES)
def test_two_reports_one_county_apart_tell_no_more(columbus: IndustryStudy, county: str) -> None:
    assert closer(worked_out([columbus, one_less(columbus, county)]), columbus).empty
