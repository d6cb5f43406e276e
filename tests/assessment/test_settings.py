"""The choices of workbook 4, and what a new region file says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from sectornb.assessment.proposal import propose
from sectornb.assessment.settings import AssessmentSettings
from sectornb.errors import InputError
from sectornb.sources.library import open_library
from tests.builders.panels import answers_of, study_of


def test_without_a_word_a_survey_is_anonymous_and_of_the_state() -> None:
    chosen = AssessmentSettings()
    assert (chosen.mode, chosen.instrument, chosen.wave) == (
        *("anonymous", "state-capabilities", ""),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "half open"},
        {"target": 9},
        {"everyone_asked": -1},
        {"discussion": {"1": {"strength": "We meet."}}},
        {"instrument": "state"},
        {"instrument": {"name": "ours"}},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AssessmentSettings.model_validate(wrong)


def test_a_new_region_file_has_the_section_as_a_comment_until_somebody_answered() -> None:
    proposal = propose(open_library(""), ["57017"], {})
    assert proposal.values is None and "sectornb forms" in " ".join(proposal.told)
    assert proposal.example == {"responses": "assessment/responses.csv"}


def test_without_a_file_of_answers_the_next_steps_are_told(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": [3]}))
    study.private_places = {}
    with pytest.raises(InputError, match="Make forms with 'sectornb forms'"):
        _ = study.by_item


def test_a_wave_that_nobody_answered_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": [3]}, wave="2023-fall"), wave="2024")
    with pytest.raises(InputError, match="no wave '2024' among the answers; there is 2023-fall"):
        _ = study.by_item
