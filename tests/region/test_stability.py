"""Memberships over choices and drawn flows."""

import numpy as np

from sectornb.region.containment import ValidityTargets
from sectornb.region.delineation.delineate import METHODS, Choices, delineate
from sectornb.region.stability import (
    membership_runs,
    membership_share,
    surroundings,
    target_variants,
)
from tests.builders.flow_tables import blocks, case_matrix, matrix_of

FOUND = delineate(case_matrix(), ["57101", "57102"])
RUNS = membership_runs(FOUND, draws=10)


def test_the_anchor_is_in_its_zone_in_every_run() -> None:
    own = RUNS[RUNS["area_fips"].eq("57101")]
    assert set(own["method"]) == set(METHODS)
    assert own["membership_share"].eq(1).all()


def test_shares_lie_between_0_and_1_and_count_runs() -> None:
    assert RUNS["membership_share"].between(0, 1).all()
    assert (RUNS["runs_together"] <= RUNS["runs"]).all()
    drawn = RUNS[RUNS["variation"].eq("resampled") & RUNS["method"].eq("commuting zones")]
    assert drawn["runs"].eq(10).all()


def test_members_that_merge_low_are_stable_over_cuts() -> None:
    # 57102 merges with 57101 at 0.4464 and 57103 at 0.7145: below every cut.
    cuts = RUNS[RUNS["variation"].eq("parameters") & RUNS["method"].eq("commuting zones")]
    share = cuts.set_index("area_fips")["membership_share"]
    assert share["57102"] == share["57103"] == 1


def test_the_same_seed_gives_the_same_shares() -> None:
    assert RUNS.equals(membership_runs(FOUND, draws=10))


def test_without_drawing_there_are_only_choices() -> None:
    assert set(membership_runs(FOUND, draws=0)["variation"]) == {"parameters"}


def test_counties_of_another_block_are_never_members() -> None:
    runs = membership_runs(delineate(blocks((3, 3)), ["57101"]), draws=5)
    assert set(runs["area_fips"]) <= {"57101", "57102", "57103"}


def test_a_weak_tie_comes_and_goes_with_the_draw() -> None:
    # PF of the second county is 23 / 1,000 = the cut: Poisson noise decides.
    flows = np.diag([50_000.0, 977.0])
    flows[1, 0] = 23
    found = delineate(matrix_of(flows), ["57101"], Choices(seed=3))
    runs = membership_runs(found, draws=60)
    drawn = runs[runs["variation"].eq("resampled") & runs["method"].eq("commuting zones")]
    share = drawn.set_index("area_fips")["membership_share"]["57102"]
    assert 0.2 < share < 0.8


def test_the_share_of_a_method_counts_all_of_its_runs() -> None:
    share = membership_share(RUNS).set_index(["area_fips", "method"])["membership_share"]
    own = RUNS[RUNS["area_fips"].eq("57103") & RUNS["method"].eq("central counties")]
    assert share["57103", "central counties"] == own["runs_together"].sum() / own["runs"].sum()


def test_targets_are_varied_around_the_choice_and_stay_possible() -> None:
    variants = target_variants(ValidityTargets(1_000, 5_000, 0.9, 0.98))
    assert ValidityTargets(1_000, 5_000, 0.9, 0.98) in variants
    assert len(set(variants)) == 5
    assert all(variant.target_containment <= 1 for variant in variants)


def test_the_surroundings_hold_the_region_and_its_strongest_links() -> None:
    found = delineate(case_matrix(), ["57107"])
    places = surroundings(found, most=6)
    codes = [found.matrix.codes[place] for place in places]
    assert {"57107", "57108"} <= set(codes)
    # 57106 sends 60 and takes 50 from 57107; 57101 exchanges 30 with 57108.
    assert "57106" in codes
    assert len(codes) == 6
