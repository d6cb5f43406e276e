"""Bubbles: their words, and what they leave out."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.path import Path

from sectornb.industry.figures.bubbles import plot_industry_bubbles
from sectornb.show.picture import SERIES_COLORS

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
            "employment_disclosed": 400.0, "employment_low": 400.0, "counties_withheld": 0,
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
        employment_low=[9_000.0, *[400.0] * 29],
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
    # The first point of a circle is its lowest, its radius above it the middle.
    lowest = [float(str(dot.get("d")).split()[2]) for dot in dots.iter(f"{tag}path")]
    radius = np.sqrt(714) / 2
    texts = {"".join(text.itertext()): text for text in drawing.iter(f"{tag}text")}
    name = float(texts["Industry 622"].get("y", "nan"))
    # It has room straight beside its dot, at the same height: the base of the letters is below.
    assert min(abs(name - (low - radius)) for low in lowest) < 6


def test_a_dot_is_hollow_where_a_county_is_withheld() -> None:
    made = plot(factors("622", "541", counties_withheld=[0, 1]), ranking("622", "541"))
    faces = made.figure.axes[0].collections[0].get_facecolors()
    assert [tuple(face[:3]) == (1.0, 1.0, 1.0) for face in faces] == [True, False]


def leads(made: Any) -> list[np.ndarray]:
    """The two ends of each line between a dot and its name, in points of the picture."""
    figure = made.figure
    size = figure.get_size_inches() * 72
    texts = [text for text in figure.axes[0].texts if not text.get_text()]
    return [np.array([text.xyann, text.xy]) * size for text in texts]


@pytest.fixture(scope="module")
def crowded() -> tuple[Any, pd.DataFrame]:
    """Twelve on the list among forty dots, most of them close together."""
    plt.switch_backend("agg")
    drawn = np.random.default_rng(3)
    codes = [f"{number}" for number in range(111, 151)]
    table = factors(*codes).assign(
        employment_low=drawn.uniform(100, 9_000, 40),
        historical_growth_matched_pct=drawn.normal(8, 6, 40),
        location_quotient_floor=drawn.normal(1, 0.25, 40).clip(0.1),
    )
    return plot(table, ranking(*codes, listed=9)), table


def test_a_line_begins_on_the_edge_of_its_own_dot_and_no_two_cross(
    crowded: tuple[Any, pd.DataFrame],
) -> None:
    made, table = crowded
    ends = leads(made)
    assert ends
    axes = made.figure.axes[0]
    columns = ["historical_growth_matched_pct", "location_quotient_floor"]
    dots = axes.transData.transform(table[columns].to_numpy()) * 72 / made.figure.dpi
    jobs = table["employment_low"]
    radii = np.sqrt(700 * jobs / jobs.max() + 14).to_numpy() / 2
    for start, _ in ends:
        assert np.abs(np.hypot(*(dots - start).T) - radii).min() < 0.5
    for at, one in enumerate(ends):
        others = [Path(other) for other in ends[at + 1 :]]
        assert not any(Path(one).intersects_path(other, filled=False) for other in others)


def test_no_line_runs_through_a_name(crowded: tuple[Any, pd.DataFrame]) -> None:
    made, _ = crowded
    made.figure.canvas.draw()
    names = [text for text in made.figure.axes[0].texts[4:] if text.get_text()]
    boxes = [text.get_window_extent() for text in names]
    for start, end in leads(made):
        steps = np.linspace(0, 0.97, 30)[:, None]
        way = (start * (1 - steps) + end * steps) * made.figure.dpi / 72
        assert not any(box.contains(*point) for box in boxes for point in way)


def test_the_short_list_lies_on_top_and_lets_other_dots_be_seen() -> None:
    table = factors("622", "541", "484", employment_low=[400.0, 900.0, 100.0])
    made = plot(table, ranking("541", "622", "484", listed=1))
    (dots,) = made.figure.axes[0].collections
    # The large one of the list is drawn last, and its face is not opaque.
    assert dots.get_sizes()[-1] == max(dots.get_sizes())
    assert [face[3] == 1 for face in dots.get_facecolors()] == [True, True, False]


def test_what_gray_and_full_dots_mean_is_said() -> None:
    made = plot(factors("622", "541"), ranking("622", "541"))
    (told,) = [text.get_text() for text in made.figure.texts]
    assert "gray: not." in told and "Full: no county withheld" in told
    assert "some withheld, drawn at the jobs proven at least" in told


def test_a_hollow_dot_is_as_large_as_the_jobs_that_are_proven() -> None:
    # What is disclosed may be less than what is proven; ends held back leave what is disclosed.
    table = factors("622", "541", "484", counties_withheld=1, employment_disclosed=200.0)
    table = table.assign(employment_low=[800.0, 400.0, float("nan")])
    (dots,) = plot(table, ranking("622", "541", "484")).figure.axes[0].collections
    assert (dots.get_sizes() - 14).round().tolist() == [700, 350, 175]


def test_a_name_has_the_color_of_its_dot() -> None:
    made = plot(factors("622", "541"), ranking("622", "541", listed=1))
    edges = made.figure.axes[0].collections[0].get_edgecolors()
    colors = {text.get_text(): to_rgb(text.get_color()) for text in made.figure.axes[0].texts}
    # The one off the list is drawn first, below the one on it.
    off, on = (tuple(edge[:3]) for edge in edges)
    assert colors["Industry 622"] == on == to_rgb(SERIES_COLORS[0])
    # Gray letters are darker than the gray of a line, or they could not be read.
    assert max(off) - min(off) < 0.1 and max(colors["Industry 541"]) < max(off)
