"""Pictures of commuting say what they show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.region import placed, stability
from sectornb.region.delineation import delineate
from sectornb.region.figures.flows import (
    counties_needed,
    plot_exchanges,
    plot_shed_curve,
    short_names,
)
from sectornb.region.figures.sheds import plot_sheds
from sectornb.region.figures.stability import plot_stability
from sectornb.region.figures.zone_map import plot_zone_map
from sectornb.region.sheds import commute_shed, labor_shed, largest_exchanges
from sectornb.show.picture import Picture
from sectornb.sources.geometry import CountyShapes
from tests.builders.flow_tables import case_matrix, table_of

REGION = ["57101", "57102"]
ABOUT = {"region": "Test", "vintage": "2022, jobs (JT00)"}
MATRIX = case_matrix()
FLOWS = table_of(MATRIX)


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
EXCHANGES = named(largest_exchanges(FLOWS, REGION), "home_area_fips", "home_county_name")
EXCHANGES = named(EXCHANGES, "work_area_fips", "work_county_name")
MEMBERSHIP = named(RUNS, "area_fips").assign(in_region=RUNS["area_fips"].isin(REGION))


def drawn() -> dict[str, Picture]:
    return {
        "sheds": plot_sheds(LABOR, COMMUTE, REGION, **ABOUT),
        "exchanges": plot_exchanges(EXCHANGES, REGION, **ABOUT),
        "curve": plot_shed_curve(LABOR, COMMUTE, shed_share=0.9, **ABOUT),
        "map": plot_zone_map(LABOR, ZONES, squares(), **ABOUT),
        "tiles": plot_zone_map(LABOR, ZONES, None, **ABOUT),
        "stability": plot_stability(MEMBERSHIP, **ABOUT),
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
    assert plot_zone_map(LABOR, ZONES, shapes, **ABOUT).png


def test_the_flow_diagram_counts_what_crosses_the_border() -> None:
    assert (
        "C57102 County, Westmark to C57101 County, Westmark 2,500 jobs" in PICTURES["exchanges"].alt
    )
    crossing = EXCHANGES.head(12)
    inside = crossing["home_area_fips"].isin(REGION) & crossing["work_area_fips"].isin(REGION)
    assert f"{(~inside).sum()} of them cross" in PICTURES["exchanges"].alt


def test_counties_needed_reach_the_chosen_share_exactly() -> None:
    shed = pd.DataFrame({"cumulative_share": [0.5, 0.9, 1.0]})
    assert counties_needed(shed, 0.9) == 2
    assert counties_needed(shed, 0.91) == 3
    assert counties_needed(shed, 0.1) == 1


def test_the_curve_tells_how_many_counties_reach_the_share() -> None:
    needed = counties_needed(LABOR, 0.9)
    assert f"{needed} counties reach 90%" in PICTURES["curve"].alt


def test_states_stay_in_names_where_there_are_several() -> None:
    assert short_names({"A County, RI", "B County, RI"})["A County, RI"] == "A"
    both = short_names({"Bristol County, RI", "Bristol County, MA"})
    assert set(both.values()) == {"Bristol, RI", "Bristol, MA"}


def test_the_strip_tells_members_and_others() -> None:
    assert "Region: C57101 County, Westmark 100" in PICTURES["stability"].alt
    assert "C57103 County, Westmark" in PICTURES["stability"].alt


def test_every_percent_says_of_what() -> None:
    bases = [axes.get_xlabel() for axes in PICTURES["sheds"].figure.axes]
    assert bases == ["Percent of the jobs in the region", "Percent of the jobs of its residents"]
    (words,) = (text.get_text() for text in PICTURES["stability"].figure.texts)
    assert words.startswith("Percent of runs with the county in the region's zone")


def test_flows_are_headed_and_only_drawn_kinds_are_explained() -> None:
    inside = EXCHANGES["home_area_fips"].isin(REGION) & EXCHANGES["work_area_fips"].isin(REGION)
    within = plot_exchanges(EXCHANGES[inside], REGION, **ABOUT)
    told = [text.get_text() for text in within.figure.axes[0].texts]
    assert {"Homes", "Workplaces"} <= set(told)
    (legend,) = within.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["within the region"]
    (legend,) = PICTURES["exchanges"].figure.legends
    assert len(legend.get_texts()) == 2
