"""Two reports of the example one county apart, subtracted as any reader of both could."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.study import IndustryStudy
from tests.builders.industry_study import example, industry_study
from tests.builders.subtraction import (
    asked_of,
    first_tables,
    given_back,
    not_rounded,
    one_less,
    printed,
    subtracted,
)

YEARS = (2017, 2022)
COUNTIES = ("57017", "57019", "57027", "57029", "57037", "57039")


@pytest.fixture(scope="module")
def region() -> IndustryStudy:
    return asked_of(industry_study(), industry_study().settings.counties)


@pytest.mark.parametrize("rounded", [True, False])
def test_a_county_is_given_back_only_where_nothing_is_rounded(
    region: IndustryStudy, rounded: bool
) -> None:
    pair = [region, one_less(region, COUNTIES[0])]
    pair = pair if rounded else [not_rounded(study) for study in pair]
    more, less = (printed(first_tables(study), YEARS) for study in pair)
    assert given_back(subtracted(more, less), region, COUNTIES[0]).empty == rounded


@pytest.mark.soak
@pytest.mark.parametrize("county", COUNTIES)
def test_no_county_is_given_back_by_any_table(region: IndustryStudy, county: str) -> None:
    more, less = (printed(one.tables, YEARS) for one in (region, one_less(region, county)))
    found = subtracted(more, less)
    assert found["table"].nunique() == 8
    assert given_back(found, region, county).empty


def test_no_public_table_holds_an_interval_of_one_withheld_county() -> None:
    tables = example().tables
    of_counties = {name for name, table in tables.items() if "area_fips" in table}
    assert of_counties == {"county_industries", "industry_places"}
    for name in of_counties:
        hidden = tables[name][tables[name]["employment_status"].eq("withheld")]
        ends = [column for column in hidden if column.endswith(("_low", "_high"))]
        assert len(hidden) > 0 and hidden[ends].isna().all(axis=None)
        assert hidden["employment"].isna().all()


def test_the_judge_finds_a_county_between_ends_that_are_close() -> None:
    # 8 less 3 and 9 less 3: 5 to 6 jobs, closer than a quarter.
    row = {"table": ["a"], "naics": ["622"], "year": ["2022"], "measure": ["employment"]}
    more = pd.DataFrame({**row, "low": [8.0], "high": [9.0]})
    less = pd.DataFrame({**row, "low": [3.0], "high": [3.0]})
    found = subtracted(more, less)
    assert found[["least", "most"]].to_numpy().tolist() == [[5, 6], [5, 6]]
