"""Bubbles, heatmap and bars: their words, and what they leave out."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from sectornb.figures.industry_change import (
    plot_industry_bubbles,
    plot_rank_heatmap,
    plot_shift_share,
)

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


def factors(*codes: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "naics": codes, "naics_title": [f"Industry {code}" for code in codes],
            "growth_ranked": True, "historical_growth_matched_pct": 10.0,
            "location_quotient_floor": 1.5, "employment_low": 400.0,
            "annual_wage_disclosed_usd": 50_000.0,
        }
    )  # fmt: skip


def shifts(*changes: float | None) -> pd.DataFrame:
    frame = pd.DataFrame({"change_jobs": pd.Series(changes, dtype=float)})
    frame["naics_title"] = [f"Industry {place}" for place in frame.index]
    for part in ("national_growth_jobs", "industry_mix_jobs", "regional_shift_jobs"):
        frame[part] = frame["change_jobs"] / 3
    return frame


def test_bubbles_tell_how_many_are_concentrated_and_growing() -> None:
    made = plot_industry_bubbles(factors("622", "541"), ranking("622", "541"), region="X", **YEARS)
    assert "2 are concentrated and growing" in made.alt
    assert "622 Industry 622: growth +10.0 percent, quotient 1.50, 400 jobs" in made.alt
    assert "2022" in made.caption


def test_an_industry_without_ranked_growth_is_no_bubble() -> None:
    table = factors("622", "541").assign(growth_ranked=[True, False])
    made = plot_industry_bubbles(table, ranking("622", "541"), region="X", **YEARS)
    assert made.alt.startswith("Bubble chart of 1 industries")
    none = factors("622").assign(growth_ranked=False)
    made = plot_industry_bubbles(none, ranking("622"), region="X", **YEARS)
    assert "without bubbles" in made.alt
    assert made.png()


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
    assert made.png()
