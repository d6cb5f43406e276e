"""Bounds of numbers that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from sectornb.disclosure.intervals import Forest, narrow, narrow_crossed
from tests.builders.cells import case
from tests.builders.intervals import HiddenTree, hidden_trees


def narrowed(tree: HiddenTree) -> tuple[np.ndarray, np.ndarray]:
    found = narrow(Forest.of(tree.parent), tree.low, tree.high)
    assert len(found.violated) == 0
    return found.low, found.high


def by_programs(tree: HiddenTree) -> tuple[np.ndarray, np.ndarray]:
    """The same bounds by two linear programs for every node."""
    parents = np.unique(tree.parent[tree.parent >= 0])
    sums = np.zeros((len(parents), len(tree.parent)))
    for row, node in enumerate(parents):
        sums[row, node] = -1
        sums[row, tree.parent == node] = 1
    box = [
        (low, None if np.isinf(high) else high)
        for low, high in zip(tree.low, tree.high, strict=True)
    ]
    ends = []
    for sign in (1, -1):
        found = []
        for node in range(len(tree.parent)):
            aim = np.zeros(len(tree.parent))
            aim[node] = sign
            result = linprog(aim, A_eq=sums, b_eq=np.zeros(len(parents)), bounds=box)
            found.append(sign * result.fun if result.status == 0 else np.inf)
        ends.append(np.array(found))
    return ends[0], ends[1]


def test_a_hidden_child_lies_below_what_its_siblings_leave() -> None:
    # Parent 312, two published children 150 and 100: the hidden one is 312 - 250 = 62.
    found = narrow(
        Forest.of(np.array([-1, 0, 0, 0])),
        np.array([312.0, 150, 100, 0]),
        np.array([312.0, 150, 100, np.inf]),
    )
    assert (found.low[3], found.high[3]) == (62, 62)


def test_two_hidden_children_share_what_is_left() -> None:
    found = narrow(
        Forest.of(np.array([-1, 0, 0, 0])),
        np.array([312.0, 250, 0, 0]),
        np.array([312.0, 250, np.inf, np.inf]),
    )
    assert found.low[2:].tolist() == [0, 0]
    assert found.high[2:].tolist() == [62, 62]


def test_a_published_grandchild_gives_its_hidden_parent_a_floor() -> None:
    # 100 = a + b; a = 30 + hidden: a in [30, 100], b in [0, 70].
    found = narrow(
        Forest.of(np.array([-1, 0, 0, 1, 1])),
        np.array([100.0, 0, 0, 30, 0]),
        np.array([100.0, np.inf, np.inf, 30, np.inf]),
    )
    assert list(zip(found.low, found.high, strict=True)) == [
        (100, 100), (30, 100), (0, 70), (30, 30), (0, 70),
    ]  # fmt: skip


def test_a_hidden_root_has_no_upper_bound() -> None:
    found = narrow(Forest.of(np.array([-1, 0, 0])), np.array([0.0, 5, 0]), np.full(3, np.inf))
    assert found.low.tolist() == [5, 5, 0]
    assert np.isinf(found.high).all()


def test_rounded_figures_leave_half_a_job_for_each_member_of_the_family() -> None:
    # 32 in all, three hidden children: each at most 32 + 0.5 (3 + 1).
    found = narrow(
        Forest.of(np.array([-1, 0, 0, 0])), np.array([32.0, 0, 0, 0]),
        np.array([32.0, np.inf, np.inf, np.inf]), rounding=0.5,
    )  # fmt: skip
    assert found.high[1:].tolist() == [34, 34, 34]


def test_margins_of_a_two_by_two_table_give_the_bounds_of_frechet() -> None:
    example = case("S1_frechet")
    given_, expected = example["inputs"], example["expected"]
    # Nodes: sums of A, of B, of x, of y; then xA, yA, xB, yB.
    sums = [given_[k] for k in ("countyA_sum_xy", "countyB_sum_xy", "x_sum", "y_sum")]
    counties = Forest.of(np.array([-1, -1, -1, -1, 0, 0, 1, 1]))
    industries = Forest.of(np.array([-1, -1, -1, -1, 2, 3, 2, 3]))
    found = narrow_crossed(
        [counties, industries],
        np.array([*sums, 0, 0, 0, 0], dtype=float),
        np.array([*sums, *[np.inf] * 4]),
    )
    for node, name in enumerate(("xA", "yA", "xB", "yB"), start=4):
        assert [found.low[node], found.high[node]] == pytest.approx(
            expected[name], abs=example["tolerance"]
        )
    assert found.settled


@given(hidden_trees())
def test_the_true_numbers_lie_inside(tree: HiddenTree) -> None:
    low, high = narrowed(tree)
    assert (low <= tree.truth).all()
    assert (tree.truth <= high).all()


@given(hidden_trees(9))
def test_on_a_forest_nothing_is_narrower(tree: HiddenTree) -> None:
    low, high = narrowed(tree)
    least, most = by_programs(tree)
    assert low == pytest.approx(least, abs=1e-6)
    assert high == pytest.approx(most, abs=1e-6)


@given(hidden_trees(), st.integers(0, 13))
def test_a_further_published_row_widens_nothing(tree: HiddenTree, which: int) -> None:
    low, high = narrowed(tree)
    shown = tree.hidden.copy()
    shown[which % len(shown)] = False
    narrower = narrowed(HiddenTree(tree.parent, tree.truth, shown))
    assert (narrower[0] >= low).all()
    assert (narrower[1] <= high).all()


@given(hidden_trees(), st.sampled_from([0.5, 2.0, 1024.0]))
def test_bounds_scale_with_the_numbers(tree: HiddenTree, factor: float) -> None:
    low, high = narrowed(tree)
    scaled = narrowed(HiddenTree(tree.parent, tree.truth * factor, tree.hidden))
    assert scaled[0].tolist() == (low * factor).tolist()
    assert scaled[1].tolist() == (high * factor).tolist()


@given(hidden_trees(), st.integers(0, 13), st.sampled_from([0.0, 1.0]))
def test_every_end_is_reached_by_numbers_that_add_up(
    tree: HiddenTree, which: int, end: float
) -> None:
    low, high = narrowed(tree)
    node = which % len(low)
    value = high[node] if end and np.isfinite(high[node]) else low[node]
    fixed_low, fixed_high = low.copy(), high.copy()
    fixed_low[node] = fixed_high[node] = value
    assert len(narrow(Forest.of(tree.parent), fixed_low, fixed_high).violated) == 0


def test_a_family_that_cannot_add_up_is_named() -> None:
    figures = np.array([100.0, 60, 50])
    assert narrow(Forest.of(np.array([-1, 0, 0])), figures, figures).violated.tolist() == [0]


def test_an_interval_turned_round_is_named() -> None:
    found = narrow(Forest.of(np.array([-1])), np.array([2.0]), np.array([1.0]))
    assert found.violated.tolist() == [0]


def test_nodes_that_are_their_own_ancestors_are_refused() -> None:
    with pytest.raises(ValueError, match="own ancestors"):
        Forest.of(np.array([1, 0]))
    with pytest.raises(ValueError, match="not among"):
        Forest.of(np.array([3]))
