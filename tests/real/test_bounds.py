"""Bounds on real files: Delaware County, ten counties around Columbus, the whole of Ohio."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.intervals.draws import FORGOTTEN
from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.draws import feasible_tables
from sectornb.disclosure.withheld.system import ConflictError, system_of
from sectornb.errors import InputError
from sectornb.industry.ranking import rank_bounds
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import read_areas
from tests.builders.cells import case

COUNTIES = (
    "39041", "39045", "39049", "39073", "39083", "39089", "39097", "39127", "39129", "39159",
)  # fmt: skip


@pytest.fixture(scope="module", params=[2020, 2022])
def columbus(request: pytest.FixtureRequest, real_library: Library) -> tuple[int, IndustryBounds]:
    rows = read_areas(real_library, [request.param], COUNTIES)
    return request.param, industry_bounds(system_of(rows, COUNTIES))


@pytest.fixture(scope="module")
def ohio(real_data: Path) -> pd.DataFrame:
    """Private rows of Ohio, its counties and 39999, first quarter of 2016, jobs of March."""
    names = {
        "area_fips": "area_fips", "own_code": "own_code", "industry_code": "naics",
        "agglvl_code": "agglvl_code", "size_code": "size_code", "year": "year", "qtr": "qtr",
        "disclosure_code": "disclosure_code", "qtrly_estabs_count": "establishments",
        "month3_emplvl": "employment", "total_qtrly_wages": "total_wages_usd",
    }  # fmt: skip
    codes = list(names)[:8]
    parts = []
    with zipfile.ZipFile(real_data / "qcew" / "2016_qtrly_by_area_ohio.zip") as held:
        for name in held.namelist():
            if name.endswith(".csv"):
                part = pd.read_csv(
                    held.open(name), usecols=list(names), dtype=dict.fromkeys(codes, "str"),
                    keep_default_na=False,
                )  # fmt: skip
                wanted = part["qtr"].eq("1") & part["own_code"].eq("5") & part["size_code"].eq("0")
                parts.append(part[wanted])
    rows = pd.concat(parts, ignore_index=True).rename(columns=names)
    hidden = rows["disclosure_code"].eq("N")
    status = np.select([hidden, rows["employment"].eq(0)], ["withheld", "zero"], "disclosed")
    rows["employment_status"] = pd.Series(status, dtype="str")
    for column in ("employment", "total_wages_usd"):
        rows[column] = rows[column].astype("float64").mask(hidden)
    return rows


def subsectors(found: IndustryBounds) -> pd.DataFrame:
    return found.region[found.region["detail"].eq("5")].set_index("naics")


def test_delaware_county_equals_the_linear_programs(real_library: Library) -> None:
    example = case("S2_delaware_oh_2020")
    given, expected, near = example["inputs"], example["expected"], example["tolerance"]
    rows = read_areas(real_library, [2020], ["39041"], ownership=[str(given["own_code"])])
    levels = [str(level) for level in given["agglvl_codes_in_model"]]
    modeled = rows[rows["agglvl_code"].isin(levels)]
    found = subsectors(industry_bounds(system_of(modeled, counting="rounded")))
    default = subsectors(industry_bounds(system_of(rows)))
    assert len(found) == expected["n_industries"]
    assert int(found["counties_withheld"].sum()) == expected["suppressed"]
    for naics, (low, high) in expected["emp_bounds"].items():
        row = found.loc[naics]
        assert row["employment_low"] == pytest.approx(low, abs=near["emp_bounds"])
        assert row["employment_high"] == pytest.approx(high, abs=near["emp_bounds"])
        assert default.loc[naics, "employment_low"] >= row["employment_low"]
        assert default.loc[naics, "employment_high"] <= row["employment_high"]
    for naics, (low, high) in expected["wage_bounds"].items():
        row = found.loc[naics]
        assert row["total_wages_usd_low"] == pytest.approx(low, abs=near["wage_bounds"])
        assert row["total_wages_usd_high"] == pytest.approx(high, abs=near["wage_bounds"])
    # Twelfths: hospitals in 0 to 8,321 job months.
    assert default.loc["622", "employment_high"] == pytest.approx(8321 / 12)


def test_ranks_of_delaware_county_and_what_naive_treatments_make_of_them(
    real_library: Library,
) -> None:
    example = case("S2_delaware_oh_2020")
    given, expected = example["inputs"], example["expected"]
    rows = read_areas(real_library, [2020], ["39041"], ownership=[str(given["own_code"])])
    levels = [str(level) for level in given["agglvl_codes_in_model"]]
    found = subsectors(
        industry_bounds(system_of(rows[rows["agglvl_code"].isin(levels)], counting="rounded"))
    )
    low, high = found["employment_low"], found["employment_high"]
    larger = low.to_numpy()[None, :] > high.to_numpy()[:, None]
    possibly = high.to_numpy()[None, :] > low.to_numpy()[:, None]
    np.fill_diagonal(possibly, False)
    best = pd.Series(1 + larger.sum(axis=1), index=found.index)
    worst = pd.Series(1 + possibly.sum(axis=1), index=found.index)
    assert int((best < worst).sum()) == expected["rank_intervals_nonzero"]
    hidden = found["counties_withheld"].gt(0)
    zero = low.mask(hidden, 0.0).rank(ascending=False, method="min")
    assert int(((zero < best) | (zero > worst)).sum()) == expected["naive_zero_impossible_ranks"]
    kept = low[~hidden].rank(ascending=False, method="min")
    impossible = (kept < best[kept.index]) | (kept > worst[kept.index])
    assert f"{int(impossible.sum())} of {len(kept)}" == expected["drop_impossible_ranks"]


def test_ten_counties_hide_and_narrow_as_many_cells_as_counted_before(
    columbus: tuple[int, IndustryBounds],
) -> None:
    year, found = columbus
    cells = found.cells[found.cells["agglvl_code"].eq("75")]
    hidden = cells[cells["employment_status"].eq("withheld")]
    assert len(hidden) == {2020: 222, 2022: 217}[year]
    assert (hidden["employment_high"] > hidden["employment_low"]).all()
    assert hidden["employment_high"].notna().all()
    region = subsectors(found)
    touched = region[region["counties_withheld"].gt(0)]
    assert (len(region), len(touched)) == {2020: (89, 72), 2022: (87, 70)}[year]
    width = touched["employment_high"] - touched["employment_low"]
    relative = width / (touched["employment_high"] + touched["employment_low"]) * 2
    assert int((relative < 0.25).sum()) == {2020: 38, 2022: 34}[year]
    assert round(float(relative.median()), 2) == {2020: 0.18, 2022: 0.31}[year]


def test_rounded_figures_give_the_same_counts_and_wider_cells(real_library: Library) -> None:
    for year, narrow in ((2020, 8), (2022, 10)):
        rows = read_areas(real_library, [year], COUNTIES)
        found = industry_bounds(system_of(rows, COUNTIES, counting="rounded")).cells
        cells = found[found["agglvl_code"].eq("75") & found["employment_status"].eq("withheld")]
        width = cells["employment_high"] - cells["employment_low"]
        assert (
            int((width < (cells["employment_high"] + cells["employment_low"]) / 8).sum()) == narrow
        )


def test_without_supersectors_some_cells_have_no_upper_bound(real_library: Library) -> None:
    for year, endless in ((2020, 16), (2022, 27)):
        rows = read_areas(real_library, [year], COUNTIES)
        found = industry_bounds(system_of(rows[rows["agglvl_code"].ge("74")], COUNTIES)).cells
        cells = found[found["agglvl_code"].eq("75") & found["employment_status"].eq("withheld")]
        assert int(cells["employment_high"].isna().sum()) == endless


def test_ten_industries_are_certain_to_be_the_ten_largest(
    columbus: tuple[int, IndustryBounds],
) -> None:
    year, found = columbus
    if year != 2022:
        pytest.skip("stated for 2022")
    region = subsectors(found)
    places = rank_bounds(region["employment_low"], region["employment_high"])
    assert int(places["worst"].le(10).sum()) == 10
    assert int(places["best"].le(10).sum()) == 10


def test_every_file_of_three_years_is_free_of_contradictions(real_library: Library) -> None:
    for year in (2020, 2021, 2022):
        counties = sorted(
            path.stem for path in (real_library.root / "qcew" / str(year)).rglob("*.csv")
        )
        rows = read_areas(real_library, [year], counties)
        for counting in ("twelfths", "rounded"):
            found = industry_bounds(system_of(rows, ownership="all", counting=counting))
            assert len(found.cells)


def test_ten_counties_of_two_years_take_less_than_a_second(real_library: Library) -> None:
    rows = read_areas(real_library, [2020, 2022], COUNTIES)
    began = time.process_time()
    industry_bounds(system_of(rows, COUNTIES))
    assert time.process_time() - began < 1.0


def test_an_error_of_five_percent_is_found_more_often_than_not(real_library: Library) -> None:
    rows = read_areas(real_library, [2022], COUNTIES, ownership=["5"])
    known = rows["agglvl_code"].eq("75") & rows["employment"].ge(20)
    draw = np.random.default_rng(0).choice(np.flatnonzero(known), 30, replace=False)
    found = {"one figure": 0, "the whole row": 0}
    for place in draw:
        county = rows[rows["area_fips"].eq(rows.at[place, "area_fips"])]
        for kind in found:
            wrong = county.copy()
            wrong.loc[place, "total_wages_usd"] = np.rint(wrong.at[place, "total_wages_usd"] * 1.05)
            if kind == "the whole row":
                jobs = np.rint(wrong.at[place, "employment"] * 1.05)
                wrong.loc[place, "employment"] = jobs
                wrong.loc[place, "annual_wage_usd"] = np.rint(
                    wrong.at[place, "total_wages_usd"] / jobs
                )
            try:
                industry_bounds(system_of(wrong))
            except InputError:
                found[kind] += 1
    assert found["one figure"] == 30
    assert 15 < found["the whole row"] < 30


def test_a_figure_of_the_state_that_its_counties_exceed_is_explained(ohio: pd.DataFrame) -> None:
    wrong = ohio.copy()
    hospitals = wrong["area_fips"].eq("39000") & wrong["naics"].eq("62")
    wrong.loc[hospitals, "total_wages_usd"] *= 0.95
    with pytest.raises(ConflictError, match="cannot all be right") as raised:
        industry_bounds(system_of(wrong, COUNTIES, counting="exact"))
    assert "39000" in set(raised.value.rows["area_fips"])


def test_the_state_of_ohio_agrees_and_narrows_the_region_strictly(ohio: pd.DataFrame) -> None:
    assert (len(ohio), int(ohio["employment_status"].eq("withheld").sum())) == (89_401, 52_387)
    began = time.process_time()
    found = subsectors(industry_bounds(system_of(ohio, COUNTIES, counting="exact")))
    assert time.process_time() - began < 6.0
    alone = subsectors(
        industry_bounds(system_of(ohio, COUNTIES, counting="exact", use_state=False))
    )
    for name in ("employment", "total_wages_usd"):
        width = (found[f"{name}_high"] - found[f"{name}_low"]).sum()
        before = (alone[f"{name}_high"] - alone[f"{name}_low"]).sum()
        assert (found[f"{name}_low"] >= alone[f"{name}_low"]).all()
        assert (found[f"{name}_high"] <= alone[f"{name}_high"]).all()
        assert width < 0.6 * before


def test_the_other_counties_of_ohio_narrow_the_region_by_three_tenths(ohio: pd.DataFrame) -> None:
    few = ohio[ohio["area_fips"].isin([*COUNTIES, "39000", "39999"])]
    widths = []
    for rows in (few, ohio):
        found = subsectors(industry_bounds(system_of(rows, COUNTIES, counting="exact")))
        widths.append(float((found["employment_high"] - found["employment_low"]).sum()))
    assert widths[1] < 0.7 * widths[0]


def test_tables_of_ohio_inside_the_state_forget_where_they_began(ohio: pd.DataFrame) -> None:
    system = system_of(ohio, COUNTIES, counting="exact")
    for digits in (3, 4):
        found = feasible_tables([system], naics_digits=digits)
        assert max(found.scale_reduction.values()) <= FORGOTTEN
