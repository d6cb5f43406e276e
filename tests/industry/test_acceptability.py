"""What drawn tables say about ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.industry.acceptability import (
    STEP,
    badges,
    drawn_places,
    drawn_weights,
    most_often,
    shortlist_shares,
)
from tests.builders.cells import case


def test_one_withheld_cell_decides_the_winner() -> None:
    example = case("S4_one_suppressed_rank")
    names = list(example["inputs"]["emp"])
    for label, scores in example["expected"]["scores"].items():
        jobs = {**example["inputs"]["emp"], "D": float(label.split("=")[1])}
        values = {
            "employment": np.array([jobs[name] for name in names]),
            "annual_wage": np.array([example["inputs"]["wage"][name] for name in names]),
        }
        places = drawn_places(values, dict(zip(values, example["inputs"]["weights"], strict=True)))
        lowest = min(scores.values())
        assert {n for n, p in zip(names, places[:, 0], strict=True) if p == 1} == {
            name for name, score in scores.items() if score == lowest
        }


def test_the_share_of_first_places_follows_the_drawn_values() -> None:
    # D above 300 wins alone, which is a third of 100..400; up to 200 C does, also a third.
    example = case("S4_one_suppressed_rank")["inputs"]
    drawn = np.linspace(100, 400, 3_001)
    jobs = np.array([drawn if name == "D" else np.full(3_001, example["emp"][name])
                     for name in example["emp"]])  # fmt: skip
    wages = np.array([example["wage"][name] for name in example["emp"]], dtype=float)
    places = drawn_places(
        {"employment": jobs, "annual_wage": wages}, {"employment": 0.5, "annual_wage": 0.5}
    )
    shares = shortlist_shares(list(example["emp"]), places, 1).set_index("naics")["first_share"]
    assert shares["D"] == pytest.approx(2 / 3, abs=0.01)
    assert shares["C"] == pytest.approx(2 / 3, abs=0.01)
    assert shares["B"] == pytest.approx(1 / 3, abs=0.01)
    assert shares["A"] == shares["E"] == 0


def test_badges_say_certain_only_when_proven() -> None:
    found = badges(
        pd.Series([1.0, 1.0, 0.5, 0.0, 0.0]),
        rank_best=pd.Series([1, 1, 2, 3, 12]),
        rank_worst=pd.Series([10, 11, 30, 40, 50]),
        shortlist=10,
    )
    # Drawn by no table, the fourth may be on the list for all that is proven.
    assert found.tolist() == ["certain", "likely", "possible", "unlikely", "no"]


def test_one_and_nine_of_ten_tables_part_the_words() -> None:
    share = pd.Series([0.9, 0.88, 0.42, 0.1, 0.09])
    found = badges(share, pd.Series(1, share.index), pd.Series(50, share.index), shortlist=10)
    assert found.tolist() == ["likely", "possible", "possible", "possible", "unlikely"]


def listed(shares: list[float], rank: list[float], length: int) -> list[int]:
    found = most_often(pd.Series(shares), pd.Series(rank), length)
    return found.index[found].tolist()


def test_who_is_listed_most_often_is_listed_and_not_who_ranks_first() -> None:
    assert listed([0.98, 0.14, 0.78], [1, 2, 3], 2) == [0, 2]


def test_the_rank_decides_between_shares_that_draws_do_not_tell_apart() -> None:
    assert listed([0.98, 0.511, 0.518], [1, 2, 3], 2) == [0, 1]


def test_without_a_score_nobody_is_listed() -> None:
    assert listed([0.98, 0.9, 0.2], [1, float("nan"), 3], 2) == [0, 2]


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(1, 12), st.integers(0, 2**32)
)
def test_no_list_of_its_length_has_more_members_right(
    shares: list[float], length: int, seed: int
) -> None:
    rank = np.random.default_rng(seed).permutation(len(shares)) + 1.0
    chosen = listed(shares, list(rank), length)
    assert len(chosen) == min(length, len(shares))
    best = sum(sorted(shares, reverse=True)[:length])
    assert sum(shares[place] for place in chosen) >= best - STEP * length


def test_an_industry_without_a_value_has_no_place_and_takes_none() -> None:
    places = drawn_places({"employment": np.array([3.0, np.nan, 1.0])}, {"employment": 1.0})
    assert places[[0, 2], 0].tolist() == [1, 2]
    assert np.isnan(places[1, 0])
    assert shortlist_shares(["a", "b", "c"], places, 2)["shortlist_share"].tolist() == [1, 0, 1]


def test_random_weights_sum_to_one_and_repeat() -> None:
    weights = drawn_weights({"employment": 1, "annual_wage": 1, "historical_growth": 0}, 500)
    assert weights.shape == (500, 2)
    assert weights.sum(axis=1) == pytest.approx(1)
    assert weights.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.05)
    again = drawn_weights({"employment": 1, "annual_wage": 1, "historical_growth": 0}, 500)
    assert (weights == again).all()


def test_nine_of_ten_draws_lie_between_the_ranks_that_are_told() -> None:
    places = np.array([np.arange(1, 101.0), [5.0] * 94 + [1.0] * 3 + [90.0] * 3])
    found = shortlist_shares(["a", "b"], places, 10)
    assert found["rank_drawn_low"].tolist() == [6, 5]
    assert found["rank_drawn_high"].tolist() == [95, 5]


def test_without_a_rank_in_nine_of_ten_draws_no_ranks_are_told() -> None:
    places = np.array([[3.0] * 94 + [np.nan] * 6, [3.0] * 96 + [np.nan] * 4])
    found = shortlist_shares(["a", "b"], places, 10)
    assert found["rank_drawn_low"].isna().tolist() == [True, False]
    assert found["rank_drawn_high"].isna().tolist() == [True, False]
