"""Sections of a region file and the cell of parameters, written from a model."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from sectornb.assessment import WORKBOOK
from sectornb.contract import RARE, Proposal, Settings, Workbook
from sectornb.report.parameters import declared_parameters
from sectornb.report.region_file import parse_region, read_region
from sectornb.report.template import region_text
from sectornb.shipped import shipped
from sectornb.workbooks import workbook_named, workbooks
from tests.compared_outputs import parameters_cell


class Depth(Settings):
    rounds: int = Field(default=3, description="times it is done")
    shares: dict[str, float] = Field(default_factory=dict, description="share of each area")


class Choices(Settings):
    year: int = Field(description="year of the data")
    kind: Literal["no", "2022", "plain"] = Field(default="no", description="which kind")
    label: str = Field(default="", description="a label; empty for none")
    towns: list[str] = Field(default_factory=list, description="codes of towns")
    seldom: float = Field(
        default=1, description="hardly anybody changes it", json_schema_extra=RARE
    )
    depth: Depth = Field(default_factory=Depth, description="how deep")


TOY = Workbook("7-toy", "toy", "Does it work?", Choices, "none:none")
CHOSEN: dict[str, Any] = {
    "year": 2022,
    "towns": ["0801", "no"],
    "depth": {"shares": {"57": 0.25}},
}


def section(proposal: Proposal) -> str:
    text = region_text("a", "A", {"57001": ""}, library="lib", proposals={TOY: proposal})
    return text[text.index("# Workbook") :]


def test_a_section_shows_each_choice_with_its_meaning() -> None:
    assert section(Proposal(CHOSEN, beside={"depth.shares.57": "North"})) == (
        "# Workbook 7: Does it work? Remove the section to switch it off.\n"
        "toy:\n"
        "  year: 2022                     # year of the data\n"
        '  kind: "no"                     # which kind\n'
        '  label: ""                      # a label; empty for none\n'
        '  towns: ["0801", "no"]          # codes of towns\n'
        "  depth:                         # how deep\n"
        "    rounds: 3                    # times it is done\n"
        "    shares:                      # share of each area\n"
        '      "57": 0.25                 # North\n'
    )


def test_a_section_reads_back_as_what_was_proposed() -> None:
    read = Choices.model_validate(yaml.safe_load(section(Proposal(CHOSEN)))["toy"])
    assert read == Choices.model_validate(CHOSEN)


def test_a_rare_choice_stands_there_only_where_it_is_made() -> None:
    assert "seldom" not in section(Proposal(CHOSEN))
    assert "  seldom: 2 " in section(Proposal({**CHOSEN, "seldom": 2}))


def test_without_its_data_a_section_is_a_comment_ready_to_be_switched_on() -> None:
    lines = section(Proposal(None, example=CHOSEN)).splitlines()
    assert lines[0].endswith("Add its files to the library, then uncomment:")
    assert all(line.startswith("# ") for line in lines)
    switched_on = yaml.safe_load("\n".join(line[2:] for line in lines[1:]))
    assert Choices.model_validate(switched_on["toy"]) == Choices.model_validate(CHOSEN)


def test_private_inputs_are_not_to_be_added_to_the_library() -> None:
    lines = region_text(
        "a", "A", {"57001": ""}, library="l", proposals={WORKBOOK: Proposal(None)}
    ).splitlines()
    assert any(
        line.endswith("Put its files where it names them, then uncomment:") for line in lines
    )


def test_a_section_without_choices_is_a_mapping_all_the_same() -> None:
    empty = Workbook("8-bare", "bare", "Anything?", Settings, "none:none")
    text = region_text("a", "A", {"57001": ""}, library="l", proposals={empty: Proposal({})})
    assert yaml.safe_load(text)["bare"] == {}


ONE_LINE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), min_size=1, max_size=120
)
INDUSTRIES = MappingProxyType(
    {workbook_named("industries"): Proposal({"base_year": 2017, "latest_year": 2022})}
)


@given(title=ONE_LINE, library=ONE_LINE, region_id=st.from_regex(r"[a-z0-9]{1,5}", fullmatch=True))
def test_a_new_file_reads_back_whatever_the_title_the_folder_and_the_id(
    title: str, library: str, region_id: str
) -> None:
    counties = {"57001": "Alder County: # 1", "57003": ""}
    text = region_text(region_id, title, counties, library=library, proposals=INDUSTRIES)
    region = parse_region(text, Path("region.yml"))
    assert (region.id, region.title, region.counties) == (region_id, title, ["57001", "57003"])
    assert yaml.safe_load(text)["library"] == library


def test_a_long_folder_name_with_blanks_stays_whole() -> None:
    # yaml would fold it after 80 letters, and the rest would be lost.
    library = "../" + "a folder of many words " * 6 + "end"
    text = region_text("a", "A", {"57001": ""}, library=library, proposals=INDUSTRIES)
    assert yaml.safe_load(text)["library"] == library


def test_a_cell_of_parameters_has_one_plain_value_with_its_meaning_a_line() -> None:
    values = {"region_id": "a", "title": '"A"', "counties": ["57001"], **CHOSEN, "seldom": 0.5}
    lines = parameters_cell(TOY, values).splitlines()
    assert lines[:3] == [
        'region_id: str = "a"  # folder of the report',
        'title: str = "\\"A\\""  # name for readers',
        'counties: list = ["57001"]  # five-digit codes, in quotes',
    ]
    assert "seldom: float = 0.5  # hardly anybody changes it" in lines
    assert 'depth: dict = {"shares": {"57": 0.25}}  # how deep' in lines
    assert len(ast.parse("\n".join(lines)).body) == len(lines)


@pytest.mark.parametrize("name", workbooks())
def test_the_notebook_declares_the_parameters_of_its_model_and_the_example(name: str) -> None:
    workbook = workbooks()[name]
    region = read_region(shipped("data", "example", "region.yml"))
    values = region.parameters(name, library="", out="")
    # Opened by hand, it takes the example's answers as it takes the example's library.
    by_hand = {each.role: "" for each in workbook.private_inputs}
    assert declared_parameters(workbook.notebook) == {**values, **by_hand}
    cells = json.loads(workbook.notebook.read_text("utf-8"))["cells"]
    (cell,) = [each for each in cells if "parameters" in each["metadata"].get("tags", [])]
    assert "".join(cell["source"]) == parameters_cell(workbook, values), "refresh it: make accept"
