"""Rounds through several trees, which leave every known sum as it is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sectornb.disclosure.intervals.draws import FORGOTTEN, draw_tables
from sectornb.disclosure.intervals.forest import Forest
from sectornb.disclosure.intervals.rounds import rounds
from sectornb.disclosure.intervals.tied import Sums

# Three counties of 100 jobs in two withheld industries each: a and b, b and c, c and a; each
# industry has 100 in all.  No amount goes from one cell to another and back in one other
# county; it must go round all three.
RING = Forest.of(np.array([-1, 0, 0, -1, 3, 3, -1, 6, 6]))
LOW = np.array([100.0, 0, 0, 100, 0, 0, 100, 0, 0])
HIGH = np.full(9, 100.0)
TIES = Sums(
    np.array([-1, 0, 1, -1, 1, 2, -1, 2, 0]), np.repeat([0, 1, 2], 3), np.full(3, 100.0),
    np.full(3, 100.0),
)  # fmt: skip


def test_tables_that_only_a_round_connects_forget_where_they_began() -> None:
    found = draw_tables(RING, LOW, HIGH, 1_000, 1, sums=TIES)
    assert found.scale_reduction <= FORGOTTEN
    # One number is free and even between 0 and 100.
    first = found.values[1]
    assert abs(first.mean() - 50) < 4
    assert abs(first.std() - 100 / np.sqrt(12)) < 3
    assert np.allclose(TIES.rows(found.values), 100)


@given(st.integers(2, 6), st.integers(2, 5), st.integers(0, 1_000))
def test_every_round_leaves_blocks_and_known_sums_as_they_are(
    counties: int, industries: int, seed: int
) -> None:
    # Leaf of each county and industry; it adds to itself, its county and its industry's sum.
    leaf = np.arange(counties * industries)
    county, industry = leaf // industries, leaf % industries
    first_sum = len(leaf) + counties
    paths = np.stack([leaf, len(leaf) + county, first_sum + industry], axis=1)
    room = np.concatenate([np.full(len(leaf), 10.0), np.zeros(counties + industries)])
    found = rounds(paths, county, first_sum, room, np.random.default_rng(seed))
    # Of a table with all its margins known (r - 1) (c - 1) numbers are free.
    moves = np.zeros((len(found), len(leaf)))
    for number, one in enumerate(found):
        assert (one.rows < len(leaf)).all()
        moves[number, one.rows] = one.share
        assert np.allclose(np.bincount(county[one.rows], one.share), 0)
        assert np.allclose(np.bincount(industry[one.rows], one.share), 0)
    assert np.linalg.matrix_rank(moves) == (counties - 1) * (industries - 1)


def test_without_a_known_sum_there_is_no_round() -> None:
    paths = np.array([[0, 2, 3], [1, 2, 4]])
    room = np.array([10.0, 10, 0, 10, 10])
    assert rounds(paths, np.array([0, 0]), 3, room, np.random.default_rng(1)) == []
