from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from sectornb.figures.industry import plot_shortlist_ranks
from sectornb.figures.picture import Picture

FACTORS = ["employment", "annual_wage", "location_quotient"]


@pytest.fixture(autouse=True)
def no_window() -> None:
    plt.switch_backend("agg")


def ranking(size: int, shortlisted: int, **changes: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "naics": [str(300 + place) for place in range(size)],
            "naics_title": [f"Industry {place}" for place in range(size)],
            "rank": [float(place + 1) for place in range(size)],
            "shortlisted": [place < shortlisted for place in range(size)],
        }
    )
    for factor in FACTORS:
        frame[f"rank_{factor}"] = [float(place + 1) for place in range(size)]
        frame[f"basis_{factor}"] = ["complete"] * size
    return frame.assign(**changes)


def picture(frame: pd.DataFrame, factors: list[str] | None = None) -> Picture:
    return plot_shortlist_ranks(
        frame, FACTORS if factors is None else factors, region="North Esker", latest_year=2022
    )


def test_the_caption_names_region_and_year_and_the_alt_text_counts() -> None:
    made = picture(ranking(8, 3))
    assert made.caption == "Ranks of the short list, North Esker, 2022."
    assert "3 industries on the short list, among 8 industries" in made.alt
    assert "employment, annual wage, location quotient" in made.alt


def test_the_alt_text_tells_the_ranks_of_the_first_three() -> None:
    alt = picture(ranking(8, 5)).alt
    assert "Industry 2: employment 3, annual wage 3, location quotient 3" in alt
    assert "Industry 3:" not in alt


def test_a_rank_on_disclosed_counties_is_told_and_drawn_hollow() -> None:
    frame = ranking(4, 2, basis_annual_wage=["disclosed_counties"] + ["complete"] * 3)
    made = picture(frame)
    assert "annual wage 1 (disclosed counties only)" in made.alt
    (axes,) = made.figure.axes
    employment, wage, _ = axes.collections
    white = [1.0, 1.0, 1.0, 1.0]
    assert wage.get_facecolors().tolist()[0] == white
    assert wage.get_facecolors().tolist()[1] != white
    assert white not in employment.get_facecolors().tolist()


def test_the_best_stands_on_top_and_the_best_rank_on_the_left() -> None:
    (axes,) = picture(ranking(6, 4).iloc[::-1]).figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()][0] == "Industry 0"
    bottom, top = axes.get_ylim()
    left, right = axes.get_xlim()
    assert bottom > top and left < right


def test_factors_differ_by_shape_as_well_as_by_color() -> None:
    (axes,) = picture(ranking(6, 4)).figure.axes
    shapes = {dots.get_paths()[0].vertices.tobytes() for dots in axes.collections}
    assert len(shapes) == len(FACTORS)


def test_a_long_title_is_cut_in_the_picture_not_in_the_words() -> None:
    title = "Professional, Scientific, and Technical Services"
    made = picture(ranking(3, 1, naics_title=[title, "b", "c"]))
    (axes,) = made.figure.axes
    shown = axes.get_yticklabels()[0].get_text()
    assert shown.endswith("…") and len(shown) <= 34
    assert title in made.alt


@pytest.mark.parametrize("size", [0, 1, 40])
def test_no_one_and_many_industries_can_be_drawn(size: int) -> None:
    made = picture(ranking(max(size, 1), size))
    assert made.png().startswith(b"\x89PNG")
    if size == 0:
        assert "no industry could be scored" in made.alt


def test_the_same_ranking_gives_the_same_bytes() -> None:
    assert picture(ranking(6, 4)).png() == picture(ranking(6, 4)).png()
