"""Commuting zones by proportional flow and average linkage."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import squareform

from sectornb.errors import ParameterError
from sectornb.region.delineation.linkage import linkage_tree, proportional_flow, zones_at
from tests.builders.flow_tables import case, case_matrix, matrix_of, zones_of

CASE = case("R1_proportional_flow_hclust")
EXPECTED, TOLERANCE = CASE["expected"], CASE["tolerance"]
TREE = linkage_tree(case_matrix())

tables = st.integers(2, 9).flatmap(
    lambda n: arrays(float, (n, n), elements=st.integers(0, 500).map(float))
)


def test_residents_of_the_published_case_are_row_sums() -> None:
    assert case_matrix().residents.tolist() == EXPECTED["resident_workers"]


@pytest.mark.parametrize("pair", [(101, 102), (104, 105), (107, 108)])
def test_proportional_flow_reproduces_the_published_case(pair: tuple[int, int]) -> None:
    square = squareform(proportional_flow(case_matrix()))
    found = square[pair[0] - 101, pair[1] - 101]
    assert found == pytest.approx(EXPECTED[f"pf_{pair[0]}_{pair[1]}"], abs=TOLERANCE["pf"])


def test_merge_heights_reproduce_the_published_case() -> None:
    assert TREE[:, 2] == pytest.approx(EXPECTED["merge_heights"], abs=TOLERANCE["merge_heights"])


def test_zones_reproduce_the_published_case() -> None:
    assert zones_of(case_matrix(), zones_at(TREE, 0.977)) == EXPECTED["zones_cut_0_977"]
    assert zones_at(TREE, 0.999).max() + 1 == EXPECTED["zones_cut_0_999"]


def test_one_way_commuting_is_capped() -> None:
    # All 10 residents of the second county work in the first: 10 / 10, capped at 0.999.
    assert proportional_flow(matrix_of([[90, 0], [10, 0]])).tolist() == [0.999]


def test_a_county_without_residents_goes_to_the_cap_only_with_a_flow() -> None:
    # Nobody lives in the second county; 5 of the first work there, none of the third.
    flow = squareform(proportional_flow(matrix_of([[90, 5, 0], [0, 0, 0], [0, 0, 50]])))
    assert flow[0, 1] == 0.999
    assert flow[1, 2] == 0


def test_a_single_county_is_a_zone() -> None:
    assert zones_at(linkage_tree(matrix_of([[5]])), 0.977).tolist() == [0]


@given(tables)
@settings(deadline=None)
def test_proportional_flow_lies_between_0_and_the_cap(table: np.ndarray) -> None:
    flow = proportional_flow(matrix_of(table))
    assert ((flow >= 0) & (flow <= 0.999)).all()


@given(tables, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
@settings(deadline=None)
def test_a_higher_cut_joins_counties_and_parts_none(
    table: np.ndarray, one: float, other: float
) -> None:
    tree = linkage_tree(matrix_of(table))
    low, high = zones_at(tree, min(one, other)), zones_at(tree, max(one, other))
    for zone in set(low.tolist()):
        assert len(set(high[low == zone].tolist())) == 1


@pytest.mark.parametrize("cut", [0.0, 1.0, 97.7])
def test_a_cut_that_is_no_height_is_refused(cut: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        zones_at(TREE, cut)
