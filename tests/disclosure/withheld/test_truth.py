"""Bounds against the truth of simulated states, which real files never tell."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.draws import feasible_tables
from sectornb.disclosure.withheld.system import system_of
from sectornb.simulate import State, simulate_state

NAMES = {
    "industry_code": "naics",
    "annual_avg_estabs": "establishments",
    "annual_avg_emplvl": "employment",
    "total_annual_wages": "total_wages_usd",
    "avg_annual_pay": "annual_wage_usd",
}


@cache
def example() -> State:
    """The state of the shipped example."""
    return simulate_state()


def private_rows(state: State, year: int, prefix: str) -> pd.DataFrame:
    """Private rows of one state's areas, as the reader would give them."""
    rows = state.annual[year].rename(columns=NAMES)
    rows = rows[rows["own_code"].eq("5") & rows["area_fips"].str.startswith(prefix)]
    rows = rows[rows["agglvl_code"].astype(str).str[0].isin(["5", "7"])].reset_index(drop=True)
    hidden = rows["disclosure_code"].eq("N")
    status = np.select([hidden, rows["employment"].eq(0)], ["withheld", "zero"], "disclosed")
    rows["employment_status"] = pd.Series(status, dtype="str")
    for name in ("employment", "total_wages_usd", "annual_wage_usd"):
        rows[name] = rows[name].astype("float64").mask(hidden)
    for name in ("area_fips", "own_code", "naics", "agglvl_code", "year"):
        rows[name] = rows[name].astype("str")
    return rows


def outside(cells: pd.DataFrame, truth: pd.DataFrame, key: list[str]) -> int:
    """How many true numbers lie outside their bounds."""
    both = cells.merge(truth, on=key, suffixes=("_published", ""))
    assert len(both)
    wrong = np.zeros(len(both), dtype=bool)
    for name in ("employment", "total_wages_usd"):
        wrong |= (both[f"{name}_low"] > both[name] + 1e-9).to_numpy()
        wrong |= (both[f"{name}_high"].fillna(np.inf) < both[name] - 1e-9).to_numpy()
    pay = both["total_wages_usd"] / both["employment"].where(both["employment"] > 0)
    wrong |= (both["annual_wage_usd_low"] > pay).to_numpy()
    wrong |= (both["annual_wage_usd_high"] < pay).to_numpy()
    return int(wrong.sum())


def true_region(state: State, year: int, counties: list[str]) -> pd.DataFrame:
    truth = state.truth[state.truth["year"].eq(str(year))]
    held = truth[truth["area_fips"].isin(counties)]
    return held.groupby("naics", as_index=False)[["employment", "total_wages_usd"]].sum()


def both_ways(
    state: State, year: int, prefix: str, counties: list[str]
) -> tuple[IndustryBounds, IndustryBounds]:
    rows = private_rows(state, year, prefix)
    return (
        industry_bounds(system_of(rows, counties)),
        industry_bounds(system_of(rows, counties, use_state=False)),
    )


def check(state: State, year: int, prefix: str, counties: list[str]) -> None:
    truth = state.truth[state.truth["year"].eq(str(year))]
    region = true_region(state, year, counties)
    for found in both_ways(state, year, prefix, counties):
        assert outside(found.cells, truth, ["area_fips", "naics"]) == 0
        assert outside(found.region, region, ["naics"]) == 0


@pytest.mark.parametrize("year", range(2017, 2023))
def test_all_true_numbers_of_the_example_lie_inside(year: int) -> None:
    counties = ["57017", "57019", "57027", "57029", "57037", "57039"]
    check(example(), year, "57", counties)


@settings(max_examples=6)
@given(st.integers(0, 10_000), st.integers(8, 12), st.sampled_from([2020, 2022]), st.randoms())
def test_all_true_numbers_of_any_state_lie_inside(
    seed: int, counties: int, year: int, random: object
) -> None:
    state = simulate_state(seed, counties, range(year, year + 1))
    held = sorted(set(private_rows(state, year, "57")["area_fips"]) - {"57000", "57999"})
    check(state, year, "57", random.sample(held, random.randint(1, len(held))))  # type: ignore[attr-defined]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(40))
def test_all_true_numbers_of_many_states_lie_inside(seed: int) -> None:
    state = simulate_state(seed, 8 + seed, range(2021, 2023))
    for year in (2021, 2022):
        held = sorted(set(private_rows(state, year, "57")["area_fips"]) - {"57000", "57999"})
        check(state, year, "57", held[: 1 + seed % len(held)])


