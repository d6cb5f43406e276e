"""Counties of workforce areas, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import NotInLibraryError, UnknownCodeError
from sectornb.report.workforce_counties import counties_of_area, may_be_area
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.commuting import block, crosswalk_text, write_gzip

NAMES = {
    "57000001": "Harrow Falls Workforce Board",
    "57000002": "Metro North WIA",
    "57000003": "Core City",
    "58000001": "Metro North WIA",
}


def crosswalk(folder: Path, rows: list[tuple[str, str, str]], vintage: str = "2022") -> None:
    text = crosswalk_text(rows)
    for code, name in NAMES.items():
        text = text.replace(f"Board {code}", name)
    path = write_gzip(folder / "x.csv.gz", text)
    add_files(folder / "library", [path], "lodes", vintage)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three areas in 57, one in 58.

    57003 has two of its three blocks in Harrow Falls and one in Metro North; Core City has
    one of the four blocks of 57005 and no other.
    """
    home = [
        (block("57001", 1001), "57001", "57000001"),
        *((block("57003", n), "57003", "57000001") for n in (1001, 1002)),
        (block("57003", 1003), "57003", "57000002"),
        (block("57005", 1001), "57005", "57000003"),
        *((block("57005", n), "57005", "57000002") for n in (1002, 1003, 1004)),
    ]
    crosswalk(tmp_path, home)
    crosswalk(tmp_path, [(block("58001", 1001), "58001", "58000001")])
    return Library(tmp_path / "library")


@pytest.mark.parametrize(
    "name",
    [
        "Harrow Falls Workforce Board, WM",
        "Harrow Falls Workforce Board",
        "harrow falls workforce board , westmark",
        "Harrow Falls, WM",
        "Harrow Falls Workforce Area",
        "57000001",
    ],
)
def test_an_area_is_found_by_what_people_call_it(library: Library, name: str) -> None:
    assert counties_of_area(name, library)[0] == ["57001", "57003"]


def test_a_divided_county_belongs_to_the_area_with_most_of_its_blocks_and_that_is_told(
    library: Library,
) -> None:
    codes, told = counties_of_area("Metro North, WM", library)
    # One of the three blocks of 57003, three of the four of 57005.
    assert codes == ["57005"]
    assert told[0] == "Metro North WIA (57000002): 1 county."
    assert "33%" in told[1] and "75%" in told[1]


def test_an_area_without_half_of_any_county_is_refused(library: Library) -> None:
    with pytest.raises(UnknownCodeError, match="less than half of each county.* 25%.*--counties"):
        counties_of_area("Core City", library)


def test_a_name_in_two_states_lists_both(library: Library) -> None:
    with pytest.raises(UnknownCodeError, match="may be") as caught:
        counties_of_area("Metro North", library)
    assert "57000002" in str(caught.value) and "58000001" in str(caught.value)
    assert counties_of_area("Metro North, EM", library)[0] == ["58001"]


def test_part_of_a_name_lists_those_that_have_it(library: Library) -> None:
    with pytest.raises(UnknownCodeError, match=r"Harrow Falls Workforce Board \(57000001\)"):
        counties_of_area("Falls", library)


def test_the_only_name_that_begins_so_is_taken(library: Library) -> None:
    codes, told = counties_of_area("Harrow", library)
    assert codes and told[0].startswith("Harrow Falls Workforce Board (57000001)")


def test_an_unknown_name_suggests_the_nearest(library: Library) -> None:
    with pytest.raises(UnknownCodeError, match="Did you mean 'Core City'"):
        counties_of_area("Coer City, WM", library)


def test_without_the_crosswalk_of_the_state_it_is_said_how_to_get_it(library: Library) -> None:
    with pytest.raises(NotInLibraryError, match=r"ri_xwalk\.csv\.gz"):
        counties_of_area("Greater Rhode Island, RI", library)
    assert not may_be_area("Greater Rhode Island, RI", library)


def test_a_library_without_crosswalks_has_no_areas(tmp_path: Path) -> None:
    empty = Library(tmp_path / "none")
    assert not may_be_area("Metro North", empty)
    with pytest.raises(NotInLibraryError, match="holds no crosswalk of Westmark"):
        counties_of_area("Metro North, WM", empty)
    with pytest.raises(NotInLibraryError, match="no crosswalk of any state.*with its state"):
        counties_of_area("Metro North", empty)


def test_of_several_vintages_the_newest_crosswalk_counts(tmp_path: Path) -> None:
    crosswalk(tmp_path, [(block("57001"), "57001", "57000001")], "2019")
    crosswalk(tmp_path, [(block("57003"), "57003", "57000001")], "2022")
    assert counties_of_area("Harrow Falls", Library(tmp_path / "library"))[0] == ["57003"]
