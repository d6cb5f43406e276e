"""Each trap of self-ratings, planted and caught."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.assessment.study import AssessmentStudy
from sectornb.assessment.traps import TRAPS
from sectornb.errors import PrivateDataError
from sectornb.traps import caught
from tests.builders.panels import SMALL, answer, answers_of, study_of

CALM: dict[str, list[float | None]] = {
    "1": [3, 3, 4, 4, 4, 5],
    "2": [3, 3, 4, 4, 4, 5],
    "3": [3, 3, 3, 4, 4, 4],
    "4": [2, 3, 3, 4, 4, 5],
}


def found(study: AssessmentStudy, trap: str) -> list[str]:
    return [each.text for each in caught([t for t in TRAPS if t.id == trap], study)]


def test_of_calm_answers_nothing_is_caught(tmp_path: Path) -> None:
    assert caught(TRAPS, study_of(tmp_path, answers_of(CALM))) == []


def test_a_blank_read_as_zero_is_refused_by_the_reader(tmp_path: Path) -> None:
    study = study_of(tmp_path, [*answers_of(CALM), answer("r6", "1", 0)])
    with pytest.raises(PrivateDataError, match="column rating: 1 value is off the scale"):
        _ = study.by_item


def test_means_that_count_blanks_as_zero_are_caught(tmp_path: Path) -> None:
    # 4, 4, blank: 4.0 of two; as zero 2.67.
    study = study_of(tmp_path, answers_of({**CALM, "1": [4, 4, None]}))
    assert study.by_item["mean"].iloc[0] == 4 and study.by_item["n_raters"].iloc[0] == 2
    assert found(study, "T84") == []
    study.by_item.loc[0, "mean"] = 8 / 3
    assert found(study, "T84") == [
        "Means are not those of the ratings given; a missing answer is no rating (1): 1 1."
    ]


def test_two_camps_behind_one_mean_are_caught(tmp_path: Path) -> None:
    # 5 5 1 1 and 3 3 3 3 have the same mean of 3: deviation 2 against 0; the cut is 5/6.
    study = study_of(tmp_path, answers_of({**CALM, "1": [5, 5, 1, 1], "2": [3, 3, 3, 3]}))
    assert study.by_item["mean"].iloc[:2].tolist() == [3, 3]
    told = found(study, "T85")
    assert len(told) == 1 and told[0].endswith("item (1): 1.")


def test_in_anonymous_mode_two_camps_are_warned_of_without_naming_an_item(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({**CALM, "1": [5, 5, 5, 1, 1, 1]}), mode="anonymous")
    assert "can hide two camps" in found(study, "T85")[0]
    assert found(study, "T86") == []


def test_a_negative_item_that_was_not_turned_around_is_caught(tmp_path: Path) -> None:
    # Who rates the others 1 to 5 rates the negative one 5 to 1.
    rising: list[float | None] = [1, 2, 3, 4, 5]
    rows = answers_of({"1": rising[::-1], "2": rising, "3": rising, "4": rising})
    assert "rate 1 item low, by correlation: 1 (-1.00)" in found(study_of(tmp_path, rows), "T86")[0]
    turned: dict[str, Any] = {**SMALL, "areas": [dict(area) for area in SMALL["areas"]]}
    items = [dict(item) for item in turned["areas"][0]["items"]]
    items[0]["reversed"] = True
    turned["areas"][0]["items"] = items
    study = study_of(tmp_path, rows, turned)
    assert found(study, "T86") == [] and found(study, "T84") == []
    # A negative item rated 5 counts as 1: with 4 and 4 beside it the mean is 3, not 4.33.
    assert study.latest.ratings["1"].tolist() == [1, 2, 3, 4, 5]


def test_a_change_within_the_noise_is_caught(tmp_path: Path) -> None:
    after = {**CALM, "1": [4, 3, 3, 5, 4, 5]}
    study = study_of(tmp_path, [*answers_of(CALM), *answers_of(after, wave="2")])
    told = found(study, "T87")
    # Own changes 1 0 -1 1 0 0: mean 0.17, within 2.57·0.75/√6 = 0.79.
    assert len(told) == 1 and told[0].endswith("item (1): 1.")
    one = study.changes_by_item.iloc[0]
    assert one["direction"] == "none" and one["mean_change_matched"] == pytest.approx(1 / 6)


def test_waves_of_different_people_are_caught(tmp_path: Path) -> None:
    lower = {item: [2.0] * 6 for item in CALM}
    others = [{**row, "rater": f"new {row['rater']}"} for row in answers_of(lower, wave="2")]
    told = found(study_of(tmp_path, [*answers_of(CALM), *others]), "T88")
    assert told[0].startswith("Of 6 raters in 2 0 answered in 1 too")


def test_a_change_of_the_panel_is_no_change_of_its_raters(tmp_path: Path) -> None:
    # Five keep their 4 on item 1; the sixth is replaced by four who give 1.
    before = {**CALM, "1": [4, 4, 4, 4, 4, 5]}
    rows = [row for row in answers_of(before, wave="2") if row["rater"] != "r5"]
    rows += [
        {**row, "rater": f"new {n}", "rating": "1"}
        for n in range(4)
        for row in answers_of({item: [1] for item in CALM}, wave="2")
    ]
    study = study_of(tmp_path, [*answers_of(before), *rows])
    assert any("because other people answered; item (4): 1, 2, 3" in t for t in found(study, "T88"))
    assert study.changes_by_item["direction"].iloc[0] == "none"


def test_in_anonymous_mode_nobody_is_matched_and_it_is_said(tmp_path: Path) -> None:
    rows = [*answers_of(CALM), *answers_of(CALM, wave="2")]
    study = study_of(tmp_path, rows, mode="anonymous")
    assert "Nobody is matched across waves" in found(study, "T88")[0]
    assert found(study, "T87") == []
