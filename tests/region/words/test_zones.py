from __future__ import annotations

import pandas as pd
import pytest

from sectornb.codes import segment_names
from sectornb.dictionary import dictionary
from sectornb.region.delineation.delineate import METHODS
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.region.words.zones import segment_finding, zones_finding
from sectornb.show.sentence import Sentence, Speaker, unclaimed_numbers
from tests.builders.flow_tables import case_matrix, table_of
from tests.builders.region_words import Tables, region_tables

REGION = ["57101", "57102", "57103"]
FLOWS = table_of(case_matrix())
KEYS = dictionary().keys_of("1-region")


def zones(tables: Tables, soft: bool = False) -> Sentence:
    found = zones_finding(Speaker(tables, KEYS), soft)
    assert unclaimed_numbers(found) == []
    return found


def with_members(own: tuple[int, ...], shares: tuple[float, ...]) -> Tables:
    """Of the region's counties, `own` in the zone of each method, in a share of all runs."""
    tables = region_tables(FLOWS, REGION)
    tables["delineation_methods"] = pd.DataFrame(
        {
            "method": METHODS,
            "region_counties_in_zone": [float(count) for count in own],
            "counties_in_zone": [float(count + 2) for count in own],
            "overlap_by_seed": 1.0,
        }
    )
    rows = [
        (county, method, True, share if county == REGION[-1] else 1.0, pd.NA)
        for method, share in zip(METHODS, shares, strict=True)
        for county in REGION
    ]
    columns = ["area_fips", "method", "in_region", "membership_share", "alarm"]
    placed = pd.DataFrame(rows, columns=columns).assign(held_by_share=1.0)
    kept = dict(zip(METHODS, own, strict=True))
    placed["with_region"] = [
        REGION.index(county) < kept[method]
        for county, method in zip(placed["area_fips"], placed["method"], strict=True)
    ]
    placed["held_by_jobs"] = 9.0 * placed["area_fips"].ne(REGION[0])
    placed["held_by_jobs"] = placed["held_by_jobs"].where(placed["held_by_jobs"].gt(0))
    outside = placed.assign(in_region=False, with_region=True, area_fips="57109").drop_duplicates(
        "method"
    )
    placed = pd.concat([placed, outside], ignore_index=True)
    tables["delineations"] = placed.assign(county_name="County " + placed["area_fips"])
    counts = tables["region_counts"]
    whole = counts["counted"].eq("ways that keep the region together")
    counts.loc[whole, "count"] = float(sum(count == len(REGION) for count in own))
    return tables


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (
            (3, 3, 3, 3),
            "Commuting zones (a zone of 5 counties), travel-to-work areas (a zone of 5 counties), "
            "central counties (a zone of 5 counties) and communities (a zone of 5 counties) keep "
            "your 3 counties together.",
        ),
        ((3, 1, 1, 1), "Commuting zones (a zone of 5 counties) keep your 3 counties together; "),
        (
            (3, 3, 2, 1),
            "Commuting zones (a zone of 5 counties) and travel-to-work areas (a zone of 5 "
            "counties) keep your 3 counties together; by central counties 2 of them stay together",
        ),
        (
            (1, 2, 2, 1),
            "By travel-to-work areas 2 and by central counties 2 of your 3 counties stay together",
        ),
    ],
)
def test_the_methods_that_keep_the_region_together_are_named(
    own: tuple[int, ...], told: str
) -> None:
    assert zones(with_members(own, (1, 1, 1, 1))).text.startswith(told)


def test_the_others_say_how_many_of_your_counties_stay_together() -> None:
    assert zones(with_members((3, 2, 2, 1), (1, 1, 1, 1))).text.endswith(
        "keep your 3 counties together; by travel-to-work areas 2 and by central counties "
        "2 of them stay together; communities put none of the others with County 57101, your "
        "county with most jobs."
    )


@pytest.mark.parametrize(
    ("shares", "certainty"),
    [
        # Together in 9 of 10 runs, and apart in 9 of 10 where they are apart.
        ((0.9, 0.1, 0.0, 0.0), "likely"),
        ((0.89, 0.0, 0.0, 0.0), "possible"),
        ((1.0, 0.2, 0.0, 0.0), "possible"),
    ],
)
def test_a_place_is_likely_from_nine_of_ten_runs(shares: tuple[float, ...], certainty: str) -> None:
    assert zones(with_members((3, 2, 2, 1), shares)).certainty == certainty


def test_with_flows_missing_zones_are_only_possible() -> None:
    tables = with_members((3, 2, 2, 1), (1, 0, 0, 0))
    assert zones(tables, soft=True).certainty == "possible"


def test_zones_of_your_own_counties_alone_say_so() -> None:
    told = zones(region_tables(FLOWS, REGION, known=False))
    assert told.text.startswith("Only your own counties could be tested, for want of other flows: ")
    assert "(a zone of" not in told.text
    assert told.text.endswith("go by the British rule above, so that they add little proof.")
    assert "little proof" not in zones(region_tables(FLOWS, REGION)).text


def test_where_all_methods_divide_the_region_it_is_told_which_counties_they_agree_on() -> None:
    # All keep the first two; the third is in none.
    assert zones(with_members((2, 2, 2, 2), (1, 1, 1, 1))).text.endswith(
        " With County 57101 each of these keeps County 57102; none of them keeps County 57103."
    )
    assert (
        " With County 57101 none of them keeps County 57103."
        in zones(with_members((1, 2, 2, 1), (1, 1, 1, 1))).text
    )


