"""What each result of workbook 1 is said to mean."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.region import stability
from sectornb.region.containment import containment
from sectornb.region.delineation import delineate
from sectornb.region.distance import distance_bands, no_centroids
from sectornb.region.flow_matrix import flow_matrix
from sectornb.region.segments import segment_flows, segment_sheds
from sectornb.region.settings import TravelAreas
from sectornb.region.sheds import largest_exchanges
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.region.words.readings import NO_SEGMENT, UNDIVIDED, region_readings
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
        "segment_containment": named(
            containment(segment_flows(goods, "jobs_goods"), REGION), "area_fips"
        ),
        "segment_sheds": named(segment_sheds(goods, REGION, "jobs_goods"), "area_fips"),
        "method_agreement": delineate.method_agreement(found),
        "zones_by_cut": delineate.zones_by_cut(found, stability.CUTS),
        "membership": named(runs, "area_fips").assign(in_region=runs["area_fips"].isin(REGION)),
    }


def readings(
    gaps: Gaps = NO_GAPS, segment: str = "jobs_goods", **changed: pd.DataFrame
) -> dict[str, Sentence]:
    speaker = Speaker({**tables(), **changed}, dictionary().keys_of("1-region"))
    settings: Any = SimpleNamespace(segment=segment, shed_share=0.9, travel_areas=TravelAreas())
    return region_readings(speaker, settings, gaps)


def test_both_sides_of_commuting_are_told_each_with_its_own_base() -> None:
    summary = tables()["region_commuting"].set_index("side")["inside_pct"]
    assert readings()["commuting"].text.startswith(
        f"Residents hold {summary['jobs']:.1f}% of the jobs here, and "
        f"{summary['residents']:.1f}% of their own jobs are here."
    )


def test_shares_with_missing_flows_are_at_most() -> None:
    told = readings(Gaps(residents_low=True, out_of="Ohio"))
    commuting = told["commuting"].text
    assert "and at most " in commuting and "hold at most" not in commuting
    homes, works = told["sheds"].text.split("; workplaces ")
    assert " stand for at most " in works and "at most" not in homes
    assert told["distance"].text.startswith("Residents hold at most ")


def test_sheds_are_told_down_to_the_county_that_reaches_the_share() -> None:
    shed = tables()["labor_shed"]
    last = shed[shed["cumulative_share"].ge(0.9)].iloc[0]
    assert readings()["sheds"].text.startswith(
        f"Counted from the largest county on, homes down to those in {last['county_name']} "
        f"(one of yours) stand for {last['cumulative_share']:.1%} of the jobs here; "
    )


def test_a_shed_that_ends_outside_says_so() -> None:
    # Of two counties of one name, this and the one in another sentence, the reader is told which.
    shed = tables()["labor_shed"].copy()
    shed["cumulative_share"] = [0.1] * (len(shed) - 1) + [1.0]
    assert shed["home_area_fips"].iloc[-1] not in REGION
    told = readings(labor_shed=shed)["sheds"].text
    assert f"{shed['county_name'].iloc[-1]} (outside) stand for 100.0%" in told


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
    assert readings(membership=runs)["stability"].text.startswith("Nearly all tries agree")
    doubtful = runs["area_fips"].eq("57102") & runs["variation"].eq("parameters")
    row = doubtful & runs["method"].eq("communities")
    runs.loc[row, ["membership_share", "runs", "runs_together"]] = [0.4, 20, 8]
    assert readings(membership=runs)["stability"].text == (
        "County 57102 has the least firm place: of 20 tries of communities with other choices, "
        "8 put it with County 57101; none or all would be firm."
    )


def test_without_a_segment_it_is_said_so() -> None:
    assert readings(segment_sheds=tables()["segment_sheds"].head(0))["segment_sheds"] is NO_SEGMENT


def test_a_segment_that_was_not_chosen_is_another_thing_than_flows_without_any() -> None:
    everything = tables()["segment_commuting"]
    everything = everything[everything["segment"].eq("jobs")]
    none = tables()["segment_sheds"].head(0)
    bare = {"segment_commuting": everything, "segment_sheds": none}
    for result in ("segments", "segment_sheds"):
        assert readings(segment="", **bare)[result] is NO_SEGMENT
        assert readings(**bare)[result] is UNDIVIDED


def test_a_segment_is_told_whether_it_would_hold_together_by_itself() -> None:
    # Half of every flow is of goods, so that both shares are those of all jobs.
    sets = tables()["segment_containment"]
    valid = sets["validity"].iloc[0] >= 1
    needed = f"by the British rule it needs at least {sets['required_side'].iloc[0]:.1%} of both."
    told = readings()["segments"].text
    assert valid and told.endswith(
        f"By itself this group of jobs would hold together as a region: {needed}"
    )
    failing = sets.assign(validity=0.9)
    low = Gaps(residents_low=True)
    assert (
        "would not hold together as a region: "
        in readings(low, segment_containment=failing)["segments"].text
    )
    known = readings(low)["segments"].text
    assert "By itself this group of jobs may hold together as a region: by the British" in known
    assert known.endswith(" of both, and the true shares may be lower.")
    assert told.startswith(
        "Your region file takes jobs in goods-producing industries as nearest to your target "
        "industry. For jobs in goods-producing industries "
    )


def test_the_score_of_size_and_shares_tells_what_is_enough_and_whether_it_is_the_highest() -> None:
    # 0.75 / 0.667 = 1.1244 is the highest score that the rule gives.
    sets = tables()["containment"]
    top = readings(containment=sets.assign(validity=0.75 / 0.667))["commuting"].text
    assert top.endswith("together score 1.12, the highest score there is; one is enough.")
    lower = readings(containment=sets.assign(validity=1.05))["commuting"].text
    assert lower.endswith("size and shares together score 1.05; one is enough.")


def test_a_member_that_touches_no_other_is_not_said_to_hang_on_few_commuters() -> None:
    placed = tables()["delineations"].assign(alarm=False, touches_zone=True)
    assert readings(delineations=placed)["weak"].text.endswith("hangs on few commuters.")
    hit = placed["area_fips"].eq("57102") & placed["held_by_jobs"].gt(0)
    placed.loc[hit, "touches_zone"] = False
    jobs = placed.loc[hit, "held_by_jobs"].iloc[0]
    assert readings(delineations=placed)["weak"].text == (
        "No county of the region's zones hangs on few commuters. County 57102 is listed because "
        f"on the map it shares no border with the rest of the zone; {jobs:,.0f} commuters hold it "
        "there, which is not few."
    )


def test_the_verdict_tells_the_smaller_share_and_what_is_needed() -> None:
    region = tables()["containment"].iloc[0]
    assert readings()["verdict"].text == (
        f"The lower of the two shares is {region['smaller_side']:.1%}; by the British rule for "
        "travel-to-work areas, our yardstick, a place of this size needs "
        f"{region['required_side']:.1%}."
    )
    tiny = tables()["containment"].assign(required_side=1.0)
    assert readings(containment=tiny)["verdict"].text.endswith("needs more than there can be.")


def test_a_share_of_what_is_counted_says_that_it_may_be_lower_and_what_would_fail() -> None:
    low = readings(Gaps(jobs_low=True))["verdict"].text
    assert low.startswith("Of what is counted, the lower of the two shares is ")
    assert " The true share may be lower: the region would fail if people of other states " in low
    failing = tables()["containment"].assign(validity=0.9)
    assert readings(Gaps(jobs_low=True), containment=failing)["verdict"].text.endswith(
        " The true share can only be lower, so that the region fails whatever is missing."
    )
    inside = readings(Gaps(residents_low=True, jobs_low=True, inside=True))["verdict"].text
    assert inside.endswith("missing: the true share may be higher or lower.")


def test_the_best_county_tells_its_gain_in_points() -> None:
    sets = tables()["containment"]
    best = sets[sets["change"].eq("with") & sets["rank"].eq(1)].iloc[0]
    assert readings()["next"].text == (
        f"{best['county_name']} would move the lower of the two shares by "
        f"{best['smaller_side_gain_pp']:+.1f} points."
    )
    region = ["57104", "57105", "57106"]
    leaving = named(containment(FLOWS, region), "area_fips")
    assert "; without County 57104, " in readings(containment=leaving)["next"].text
    low = readings(Gaps(residents_low=True), containment=leaving)["next"].text
    assert "Without County 57106 the lower share would be at most " in low
    alone = sets[sets["change"].ne("with")]
    told = readings(containment=alone)["next"].text
    assert told.startswith("No county outside whose own flows are known has close links.")
    unknown = tables()["linked_counties"].assign(flows_known=False)
    told = readings(containment=alone, linked_counties=unknown)["next"].text
    assert told.startswith("Here no county outside can be added: of their states only flows from ")


def test_the_method_that_keeps_most_counties_together_is_named() -> None:
    methods = tables()["delineation_methods"].copy()
    methods["region_counties_in_zone"] = [1.0, 2.0, 1.0, 1.0]
    assert readings(delineation_methods=methods)["methods"].text == (
        "Travel-to-work areas keep all of your 2 counties in one zone; no other method keeps as "
        "many."
    )
    methods["region_counties_in_zone"] = 1.0
    assert readings(delineation_methods=methods)["methods"].text.endswith(
        " and communities keep 1 of your 2 counties in one zone."
    )


def test_the_sizes_of_the_zone_are_told_wherever_a_cut_changes_them() -> None:
    sizes = [5.0, 5.0, 6.0, 11.0, 11.0, 12.0, 18.0, 18.0, 19.0]
    cuts = pd.DataFrame({"cut": [f"{n}" for n in range(9)], "counties_in_zone": sizes})
    told = readings(zones_by_cut=cuts)["cuts"].text
    # Of six sizes the ends, and the three reached by the largest steps.
    assert told.endswith(
        "Told to join fewer or more counties (13 cuts, 0 to 8), the commuting zone grows from 5 to "
        "19 counties, by way of 6, 11 and 18."
    )
    same = readings(zones_by_cut=cuts.head(2))["cuts"].text
    assert same.endswith("(13 cuts, 0 to 1), the commuting zone stays the same, of 5.")
    own = tables()["delineations"]
    own = readings(zones_by_cut=cuts.head(2), delineations=own[own["in_region"]])["cuts"].text
    assert own == same.removesuffix(".") + "; only your own could be tested."


def test_a_method_that_chance_moves_is_not_the_one_that_keeps_most() -> None:
    methods = tables()["delineation_methods"].copy()
    methods["region_counties_in_zone"] = [1.0, 1.0, 1.0, 2.0]
    methods["overlap_by_seed"] = [float("nan")] * 3 + [0.5]
    assert "communities" not in readings(delineation_methods=methods)["methods"].text


def test_a_county_that_sends_most_to_the_largest_but_lies_in_another_zone_is_explained() -> None:
    placed = tables()["delineations"].copy()
    zone = placed["method"].eq("commuting zones")
    largest = placed.loc[placed["in_region"], "zone"].iloc[0]
    other = next(code for code in REGION if code != largest)
    joined = zone & placed["area_fips"].isin([other, "57103"])
    placed.loc[zone, "zone"] = placed.loc[zone, "area_fips"]
    placed.loc[joined, ["zone", "with_region"]] = ["57103", False]
    flows = pd.DataFrame({"home_area_fips": [other, other], "work_area_fips": [largest, "57103"]})
    flows = flows.assign(home_county_name="A", work_county_name="B", jobs=[90.0, 80.0])
    changed = {"delineations": placed, "exchanges": flows}
    because = (
        f" County {other} sends most commuters to County {largest}, yet by commuting zones is "
        "apart from it: on average over all counties that had merged with it by then, it exchanges "
        "more with others."
    )
    assert because in readings(**changed)["methods"].text
    # Nothing is said where it sends more elsewhere, nor where what is not counted may be more.
    assert "commuters to" not in readings(**changed | {"exchanges": flows[::-1]})["methods"].text
    partly = Gaps(residents_low=True, out_of="Ohio")
    assert "commuters to" not in readings(partly, **changed)["methods"].text


@pytest.mark.parametrize(("setting", "told"), [("25% rule, 2 central, our choice", True),
                                               ("25% rule, 1 central, named", False)])  # fmt: skip
def test_a_county_that_is_a_center_itself_is_told_to_join_no_other(
    setting: str, told: bool
) -> None:
    placed, methods = tables()["delineations"].copy(), tables()["delineation_methods"].copy()
    methods.loc[methods["method"].eq("central counties"), "setting"] = setting
    second = placed.loc[placed["in_region"], "area_fips"].unique()[1]
    zone = placed["method"].eq("commuting zones") & placed["area_fips"].ne("57101")
    placed.loc[zone, "zone"] = second
    said = readings(delineations=placed, delineation_methods=methods)["methods"].text
    name = placed.loc[placed["area_fips"].eq(second), "county_name"].iloc[0]
    center = f" {name} is a central county itself: "
    center += "by the method of central counties such a county joins no other."
    assert said.endswith(center) == told
