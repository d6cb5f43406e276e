"""Counties under codes of another year: one ground in flows, LAUS, blocks and shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError, UnknownCodeError
from sectornb.report.workforce_counties import counties_of_area
from sectornb.show.sentence import Sentence
from sectornb.sources.adding import add_files
from sectornb.sources.county_changes import both_editions
from sectornb.sources.library import Library
from tests.builders.commuting import geojson, write_json
from tests.builders.editions import (
    add_flows,
    add_laus,
    add_lodes,
    add_shapes,
    region_of,
)
from tests.builders.qcew import titles_csv

SQUARE = [(-90, 40), (-89, 40), (-89, 41), (-90, 41), (-90, 40)]
OUT_AND_IN = [("02261", "02020", 300), ("02020", "02261", 100), ("02020", "02020", 900)]


def test_laus_of_later_counties_is_named_with_what_it_has_instead(tmp_path: Path) -> None:
    add_flows(tmp_path, OUT_AND_IN)
    library = add_laus(tmp_path, {"02020": 1000, "02063": 200, "02066": 150})
    with pytest.raises(InputError) as caught:
        _ = region_of(library, ["02261"], residents="laus").commuting
    told = str(caught.value)
    assert "no employed residents of 02261. It has 02063, 02066 instead of 02261: Valdez" in told
    assert "residents: flows" in told


def test_a_city_that_joined_its_county_is_named_too(tmp_path: Path) -> None:
    add_flows(tmp_path, [("51515", "51019", 50), ("51019", "51515", 70)])
    library = add_laus(tmp_path, {"51019": 900})
    with pytest.raises(InputError, match="It has 51019 instead of 51515: Bedford city"):
        _ = region_of(library, ["51019", "51515"], residents="laus").commuting


def test_the_step_that_the_error_names_leads_to_a_result(tmp_path: Path) -> None:
    library = add_flows(tmp_path, [*OUT_AND_IN, ("02261", "02261", 2000)])
    assert region_of(library, ["02261"]).region_commuting["jobs_inside"].tolist() == [2000, 2000]


def test_of_two_vintages_of_laus_the_region_file_names_one(tmp_path: Path) -> None:
    add_flows(tmp_path, [("39041", "39049", 60), ("39049", "39041", 40)])
    add_laus(tmp_path, {"39041": 100, "39049": 500})
    library = add_laus(tmp_path, {"39041": 110, "39049": 500}, "2020.r2")
    with pytest.raises(NotInLibraryError, match=r"residents: laus 2020\.r2"):
        _ = region_of(library, ["39041"], residents="laus").commuting
    # Those who stay are the employed minus the 60 who leave.
    for chosen, staying in (("laus 2020", 40), ("laus 2020.r2", 50)):
        table = region_of(library, ["39041"], residents=chosen).region_commuting
        assert table["jobs_inside"].tolist() == [staying, staying]


def test_how_many_counties_laus_matched_stands_in_the_record(tmp_path: Path) -> None:
    add_flows(tmp_path, [*OUT_AND_IN, ("09001", "02020", 5)])
    library = add_laus(tmp_path, {"02020": 1000, "02261": 400})
    (join,) = region_of(library, ["02261"], residents="laus").joins
    assert (join.rows, join.matched, join.without) == (3, 2, ("09001",))
    assert "labor_shed" in join.tables


NOW = {"09001": "09190", "09003": "09110"}
CONNECTICUT = [
    ("09001", "09001", 60),
    ("09003", "09001", 15),
    ("09001", "09003", 8),
    ("09003", "09003", 90),
]


def test_blocks_are_put_into_the_counties_that_the_crosswalk_says(tmp_path: Path) -> None:
    library = add_lodes(tmp_path, CONNECTICUT, "ct", NOW)
    study = region_of(library, ["09190"], flows="lodes")
    # 60 of the 75 jobs, and of the residents' 68.
    assert study.region_commuting["jobs"].tolist() == [68, 75]
    assert study.region_commuting["jobs_inside"].tolist() == [60, 60]
    assert study.labor_shed["county_name"].tolist() == ["County 09190, XX", "County 09110, XX"]
    old = region_of(library, ["09001"], flows="lodes").region_commuting
    assert old.equals(study.region_commuting)


def test_a_renamed_county_is_found_by_its_crosswalk(tmp_path: Path) -> None:
    flows = [("46113", "46113", 30), ("46103", "46113", 10), ("46113", "46103", 5)]
    now = {"46113": "46102", "46103": "46103"}
    library = add_lodes(tmp_path, [*flows, ("46103", "46103", 80)], "sd", now)
    table = region_of(library, ["46102", "46103"], flows="lodes").region_commuting
    assert table["jobs"].tolist() == [125, 125]


def test_without_a_crosswalk_it_is_told_which_codes_the_blocks_have(tmp_path: Path) -> None:
    library = add_lodes(tmp_path, CONNECTICUT, "ct")
    with pytest.raises(UnknownCodeError) as caught:
        _ = region_of(library, ["09190"], flows="lodes").commuting
    assert "It has 09001, 09003 instead of 09190: Planning regions" in str(caught.value)
    assert "add a block crosswalk" in str(caught.value)


def test_blocks_of_another_census_are_refused(tmp_path: Path) -> None:
    library = add_lodes(tmp_path, CONNECTICUT, "ct", {"09001": "09190"})
    with pytest.raises(InputError, match="1 block that the library's crosswalk of Connecticut"):
        _ = region_of(library, ["09190"], flows="lodes").commuting


def test_a_table_of_two_editions_is_refused_as_it_is_added(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="02261 and 02063 .*Valdez"):
        add_flows(tmp_path, [*OUT_AND_IN, ("02063", "02020", 5)])


ACROSS = [
    ("44003", "44003", 30_000),
    ("44003", "44009", 5_000),
    ("44009", "44003", 8_000),
    ("44009", "44009", 20_000),
    ("09011", "44009", 4_000),
    ("09011", "09011", 90_000),
    ("44009", "09011", 3_000),
]


@pytest.mark.parametrize(
    ("flows", "region", "shapes", "gone", "blank"),
    [
        (ACROSS, ["44003", "44009"], ["44009", "44003", "09180"], "09011", {"09180"}),
        (
            [*OUT_AND_IN, ("02261", "02261", 800)],
            ["02020"],
            ["02020", "02063", "02066"],
            "02261",
            {"02063", "02066"},
        ),
    ],
)
def test_a_county_without_an_outline_is_named_and_its_ground_not_shaded(
    tmp_path: Path,
    flows: list[tuple[str, str, int]],
    region: list[str],
    shapes: list[str],
    gone: str,
    blank: set[str],
) -> None:
    add_flows(tmp_path, flows)
    study = region_of(add_shapes(tmp_path, shapes), region)
    assert study.undrawn == (gone,) and study.unshaded == blank
    (said,) = [n for n in study.notes if isinstance(n, Sentence) and "no outline" in n.text]
    assert gone in said.text and said.claims
    fills = study.zone_map.figure.axes[0].collections[0].get_facecolors()
    # Of several one may lie outside the frame.
    assert 1 <= sum(fill[3] == 0 for fill in fills) <= len(blank)
    labels = [text.get_text() for text in study.zone_map.figure.legends[0].get_texts()]
    assert "not known: other codes" in labels


def test_shapes_of_which_none_matches_are_an_error(tmp_path: Path) -> None:
    add_flows(tmp_path, ACROSS)
    study = region_of(add_shapes(tmp_path, ["09180", "09190"]), ["44003"])
    with pytest.raises(InputError, match="None of the 2 codes .*geometry:"):
        _ = study.notes


def test_a_zone_with_counties_without_an_outline_says_how_many(tmp_path: Path) -> None:
    add_flows(tmp_path, ACROSS)
    study = region_of(add_shapes(tmp_path, ["44003", "44009"]), ["44003", "44009"])
    joins = {join.tables: join for join in study.joins}
    assert joins["distance_bands",].without == ("09011",)
    assert set(joins["delineations",].record()["without"]) <= {"09011"}
    assert joins["delineations",].matched >= 2


def test_names_of_which_none_is_a_county_of_the_flows_are_an_error(tmp_path: Path) -> None:
    add_flows(tmp_path, ACROSS)
    titles = tmp_path / "area_titles.csv"
    titles.write_bytes(titles_csv({"39049": "Franklin County, Ohio"}, ("area_fips", "area_title")))
    add_files(tmp_path / "library", [titles], "qcew-titles", "2020")
    with pytest.raises(InputError, match="None of the 2 codes .* in the names of counties"):
        _ = region_of(tmp_path / "library", ["44003"]).joins


def test_where_every_county_has_its_outline_nothing_is_said(tmp_path: Path) -> None:
    add_flows(tmp_path, ACROSS)
    study = region_of(add_shapes(tmp_path, ["09011", "09013", "44003", "44009"]), ["44003"])
    assert study.undrawn == () and study.unshaded == set()
    assert "no outline" not in " ".join(map(str, study.notes))


def test_codes_of_both_sides_of_a_change_are_seen_on_the_regions_ground_alone() -> None:
    every = ["02261", "02063", "44007"]
    assert "Valdez" in both_editions(every, ["02063"])
    assert both_editions(every, ["44007"]) == ""


def test_of_two_vintages_of_shapes_the_region_file_names_one(tmp_path: Path) -> None:
    add_flows(tmp_path, [("39041", "39041", 60), ("39049", "39041", 40), ("39049", "39049", 9)])
    add_shapes(tmp_path, ["39041", "39049"])
    path = write_json(tmp_path / "one.json", geojson({"39041": SQUARE}))
    add_files(tmp_path / "library", [path], "geometry", "2021")
    library = Library(tmp_path / "library")
    with pytest.raises(NotInLibraryError, match="of 2021, 2022.*geometry: 2022"):
        _ = region_of(library, ["39041"]).undrawn
    for chosen, lacking in (("2021", ("39049",)), ("2022", ())):
        assert region_of(library, ["39041"], geometry=chosen).undrawn == lacking


@pytest.mark.parametrize(
    ("usps", "flows", "now", "area", "counties"),
    [
        ("ct", CONNECTICUT, NOW, "Southwest WIA, CT", ["09190"]),
        (
            "sd",
            [("46113", "46113", 30), ("46103", "46113", 10), ("46103", "46103", 80)],
            {"46113": "46102", "46103": "46103"},
            "Southwest WIA, SD",
            ["46102"],
        ),
    ],
)
def test_the_region_of_a_workforce_area_has_the_counties_that_its_flows_are_put_into(
    tmp_path: Path,
    usps: str,
    flows: list[tuple[str, str, int]],
    now: dict[str, str],
    area: str,
    counties: list[str],
) -> None:
    library = Library(add_lodes(tmp_path, flows, usps, now))
    xwalk = tmp_path / f"{usps}_xwalk.csv"
    old = next(code for code, today in now.items() if [today] == counties)
    text = xwalk.read_text("utf-8").replace(f"Board {old}001", "Southwest WIA")
    xwalk.write_text(text, "utf-8")
    add_files(library.root, [xwalk], "lodes", "2020", replace=True)
    chosen, _ = counties_of_area(area, library)
    assert chosen == counties
    inside = sum(n for home, work, n in flows if now[home] == now[work] == counties[0])
    table = region_of(library, chosen, flows="lodes").region_commuting
    assert table["jobs_inside"].tolist() == [inside, inside]
