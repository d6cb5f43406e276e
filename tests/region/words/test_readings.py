"""What each result of workbook 1 is said to mean."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.region import stability
from sectornb.region.containment import containment
from sectornb.region.delineation import delineate
from sectornb.region.distance import distance_bands, no_centroids
from sectornb.region.flow_matrix import flow_matrix
from sectornb.region.segments import segment_sheds
from sectornb.region.sheds import largest_exchanges
from sectornb.region.words.gaps import Gaps
from sectornb.region.words.readings import NO_SEGMENT, region_readings
from sectornb.show.sentence import Sentence, Speaker
from tests.builders.flow_tables import case_matrix, table_of
from tests.builders.region_words import Tables, named, region_tables

REGION = ["57101", "57102"]
FLOWS = table_of(case_matrix())


@cache
def tables() -> Tables:
    found = delineate.delineate(flow_matrix(FLOWS), REGION)
    runs = stability.membership_runs(found, draws=2)
    goods = FLOWS.assign(jobs_goods=FLOWS["jobs"] / 2)
    pairs = largest_exchanges(FLOWS, REGION)
    ends = {side: f"County {pairs[f'{side}_area_fips'].iloc[0]}" for side in ("home", "work")}
    return {
        **region_tables(FLOWS, REGION),
        "exchanges": pairs.assign(**{f"{side}_county_name": name for side, name in ends.items()}),
        "distance_bands": distance_bands(FLOWS, REGION, no_centroids()),
        "segment_sheds": named(segment_sheds(goods, REGION, "jobs_goods"), "area_fips"),
        "method_agreement": delineate.method_agreement(found),
        "zones_by_cut": delineate.zones_by_cut(found, stability.CUTS),
        "membership": named(runs, "area_fips").assign(in_region=runs["area_fips"].isin(REGION)),
    }


def readings(gaps: Gaps = Gaps(), **changed: pd.DataFrame) -> dict[str, Sentence]:  # noqa: B008
    speaker = Speaker({**tables(), **changed}, dictionary().keys_of("1-region"))
    settings: Any = SimpleNamespace(segment="jobs_goods", shed_share=0.9)
    return region_readings(speaker, settings, gaps)


def test_both_sides_of_commuting_are_told_each_with_its_own_base() -> None:
    summary = tables()["region_commuting"].set_index("side")["inside_pct"]
    assert readings()["commuting"].text == (
        f"Residents hold {summary['jobs']:.1f}% of the jobs here, and "
        f"{summary['residents']:.1f}% of their own jobs are here."
    )


def test_shares_with_missing_flows_are_at_most() -> None:
    told = readings(Gaps(residents_low=True, out_of="Ohio"))
    commuting = told["commuting"].text
    assert "and at most " in commuting and "hold at most" not in commuting
    assert ", workplaces cover at most " in told["sheds"].text
    assert ", homes cover at most " not in told["sheds"].text
    assert told["distance"].text.startswith("Residents hold at most ")


def test_sheds_are_told_down_to_the_county_that_reaches_the_share() -> None:
    shed = tables()["labor_shed"]
    last = shed[shed["cumulative_share"].ge(0.9)].iloc[0]
    assert readings()["sheds"].text.startswith(
        f"Down to {last['county_name']}, homes cover {last['cumulative_share']:.1%} of the jobs"
    )


def test_the_largest_flow_is_named_from_home_to_work() -> None:
    told = readings()["exchanges"].text
    assert told == (
        "The largest flow between two of your counties runs from County 57102 to County 57101 "
        "(2,500)."
    )
    pairs = tables()["exchanges"]
    outward = pairs[pairs["work_area_fips"].eq("57103")]
    assert readings(exchanges=outward)["exchanges"].text.startswith("The largest flow runs from ")
    none = readings(exchanges=tables()["exchanges"].head(0))["exchanges"]
    assert none.text == "Nobody commutes between two counties."


def test_with_missing_flows_what_is_largest_is_so_as_far_as_known() -> None:
    told = readings(Gaps(residents_low=True, out_of="Ohio"))
    assert told["exchanges"].text.startswith("The largest known flow between two of your counties")
    assert " exchanges most with the region, as far as the files tell: " in told["linked"].text


def test_of_an_outside_county_only_the_known_side_is_told() -> None:
    linked = tables()["linked_counties"].copy()
    linked.loc[0, "jobs_of_region_residents"] = float("nan")
    assert "come from there." in readings(linked_counties=linked)["linked"].text


def test_the_county_on_whose_place_runs_agree_least_is_named() -> None:
    runs = tables()["membership"].copy()
    runs["membership_share"] = 1.0
    assert readings(membership=runs)["stability"].text.startswith("Nearly all runs agree")
    doubtful = runs["area_fips"].eq("57102") & runs["variation"].eq("parameters")
    runs.loc[doubtful & runs["method"].eq("communities"), "membership_share"] = 0.4
    assert readings(membership=runs)["stability"].text == (
        "County 57102 has the least firm place: 40% of the runs of communities with other choices "
        "put it with your largest county, and none or all would be firm."
    )


def test_without_a_segment_it_is_said_so() -> None:
    assert readings(segment_sheds=tables()["segment_sheds"].head(0))["segment_sheds"] is NO_SEGMENT


def test_the_verdict_tells_the_smaller_share_and_what_is_needed() -> None:
    region = tables()["containment"].iloc[0]
    told = f"{region['smaller_side']:.1%}, and a place of this size needs {{}}."
    assert readings()["verdict"].text.endswith(told.format(f"{region['required_side']:.1%}"))
    tiny = tables()["containment"].assign(required_side=1.0)
    assert readings(containment=tiny)["verdict"].text.endswith("needs more than there can be.")
    low = readings(Gaps(jobs_low=True))["verdict"].text
    assert low.startswith("The smaller share is at most ")


def test_the_best_county_tells_its_gain_in_points() -> None:
    sets = tables()["containment"]
    best = sets[sets["change"].eq("with") & sets["rank"].eq(1)].iloc[0]
    assert readings()["next"].text == (
        f"{best['county_name']} would move the smaller share by "
        f"{best['smaller_side_gain_pp']:+.1f} points."
    )
    region = ["57104", "57105", "57106"]
    leaving = named(containment(FLOWS, region), "area_fips")
    assert "; leaving out County 57104, " in readings(containment=leaving)["next"].text
    low = readings(Gaps(residents_low=True), containment=leaving)["next"].text
    assert "Leaving out County 57106, the smaller share would be at most " in low
    alone = sets[sets["change"].ne("with")]
    told = readings(containment=alone)["next"].text
    assert told.startswith("No county outside whose own flows are known has close links.")
    unknown = tables()["linked_counties"].assign(flows_known=False)
    told = readings(containment=alone, linked_counties=unknown)["next"].text
    assert told.startswith("No county outside can be tried: nothing held says what its own workers")


def test_the_method_that_keeps_most_counties_together_is_named() -> None:
    methods = tables()["delineation_methods"].copy()
    methods["region_counties_in_zone"] = [1.0, 2.0, 1.0, 1.0]
    assert readings(delineation_methods=methods)["methods"].text == (
        "No method keeps more of your counties in one zone than travel-to-work areas: 2."
    )


def test_the_sizes_of_the_zone_are_told_wherever_a_cut_changes_them() -> None:
    sizes = [5.0, 5.0, 6.0, 11.0, 11.0, 12.0, 18.0, 18.0, 19.0]
    cuts = pd.DataFrame({"cut": [f"{n}" for n in range(9)], "counties_in_zone": sizes})
    told = readings(zones_by_cut=cuts)["cuts"].text
    # Of six sizes the ends, and the three reached by the largest steps.
    assert told.endswith("the commuting zone holds 5, 6, 11, 18 or 19 counties.")
    assert readings(zones_by_cut=cuts.head(2))["cuts"].text == (
        "At every cut the commuting zone holds the same counties: 5."
    )


def test_a_method_that_chance_moves_is_not_the_one_that_keeps_most() -> None:
    methods = tables()["delineation_methods"].copy()
    methods["region_counties_in_zone"] = [1.0, 1.0, 1.0, 2.0]
    methods["overlap_by_seed"] = [float("nan")] * 3 + [0.5]
    assert "communities" not in readings(delineation_methods=methods)["methods"].text
