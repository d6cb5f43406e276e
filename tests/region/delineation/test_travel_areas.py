"""The travel-to-work-area algorithm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sectornb.region.containment import ValidityTargets, validity
from sectornb.region.delineation.delineate import zone_containment
from sectornb.region.delineation.travel_areas import cohesion, travel_to_work_areas
from sectornb.region.partition import modularity
from tests.builders.flow_tables import blocks, case, case_matrix, matrix_of, zones_of

FIRST, LAST = case("R2_ttwa_validity_initial"), case("R3_ttwa_partition")
EXPECTED, TOLERANCE = LAST["expected"], LAST["tolerance"]
TARGETS = ValidityTargets(*(LAST["inputs"][name] for name in ("minSZ", "tarSZ", "minSC", "tarSC")))
MATRIX = case_matrix()
LABELS = travel_to_work_areas(MATRIX, TARGETS)


def test_cohesion_reproduces_the_published_case_and_is_0_elsewhere() -> None:
    expected = np.zeros((8, 8))
    for pair, value in FIRST["expected"]["cohesion"].items():
        one, other = (int(unit) - 101 for unit in pair.split("-"))
        expected[one, other] = expected[other, one] = value
    residents, jobs = MATRIX.residents, MATRIX.jobs
    found = cohesion(
        MATRIX.between, MATRIX.between.T, residents[:, None], jobs[:, None], residents, jobs
    )
    np.fill_diagonal(found, 0)
    # The case prints seven digits, which is coarser than its tolerance for the largest pair.
    assert found == pytest.approx(expected, abs=FIRST["tolerance"]["cohesion"], rel=5e-7)


def test_areas_reproduce_the_published_case() -> None:
    assert zones_of(MATRIX, LABELS) == EXPECTED["areas"]


def test_sums_of_the_areas_reproduce_the_published_case() -> None:
    for number in range(3):
        zone = np.flatnonzero(number == LABELS)
        assert MATRIX.residents[zone].sum() == EXPECTED["live"][number]
        assert MATRIX.jobs[zone].sum() == EXPECTED["work"][number]
        assert MATRIX.between[np.ix_(zone, zone)].sum() == EXPECTED["internal"][number]


def test_containment_and_validity_reproduce_the_published_case() -> None:
    for number in range(3):
        zone = np.flatnonzero(number == LABELS)
        supply, demand, valid = zone_containment(MATRIX, zone, TARGETS)
        assert min(supply, demand) == pytest.approx(EXPECTED["msc"][number], abs=TOLERANCE["msc"])
        assert valid == pytest.approx(EXPECTED["validity"][number], abs=TOLERANCE["validity"])


def test_modularity_reproduces_the_published_case() -> None:
    found = modularity(MATRIX, LABELS)
    assert found == pytest.approx(EXPECTED["Q_modularity"], abs=TOLERANCE["Q_modularity"])


def test_valid_counties_stay_alone() -> None:
    # Each of two counties keeps 99 percent of 50,000 residents.
    labels = travel_to_work_areas(matrix_of([[49_500, 500], [500, 49_500]]))
    assert labels.tolist() == [0, 1]


def test_a_county_without_any_link_stays_an_area_of_its_own() -> None:
    # The third county is too small to be valid and exchanges with nobody.
    flows = [[30_000, 9_000, 0], [12_000, 20_000, 0], [0, 0, 5]]
    labels = travel_to_work_areas(matrix_of(flows))
    assert labels[2] not in labels[:2]


def test_areas_of_separate_blocks_never_mix() -> None:
    labels = travel_to_work_areas(blocks((3, 4, 2)))
    groups = [set(labels[:3].tolist()), set(labels[3:7].tolist()), set(labels[7:].tolist())]
    assert not groups[0] & groups[1] and not groups[1] & groups[2] and not groups[0] & groups[2]


@given(
    st.integers(2, 10).flatmap(
        lambda n: arrays(float, (n, n), elements=st.integers(0, 4_000).map(float))
    )
)
@settings(deadline=None, max_examples=60)
def test_the_search_ends_and_places_every_county(table: np.ndarray) -> None:
    labels = travel_to_work_areas(matrix_of(table))
    assert sorted(set(labels.tolist())) == list(range(int(labels.max()) + 1))
    assert (labels >= 0).all()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 60_000))
def test_the_search_uses_the_validity_of_the_room(supply: float, demand: float, r: float) -> None:
    targets = ValidityTargets()
    assert validity(supply, demand, r, targets) <= 0.75 / 0.667 + 1e-12
