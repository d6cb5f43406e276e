from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sectornb.show.sentence import unclaimed_numbers
from tests.builders.panels import SMALL, answer, answers_of, random_panel, study_of

EVEN: Mapping[str, Sequence[float | None]] = {item: [3] * 6 for item in "1234"}


def findings(folder: Path, rows: Sequence[Mapping[str, str]], **settings: Any) -> list[str]:
    return [str(each) for each in study_of(folder, rows, **settings).findings]


def of_organizations(ratings: Mapping[str, float]) -> list[dict[str, str]]:
    """Ratings of item 1 by rater, whose name begins with the organization's letter; else 3."""
    rows = []
    for rater, rating in ratings.items():
        own = {"organization": f"Org {rater[0]}"}
        rows += [answer(rater, item, 3, **own) for item in "234"]
        rows.append(answer(rater, "1", rating, **own))
    return rows


def test_what_is_farthest_from_the_target_is_named(tmp_path: Path) -> None:
    ratings = {**EVEN, "2": [1] * 6, "3": [1] * 6}
    assert findings(tmp_path, answers_of(ratings))[0] == (
        "Farthest from the target of 4: “Item two” and “Item three”, with a middle rating of 1 "
        "each."
    )


def test_items_equally_far_are_not_ranked(tmp_path: Path) -> None:
    assert findings(tmp_path, answers_of(EVEN))[0] == (
        "All 4 items are equally far from the target of 4: their middle rating is 3."
    )


def test_an_item_that_divides_organizations_is_named_with_both_ends(tmp_path: Path) -> None:
    rows = of_organizations({"a1": 5, "a2": 5, "b1": 1, "b2": 1, "c1": 3, "c2": 3})
    assert "“Item one” divides organizations: Org a rates it 5 and Org b rates it 1." in findings(
        tmp_path, rows
    )


def test_members_of_one_organization_who_disagree_are_told_as_that(tmp_path: Path) -> None:
    # Means 3, 3, 3: nothing between organizations, all of it within them.
    rows = of_organizations({"a1": 5, "a2": 1, "b1": 5, "b2": 1, "c1": 5, "c2": 1})
    told = findings(tmp_path, rows)
    assert "On “Item one” members of one and the same organization disagree." in told
    assert not any("divides" in each for each in told)


def test_a_high_rating_with_an_unmet_condition_is_told_with_the_condition(tmp_path: Path) -> None:
    rows = [
        answer(f"r{n}", "1", rating, met=met)
        for n, (rating, met) in enumerate(
            [(5, "1.1"), (4, "1.1"), (4, "1.1;1.2"), (2, ""), (2, "1.1")]
        )
    ]
    rows += [answer(f"r{n}", item, 3) for n in range(5) for item in "234"]
    # Who checked nothing was not asked: four of five. Two call it in place without the money.
    assert (
        "2 of 4 raters call “Item one” in place, and yet do not see this met: “Money.”"
        in findings(tmp_path, rows)
    )


def waves(before: Mapping[str, float], after: Mapping[str, float]) -> list[dict[str, str]]:
    """Ratings of item 1 by rater in two waves; else 3."""
    rows = []
    for wave, ratings in (("1", before), ("2", after)):
        for rater, rating in ratings.items():
            rows += [answer(rater, item, 3, wave=wave) for item in "234"]
            rows.append(answer(rater, "1", rating, wave=wave))
    return rows


def test_a_change_is_that_of_those_who_rated_twice(tmp_path: Path) -> None:
    same = "abcdef"
    rows = waves(dict.fromkeys(same, 2), dict.fromkeys(same, 4))
    assert (
        "Since round 1, “Item one” rose by 2.0 points on average among the 6 who rated it in both "
        "rounds." in findings(tmp_path, rows)
    )


def test_what_other_people_moved_is_told_as_that(tmp_path: Path) -> None:
    # Five rate 2 twice; six others rate 1, then six others 5: 16/11 = 1.45, then 40/11 = 3.64.
    stay = dict.fromkeys("abcde", 2)
    rows = waves(stay | dict.fromkeys("uvwxyz", 1), stay | dict.fromkeys("UVWXYZ", 5))
    # Who left lowered the mean before by 0.55 points, who joined raised that after by 1.64.
    assert (
        "Since round 1, the average of “Item one” rose by 2.2 points only because other people "
        "answered: the 5 who rated it in both rounds did not move; those who joined rate it higher."
        in findings(tmp_path, rows)
    )


def test_both_who_left_and_who_joined_are_named_where_both_moved_the_mean(tmp_path: Path) -> None:
    stay = dict.fromkeys("abcde", 3)
    rows = waves(stay | dict.fromkeys("uvwxyz", 5), stay | dict.fromkeys("UVWXYZ", 1))
    told = "those who left had rated it higher, and those who joined rate it lower."
    assert any(each.endswith(told) for each in findings(tmp_path, rows))


def test_a_move_among_the_same_people_is_no_move_of_others(tmp_path: Path) -> None:
    # The same five: median 2, then 3, while three of them stay where they are.
    rows = waves({"a": 1, "b": 2, "c": 2, "d": 3, "e": 3}, {"a": 1, "b": 2, "c": 3, "d": 3, "e": 3})
    assert "Since round 1 no item changed among those who rated in both rounds." in findings(
        tmp_path, rows
    )


def test_too_few_who_rated_twice_tell_no_change(tmp_path: Path) -> None:
    rows = waves(dict.fromkeys("abc", 1), dict.fromkeys("abc", 5))
    assert "Too few rated an item in both rounds to tell a change from chance." in findings(
        tmp_path, rows
    )


def opened(named: Mapping[str, str]) -> list[dict[str, str]]:
    rows = answers_of(EVEN)
    return rows + [
        {**answer(rater, "opening"), "answer": "existing", "reason": name}
        for rater, name in named.items()
    ]


def test_the_last_finding_says_whether_raters_judged_the_same_initiative(tmp_path: Path) -> None:
    same = findings(tmp_path, opened({f"r{n}": "Care" for n in range(6)}))
    assert same[-1] == "Raters judged the same thing: all 6 who said so had Care in mind."
    mixed = findings(tmp_path, opened({"r0": "Care", "r1": "Care", "r2": "Steel"}))
    assert mixed[-1] == (
        "Raters judged different initiatives: of 3 who said so, 2 had Care in mind and 1 had Steel "
        "in mind. Ask first what a low rating is about."
    )
    none = findings(tmp_path, answers_of(EVEN))
    assert none[-1] == "Nobody said which initiatives the ratings are about."


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("mode", ["open", "anonymous"])
def test_every_number_of_every_sentence_is_a_claim(tmp_path: Path, seed: int, mode: str) -> None:
    rows = answers_of(random_panel(seed, "1234", halves=True))
    rows += answers_of(random_panel(seed + 100, "1234", halves=True), wave="2")
    study = study_of(tmp_path, rows, SMALL, mode=mode)
    told = [study.answer, *study.findings, *study.readings.values()]
    told += [said for point in study.profiles for said in point.sentences]
    assert [str(each) for each in told if each is not None and unclaimed_numbers(each)] == []
    assert len(study.findings) <= 5
