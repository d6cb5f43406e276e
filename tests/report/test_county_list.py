"""Counties by code, by name, and by workforce area."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import ParameterError, UnknownCodeError
from sectornb.report.county_list import Places, chosen_counties
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.commuting import block, crosswalk_text, write_gzip

NAMED = {
    "18047": "Franklin County, Indiana",
    "22041": "Franklin Parish, Louisiana",
    "24005": "Baltimore County, Maryland",
    "24510": "Baltimore City, Maryland",
    "32510": "Carson City, Nevada",
    "39041": "Delaware County, Ohio",
    "39049": "Franklin County, Ohio",
    "51067": "Franklin County, Virginia",
    "51095": "James City County, Virginia",
    "51159": "Richmond County, Virginia",
    "51760": "Richmond City, Virginia",
    "11001": "District of Columbia",
}
LIBRARY = Path("library")


def find_counties(text: str, titles: dict[str, str], library: Path) -> list[str]:
    return chosen_counties(text, (), Places(titles, Library(library)))[0]


@pytest.mark.parametrize("text", ["39049,39041", "39049, 39041", "39049 39041", "39049;39041"])
def test_codes_may_be_separated_as_people_do(text: str) -> None:
    assert find_counties(text, NAMED, LIBRARY) == ["39049", "39041"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Franklin, OH", "39049"),
        ("Franklin County, OH", "39049"),
        ("franklin county, ohio", "39049"),
        (" Franklin ,  oh ", "39049"),
        ("Franklin, LA", "22041"),
        ("Franklin County, LA", "22041"),
        ("Delaware", "39041"),
        ("Carson City, NV", "32510"),
        ("Carson, NV", "32510"),
        ("James City, VA", "51095"),
        ("Baltimore City, MD", "24510"),
        ("Baltimore County, MD", "24005"),
        ("District of Columbia", "11001"),
    ],
)
def test_a_name_finds_its_county(text: str, code: str) -> None:
    assert find_counties(text, NAMED, LIBRARY) == [code]


def test_names_and_codes_may_stand_together() -> None:
    assert find_counties("Franklin, OH; 39041", NAMED, LIBRARY) == ["39049", "39041"]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Franklin", ("18047", "22041", "39049", "51067")),
        ("Franklin County", ("18047", "39049", "51067")),
        # Independent cities are counties of their own beside the county of that name.
        ("Baltimore, MD", ("24005", "24510")),
        ("Richmond, Virginia", ("51159", "51760")),
    ],
)
def test_an_ambiguous_name_lists_its_candidates(text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCodeError, match="may be") as caught:
        find_counties(text, NAMED, LIBRARY)
    assert all(code in str(caught.value) for code in candidates)


def test_many_candidates_are_cut_short() -> None:
    many = {f"{s:02d}003": f"Washington County, State {s}" for s in range(1, 31)}
    with pytest.raises(UnknownCodeError, match="and 18 more"):
        find_counties("Washington", many, LIBRARY)


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(UnknownCodeError, match="Did you mean 'Delaware County, Ohio'"):
        find_counties("Delawere, OH", NAMED, LIBRARY)


def test_a_name_like_no_other_does_not_list_the_whole_nation() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        find_counties(
            "Xyzzy", {f"{c:05d}": f"County {c}, Ohio" for c in range(1001, 4001)}, LIBRARY
        )
    assert len(str(caught.value)) < 300


def test_an_unknown_code_is_refused_where_titles_are_known() -> None:
    with pytest.raises(UnknownCodeError, match="39999|39043"):
        find_counties("39049,39043", NAMED, LIBRARY)


def test_names_without_titles_tell_how_to_get_them() -> None:
    with pytest.raises(UnknownCodeError, match="area_titles.csv"):
        find_counties("Franklin, OH", {}, LIBRARY)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Franklin, OH, Delaware, OH", ["39049", "39041"]),
        ("Franklin, OH, Delaware County, OH; Carson City, NV", ["39049", "39041", "32510"]),
        ("franklin , ohio , Delaware, oh", ["39049", "39041"]),
        ("Franklin, OH, 39041", ["39049", "39041"]),
        ("39041, Franklin, OH", ["39041", "39049"]),
        ("Delaware, 39049", ["39041", "39049"]),
    ],
)
def test_commas_do_where_each_name_has_its_state(text: str, codes: list[str]) -> None:
    assert find_counties(text, NAMED, LIBRARY) == codes


@pytest.mark.parametrize(
    "text",
    [
        # Delaware is a county of Ohio and a state.
        "Franklin, Delaware, OH",
        "Franklin, Delaware, Carson City, Nevada",
        "Franklin, Delaware, Carson City",
    ],
)
def test_commas_that_may_be_read_in_two_ways_are_refused_with_semicolons_suggested(
    text: str,
) -> None:
    with pytest.raises(UnknownCodeError, match="semicolons.*'Franklin, OH; Delaware, OH'"):
        find_counties(text, NAMED, LIBRARY)


def test_two_counties_with_a_comma_between_are_told_apart() -> None:
    with pytest.raises(UnknownCodeError, match="No county is called.*write a semicolon between"):
        find_counties("Carson City, Delaware", NAMED, LIBRARY)


def test_a_county_named_twice_is_refused() -> None:
    with pytest.raises(ParameterError, match="39049"):
        find_counties("Franklin, OH; 39049", NAMED, LIBRARY)


@pytest.fixture
def boards(tmp_path: Path) -> Library:
    """Crosswalk of the fictional 57: a board of 57001, and one of 57003 and 57005."""
    rows = [
        (block("57001"), "57001", "57000001"),
        (block("57003"), "57003", "57000002"),
        (block("57005"), "57005", "57000002"),
    ]
    text = crosswalk_text(rows).replace("Board 57000001", "Alder Hills WIA")
    path = write_gzip(tmp_path / "x.csv.gz", text.replace("Board 57000002", "Plains WIA"))
    add_files(tmp_path / "library", [path], "lodes", "2022")
    return Library(tmp_path / "library")


FICTIONAL = {f"5700{n}": f"{name} County, Westmark" for n, name in ((1, "Alder"), (3, "Birch"))} | {
    "57005": "Cedar County, Westmark"
}


def test_a_workforce_area_among_the_counties_stands_for_its_own(boards: Library) -> None:
    found = find_counties("Plains WIA, WM; Alder, WM", FICTIONAL, boards.root)
    assert found == ["57003", "57005", "57001"]


def test_a_county_goes_before_a_workforce_area_of_that_name(boards: Library) -> None:
    titles = {**FICTIONAL, "57007": "Plains County, Westmark"}
    assert find_counties("Plains, WM", titles, boards.root) == ["57007"]
    assert find_counties("Plains WIA, WM", titles, boards.root) == ["57003", "57005"]


def test_what_is_part_of_an_areas_name_lists_it(boards: Library) -> None:
    with pytest.raises(UnknownCodeError, match=r"may be .* Alder Hills WIA \(57000001\)"):
        find_counties("Hills, WM", FICTIONAL, boards.root)


def test_areas_are_found_without_titles_of_counties(boards: Library) -> None:
    assert find_counties("Plains, WM", {}, boards.root) == ["57003", "57005"]


def test_a_county_that_is_in_two_choices_is_taken_once(boards: Library) -> None:
    codes, told = chosen_counties("57003,57001", ["Plains, WM"], Places(FICTIONAL, boards))
    assert codes == ["57003", "57001", "57005"]
    assert told == ["Plains WIA (57000002): 2 counties."]


def test_a_county_of_an_area_that_the_titles_do_not_know_is_refused(boards: Library) -> None:
    titles = {code: name for code, name in FICTIONAL.items() if code != "57005"}
    with pytest.raises(UnknownCodeError, match="have no county 57005"):
        chosen_counties("", ["Plains, WM"], Places(titles, boards))


def test_nothing_named_is_refused(boards: Library) -> None:
    with pytest.raises(ParameterError, match="No county was named"):
        chosen_counties("", [], Places(FICTIONAL, boards))


@pytest.mark.parametrize(
    ("counties", "older", "newer"),
    [("09110,09001", "09001", "09110"), ("02063,02261", "02261", "02063")],
)
def test_one_ground_by_codes_of_before_and_after_a_change_is_refused(
    counties: str, older: str, newer: str
) -> None:
    told = f"^{older} and {newer} are codes of one ground.*count it twice.*leave the others out"
    with pytest.raises(UnknownCodeError, match=told):
        find_counties(counties, {}, LIBRARY)


def test_a_city_and_the_county_that_took_it_in_later_are_two_grounds() -> None:
    assert find_counties("51019,51515", {}, LIBRARY) == ["51019", "51515"]


@pytest.mark.parametrize(
    ("code", "year", "since", "instead"),
    [
        ("09110", 2022, 2024, "09001"),
        ("46102", 2015, 2016, "46113"),
        ("02158", 2014, 2016, "02270"),
    ],
)
def test_a_code_that_the_year_does_not_have_yet_is_refused(
    code: str, year: int, since: int, instead: str
) -> None:
    told = f"{code}.* is in use from {since} on.*Use {instead}.*--latest-year from {since} on"
    with pytest.raises(UnknownCodeError, match=told):
        chosen_counties(code, (), Places({}, Library(LIBRARY), year))


CONNECTICUT = {"09003": "Hartford County, Connecticut", "29041": "Chariton County, Missouri"}


def test_a_county_of_another_state_is_no_hint_for_one_of_the_named_state() -> None:
    # Chariton is the name of the whole list that is most like Capitol.
    with pytest.raises(UnknownCodeError) as caught:
        find_counties("Capital, CT", CONNECTICUT, LIBRARY)
    assert "Chariton" not in str(caught.value)
    with pytest.raises(UnknownCodeError, match=r"Did you mean 'Hartford County, Connecticut'\?"):
        find_counties("Hertfort, CT", CONNECTICUT, LIBRARY)


def test_titles_of_before_a_change_lead_to_the_codes_of_after_it() -> None:
    with pytest.raises(UnknownCodeError, match=r"titles are of before 2024 .*09110, 09120"):
        find_counties("Capitol, CT", CONNECTICUT, LIBRARY)
    with pytest.raises(UnknownCodeError) as caught:
        newer = {**CONNECTICUT, "09110": "Capitol Planning Region, Connecticut"}
        find_counties("Xyzzy, CT", newer, LIBRARY)
    assert "titles are of before" not in str(caught.value)
