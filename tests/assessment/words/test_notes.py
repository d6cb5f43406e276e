from __future__ import annotations

from pathlib import Path

from tests.builders.panels import answer, answers_of, study_of

EVEN = {item: [3] * 6 for item in "1234"}


def test_a_whole_panel_has_no_sampling_error_and_a_sample_has_an_interval(tmp_path: Path) -> None:
    everyone = [str(each) for each in study_of(tmp_path, answers_of(EVEN)).notes]
    assert any("no sampling error" in each for each in everyone)
    sample = [str(each) for each in study_of(tmp_path, answers_of(EVEN), panel="sample").notes]
    assert any("an interval (exact, at 95 percent)" in each for each in sample)
    assert not any("no sampling error" in each for each in sample)


def test_the_first_step_is_the_meeting_and_the_last_to_write_down_what_was_said(
    tmp_path: Path,
) -> None:
    rows = [answer(f"r{n}", "1", 4, met="1.1") for n in range(6)]
    rows += [answer(f"r{n}", "2", rating) for n, rating in enumerate([1, 1, 1, 5, 5, 5])]
    rows += [answer(f"r{n}", item, 3) for n in range(6) for item in "34"]
    steps = [str(each) for each in study_of(tmp_path, rows).next_steps]
    assert steps[0].startswith("Print the agenda and begin the meeting with “Item two”: ")
    assert steps[1] == "Name who will see to this, or say why it is not needed: “Money.”"
    assert "Pick one or two priorities" in steps[2]
    assert "under assessment, discussion, 1" in steps[-1]


def test_an_anonymous_survey_says_what_it_leaves_out(tmp_path: Path) -> None:
    notes = [str(each) for each in study_of(tmp_path, answers_of(EVEN), mode="anonymous").notes]
    assert any("at least five sets of ratings" in each for each in notes)
