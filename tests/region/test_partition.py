"""Agreement, quality and names of partitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError
from sectornb.region.partition import adjusted_rand, modularity, renumbered, zone_codes
from tests.builders.flow_tables import blocks, case_matrix

labels = st.lists(st.integers(0, 4), min_size=2, max_size=30)


def test_adjusted_rand_of_a_hand_example() -> None:
    # Pairs together in both: 1 + 1 = 2; in the first 3 + 3 = 6, in the second 1 + 6 = 7,
    # of 15: expected 2.8. Cells of sizes 2, 1, 3: 1 + 0 + 3 = 4. (4 - 2.8) / (6.5 - 2.8).
    found = adjusted_rand(np.array([0, 0, 0, 1, 1, 1]), np.array([5, 5, 2, 2, 2, 2]))
    assert found == pytest.approx(1.2 / 3.7)


@given(labels)
def test_a_partition_agrees_with_itself_whatever_its_numbers(one: list[int]) -> None:
    first = np.array(one)
    assert adjusted_rand(first, 9 - first) == pytest.approx(1)


@given(labels, st.randoms())
def test_agreement_does_not_depend_on_which_comes_first(one: list[int], random) -> None:  # type: ignore[no-untyped-def]
    other = np.array([random.randrange(4) for _ in one])
    first = np.array(one)
    assert adjusted_rand(first, other) == pytest.approx(adjusted_rand(other, first))
    assert adjusted_rand(first, other) <= 1 + 1e-12


def test_partitions_of_different_counties_are_refused() -> None:
    with pytest.raises(InputError, match="cannot be compared"):
        adjusted_rand(np.array([0, 1]), np.array([0]))


def test_one_zone_has_no_modularity_and_separate_blocks_have_much() -> None:
    matrix = blocks((3, 3))
    assert modularity(matrix, np.zeros(6, dtype=int)) == pytest.approx(0)
    # Two closed halves of equal size: 1 - 2 / 4.
    assert modularity(matrix, np.repeat([0, 1], 3)) == pytest.approx(0.5)


def test_zones_are_numbered_by_their_first_county() -> None:
    assert renumbered(np.array([7, 2, 7, 0])).tolist() == [0, 1, 0, 2]


def test_a_zone_is_named_by_its_county_with_most_jobs() -> None:
    names = zone_codes(case_matrix(), np.array([0, 0, 0, 1, 1, 1, 2, 2]))
    assert names == ["57101"] * 3 + ["57104"] * 3 + ["57107"] * 2
