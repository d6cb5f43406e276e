"""County names as people write them, and titles that go on listing codes out of use."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import SectornbError, UnknownCodeError
from sectornb.report.county_list import Places, chosen_counties
from sectornb.report.workforce_counties import counties_of_area
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.commuting import block, crosswalk_text, write_gzip

TITLES = {
    "09001": "Fairfield County, Connecticut",
    "12025": "Dade County, Florida",
    "12086": "Miami-Dade County, Florida",
    "13089": "DeKalb County, Georgia",
    "17099": "La Salle County, Illinois",
    "19141": "Obrien County, Iowa",
    "26073": "Isabella County, Michigan",
    "29183": "St. Charles County, Missouri",
    "29186": "Ste. Genevieve County, Missouri",
    "29193": "Ste. Genevieve County, Missouri",
    "35013": "Dona Ana County, New Mexico",
    "39049": "Franklin County, Ohio",
    "51019": "Bedford County, Virginia",
    "51515": "Bedford City, Virginia",
    "51560": "Clifton Forge City, Virginia",
    "51005": "Alleghany County, Virginia",
    "51159": "Richmond County, Virginia",
    "51760": "Richmond City, Virginia",
    "72021": "Bayam\u00f3n Municipio, Puerto Rico",
    "72071": "Isabela Municipio, Puerto Rico",
}


def chosen(text: str, latest_year: int | None = None) -> tuple[list[str], list[str]]:
    return chosen_counties(text, (), Places(TITLES, Library("library"), latest_year))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Isabela, PR", "72071"),
        ("Bayamon, PR", "72021"),
        ("Bayam\u00f3n Municipio, PR", "72021"),
        ("Bedford, VA", "51019"),
        ("Ste. Genevieve, MO", "29186"),
        ("Sainte Genevieve, MO", "29186"),
        ("Saint Charles, MO", "29183"),
        ("Do\u00f1a Ana, NM", "35013"),
        ("De Kalb, GA", "13089"),
        ("LaSalle, IL", "17099"),
        ("O'Brien, IA", "19141"),
        ("Miami Dade, FL", "12086"),
    ],
)
def test_a_name_finds_its_county_however_it_is_spelled(text: str, code: str) -> None:
    assert chosen(text) == ([code], [])


@pytest.mark.parametrize(
    ("text", "instead"),
    [("Dade, FL", "12086"), ("12025", "12086"), ("Clifton Forge, VA", "51005")],
)
def test_a_county_that_is_long_gone_is_refused_with_its_successor(text: str, instead: str) -> None:
    with pytest.raises(UnknownCodeError, match=f"out of use.* Use {instead} "):
        chosen(text)
    assert chosen(instead)[0] == [instead]


def test_a_county_that_is_gone_is_taken_for_the_years_that_had_it() -> None:
    assert chosen("Dade, FL", 1995) == (["12025"], [])
    assert chosen("09001", 2022) == (["09001"], [])


def test_a_county_that_later_years_do_not_have_is_told() -> None:
    codes, told = chosen("Fairfield, CT")
    assert codes == ["09001"] and "out of use from 2024 on" in told[0]
    with pytest.raises(UnknownCodeError, match="out of use from 2024 on.*--latest-year before"):
        chosen("Fairfield, CT", 2024)


def test_of_two_in_one_state_the_word_that_tells_them_apart_is_asked_for() -> None:
    with pytest.raises(UnknownCodeError, match="Write County or City too") as caught:
        chosen("Richmond, VA")
    assert "Name the state" not in str(caught.value)
    assert chosen("Richmond City, VA")[0] == ["51760"]
    with pytest.raises(UnknownCodeError, match="Write County or City too"):
        chosen("Bedford, VA", 2012)


def test_the_only_name_that_begins_so_is_taken_and_told() -> None:
    assert chosen("Frank, OH") == (
        ["39049"], ["'Frank, OH' is taken for Franklin County, Ohio (39049)."],
    )  # fmt: skip
    with pytest.raises(UnknownCodeError, match="No county is called"):
        chosen("Fr, OH")


def test_a_hint_is_looked_for_in_the_named_state_first() -> None:
    with pytest.raises(UnknownCodeError, match="Did you mean 'Isabela Municipio, Puerto Rico'"):
        chosen("Isabella, PR")
    with pytest.raises(UnknownCodeError, match="Did you mean 'Isabella County, Michigan'"):
        chosen("Isabela, MI")


def test_a_state_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(UnknownCodeError, match="called 'xo'.*may be Franklin County, Ohio"):
        chosen("Franklin, XO")


def test_the_comma_before_the_state_may_be_missing() -> None:
    assert chosen("Franklin OH; Isabela PR")[0] == ["39049", "72071"]


def test_a_code_that_no_county_has_is_shown_its_neighbors() -> None:
    with pytest.raises(UnknownCodeError, match="39049 is Franklin County, Ohio"):
        chosen("39050")
    with pytest.raises(UnknownCodeError, match="No state has 99"):
        chosen("99001")


@pytest.mark.parametrize("text", ["1001,9001", "1001", "Franklin, OH; 1001"])
def test_lost_zeros_are_named(text: str) -> None:
    with pytest.raises(SectornbError, match="leading zeros.* write 01001"):
        chosen(text)


@pytest.mark.parametrize("names", [("Statewide, WY",), ("Plains",)], ids=["with state", "without"])
def test_a_crosswalk_without_workforce_areas_is_said_to_have_none(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    text = crosswalk_text([(block("56021"), "56021", ""), (block("56001"), "56001", "")])
    add_files(tmp_path, [write_gzip(tmp_path / "wy_xwalk.csv.gz", text)], "lodes", "2021")
    with pytest.raises(UnknownCodeError, match="Wyoming.*names none.*--counties") as caught:
        counties_of_area(names[0], Library(tmp_path))
    assert "Known are" not in str(caught.value)
