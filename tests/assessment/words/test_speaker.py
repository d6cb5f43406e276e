from __future__ import annotations

from pathlib import Path

from sectornb.assessment.words.speaker import only_one_rater, same_from_all
from tests.builders.panels import answers_of, study_of


def test_the_same_rating_from_all_is_seen_over_all_items(tmp_path: Path) -> None:
    alike = study_of(tmp_path, answers_of({item: [2, 2, None] for item in "1234"}))
    assert same_from_all(alike._speaker)
    other = study_of(tmp_path, answers_of({item: [int(item)] * 3 for item in "1234"}))
    assert not same_from_all(other._speaker)


def test_an_anonymous_survey_never_tells_that_all_rated_alike(tmp_path: Path) -> None:
    alike = answers_of({item: [5] * 6 for item in "1234"})
    assert not same_from_all(study_of(tmp_path, alike, mode="anonymous")._speaker)


def test_one_person_is_told_apart_from_a_panel(tmp_path: Path) -> None:
    assert only_one_rater(study_of(tmp_path, answers_of({"1": [4]}))._speaker)
    assert not only_one_rater(study_of(tmp_path, answers_of({"1": [4, 4]}))._speaker)
