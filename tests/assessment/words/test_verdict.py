from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sectornb.assessment.study import AssessmentStudy
from tests.builders.panels import SMALL, answers_of, study_of

ONE_ITEM = {**SMALL, "areas": SMALL["areas"][1:]}
Ratings = Mapping[str, Sequence[float | None]]


def said(folder: Path, ratings: Ratings, instrument: Any = SMALL, **settings: Any) -> str:
    return str(study_of(folder, answers_of(ratings), instrument, **settings).answer)


def all_alike(rating: float, raters: int = 6) -> dict[str, Sequence[float | None]]:
    return {item: [rating] * raters for item in "1234"}


def test_it_says_what_is_in_place_where_partners_differ_and_what_comes_first(
    tmp_path: Path,
) -> None:
    # Medians 5, 3, 2, 4: two of four from 4 on. Item 2 is the only one with two sides (average
    # deviation 1.6); item 3 is farthest from 4 with a deviation of 0.96, and 0.96 × 2 > 1.6 × 1.
    ratings = {
        "1": [5, 5, 5, 5, 5],
        "2": [1, 1, 3, 5, 5],
        "3": [1, 1, 2, 3, 4],
        "4": [4, 4, 4, 4, 4],
    }
    assert said(tmp_path, ratings) == (
        "Of 4 rated items, 2 are in place by the middle rating of 5 raters; you differ most on "
        "“Item two”; talk first about “Item three”."
    )


def test_what_divides_and_comes_first_is_said_once(tmp_path: Path) -> None:
    ratings = all_alike(3, 5) | {"2": [1, 1, 1, 5, 5]}
    assert said(tmp_path, ratings).endswith(
        "you differ most on “Item two”, so talk about that first."
    )


def test_of_two_items_equally_divided_none_is_the_most(tmp_path: Path) -> None:
    ratings = all_alike(3, 5) | {"1": [1, 1, 3, 5, 5], "2": [1, 1, 3, 5, 5]}
    assert "one of the items you differ most on is “Item one”" in said(tmp_path, ratings)


@pytest.mark.parametrize(
    ("ratings", "instrument", "settings", "words"),
    [
        (all_alike(5), SMALL, {}, "All 6 raters gave every item the same rating, 5: before you"),
        (all_alike(1), SMALL, {}, "All 6 raters gave every item the same rating, 1: you agree on"),
        ({"4": [5] * 7}, ONE_ITEM, {}, "All 7 raters gave the one item the same rating, 5"),
        (
            {"1": [1], "2": [3], "3": [5], "4": [5]},
            SMALL,
            {},
            "One person answered, so this is one view: of 4 rated items, 2 are in place by that",
        ),
        ({"4": [2, 3, 4]}, ONE_ITEM, {}, "“Item four” is not in place yet by the middle rating of"),
        (
            {"1": [5] * 6, "2": [3] * 6, "3": [4] * 6, "4": [1] * 6},
            SMALL,
            {},
            "2 are in place by the middle rating of 6 raters; you agree on every item.",
        ),
        ({item: [None] * 3 for item in "1234"}, SMALL, {}, "Nobody rated any item."),
        (all_alike(3, 4), SMALL, {"mode": "anonymous"}, "Too few people answered to show anything"),
    ],
    ids=["all 5", "all 1", "one item, all 5", "one rater", "one item", "agreed", "nobody", "few"],
)
def test_where_there_is_nothing_to_compare_it_says_so(
    tmp_path: Path, ratings: Ratings, instrument: Any, settings: dict[str, Any], words: str
) -> None:
    assert words in said(tmp_path, ratings, instrument, **settings)


def test_an_anonymous_answer_names_no_side(tmp_path: Path) -> None:
    ratings = all_alike(3, 7) | {"2": [1, 1, 1, 4, 5, 5, 5]}
    told = said(tmp_path, ratings, mode="anonymous")
    assert "differ" not in told and told.startswith("Of 4 rated items, ")


def test_headlines_are_short_and_name_an_item_only_where_it_leads(tmp_path: Path) -> None:
    def titles(**settings: Any) -> Mapping[str, str]:
        ratings = all_alike(3, 6) | {"2": [1, 1, 1, 5, 5, 5]}
        study: AssessmentStudy = study_of(tmp_path, answers_of(ratings), **settings)
        return study.headlines

    assert titles() == {
        "ratings": "0 of 4 items are in place",
        "organizations": "Where organizations differ",
        "agenda": "Talk first about item 2",
        "changes": "What changed since the last round",
        "plan": "The plan on one page: 4 gaps",
        "road_map": "Road map: 0 done, 2 next",
    }
