"""Sums over a county's industries leave no withheld cell closer than the rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.outward import FEW_SHARE, apart, coarsely
from sectornb.disclosure.withheld.system import system_of
from tests.builders.intervals import simple_rows

COUNTY = "39041"
CHILDREN = {
    "10": ["62", "72"],
    "62": ["621", "622", "623"],
    "72": ["721", "722"],
    "621": ["6211", "6212"],
    "622": ["6221", "6222"],
    "722": ["7223", "7225"],
    "7225": ["722511", "722515"],
}
LEAVES = ["6211", "6212", "6221", "6222", "623", "721", "7223", "722511", "722515"]


def told(rows: pd.DataFrame, narrowest: float = 0.25) -> pd.DataFrame:
    return apart(industry_bounds(system_of(rows)).cells, [COUNTY], narrowest).set_index("naics")


def ends(frame: pd.DataFrame, naics: str) -> list[float]:
    return frame.loc[naics, ["employment_told_low", "employment_told_high"]].tolist()


@pytest.fixture
def sector() -> pd.DataFrame:
    # Of 72's 568 jobs 546 are in 722511 and so in 722; 721 has 0 to 22.
    return simple_rows(
        [(COUNTY, "10", 568), (COUNTY, "72", 568), (COUNTY, "721", None), (COUNTY, "722", None),
         (COUNTY, "7225", None), (COUNTY, "722511", 546), (COUNTY, "722515", None)]
    )  # fmt: skip


def test_a_small_sibling_is_told_wide_enough_to_hide_the_large_one(sector: pd.DataFrame) -> None:
    # 722 is at most 568, so at least 426 may be told, and 721 may have 142: the steps are 356
    # below 426 and 150 above 142.
    found = told(sector)
    assert ends(found, "722")[0] == 356 and ends(found, "721") == [0, 150]
    assert found.loc["721", "employment_beside"] and found.loc["721", "employment_apart"]


def test_estimates_of_what_is_told_wider_lie_in_its_middle(sector: pd.DataFrame) -> None:
    cells = industry_bounds(system_of(sector)).cells
    key = ["area_fips", "own_code", "naics", "year"]
    estimates = cells[key].assign(qtr="A", employment_estimate=9.0, total_wages_usd_estimate=9.0)
    moved = coarsely(cells, [COUNTY], 0.25)(estimates).set_index("naics")
    assert moved.loc["721", "employment_estimate"] == 75


def test_what_disclosed_cells_of_a_finer_level_say_stays_for_that_level_alone() -> None:
    # 7225 is disclosed: that 722 has 546 at least, the agency says to who reads four digits.  721
    # and 7224 have 22 together; of three digits 721 may still be told to have 142.
    rows = simple_rows(
        [(COUNTY, "10", 568), (COUNTY, "72", 568), (COUNTY, "721", None), (COUNTY, "722", None),
         (COUNTY, "7224", None), (COUNTY, "7225", 546)]
    )  # fmt: skip
    assert ends(told(rows), "721") == [0, 150] and ends(told(rows), "7224") == [0, 22]


def test_nothing_moves_where_nothing_is_rounded(sector: pd.DataFrame) -> None:
    found = told(sector, 0.0)
    assert ends(found, "721") == [0, 22] and not found["employment_beside"].any()


@settings(max_examples=8, deadline=None)
@given(
    jobs=st.lists(st.integers(0, 600), min_size=len(LEAVES), max_size=len(LEAVES)),
    hidden=st.lists(st.booleans(), min_size=18, max_size=18),
    few=st.lists(st.booleans(), min_size=18, max_size=18),
    narrowest=st.sampled_from([0.1, 0.25, 0.6, 1.0]),
)
def test_no_program_brings_a_cell_closer_than_asked(
    jobs: list[int], hidden: list[bool], few: list[bool], narrowest: float
) -> None:
    value = dict(zip(LEAVES, jobs, strict=True))
    for code, children in reversed(CHILDREN.items()):
        value[code] = sum(value[child] for child in children)
    codes = sorted(value)
    shown = [
        (COUNTY, code, None if hide else value[code])
        for code, hide in zip(codes, hidden, strict=False)
    ]
    rows = simple_rows(shown).assign(establishments=np.where(few[: len(codes)], 2.0, 9.0))
    found = told(rows, narrowest)
    known = industry_bounds(system_of(rows)).cells.set_index("naics")
    for digits in (2, 3, 4):
        printed = [code for code in codes if len(code) <= max(digits, 2)]
        free: dict = dict.fromkeys(found.index, (0.0, None))
        free |= {c: (value[c] - 0.5, value[c] + 0.5) for c in printed if c not in found.index}
        near = free | {
            c: (low, None if np.isinf(high) else high)
            for c in printed if c in found.index for low, high in [ends(found, c)]
        }  # fmt: skip
        for code in (c for c in printed if c in found.index):
            asked = max(narrowest, FEW_SHARE) if found.loc[code, "few"] else narrowest
            least, most = interval(printed, near, code)
            assert least <= known.loc[code, "employment_low"] + 1e-3
            bare, widest = interval(printed, free, code)
            if bare <= (1 - asked) * widest + 1e-3:
                assert least <= (1 - asked) * most * (1 + 1e-3) + 0.02


def interval(printed: list[str], bounds: dict, code: str) -> tuple[float, float]:
    rows = [
        [1.0 if c == parent else -1.0 if c in children else 0.0 for c in printed]
        for parent, children in CHILDREN.items()
        if set(children) <= set(printed)
    ]
    aim = np.array([float(c == code) for c in printed])
    found = [
        linprog(
            sign * aim, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=[bounds[c] for c in printed]
        )
        for sign in (1.0, -1.0)
    ]
    return found[0].fun, np.inf if found[1].status == 3 else -found[1].fun