def test_a_single_county_is_told_the_size_of_its_zones() -> None:
    told = zones(region_tables(FLOWS, ["57104"])).text
    assert told.startswith("The zone of your county by each way to map labor markets: commuting zo")


@pytest.mark.parametrize(
    ("jobs", "told"),
    [(68.0, "only 68 commuters hold County 57103"), (1.0, "only 1 commuter holds County 57103")],
)
def test_a_member_on_few_commuters_is_an_alarm_in_words(jobs: float, told: str) -> None:
    tables = region_tables(FLOWS, REGION)
    placed = tables["delineations"]
    hit = placed["area_fips"].eq("57103") & placed["method"].eq("commuting zones")
    placed.loc[hit, ["held_by_jobs", "held_by_share"]] = [jobs, 0.001]
    placed.loc[hit, "alarm"] = True
    assert zones(tables).text.endswith(f" Beware: {told} in the commuting zone.")


def segment(
    home: float,
    work: float,
    soft: bool = False,
    name: str = "jobs_goods",
    gaps: Gaps = NO_GAPS,
) -> Sentence:
    """The finding where a segment's shares inside are 90 and 80 percent plus these points."""
    table = pd.DataFrame(
        {
            "segment": [name, name, "jobs", "jobs"],
            "segment_name": [segment_names()[name]] * 2 + ["all jobs"] * 2,
            "side": ["residents", "jobs"] * 2,
            "inside_pct": [90 + home, 80 + work, 90.0, 80.0],
        }
    )
    tables = {"segment_commuting": table}
    found = segment_finding(Speaker(tables, KEYS), name, soft, gaps)
    assert found is not None
    assert unclaimed_numbers(found) == []
    return found


@pytest.mark.parametrize(
    ("home", "work", "verdict"),
    [
        (-2, 3, "For {} the region is much the same as for all jobs. "),
        (-7, -1, "For {} the region is wider: people cross its border to work more often than in"),
        (1, 8, "For {} the region is narrower: people cross its border to work less often than "),
        (
            -6,
            7,
            "For {} the region is another one: residents leave it to work more often than ",
        ),
        (
            6,
            -7,
            "For {} the region is another one: residents leave it to work less often than ",
        ),
    ],
)
def test_workers_of_a_segment_that_keeps_less_inside_cross_the_border_more_often(
    home: float, work: float, verdict: str
) -> None:
    name = "jobs in goods-producing industries"
    assert segment(home, work).text.startswith(verdict.format(name))


@pytest.mark.parametrize(
    ("home", "soft", "certainty"),
    [(-3.9, False, "likely"), (-4.1, False, "possible"), (-5.9, False, "possible")]
    + [(-6.1, False, "likely"), (-6.1, True, "possible")],
)
def test_a_segment_near_the_mark_or_with_missing_flows_is_only_possible(
    home: float, soft: bool, certainty: str
) -> None:
    assert segment(home, 0, soft).certainty == certainty


def test_shares_of_a_segment_are_at_most_where_a_file_is_missing() -> None:
    assert segment(-7, -1, gaps=Gaps(residents_low=True)).text.endswith(
        "leave it unproven. Of those that residents hold, at most 83.0% are here (all jobs: at "
        "most 90.0%), and residents hold 79.0% of those here (all jobs: 80.0%)."
    )


@pytest.mark.parametrize("name", sorted(segment_names().keys() - {"jobs"}))
def test_a_segment_s_name_with_its_digits_is_a_claim(name: str) -> None:
    assert segment_names()[name] in [claim.text for claim in segment(0, 0, name=name).claims]


def test_without_a_segment_nothing_is_said_of_it() -> None:
    tables = region_tables(FLOWS, REGION)
    assert segment_finding(Speaker(tables, KEYS), "", False) is None
    everything = tables["segment_commuting"]["segment"].eq("jobs")
    undivided = tables | {"segment_commuting": tables["segment_commuting"][everything]}
    assert segment_finding(Speaker(undivided, KEYS), "jobs_goods", False) is None


def test_a_segment_of_which_the_region_has_nothing_is_said_to_be_empty() -> None:
    tables = region_tables(FLOWS, REGION)
    said = segment_finding(Speaker(tables, KEYS), "jobs_pay_to_1250", False)
    assert said is not None and "is empty here" in said.text


@pytest.mark.parametrize(
    ("home", "work", "gaps", "told"),
    [
        # Two shares that are each too high prove no difference.
        (
            -7,
            -1,
            Gaps(residents_low=True),
            "the region may be wider; jobs that are not counted leav",
        ),
        (7, 1, Gaps(residents_low=True), "the region may be narrower; jobs that are not counted "),
        (-7, -8, Gaps(True, True), "the region may be wider; jobs that are not counted leave it "),
        (-7, -8, Gaps(residents_low=True), "people from outside come in to work more often than "),
        (-9, 6, Gaps(residents_low=True), "people from outside come in to work less often than "),
        (-6, -9, Gaps(jobs_low=True), "residents leave the region to work more often than in all"),
        (-2, -1, Gaps(residents_low=True), "the region is much the same as for all jobs, as far "),
    ],
)
def test_where_flows_are_missing_only_the_proven_side_of_a_segment_is_told(
    home: float, work: float, gaps: Gaps, told: str
) -> None:
    name = "jobs in goods-producing industries"
    assert segment(home, work, soft=True, gaps=gaps).text.startswith(f"For {name} {told}")
