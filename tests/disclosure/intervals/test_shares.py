"""Families shared out in proportion to a seed, inside bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sectornb.disclosure.intervals import Forest, narrow
from sectornb.disclosure.intervals.shares import raked
from tests.builders.intervals import HiddenTree, hidden_trees


def test_siblings_share_in_proportion() -> None:
    forest = Forest.of(np.array([-1, 0, 0]))
    found = raked([forest], np.array([90.0, 0, 0]), np.array([90.0, 90, 90]), np.array([1.0, 1, 2]))
    assert found == pytest.approx([90, 30, 60])


def test_what_one_may_not_take_goes_to_the_others() -> None:
    forest = Forest.of(np.array([-1, 0, 0, 0]))
    found = raked(
        [forest], np.array([90.0, 0, 0, 0]), np.array([90.0, 10, 90, 90]), np.array([1.0, 5, 1, 1])
    )
    assert found == pytest.approx([90, 10, 40, 40])


def test_without_a_seed_siblings_share_alike() -> None:
    forest = Forest.of(np.array([-1, 0, 0]))
    found = raked([forest], np.array([90.0, 0, 0]), np.array([90.0, 90, 90]), np.zeros(3))
    assert found == pytest.approx([90, 45, 45])


@given(hidden_trees(), st.integers(0, 1_000))
def test_whatever_the_seed_all_adds_up_inside_the_bounds(tree: HiddenTree, seed: int) -> None:
    assume((~tree.hidden[tree.parent < 0]).all())
    forest = Forest.of(tree.parent)
    ends = narrow(forest, tree.low, tree.high)
    sizes = np.random.default_rng(seed).exponential(size=len(forest))
    found = raked([forest], ends.low, ends.high, sizes)
    assert (found >= ends.low - 1e-9).all()
    assert (found <= ends.high + 1e-9).all()
    for node in set(tree.parent[tree.parent >= 0].tolist()):
        assert found[node] == pytest.approx(found[tree.parent == node].sum(), abs=1e-9)


def test_two_margins_are_both_met() -> None:
    # Rows 30 and 70, columns 40 and 60, seed all alike: the product of margins.
    rows = Forest.of(np.array([-1, -1, -1, -1, 0, 0, 1, 1]))
    columns = Forest.of(np.array([-1, -1, -1, -1, 2, 3, 2, 3]))
    sums = np.array([30.0, 70, 40, 60, 0, 0, 0, 0])
    high = np.array([30.0, 70, 40, 60, 30, 30, 40, 60])
    found = raked([rows, columns], sums, high, np.array([30.0, 70, 40, 60, 1, 1, 1, 1]))
    assert found[4:] == pytest.approx([12, 18, 28, 42], abs=1e-6)
