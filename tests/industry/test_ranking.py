"""Ranks, the score, and the short list."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import ParameterError
from sectornb.industry.ranking import (
    active_weights,
    factor_ranks,
    industry_ranking,
    ranked_values,
    weighted_score,
)
from tests.builders.cells import case, factor_table

EQUAL = {"employment": 1.0, "annual_wage": 1.0}
VALUES = st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=12)
NAMES = {
    "emp": "employment", "wage": "annual_wage", "hist": "historical_growth",
    "proj": "projected_growth", "lq": "location_quotient",
}  # fmt: skip


def start_table() -> pd.DataFrame:
    inputs = case("I10_start_score")["inputs"]
    return factor_table(
        naics=inputs["index"], employment=inputs["emp"], annual_wage_usd=inputs["wage"],
        historical_growth_pct=inputs["hist"], projected_growth_annual_pct=inputs["proj"],
        location_quotient=inputs["lq"],
    )  # fmt: skip


@pytest.mark.parametrize("ties", ["min", "average"])
@pytest.mark.parametrize("scheme", ["equal", "weighted"])
def test_the_toolkits_score_is_reproduced(ties: str, scheme: str) -> None:
    example = case("I10_start_score")
    weights = {
        name: 1.0 if scheme == "equal" else example["inputs"]["weights"][short]
        for short, name in NAMES.items()
    }
    found = industry_ranking(start_table(), weights, shortlist=3, ties=ties)  # type: ignore[arg-type]
    expected = example["expected"][f"ties_{ties}"][scheme]
    assert dict(zip(found["naics"], found["score"], strict=True)) == pytest.approx(expected)


def test_further_industries_reverse_two_others() -> None:
    example = case("I11_rank_reversal")

    def scores(first: list[str], second: list[str]) -> dict[str, float]:
        ranks = pd.DataFrame(
            {name: pd.Series(range(1, len(order) + 1), index=order, dtype=float)
             for name, order in (("f1", first), ("f2", second))}
        )  # fmt: skip
        found: dict[str, float] = weighted_score(ranks, {"f1": 1, "f2": 1}).to_dict()
        return found

    inputs, expected = example["inputs"], example["expected"]
    assert scores(inputs["f1_order"], inputs["f2_order"]) == expected["before"]
    after = scores(inputs["then_f1"], inputs["then_f2"])
    assert {name: after[name] for name in ("A", "B")} == expected["after"]


def test_rank_one_is_the_highest() -> None:
    assert factor_ranks(pd.Series([10.0, 30.0, 20.0])).tolist() == [3, 1, 2]


@pytest.mark.parametrize(("ties", "expected"), [("average", [1.5, 1.5, 3]), ("min", [1, 1, 3])])
def test_ties_follow_the_rule(ties: str, expected: list[float]) -> None:
    assert factor_ranks(pd.Series([5.0, 5.0, 1.0]), ties).tolist() == expected  # type: ignore[arg-type]


def test_a_missing_value_has_no_rank() -> None:
    found = factor_ranks(pd.Series([5.0, np.nan, 1.0]))
    assert found.iloc[[0, 2]].tolist() == [1, 2]
    assert pd.isna(found.iloc[1])


@given(VALUES)
def test_average_ranks_always_share_out_the_same_places(values: list[float]) -> None:
    assert factor_ranks(pd.Series(values)).sum() == len(values) * (len(values) + 1) / 2


def test_the_score_is_the_weighted_mean_of_ranks() -> None:
    # (3 * 1 + 1 * 5) / 4 = 2.
    ranks = pd.DataFrame({"employment": [1.0], "annual_wage": [5.0]})
    assert weighted_score(ranks, {"employment": 3, "annual_wage": 1}).tolist() == [2.0]


def test_a_missing_rank_gives_no_score() -> None:
    ranks = pd.DataFrame({"employment": [1.0], "annual_wage": [np.nan]})
    assert weighted_score(ranks, EQUAL).isna().all()
    assert weighted_score(ranks, {"employment": 1, "annual_wage": 0}).tolist() == [1.0]


@given(st.floats(0.01, 100))
def test_the_scale_of_weights_makes_no_difference(scale: float) -> None:
    ranks = pd.DataFrame({"employment": [1.0, 2.0], "annual_wage": [5.0, 1.0]})
    scaled = {name: weight * scale for name, weight in EQUAL.items()}
    assert weighted_score(ranks, scaled).tolist() == pytest.approx(
        weighted_score(ranks, EQUAL).tolist()
    )


@given(st.permutations(range(5)))
def test_the_order_of_rows_makes_no_difference(order: list[int]) -> None:
    weights = dict.fromkeys(NAMES.values(), 1.0)
    shuffled = start_table().iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        industry_ranking(shuffled, weights, shortlist=2),
        industry_ranking(start_table(), weights, shortlist=2),
    )


def test_a_factor_without_data_drops_out_with_its_weight() -> None:
    table = factor_table(naics=["622", "722"], employment=[5, 9], annual_wage_usd=[9, 5])
    found = active_weights(table, {**EQUAL, "projected_growth": 7, "location_quotient": 0})
    assert found == EQUAL


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"employement": 1}, "'employment'"),
        ({"employment": -1}, "weight of employment is -1"),
        ({"employment": math.nan}, "weight of employment is nan"),
        ({"employment": math.inf}, "weight of employment is inf"),
        ({"employment": 0}, "nothing to rank by"),
        ({}, "nothing to rank by"),
        ({"projected_growth": 1}, "nothing to rank by"),
    ],
)
def test_impossible_weights_are_refused(weights: dict[str, float], said: str) -> None:
    table = factor_table(naics=["622", "722"], employment=[5, 9], annual_wage_usd=[9, 5])
    with pytest.raises(ParameterError, match=said):
        active_weights(table, weights)


def partly() -> pd.DataFrame:
    """Hospitals are withheld in one county, 713 in all."""
    return factor_table(
        naics=["622", "713", "722"],
        employment=[np.nan, np.nan, 300],
        employment_low=[200, 0, 300],
        employment_high=[np.nan, np.nan, 300],
        annual_wage_usd=[np.nan, np.nan, 20_000],
        annual_wage_disclosed_usd=[70_000, np.nan, 20_000],
        employment_status=["partly_withheld", "withheld", "disclosed"],
    )


def test_a_floor_is_ranked_and_marked() -> None:
    value, basis = ranked_values(partly(), "employment")
    assert basis.tolist() == ["floor", "none", "complete"]
    assert value.iloc[[0, 2]].tolist() == [200, 300]


def test_pay_of_disclosed_counties_is_marked_so() -> None:
    assert ranked_values(partly(), "annual_wage")[1].tolist() == [
        "disclosed_counties", "none", "complete",
    ]  # fmt: skip


def test_an_industry_withheld_everywhere_gets_no_score_rather_than_the_last_place() -> None:
    found = industry_ranking(partly(), EQUAL, shortlist=2).set_index("naics")
    assert pd.isna(found.loc["713", "score"])
    assert not found.loc["713", "shortlisted"]
    assert found["partial_ranks"].to_dict() == {"622": 2, "722": 0, "713": 0}


def test_unscored_industries_come_last() -> None:
    assert industry_ranking(partly(), EQUAL, shortlist=2)["naics"].iloc[-1] == "713"


def test_unclassified_employers_are_not_ranked() -> None:
    table = factor_table(naics=["622", "999"], employment=[5, 9], annual_wage_usd=[9, 50])
    assert industry_ranking(table, EQUAL, shortlist=1)["naics"].tolist() == ["622"]


def test_growth_that_may_not_be_ranked_has_no_rank() -> None:
    table = factor_table(
        naics=["622", "722"], employment=[5, 9], historical_growth_pct=[50, 10],
        growth_ranked=[False, True],
    )  # fmt: skip
    value, basis = ranked_values(table, "historical_growth")
    assert basis.tolist() == ["none", "complete"]
    assert value.isna().tolist() == [True, False]


def test_the_short_list_is_as_long_as_asked_but_for_ties() -> None:
    table = factor_table(naics=["236", "622", "722"], employment=[5, 5, 1])
    found = industry_ranking(table, {"employment": 1}, shortlist=1)
    assert found["shortlisted"].tolist() == [True, True, False]
    assert found["rank"].tolist() == [1, 1, 3]
