"""Bubbles: their words, and what they leave out."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import matplotlib.pyplot as plt
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
        {
            "naics": codes,
            "rank": places,
            "shortlisted": [place <= listed for place in places],
            "shortlist_share": 0.95,
            "badge": "likely",
        }
    )


def factors(*codes: str, **changes: Any) -> pd.DataFrame:
    """Industries at growth 10, 20, ... percent and location quotients 1.5, 1.0, ..."""
    count = len(codes)
    growth = [10.0 * n for n in range(1, count + 1)]
    return pd.DataFrame(
        {
            "naics": codes, "naics_title": [f"Industry {code}" for code in codes],
            "growth_ranked": True,
            "historical_growth_matched_pct": growth,
            "historical_growth_pct": growth,
            "historical_growth_pct_low": growth, "historical_growth_pct_high": growth,
            "location_quotient_floor": [2.0 - 0.5 * n for n in range(1, count + 1)],
            "employment_disclosed": 400.0, "counties_withheld": 0,
        }
    ).assign(**changes)  # fmt: skip


def plot(table: pd.DataFrame, ranked: pd.DataFrame, **names: str) -> Any:
    return plot_industry_bubbles(table, ranked, names, **ABOUT)


def words(made: Any) -> list[str]:
    return [" ".join(text.get_text().split()) for text in made.figure.axes[0].texts]


def test_the_four_quadrants_are_named_and_counted() -> None:
    made = plot(factors("622", "541"), ranking("622", "541"))
    quadrants = ["Strong and growing", "Strong and shrinking", "Small and growing",
                 "Small and shrinking"]  # fmt: skip
    assert words(made)[:4] == quadrants
    assert made.alt.startswith(
        "Of 2 industries, 2 strong and growing, 0 strong and shrinking, 0 small and growing"
    )
    assert "Industry 622: growth +10.0 percent, 1.50 times the nation's share" in made.alt
    assert "2022" in made.caption


def test_an_industry_without_ranked_growth_is_no_bubble() -> None:
    table = factors("622", "541").assign(growth_ranked=[True, False])
    assert plot(table, ranking("622", "541")).alt.startswith("Of 1 industry, ")
    none = factors("622").assign(growth_ranked=False)
    made = plot(none, ranking("622"))
    assert "without bubbles" in made.alt
    assert made.png


def test_the_short_list_is_named_in_place_with_the_largest_and_those_far_out() -> None:
    codes = [f"{number}" for number in range(111, 141)]
    table = factors(*codes).assign(
        employment_disclosed=[9_000.0, *[400.0] * 29],
        historical_growth_matched_pct=[*[5.0] * 28, 300.0, 5.0],
        location_quotient_floor=[*[1.2] * 29, 7.0],
    )
    made = plot(table, ranking(*codes, listed=10), **{"111": "Crops", "139": "Far out"})
    told = words(made)[4:]
    # As many as find room are named; the alternative text names all.
    assert made.alt.partition("Named: ")[2].count(";") == 11
    assert {"Crops", "Far out", "Industry 140"} <= set(told)


def test_no_name_lies_on_another_or_leaves_the_picture() -> None:
    codes = [f"{number}" for number in range(111, 121)]
    made = plot(factors(*codes, location_quotient_floor=1.2), ranking(*codes))
    made.figure.canvas.draw()
    names = [text for text in made.figure.axes[0].texts[4:] if text.get_text()]
    boxes = [text.get_window_extent() for text in names]
    frame = made.figure.axes[0].get_window_extent()
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)
    for at, box in enumerate(boxes):
        assert not [other for other in boxes[at + 1 :] if box.overlaps(other)]


def test_a_name_whose_jobs_may_as_well_have_shrunk_is_marked() -> None:
    table = factors("622", "541").assign(
        historical_growth_pct=[None, 20.0], historical_growth_pct_low=[-3.0, 20.0]
    )
    named = words(plot(table, ranking("622", "541"), **{"622": "Hospitals", "541": "Services"}))
    assert {"Hospitals?", "Services"} <= set(named)


def test_a_name_stays_beside_its_dot_when_the_saved_picture_is_cut_to_fit() -> None:
    made = plot(factors("622", "541"), ranking("622", "541"))
    drawing = ElementTree.fromstring(made.svg)
    tag = "{http://www.w3.org/2000/svg}"
    dots = next(part for part in drawing.iter(f"{tag}g") if part.get("id") == "PathCollection_1")
    # The first point of a circle is its lowest: straight below the middle.
    middles = [float(str(dot.get("d")).split()[1]) for dot in dots.iter(f"{tag}path")]
    texts = {"".join(text.itertext()): text for text in drawing.iter(f"{tag}text")}
    name = float(texts["Industry 622"].get("x", "nan"))
    # It has room straight below its dot.
    assert min(abs(name - middle) for middle in middles) == pytest.approx(0, abs=0.01)


def test_a_dot_is_hollow_where_a_county_is_withheld() -> None:
    made = plot(factors("622", "541", counties_withheld=[0, 1]), ranking("622", "541"))
    faces = made.figure.axes[0].collections[0].get_facecolors()
    assert [tuple(face[:3]) == (1.0, 1.0, 1.0) for face in faces] == [True, False]
