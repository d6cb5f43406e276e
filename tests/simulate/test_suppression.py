from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from sectornb.simulate import State
from sectornb.simulate.economy import Economy
from sectornb.simulate.industries import Tree, private_tree
from sectornb.simulate.suppression import feasible_ranges


def small_tree(parents: list[int]) -> Tree:
    """A tree given by the position of each parent, -1 for the root; parents come first."""
    parent = np.array(parents)
    level = np.zeros(len(parent), dtype=int)
    for place in range(1, len(parent)):
        level[place] = level[parent[place]] + 1
    text = np.array([str(place) for place in range(len(parent))])
    return Tree(text, text, level, parent, np.eye(len(parent)))


def test_hidden_siblings_share_what_the_open_ones_leave() -> None:
    # Parent 100 = 30 (open) + 50 (hidden) + 20 (hidden): both lie in 0 to 70.
    part = small_tree([-1, 0, 0, 0])
    values = np.array([[100.0], [30.0], [50.0], [20.0]])
    hidden = np.array([[False], [False], [True], [True]])
    low, high = feasible_ranges(part, values, hidden)
    assert low[:, 0].tolist() == [100, 30, 0, 0]
    assert high[:, 0].tolist() == [100, 30, 70, 70]


def test_a_lone_hidden_child_is_pinned() -> None:
    part = small_tree([-1, 0, 0])
    low, high = feasible_ranges(
        part, np.array([[9.0], [4.0], [5.0]]), np.array([[False], [False], [True]])
    )
    assert low[2, 0] == high[2, 0] == 5


def test_open_grandchildren_raise_the_floor() -> None:
    # Root 50 over two hidden children; the first has an open child of 12.
    part = small_tree([-1, 0, 0, 1, 1])
    values = np.array([[50.0], [20.0], [30.0], [12.0], [8.0]])
    hidden = np.array([[False], [True], [True], [False], [True]])
    low, high = feasible_ranges(part, values, hidden)
    assert (low[1, 0], high[1, 0]) == (12, 50)
    assert (low[2, 0], high[2, 0]) == (0, 38)


@given(st.data())
def test_ranges_are_those_of_the_linear_program(data: st.DataObject) -> None:
    size = data.draw(st.integers(3, 9))
    parents = [-1] + [data.draw(st.integers(0, place - 1)) for place in range(1, size)]
    part = small_tree(parents)
    values = np.zeros(size)
    inner = set(parents)
    for place in reversed(range(size)):
        if place not in inner:
            values[place] = data.draw(st.integers(0, 20))
        if parents[place] >= 0:
            values[parents[place]] += values[place]
    hidden = np.array([False] + [data.draw(st.booleans()) for _ in range(size - 1)])
    low, high = feasible_ranges(part, values[:, None], hidden[:, None])
    sums = np.zeros((size, size))
    for place, parent in enumerate(parents):
        if parent >= 0:
            sums[parent, place] = 1
            sums[parent, parent] = -1
    bounds = [(0, None) if h else (v, v) for h, v in zip(hidden, values, strict=True)]
    for place in range(size):
        cost = np.eye(size)[place]
        least = linprog(cost, A_eq=sums, b_eq=np.zeros(size), bounds=bounds)
        most = linprog(-cost, A_eq=sums, b_eq=np.zeros(size), bounds=bounds)
        assert least.fun == pytest.approx(low[place, 0], abs=1e-6)
        assert -most.fun == pytest.approx(high[place, 0], abs=1e-6)


def published(part: Tree, frame: pd.DataFrame, area: str) -> tuple[np.ndarray, np.ndarray]:
    """Presence and withheld marks of one area's private rows, in the order of the tree."""
    rows = frame[(frame["area_fips"] == area) & (frame["own_code"] == "5")]
    code = rows.set_index("industry_code")["disclosure_code"]
    found = code.reindex(part.industry_code.astype(str))
    return found.notna().to_numpy(), (found == "N").to_numpy()


def true_sums(part: Tree, economy: Economy, area: str, year: int) -> np.ndarray:
    """Job months and wages of the year by private industry: (industries, 2)."""
    place = economy.areas.index(area)
    jobs = economy.jobs[place, :, economy.months(year)].sum(axis=1)
    wages = economy.wages[place, :, economy.quarters(year)].sum(axis=1)
    return part.members @ np.stack([jobs, wages], axis=1)


def test_no_withheld_private_cell_can_be_pinned_from_its_countys_file(seeded: State) -> None:
    for year, frame in seeded.annual.items():
        part, _ = private_tree(2022 if year >= 2022 else 2017)
        for area in seeded.economy.areas:
            present, hidden = published(part, frame, area)
            values = true_sums(part, seeded.economy, area, year)
            assert (values[~present] == 0).all()
            low, high = feasible_ranges(part, values, np.stack([hidden, hidden], axis=1))
            assert (low <= values).all() and (values <= high).all()
            width = (high - low)[hidden]
            assert (width >= 0.25 * values[hidden]).all() and (width > 0).all()


def test_no_withheld_cell_can_be_pinned_from_a_quarterly_file(example: State) -> None:
    frame = example.quarterly[2022]
    part, _ = private_tree(2022)
    economy = example.economy
    for area in economy.areas[::3]:
        place = economy.areas.index(area)
        for quarter in range(4):
            present, hidden = published(part, frame[frame["qtr"] == str(quarter + 1)], area)
            first = economy.months(2022).start + 3 * quarter
            months = economy.jobs[place, :, first : first + 3]
            wages = economy.wages[place, :, economy.quarters(2022)][:, [quarter]]
            values = part.members @ np.concatenate([months, wages], axis=1)
            low, high = feasible_ranges(part, values, np.repeat(hidden[:, None], 4, axis=1))
            assert ((high - low)[hidden] > 0).all()


def test_a_hidden_county_is_never_alone_under_an_open_state(seeded: State) -> None:
    frame = seeded.annual[2022]
    rows = frame[(frame["own_code"] == "5") & (frame["area_fips"] != "US000")]
    hidden = rows["disclosure_code"].eq("N")
    state = rows["area_fips"].str[:2]
    whole = rows["area_fips"].str[2:] == "000"
    number = hidden[~whole].groupby([state[~whole], rows.loc[~whole, "industry_code"]]).sum()
    lonely = number[number == 1].index
    above = rows[whole].set_index([state[whole], "industry_code"])["disclosure_code"]
    assert (above.reindex(lonely) == "N").all()
