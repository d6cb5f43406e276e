"""Who came onto or left the short list between two reports, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.industry.words.comparison import changes
from sectornb.show.sentence import unclaimed_numbers
from sectornb.show.sides import SidedClaim, Tally
from tests.builders.two_sides import industry_side

BASE: dict[str, Any] = {"541": (1, 1), "622": (2, 2), "722": (3, 3), "236": (4, 4)}


def told(before: Any, after: Any) -> list[str]:
    return [each.text for each in changes(before, after, Tally())]


def after(ranks: dict[str, Any], **more: Any) -> list[str]:
    return told(industry_side("before", BASE), industry_side("after", ranks, **more))


def test_a_report_and_itself_have_the_same_short_list_and_nothing_else_to_say() -> None:
    assert after(BASE) == ["the short list names the same industries"]


def test_the_clause_counts_the_places_that_changed() -> None:
    found = after({**BASE, "622": (4, 2), "722": (2, 3)})
    assert found[0] == "the short list changed in 1 of 2 places"


def test_the_reason_is_the_factor_whose_rank_moved_the_score_most() -> None:
    ranks = {"541": (1, 1), "622": (2.5, 4), "722": (2, 2), "236": (4, 3)}
    assert (
        "Hospitals left the short list: its rank by annual wage fell from 2 of 4 to 4 of 4 (place "
        "2 of 4, now 3 of 4)." in after(ranks)
    )


def test_weights_decide_which_rank_moved_the_score_most() -> None:
    ranks = {"541": (1, 1), "622": (4, 5), "722": (2, 2), "236": (3, 3)}
    weights = {"employment": 10, "annual_wage": 1}
    found = told(
        industry_side("before", BASE, weights=weights),
        industry_side("after", ranks, weights=weights),
    )
    assert "its rank by employment fell from 2 of 4 to 4 of 4" in found[1]


def test_an_industry_that_others_passed_lost_no_rank_itself() -> None:
    ranks = {"541": (1, 1), "622": (2, 2), "722": (1.5, 1.5), "236": (4, 4)}
    found = after(ranks)
    assert "Hospitals left the short list: its score is no worse, and others passed it" in found[1]


def test_an_industry_without_a_score_says_why() -> None:
    found = after(BASE, unscored={"622": "past growth: codes redrawn"})
    assert found[1] == (
        "Hospitals left the short list: it has no score any more (past growth: codes redrawn)."
    )


def test_trial_tables_that_list_it_less_often_are_the_reason_where_its_rank_is_none() -> None:
    shares = {"541": 1.0, "622": 0.8, "722": 0.4, "236": 0.0}
    found = told(
        industry_side("before", BASE, shares=shares),
        industry_side("after", BASE, shares={**shares, "622": 0.3, "722": 0.9}),
    )
    assert found[1] == (
        "Hospitals left the short list: trial tables list it less often (80.0%, now 30.0% of them)."
    )


def test_a_list_chosen_by_another_rule_is_said_to_be() -> None:
    before = industry_side("before", BASE, shares={"541": 1.0, "622": 0.8, "722": 0.4, "236": 0.0})
    other = industry_side("after", BASE, shares={"541": 1.0, "622": 0.8, "722": 0.4, "236": 0.0})
    other.tables["industry_ranking"]["shortlisted"] = [True, False, True, False]
    assert "the two reports choose their lists by different rules" in told(before, other)[1]


def test_a_shorter_list_is_a_reason_of_its_own() -> None:
    found = after(BASE, shortlist=1)
    assert found[:2] == [
        "the short list has another length: 0 came onto it and 1 left it",
        "Hospitals left the short list: the list is shorter.",
    ]


def test_a_factor_that_weighs_more_is_the_reason_where_no_rank_moved() -> None:
    ranks = {"541": (1, 1), "622": (4, 1), "722": (2, 4), "236": (3, 3)}
    found = told(
        industry_side("before", ranks),
        industry_side("after", ranks, weights={"employment": 9, "annual_wage": 1}),
    )
    assert "by which it ranks 4 of 4, weighs more now" in found[1]


def test_a_code_of_another_edition_is_the_reason() -> None:
    found = told(
        industry_side("before", {**BASE, "454": (1.5, 1.5)}, latest_year=2021),
        industry_side("after", BASE),
    )
    assert "the industry codes of 2022 do not have it" in found[1]
    assert any("in the report before alone: 1; in this one alone: 0" in text for text in found)


def test_industries_of_another_detail_are_not_set_side_by_side() -> None:
    found = after(BASE, naics_digits=4)
    assert found == [
        "the industries are of another detail, so that the short lists cannot be compared"
    ]


def test_another_first_place_is_told_with_the_places_of_both() -> None:
    found = after({"541": (2, 2), "622": (1, 1), "722": (3, 3), "236": (4, 4)})
    assert any("First by score is hospitals (place 2 of 4 before)" in text for text in found)


few = settings(max_examples=settings().max_examples // 2)
RANKS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=5, max_size=5).map(
    lambda rows: dict(zip(("541", "622", "722", "236", "484"), rows, strict=True))
)


@few
@given(RANKS, RANKS, st.integers(1, 4))
def test_both_ways_name_the_same_industries(first: Any, second: Any, length: int) -> None:
    there, back = Tally(), Tally()
    changes(
        industry_side("before", first, shortlist=length),
        industry_side("after", second, shortlist=length),
        there,
    )
    changes(
        industry_side("before", second, shortlist=length),
        industry_side("after", first, shortlist=length),
        back,
    )
    moved = "places of the short list that changed"
    assert there.counts.get(moved) == back.counts.get(moved)


@few
@given(RANKS, RANKS)
def test_the_places_that_changed_are_those_that_pandas_counts(first: Any, second: Any) -> None:
    tally = Tally()
    sides = [industry_side("before", first), industry_side("after", second)]
    changes(*sides, tally)
    lists = [
        pd.Index(side.tables["industry_ranking"].query("shortlisted")["naics"]) for side in sides
    ]
    expected = len(lists[1].difference(lists[0]))
    assert tally.counts.get("places of the short list that changed", 0) == expected


@few
@given(RANKS, RANKS)
def test_every_number_is_a_claim_on_one_of_the_reports(first: Any, second: Any) -> None:
    sides = {"before": industry_side("before", first), "after": industry_side("after", second)}
    for said in changes(sides["before"], sides["after"], Tally()):
        assert unclaimed_numbers(said) == []
        for claim in said.claims:
            assert isinstance(claim, SidedClaim)
            if claim.side in sides:
                value = sides[claim.side].value(claim.table, claim.row, claim.column)
                assert float(claim.text.rstrip("%").replace(",", "")) == float(value)
