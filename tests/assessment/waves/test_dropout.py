"""Raters who left and joined: the parts of a change add up, and bounds hold every completion."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.assessment.waves.dropout import bounds_of_change, parts_of_change


def ratings(**of: float | None) -> pd.DataFrame:
    """Ratings of one item by rater; None did not rate it."""
    return pd.DataFrame({"1": pd.Series(of, dtype="float64")})


def waves(highest: int = 5, most: int = 6) -> st.SearchStrategy[tuple[pd.DataFrame, pd.DataFrame]]:
    """Two waves of one item; each rater rated it in both, in one, or in neither."""
    rating = st.one_of(st.none(), st.integers(1, highest))
    pairs = st.lists(st.tuples(rating, rating), min_size=1, max_size=most)
    return pairs.map(
        lambda rows: tuple(
            ratings(**{f"r{n}": row[wave] for n, row in enumerate(rows)}) for wave in (0, 1)
        )
    )


def test_a_rise_made_by_other_people_is_told_apart() -> None:
    # Two stay at 3 and 3; one left who gave 1, one came who gives 5.
    found = parts_of_change(ratings(a=3, b=3, c=1), ratings(a=3, b=3, d=5)).loc["1"]
    # Means 7/3 and 11/3; of raters of both 3 and 3.
    assert found[["n_left", "n_joined"]].tolist() == [1, 1]
    assert found["mean_change"] == pytest.approx(4 / 3)
    assert found["mean_change_matched"] == 0
    assert found[["left_change", "joined_change"]].tolist() == pytest.approx([2 / 3, 2 / 3])


def test_without_anybody_who_rated_twice_no_part_is_told() -> None:
    found = parts_of_change(ratings(a=2, b=2), ratings(c=4)).loc["1"]
    assert found["mean_change"] == 2
    assert found[["mean_change_matched", "left_change", "joined_change"]].isna().all()


@given(waves())
def test_the_three_parts_add_up_to_the_change_of_the_mean(
    both: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    found = parts_of_change(*both).loc["1"]
    first, second = both
    assert found["mean_change"] == pytest.approx(
        float(second["1"].mean() - first["1"].mean()), nan_ok=True
    )
    if (first["1"].notna() & second["1"].notna()).any():
        parts = found[["mean_change_matched", "left_change", "joined_change"]]
        assert parts.sum() == pytest.approx(found["mean_change"])


def test_bounds_let_those_who_rated_once_say_the_worst_and_the_best() -> None:
    # a moved by 1; b left at 4, so by -3 to +1; c came with 2, so by -3 to +1.
    found = bounds_of_change(ratings(a=2, b=4), ratings(a=3, c=2), 1, 5).loc["1"]
    assert found.tolist() == pytest.approx([-5 / 3, 3 / 3])


@given(waves(highest=3, most=4))
def test_bounds_hold_every_completion_and_are_reached(
    both: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    first, second = (wave["1"].to_numpy() for wave in both)
    once = ~(np.isnan(first) & np.isnan(second))
    found = bounds_of_change(*both, 1, 3).loc["1"]
    pairs = np.column_stack([first, second])[once]
    open_cells = np.argwhere(np.isnan(pairs))
    means = []
    for said in product([1, 2, 3], repeat=len(open_cells)):
        pairs[tuple(open_cells.T)] = said
        means.append((pairs[:, 1] - pairs[:, 0]).mean() if len(pairs) else np.nan)
    assert found.tolist() == pytest.approx([min(means), max(means)], nan_ok=True)


@given(waves())
def test_where_all_rated_twice_both_bounds_are_the_change(
    both: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    first, second = both
    twice = first["1"].notna() & second["1"].notna()
    low, high = bounds_of_change(first[twice], second[twice], 1, 5).loc["1"]
    own = parts_of_change(first, second).loc["1", "mean_change_matched"]
    assert [low, high] == pytest.approx([own, own], nan_ok=True)
