"""The mean of raters' own changes, and how far it could be noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from sectornb.assessment.waves.own_changes import directions, mean_own_change


def matrix(rows: list[list[float | None]]) -> pd.DataFrame:
    """Own changes, raters × items 1, 2 and so on."""
    return pd.DataFrame(rows, columns=[str(n + 1) for n in range(len(rows[0]))], dtype="float64")


def over_all(own: pd.DataFrame) -> pd.Series:
    return mean_own_change(own, pd.Series("all", index=own.columns)).loc["all"]


def changes(raters: int = 7, items: int = 4) -> st.SearchStrategy[pd.DataFrame]:
    cell = st.one_of(st.none(), st.integers(-4, 4))
    row = st.lists(cell, min_size=items, max_size=items)
    return st.lists(row, min_size=raters, max_size=raters).map(matrix)


def test_of_raters_who_rated_every_item_it_is_the_paired_t_of_their_means() -> None:
    own = matrix([[0, 1], [1, 1], [2, 1], [0, 0], [1, 2]])
    # Raters' means 0.5 1 1.5 0 1.5: mean 0.9.
    means = pd.Series([0.5, 1, 1.5, 0, 1.5])
    found = over_all(own)
    assert (found["n_items"], found["n_matched"], found["mean"]) == (2, 5, pytest.approx(0.9))
    assert found["smallest"] == pytest.approx(t.ppf(0.975, 4) * means.std() / 5**0.5)


def test_of_one_item_it_is_the_t_of_its_changes() -> None:
    own = matrix([[2], [1], [1], [2], [1], [None]])
    found = over_all(own)
    assert found["smallest"] == pytest.approx(t.ppf(0.975, 4) * own["1"].std() / 5**0.5)


def test_each_item_counts_the_same_however_many_rated_it() -> None:
    own = matrix([[1, 3]] * 5 + [[1, None]] * 20)
    assert over_all(own)["mean"] == 2


def test_items_that_fewer_than_five_rated_twice_count_only_where_no_other_does() -> None:
    # An item of one rater has no spread of its own, and would make the mean seem surer.
    found = over_all(matrix([[1, 4], [0, None], [1, None], [2, None], [1, None]]))
    assert (found["n_items"], found["mean"]) == (1, 1)
    few = over_all(matrix([[1, None], [None, 3]] * 3))
    assert (few["n_items"], few["n_matched"], few["mean"]) == (2, 6, 2)
    assert np.isnan(few["smallest"])


def test_four_raters_tell_no_smallest_change() -> None:
    assert np.isnan(over_all(matrix([[1.0], [0], [1], [2]]))["smallest"])


def test_an_item_that_nobody_rated_twice_does_not_count() -> None:
    found = over_all(matrix([[1, None]] * 5))
    assert (found["n_items"], found["mean"]) == (1, 1)


@given(changes(), st.integers(-3, 3), st.randoms(use_true_random=False))
def test_a_shift_of_all_moves_the_mean_alone_and_order_does_not_matter(
    own: pd.DataFrame, shift: int, random: object
) -> None:
    before, after = over_all(own), over_all(own + shift)
    assert after["mean"] == pytest.approx(before["mean"] + shift, nan_ok=True)
    assert after["smallest"] == pytest.approx(before["smallest"], nan_ok=True, abs=1e-9)
    mixed = list(own.index)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert over_all(own.loc[mixed]).tolist() == pytest.approx(before.tolist(), nan_ok=True)


@pytest.mark.soak
@pytest.mark.parametrize("raters", [5, 8, 20])
def test_of_a_hundred_changes_about_five_lie_beyond_the_smallest_though_nothing_changed(
    raters: int,
) -> None:
    draw = np.random.default_rng(raters)
    beyond, times = 0, 2000
    for _ in range(times):
        shift = draw.normal(0, 0.3, (raters, 1))
        own = np.round(2 * (shift + draw.normal(0, 0.6, (raters, 14)))) / 2
        own[draw.random(own.shape) < 0.1] = np.nan
        found = over_all(pd.DataFrame(own, columns=[str(n) for n in range(14)]))
        beyond += abs(found["mean"]) > found["smallest"]
    assert 0.035 < beyond / times < 0.075


def test_a_direction_is_told_beyond_the_smallest_change_alone() -> None:
    mean = pd.Series([1.0, -1.0, 0.5, 1.0])
    told = directions(mean, pd.Series([0.5, 0.5, 0.5, np.nan]))
    assert told.tolist() == ["up", "down", "none", ""]
