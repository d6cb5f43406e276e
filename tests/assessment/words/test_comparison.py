from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sectornb.assessment.words.comparison import changes
from sectornb.dictionary import dictionary
from sectornb.show.sides import Side, Tally
from tests.builders.panels import answers_of, study_of

EVEN: Mapping[str, Sequence[float | None]] = {item: [3] * 6 for item in "1234"}


def side(name: str, folder: Path, ratings: Mapping[str, Sequence[float | None]], wave: str) -> Side:
    folder.mkdir()
    study = study_of(folder, answers_of(ratings, wave=wave))
    keys = dictionary().keys_of("4-assessment")
    return Side(name, study.tables, keys, study.settings)


def told(tmp_path: Path, then: Mapping[str, Sequence[float | None]], wave: str = "2") -> list[str]:
    before = side("before", tmp_path / "before", EVEN, "1")
    after = side("after", tmp_path / "after", then, wave)
    return [str(each) for each in changes(before, after, Tally())]


def test_the_same_ratings_are_said_to_be_the_same(tmp_path: Path) -> None:
    assert told(tmp_path, EVEN, "1") == ["every middle rating is the same"]


def test_items_that_moved_are_named_with_both_middle_ratings(tmp_path: Path) -> None:
    found = told(tmp_path, {**EVEN, "2": [4] * 6})
    assert found[0] == "the middle rating of 1 of 4 items differs"
    assert "The rounds are 1 and 2" in found[1]
    assert "The middle rating moved of “Item two” from 3 to 4." in found


def test_another_first_point_of_the_agenda_is_told(tmp_path: Path) -> None:
    before = side("before", tmp_path / "a", {**EVEN, "1": [1, 1, 1, 5, 5, 5]}, "1")
    after = side("after", tmp_path / "b", {**EVEN, "2": [1, 1, 1, 5, 5, 5]}, "1")
    found = [str(each) for each in changes(before, after, Tally())]
    assert found[-1] == "First on the agenda is “Item two”; before, “Item one”."
