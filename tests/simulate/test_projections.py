"""Projections of the fictional state: additive, near the truth, partly confidential."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectornb.simulate import State, simulate_state
from sectornb.simulate.formats import plain_csv
from sectornb.simulate.geography import WORKFORCE_REGIONS
from sectornb.simulate.industries import activities
from sectornb.simulate.projections import industry_projections, workforce_regions
from sectornb.sources.declarations import declared
from sectornb.sources.projections import read_projections

STATE, NORTH, SOUTH = "000000", *WORKFORCE_REGIONS


@pytest.fixture(scope="module")
def published(example: State) -> pd.DataFrame:
    return industry_projections(example)


def jobs(published: pd.DataFrame, area: str, column: str) -> pd.Series:
    rows = published[published["Area"].eq(area) & published["Suppress"].eq("0")]
    return rows.set_index("MatrixIndCode")[column].astype(float)


def test_every_declared_column_is_there(published: pd.DataFrame) -> None:
    columns = declared("projections").table("wid-projectionsmatrix").columns
    assert {column.file for column in columns} <= set(published.columns)


def test_the_base_year_is_the_truth_rounded_to_tens(
    example: State, published: pd.DataFrame
) -> None:
    truth = example.truth
    last = truth[truth["area_fips"].eq("57000") & truth["year"].eq("2022")]
    three = last[last["naics"].str.len().isin([3, 4])].set_index("naics")["employment"]
    found = jobs(published, STATE, "EstimatedEmp")
    shared = [code for code in three.index if code.ljust(6, "0") in found.index]
    assert len(shared) > 150
    # Half of ten at most; four digits of a three-digit code that ends in 0 do not occur.
    far = [code for code in shared if abs(found[code.ljust(6, "0")] - three[code]) > 5]
    assert far == []


@pytest.mark.parametrize("column", ["EstimatedEmp", "ProjectedEmp"])
def test_sectors_and_government_add_up_to_all_industries(
    published: pd.DataFrame, column: str
) -> None:
    for area in (STATE, NORTH, SOUTH):
        found = jobs(published, area, column)
        parts = found[found.index.str.fullmatch(r"[1-9]\d0000")]
        # Unclassified jobs and small sectors have no row.
        assert parts.sum() == pytest.approx(found["000000"], rel=0.005)
        assert parts.sum() <= found["000000"] + 5 * len(parts)


def test_the_two_regions_are_the_state_but_for_jobs_without_a_county(
    example: State, published: pd.DataFrame
) -> None:
    regions = jobs(published, NORTH, "EstimatedEmp") + jobs(published, SOUTH, "EstimatedEmp")
    state = jobs(published, STATE, "EstimatedEmp")
    months = example.economy.months(2022)
    unknown = example.economy.jobs[example.economy.areas.index("57999")][:, months].mean(axis=1)
    assert regions["000000"] + unknown.sum() == pytest.approx(state["000000"], abs=15)


def test_growth_follows_the_nations_true_growth(example: State, published: pd.DataFrame) -> None:
    nation, units = example.nation, activities()
    first, last = (nation.jobs[0][:, nation.months(year)].sum(axis=1) for year in (2020, 2022))
    codes = np.array([code[:3] for code in units.code_2022.tolist()])
    private = units.own_code == "5"
    true = {
        code: last[private & (codes == code)].sum() / first[private & (codes == code)].sum()
        for code in sorted(set(codes[private]))
    }
    found = jobs(published, STATE, "GrowthRate")
    pairs = [(true[c], found[c.ljust(6, "0")]) for c in true if c.ljust(6, "0") in found.index]
    assert len(pairs) > 60
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.7


def test_no_activity_grows_or_shrinks_more_than_six_percent_a_year(
    published: pd.DataFrame,
) -> None:
    for area in (STATE, NORTH, SOUTH):
        # In logarithms; the file has four decimals.
        assert jobs(published, area, "GrowthRate").abs().max() <= 100 * (np.exp(0.06) - 1) + 1e-4


def test_percentages_are_those_of_figures_before_rounding(published: pd.DataFrame) -> None:
    base, target = (jobs(published, NORTH, name) for name in ("EstimatedEmp", "ProjectedEmp"))
    percent = jobs(published, NORTH, "PercentChange")
    low = 100 * ((target - 5) / (base + 5) - 1) - 1e-4
    high = 100 * ((target + 5) / (base - 5) - 1) + 1e-4
    assert (percent.ge(low) & percent.le(high)).all()


def test_a_confidential_row_holds_no_figure(published: pd.DataFrame) -> None:
    closed = published[published["Suppress"].eq("1")]
    assert len(closed) >= 3
    figures = ["EstimatedEmp", "ProjectedEmp", "NumericChange", "PercentChange", "GrowthRate"]
    assert (closed[figures] == "").to_numpy().all()


def test_a_few_industries_of_a_region_are_confidential_or_absent(
    published: pd.DataFrame,
) -> None:
    state = set(published.loc[published["Area"].eq(STATE), "MatrixIndCode"])
    south = published[published["Area"].eq(SOUTH)]
    assert 0 < len(state - set(south["MatrixIndCode"])) < 30
    assert 0 < south["Suppress"].eq("1").sum() < 30


def test_the_same_seed_gives_the_same_and_another_seed_another(little: State) -> None:
    first = industry_projections(little)
    pd.testing.assert_frame_equal(first, industry_projections(simulate_state(3, 10, little.years)))
    assert not first.equals(industry_projections(simulate_state(4, 10, little.years)))


def test_the_regions_cut_across_the_metro(example: State) -> None:
    region = workforce_regions(example.geography)
    counties = example.geography.counties.set_index("area_fips")
    metro = counties[counties["role"].isin(["core", "suburb"])].index.intersection(region.index)
    assert set(region[metro]) == {NORTH, SOUTH}
    assert set(region.index.str[:2]) == {"57"}


def test_the_reader_takes_the_file_as_it_is(published: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "westmark.csv"
    path.write_bytes(plain_csv(published))
    read = read_projections(path)
    assert set(read["area_title"]) == {"Westmark", *WORKFORCE_REGIONS.values()}
    assert set(read["base_year"]) == {"2022"} and set(read["target_year"]) == {"2032"}
    kept = published[~published["MatrixIndCode"].isin(["000000", "900000"])]
    assert len(read) == len(kept)
    assert read["base_employment"].isna().sum() == kept["Suppress"].eq("1").sum()
    assert "31-33" in set(read["naics"]) and "10" not in set(read["naics"])
