"""Rows that contradict each other, as few as say it."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from sectornb.disclosure.intervals import Forest, irreducible_rows, narrow
from tests.builders.intervals import HiddenTree, hidden_trees


def rows_of(tree: HiddenTree, figures: np.ndarray) -> list[int]:
    low, high = np.where(tree.hidden, 0, figures), np.where(tree.hidden, np.inf, figures)
    return irreducible_rows([Forest.of(tree.parent)], low, high, ~tree.hidden).tolist()


def agree(tree: HiddenTree, figures: np.ndarray, kept: list[int]) -> bool:
    shown = np.isin(np.arange(len(figures)), kept)
    low, high = np.where(shown, figures, 0), np.where(shown, figures, np.inf)
    return len(narrow(Forest.of(tree.parent), low, high).violated) == 0


def test_only_the_children_that_exceed_their_parent_are_named() -> None:
    # 120 alone exceeds 100; the child of 5 has no part in it.
    tree = HiddenTree(np.array([-1, 0, 0, -1]), np.zeros(4), np.zeros(4, dtype=bool))
    assert rows_of(tree, np.array([100.0, 5, 120, 7])) == [0, 2]


def test_a_shortfall_needs_every_child() -> None:
    tree = HiddenTree(np.array([-1, 0, 0]), np.zeros(3), np.zeros(3, dtype=bool))
    assert rows_of(tree, np.array([100.0, 30, 40])) == [0, 1, 2]


def test_rows_of_two_tables_that_only_together_contradict() -> None:
    # Two counties of 10 hold 20 jobs; industries x and y, 5 each, only 10.
    counties = Forest.of(np.array([-1, -1, -1, -1, 0, 0, 1, 1]))
    industries = Forest.of(np.array([-1, -1, -1, -1, 2, 3, 2, 3]))
    figures = np.array([10.0, 10, 5, 5, 0, 0, 0, 0])
    published = np.arange(8) < 4
    high = np.where(published, figures, np.inf)
    found = irreducible_rows([counties, industries], figures, high, published)
    assert found.tolist() == [0, 1, 2, 3]


def test_rows_that_agree_give_none() -> None:
    tree = HiddenTree(np.array([-1, 0, 0]), np.zeros(3), np.array([False, True, False]))
    assert rows_of(tree, np.array([100.0, 0, 40])) == []


@given(hidden_trees(), st.integers(0, 13), st.integers(1, 30))
def test_without_any_one_of_them_the_others_agree(tree: HiddenTree, which: int, error: int) -> None:
    figures = tree.truth.copy()
    figures[which % len(figures)] += error
    found = rows_of(tree, figures)
    assume(found)
    assert not agree(tree, figures, found)
    for row in found:
        assert agree(tree, figures, [other for other in found if other != row])


@given(hidden_trees(), st.integers(0, 13), st.integers(1, 30))
def test_a_contradiction_is_found_whenever_there_is_one(
    tree: HiddenTree, which: int, error: int
) -> None:
    figures = tree.truth.copy()
    figures[which % len(figures)] += error
    everything = np.flatnonzero(~tree.hidden).tolist()
    assert bool(rows_of(tree, figures)) == (not agree(tree, figures, everything))
