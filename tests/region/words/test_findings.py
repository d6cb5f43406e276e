"""What the commuting tables say to a board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from sectornb.dictionary import dictionary
from sectornb.region.containment import ValidityTargets, containment
from sectornb.region.counts import region_counts
from sectornb.region.read import Commuting
from sectornb.region.words.findings import APPROXIMATED, region_findings
from sectornb.show.sentence import Findings, Speaker, unclaimed_numbers
from sectornb.sources.lodes.flows import MissingFlows
from tests.builders.flow_tables import case_matrix, table_of
from tests.builders.region_words import Tables, lacking, named, region_tables

REGION = ["57101", "57102", "57103"]
PAIR = ["57101", "57102"]
FLOWS = table_of(case_matrix())
KEYS = dictionary().keys_of("1-region")


def findings(
    tables: Tables,
    region: list[str] = REGION,
    *,
    lacking: Sequence[MissingFlows] = (),
    missing: Sequence[str] = (),
    segment: str = "",
    counted_as: str = "jobs",
) -> Findings:
    commuting = Commuting(FLOWS, (), tuple(missing), counted=counted_as)
    return region_findings(Speaker(tables, KEYS), region, segment, commuting, lacking)


def said(tables: Tables, region: list[str] = REGION, **more: Any) -> list[str]:
    return [sentence.text for sentence in findings(tables, region, **more)]


def with_residents(tables: Tables, supply_side: float) -> Tables:
    """The same region, had its residents more or fewer jobs outside."""
    sets = tables["containment"].copy()
    sets.loc[0, ["supply_side", "smaller_side"]] = supply_side
    sets.loc[0, "validity"] = min(supply_side / 0.75, 1) / (0.667 / 0.75)
    sets.loc[0, "required_side"] = 0.667
    methods = tables["delineation_methods"]
    counts = region_counts(REGION, REGION, sets, methods, ValidityTargets())
    return {**tables, "containment": sets, "region_counts": counts}


@pytest.mark.parametrize(
    ("region", "known", "more"),
    [
        (REGION, True, {"segment": "jobs_goods"}),
        (PAIR, True, {}),
        (PAIR, False, {"lacking": [lacking("CT"), lacking("MI", published=False)]}),
        (["57104"], True, {"segment": "jobs_goods"}),
        (REGION, True, {"lacking": [lacking("RI", own=True)], "counted_as": "primary jobs"}),
        (REGION, True, {"counted_as": "workers", "missing": ["In 12 more people leave."]}),
    ],
)
def test_no_number_of_a_finding_is_without_its_cell(
    region: list[str], known: bool, more: dict[str, object]
) -> None:
    found = findings(region_tables(FLOWS, region, known), region, **more)
    assert {sentence.text: unclaimed_numbers(sentence) for sentence in found} == {
        sentence.text: [] for sentence in found
    }


def test_a_board_reads_three_to_six_sentences_none_of_them_certain() -> None:
    found = findings(region_tables(FLOWS, REGION), segment="jobs_goods")
    assert 3 <= len(found) <= 6
    assert {sentence.certainty for sentence in found} <= {"likely", "possible", "open"}


def test_the_verdict_comes_first_with_both_shares_and_what_a_place_of_the_size_needs() -> None:
    # 18,250 jobs inside of 18,350 held (99.5%) and 18,360 located (99.4%).  R = 18,350:
    # S = 6,650 / 21,500, Z = 1 - 0.1107 S = 0.9658, needed 0.667 / 0.9658 = 69.1%.
    first = findings(region_tables(FLOWS, REGION))[0]
    assert first.text.startswith("Your 3 counties are a labor market of their own by commuting: ")
    assert [claim.text for claim in first.claims] == ["3", "99.5%", "99.4%", "69.1%"]
    assert first.certainty == "likely"


def test_a_region_below_the_mark_is_none() -> None:
    first = findings(with_residents(region_tables(FLOWS, REGION), 0.55))[0]
    assert first.text.startswith("Your 3 counties are not a labor market of their own")
    assert first.certainty == "likely"


@pytest.mark.parametrize("supply_side", [0.660, 0.674])
def test_a_verdict_within_a_point_of_the_mark_is_only_possible(supply_side: float) -> None:
    first = findings(with_residents(region_tables(FLOWS, REGION), supply_side))[0]
    assert first.certainty == "possible"


def test_a_place_too_small_is_told_so_and_one_county_is_no_plural() -> None:
    # A tenth of its jobs is below the 3,500 that the rule begins with.
    flows = FLOWS.assign(jobs=FLOWS["jobs"] / 10)
    first = said(region_tables(flows, ["57104"]), ["57104"])[0]
    assert first.startswith("Your 1 county is not a labor market of its own")
    assert "a place of this size is too small for one" in first


def test_with_a_neighbor_file_missing_the_verdict_is_a_bound_and_tells_what_would_turn_it() -> None:
    tables = with_residents(region_tables(FLOWS, REGION), 0.80)
    first = findings(tables, lacking=[lacking("CT")])[0]
    # R = F / 0.8 and F / (R + x) = 0.667: x = F (1 / 0.667 - 1 / 0.8).
    inside = tables["containment"]["live_and_work_jobs"].iloc[0]
    turn = int(inside * (1 / 0.667 - 1 / 0.8))
    assert first.text.startswith("As far as the files tell, your 3 counties are")
    assert "at most 80.0% of the jobs that residents hold" in first.text
    assert "That cannot be told for sure: it would be otherwise if " in first.text
    assert first.text.endswith(f"residents hold more than {turn:,} jobs in Connecticut.")
    assert first.certainty == "possible"


def test_without_the_own_in_commuters_the_other_share_is_the_bound() -> None:
    first = said(region_tables(FLOWS, REGION), lacking=[lacking("CT", own=True)])[0]
    assert "residents hold at most " in first
    assert "people of other states hold more than" in first


def test_with_flows_within_the_region_missing_nothing_is_said_of_the_verdict() -> None:
    region = [*PAIR, "58001"]
    tables = region_tables(FLOWS, REGION)
    first = findings(tables, region, lacking=[lacking("CT", own=True)])[0]
    assert first.text.startswith("Whether your 3 counties are a labor market of their own cannot")
    assert first.certainty == "open"


def test_the_two_sides_name_their_own_base() -> None:
    told = said(region_tables(FLOWS, REGION))
    assert told[1].startswith("Residents hold 18,350 jobs, 0.5% of them outside the region; ")
    assert told[2].startswith("The region has 18,360 jobs, 0.6% of them held by people from")


def test_totals_with_missing_files_are_at_least() -> None:
    told = said(region_tables(FLOWS, REGION), lacking=[lacking("CT")])
    assert told[1].startswith("Residents hold at least 18,350 jobs, at least 0.5% of them outside")
    assert "the largest known group goes to" in told[1]
    assert told[2].startswith("The region has 18,360 jobs, 0.6%")


def test_workers_are_not_called_jobs() -> None:
    tables = region_tables(FLOWS, REGION)
    assert said(tables, counted_as="workers")[1].startswith("18,350 residents work, 0.5% of them")
    assert "18,360 primary jobs" in said(tables, counted_as="primary jobs")[2]


def test_the_county_that_adds_most_is_named() -> None:
    told = findings(region_tables(FLOWS, PAIR), PAIR)[1]
    assert told.text.startswith("Which county next: County 57103, the ")
    assert "would raise self-containment (the lower of the two shares) from" in told.text
    assert told.certainty == "likely"


def test_a_single_county_with_strong_ties_is_the_only_one() -> None:
    tables = region_tables(FLOWS, PAIR)
    sets = tables["containment"]
    sets.loc[sets["change"].eq("with") & sets["rank"].gt(1), "rank"] = None
    told = said(tables, PAIR)[1]
    assert "County 57103, the only county outside with strong commuting ties" in told


def test_a_best_county_with_another_close_behind_is_only_possible() -> None:
    tables = region_tables(FLOWS, PAIR)
    sets = tables["containment"]
    added = sets.index[sets["change"].eq("with")]
    sets.loc[added[1], "rank"] = 2.0
    sets.loc[added[1], "smaller_side_gain_pp"] = sets.loc[added[0], "smaller_side_gain_pp"] - 0.05
    assert findings(tables, PAIR)[1].certainty == "possible"


def test_where_no_county_helps_it_is_said_so() -> None:
    tables = region_tables(FLOWS, REGION)
    sets = named(containment(FLOWS, REGION, least_tie=0), "area_fips")
    sets.loc[sets["change"].eq("with"), "smaller_side"] = 0.1
    tables["containment"] = sets
    methods = tables["delineation_methods"]
    tables["region_counts"] = region_counts(REGION, REGION, sets, methods, ValidityTargets())
    count = int((sets["change"].eq("with")).sum())
    assert (
        f"None of the {count} counties outside with strong commuting ties would make"
        in (said(tables)[1])
    )


def test_where_no_further_county_is_known_the_largest_is_said_and_its_whole_cannot_be_told() -> (
    None
):
    told = findings(region_tables(FLOWS, PAIR, known=False), PAIR)[1]
    assert told.text.startswith("Of the counties outside, County 57103 is missed most")
    assert "cannot be told" in told.text
    assert told.certainty == "open"


def test_the_member_whose_leaving_costs_most_is_named() -> None:
    region = ["57104", "57105", "57106"]
    told = " ".join(said(region_tables(FLOWS, region), region))
    assert ", without County 57104 " in told


def test_missing_files_are_said_last() -> None:
    found = findings(region_tables(FLOWS, REGION), lacking=[lacking("OH")])
    assert found[-1].text.startswith("Jobs that residents hold in Ohio are unknown")
    assert found[-1].certainty == "open"


def test_of_an_approximation_the_part_without_numbers_is_said_and_all_others_are_possible() -> None:
    missing = ["Residents are approximated. In 3 more people leave: 13053."]
    found = findings(region_tables(FLOWS, REGION), missing=missing)
    assert found[-1].text == "Residents are approximated."
    assert {sentence.certainty for sentence in found[:-1]} == {"possible"}
    assert found[-1].certainty == ""
    only = findings(region_tables(FLOWS, REGION), missing=["9 of 12 counties have no row."])
    assert only[-1].text == APPROXIMATED
