"""Choices of workbook 3 that are refused, and rows that read the same however they are written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sectornb.occupation.settings import OccupationSettings


def chosen(**values: Any) -> OccupationSettings:
    return OccupationSettings(**{"latest_year": 2022, **values})


@pytest.mark.parametrize(
    ("codes", "told"),
    [(["622", "622"], "names 622 twice"), (["62", "622"], "622, which is part of it")],
)
def test_no_job_is_counted_twice(codes: list[str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        chosen(target_industries=codes)


@pytest.mark.parametrize("code", ["2", "62-", "abc", "6221111"])
def test_what_is_no_industry_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        chosen(target_industries=[code])


def test_rows_of_a_table_have_one_order_of_columns() -> None:
    row = {"soc": "29-1141", "partner": "College", "date": "2023-03-14", "why": "a cohort"}
    there, back = (
        chosen(occupation_targets=[row]),
        chosen(occupation_targets=[dict(reversed(row.items()))]),
    )
    assert [list(each) for each in there.occupation_targets] == [sorted(row)]
    assert str(there) == str(back)


def test_the_name_of_a_file_stays_as_it_is() -> None:
    assert chosen(occupation_targets="partners.csv").occupation_targets == "partners.csv"
