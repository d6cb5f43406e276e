"""Tables drawn in which trees add up across each other as well."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sectornb.disclosure.intervals import Forest
from sectornb.disclosure.intervals.draws import draw_tables
from sectornb.disclosure.intervals.tied import Sums
from tests.builders.intervals import added_up

# Two trees of a parent and two children: 10 = a + b in each.
TWO = Forest.of(np.array([-1, 0, 0, -1, 3, 3]))
LOW = np.array([10.0, 0, 0, 10, 0, 0])
HIGH = np.array([10.0, np.inf, np.inf, 10, np.inf, np.inf])
OF = np.array([-1, 0, 1, -1, 0, 1])
TREE = np.array([0, 0, 0, 1, 1, 1])


def tied(low: list[float], high: list[float]) -> Sums:
    return Sums(OF, TREE, np.array(low), np.array(high))


def test_a_known_sum_leaves_one_number_free_and_it_is_drawn_evenly() -> None:
    # The firsts add to 10, so the second is 10 less the first: uniform on 0..10.
    drawn = draw_tables(TWO, LOW, HIGH, 4_000, 1, sums=tied([10, 10], [10, 10]))
    one, two = drawn.values[1], drawn.values[4]
    assert one + two == pytest.approx(np.full(4_000, 10.0), abs=1e-6)
    assert one.mean() == pytest.approx(5, abs=0.2)
    assert one.var() == pytest.approx(100 / 12, rel=0.08)
    assert drawn.scale_reduction < 1.05


def test_a_sum_in_an_interval_is_kept_in_it() -> None:
    drawn = draw_tables(TWO, LOW, HIGH, 2_000, 1, sums=tied([4, 0], [6, 20]))
    summed = drawn.values[1] + drawn.values[4]
    assert summed.min() >= 4 - 1e-6
    assert summed.max() <= 6 + 1e-6
    # On the strip 4 <= a + c <= 6 of the square both are symmetric about 2.5.
    assert drawn.values[1].mean() == pytest.approx(2.5, abs=0.12)


def test_sums_that_say_nothing_new_change_nothing() -> None:
    free = draw_tables(TWO, LOW, HIGH, 50, 3).values
    told = draw_tables(TWO, LOW, HIGH, 50, 3, sums=tied([0, 0], [20, 20])).values
    np.testing.assert_array_equal(free, told)


def test_sums_that_cannot_be_reached_are_refused() -> None:
    with pytest.raises(ValueError, match="No table"):
        draw_tables(TWO, LOW, HIGH, 10, 1, sums=tied([21, 0], [30, 20]))


def test_where_nothing_is_hidden_there_is_one_table() -> None:
    known = np.array([10.0, 4, 6, 10, 3, 7])
    low, high = known - 0.5, known + 0.5
    drawn = draw_tables(
        TWO, low, high, 5, 1, published=np.ones(6, dtype=bool), sums=tied([7, 13], [7, 13])
    )
    assert np.ptp(drawn.values, axis=1).max() == 0
    assert drawn.values[1] + drawn.values[4] == pytest.approx(np.full(5, 7.0), abs=1e-4)


def test_the_same_seed_gives_the_same_tables() -> None:
    again = [
        draw_tables(TWO, LOW, HIGH, 20, seed, sums=tied([4, 0], [6, 20])).values
        for seed in (1, 1, 2)
    ]
    assert (again[0] == again[1]).all()
    assert (again[0] != again[2]).any()


@st.composite
def tied_trees(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, Sums]:
    """Trees of one shape with a truth, what is hidden in it, and sums known to a distance."""
    size, trees = draw(st.integers(3, 9)), draw(st.integers(2, 4))
    shape = np.array([-1] + [draw(st.integers(0, node - 1)) for node in range(1, size)])
    parent = np.concatenate([np.where(shape < 0, -1, shape + size * n) for n in range(trees)])
    leaves = [float(draw(st.integers(0, 40))) for _ in range(size * trees)]
    truth = added_up(parent, np.array(leaves))
    hidden = np.array([draw(st.booleans()) for _ in range(size * trees)]) & (parent >= 0)
    of = np.tile(np.arange(size), trees)
    sums = truth.reshape(trees, size).sum(axis=0)
    room = np.array([float(draw(st.integers(0, 30))) for _ in range(2 * size)])
    low, high = np.maximum(sums - room[:size], 0), sums + room[size:]
    return parent, truth, hidden, Sums(of, np.repeat(np.arange(trees), size), low, high)


def a_sum_on_three_of_four_paths() -> tuple[np.ndarray, np.ndarray, np.ndarray, Sums]:
    """Three trees whose jobs are 0 or 1: a move in two of them meets one sum three times."""
    shape = np.array([-1, 0, 1, 1, 0, 0])
    parent = np.concatenate([np.where(shape < 0, -1, shape + 6 * tree) for tree in range(3)])
    truth = np.zeros(18)
    truth[[0, 1, 2, 12, 13, 15]] = 1
    hidden = np.zeros(18, dtype=bool)
    hidden[[1, 2, 4, 14, 15]] = True
    low, high = np.array([2.0, 2, 1, 0, 0, 0]), np.array([2.0, 2, 1, 1, 1, 0])
    return parent, truth, hidden, Sums(np.tile(np.arange(6), 3), np.repeat(range(3), 6), low, high)


@example(a_sum_on_three_of_four_paths())
@given(tied_trees())
def test_every_table_keeps_every_figure_every_sum_and_adds_up(
    made: tuple[np.ndarray, np.ndarray, np.ndarray, Sums],
) -> None:
    parent, truth, hidden, sums = made
    low, high = np.where(hidden, 0.0, truth), np.where(hidden, np.inf, truth)
    drawn = draw_tables(
        Forest.of(parent), low, high, 6, 1, published=~hidden, sums=sums, sweeps=3
    ).values
    assert drawn.min() >= -1e-4
    np.testing.assert_allclose(drawn[~hidden], np.repeat(truth[~hidden, None], 6, 1), atol=1e-4)
    found = sums.rows(drawn)
    assert (found >= sums.low[:, None] - 1e-3).all()
    assert (found <= sums.high[:, None] + 1e-3).all()
    for node in set(parent[parent >= 0].tolist()):
        assert drawn[node] == pytest.approx(drawn[parent == node].sum(axis=0), abs=1e-6)
