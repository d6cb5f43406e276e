"""The survey of wages: rounded, withheld where few, top-coded where high."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from sectornb.simulate import State
from sectornb.simulate.jobs.oews import TOP_CODE_USD, oews_workbooks
from sectornb.simulate.jobs.truth import build_jobs


@pytest.fixture(scope="module")
def books(little: State) -> dict[str, pd.DataFrame]:
    found = {}
    for name, data in oews_workbooks(little, build_jobs(little)):
        found[name.partition("_")[0]] = pd.read_excel(
            io.BytesIO(data), dtype=str, engine="calamine", keep_default_na=False
        )
    return found


def test_every_area_has_its_total_its_groups_and_its_occupations(
    books: dict[str, pd.DataFrame],
) -> None:
    for rows in books.values():
        assert set(rows["O_GROUP"]) == {"total", "major", "broad", "detailed"}
        assert not rows.duplicated(["AREA", "OCC_CODE", "O_GROUP"]).any()


def test_jobs_are_rounded_to_tens_and_few_are_withheld(books: dict[str, pd.DataFrame]) -> None:
    told = pd.concat(books.values())["TOT_EMP"]
    held_back = told.eq("**")
    assert held_back.any()
    assert (told[~held_back].astype(float) % 10 == 0).all()


def test_no_percentile_is_told_from_the_top_code_on(books: dict[str, pd.DataFrame]) -> None:
    told = books["national"]["A_PCT90"]
    assert told.eq("#").any()
    assert told[~told.isin(["#", "*"])].astype(float).max() < TOP_CODE_USD


def test_who_is_paid_by_the_year_has_no_hourly_wage(books: dict[str, pd.DataFrame]) -> None:
    teachers = books["national"].set_index("OCC_CODE").loc["25-2021"]
    assert teachers["H_MEDIAN"] == "*" and teachers["ANNUAL"] == "TRUE"
    assert float(teachers["A_MEDIAN"]) > 0
