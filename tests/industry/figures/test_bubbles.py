"""Bubbles: their words, what they leave out, and the lines of what is possible."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from sectornb.industry.figures.bubbles import plot_industry_bubbles

ABOUT = {"region": "X", "base_year": 2017, "latest_year": 2022}


@pytest.fixture(autouse=True)
def no_window() -> None:
    plt.switch_backend("agg")


def ranking(*codes: str, listed: int = 99) -> pd.DataFrame:
    places = [float(place) for place in range(1, len(codes) + 1)]
    return pd.DataFrame(
        {"naics": codes, "rank": places, "shortlisted": [place <= listed for place in places]}
    )


def factors(*codes: str, **changes: Any) -> pd.DataFrame:
    """Industries at growth 10, 20, ... percent and location quotients 1.5, 1.0, ..."""
    count = len(codes)
    return pd.DataFrame(
        {
            "naics": codes, "naics_title": [f"Industry {code}" for code in codes],
            "growth_ranked": True,
            "historical_growth_matched_pct": [10.0 * n for n in range(1, count + 1)],
            "location_quotient_floor": [2.0 - 0.5 * n for n in range(1, count + 1)],
            "employment_disclosed": 400.0, "annual_wage_disclosed_usd": 50_000.0,
        }
    ).assign(**changes)  # fmt: skip


def lines(made: Any) -> list[tuple[list[float], list[float], str]]:
    """Whiskers and their ends as drawn: across, up, marker."""
    skipped = 2  # the two lines at one national share and at no growth
    return [
        (
            [round(float(x), 6) for x in line.get_xdata()],
            [round(float(y), 6) for y in line.get_ydata()],
            str(line.get_marker()),
        )
        for line in made.figure.axes[0].lines[skipped:]
    ]


def test_bubbles_tell_how_many_are_concentrated_and_growing() -> None:
    made = plot_industry_bubbles(factors("622", "541"), ranking("622", "541"), **ABOUT)
    assert "2 are concentrated and growing" in made.alt
    assert "622 Industry 622: growth +10.0 percent, quotient 1.50, 400 jobs" in made.alt
    assert "2022" in made.caption


def test_an_industry_without_ranked_growth_is_no_bubble() -> None:
    table = factors("622", "541").assign(growth_ranked=[True, False])
    made = plot_industry_bubbles(table, ranking("622", "541"), **ABOUT)
    assert made.alt.startswith("Bubble chart of 1 industry by")
    none = factors("622").assign(growth_ranked=False)
    made = plot_industry_bubbles(none, ranking("622"), **ABOUT)
    assert "without bubbles" in made.alt
    assert made.png


def test_names_stand_whole_below_for_the_short_list_alone() -> None:
    title = "Securities, Commodity Contracts, and Other Financial Investments and Related"
    table = factors("523", "541", "622").assign(naics_title=[title, "Professional", "Hospitals"])
    made = plot_industry_bubbles(table, ranking("523", "541", "622", listed=2), **ABOUT)
    (legend,) = made.figure.legends
    told = [" ".join(text.get_text().split()) for text in legend.get_texts()]
    assert told == [f"523 {title}", "541 Professional"]
    assert [text.get_text() for text in made.figure.axes[0].texts] == ["523", "541"]


def test_an_industry_known_in_every_county_has_no_lines() -> None:
    table = factors(
        "622", "541",
        historical_growth_pct_low=[10.0, 20.0], historical_growth_pct_high=[10.0, 20.0],
        location_quotient_low=[1.5, 1.0], location_quotient_high=[1.5, 1.0],
    )  # fmt: skip
    assert lines(plot_industry_bubbles(table, ranking("622", "541"), **ABOUT)) == []


def test_lines_run_from_the_least_to_the_most() -> None:
    # Growth of the first lies between 12 and 18 percent, its quotient is known.
    table = factors(
        "622", "541",
        historical_growth_pct_low=[12.0, 20.0], historical_growth_pct_high=[18.0, 20.0],
        location_quotient_low=[1.5, 1.0], location_quotient_high=[1.5, 1.0],
    )  # fmt: skip
    made = plot_industry_bubbles(table, ranking("622", "541"), **ABOUT)
    assert lines(made) == [
        ([10.0, 12.0], [1.5, 1.5], "None"), ([12.0], [1.5], "|"),
        ([10.0, 18.0], [1.5, 1.5], "None"), ([18.0], [1.5], "|"),
    ]  # fmt: skip
    assert "growth +10.0 percent (+12.0 to +18.0 possible)" in made.alt


def test_a_line_beyond_the_picture_ends_in_an_arrow_and_leaves_the_scales() -> None:
    known = {"location_quotient_low": [1.5, 1.0], "location_quotient_high": [1.5, np.nan]}
    plain = plot_industry_bubbles(factors("622", "541"), ranking("622", "541"), **ABOUT)
    table = factors(
        "622", "541",
        historical_growth_pct_low=[10.0, 20.0], historical_growth_pct_high=[10_000.0, 20.0],
        **known,
    )  # fmt: skip
    made = plot_industry_bubbles(table, ranking("622", "541"), **ABOUT)
    axes, before = made.figure.axes[0], plain.figure.axes[0]
    assert axes.get_xlim() == pytest.approx(before.get_xlim())
    assert axes.get_ylim() == pytest.approx(before.get_ylim())
    assert [marker for _, _, marker in lines(made) if marker in "<>^v"] == [">", "^"]
    assert all(x <= axes.get_xlim()[1] for xs, _, _ in lines(made) for x in xs)
    assert "quotient 1.00 (1.00 to no upper end possible)" in made.alt
