"""Codes that a board groups or pins, refused where they cannot be rows."""

from __future__ import annotations

import pytest

from sectornb.errors import ParameterError
from sectornb.industry.groups.codes import check_groups, digits_of, lies_in


def refused(groups: dict[str, list[str]], pinned: list[str] | None = None, year: int = 2022) -> str:
    with pytest.raises(ParameterError) as caught:
        check_groups(groups, pinned or [], year)
    return str(caught.value)


def test_codes_of_any_level_can_be_grouped_and_pinned() -> None:
    groups = {"Health care": ["621", "622", "6231", "623210"], "Moving goods": ["42", "48-49"]}
    check_groups(groups, ["62", "481", "31-33"], 2022)


def test_a_code_is_a_part_of_what_is_written_above_it() -> None:
    assert lies_in("6211", "621") and lies_in("6211", "62") and lies_in("455", "44-45")
    assert not lies_in("621", "621") and not lies_in("62", "621") and not lies_in("722", "62")
    assert [digits_of(code) for code in ("44-45", "62", "6211")] == [2, 2, 4]


def test_an_empty_group_is_refused() -> None:
    assert 'such as Health: ["621", "622"]' in refused({"Health": []})


def test_members_nested_in_each_other_would_count_twice() -> None:
    assert "621 lies in 62" in refused({"Health": ["62", "621"]})


def test_a_code_listed_twice_is_refused() -> None:
    assert "lists 621 more than once" in refused({"Health": ["621", "621"]})
    assert "pinned lists 62 more than once" in refused({}, ["62", "62"])


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("31", "write 31-33"),
        ("6299", "Did you mean"),
        ("1025", "Known are: 11, 21"),
        ("abc", "Known are: 11, 21"),
        ("999", "Take it out"),
    ],
)
def test_what_is_no_industry_is_refused_with_what_to_write(code: str, instead: str) -> None:
    assert instead in refused({"Ours": [code]})
    assert instead in refused({}, [code])


def test_a_code_of_another_edition_is_refused_with_what_to_write() -> None:
    assert "only until 2021. Write 5132 instead" in refused({"Software": ["5112"]})
    assert "or the whole sector 44-45" in refused({"Shops": ["4481"]})
    assert "only from 2022 on" in refused({"Shops": ["449"]}, year=2019)


def test_a_group_named_as_an_industry_or_another_group_is_refused() -> None:
    assert "what industry 622 is called" in refused({"hospitals": ["622"]})
    assert "have one name" in refused({"Care": ["621"], "care ": ["622"]})


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "=1+1", "-5", "Health\ncare", "\tCare"])
def test_a_name_is_one_line_that_no_spreadsheet_takes_for_a_formula(name: str) -> None:
    assert "at most 60 characters" in refused({name: ["621"]})


def test_without_groups_no_edition_is_looked_up() -> None:
    check_groups({}, [], 2005)
