from __future__ import annotations

import json
from pathlib import Path

import pytest

from sectornb.assessment import WORKBOOK
from tests.builders.panels import answer, answers_of, study_of

EVEN = {item: [3] * 6 for item in "1234"}
SPLIT = EVEN | {"2": [1, 1, 1, 5, 5, 5]}


def test_the_page_says_which_mode_it_is_in(tmp_path: Path) -> None:
    rows = answers_of(SPLIT)
    assert study_of(tmp_path, rows).readings["mode"].text == (
        "An open survey, 6 raters of the round 1 from 1 organization: each rater agreed to be "
        "named by organization. Reasons marked as private are left out."
    )
    anonymous = study_of(tmp_path, rows, mode="anonymous").readings["mode"].text
    assert anonymous.startswith("An anonymous survey, 6 raters of the round 1: all answers are")
    assert "Org" not in anonymous


@pytest.mark.parametrize("name", ["organizations", "reasons"])
def test_an_anonymous_survey_says_that_no_side_is_shown(tmp_path: Path, name: str) -> None:
    study = study_of(tmp_path, answers_of(SPLIT), mode="anonymous")
    assert "who gave which rating, and why, is not shown" in study.readings[name].text
    assert study.bars is study.readings["organizations"]


def test_without_disagreement_the_gap_is_what_is_left_to_talk_about(tmp_path: Path) -> None:
    assert "You agree on every item" in study_of(tmp_path, answers_of(EVEN)).readings["agenda"].text
    high = {item: [4] * 6 for item in "1234"}
    told = study_of(tmp_path, answers_of(high)).readings["agenda"].text
    assert told == "Every item is at the target and nobody disagrees: there is no agenda."


def test_one_rater_agrees_with_nobody(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({item: [3] for item in "1234"}))
    assert "no agreement or disagreement" in study.readings["agreement"].text


def test_the_first_round_has_nothing_to_compare_with(tmp_path: Path) -> None:
    told = study_of(tmp_path, answers_of(EVEN)).readings["changes"].text
    assert told == "This is the first round: there is nothing to compare it with."


def test_what_the_group_said_is_read_back(tmp_path: Path) -> None:
    rows = answers_of(EVEN) + answers_of(EVEN, wave="2")
    before = study_of(tmp_path, rows, discussion={"1": {"undone": "A plan."}})
    assert before.said == ["group_said_before"]
    assert "What the group said after 1 stands beside" in before.readings["discussion"].text
    now = study_of(tmp_path, rows, discussion={"2": {"undone": "A plan."}})
    assert now.said == ["group_said"]
    assert "write the group's answers" in study_of(tmp_path, rows).readings["discussion"].text


def test_conditions_that_most_do_not_see_are_counted(tmp_path: Path) -> None:
    rows = [answer(f"r{n}", "1", 4, met="1.1") for n in range(3)]
    rows += [answer(f"r{n}", item, 3) for n in range(3) for item in "234"]
    told = study_of(tmp_path, rows).readings["conditions"].text
    assert told == "Of 2 conditions, 1 is not seen by most."
    nobody = study_of(tmp_path, answers_of(EVEN)).readings["conditions"].text
    assert nobody.startswith("Nobody was asked")


def test_the_page_says_its_mode_beside_the_first_result() -> None:
    cells = json.loads(WORKBOOK.notebook.read_text("utf-8"))["cells"]
    first = next(cell for cell in cells if "study.bars" in "".join(cell["source"]))
    assert 'study.readings["mode"]' in "".join(first["source"])


def test_an_anonymous_page_lists_conditions_that_most_do_not_see_without_counts(
    tmp_path: Path,
) -> None:
    rows = [answer(f"r{n}", "1", 4, met="1.1") for n in range(6)]
    rows += [answer(f"r{n}", item, 3) for n in range(6) for item in "234"]
    columns = ["condition_text", "n_unmet_high"]
    named = study_of(tmp_path, rows)
    assert named.known(named.doubted, columns) == columns
    pooled = study_of(tmp_path, rows, mode="anonymous")
    assert pooled.doubted["condition_text"].tolist() == ["Money."]
    assert pooled.known(pooled.doubted, columns) == ["condition_text"]
    assert pooled.readings["conditions_title"].text == "Conditions that most raters do not see"
    # The words on reasons, which follow, say it once.
    assert pooled.organizations_shown == ()
