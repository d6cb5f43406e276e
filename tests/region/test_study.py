"""The steps of workbook 1, composed once."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from sectornb.dictionary import dictionary
from sectornb.region import WORKBOOK
from sectornb.region.sheds import commute_shed, labor_shed
from sectornb.region.study import RegionStudy
from sectornb.report.parameters import check_parameters, declared_parameters
from sectornb.show.sentence import unclaimed_numbers
from sectornb.sources.library import open_library

ONE = ("57029",)
SIX = tuple(declared_parameters(WORKBOOK.notebook)["counties"])


@cache
def study(counties: tuple[str, ...] = SIX, segment: str = "jobs_goods") -> RegionStudy:
    given: dict[str, Any] = declared_parameters(WORKBOOK.notebook)
    given |= {"counties": list(counties), "segment": segment}
    given["delineation"] = {"central_counties": [], "draws": 2, "seed": 1}
    opened = WORKBOOK.open_study(open_library(""), check_parameters(WORKBOOK, given))
    assert isinstance(opened, RegionStudy)
    return opened


def test_every_declared_table_is_a_step_of_its_name() -> None:
    tables = study().tables
    assert set(tables) == set(dictionary().keys_of("1-region"))
    for name, table in tables.items():
        dictionary().check_table(name, table)
        assert getattr(study(), name) is table


@pytest.mark.parametrize(("counties", "segment"), [(SIX, "jobs_goods"), (ONE, "")])
def test_every_number_of_a_sentence_leads_to_its_cell(
    counties: tuple[str, ...], segment: str
) -> None:
    told = study(counties, segment)
    sentences = [*told.findings, *told.readings.values()]
    assert {each.text: unclaimed_numbers(each) for each in sentences} == {
        each.text: [] for each in sentences
    }
    for reading in told.readings.values():
        assert reading.text.endswith(".")


def test_the_sheds_of_the_region_are_those_of_all_flows() -> None:
    flows = study().commuting.flows
    assert len(study().own_flows) < len(flows)
    for name, shed in (("labor_shed", labor_shed), ("commute_shed", commute_shed)):
        table = study().tables[name].drop(columns="county_name")
        assert table.equals(shed(flows, SIX))


def test_without_a_segment_its_tables_are_empty_and_it_is_said_so() -> None:
    none = study(ONE, "")
    assert none.segment_sheds.empty and none.segment_containment.empty
    assert none.readings["segments"].text.startswith("No segment was chosen in the region file")


def test_the_first_picture_is_the_map() -> None:
    names = [picture.name for picture in study().pictures]
    assert names == ["zone_map", "sheds", "exchanges", "methods"]
    assert all("Hartwell" in picture.caption for picture in study().pictures)


def test_files_and_what_is_missing_are_told() -> None:
    assert "lodes vintage 2022" in study().files_used
    told = study().files_missing.splitlines()
    assert told[0] == "No flow file is known to be missing."
    assert "County shapes are at hand." in told
