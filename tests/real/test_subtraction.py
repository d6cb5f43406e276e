"""Columbus less one of its counties: what no difference of the two reports may give back."""

from __future__ import annotations

import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.sources.library import Library
from tests.builders.industry_study import asked
from tests.builders.subtraction import (
    asked_of,
    first_tables,
    given_back,
    not_rounded,
    one_less,
    printed,
    subtracted,
)
from tests.real.test_columbus import COUNTIES

YEARS = (2020, 2022)
MADISON = "39097"


@pytest.fixture(scope="module")
def columbus(real_library: Library) -> IndustryStudy:
    whole = IndustryStudy(real_library, asked(COUNTIES, base_year=2020, latest_year=2022))
    return asked_of(whole, COUNTIES)


def test_madison_is_given_back_only_where_nothing_is_rounded(columbus: IndustryStudy) -> None:
    pair = [columbus, one_less(columbus, MADISON)]
    more, less = (printed(first_tables(study), YEARS) for study in pair)
    assert given_back(subtracted(more, less), columbus, MADISON).empty
    more, less = (printed(first_tables(not_rounded(study)), YEARS) for study in pair)
    found = given_back(subtracted(more, less), columbus, MADISON)
    # Of 541 the rows of the county leave 763.4 to 765 jobs.
    jobs = found[found["naics"].eq("541") & found["table"].eq("industry_factors")]
    assert jobs["most"].max() - jobs["least"].min() < 2


@pytest.mark.soak
@pytest.mark.parametrize("county", COUNTIES)
def test_no_county_is_given_back_by_any_table(columbus: IndustryStudy, county: str) -> None:
    more, less = (printed(one.tables, YEARS) for one in (columbus, one_less(columbus, county)))
    found = subtracted(more, less)
    assert found["table"].nunique() == 8
    assert given_back(found, columbus, county).empty
