"""Words of messages: counts with their nouns."""

from __future__ import annotations

import pytest

from sectornb.errors import MOST_KNOWN, counted, nearest


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 counties"), (1, "1 county"), (2, "2 counties"), (1200, "1,200 counties")],
)
def test_a_noun_agrees_with_its_count(count: int, told: str) -> None:
    assert counted(count, "county", "counties") == told


def test_most_nouns_only_take_an_s() -> None:
    assert [counted(1, "row"), counted(3, "row")] == ["1 row", "3 rows"]


def test_of_very_many_known_words_some_are_listed_and_the_rest_counted() -> None:
    told = nearest("zzz", [f"word {number}" for number in range(MOST_KNOWN + 5)])
    assert told.startswith("Known are: word 0, ") and told.endswith(" and 5 more.")
