"""Tables drawn at random in which everything adds up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sectornb.disclosure.intervals import Forest, narrow
from sectornb.disclosure.intervals.draws import FORGOTTEN, draw_tables
from tests.builders.intervals import HiddenTree, hidden_trees


@given(hidden_trees())
def test_every_table_adds_up_inside_its_limits(tree: HiddenTree) -> None:
    assume((~tree.hidden[tree.parent < 0]).all())
    forest = Forest.of(tree.parent)
    ends = narrow(forest, tree.low, tree.high)
    drawn = draw_tables(forest, tree.low, tree.high, 6, seed=1, sweeps=3).values
    assert (drawn >= ends.low[:, None] - 1e-9).all()
    assert (drawn <= ends.high[:, None] + 1e-9).all()
    for node in set(tree.parent[tree.parent >= 0].tolist()):
        children = drawn[tree.parent == node].sum(axis=0)
        assert drawn[node] == pytest.approx(children, abs=1e-9)


def test_two_children_are_drawn_evenly_over_what_they_share() -> None:
    # a + b = 10: a is uniform on 0..10, with mean 5 and variance 100 / 12.
    forest = Forest.of(np.array([-1, 0, 0]))
    drawn = draw_tables(forest, np.array([10.0, 0, 0]), np.array([10.0, np.inf, np.inf]), 4_000, 1)
    assert drawn.values[1].mean() == pytest.approx(5, abs=0.2)
    assert drawn.values[1].var() == pytest.approx(100 / 12, rel=0.08)
    assert drawn.scale_reduction < 1.05
    assert drawn.blocks == 1


@settings(max_examples=10)
@given(st.floats(1, 50), st.floats(1, 50), st.floats(5, 100))
def test_of_two_children_with_means_one_is_a_truncated_exponential(
    one: float, other: float, whole: float
) -> None:
    # a + b = S: the density of a falls by k = 1 / one - 1 / other, so its mean on 0..S is
    # 1 / k - S / (exp(k S) - 1), and S / 2 where k is 0.
    forest = Forest.of(np.array([-1, 0, 0]))
    ends = np.array([whole, 0, 0]), np.array([whole, np.inf, np.inf])
    drawn = draw_tables(forest, *ends, 2_000, 1, means=np.array([whole, one, other])).values[1]
    fall = 1 / one - 1 / other
    expected = whole / 2 if abs(fall) < 1e-4 else 1 / fall - whole / np.expm1(fall * whole)
    assert drawn.mean() == pytest.approx(expected, abs=4 * drawn.std() / np.sqrt(2_000) + 1e-3)
    assert ((drawn >= 0) & (drawn <= whole)).all()


def test_equal_means_favor_no_table() -> None:
    forest = Forest.of(np.array([-1, 0, 0]))
    ends = np.array([10.0, 0, 0]), np.array([10.0, np.inf, np.inf])
    drawn = draw_tables(forest, *ends, 4_000, 1, means=np.full(3, 7.0)).values[1]
    assert drawn.mean() == pytest.approx(5, abs=0.2)
    assert drawn.var() == pytest.approx(100 / 12, rel=0.08)


def test_a_child_alone_with_room_above_is_a_truncated_exponential() -> None:
    # a lies in 0..6 whatever its sibling, known to be 4: mean 3 - 6 / (e**2 - 1).
    forest = Forest.of(np.array([-1, 0, 0]))
    ends = np.array([0, 0, 4.0]), np.array([10.0, 6, 4])
    drawn = draw_tables(forest, *ends, 4_000, 1, means=np.array([1, 3.0, 1])).values[1]
    assert drawn.mean() == pytest.approx(3 - 6 / np.expm1(2), abs=0.1)


def test_three_children_are_drawn_evenly_over_a_triangle() -> None:
    # Uniform on a triangle: each has density 2 (1 - x), mean 1/3, variance 1/18.
    forest = Forest.of(np.array([-1, 0, 0, 0]))
    drawn = draw_tables(forest, np.array([1.0, 0, 0, 0]), np.array([1.0, *[np.inf] * 3]), 4_000, 1)
    assert drawn.values[1:].mean(axis=1) == pytest.approx(1 / 3, abs=0.02)
    assert drawn.values[1:].var(axis=1) == pytest.approx(1 / 18, rel=0.1)


def test_limits_inside_the_tree_are_kept() -> None:
    # 10 = a + b, a = c + d, c + d at most 4.
    forest = Forest.of(np.array([-1, 0, 0, 1, 1]))
    drawn = draw_tables(
        forest, np.array([10.0, 0, 0, 0, 0]), np.array([10.0, 4, np.inf, np.inf, np.inf]), 500, 1
    )
    assert drawn.values[1].max() <= 4 + 1e-9
    assert drawn.values[2].min() >= 6 - 1e-9
    assert drawn.values[3].max() > 3


def test_a_published_figure_keeps_one_value_in_what_was_rounded_away() -> None:
    forest = Forest.of(np.array([-1, 0, 0, 0]))
    low, high = np.array([99.0, 20, 0, 0]), np.array([101.0, 22, np.inf, np.inf])
    published = np.array([True, True, False, False])
    drawn = draw_tables(forest, low, high, 50, 1, published=published).values
    assert np.ptp(drawn[:2], axis=1) == pytest.approx([0, 0], abs=1e-9)
    assert np.ptp(drawn[2]) > 10


def test_the_same_seed_gives_the_same_tables() -> None:
    forest = Forest.of(np.array([-1, 0, 0]))
    ends = np.array([10.0, 0, 0]), np.array([10.0, np.inf, np.inf])
    again = [draw_tables(forest, *ends, 20, seed).values for seed in (1, 1, 2)]
    assert (again[0] == again[1]).all()
    assert (again[0] != again[2]).any()


def test_endless_or_contradicting_intervals_are_refused() -> None:
    forest = Forest.of(np.array([-1, 0]))
    for low, high in (([0.0, 0], [np.inf, np.inf]), ([3.0, 0], [3.0, 1])):
        with pytest.raises(ValueError, match="agree and are finite"):
            draw_tables(forest, np.array(low), np.array(high), 4, 1)


def test_chains_are_made_longer_until_they_have_forgotten_where_they_began() -> None:
    # Forty cells of one sum: after three sweeps the corners are still seen.
    forest = Forest.of(np.array([-1, *[0] * 40]))
    ends = np.array([4000.0, *[0] * 40]), np.array([4000.0, *[4000] * 40])
    drawn = draw_tables(forest, *ends, 1_000, 1, sweeps=3)
    assert drawn.sweeps > 3
    assert drawn.scale_reduction <= FORGOTTEN
    assert draw_tables(forest, *ends, 1_000, 1, sweeps=48).sweeps == 48


def test_too_few_chains_cannot_show_that_they_forgot() -> None:
    forest = Forest.of(np.array([-1, 0, 0]))
    ends = np.array([10.0, 0, 0]), np.array([10.0, 10, 10])
    assert draw_tables(forest, *ends, 2, 1).scale_reduction > FORGOTTEN
