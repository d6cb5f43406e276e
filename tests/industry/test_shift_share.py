"""Shift-share: published cases, parts that add up, and what withheld ends do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.industry.shift_share import (
    PARTS,
    classic_shift_share,
    dynamic_shift_share,
    esteban_marquillas,
    shift_share_table,
)
from tests.builders.cells import case, factor_table

Pair = tuple[pd.Series, pd.Series]


def pairs(inputs: dict[str, list[float]]) -> tuple[Pair, Pair]:
    region, nation = (
        (pd.Series(inputs[f"{who}_t0"], dtype=float), pd.Series(inputs[f"{who}_t1"], dtype=float))
        for who in ("region", "nation")
    )
    return region, nation


def totals(pair: Pair) -> tuple[float, float]:
    return float(pair[0].sum()), float(pair[1].sum())


def test_classic_parts_are_those_of_the_published_case() -> None:
    told = case("I2_shift_classic")
    region, nation = pairs(told["inputs"])
    parts = classic_shift_share(region, nation, totals(nation))
    expected, near = told["expected"], told["tolerance"]
    assert parts["national_growth_jobs"].tolist() == pytest.approx(expected["NS_i"], abs=near)
    assert parts["industry_mix_jobs"].tolist() == pytest.approx(expected["IM_i"], abs=near)
    assert parts["regional_shift_jobs"].tolist() == pytest.approx(expected["RS_i"], abs=near)
    sums = parts.sum()
    assert sums.tolist() == pytest.approx(
        [expected["NS"], expected["IM"], expected["RS"], expected["total"]], abs=near
    )


def test_shifts_of_regions_that_make_up_the_whole_cancel() -> None:
    told = case("I4_shift_regions_B_C")
    first, nation = pairs(told["inputs"]["nation"])
    found = {"A": classic_shift_share(first, nation, totals(nation)).sum()}
    for name in ("B", "C"):
        start, end = told["inputs"][name]
        pair = (pd.Series(start, dtype=float), pd.Series(end, dtype=float))
        found[name] = classic_shift_share(pair, nation, totals(nation)).sum()
        expected = [told["expected"][name][part] for part in ("NS", "IM", "RS", "total")]
        assert found[name].tolist() == pytest.approx(expected, abs=told["tolerance"])
    for part in ("industry_mix_jobs", "regional_shift_jobs"):
        assert sum(each[part] for each in found.values()) == pytest.approx(0, abs=1e-9)


def test_competitive_and_allocation_parts_are_those_of_the_published_case() -> None:
    told = case("I3_shift_esteban")
    region, nation = pairs(told["inputs"])
    parts = esteban_marquillas(region, nation, totals(region)[0], totals(nation)[0])
    expected, near = told["expected"], told["tolerance"]
    for column, name in (
        ("homothetic_jobs", "homothetic"),
        ("competitive_jobs", "competitive_i"),
        ("allocation_jobs", "allocation_i"),
    ):
        assert parts[column].tolist() == pytest.approx(expected[name], abs=near)
    assert parts["competitive_jobs"].sum() == pytest.approx(expected["competitive"], abs=near)
    assert parts["allocation_jobs"].sum() == pytest.approx(expected["allocation"], abs=near)


def test_dynamic_parts_are_the_sum_of_yearly_ones() -> None:
    # Two years of +10 % in the nation: 100 -> 110 -> 121. Yearly national parts of a region
    # that goes 50 -> 40 -> 44: 5 + 4 = 9, not 50 x 0.21 = 10.5.
    region = pd.DataFrame({2020: [50.0], 2021: [40.0], 2022: [44.0]})
    nation = pd.DataFrame({2020: [100.0], 2021: [110.0], 2022: [121.0]})
    parts = dynamic_shift_share(region, nation, nation.sum())
    assert parts["national_growth_jobs"].tolist() == pytest.approx([9.0])
    assert parts["industry_mix_jobs"].tolist() == pytest.approx([0.0])
    # -10 - 5 = -15 and 4 - 4 = 0.
    assert parts["regional_shift_jobs"].tolist() == pytest.approx([-15.0])
    assert parts["change_jobs"].tolist() == pytest.approx([-6.0])


jobs = st.floats(1, 1e6)


@given(st.lists(st.tuples(jobs, jobs, jobs, jobs), min_size=1, max_size=8))
def test_parts_always_add_to_the_change(rows: list[tuple[float, float, float, float]]) -> None:
    columns = [pd.Series(column) for column in zip(*rows, strict=True)]
    region, nation = (columns[0], columns[1]), (columns[2], columns[3])
    parts = classic_shift_share(region, nation, totals(nation))
    summed = parts[list(PARTS[:3])].sum(axis=1)
    size = sum(column.abs() for column in columns[:2]) + parts.abs().max(axis=1)
    assert ((summed - parts["change_jobs"]).abs() <= 1e-9 * size).all()
    extended = esteban_marquillas(region, nation, totals(region)[0], totals(nation)[0])
    both = extended["competitive_jobs"] + extended["allocation_jobs"]
    scale = extended.abs().max(axis=1) + size
    assert ((both - parts["regional_shift_jobs"]).abs() <= 1e-9 * scale).all()


def test_a_withheld_end_has_no_part() -> None:
    region = (pd.Series([50.0, np.nan]), pd.Series([60.0, 70.0]))
    nation = (pd.Series([100.0, 100.0]), pd.Series([110.0, 120.0]))
    parts = classic_shift_share(region, nation, totals(nation))
    assert parts.iloc[0].notna().all()
    assert parts.iloc[1].isna().all()


def test_the_table_says_why_an_industry_has_no_parts() -> None:
    factors = factor_table(
        naics=["622", "623", "455"], employment=[60.0, 50.0, 40.0],
        historical_growth_pct=[20.0, 25.0, np.nan],
    )  # fmt: skip
    factors["growth_note"] = ["", "", "Industry 455 was not yet in use in 2020."]
    region = pd.DataFrame({2020: [50.0, 40.0], 2022: [60.0, 50.0]}, index=["622", "623"])
    nation = pd.DataFrame({2020: [100.0], 2022: [110.0]}, index=["622"])
    held = {"region": {2020: 90.0, 2022: 150.0}, "nation": {2020: 1000.0, 2022: 1050.0}}
    table = shift_share_table(
        factors, region, nation, held, base_year=2020, latest_year=2022
    ).set_index("naics")
    # 50 jobs: 5 % of the nation 2.5, mix 10 - 5 % 2.5, left over 5; 10 in all.
    assert table.loc["622", list(PARTS)].tolist() == pytest.approx([2.5, 2.5, 5.0, 10.0])
    assert table.loc["622", "shift_share_note"] == ""
    assert "nation's jobs in the industry" in table.loc["623", "shift_share_note"]
    assert "not yet in use" in table.loc["455", "shift_share_note"]
    # Without the years between there is no dynamic variant.
    assert table["regional_shift_dynamic_jobs"].isna().all()


def test_without_the_nation_every_row_says_so() -> None:
    factors = factor_table(naics=["622"], employment=[60.0], historical_growth_pct=[20.0])
    factors["growth_note"] = ""
    region = pd.DataFrame({2020: [50.0], 2022: [60.0]}, index=["622"])
    held: dict[str, dict[int, float]] = {"region": {2020: 90.0, 2022: 95.0}, "nation": {}}
    table = shift_share_table(
        factors, region, pd.DataFrame(), held, base_year=2020, latest_year=2022
    )
    assert table[list(PARTS)].isna().all(axis=None)
    assert "lacks the nation's file" in table["shift_share_note"].iloc[0]
