"""The picture of the short list: who is sure, who is open, who nearly is on it."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from sectornb.industry.acceptability import share_told
from sectornb.industry.figures.shortlist import plot_short_list

NAMES = {"622": "Hospitals", "541": "Professional and technical services"}


@pytest.fixture(autouse=True)
def no_window() -> None:
    plt.switch_backend("agg")


def ranking(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "naics": ["622", "541", "481", "339", "111"],
            "naics_title": ["Hospitals", "Long", "Air Transportation", "Toys", "Crops"],
            "rank": [1.0, 2.0, 3.0, 4.0, 5.0], "shortlisted": [True, True, True, False, False],
            "badge": ["certain", "likely", "possible", "possible", "possible"],
            "shortlist_share": [1.0, 0.997, 0.14, 0.52, 0.01],
        }
    ).assign(**changes)  # fmt: skip


def drawn(**changes: Any) -> Any:
    return plot_short_list(ranking(**changes), NAMES, region="X", latest_year=2022, length=3)


def words(made: Any) -> list[str]:
    return [text.get_text() for text in made.figure.axes[0].texts]


def test_the_picture_begins_with_how_many_places_are_sure() -> None:
    assert words(drawn())[0] == "1 of 3 certain, 1 likely, 1 possible"
    assert drawn().alt.startswith("1 of 3 certain, 1 likely, 1 possible.")


def test_near_misses_are_drawn_hollow_among_the_possible_places_the_most_frequent_first() -> None:
    made = drawn()
    told = words(made)
    assert told.index("Toys") < told.index("Air Transportation")
    dots = [line for line in made.figure.axes[0].lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, False, True, False]


def test_who_hardly_ever_reaches_the_list_is_counted_not_drawn() -> None:
    told = words(drawn())
    assert "Crops" not in told
    assert told[-1] == "1 more industry reaches the list in under 3% of the tables."


def test_a_short_name_stands_for_the_title_and_is_broken_not_cut() -> None:
    assert "Professional and technical\nservices" in words(drawn())


def test_no_number_of_tables_is_told_where_none_was_drawn() -> None:
    made = drawn(shortlist_share=np.nan)
    assert "Hospitals" in words(made) and "all" not in words(made)
    assert "nan" not in made.alt


def test_without_a_score_the_picture_says_so() -> None:
    assert drawn(shortlisted=False, badge="unscored").alt.startswith("No industry could be scored")


@pytest.mark.parametrize(
    ("share", "told"),
    [(1.0, "all"), (0.997, "99.7%"), (0.68, "68.0%"), (0.001, "0.1%"), (0.0, "0.0%"), (np.nan, "")],
)
def test_a_share_is_told_as_tables_show_it(share: float, told: str) -> None:
    assert share_told(share) == told
