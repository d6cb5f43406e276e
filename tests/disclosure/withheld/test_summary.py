"""Counts of what is withheld and what its bounds leave."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.summary import (
    relative_width,
    with_narrowed,
)
from sectornb.disclosure.withheld.system import system_of
from tests.builders.intervals import simple_rows


def test_width_is_measured_by_the_middle() -> None:
    found = relative_width(pd.Series([90.0, 0, 0, 5]), pd.Series([110.0, 10, 0, None]))
    assert found.iloc[:3].tolist() == [pytest.approx(0.2), 2, 0]
    assert pd.isna(found.iloc[3])


def summary(rows: pd.DataFrame, counties: list[str]) -> pd.Series:
    years = pd.DataFrame({"year": ["2022"]})
    found = {"2022": industry_bounds(system_of(rows))}
    return with_narrowed(years, found, counties, 3).iloc[0]


def test_pinned_narrowed_and_endless_are_counted() -> None:
    # 622 is alone withheld in 39041 and so pinned; 622 and 623 share 70 in 39045; 722
    # has nothing above it.
    rows = simple_rows(
        [("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None), ("39041", "623", 20),
         ("39045", "62", 100), ("39045", "621", 30), ("39045", "622", None),
         ("39045", "623", None), ("39045", "722", None)]
    )  # fmt: skip
    counties = ["39041", "39045"]
    row = summary(rows, counties)
    assert row["cells_pinned"] == 1
    assert (row["industries_narrowed"], row["industries_endless"]) == (0, 1)


def test_nothing_withheld_gives_zeros() -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", 30), ("39041", "622", 70)])
    row = summary(rows, ["39041"])
    assert (row["cells_pinned"], row["industries_endless"]) == (0, 0)
    assert pd.isna(row["median_width_share"])


def test_the_summary_of_what_is_withheld_says_how_closely_it_is_confined() -> None:
    rows = simple_rows([("39041", "62", 100), ("39041", "621", 30), ("39041", "622", None),
                        ("39041", "623", 20)])  # fmt: skip
    told = pd.DataFrame({"year": ["2017", "2022"], "industries": [3, 3]})
    found = with_narrowed(told, {"2022": industry_bounds(system_of(rows))}, ["39041"], 3)
    # One withheld cell, 100 - 30 - 20 = 50; of 2017 there are no rows.
    assert found.set_index("year").loc["2022", "cells_pinned"] == 1
    assert found.set_index("year").loc["2022", "industries_narrowed"] == 1
    assert pd.isna(found.set_index("year").loc["2017", "cells_pinned"])


def test_without_any_bounds_the_summary_stays_open() -> None:
    told = pd.DataFrame({"year": ["2022"], "industries": [3]})
    assert with_narrowed(told, {}, ["39041"], 3)["median_width_share"].isna().all()
