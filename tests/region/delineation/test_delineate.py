"""Four delineations side by side around one region."""

from dataclasses import replace

import numpy as np
import pytest

from sectornb.errors import ParameterError, UnknownCodeError
from sectornb.region.containment import ValidityTargets
from sectornb.region.delineation.central import central_county_areas, largest_of_zones
from sectornb.region.delineation.community import louvain_communities
from sectornb.region.delineation.delineate import (
    METHODS,
    Choices,
    delineate,
    method_agreement,
    method_summary,
    placements,
    voting,
    zones_by_cut,
)
from sectornb.region.stability import CUTS
from tests.builders.flow_tables import blocks, case_matrix, matrix_of

BLOCKS = blocks((4, 3, 5))
# A block of these exchanges needs containment that none of its counties has alone.
STRICT = Choices(targets=ValidityTargets(3_500, 50_000, 0.9, 0.95), threshold=0.1)


def test_all_methods_agree_on_separate_blocks() -> None:
    found = delineate(BLOCKS, ["57101"], STRICT)
    truth = np.repeat([0, 1, 2], [4, 3, 5])
    for method in METHODS:
        assert found.labels[method].tolist() == truth.tolist(), method
    assert method_agreement(found)["adjusted_rand"].tolist() == [1.0] * 6


def test_the_anchor_is_the_county_of_the_region_with_most_jobs() -> None:
    found = delineate(case_matrix(), ["57105", "57104"])
    assert found.matrix.codes[found.anchor] == "57104"


def test_every_county_has_one_zone_by_every_method() -> None:
    placed = placements(delineate(case_matrix(), ["57101"]))
    assert len(placed) == 8 * len(METHODS)
    assert not placed.duplicated(["area_fips", "method"]).any()
    assert set(placed["zone"]) <= set(case_matrix().codes)


def test_more_counties_join_as_the_cut_rises() -> None:
    table = zones_by_cut(delineate(case_matrix(), ["57107"]), [0.3, 0.5, *CUTS, 0.9945])
    sets = [set(text.split()) for text in table["counties"]]
    assert all(low <= high for low, high in zip(sets, sets[1:], strict=False))
    assert table["counties_in_zone"].iloc[-1] == 8
    # 57107 and 57108 merge at 0.6196, so the first cut above that is 0.9.
    assert table.loc[table["cut"].eq("0.9"), "joined"].item() == "57108"


def test_the_summary_counts_the_regions_counties_in_the_zone() -> None:
    summary = method_summary(delineate(case_matrix(), ["57101", "57107"])).set_index("method")
    # Zones at 0.975 are 101-103, 104-106, 107-108; the region's largest county is 101.
    assert summary.loc["commuting zones", "counties_in_zone"] == 3
    assert summary.loc["commuting zones", "region_counties_in_zone"] == 1
    assert summary.loc["commuting zones", "supply_side"] == pytest.approx(18_250 / 18_350)


def test_an_outlying_county_joins_from_a_quarter_of_its_residents_or_jobs() -> None:
    # 57102 sends 25 of 100 residents to 57101; 57103 sends 24 of 100 and stays alone;
    # 57101 holds 30 of the 100 jobs in 57104.
    flows = [[500, 0, 0, 30], [25, 75, 0, 0], [24, 0, 76, 0], [0, 0, 0, 70]]
    assert central_county_areas(matrix_of(flows), ["57101"]).tolist() == [0, 0, 1, 0]


def test_of_two_centers_the_larger_share_wins_and_centers_stay_apart() -> None:
    flows = [[500, 300, 0], [300, 500, 0], [30, 40, 30]]
    assert central_county_areas(matrix_of(flows), ["57101", "57102"]).tolist() == [0, 1, 1]


def test_our_central_counties_are_the_largest_of_zones_with_more_than_one() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 2, 3])
    assert largest_of_zones(case_matrix(), labels) == ("57101", "57104")


def test_named_central_counties_replace_ours_and_are_labeled_so() -> None:
    found = delineate(case_matrix(), ["57101"], Choices(central=("57104",)))
    setting = method_summary(found).set_index("method").loc["central counties", "setting"]
    assert setting == "25% rule, 1 central, named"


def test_the_same_seed_gives_the_same_communities() -> None:
    first = louvain_communities(BLOCKS, seed=7)
    assert first.tolist() == louvain_communities(BLOCKS, seed=7).tolist()


def test_a_county_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="57999"):
        delineate(case_matrix(), ["57999"])
    with pytest.raises(UnknownCodeError, match="57999"):
        central_county_areas(case_matrix(), ["57999"])


def test_a_rule_without_central_counties_or_with_a_bad_threshold_is_refused() -> None:
    with pytest.raises(ParameterError, match="at least one"):
        central_county_areas(case_matrix(), [])
    with pytest.raises(ParameterError, match="share above 0"):
        central_county_areas(case_matrix(), ["57101"], 25)


def test_the_summary_tells_how_far_chance_moves_the_region_s_community() -> None:
    found = delineate(BLOCKS, ["57101"], STRICT)
    summary = method_summary(found).set_index("method")
    by_seed = ["counties_by_seed_low", "counties_by_seed_high", "overlap_by_seed"]
    assert summary.loc["communities", by_seed].tolist() == [4, 4, 1]
    assert summary.drop("communities")[by_seed].isna().all(axis=None)
    # Of another seed the zone of the first block's county holds the second block too.
    other = np.repeat([0, 0, 2], [4, 3, 5])
    moved = method_summary(replace(found, reseeded=(other,)))
    assert moved[by_seed].iloc[-1].tolist() == [4, 7, 4 / 7]
    assert voting(moved)["method"].tolist() == list(METHODS[:-1])
    assert len(voting(method_summary(found))) == 4
