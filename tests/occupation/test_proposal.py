"""What a new region file says about workbook 3, and what it tells about the choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.contract import Proposal
from sectornb.occupation.proposal import propose
from sectornb.occupation.settings import OccupationSettings
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.oews import AREA_HEAD, area_csv
from tests.builders.own_tables import own_table_text
from tests.builders.projected_tables import matrix_csv
from tests.builders.small_library import COUNTIES, small_library


def added(root: Path, name: str, text: str, source: str, vintage: str | None = None) -> None:
    path = root.parent / name
    path.write_text(text, "utf-8")
    add_files(root, [path], source, vintage)


def matrix(root: Path, *years: tuple[str, str]) -> None:
    for pair in years or (("2024", "2034"),):
        text = matrix_csv(naics="622", code="622000", years=pair)
        added(root, f"{pair[0]}.csv", text, "industry-matrix")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_library(tmp_path)


def proposed(root: Path, **choices: Any) -> Proposal:
    found = propose(Library(root), COUNTIES, choices)
    # Whatever is proposed is what the section takes.
    OccupationSettings(**(found.example if found.values is None else found.values))
    return found


def values(found: Proposal) -> dict[str, Any]:
    assert found.values is not None, found.told
    return dict(found.values)


def test_without_a_staffing_pattern_the_section_is_a_comment_and_says_what_would_do(
    root: Path,
) -> None:
    found = proposed(root)
    assert found.values is None
    assert found.example == {"latest_year": 2022, "target_industries": ["622"]}
    assert "No staffing pattern" in found.told[0] and "(industry-matrix)" in found.told[0]


def test_without_counties_the_section_is_a_comment(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    matrix(tmp_path / "library")
    found = proposed(tmp_path / "library")
    assert found.values is None
    assert found.told == ["No year has files of all counties."]


def test_the_newest_year_of_all_counties_is_taken_and_the_target_left_open(root: Path) -> None:
    matrix(root)
    found = proposed(root)
    assert values(found) == {"latest_year": 2022}
    assert any("the first of workbook 2's short list" in line for line in found.told)


def test_the_nations_pattern_is_told_to_be_modeled(root: Path) -> None:
    matrix(root)
    assert "Jobs by occupation are then modeled" in proposed(root).told[0]


def test_the_regions_own_pattern_is_told_first(root: Path) -> None:
    matrix(root)
    added(root, "own.csv", own_table_text("regional-staffing"), "regional-staffing")
    assert proposed(root).told[0] == "Staffing of the industry: that of the region's own table."


def test_choices_go_before_what_is_found(root: Path) -> None:
    matrix(root)
    own = {"target_industries": ["722"], "family": 4, "wage_area": "57900"}
    found = proposed(root, latest_year=2017, occupations=own, projected_areas={"57": 1})
    assert values(found) == {**own, "latest_year": 2017, "projected_areas": {"57": 1}}
    assert not any("short list" in line for line in found.told)


def test_the_area_with_most_counties_is_that_of_the_wages(root: Path) -> None:
    matrix(root)
    head = [name.replace("2024", "2022") for name in AREA_HEAD]
    added(root, "areas.csv", area_csv(head=head), "oews", "2022")
    found = proposed(root)
    assert values(found)["wage_area"] == "57180"
    assert found.beside["wage_area"] == "Alder, NE"
    assert (
        "Wages of Alder, NE, the area of 2 of 3 counties; others lie in Hills nonmetropolitan area."
        in found.told
    )


def test_a_county_that_no_area_has_leaves_the_wages_open_and_is_told(root: Path) -> None:
    matrix(root)
    rows = [["57", "North Esker", "NE", "57180", "Alder, NE", "001", "Alder County"]]
    added(root, "areas.csv", area_csv(rows), "oews", "2024")
    found = proposed(root)
    assert "wage_area" not in values(found)
    assert any("No area of wages was chosen" in line and "57003" in line for line in found.told)


def test_of_several_vintages_the_newest_is_chosen_and_told(root: Path) -> None:
    matrix(root, ("2023", "2033"), ("2024", "2034"))
    found = proposed(root)
    assert values(found)["vintages"] == {"industry-matrix": "2024"}
    assert "industry-matrix: 2023, 2024 are held; 2024 is taken." in found.told


def test_a_vintage_that_lacks_a_table_is_not_chosen(root: Path) -> None:
    matrix(root)
    for year in ("2022", "2024"):
        head = [name.replace("2024", year) for name in AREA_HEAD]
        added(root, f"a{year}.csv", area_csv(head=head), "oews", year)
    assert values(proposed(root))["vintages"] == {"oews": "2024"}
    chosen = proposed(root, occupations={"vintages": {"oews": "2022"}})
    assert values(chosen)["vintages"] == {"oews": "2022"}


def test_several_projected_areas_are_told_and_named_beside_their_shares() -> None:
    library = Library(shipped("data", "example", "library"))
    counties = ["57017", "57019"]
    found = propose(library, counties, {})
    assert any("projected_areas of workbook 3" in line for line in found.told)
    chosen = propose(library, counties, {"projected_areas": {"5715000001": 0.7}})
    assert chosen.beside["projected_areas.5715000001"] == "Northern Workforce Region"
    assert not any("projected_areas" in line for line in chosen.told)
