"""What is said of pay, schooling, skills and partners."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.occupation.words import pay, requirements, skills, targets
from tests.builders.occupation_study import changed, occupation_study, study_of

TARGETS = [
    {"partner": "A", "soc": "29-1141", "why": "", "date": ""},
    {"partner": "B", "soc": "29-1141", "why": "", "date": ""},
    {"partner": "B", "soc": "31-1131", "why": "", "date": ""},
]


def speaker_with(**tables: pd.DataFrame):  # type: ignore[no-untyped-def]
    study = occupation_study()
    other = changed(study, tables={**study.tables, **tables})
    vars(other).pop("speaker", None)
    return other.speaker


def test_wages_are_told_as_those_of_all_industries_with_their_source() -> None:
    told = occupation_study().readings["pay"].text
    assert "registered nurses $42.06" in told
    assert "the region's own table (2022)" in told
    assert "over all industries together" in told


def test_without_wages_that_is_said() -> None:
    table = occupation_study().tables["occupation_wages"]
    speaker = speaker_with(occupation_wages=table.assign(hourly_median_usd=float("nan")))
    assert pay.pay_reading(speaker) == pay.NO_WAGES


def test_the_share_that_sustains_a_family_has_its_range_and_source() -> None:
    told = study_of(threshold_area="Westmark metro").readings["sustaining"].text
    assert told.startswith("About 79% (72% to 90%) of these jobs pay at least $15.36 an hour")
    assert "Lower Living Standard Income Level" in told


def test_without_an_area_of_the_threshold_it_is_asked_for() -> None:
    assert occupation_study().readings["sustaining"] == pay.NO_THRESHOLD


def test_schooling_that_contradicts_entry_is_told() -> None:
    table = occupation_study().tables["occupation_requirements"]
    speaker = speaker_with(occupation_requirements=table.assign(education_contrast="more_schooled"))
    assert "Entry hides schooling" in requirements.education_reading(speaker).text


def test_two_editions_are_named() -> None:
    table = occupation_study().tables["occupation_requirements"]
    speaker = speaker_with(occupation_requirements=table.assign(education_year="2024"))
    told = requirements.vintages_reading(speaker).text
    assert "2024" in told and "2022" in told


def test_without_ratings_no_skill_is_named() -> None:
    table = occupation_study().tables["industry_skills"].head(0)
    assert skills.skills_reading(speaker_with(industry_skills=table)) == skills.NO_RATINGS


def test_joins_by_crosswalk_and_by_cut_codes_are_both_told() -> None:
    told = occupation_study().readings["joins"].text
    assert "by the crosswalk 100.0%" in told
    assert "codes cut 78.3%" in told


def test_partners_who_named_nothing_are_asked_to() -> None:
    assert occupation_study().readings["targets"] == targets.NO_TARGETS


def test_agreement_and_lone_targets_are_told_apart() -> None:
    told = study_of(occupation_targets=TARGETS).readings["targets"].text
    assert told == ("All partners name registered nurses. By one partner only: nursing assistants.")


@pytest.mark.parametrize(("answer", "count"), [("no", "does not answer 1"), ("yes", "answers 1,")])
def test_challenges_are_told_by_whether_training_answers_them(answer: str, count: str) -> None:
    row = {
        "challenge": "x", "root_cause": "y", "cause_kind": "pay", "evidence": "z",
        "training_answers": answer, "raised_by": "", "raised_on": "",
    }  # fmt: skip
    assert count in study_of(challenge_log=[row]).readings["challenges"].text
