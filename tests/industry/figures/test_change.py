"""Heatmap and bars: their words, and what they leave out."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from sectornb.industry.figures.change import plot_rank_heatmap, plot_shift_share

YEARS = {"base_year": 2017, "latest_year": 2022}


@pytest.fixture(autouse=True)
def no_window() -> None:
    plt.switch_backend("agg")


def ranking(*codes: str) -> pd.DataFrame:
    places = [float(place) for place in range(1, len(codes) + 1)]
    return pd.DataFrame(
        {
            "naics": codes, "naics_title": [f"Industry {code}" for code in codes], "rank": places,
            "shortlisted": True, "rank_employment": places, "rank_annual_wage": places[::-1],
            "basis_employment": "complete", "basis_annual_wage": "disclosed_counties",
        }
    )  # fmt: skip


def shifts(*changes: float | None) -> pd.DataFrame:
    frame = pd.DataFrame({"change_jobs": pd.Series(changes, dtype=float)})
    frame["naics_title"] = [f"Industry {place}" for place in frame.index]
    for part in ("national_growth_jobs", "industry_mix_jobs", "regional_shift_jobs"):
        frame[part] = frame["change_jobs"] / 3
    return frame


def test_the_heatmap_marks_ranks_of_disclosed_counties() -> None:
    made = plot_rank_heatmap(
        ranking("622", "541"), ["employment", "annual_wage"], region="X", latest_year=2022
    )
    texts = [text.get_text() for text in made.figure.axes[0].texts]
    assert texts == ["1", "2*", "2", "1*"]
    assert "Industry 622: employment 1, annual wage 2" in made.alt


def test_bars_show_the_largest_changes_and_their_parts() -> None:
    made = plot_shift_share(shifts(3, -90, None, 30), region="X", **YEARS)
    assert "Industry 1 -90 jobs: national growth -30" in made.alt
    assert "no causes" in made.caption


def test_bars_without_any_change_say_so() -> None:
    made = plot_shift_share(shifts(None, None), region="X", **YEARS)
    assert "none of 2 industries" in made.alt
    assert made.png


def test_long_titles_are_whole_in_heatmap_and_bars() -> None:
    long = "Securities, Commodity Contracts, and Other Financial Investments"
    heat = plot_rank_heatmap(
        ranking("523").assign(naics_title=long), ["employment"], region="X", latest_year=2022
    )
    bars = plot_shift_share(shifts(10).assign(naics_title=long), region="X", **YEARS)
    for made in (heat, bars):
        (label,) = made.figure.axes[0].get_yticklabels()
        assert label.get_text().replace("\n", " ") == long


def test_the_scale_of_the_bars_says_of_what() -> None:
    made = plot_shift_share(shifts(3, -90), region="X", **YEARS)
    assert made.figure.axes[0].get_xlabel() == "Change in jobs, 2017 to 2022"
