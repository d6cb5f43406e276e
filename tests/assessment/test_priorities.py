"""Gap times importance, and how firm the order is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sectornb.assessment import priorities as measured
from sectornb.assessment.priorities import (
    ASKED,
    DERIVED,
    EQUAL,
    derived_importance,
    drawn_again,
    importance,
)
from tests.builders.panels import answer, answers_of, study_of

RATINGS = arrays("float64", (20, 4), elements=st.integers(1, 5).map(float))
NOT_ASKED = np.full((20, 4), np.nan)


def test_priorities_go_by_the_gap_where_every_item_counts_alike(tmp_path: Path) -> None:
    rows = answers_of({"1": [3] * 5, "2": [1] * 5, "3": [4] * 5, "4": [2, 2, 3, 3, 3]})
    table = study_of(tmp_path, rows).priorities
    # Gaps 1, 3, 0 and 1; raters disagree on item 4, so it comes before item 1.
    assert table["item"].tolist() == ["2", "4", "1", "3"]
    assert table["priority"].tolist()[:3] == [1, 2, 3] and table["priority"].isna().iloc[3]
    assert table["importance_kind"].unique().tolist() == [EQUAL]


def test_importance_that_was_asked_weighs_the_gap(tmp_path: Path) -> None:
    rows = answers_of({"1": [3] * 5, "2": [2] * 5, "3": [4] * 5, "4": [4] * 5})
    weight = {"1": "5", "2": "2", "3": "1", "4": "1"}
    for row in rows:
        row["importance"] = weight[row["item"]]
    table = study_of(tmp_path, rows).priorities.set_index("item")
    # Gap 1 × 5/5 before gap 2 × 2/5.
    assert table.index[:2].tolist() == ["1", "2"]
    assert table["priority_score"].iloc[:2].tolist() == pytest.approx([1.0, 0.8])
    assert table["importance_kind"].unique().tolist() == [ASKED]


def test_importance_asked_of_some_items_alone_is_not_used(tmp_path: Path) -> None:
    rows = answers_of({"1": [3] * 5, "2": [2] * 5, "3": [4] * 5, "4": [4] * 5})
    rows[0]["importance"] = "5"
    assert study_of(tmp_path, rows).priorities["importance_kind"].unique().tolist() == [EQUAL]


def test_an_anonymous_survey_tells_neither_importance_nor_draws(tmp_path: Path) -> None:
    rows = answers_of({"1": [1, 2, 2, 3, 3], "2": [2] * 5, "3": [4] * 5, "4": [4] * 5})
    for row in rows:
        row["importance"] = "5" if row["item"] == "1" else "1"
    table = study_of(tmp_path, rows, mode="anonymous").priorities
    assert table["importance_kind"].unique().tolist() == [EQUAL]
    assert table[["first_two_share", "priority_usual_low"]].isna().all(axis=None)


def test_derived_importance_is_the_corrected_correlation_with_the_rest() -> None:
    draw = np.random.default_rng(5)
    ratings = draw.integers(1, 6, (20, 4)).astype("float64")
    for item in range(4):
        rest = np.delete(ratings, item, axis=1).mean(axis=1)
        r = np.corrcoef(ratings[:, item], rest)[0, 1]
        assert derived_importance(ratings)[item] == pytest.approx(0.5 + 0.5 * max(0.0, r))


def test_an_item_that_all_rate_alike_has_the_least_derived_importance() -> None:
    ratings = np.column_stack([np.full(20, 3.0), np.arange(20) % 5 + 1.0, np.arange(20) % 4 + 1.0])
    assert derived_importance(ratings)[0] == 0.5


@given(RATINGS)
def test_derived_importance_lies_between_a_half_and_one(ratings: np.ndarray) -> None:
    found = importance(ratings, NOT_ASKED)
    assert found.kind == DERIVED
    assert ((found.weight >= 0.5) & (found.weight <= 1.0)).all()


@given(RATINGS, st.permutations(range(20)))
def test_the_order_of_raters_makes_no_difference_to_derived_importance(
    ratings: np.ndarray, order: list[int]
) -> None:
    again = derived_importance(ratings[order])
    np.testing.assert_allclose(again, derived_importance(ratings), atol=1e-9)


def test_where_all_agree_the_order_holds_in_every_draw() -> None:
    ratings = np.tile([1.0, 2.0, 3.0, 4.0], (6, 1))
    shares = drawn_again(ratings, np.full(ratings.shape, np.nan), np.full(4, 4.0))
    assert shares[:, 0].tolist() == [1.0, 1.0, 0.0, 0.0]
    assert shares[:2, 1:].tolist() == [[1.0, 1.0], [2.0, 2.0]]


def test_an_order_that_hangs_on_one_rater_is_not_firm() -> None:
    # Item 1: five of nine rate it 3, four rate it 1; all rate the others 2.
    ratings = np.column_stack([[3.0] * 5 + [1.0] * 4, *[[2.0] * 9] * 3])
    first = drawn_again(ratings, np.full(ratings.shape, np.nan), np.full(4, 4.0))[0, 0]
    # The median is 1 where five of nine draws or more are of the four: P = 0.377 (binomial).
    assert first == pytest.approx(0.377, abs=0.05)


def test_medians_of_draws_leave_out_who_did_not_rate() -> None:
    drawn = np.array([[[1.0, np.nan], [np.nan, np.nan], [4.0, np.nan], [2.0, np.nan]]])
    found = measured._medians(drawn)
    assert found[0, 0] == 2.0 and np.isnan(found[0, 1])


def test_strengths_are_the_items_in_place_and_tell_what_speaks_against_them(
    tmp_path: Path,
) -> None:
    rows = answers_of({"1": [5] * 5, "2": [4] * 5, "3": [3] * 5})
    rows[0]["met"] = "1.1"
    rows += [answer("r9", "4", 4)]
    table = study_of(tmp_path, rows).strengths
    assert table["item"].tolist() == ["1", "2", "4"]
    assert table["flagged"].iloc[0] == 1


def test_importance_off_its_scale_is_refused_with_its_row(tmp_path: Path) -> None:
    from sectornb.errors import PrivateDataError

    rows = answers_of({"1": [3] * 5})
    rows[2]["importance"] = "6"
    with pytest.raises(PrivateDataError, match=r"column importance: 1 value is.*row 4"):
        _ = study_of(tmp_path, rows).priorities
