"""What a question about industries reads: its counties, and what to compare them with."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import NotInLibraryError
from sectornb.industry.read import IndustryCells, industry_cells
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.industry_study import asked
from tests.builders.qcew import area_frame, write_area

AREAS = ("57001", "57003", "57005", "57000", "57999")


def library(folder: Path, *, nation: bool = False) -> Library:
    for year in (2020, 2022):
        files = [
            write_area(
                folder / f"{area}-{year}.csv",
                area_frame(
                    area=area, year=year, geography="state" if area == "57000" else "county"
                ),
            )
            for area in AREAS
        ]
        if nation:
            whole = area_frame(area="US000", year=year, geography="nation")
            files.append(write_area(folder / f"US-{year}.csv", whole))
        add_files(folder / "library", files, "qcew", str(year))
    return Library(folder / "library")


def cells(held: Library, **changes: object) -> IndustryCells:
    given = {"counties": ["57001", "57003"], "base_year": 2020} | changes
    return industry_cells(held, asked(**given))  # type: ignore[arg-type]


def test_industries_are_of_the_region_the_level_and_the_ownership(tmp_path: Path) -> None:
    found = cells(library(tmp_path)).industries
    assert set(found["area_fips"]) == {"57001", "57003"}
    assert set(found["year"]) == {"2020", "2022"}
    assert set(found["agglvl_code"]) == {"75"}
    assert set(found["own_code"]) == {"5"}
    assert set(found["naics"]) == {"236", "622", "722", "999"}


def test_all_ownerships_are_the_four_that_add_up(tmp_path: Path) -> None:
    found = cells(library(tmp_path), ownership="all").industries
    assert set(found["own_code"]) == {"1", "2", "3", "5"}


@pytest.mark.parametrize(
    ("digits", "codes"), [(2, {"23", "62", "72", "99"}), (4, {"6221", "6223"})]
)
def test_the_detail_is_the_one_chosen(tmp_path: Path, digits: int, codes: set[str]) -> None:
    assert codes <= set(cells(library(tmp_path), naics_digits=digits).industries["naics"])


def test_totals_are_of_all_industries_by_ownership(tmp_path: Path) -> None:
    totals = cells(library(tmp_path)).totals
    assert set(totals["naics"]) == {"10"}
    assert set(totals["own_code"]) == {"0", "1", "2", "3", "5"}
    assert len(totals) == 2 * 2 * 5


def test_every_county_in_the_library_serves_the_comparison_in_the_latest_year(
    tmp_path: Path,
) -> None:
    found = cells(library(tmp_path))
    assert set(found.comparison["area_fips"]) == {"57001", "57003", "57005"}
    assert set(found.comparison["year"]) == {"2022"}
    assert set(found.comparison_totals["area_fips"]) == {"57001", "57003", "57005"}


def test_the_nation_is_read_where_its_file_is_there(tmp_path: Path) -> None:
    found = cells(library(tmp_path, nation=True))
    assert found.nation is not None
    assert found.nation_totals is not None
    assert set(found.nation["agglvl_code"]) == {"15"}
    assert set(found.comparison["area_fips"]) == {"57001", "57003"}


def test_without_its_file_there_is_no_nation(tmp_path: Path) -> None:
    found = cells(library(tmp_path))
    assert found.nation is None
    assert found.nation_totals is None


def test_equal_years_are_read_once(tmp_path: Path) -> None:
    found = cells(library(tmp_path), base_year=2022)
    assert len(found.industries) == 2 * 4


def test_a_county_that_is_not_in_the_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match="57007 in 2020, 57007 in 2022"):
        cells(library(tmp_path), counties=["57001", "57007"])
