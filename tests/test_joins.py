"""A join on codes says how many rows matched; none is an error."""

from __future__ import annotations

import pytest

from sectornb.errors import InputError
from sectornb.joins import Join, join_on_codes


def joined(wanted: list[str], held: list[str]) -> Join:
    return join_on_codes("the region's industries", wanted, "the file", held, ["t"], "Add another.")


def test_matched_rows_are_counted_once_a_code() -> None:
    join = joined(["621", "622", "622", "722"], ["622", "621", "999"])
    assert join.record() == {
        "what": "the region's industries",
        "where": "the file",
        "rows": 3,
        "matched": 2,
        "matched_share": 0.6667,
        "without": ["722"],
    }
    assert join.warning == ""


def test_few_matches_are_a_warning() -> None:
    assert joined(["621", "622", "722"], ["622"]).warning == (
        "Only 1 of 3 codes of the region's industries stand in the file; without are, among "
        "others, 621, 722. What rests on it is of the others alone."
    )


def test_no_match_is_an_error() -> None:
    with pytest.raises(InputError) as caught:
        joined(["621", "622"], ["621000", "622000"])
    assert str(caught.value) == (
        "None of the 2 codes of the region's industries (621, 622) stands in the file, which has "
        "621000, 622000. Add another."
    )


def test_nothing_to_look_up_is_no_error() -> None:
    assert joined([], []).share == 1
