"""Which files workbook 3 could use and a library lacks: by state, year and target industry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.occupation.settings import OccupationSettings
from sectornb.occupation.wanted import FILES, wanted
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.wanted import Wanted, described
from tests.builders.own_tables import own_table_text
from tests.builders.projected_tables import matrix_csv
from tests.builders.small_library import COUNTIES, small_library

OHIO, RHODE_ISLAND = "39049", "44001"


def lacking(root: Path, *counties: str, **choices: Any) -> list[Wanted]:
    settings = OccupationSettings(**{"latest_year": 2022, **choices})
    return wanted(Library(root), counties or (OHIO,), settings)


def matrices(found: list[Wanted]) -> dict[str, bool]:
    return {each.name: each.needed for each in found if each.source == "industry-matrix"}


def holding(folder: Path, naics: str = "622") -> Path:
    path = folder / f"{naics}.csv"
    path.write_text(matrix_csv(naics=naics, code=naics.ljust(6, "0")), "utf-8")
    add_files(folder / "library", [path], "industry-matrix")
    return folder / "library"


def test_an_empty_library_lacks_every_kind_with_the_states_and_the_year(tmp_path: Path) -> None:
    found = lacking(tmp_path, OHIO, "39041", RHODE_ISLAND)
    assert {file.source for file in FILES} <= {each.source for each in found}
    addresses = {each.name: each.address for each in found}
    assert addresses["national wages"].endswith("oesm22nat.zip")
    for name, code in (("Ohio", "39"), ("Rhode Island", "44")):
        assert f"/{code}?" in addresses[f"projections by occupation of {name}"]


def test_counties_of_the_latest_year_are_needed_and_their_states_make_bounds_closer(
    tmp_path: Path,
) -> None:
    found = [each for each in lacking(tmp_path, OHIO, "39041") if each.source == "qcew"]
    assert {(each.name, each.vintage) for each in found if each.needed} == {
        ("39041.csv", "2022"), ("39049.csv", "2022"),
    }  # fmt: skip
    assert {each.name for each in found if not each.needed} == {"39000.csv", "39999.csv"}


def test_counties_that_are_held_are_not_wanted(tmp_path: Path) -> None:
    found = lacking(small_library(tmp_path), *COUNTIES)
    assert not any(each.needed for each in found if each.source == "qcew")


def test_the_page_of_each_target_is_named(tmp_path: Path) -> None:
    found = lacking(tmp_path, target_industries=["622", "31-33"])
    addresses = {each.name: each.address for each in found}
    assert "queryParams=622000&" in addresses["matrix of 622"]
    assert "queryParams=31-330&" in addresses["matrix of 31-33"]


def test_a_matrix_is_needed_where_nothing_else_tells_the_staffing(tmp_path: Path) -> None:
    assert matrices(lacking(tmp_path, target_industries=["622"])) == {"matrix of 622": True}


def test_a_matrix_that_is_held_is_not_wanted(tmp_path: Path) -> None:
    root = holding(tmp_path)
    assert matrices(lacking(root, target_industries=["622"])) == {}
    assert matrices(lacking(root, target_industries=["336"])) == {"matrix of 336": True}


def test_matrices_within_a_target_do_for_it(tmp_path: Path) -> None:
    root = holding(tmp_path, "3363")
    assert matrices(lacking(root, target_industries=["336"])) == {"matrix of 336": False}


def test_beside_a_table_of_the_region_a_matrix_is_not_needed(tmp_path: Path) -> None:
    path = tmp_path / "staffing.csv"
    path.write_text(own_table_text("regional-staffing"), "utf-8")
    add_files(tmp_path / "library", [path], "regional-staffing")
    found = lacking(tmp_path / "library", target_industries=["622"])
    assert matrices(found) == {"matrix of 622": False}
    assert "wages by industry" not in {each.name for each in found}


def test_without_a_target_the_matrix_of_one_stands_for_it(tmp_path: Path) -> None:
    assert list(matrices(lacking(tmp_path))) == ["matrix of the target industry, here of 622"]


def test_a_named_area_of_wages_needs_no_list_of_areas(tmp_path: Path) -> None:
    named = {each.name for each in lacking(tmp_path, wage_area="18140")}
    assert "counties of areas" in {each.name for each in lacking(tmp_path)}
    assert "counties of areas" not in named


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_kind_of_file_is_declared(file: Any) -> None:
    assert all(declared(file.source).table(table).url for table in file.tables)


def test_no_address_keeps_a_place_for_the_year_the_state_or_the_industry(tmp_path: Path) -> None:
    for each in lacking(tmp_path):
        assert not any(
            f"{{{word}}}" in each.address for word in ("year", "yy", "state", "industry")
        )


def test_lists_that_tell_no_vintage_say_that_one_is_to_be_written(tmp_path: Path) -> None:
    lines = described(lacking(tmp_path), Library(tmp_path))
    assert any("--source onet --vintage VINTAGE" in line for line in lines)


def test_the_example_lacks_nothing() -> None:
    region = read_region(shipped("data", "example", "region.yml"))
    library = Library(region.library)
    assert wanted(library, region.counties, region.sections["3-occupations"]) == []
