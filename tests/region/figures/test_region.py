"""Pictures of commuting say what they show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.region import placed, stability
from sectornb.region.delineation import delineate
from sectornb.region.figures.exchanges import plot_exchanges, short_names
from sectornb.region.figures.sheds import plot_sheds
from sectornb.region.figures.stability import plot_stability
from sectornb.region.figures.zone_map import plot_zone_map
from sectornb.region.sheds import commute_shed, home_by_work, labor_shed
from sectornb.show.picture import Picture
from sectornb.sources.geometry import CountyShapes
from tests.builders.flow_tables import case_matrix, table_of

REGION = ["57101", "57102"]
ABOUT = "Test, 2022, jobs (JT00)"
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
NAMES = {code: f"C{code} County, Westmark" for code in MATRIX.codes}
MEMBERSHIP = named(RUNS, "area_fips").assign(in_region=RUNS["area_fips"].isin(REGION))


def drawn() -> dict[str, Picture]:
    return {
        "sheds": plot_sheds(LABOR, COMMUTE, REGION, ABOUT),
        "exchanges": plot_exchanges(home_by_work(FLOWS, REGION), NAMES, ABOUT),
        "map": plot_zone_map(LABOR, ZONES, squares(), ABOUT),
        "tiles": plot_zone_map(LABOR, ZONES, None, ABOUT),
        "stability": plot_stability(MEMBERSHIP, ABOUT),
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


def test_the_strip_tells_members_and_others() -> None:
    assert "Region: C57101 County, Westmark 100" in PICTURES["stability"].alt
    assert "C57103 County, Westmark" in PICTURES["stability"].alt


def test_every_percent_says_of_what() -> None:
    bases = [axes.get_xlabel() for axes in PICTURES["sheds"].figure.axes]
    assert bases == ["Percent of the jobs in the region", "Percent of the jobs of its residents"]
    (words,) = (text.get_text() for text in PICTURES["stability"].figure.texts)
    assert words.startswith("Percent of runs with the county in the region's zone")
