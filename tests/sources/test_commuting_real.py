"""Agency files of commuting, the labor force and shapes: figures known from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.county_flows import county_flows
from sectornb.sources.geometry import read_county_shapes
from sectornb.sources.laus import read_county_workbook, recognize
from sectornb.sources.library import Library
from sectornb.sources.lodes.crosswalk import workforce_areas
from sectornb.sources.lodes.flows import lodes_county_flows, missing_flow_files
from sectornb.sources.states import us_states
from tests.builders.commuting import geojson, write_json

FOLDER = os.environ.get("SECTORNB_REAL_DATA")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="SECTORNB_REAL_DATA is not set")
REAL = Path(FOLDER or ".")
KEYS = ["home_area_fips", "work_area_fips"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("real") / "library"
    add_files(root, sorted((REAL / "lodes" / "2019").glob("*.csv.gz")), "lodes", "2019")
    return Library(root)


def counted(*names: str) -> pd.DataFrame:
    """The same sums by text prefixes and pandas alone."""
    frames = [
        pd.read_csv(REAL / "lodes" / "2019" / f"{name}_JT00_2019.csv.gz", dtype={0: str, 1: str})
        for name in names
    ]
    frame = pd.concat(frames)
    frame["home_area_fips"] = frame["h_geocode"].str[:5]
    frame["work_area_fips"] = frame["w_geocode"].str[:5]
    sums = frame.groupby(KEYS)[["S000", "SE03"]].sum().reset_index()
    return sums.rename(columns={"S000": "jobs", "SE03": "jobs_pay_over_3333"})


def test_files_are_recognized_with_their_rows(library: Library) -> None:
    rows = {holding.part: holding.rows for holding in library.holdings()}
    assert rows == {
        "ri_od_main_JT00_2019.csv.gz": 372_191,
        "ri_od_aux_JT00_2019.csv.gz": 69_355,
        "ma_od_aux_JT00_2019.csv.gz": 292_178,
        "ri_xwalk.csv.gz": 25_181,
        "ma_xwalk.csv.gz": 157_508,
    }


def test_rhode_island_agrees_with_an_independent_count(library: Library) -> None:
    flows = lodes_county_flows(library, 2019, ["RI"], segments=["jobs_pay_over_3333"])
    every = counted("ri_od_main", "ri_od_aux", "ma_od_aux")
    ours = every["home_area_fips"].str.startswith("44") | every["work_area_fips"].str.startswith(
        "44"
    )
    pd.testing.assert_frame_equal(flows, every[ours].reset_index(drop=True), check_dtype=False)
    inside = flows[flows["work_area_fips"].str.startswith("44")]
    at_home = inside["home_area_fips"].str.startswith("44")
    assert inside.loc[at_home, "jobs"].sum() == 406_052
    assert inside.loc[~at_home, "jobs"].sum() == 70_737


def test_residents_of_providence_are_followed_into_massachusetts(library: Library) -> None:
    flows = lodes_county_flows(library, 2019, ["RI"])
    jobs = flows[flows["home_area_fips"].eq("44007")].set_index("work_area_fips")["jobs"]
    assert jobs[["44007", "44003", "25005", "25021"]].tolist() == [186_597, 28_595, 18_631, 14_306]


def test_the_missing_connecticut_file_is_announced(library: Library) -> None:
    (missing,) = missing_flow_files(library, 2019, "JT00", ["RI"])
    assert missing.text == (
        "The Connecticut aux file (ct_od_aux_JT00_2019.csv.gz) is missing: jobs that residents "
        "hold in Connecticut are not counted, not zero."
    )


def test_workforce_areas_divide_providence_county(library: Library) -> None:
    areas = workforce_areas(library, "RI")
    assert areas["stwib"].unique().tolist() == ["44440001", "44440002"]
    providence = areas[areas["area_fips"].eq("44007")]
    assert providence["blocks"].tolist() == [4_927, 8_229]
    assert providence["blocks_share"].sum() == pytest.approx(1)
    assert len(workforce_areas(library, "MA")["stwib"].unique()) == 16


def test_the_flows_of_rhode_island_hold_every_job(library: Library) -> None:
    assert lodes_county_flows(library, 2019, ["RI"])["jobs"].sum() == 561_006


def test_flows_of_the_census_of_2000_lack_the_diagonal(tmp_path: Path) -> None:
    path = REAL / "flows" / "census2000_county_flows_offdiagonal.csv.gz"
    add_files(tmp_path / "library", [path], "county-flows", "2000")
    found = county_flows(Library(tmp_path / "library"), "2000")
    assert len(found.flows) == 161_522
    assert found.flows["jobs"].sum() == 34_097_929
    assert len(found.without_diagonal) == 3_108
    assert found.flows["home_area_fips"].min() == "01001"


@pytest.mark.parametrize(("year", "rows"), [("2000", 3_217), ("2016", 3_219), ("2018", 3_219)])
def test_county_workbooks_of_the_labor_force(year: str, rows: int) -> None:
    path = REAL / "laus" / f"laucnty{year[2:]}.xlsx"
    assert recognize(path, year).part == path.name
    table = read_county_workbook(path)
    assert len(table) == rows
    assert table["year"].eq(year).all()
    missing = {"46113", "51515", "51560"}
    assert not missing & set(table["area_fips"])
    assert table["area_fips"].str.startswith("72").sum() == 78


def test_the_counties_of_the_map_decode() -> None:
    shapes = read_county_shapes(REAL / "geometry" / "counties-10m.json")
    assert len(shapes.polygons) == 3_231
    middles = shapes.centroids().set_index("area_fips")
    # Franklin County, Ohio lies around 39.97 north, 83.01 west; Denver around 39.76, 104.88.
    assert middles.loc["39049", ["longitude", "latitude"]].tolist() == pytest.approx(
        [-83.01, 39.97], abs=0.01
    )
    assert middles.loc["08031", "longitude"] == pytest.approx(-104.88, abs=0.01)
    assert shapes.neighbors["39049"] == ("39041", "39045", "39089", "39097", "39129", "39159")


def simplified(ring: np.ndarray, tolerance: float) -> list[list[float]]:
    """A ring without the points that lie within `tolerance` of the line without them."""
    last, far = len(ring) - 1, int(((ring - ring[0]) ** 2).sum(axis=1).argmax())
    kept, parts = {0, far, last}, [(0, far), (far, last)]
    while parts:
        start, end = parts.pop()
        along, between = ring[end] - ring[start], ring[start + 1 : end] - ring[start]
        if not len(between):
            continue
        part = np.clip(between @ along / max(along @ along, 1e-18), 0, 1)
        away = np.hypot(*(between - part[:, None] * along).T)
        if away.max() > tolerance:
            place = start + 1 + int(away.argmax())
            kept.add(place)
            parts += [(start, place), (place, end)]
    return ring[sorted(kept)].tolist() if len(kept) > 3 else ring.tolist()


@pytest.mark.parametrize(("tolerance", "lost"), [(0.0005, 4), (0.001, 12), (0.01, 190)])
def test_neighbors_stay_neighbors_where_outlines_are_simplified_one_by_one(
    tmp_path: Path, tolerance: float, lost: int
) -> None:
    whole = read_county_shapes(REAL / "geometry" / "counties-10m.json")
    content = geojson({code: [] for code in whole.polygons})
    for feature, polygons in zip(content["features"], whole.polygons.values(), strict=True):
        rings = [[simplified(ring, tolerance) for ring in polygon] for polygon in polygons]
        feature["geometry"] = {"type": "MultiPolygon", "coordinates": rings}
    after = read_county_shapes(write_json(tmp_path / "a.json", content))
    before_pairs, after_pairs = (
        {(code, other) for code, others in shapes.neighbors.items() for other in others}
        for shapes in (whole, after)
    )
    assert len(before_pairs) == 2 * 8_944
    assert len(before_pairs - after_pairs) <= 2 * lost
    # Three that come within 700 meters of each other, which a coarse file cannot tell apart.
    added = {pair for pair in after_pairs - before_pairs if pair[0] < pair[1]}
    assert added <= {("11001", "51059"), ("13021", "13225"), ("30001", "30039")}


def test_neighboring_states_are_those_whose_counties_touch() -> None:
    shapes = read_county_shapes(REAL / "geometry" / "counties-10m.json")
    found: dict[str, set[str]] = {}
    for code, others in shapes.neighbors.items():
        found.setdefault(code[:2], set()).update(other[:2] for other in others)
    codes = {state.usps: state.fips for state in us_states().values()}
    for state in us_states().values():
        if state.fips not in ("57", "58"):
            declared = {codes[usps] for usps in state.neighbors}
            assert declared == found[state.fips] - {state.fips}, state.name


@pytest.mark.parametrize(
    ("source", "vintage", "pattern", "rows"),
    [
        (
            "lodes",
            "2019",
            "lodes/2019/*.csv.gz",
            {"ma_od_aux": 292_178, "ma_xwalk": 157_508, "ri_od_aux": 69_355}
            | {"ri_od_main": 372_191, "ri_xwalk": 25_181},
        ),
        ("laus", "2000", "laus/laucnty00.xlsx", {"laucnty00": 3_217}),
        ("laus", "2016", "laus/laucnty16.xlsx", {"laucnty16": 3_219}),
        ("laus", "2018", "laus/laucnty18.xlsx", {"laucnty18": 3_219}),
        ("county-flows", "2000", "flows/*.csv.gz", {"county_flows": 161_522}),
        ("geometry", "2017", "geometry/*.json", {"counties": 3_231}),
    ],
)
def test_files_of_one_year_are_added_in_one_call(
    tmp_path: Path, source: str, vintage: str, pattern: str, rows: dict[str, int]
) -> None:
    added = add_files(tmp_path / "library", sorted(REAL.glob(pattern)), source, vintage)
    assert {each.part.split("_JT00")[0].split(".")[0]: each.rows for each, _ in added} == rows
    if source == "county-flows":
        flows = county_flows(Library(tmp_path / "library"), vintage).flows
        assert flows["jobs"].sum() == 34_097_929
