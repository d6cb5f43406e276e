"""What the pictures of workbook 4 show, by their letters and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from sectornb.assessment.figures.scale import COLORS, color_of, ink_on, shown, titled
from sectornb.show.picture import Picture
from sectornb.show.sentence import Sentence
from tests.builders.panels import answer, answers_of, study_of

SPLIT: Mapping[str, Sequence[float | None]] = {
    "1": [4, 4, 4, 4, 5, 4],
    "2": [1, 1, 1, 5, 5, 5],
    "3": [2.5, 3, 3, 3, 3, 3],
    "4": [3, 3, 3, 3, None, None],
}


def letters(picture: object) -> list[str]:
    assert isinstance(picture, Picture)
    return re.findall(r">([^<>]+)</text>", picture.svg.decode())


def test_bars_count_raters_and_keep_half_ratings_apart(tmp_path: Path) -> None:
    bars = study_of(tmp_path, answers_of(SPLIT)).bars
    assert isinstance(bars, Picture)
    assert "2 Item two: 1 from 3, 5 from 3" in bars.alt
    assert "3 Item three: 2.5 from 1, 3 from 5" in bars.alt
    # Item 1 has the highest mean (25 / 6), item 3 the lowest (17.5 / 6).
    places = [bars.alt.index(name) for name in ("Item one", "Item two", "Item four", "Item three")]
    assert places[0] == min(places) and places[3] == max(places)


def test_fewer_than_five_raters_are_a_dot_each_with_their_rating(tmp_path: Path) -> None:
    # Of item 4 four raters gave 3: four dots with a 3, no bar with a 4.
    few = {"4": [3, 3, 3, 3], "1": [4, 4, 4, 4, 4]}
    said = letters(study_of(tmp_path, answers_of(few)).bars)
    # Legend 1 to 5, one bar with its count, medians 4 and 3, and four dots.
    assert said.count("3") == 1 + 4 + 1 and said.count("5") == 2


def test_the_heatmap_has_the_median_of_each_organization_most_divided_item_first(
    tmp_path: Path,
) -> None:
    rows = [
        answer(f"{org}{n}", item, rating, organization=f"Org {org}")
        for item, both in {"1": (3, 3), "2": (1, 5), "3": (3, 3.5), "4": (4, 4)}.items()
        for org, rating in zip("ab", both, strict=True)
        for n in range(3)
    ]
    heatmap = study_of(tmp_path, rows).heatmap
    assert isinstance(heatmap, Picture)
    assert "2 Item two: Org a 1, Org b 5" in heatmap.alt
    assert heatmap.alt.index("Item two") < heatmap.alt.index("Item three")
    assert heatmap.alt.startswith("Organizations differ most on item 2.")
    assert {"A Org a (3)", "B Org b (3)", "3.5"} <= set(letters(heatmap))


def test_the_agenda_has_target_middle_and_ends(tmp_path: Path) -> None:
    chart = study_of(tmp_path, answers_of(SPLIT)).agenda_chart
    assert isinstance(chart, Picture)
    assert "In order: 2 Item two: middle rating 3, ratings from 1 to 5" in chart.alt
    assert "target 4" in letters(chart)


def test_an_anonymous_agenda_shows_no_end_and_there_are_no_bars(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of(SPLIT), mode="anonymous")
    chart, *of_plan = study.pictures
    assert [each.name for each in of_plan] == ["plan_page", "road_map"]
    assert "ratings from" not in chart.alt
    assert not any("lowest" in each for each in letters(chart))
    assert isinstance(study.bars, Sentence) and isinstance(study.heatmap, Sentence)


def test_without_an_agenda_words_stand_in_for_the_chart(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({item: [4] * 6 for item in "1234"}))
    assert isinstance(study.agenda_chart, Sentence)


def test_a_change_of_people_stands_beside_that_of_the_average(tmp_path: Path) -> None:
    # Item 1: five stay at 3, one left who gave 1, one came who gives 5; item 2 rose for five.
    before = {"1": [3, 3, 3, 3, 3, 1], "2": [2, 2, 2, 2, 2]}
    after = {"1": [3, 3, 3, 3, 3, None, 5], "2": [4, 4, 4, 4, 4]}
    rows = [*answers_of(before), *answers_of(after, wave="2")]
    (chart,) = study_of(tmp_path, rows).change_shown
    assert chart.alt == (
        "1 rose, none fell; 1 moved only by other people. Change of each item in points: "
        "2 Item two: those who rated twice +2.0, the average +2.0; "
        "1 Item one: those who rated twice +0.0, the average +0.7."
    )
    assert {"change of the average, whoever answered", "+2", "0"} <= set(letters(chart))
    assert chart.caption.startswith("Change since 1 in points of the scale, largest first, Mine, 2")


def test_change_is_drawn_where_somebody_can_be_matched_alone(tmp_path: Path) -> None:
    rows = [*answers_of(SPLIT), *answers_of(SPLIT, wave="2")]
    assert study_of(tmp_path, rows).change_shown
    assert not study_of(tmp_path, rows, mode="anonymous").change_shown
    assert not study_of(tmp_path, answers_of(SPLIT)).change_shown
    apart = [*answers_of({"1": [3] * 5}), *answers_of({"2": [3] * 5}, wave="2")]
    assert not study_of(tmp_path, apart).change_shown


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (study_of(tmp_path, answers_of(SPLIT)).bars for _ in range(2))
    assert isinstance(first, Picture) and isinstance(second, Picture)
    assert first.svg == second.svg


def contrast(ink: str, color: tuple[float, float, float]) -> float:
    """Of letters on a color, by WCAG 2."""
    ends = []
    for part in (tuple(int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)), color):
        linear = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in part]
        ends.append(float(np.dot(linear, [0.2126, 0.7152, 0.0722])) + 0.05)
    return max(ends) / min(ends)


@pytest.mark.parametrize("points", [2, 3, 5, 7])
def test_letters_can_be_read_on_every_color_of_a_scale(points: int) -> None:
    for rating in np.arange(1, points + 0.1, 0.5):
        color = color_of(float(rating), points)
        assert contrast(ink_on(color), color) >= 4.5, rating


def test_ends_of_a_scale_have_the_outer_colors() -> None:
    for points in (2, 3, 5):
        ends = [color_of(rating, points) for rating in (1, points)]
        hexes = ["#" + "".join(f"{round(part * 255):02x}" for part in end) for end in ends]
        assert hexes == [COLORS[0], COLORS[-1]]


def test_ratings_and_titles_are_written_as_people_do() -> None:
    assert (shown(4.0), shown(3.5)) == ("4", "3.5")
    assert titled("10", "Industry associations are partners", 27).split("\n") == [
        "10 Industry associations",
        "are partners",
    ]
