"""Passes where sums cross, beside linear programs: no solution lost, not always the narrowest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from sectornb.disclosure.intervals import Forest, narrow_crossed


def table(rows: int, columns: int) -> tuple[Forest, Forest]:
    """Cells of a table after its row sums and column sums; the two trees they lie in."""
    edge = rows + columns
    of_row = np.full(edge + rows * columns, -1)
    of_column = of_row.copy()
    of_row[edge:] = np.repeat(np.arange(rows), columns)
    of_column[edge:] = rows + np.tile(np.arange(columns), rows)
    return Forest.of(of_row), Forest.of(of_column)


@st.composite
def hidden_tables(draw: st.DrawFn) -> tuple[tuple[Forest, Forest], np.ndarray, np.ndarray]:
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cells = np.array(
        draw(st.lists(st.integers(0, 30), min_size=rows * columns, max_size=rows * columns))
    ).reshape(rows, columns)
    truth = np.concatenate([cells.sum(axis=1), cells.sum(axis=0), cells.ravel()]).astype(float)
    hidden = np.concatenate(
        [
            np.zeros(rows + columns, dtype=bool),
            draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns)),
        ]
    )
    return table(rows, columns), truth, hidden


def rows_of(forests: tuple[Forest, ...], size: int) -> np.ndarray:
    sums = []
    for forest in forests:
        for family in forest.generations:
            for parent in family.parents:
                row = np.zeros(size)
                row[parent], row[forest.parent == parent] = -1, 1
                sums.append(row)
    return np.array(sums)


@given(hidden_tables(), st.integers(0, 1_000))
def test_no_solution_met_by_chance_is_excluded(
    drawn: tuple[tuple[Forest, Forest], np.ndarray, np.ndarray], seed: int
) -> None:
    forests, truth, hidden = drawn
    low, high = np.where(hidden, 0, truth), np.where(hidden, np.inf, truth)
    found = narrow_crossed(forests, low, high)
    sums = rows_of(forests, len(truth))
    box = list(zip(low, [None if np.isinf(h) else h for h in high], strict=True))
    aim = np.random.default_rng(seed).normal(size=len(truth))
    other = linprog(aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=box).x
    assert (found.low <= other + 1e-6).all()
    assert (other <= found.high + 1e-6).all()


def test_a_program_would_narrow_what_the_passes_leave() -> None:
    # Five rows of 10; two of them fit into the first two columns only and take 20 of their 25.
    # The other rows share 5 there, which no single row or column tells.
    forests = table(5, 4)
    sums = [10.0] * 5 + [12.0, 13, 12, 13]
    most = np.full((5, 4), np.inf)
    most[:2, 2:] = 0
    low, high = np.array([*sums, *[0.0] * 20]), np.array([*sums, *most.ravel()])
    passed = narrow_crossed(forests, low, high)
    cell = 9 + 2 * 4
    families = rows_of(forests, len(low))
    box = list(zip(low, [None if np.isinf(h) else h for h in high], strict=True))
    aim = np.zeros(len(low))
    aim[cell] = -1
    most_possible = -linprog(aim, A_eq=families, b_eq=np.zeros(len(families)), bounds=box).fun
    assert most_possible == pytest.approx(5)
    assert passed.high[cell] == 10
