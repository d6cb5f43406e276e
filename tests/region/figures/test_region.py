"""Pictures of commuting say what they show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path

from sectornb.region import placed, stability
from sectornb.region.delineation import delineate
from sectornb.region.figures.exchanges import plot_exchanges
from sectornb.region.figures.labels import short_names
from sectornb.region.figures.methods import plot_methods
from sectornb.region.figures.strips import plot_strips
from sectornb.region.figures.zone_map import _middles, plot_zone_map
from sectornb.region.sheds import commute_shed, commuting_summary, home_by_work, labor_shed
from sectornb.region.words.gaps import Gaps
from sectornb.show.picture import Picture
from sectornb.sources.geometry import CountyShapes
from tests.builders.flow_tables import case_matrix, table_of

REGION = ["57101", "57102"]
ABOUT = "Test, 2022, jobs (JT00)"
MATRIX = case_matrix()
FLOWS = table_of(MATRIX)

ACROSS = Gaps(residents_low=True, jobs_low=True, inside=True)


def named(table: pd.DataFrame, code: str, name: str = "county_name") -> pd.DataFrame:
    return table.assign(**{name: [f"C{each} County, Westmark" for each in table[code]]})


def squares() -> CountyShapes:
    """The eight counties as squares in two rows."""
    polygons = {}
    for place, code in enumerate(MATRIX.codes):
        x, y = -80 + place % 4, 40 + place // 4
        ring = np.array([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)], dtype=float)
        polygons[code] = ((ring,),)
    return CountyShapes(polygons, dict.fromkeys(MATRIX.codes, ""), {})


LABOR = named(labor_shed(FLOWS, REGION), "home_area_fips")
COMMUTE = named(commute_shed(FLOWS, REGION), "work_area_fips")
FOUND = delineate.delineate(MATRIX, REGION)
RUNS = stability.membership_runs(FOUND, draws=3)
ZONES = named(placed.delineations(FOUND, RUNS), "area_fips")
NAMES = {code: f"C{code} County, Westmark" for code in MATRIX.codes}


def drawn() -> dict[str, Picture]:
    return {
        "strips": plot_strips(LABOR, COMMUTE, REGION, ABOUT),
        "exchanges": plot_exchanges(home_by_work(FLOWS, REGION), NAMES, ABOUT),
        "map": plot_zone_map(LABOR, ZONES, squares(), ABOUT),
        "tiles": plot_zone_map(LABOR, ZONES, None, ABOUT),
        "methods": plot_methods(ZONES, squares(), ABOUT),
        "dots": plot_methods(ZONES, None, ABOUT),
    }


PICTURES = drawn()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_with_words_region_and_job_type(name: str) -> None:
    picture = PICTURES[name]
    assert picture.png.startswith(b"\x89PNG")
    assert "Test" in picture.caption and "JT00" in picture.caption
    assert len(picture.alt) > 60


def test_the_map_names_zones_and_homes_outside() -> None:
    assert PICTURES["map"].alt.startswith("Map of counties")
    # 57103's 1,350 of 16,560 jobs in the region.
    assert "C57103 County, Westmark 8.2 percent" in PICTURES["map"].alt
    assert (
        "commuting zones holds 2 of the region's 2 counties and 1 other (C57103"
        in PICTURES["map"].alt
    )


def test_without_shapes_tiles_stand_for_a_map() -> None:
    assert PICTURES["tiles"].alt.startswith("Tiles of counties")


def test_a_region_whose_shapes_are_not_there_gets_tiles() -> None:
    shapes = CountyShapes({"57101": squares().polygons["57101"]}, {}, {})
    assert plot_zone_map(LABOR, ZONES, shapes, ABOUT).png


def test_the_exchanges_tell_the_largest_flows_and_show_every_cell() -> None:
    picture = PICTURES["exchanges"]
    assert "C57102 County, Westmark to C57101 County, Westmark 2,500 jobs" in picture.alt
    (axes,) = picture.figure.axes
    told = [text.get_text() for text in axes.texts]
    # Jobs below 10,000 in full; of the cell of all who live and work outside nothing is known.
    assert told[:3] == ["9,000", "600", "260"]
    assert len(told) == 8
    assert axes.get_xlabel() == "Workplace" and axes.get_ylabel() == "Home"


def test_more_than_ten_thousand_jobs_are_told_in_thousands() -> None:
    jobs = home_by_work(FLOWS.assign(jobs=10 * FLOWS["jobs"]), REGION)
    (axes,) = plot_exchanges(jobs, NAMES, ABOUT).figure.axes
    assert axes.get_title("left") == "Who works where, thousand jobs"
    assert axes.texts[0].get_text() == "90.0"


def test_states_stay_in_names_where_there_are_several() -> None:
    assert short_names({"A County, RI", "B County, RI"})["A County, RI"] == "A"
    both = short_names({"Bristol County, RI", "Bristol County, MA"})
    assert set(both.values()) == {"Bristol, RI", "Bristol, MA"}
    assert short_names({"Norfolk County, Massachusetts"}) == {
        "Norfolk County, Massachusetts": "Norfolk"
    }


def test_a_name_that_another_county_of_the_page_has_too_keeps_its_state() -> None:
    own = {"Bristol County, Rhode Island", "Kent County, Rhode Island"}
    told = short_names(own, among=[*own, "Bristol County, Massachusetts"])
    assert sorted(told.values()) == ["Bristol, RI", "Kent"]


def test_the_strips_tell_who_stays_and_name_the_counties_of_the_others() -> None:
    # 15,150 of 16,560 jobs are held by residents, 1,350 by people of 57103.
    assert "The jobs here are held by: 91.5 percent residents" in PICTURES["strips"].alt
    assert "C57103 1,350" in PICTURES["strips"].alt
    told = [text.get_text() for axes in PICTURES["strips"].figure.axes for text in axes.texts]
    assert told[0].endswith("% residents") and told[2].endswith("% here")


def test_the_strips_name_three_counties_and_sum_up_the_others() -> None:
    away = pd.DataFrame({"work_area_fips": list("abcde"), "jobs": [90.0, 4.0, 3.0, 2.0, 1.0]})
    away = away.assign(share=away["jobs"] / 100, county_name=list("ABCDE"))
    picture = plot_strips(LABOR, away, ["a"], ABOUT)
    assert "10.0 percent outside (jobs): B 4; C 3; D 2; others 1" in picture.alt


def test_where_a_file_is_missing_the_strips_are_bounds() -> None:
    away = pd.DataFrame({"work_area_fips": list("abcde"), "jobs": [90.0, 4.0, 3.0, 2.0, 1.0]})
    away = away.assign(share=away["jobs"] / 100, county_name=list("ABCDE"))
    told = plot_strips(LABOR, away, ["a"], ABOUT, Gaps(residents_low=True)).alt
    assert (
        "at most 90.0 percent here, at least 10.0 percent outside (jobs): B 4; C 3; D 2; " in told
    )
    assert "others at least 1" in told
    assert "held by: at most" not in told


def test_where_flows_between_the_region_s_states_are_missing_shares_have_no_direction() -> None:
    told = plot_strips(LABOR, COMMUTE, REGION, ABOUT, ACROSS).alt
    assert "The jobs here are held by: a counted 91.5 percent residents, 8.5 perc" in told
    assert "people from outside (jobs, at least): C57103 1,350" in told


def test_the_cells_that_are_a_minimum_are_named_below_the_table() -> None:
    jobs = home_by_work(FLOWS, REGION)
    picture = plot_exchanges(jobs, NAMES, ABOUT, Gaps(residents_low=True))
    assert picture.caption.endswith("(JT00). At least so many: workplaces outside.")
    heads = [each.get_text() for each in picture.figure.axes[0].get_xticklabels()]
    assert heads[-1] == "outside, at least"
    gone = Gaps(residents_low=True, out_of="Ohio")
    assert plot_exchanges(jobs, NAMES, ABOUT, gone).caption.endswith(
        " At least so many: workplaces outside, as jobs in Ohio are not counted."
    )
    assert "between your states" in plot_exchanges(jobs, NAMES, ABOUT, ACROSS).caption


def test_every_method_has_a_map_of_its_own_with_how_many_counties() -> None:
    heads = [axes.get_title("left") for axes in PICTURES["methods"].figure.axes]
    assert heads[0] == "Commuting zones\n2 of your 2, 1 other"
    assert len(heads) == 4
    assert "commuting zones: 2 of your 2, 1 other" in PICTURES["methods"].alt


@pytest.mark.parametrize("shapes", [squares(), None])
def test_where_no_other_county_could_be_drawn_in_it_is_said_so(shapes: CountyShapes | None) -> None:
    picture = plot_methods(ZONES[ZONES["in_region"]], shapes, ABOUT)
    told = "Only your own counties could be tested"
    assert told in picture.caption and told in picture.alt and "other" not in picture.alt[:150]
    assert told in picture.figure.get_supxlabel()
    assert told in plot_zone_map(LABOR, ZONES[ZONES["in_region"]], shapes, ABOUT).alt
    assert told not in PICTURES["methods"].caption + PICTURES["dots"].alt + PICTURES["map"].alt


def test_without_shapes_every_county_of_a_zone_has_a_row_of_dots() -> None:
    (axes,) = PICTURES["dots"].figure.axes
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert rows[:3] == ["■ C57101", "■ C57102", "C57103"]
    assert len(axes.collections) == len(rows) * 4


def test_the_map_tells_who_comes_from_outside_as_it_shows_and_not_who_leaves() -> None:
    commuting = commuting_summary(FLOWS, REGION)
    picture = plot_zone_map(LABOR, ZONES, squares(), ABOUT, commuting=commuting)
    head = picture.figure.axes[0].get_title("left")
    # 16,500 jobs in the region, 15,100 of them held by residents: 1,400 (8.5%) from outside.
    told = "Homes of the people who work in the region\nFrom outside: 1,400 of 16,500 (8.5%)"
    assert head == told


@pytest.mark.parametrize(
    ("gaps", "told"),
    [
        (Gaps(residents_low=True), "\nFrom outside: 1,400 of 16,500 (8.5%)"),
        (Gaps(jobs_low=True), "\nFrom outside: at least 1,400 (at least 8.5%)"),
        (ACROSS, "\nFrom outside: at least 1,400"),
    ],
)
def test_where_a_file_is_missing_the_map_tells_a_minimum(gaps: Gaps, told: str) -> None:
    commuting = commuting_summary(FLOWS, REGION)
    picture = plot_zone_map(LABOR, ZONES, squares(), ABOUT, commuting=commuting, gaps=gaps)
    assert picture.figure.axes[0].get_title("left").endswith(told)


def test_names_on_the_map_begin_with_those_outside_and_none_covers_another() -> None:
    (axes,) = PICTURES["map"].figure.axes
    names = [text for text in axes.texts if text.get_visible()]
    assert names[0].get_text() == "C57103"
    boxes = [text.get_window_extent() for text in names]
    assert not any(
        one.overlaps(other) for place, one in enumerate(boxes) for other in boxes[place + 1 :]
    )


def test_two_counties_of_one_name_are_told_apart_on_every_picture() -> None:
    alike = {"57102": "Twin County, Westmark", "57103": "Twin County, Eastmark"}

    def renamed(table: pd.DataFrame, code: str) -> pd.DataFrame:
        return table.assign(county_name=table[code].map(alike).fillna(table["county_name"]))

    labor, zones = renamed(LABOR, "home_area_fips"), renamed(ZONES, "area_fips")
    both = list(alike.values())
    pictures = (
        plot_zone_map(labor, zones, squares(), ABOUT),
        plot_exchanges(home_by_work(FLOWS, REGION), NAMES | alike, ABOUT, among=both),
        plot_methods(zones, None, ABOUT, both),
    )
    for picture in pictures:
        axes = picture.figure.axes[0]
        texts = [*axes.texts, *axes.get_yticklabels()]
        told = {text.get_text().removeprefix("■ ") for text in texts}
        assert "Twin, WM" in told and "Twin" not in told


def test_in_the_finished_picture_no_name_covers_another_nor_a_small_county() -> None:
    # A small county between two large ones of long names: its own goes aside, tied by a line.
    def square(x: float, side: float) -> tuple[tuple[np.ndarray, ...], ...]:
        corners = [(x, 0), (x + side, 0), (x + side, side), (x, side), (x, 0)]
        return ((np.array(corners, dtype=float) + [-80, 40],),)

    sides = {"57101": (0.0, 1.0), "57102": (1.0, 0.1), "57103": (1.1, 1.0)}
    polygons = {code: square(*at) for code, at in sides.items()}
    shapes = CountyShapes(polygons, dict.fromkeys(polygons, ""), {})
    zones = ZONES[ZONES["area_fips"].isin(polygons)]
    labor = LABOR[LABOR["home_area_fips"].isin(polygons)]
    picture = plot_zone_map(labor, zones, shapes, ABOUT)
    assert picture.png
    axes = picture.figure.axes[0]
    names = {text.get_text(): text for text in axes.texts if text.get_text() and text.get_visible()}
    assert set(names) == {"C57101", "C57102", "C57103"}
    boxes = {name: text.get_window_extent() for name, text in names.items()}
    assert not any(boxes[a].overlaps(boxes[b]) for a in boxes for b in boxes if a < b)
    middle = axes.transData.transform((-80 + 1.05, 40.05))
    assert not boxes["C57102"].contains(*middle)
    # The line from it, white and dark, runs through no other name.
    assert sum(not text.get_text() for text in axes.texts) == 2
    aside = boxes.pop("C57102")
    way = Path([middle, (aside.x0 + aside.width / 2, aside.y0 + aside.height / 2)])
    assert not any(way.intersects_bbox(box) for box in boxes.values())


def test_the_zone_of_every_method_names_the_county_that_it_is_drawn_around() -> None:
    for name in ("methods", "dots"):
        assert (
            "around C57101 County, Westmark, your county with most jobs" in PICTURES[name].caption
        )
        assert PICTURES[name].alt.startswith("The zone of C57101 County, Westmark by four methods")


def test_a_number_in_the_table_of_homes_and_workplaces_stays_within_its_cell() -> None:
    # Ten counties with six-digit flows: the widest table there is.
    codes = [f"57{number}" for number in range(101, 121, 2)]
    flows = pd.DataFrame(
        [(home, work, 533_700.0 + 100 * len(home)) for home in codes for work in codes],
        columns=["home_area_fips", "work_area_fips", "jobs"],
    )
    table = home_by_work(flows, codes)
    assert len(table) == 11
    picture = plot_exchanges(table, {code: f"County {code}, Westmark" for code in codes}, ABOUT)
    assert picture.png
    axes = picture.figure.axes[0]
    cell = axes.get_window_extent().width / len(table)
    assert max(text.get_window_extent().width for text in axes.texts) < cell


def test_the_table_of_homes_and_workplaces_counts_workers_where_the_flows_do() -> None:
    picture = plot_exchanges(home_by_work(FLOWS, REGION), NAMES, ABOUT, counted="workers")
    assert picture.figure.axes[0].get_title("left").endswith("workers")
    assert " jobs" not in picture.alt and "workers" in picture.alt


def test_every_method_names_which_of_your_counties_it_leaves_out_and_who_has_no_vote() -> None:
    apart = ZONES.copy()
    second = apart["area_fips"].eq("57102") & apart["method"].eq("travel-to-work areas")
    apart.loc[second, "with_region"] = False
    votes = ("commuting zones", "travel-to-work areas", "central counties")
    picture = plot_methods(apart, squares(), ABOUT, votes=votes)
    heads = [axes.get_title("left") for axes in picture.figure.axes]
    assert "without" not in heads[0] and heads[1].endswith("without C57102")
    assert heads[3].startswith("Communities, no vote\n")
    assert "without C57102" in picture.alt


def test_the_map_names_counties_that_the_page_tells_of_and_those_that_a_zone_joins() -> None:
    def names(**more: list[str]) -> set[str]:
        (axes,) = plot_zone_map(LABOR, ZONES, squares(), ABOUT, **more).figure.axes  # type: ignore[arg-type]
        return {text.get_text() for text in axes.texts if text.get_visible() and text.get_text()}

    assert "C57107" not in names()
    far = [code for code in MATRIX.codes if code not in {*REGION, "57103"}]
    shown = names(linked=far)
    # Those whose middle lies in the frame, and no others: a line would lead out of the picture.
    assert shown > names() or shown == names()
    assert all(name.startswith("C") for name in shown)


def test_the_name_of_a_county_in_two_parts_lies_on_the_larger_and_not_on_the_water_between() -> (
    None
):
    shapes = squares()

    def square(x: float, side: float) -> tuple[np.ndarray, ...]:
        corners = [(x, 40), (x + side, 40), (x + side, 40 + side), (x, 40 + side), (x, 40)]
        return (np.array(corners, dtype=float),)

    parts = (square(-80.0, 0.4), square(-79.3, 0.2))
    middle = _middles(CountyShapes({"57101": parts}, {"57101": ""}, {}), ["57101"])["57101"]
    assert -80 < middle[0] < -79.6
    whole = _middles(shapes, ["57101"])["57101"]
    assert whole == pytest.approx((-79.5, 40.5))
