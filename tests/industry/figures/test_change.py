"""Strips and changes: their words, and what they leave out."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from sectornb.industry.figures.change import plot_change, plot_rank_strips

YEARS = {"base_year": 2017, "latest_year": 2022}
NAMES = {"622": "Hospitals"}


@pytest.fixture(autouse=True)
def no_window() -> None:
    plt.switch_backend("agg")


def ranking(*codes: str) -> pd.DataFrame:
    places = [float(place) for place in range(1, len(codes) + 1)]
    return pd.DataFrame(
        {
            "naics": codes, "naics_title": [f"Industry {code}" for code in codes], "rank": places,
            "shortlisted": True, "shortlist_share": 0.95, "badge": "likely",
            "rank_employment": places, "rank_annual_wage": places[::-1],
            "basis_employment": "complete", "basis_annual_wage": "disclosed_counties",
        }
    )  # fmt: skip


def shifts(*changes: float | None) -> pd.DataFrame:
    """Changes of which a third is more than the national pace."""
    frame = pd.DataFrame({"change_jobs": pd.Series(changes, dtype=float)})
    frame["naics"] = [f"62{place}" for place in frame.index]
    frame["naics_title"] = [f"Industry {place}" for place in frame.index]
    return frame.assign(regional_shift_jobs=frame["change_jobs"] / 3)


def strips(*codes: str) -> Any:
    factors = ["employment", "annual_wage"]
    return plot_rank_strips(ranking(*codes), factors, NAMES, region="X", latest_year=2022)


def dots(made: Any) -> list[tuple[float, bool]]:
    """Where across each dot stands, and whether it is hollow."""
    lines = [line for line in made.figure.axes[0].lines if line.get_marker() == "o"]
    return [(float(dot.get_xdata()[0]), dot.get_markerfacecolor() == "white") for dot in lines]


def test_the_first_of_a_factor_stands_far_right_and_hollow_where_a_county_is_withheld() -> None:
    made = strips("622", "541")
    assert dots(made) == [(0.9, False), (0.1, False), (1.1, True), (1.9, True)]
    assert "Industry 622: employment 1, annual wage 2" in made.alt


def test_strips_without_a_short_list_say_so() -> None:
    assert "no industry could be scored" in strips().alt


def test_changes_stand_beside_the_national_pace_the_largest_only() -> None:
    made = plot_change(shifts(3, -90, None, 30), {}, region="X", **YEARS)
    assert made is not None
    assert "Industry 1 -90 jobs, at the national pace -60" in made.alt
    assert made.alt.startswith("2 of the 3 largest changes in jobs from 2017 to 2022")
    assert dots(made) == [
        (20, True), (30, False), (2, True), (3, False), (-60, True), (-90, False),
    ]  # fmt: skip


def test_no_picture_is_drawn_without_any_change() -> None:
    assert plot_change(shifts(None, None), {}, region="X", **YEARS) is None


def test_names_are_short_and_long_titles_whole() -> None:
    long = "Securities, Commodity Contracts, and Other Financial Investments"
    table = ranking("622", "523").assign(naics_title=long)
    made = plot_rank_strips(table, ["employment"], NAMES, region="X", latest_year=2022)
    labels = [label.get_text() for label in made.figure.axes[0].get_yticklabels()]
    assert [label.replace("\n", " ") for label in labels] == ["Hospitals", long]
