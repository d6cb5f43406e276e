"""Ratings within their scales, with the flags that follow from them."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from sectornb.simulate import State
from sectornb.simulate.jobs.onet import onet_files
from sectornb.simulate.jobs.truth import build_jobs


@pytest.fixture(scope="module")
def files(little: State) -> dict[str, pd.DataFrame]:
    made = onet_files(build_jobs(little), little.seed)
    return {
        name: pd.read_csv(io.BytesIO(data), sep="\t", dtype=str, keep_default_na=False)
        for name, data in made
    }


def test_importance_and_level_keep_their_own_scales(files: dict[str, pd.DataFrame]) -> None:
    rows = files["Skills.txt"].assign(value=lambda frame: frame["Data Value"].astype(float))
    span = rows.groupby("Scale ID")["value"].agg(["min", "max"])
    assert span.loc["IM", "min"] >= 1 and span.loc["IM", "max"] <= 5
    assert span.loc["LV", "min"] >= 0 and span.loc["LV", "max"] <= 7


def test_both_flags_occur_and_importance_has_no_relevance(files: dict[str, pd.DataFrame]) -> None:
    rows = files["Skills.txt"]
    assert rows["Recommend Suppress"].eq("Y").any()
    level = rows["Scale ID"].eq("LV")
    assert rows.loc[level, "Not Relevant"].eq("Y").any()
    assert rows.loc[~level, "Not Relevant"].eq("n/a").all()


def test_every_table_knows_the_same_occupations(files: dict[str, pd.DataFrame]) -> None:
    known = set(files["Occupation Data.txt"]["O*NET-SOC Code"])
    for name in ("Skills.txt", "Knowledge.txt", "Job Zones.txt", "Technology Skills.txt"):
        assert set(files[name]["O*NET-SOC Code"]) == known, name


def test_no_occupation_is_related_to_itself(files: dict[str, pd.DataFrame]) -> None:
    rows = files["Related Occupations.txt"]
    assert (rows["O*NET-SOC Code"] != rows["Related O*NET-SOC Code"]).all()
    assert rows.groupby("O*NET-SOC Code").size().eq(10).all()
