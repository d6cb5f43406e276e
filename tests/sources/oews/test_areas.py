"""Counties of the areas of wages: headings by their words, codes whole, towns apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.oews.areas import read_area_list
from sectornb.sources.oews.held import county_wage_areas
from tests.builders.oews import AREA_HEAD, AREA_ROWS, area_csv, write_book

TOWNS = [*AREA_HEAD[:6], "Township code", "County name (or Township name for New England)"]


def test_a_county_lies_in_its_area(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"areas": [AREA_HEAD, *AREA_ROWS]})
    [(holding, _)] = add_files(tmp_path / "library", [path], "oews", "2024")
    assert (holding.table, holding.part) == ("county-areas", "area_definitions_m2024.xlsx")
    library = Library(tmp_path / "library")
    areas = county_wage_areas(library, 2024, ["57001", "57005"])
    assert areas["area"].tolist() == ["57180", "5700001"]
    with pytest.raises(InputError, match="no county 57009"):
        county_wage_areas(library, 2024, ["57009"])
    with pytest.raises(NotInLibraryError):
        county_wage_areas(library, 2023, ["57001"])


def test_zeros_that_a_workbook_of_numbers_lost_come_back(tmp_path: Path) -> None:
    rows = [[7, "x", "NE", 100001, "Hills", 1, "Alder"], [7, "x", "NE", "0010180", "A", 3, "Birch"]]
    frame = read_area_list(write_book(tmp_path / "a.xlsx", {"areas": [AREA_HEAD, *rows]}))
    assert frame["area_fips"].tolist() == ["07001", "07003"]
    assert frame["area"].tolist() == ["0100001", "10180"]


@pytest.mark.parametrize("fips", ["FIPS", "FIPS code"])
@pytest.mark.parametrize("code", ["MSA code", "May 2022 MSA code", "Area code"])
def test_headings_are_found_by_their_words(tmp_path: Path, fips: str, code: str) -> None:
    head = [fips, *AREA_HEAD[1:3], code, *AREA_HEAD[4:]]
    path = tmp_path / "a.csv"
    path.write_text(area_csv(head=head))
    assert len(read_area_list(path)) == 3


def test_a_county_of_towns_in_several_areas_has_none_of_its_own(tmp_path: Path) -> None:
    rows = [
        [*AREA_ROWS[0][:5], "001", "010", "First town"],
        [*AREA_ROWS[2][:5], "001", "020", "Second town"],
        [*AREA_ROWS[0][:5], "003", "000", "Birch County"],
    ]
    path = write_book(tmp_path / "a.xlsx", {"areas": [TOWNS, *rows]})
    add_files(tmp_path / "library", [path], "oews", "2023")
    assert read_area_list(path)["areas_of_county"].tolist() == [2, 2, 1]
    library = Library(tmp_path / "library")
    assert len(county_wage_areas(library, 2023, ["57003"])) == 1
    with pytest.raises(InputError, match="57001.* lie in several areas"):
        county_wage_areas(library, 2023, ["57001", "57003"])


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [
        (0, "x", "is no code of a state"),
        (5, "1001", "is no code of a county"),
        (5, "000", "is no county"),
        (3, "12", "is no code of an area"),
        (6, "a\x7f", "signs that no screen shows"),
    ],
)
def test_a_faulty_row_is_refused(tmp_path: Path, place: int, cell: str, told: str) -> None:
    faulty = [cell if at == place else each for at, each in enumerate(AREA_ROWS[0])]
    path = tmp_path / "a.csv"
    path.write_text(area_csv([AREA_ROWS[1], faulty]))
    with pytest.raises(InputError, match="row 3") as caught:
        add_files(tmp_path / "library", [path], "oews", "2024")
    assert told in str(caught.value)


def test_a_county_twice_in_one_area_and_an_empty_list_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(area_csv([AREA_ROWS[0], AREA_ROWS[0]]))
    with pytest.raises(InputError, match="repeats counties"):
        read_area_list(path)
    with pytest.raises(InputError, match="no rows"):
        read_area_list(write_book(tmp_path / "a.xlsx", {"areas": [AREA_HEAD]}))
    with pytest.raises(InputError, match="is not a file of Occupational"):
        read_area_list(write_book(tmp_path / "b.xlsx", {"areas": [["a", "b", "c"]]}))


def test_a_list_tells_no_year(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(area_csv())
    with pytest.raises(InputError, match="tells which vintage of oews"):
        add_files(tmp_path / "library", [path], "oews")
