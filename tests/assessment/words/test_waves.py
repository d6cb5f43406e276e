"""What a board reads of change: people of both rounds, other people, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders.panels import answers_of, study_of

Ratings = Mapping[str, Sequence[float | None]]
STILL: Ratings = {item: [3] * 7 for item in "1234"}


def told(folder: Path, name: str, *waves: Ratings, **settings: Any) -> str:
    rows = [
        row
        for number, ratings in enumerate(waves, start=1)
        for row in answers_of(ratings, wave=str(number))
    ]
    return study_of(folder, rows, **settings).readings[name].text


def test_the_average_over_all_items_stands_beside_that_of_people_of_both_rounds(
    tmp_path: Path,
) -> None:
    # Item 1 rose by 2 for all seven: over four items by 0.5.
    said = told(tmp_path, "changes", STILL, {**STILL, "1": [5] * 7})
    assert said == (
        "Among those who rated in both rounds, 1 of 4 items rose and none fell. Over all items the "
        "average rose by 0.5 points, and for the 7 who rated in both rounds it rose by 0.5."
    )


def test_an_average_that_only_other_people_moved_is_told_as_that(tmp_path: Path) -> None:
    # Five stay; two who rated 1 left, two who rate 5 came: each item from 17/7 to 25/7.
    before = {item: [3, 3, 3, 3, 3, 1, 1] for item in "1234"}
    after = {item: [3, 3, 3, 3, 3, None, None, 5, 5] for item in "1234"}
    said = told(tmp_path, "changes", before, after)
    assert said == (
        "Among those who rated in both rounds, no item rose and none fell. 4 more moved because "
        "other people answered. Over all items the average rose by 1.1 points; the 5 who rated in "
        "both rounds show no change that counts."
    )


def test_a_change_that_others_could_not_undo_is_named(tmp_path: Path) -> None:
    # Seven rise by 2; an eighth left at 5, who could have said 1: at least (14 - 4) / 8.
    said = told(tmp_path, "changes", {**STILL, "1": [2] * 7 + [5]}, {**STILL, "1": [4] * 7})
    assert said.endswith(
        "Nothing that those who rated only once could have said would undo the change of "
        "“Item one”."
    )


def test_of_everybody_there_is_no_interval_and_of_a_sample_there_is_one(tmp_path: Path) -> None:
    moved = {**STILL, "1": [5, 5, 4, 4, 5, 5, 4], "2": [3, 4, 3, 3, 4, 4, 3]}
    everybody = told(tmp_path, "change_sure", STILL, moved)
    assert everybody.startswith("Everybody was asked, so a change has no sampling interval;")
    assert "(95 percent)" not in everybody
    sampled = told(tmp_path, "change_sure", STILL, moved, panel="sample")
    assert "(95 percent), as only some partners were asked." in sampled


def test_a_model_is_told_or_why_there_is_none(tmp_path: Path) -> None:
    none = told(tmp_path, "change_sure", STILL, STILL)
    assert "There is no model of the change: on each item all moved alike." in none
    # Three raise every item, four none.
    some = {item: [4, 4, 4, 3, 3, 3, n] for item, n in zip("1234", [3, 4, 3, 3], strict=True)}
    assert "A mixed model, in which each rater moves" in told(tmp_path, "change_sure", STILL, some)


def test_who_came_to_call_an_item_in_place_is_told_in_counts(tmp_path: Path) -> None:
    said = told(tmp_path, "change_sure", STILL, {**STILL, "2": [4] * 6 + [3]})
    assert (
        "Of the 7 who rated “Item two” twice, 6 came to call it in place and nobody gave that up; "
        "coin flips part people so unevenly with a chance of 0.03, so the move can be told." in said
    )
    few = told(tmp_path, "change_sure", STILL, {**STILL, "2": [4] * 5 + [3, 3]})
    assert "On no item did six or more people begin or cease to call it in place" in few


def test_two_rounds_have_no_slope_of_their_own_and_three_have(tmp_path: Path) -> None:
    assert "the change is the slope" in told(tmp_path, "change_sure", STILL, STILL)
    flat = told(tmp_path, "change_sure", STILL, STILL, STILL)
    assert flat.endswith("Over 3 rounds no item has a slope that counts.")
    steps = ({**STILL, "3": [rating] * 7} for rating in (3, 4, 5))
    assert told(tmp_path, "change_sure", *steps).endswith(
        "Over 3 rounds “Item three” moved most: 1.00 points per round among the 7 who rated it "
        "twice or more."
    )


@pytest.mark.parametrize("name", ["changes", "change_sure"])
def test_where_nothing_can_be_compared_the_words_say_why(tmp_path: Path, name: str) -> None:
    assert "first round" in told(tmp_path, name, STILL)
    assert "does not know who answered twice" in told(
        tmp_path, name, STILL, STILL, mode="anonymous"
    )
    few = {item: [3] * 4 for item in "1234"}
    assert "Fewer than five people" in told(tmp_path, name, few, few)
