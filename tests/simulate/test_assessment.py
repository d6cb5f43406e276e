"""What is planted in the simulated answers is there."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from sectornb.shipped import shipped
from sectornb.simulate.assessment import COLUMNS, assessment_responses, write_responses

FIRST, SECOND = "2022-spring", "2023-spring"


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return assessment_responses()


@pytest.fixture(scope="module")
def rated(answers: pd.DataFrame) -> pd.DataFrame:
    rows = answers[answers["answer"].eq("rated")]
    return rows.assign(rating=rows["rating"].astype(float))


def test_the_example_is_what_the_tables_give(tmp_path: Path) -> None:
    made = write_responses(tmp_path / "assessment" / "responses.csv")
    assert made.read_bytes() == shipped("data", "example", "assessment/responses.csv").read_bytes()
    with made.open(newline="") as stream:
        assert tuple(next(csv.reader(stream))) == COLUMNS


def test_twelve_and_eleven_raters_of_five_organizations_eight_of_them_twice(
    answers: pd.DataFrame,
) -> None:
    raters = answers.groupby("wave")["rater"].agg(set)
    assert {wave: len(people) for wave, people in raters.items()} == {FIRST: 12, SECOND: 11}
    assert len(raters[FIRST] & raters[SECOND]) == 8
    assert answers.groupby("wave")["organization"].nunique().tolist() == [5, 5]


def test_each_rater_has_one_row_for_every_item(answers: pd.DataFrame) -> None:
    items = answers[answers["item"].ne("opening")]
    assert not items.duplicated(["wave", "rater", "item"]).any()
    assert items.groupby(["wave", "rater"])["item"].agg(list).map(len).eq(14).all()


def test_three_kinds_of_missing_and_half_ratings_are_kept(answers: pd.DataFrame) -> None:
    missing = answers[answers["item"].ne("opening") & answers["answer"].ne("rated")]
    assert missing["rating"].eq("").all()
    assert set(missing["answer"]) == {"blank", "dont_know", "not_asked"}
    assert {"2.5", "3.5"} <= set(answers["rating"])


def test_item_10_is_split_by_organization_and_item_14_within_them(rated: pd.DataFrame) -> None:
    now = rated[rated["wave"].eq(SECOND)]
    spread = now.groupby(["item", "organization"])["rating"].agg(lambda x: x.max() - x.min())
    middle = now.groupby(["item", "organization"])["rating"].median()
    # Labor 4 to 5 and the manufacturers 1, none of the five more than one point apart.
    assert spread["10"].max() == 1 and middle["10"].max() - middle["10"].min() == 4
    # The board's two members rate the dashboard 4 and 1.
    assert spread["14"].max() == 3


def test_item_7_rose_and_item_13_only_because_others_answered(rated: pd.DataFrame) -> None:
    median = rated.groupby(["item", "wave"])["rating"].median()
    both = rated.groupby(["rater", "item"])["wave"].transform("nunique").eq(2)
    matched = rated[both].pivot(index=["item", "rater"], columns="wave", values="rating")
    change = (matched[SECOND] - matched[FIRST]).groupby("item").median()
    assert (median["7", FIRST], median["7", SECOND], change["7"]) == (2, 4, 2)
    assert (median["13", FIRST], median["13", SECOND], change["13"]) == (2, 3, 0)


def test_high_ratings_stand_where_a_condition_is_not_met(rated: pd.DataFrame) -> None:
    vision = rated[rated["item"].eq("1") & rated["rating"].ge(4)]
    # 4 or 5 from six raters, then from eight.
    assert len(vision) == 14 and not vision["met"].str.contains("1.3", regex=False).any()


def test_raters_of_the_second_round_judged_different_initiatives(answers: pd.DataFrame) -> None:
    named = answers[answers["item"].eq("opening")]
    widest = named.groupby(["wave", "reason"])["rater"].nunique().groupby("wave").max()
    # The first round: all twelve named the same one; the second: six of eleven at most.
    assert widest.to_dict() == {FIRST: 12, SECOND: 6}
    assert {"new", "existing"} == set(named["answer"])


def test_some_reasons_are_private(answers: pd.DataFrame) -> None:
    assert answers["reason_private"].value_counts().to_dict()["yes"] == 4
