"""Slopes over three waves and more, of raters of two or more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.assessment.rounds import Round
from sectornb.assessment.waves.trend import own_slopes
from tests.builders.panels import answers_of, study_of

Given = list[list[float | None]]
"""Ratings of one item: waves × raters."""


def rounds(given_ratings: Given) -> tuple[Round, ...]:
    found = []
    for number, ratings in enumerate(given_ratings):
        told = {f"r{n}": rating for n, rating in enumerate(ratings)}
        frame = pd.DataFrame({"1": pd.Series(told, dtype="float64")})
        found.append(Round(str(number), frame, *blank(frame)))
    return tuple(found)


def blank(frame: pd.DataFrame) -> tuple:
    """Organizations, answers and importance, which slopes do not use."""
    others = len(Round.__dataclass_fields__) - 2
    return (pd.Series(dtype="str"), *[pd.DataFrame()] * (others - 1))


def slopes(given_ratings: Given) -> pd.Series:
    return own_slopes(rounds(given_ratings))["1"]


def panel(waves: int = 4, raters: int = 3) -> st.SearchStrategy[Given]:
    row = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=raters, max_size=raters)
    return st.lists(row, min_size=waves, max_size=waves)


def test_a_slope_is_that_of_least_squares_through_the_raters_own_waves() -> None:
    # r0: 1 3 4 over 0 1 2, slope 3/2; r1 rated first and last, 2 then 4: 2/2; r2 once.
    found = slopes([[1, 2, None], [3, None, 3], [4, 4, None]])
    assert found.tolist() == pytest.approx([1.5, 1.0, np.nan], nan_ok=True)


@given(panel())
def test_it_is_what_numpy_fits(ratings: Given) -> None:
    found = slopes(ratings)
    for name, column in zip(found.index, zip(*ratings, strict=True), strict=True):
        told = [(wave, rating) for wave, rating in enumerate(column) if rating is not None]
        due = np.polyfit(*zip(*told, strict=True), 1)[0] if len(told) > 1 else np.nan
        assert found[name] == pytest.approx(due, nan_ok=True, abs=1e-9)


@given(panel(), st.integers(-3, 3))
def test_a_shift_of_all_ratings_changes_no_slope(ratings: Given, shift: int) -> None:
    shifted = [[None if r is None else r + shift for r in wave] for wave in ratings]
    assert slopes(shifted).tolist() == pytest.approx(
        slopes(ratings).tolist(), nan_ok=True, abs=1e-9
    )


@given(panel(), st.integers(1, 5))
def test_ratings_that_never_change_have_no_slope(ratings: Given, rating: int) -> None:
    still = [[None if r is None else rating for r in wave] for wave in ratings]
    assert slopes(still).dropna().abs().lt(1e-9).all()


@given(panel(waves=2))
def test_of_two_waves_the_slope_is_the_change(ratings: Given) -> None:
    first, second = (each.ratings["1"] for each in rounds(ratings))
    assert slopes(ratings).tolist() == pytest.approx((second - first).tolist(), nan_ok=True)


def three_waves(raters: int = 6) -> list[dict[str, str]]:
    """Item 1 rises by one in each wave, items 2 to 4 stay."""
    return [
        row
        for wave, rating in (("1", 2.0), ("2", 3.0), ("3", 4.0))
        for row in answers_of(
            {"1": [rating] * raters, **{item: [3.0] * raters for item in "234"}}, wave=wave
        )
    ]


def test_a_slope_is_told_of_items_areas_and_all(tmp_path: Path) -> None:
    table = study_of(tmp_path, three_waves()).wave_trend.set_index(["scope", "part"])
    assert table.index.tolist() == [
        *[("item", item) for item in "1234"], ("area", "first"), ("area", "second"), ("all", "all"),
    ]  # fmt: skip
    assert table["slope"].tolist() == pytest.approx([1, 0, 0, 0, 1 / 3, 0, 1 / 4])
    assert table["direction"].tolist() == ["up", "none", "none", "none", "up", "none", "up"]
    assert table["n_waves"].eq(3).all() and table["wave_before"].eq("1").all()
    # Everybody was asked: no sampling interval.
    assert table[["slope_ci_low", "slope_ci_high"]].isna().all(axis=None)


def test_of_a_sample_a_slope_has_an_interval(tmp_path: Path) -> None:
    rows = [row for row in three_waves() if (row["wave"], row["rater"]) != ("3", "r0")]
    table = study_of(tmp_path, rows, panel="sample").wave_trend
    low, high = (table[f"slope_ci_{end}"] for end in ("low", "high"))
    assert (high - low).tolist() == pytest.approx((2 * table["smallest_slope"]).tolist())


def test_four_raters_tell_no_direction(tmp_path: Path) -> None:
    table = study_of(tmp_path, three_waves(raters=4)).wave_trend
    assert table["direction"].eq("").all() and table["status"].eq("too_few_matched").all()


def test_two_waves_have_no_trend(tmp_path: Path) -> None:
    rows = [row for row in three_waves() if row["wave"] != "3"]
    assert study_of(tmp_path, rows).wave_trend.empty


def test_an_anonymous_survey_has_no_trend(tmp_path: Path) -> None:
    assert study_of(tmp_path, three_waves(), mode="anonymous").wave_trend.empty
