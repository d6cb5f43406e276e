"""Ranges of the short list: marks, arrows, words."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from sectornb.industry.figures.ranges import plot_ranges

ABOUT = {"region": "X", "latest_year": 2022}


@pytest.fixture(autouse=True)
def no_window() -> None:
    plt.switch_backend("agg")


def ranking(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "naics": ["622", "541", "481", "111"],
            "naics_title": ["Hospitals", "Professional", "Air Transportation", "Crops"],
            "rank": [1.0, 2.0, 3.0, 4.0], "shortlisted": [True, True, True, False],
            "rank_best": [1.0, 1.0, 2.0, 4.0], "rank_worst": [1.0, 9.0, 8.0, 12.0],
            "badge": ["certain", "likely", "possible", "no"],
        }
    ).assign(**changes)  # fmt: skip


def factors(**changes: Any) -> pd.DataFrame:
    """Hospitals are published, the second has bounds and an estimate, the third no upper end."""
    return pd.DataFrame(
        {
            "naics": ["622", "541", "481", "111"],
            "employment": [900.0, np.nan, np.nan, 50.0],
            "employment_low": [900.0, 300.0, 100.0, 50.0],
            "employment_high": [900.0, 700.0, np.nan, 50.0],
            "employment_estimate": [np.nan, 450.0, np.nan, np.nan],
        }
    ).assign(**changes)  # fmt: skip


def marks(axes: Any, marker: str) -> list[float]:
    drawn = [line.get_xdata() for line in axes.lines if line.get_marker() == marker]
    return sorted(float(x) for xs in drawn for x in xs)


def test_only_the_short_list_is_drawn_in_the_order_of_the_ranks() -> None:
    made = plot_ranges(factors(), ranking(), **ABOUT)
    for axes in made.figure.axes:
        names = [label.get_text() for label in axes.get_yticklabels()]
        assert names == ["Hospitals", "Professional", "Air Transportation"]
    assert made.name == "ranges"
    assert "X, 2022" in made.caption


def test_a_dot_is_published_and_a_diamond_is_an_estimate() -> None:
    jobs = plot_ranges(factors(), ranking(), **ABOUT).figure.axes[0]
    assert marks(jobs, "o") == [900.0]
    assert marks(jobs, "D") == [450.0]
    # The ends of the second, and the low end of the third, which has no upper one.
    assert marks(jobs, "|") == [100.0, 300.0, 700.0]
    assert len(marks(jobs, ">")) == 1


def test_without_estimates_no_diamond_is_drawn_nor_explained() -> None:
    made = plot_ranges(factors().drop(columns="employment_estimate"), ranking(), **ABOUT)
    assert marks(made.figure.axes[0], "D") == []
    (legend,) = made.figure.legends
    told = [text.get_text() for text in legend.get_texts()]
    assert not any("estimate" in words for words in told)
    assert "no upper end known" in told


@pytest.mark.parametrize(
    ("high", "label"),
    [
        ([900.0, 700.0, np.nan, 50.0], "upper end held back to protect a county"),
        ([900.0, np.nan, np.nan, 50.0], "upper end not known or held back"),
    ],
)
def test_an_upper_end_that_is_held_back_is_not_called_unknown(
    high: list[float], label: str
) -> None:
    table = factors(employment_high=high, ends_held_back=[False, False, True, False])
    made = plot_ranges(table, ranking(), **ABOUT)
    (legend,) = made.figure.legends
    assert label in [text.get_text() for text in legend.get_texts()]
    assert "100 or more jobs (upper end held back to protect a county)" in made.alt


def test_numbers_and_certainty_stand_in_words_beside_the_lines() -> None:
    jobs, ranks = plot_ranges(factors(), ranking(), **ABOUT).figure.axes
    assert [text.get_text() for text in jobs.texts] == ["900", "300\nto 700", "100\nor more"]
    assert [text.get_text() for text in ranks.texts] == [
        "1\ncertain", "1 to 9\nlikely", "2 to 8\npossible",
    ]  # fmt: skip


def test_the_text_alternative_holds_the_numbers() -> None:
    alt = plot_ranges(factors(), ranking(), **ABOUT).alt
    assert "2 of them have withheld counties" in alt
    assert "Professional: 300 to 700 jobs (estimate 450), rank 2, possible 1 to 9, likely" in alt
    assert "Air Transportation: 100 or more jobs, rank 3" in alt


def test_ranks_that_are_not_confined_have_no_line() -> None:
    made = plot_ranges(factors(), ranking(rank_best=np.nan, rank_worst=np.nan), **ABOUT)
    ranks = made.figure.axes[1]
    assert marks(ranks, "|") == []
    assert marks(ranks, "o") == [1.0, 2.0, 3.0]


def test_a_list_without_industries_says_so() -> None:
    made = plot_ranges(factors(), ranking(shortlisted=False), **ABOUT)
    assert "no industry could be scored" in made.alt
    assert made.png


def test_the_same_tables_give_the_same_picture() -> None:
    first, second = (plot_ranges(factors(), ranking(), **ABOUT) for _ in range(2))
    assert first.png == second.png
