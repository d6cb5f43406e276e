"""Panels at the edge: the right words, no crash, no nothing over nothing."""

from __future__ import annotations

import copy
import warnings
from pathlib import Path
from typing import Any

import pytest

from sectornb.assessment.counts import DOWN, UP
from sectornb.disclosure.ratings.audit import refuse_recoverable
from sectornb.show.sentence import unclaimed_numbers
from tests.builders.panels import SMALL, answers_of, study_of

ONE_ITEM: dict[str, Any] = copy.deepcopy(SMALL)
ONE_ITEM["areas"] = ONE_ITEM["areas"][1:]
ITEMS = "1234"
PANELS: dict[str, tuple[list[dict[str, str]], Any]] = {
    "all rate 5": (answers_of(dict.fromkeys(ITEMS, [5] * 6)), None),
    "all rate 1": (answers_of(dict.fromkeys(ITEMS, [1] * 6)), None),
    "two raters": (answers_of(dict.fromkeys(ITEMS, [2, 4])), None),
    "one rater": (answers_of(dict.fromkeys(ITEMS, [3])), None),
    "one item": (answers_of({"4": [2, 3, 4, 5, 1]}), ONE_ITEM),
    "one item, one rater": (answers_of({"4": [2]}), ONE_ITEM),
    "no rating at all": (answers_of(dict.fromkeys(ITEMS, [None] * 6)), None),
    "three points": (answers_of(dict.fromkeys("123456", [1, 2, 3, 3, 3, 2])), "sector-readiness"),
    "two raters twice": (
        answers_of(dict.fromkeys(ITEMS, [2, 4])) + answers_of(dict.fromkeys(ITEMS, [3, 4]), "2"),
        None,
    ),
}
TOLD = {
    "all rate 5": "All 6 raters gave every item the same rating, 5",
    "all rate 1": "All 6 raters gave every item the same rating, 1",
    "two raters": "by the middle rating of 2 raters",
    "one rater": "One person answered, so this is one view",
    "one item": "“Item four” is not in place yet",
    "one item, one rater": "One person answered",
    "no rating at all": "Nobody rated any item.",
    "three points": "by the middle rating of 6 raters",
    "two raters twice": "by the middle rating of 2 raters",
}


@pytest.mark.parametrize("mode", ["open", "anonymous"])
@pytest.mark.parametrize("panel", PANELS)
def test_every_step_is_there_for_any_panel(tmp_path: Path, panel: str, mode: str) -> None:
    rows, instrument = PANELS[panel]
    with warnings.catch_warnings():
        # A division of nothing by nothing would warn.
        warnings.simplefilter("error", RuntimeWarning)
        study = study_of(tmp_path, rows, instrument, mode=mode)
        said = [*study.findings, *study.readings.values(), *study.next_steps, *study.notes]
        assert all(not unclaimed_numbers(each) for each in study.findings)
        assert len(said) > 3 and study.tables and study.limits and study.profiles is not None
        refuse_recoverable(study.panels)
    answer = study.answer
    assert answer is not None
    if mode == "open":
        assert TOLD[panel] in answer.text
    assert not [each for each in said if "nan" in str(each).casefold().split()]


def test_where_nothing_can_be_held_apart_the_answer_says_why(tmp_path: Path) -> None:
    few = study_of(tmp_path, PANELS["two raters"][0], mode="anonymous").answer
    assert few is not None and "Too few people answered" in few.text
    rows, instrument = PANELS["three points"]
    held = study_of(tmp_path, rows, instrument, mode="anonymous").answer
    assert held is not None and held.text.startswith("Nothing can be shown")


def test_what_may_not_be_told_is_no_count_of_nothing(tmp_path: Path) -> None:
    rows, _ = PANELS["two raters twice"]
    counted = set(study_of(tmp_path, rows, mode="anonymous").counts["counted"])
    assert counted.isdisjoint({UP, DOWN})


def test_two_raters_of_both_waves_tell_no_change(tmp_path: Path) -> None:
    study = study_of(tmp_path, PANELS["two raters twice"][0])
    assert "Fewer than five people rated the same item in both rounds" in " ".join(
        str(each) for each in study.readings.values()
    )
