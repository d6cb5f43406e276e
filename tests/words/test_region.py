"""What the commuting tables say."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from sectornb.region import delineate, placed, stability
from sectornb.region.containment import containment
from sectornb.region.flow_matrix import flow_matrix
from sectornb.region.segments import commuting_by_segment
from sectornb.region.sheds import commute_shed, commuting_summary, labor_shed, linked_counties
from sectornb.report.record import table_keys
from sectornb.words.region import region_findings, region_limits, region_notes
from tests.builders.flow_tables import case_matrix, table_of

REGION = ["57101", "57102", "57103"]
FLOWS = table_of(case_matrix())


def named(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table.assign(county_name=[f"County {code}" for code in table[column]])


Tables = dict[str, pd.DataFrame]


def tables_of(flows: pd.DataFrame, region: list[str], known: bool = True) -> Tables:
    linked = named(linked_counties(flows, region), "area_fips").assign(flows_known=known)
    candidates = None if known else []
    goods = flows.assign(jobs_goods=(flows["jobs"] / 2).where(flows["home_area_fips"] < "57103", 9))
    return {
        "region_commuting": commuting_summary(flows, region),
        "labor_shed": named(labor_shed(flows, region), "home_area_fips"),
        "commute_shed": named(commute_shed(flows, region), "work_area_fips"),
        "containment": named(containment(flows, region, candidates=candidates), "area_fips"),
        "linked_counties": linked,
        "segment_commuting": commuting_by_segment(goods, region, ["jobs_goods"]),
    }


def with_zones(tables: Tables, region: list[str]) -> Tables:
    found = delineate.delineate(flow_matrix(FLOWS), region)
    runs = stability.membership_runs(found, draws=2)
    zones = named(placed.delineations(found, runs), "area_fips")
    return {
        **tables,
        "delineations": zones,
        "delineation_methods": delineate.method_summary(found),
    }


def said(tables: Tables, region: list[str] = REGION, **more: object) -> list[str]:
    found = region_findings(tables, table_keys("1-region"), region, **more)  # type: ignore[arg-type]
    return [sentence.text for sentence in found]


def test_a_board_reads_three_to_six_sentences() -> None:
    tables = with_zones(tables_of(FLOWS, REGION), REGION)
    assert 3 <= len(said(tables, segment="jobs_goods")) <= 6
    assert 3 <= len(said(tables_of(FLOWS, REGION))) <= 6


def test_missing_files_are_said_after_the_findings() -> None:
    told = said(tables_of(FLOWS, REGION), missing=["The file of Ohio is missing."])
    assert told[-1] == "The file of Ohio is missing."


def test_every_number_in_a_sentence_is_a_claim_or_a_count_of_it() -> None:
    tables = with_zones(tables_of(FLOWS, REGION), REGION)
    found = region_findings(tables, table_keys("1-region"), REGION, (), "jobs_goods")
    for sentence in found:
        for claim in sentence.claims:
            assert claim.text in sentence.text
        bare = sentence.text
        for claim in sorted(sentence.claims, key=lambda c: -len(c.text)):
            bare = bare.replace(claim.text, "")
        # What is left counts tables: methods, counties tried, counties of the region, the mark 1.
        assert all(float(n) <= 10 for n in re.findall(r"\d+(?:\.\d+)?", bare)), bare


def test_the_two_sides_name_their_own_base() -> None:
    told = said(tables_of(FLOWS, REGION))
    assert told[0].startswith("Residents of the region hold 18,350 jobs; 99.5 percent")
    assert told[1].startswith("Of the 18,360 jobs in the region, 99.4 percent are held")


def test_workers_are_not_called_jobs() -> None:
    told = said(tables_of(FLOWS, REGION), counted_as="workers")
    assert told[0].startswith("18,350 workers live in the region")
    assert said(tables_of(FLOWS, REGION), counted_as="primary jobs")[1].startswith(
        "Of the 18,360 primary jobs"
    )


def test_the_county_that_adds_most_is_named() -> None:
    told = " ".join(said(tables_of(FLOWS, ["57101", "57102"]), ["57101", "57102"]))
    assert "County 57103 adds most" in told


def test_where_no_further_county_is_known_the_largest_neighbor_is_said_and_its_whole_unknown() -> (
    None
):
    told = " ".join(said(tables_of(FLOWS, ["57101", "57102"], known=False), ["57101", "57102"]))
    assert "Leaving out County 57103 costs most" in told
    assert "is unknown" in told


def test_the_member_whose_leaving_costs_most_is_named() -> None:
    told = " ".join(
        said(tables_of(FLOWS, ["57104", "57105", "57106"]), ["57104", "57105", "57106"])
    )
    assert "without County 57104" in told


def test_methods_that_put_the_region_together_are_counted() -> None:
    told = " ".join(said(with_zones(tables_of(FLOWS, REGION), REGION)))
    assert "commuting zones 3 of 3 in a zone of 3" in told


def test_a_member_on_a_handful_of_commuters_is_an_alarm_in_words() -> None:
    tables = with_zones(tables_of(FLOWS, REGION), REGION)
    zones = tables["delineations"]
    hit = zones["area_fips"].eq("57103") & zones["method"].eq("commuting zones")
    zones.loc[hit, ["held_by_jobs", "held_by_share"]] = [68.0, 0.001]
    zones.loc[hit, "alarm"] = True
    assert "beware: County 57103 is in the commuting zone on 68 commuters" in " ".join(said(tables))


def test_a_segment_with_other_containment_has_another_region() -> None:
    told = said(tables_of(FLOWS, ["57104"]), ["57104"], segment="jobs_goods")[-1]
    assert told.startswith("Jobs in goods-producing industries have")
    assert said(tables_of(FLOWS, REGION), segment="")[-1] != told


@pytest.mark.parametrize(("job_type", "words"), [("JT00", "counted twice"), ("JT01", "per worker")])
def test_notes_say_jobs_or_people(job_type: str, words: str) -> None:
    assert any(words in note for note in region_notes([], job_type, "lodes"))


def test_notes_say_what_the_zones_are_drawn_from_and_that_shapes_are_missing() -> None:
    notes = " ".join(
        region_notes(["Gone."], "JT00", "lodes", zoned_in="Rhode Island", shapes=False)
    )
    assert notes.startswith("Gone.")
    assert "in Rhode Island" in notes and "tiles" in notes
    assert (
        "the table counts workers"
        in " ".join(region_notes([], "JT00", "county-flows", counted_as="workers")).lower()
    )


def test_limits_of_lodes_come_first() -> None:
    assert "self-employed" in region_limits("lodes")[0]
    assert not any("self-employed" in limit for limit in region_limits("county-flows"))