@pytest.mark.parametrize("year", [2017, 2022])
def test_rows_of_the_state_narrow_the_example_strictly(year: int) -> None:
    counties = ["57017", "57019", "57027", "57029", "57037", "57039"]
    with_state, without = both_ways(example(), year, "57", counties)
    assert with_state.state_used
    widths = []
    for found in (with_state, without):
        level = found.region[found.region["detail"].eq("5")]
        widths.append(float((level["employment_high"] - level["employment_low"]).sum()))
    assert widths[0] < 0.5 * widths[1]
    cells = [found.cells[found.cells["employment_status"].eq("withheld")] for found in
             (with_state, without)]  # fmt: skip
    assert (cells[0]["employment_low"] >= cells[1]["employment_low"]).all()
    assert (
        cells[0]["employment_high"].fillna(np.inf) <= cells[1]["employment_high"].fillna(np.inf)
    ).all()


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.integers(8, 12), st.randoms())
def test_more_counties_of_the_state_never_widen_and_never_leave_the_truth_outside(
    seed: int, counties: int, random: object
) -> None:
    state = simulate_state(seed, counties, range(2022, 2023))
    rows = private_rows(state, 2022, "57")
    held = sorted(set(rows["area_fips"]) - {"57000", "57999"})
    region, *further = random.sample(held, len(held))  # type: ignore[attr-defined]
    some = random.randint(0, len(further))  # type: ignore[attr-defined]
    before = None
    for others in ([], further[:some], further):
        used = rows[rows["area_fips"].isin([region, "57000", "57999", *others])]
        found = industry_bounds(system_of(used, [region]))
        assert outside(found.region, true_region(state, 2022, [region]), ["naics"]) == 0
        ends = found.region.set_index(["detail", "naics"])
        for name in ("employment", "total_wages_usd"):
            # Ends move in steps of a millionth of themselves at the least.
            low, high = ends[f"{name}_low"], ends[f"{name}_high"].fillna(np.inf)
            if before is not None:
                assert (low >= before[f"{name}_low"] * (1 - 1e-5) - 1e-3).all()
                wide = before[f"{name}_high"].fillna(np.inf)
                assert (high <= wide * (1 + 1e-5) + 1e-3).all()
        before = ends


def test_counting_in_twelfths_is_never_wider_than_rounded() -> None:
    rows = private_rows(example(), 2022, "57")
    sharp = industry_bounds(system_of(rows, use_state=False)).cells
    rounded = industry_bounds(system_of(rows, counting="rounded", use_state=False)).cells
    hidden = sharp["employment_status"].eq("withheld")
    assert (sharp["employment_low"] >= rounded["employment_low"])[hidden].all()
    assert (sharp["employment_high"].fillna(np.inf) <= rounded["employment_high"].fillna(np.inf))[
        hidden
    ].all()


def test_one_withheld_row_published_after_all_widens_nothing() -> None:
    state, year = example(), 2022
    rows = private_rows(state, year, "57")
    before = industry_bounds(system_of(rows)).cells.set_index(["area_fips", "naics"])
    truth = state.truth[state.truth["year"].eq(str(year))].set_index(["area_fips", "naics"])
    draw = np.random.default_rng(1)
    for place in draw.choice(np.flatnonzero(rows["employment_status"].eq("withheld")), 5, False):
        more = rows.copy()
        cell = (
            truth.loc[(rows.at[place, "area_fips"], rows.at[place, "naics"])]
            if ((rows.at[place, "area_fips"], rows.at[place, "naics"]) in truth.index)
            else None
        )
        if cell is None:
            continue
        jobs, wages = float(cell["employment"]), float(cell["total_wages_usd"])
        more.loc[place, ["employment", "total_wages_usd"]] = [np.floor(jobs + 0.5), wages]
        more.loc[place, "annual_wage_usd"] = np.floor(wages / jobs + 0.5) if jobs else 0.0
        more.loc[place, "employment_status"] = "disclosed"
        after = industry_bounds(system_of(more)).cells.set_index(["area_fips", "naics"])
        same = after.index != (rows.at[place, "area_fips"], rows.at[place, "naics"])
        for name in ("employment", "total_wages_usd"):
            assert (after[f"{name}_low"] >= before[f"{name}_low"] - 1e-9)[same].all()
            least = before[f"{name}_high"].fillna(np.inf)
            assert (after[f"{name}_high"].fillna(np.inf) <= least + 1e-9)[same].all()


def test_the_weight_of_establishments_brings_tables_nearer_to_the_truth() -> None:
    counties = ["57017", "57019", "57027", "57029", "57037", "57039"]
    system = system_of(private_rows(example(), 2022, "57"), counties)
    truth = true_region(example(), 2022, counties).set_index("naics")["employment"]
    distance, inside = {}, {}
    for weight in ("establishments", "none"):
        found = feasible_tables([system], draws=500, weight=weight)  # type: ignore[arg-type]
        drawn = found.employment[open_ := np.ptp(found.employment, axis=1) > 1]
        true = truth.loc[found.industries["naics"][open_]].to_numpy()[:, None]
        distance[weight] = np.abs(drawn - true).mean()
        low, high = np.quantile(drawn, [0.05, 0.95], axis=1)
        inside[weight] = ((low - 1 <= true[:, 0]) & (true[:, 0] <= high + 1)).mean()
    assert len(drawn) > 20
    assert distance["establishments"] < distance["none"]
    assert inside["establishments"] > 0.8
