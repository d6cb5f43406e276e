"""What is said of jobs and openings: every number a claim, doubt beside the figure."""

from __future__ import annotations

from sectornb.occupation.words import jobs
from sectornb.occupation.words.speaker import lowered
from sectornb.show.sentence import unclaimed_numbers
from tests.builders.occupation_study import occupation_study, study_of


def test_every_number_stands_in_a_table() -> None:
    told = occupation_study().readings
    assert {name: unclaimed_numbers(said) for name, said in told.items()} == dict.fromkeys(told, [])


def test_jobs_of_a_withheld_industry_are_told_with_their_range() -> None:
    told = occupation_study().readings["answer"].text
    assert "about 15,519 (14,608 to 16,867) jobs" in told


def test_an_industry_that_is_disclosed_has_no_range() -> None:
    study = study_of(target_industries=["541"])
    assert "(" not in jobs.about(study.speaker).text
    assert " to " not in study.readings["industry"].text


def test_one_employers_industry_is_told_as_at_least() -> None:
    study = study_of(target_industries=["221"])
    assert jobs.about(study.speaker).text.startswith("at least ")
    assert "one employer" in study.readings["industry"].text


def test_openings_are_told_apart_from_growth() -> None:
    told = occupation_study().readings["openings"].text
    assert "who stop working" in told
    assert "they are no growth" in told


def test_without_projections_openings_are_told_as_not_known() -> None:
    study = study_of(target_industries=["622"])
    vars(study).update(
        projected=None, matrix_rows=None, state_projections=None, area_projections=None
    )
    assert study.readings["openings"] == jobs.NO_OPENINGS
    assert "open" not in study.readings["answer"].text


def test_titles_are_written_small_within_a_sentence() -> None:
    assert lowered("Registered Nurses") == "registered nurses"
    assert lowered("HVAC Mechanics") == "HVAC mechanics"
