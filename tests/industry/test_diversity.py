"""Diversity of a region's jobs, against published cases."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.industry.diversity import (
    diversity_table,
    gini,
    herfindahl,
    krugman_specialization,
)
from tests.builders.cells import case


def test_concentration_is_that_of_the_published_case() -> None:
    told = case("I6_hhi_gini")
    found = {**herfindahl(pd.Series(told["inputs"]["x"])), **gini(pd.Series(told["inputs"]["x"]))}
    expected = told["expected"]
    names = {
        "hhi": "hhi", "hhi_std": "hhi_standardized", "equivalent": "equivalent_industries",
        "gini": "gini", "gini_std": "gini_standardized",
    }  # fmt: skip
    for theirs, ours in names.items():
        assert found[ours] == pytest.approx(expected[theirs], abs=told["tolerance"])


def test_specialization_is_zero_for_the_same_mix_and_two_for_none_in_common() -> None:
    assert krugman_specialization(pd.Series([10, 30]), pd.Series([100, 300])) == 0
    assert krugman_specialization(pd.Series([10, 0]), pd.Series([0, 5])) == 2


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=12))
def test_concentration_lies_between_its_ends(jobs: list[float]) -> None:
    found = herfindahl(pd.Series(jobs))
    assert 1 / len(jobs) <= found["hhi"] + 1e-12
    assert found["hhi"] <= 1
    assert -1e-9 <= found["hhi_standardized"] <= 1
    assert -1e-9 <= gini(pd.Series(jobs))["gini_standardized"] <= 1


def test_years_are_compared_over_the_same_industries() -> None:
    # 722 is withheld in 2021, so it counts in neither year.
    jobs = pd.DataFrame(
        {2021: [50.0, 50.0, np.nan], 2022: [60.0, 20.0, 20.0]}, index=["622", "541", "722"]
    )
    table = diversity_table(
        jobs, pd.DataFrame(), {2021: 150, 2022: 100}, base_year=2021, latest_year=2022
    )
    assert table["industries"].tolist() == [2, 2]
    assert table["jobs_counted"].tolist() == [100, 80]
    assert table["hhi"].tolist() == pytest.approx([0.5, 0.75**2 + 0.25**2])
    assert table["krugman_specialization"].isna().all()


def test_a_year_that_is_not_compared_changes_nothing() -> None:
    jobs = pd.DataFrame({2020: [40.0, 60.0], 2022: [60.0, 20.0]}, index=["622", "541"])
    nation = jobs * 10
    ends = {"base_year": 2020, "latest_year": 2022}
    totals = dict.fromkeys(range(2019, 2023), 100.0)
    plain = diversity_table(jobs, nation, totals, **ends)
    for year in (2019, 2021):
        more = jobs.assign(x=[np.nan, 30.0]).rename(columns={"x": year}).sort_index(axis=1)
        pd.testing.assert_frame_equal(diversity_table(more, more * 10, totals, **ends), plain)


def test_no_index_stands_on_less_than_half_of_the_jobs() -> None:
    jobs = pd.DataFrame({2021: [20.0, 20.0], 2022: [30.0, 20.0]}, index=["622", "541"])
    table = diversity_table(jobs, jobs, {2021: 100, 2022: 100}, base_year=2021, latest_year=2022)
    assert table["jobs_counted"].tolist() == [40, 50]
    indexes = table.drop(columns=["year", "industries", "jobs_counted"])
    assert indexes.notna().all(axis=1).tolist() == [False, True]
    assert indexes.iloc[0].isna().all()
