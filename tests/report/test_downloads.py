"""The download list: every file that a region's workbooks lack, by name and address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.contract import refer
from sectornb.errors import NotInLibraryError, UnknownCodeError
from sectornb.report.downloads import download_list, region_downloads, wanted_files
from sectornb.report.new_region import write_region_file
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.lodes.flows import lodes_county_flows
from sectornb.sources.lodes.release import release_of
from sectornb.sources.wanted import Wanted, described
from sectornb.workbooks import workbook_named
from tests.builders.commuting import block, crosswalk_text, od_file, write_gzip
from tests.builders.qcew import area_frame
from tests.builders.qcew_bulk import write_by_area
from tests.builders.small_library import COUNTIES, region_file, small_library


def wanted(library: Path, counties: list[str], section: str, **choices: Any) -> list[Wanted]:
    workbook = workbook_named(section)
    settings = workbook.settings(**choices)
    return list(refer(workbook.wanted)(Library(library), counties, settings))


def named(found: list[Wanted]) -> dict[tuple[str, str], str]:
    return {(each.name, each.vintage): each.address for each in found}


def test_an_empty_library_lacks_counties_nation_and_state_of_both_years(tmp_path: Path) -> None:
    found = wanted(tmp_path, ["39049", "39041"], "industries", base_year=2017, latest_year=2022)
    addresses = named(found)
    for year in ("2017", "2022"):
        for area in ("39041", "39049", "US000", "39000", "39999"):
            assert addresses[f"{area}.csv", year] == (
                f"https://data.bls.gov/cew/data/api/{year}/a/area/{area}.csv"
            )
    assert {each.name for each in found if each.needed} == {"39041.csv", "39049.csv"}
    assert ("area_titles.csv", "2022") in addresses
    assert named(found)["industry projections of Ohio", ""] == "https://www.projectionscentral.org/"
    assert len(found) == 12


def test_in_the_base_year_a_county_is_wanted_under_the_code_of_that_time(tmp_path: Path) -> None:
    # Oglala Lakota County was Shannon County, 46113, until 2015.
    found = wanted(tmp_path, ["46102"], "industries", base_year=2014, latest_year=2022)
    assert {(each.name, each.vintage) for each in found if each.needed} == {
        ("46113.csv", "2014"), ("46102.csv", "2022"),
    }  # fmt: skip


def test_what_the_library_holds_is_not_wanted(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    found = wanted(root, list(COUNTIES), "industries", base_year=2017, latest_year=2022)
    assert not any(each.needed for each in found)
    assert "area_titles.csv" not in {each.name for each in found}


@pytest.mark.parametrize("quarters", ["1234", "123"])
def test_a_year_of_which_all_quarters_are_held_is_not_wanted(tmp_path: Path, quarters: str) -> None:
    frames = [
        area_frame(area=area, year=2016, quarter=quarter)
        for area in ("39041", "39049")
        for quarter in quarters
    ]
    path = write_by_area(tmp_path, 2016, pd.concat(frames))
    add_files(tmp_path / "library", [path], "qcew", "2016")
    found = wanted(tmp_path / "library", ["39049"], "industries", base_year=2016, latest_year=2016)
    needed = {each.name for each in found if each.needed}
    assert needed == (set() if quarters == "1234" else {"39049.csv"})


def test_a_region_of_flows_alone_has_its_list_too(tmp_path: Path) -> None:
    found = wanted(tmp_path, ["44007"], "region", vintage="2021", job_type="JT01")
    start = "https://lehd.ces.census.gov/data/lodes/LODES8"
    addresses = named(found)
    assert addresses["ri_od_main_JT01_2021.csv.gz", "2021"] == (
        f"{start}/ri/od/ri_od_main_JT01_2021.csv.gz"
    )
    assert {each.name for each in found if each.needed} == {"ri_od_main_JT01_2021.csv.gz"}
    for name in ("ri_od_aux", "ct_od_aux", "ma_od_aux"):
        assert (f"{name}_JT01_2021.csv.gz", "2021") in addresses
    assert addresses["ri_xwalk.csv.gz", "2021"] == f"{start}/ri/ri_xwalk.csv.gz"
    assert ("counties-10m.json", "2017") in addresses


@pytest.mark.parametrize(("county", "year"), [("09110", "2021"), ("02063", "2019")])
def test_shapes_that_lack_a_newer_county_are_not_asked_for(
    tmp_path: Path, county: str, year: str
) -> None:
    found = wanted(tmp_path, [county], "region", vintage="2022")
    (shapes,) = [each for each in found if each.source == "geometry"]
    assert shapes.vintage == year and f"of {year} or later" in shapes.name
    assert "us-atlas" not in shapes.address


def test_a_file_that_was_never_published_is_not_wanted(tmp_path: Path) -> None:
    # Michigan, a neighbor of Ohio, has none of 2022.
    names = {each.name for each in wanted(tmp_path, ["39049"], "region", vintage="2022")}
    assert "in_od_aux_JT00_2022.csv.gz" in names
    assert not any(name.startswith("mi_") for name in names)


def test_flows_of_your_own_completed_by_residents_have_a_list(tmp_path: Path) -> None:
    found = wanted(
        tmp_path, ["39049"], "region", vintage="2000", flows="county-flows", residents="laus"
    )
    assert [each.source for each in found if each.needed] == ["county-flows", "laus"]
    assert named(found)["laucnty00.xlsx", "2000"] == "https://www.bls.gov/lau/laucnty00.xlsx"


@pytest.mark.parametrize(("census", "release"), [("2010", "7"), ("2020", "8")])
def test_the_release_is_that_of_the_librarys_blocks(
    tmp_path: Path, census: str, release: str
) -> None:
    text = crosswalk_text([(block("57001"), "57001", "")], census)
    crosswalk = write_gzip(tmp_path / "wm_xwalk.csv.gz", text)
    main = od_file(tmp_path, "wm_od_main_JT00_2019", [(block("57001"), block("57001"), 5)])
    root = tmp_path / "library"
    # The crosswalk tells no year: it has that of the flows beside it.
    added = add_files(root, [crosswalk, main], "lodes")
    assert {holding.vintage for holding, _ in added} == {"2019"}
    assert release_of(Library(root), "2019") == release
    found = wanted(root, ["57001"], "region", vintage="2019")
    assert any(f"/LODES{release}/wm/od/wm_od_aux" in each.address for each in found)
    assert release_of(Library(root), "2021") == "8"
    # A year without a crosswalk of its own is of the release of the others.
    assert release_of(Library(root), "2018") == release
    with pytest.raises(NotInLibraryError, match=rf"LODES{release}/em/.*LODES release {release}"):
        lodes_county_flows(Library(root), 2019, ["58"])


def test_the_list_is_printed_kept_beside_the_region_file_and_gone_when_nothing_lacks(
    tmp_path: Path,
) -> None:
    path, told = write_region_file(
        "north-esker",
        "57001",
        title=None,
        library=tmp_path / "none",
        folder=tmp_path,
        choices={"base_year": 2017, "latest_year": 2022},
    )
    listed = (tmp_path / "north-esker.downloads.txt").read_text("utf-8")
    # The region's workbook, still a comment, has its files in it as well.
    for name in ("57001.csv of 2017", "57001.csv of 2022", "wm_od_main_JT00_2022.csv.gz"):
        assert f"needed: {name}" in listed and any(f"needed: {name}" in line for line in told)
    assert f"sectornb add FILE... --source qcew --library {tmp_path / 'none'}" in listed
    assert region_downloads(read_region(path))[0].startswith("10 files are not in the library, 2 ")
    assert download_list([], Library(tmp_path), path, {}) == []
    assert not (tmp_path / "north-esker.downloads.txt").exists()


def test_years_without_files_are_told_and_growth_is_planned_for(tmp_path: Path) -> None:
    path, told = write_region_file(
        "a", "57001", title=None, library=tmp_path / "none", folder=tmp_path,
        choices={"base_year": None, "latest_year": 2022},
    )  # fmt: skip
    assert read_region(path).sections["2-industries"].base_year == 2017
    assert any("does not hold every county in 2017, 2022" in line for line in told)


def test_the_example_lacks_nothing() -> None:
    region = read_region(shipped("data", "example", "region.yml"))
    assert region_downloads(region) == []


def test_a_file_that_two_workbooks_want_is_listed_once(tmp_path: Path) -> None:
    sections = {
        workbook_named("region"): workbook_named("region").settings(vintage="2022"),
        workbook_named("industries"): workbook_named("industries").settings(latest_year=2022),
    }
    found = wanted_files(Library(tmp_path), ["57001"], sections)
    assert [each.name for each in found].count("area_titles.csv") == 1
    needed = [each.needed for each in found]
    assert needed == sorted(needed, reverse=True)


def test_one_large_file_of_a_year_may_stand_for_all_of_its_slices(tmp_path: Path) -> None:
    found = wanted(tmp_path, ["39049", "39041"], "industries", base_year=2017, latest_year=2022)
    (line,) = [each for each in described(found, Library(tmp_path)) if "of 2017: " in each]
    assert line.strip() == (
        "or, instead of the 5 of 2017: 2017_annual_singlefile.zip (large; every area of the "
        "country) https://data.bls.gov/cew/data/files/2017/csv/2017_annual_singlefile.zip"
    )


def test_projections_are_wanted_once_and_not_where_the_region_uses_none(tmp_path: Path) -> None:
    years = {"base_year": 2017, "latest_year": 2022}
    none = {**years, "projections": {"use": "none"}}
    found = wanted(tmp_path, ["39049", "18001", "39041"], "industries", **years)
    assert [each.name for each in found if each.source == "projections"] == [
        "industry projections of Indiana", "industry projections of Ohio",
    ]  # fmt: skip
    without = wanted(tmp_path, ["39049"], "industries", **none)
    assert "projections" not in {each.source for each in without}


def test_a_workbook_that_is_switched_off_has_its_files_listed_after_the_others(
    tmp_path: Path,
) -> None:
    root = small_library(tmp_path)
    told = region_downloads(read_region(region_file(tmp_path, root)))
    head = "For 1-region, which the region file switches off, 5 files are not in the library, 1 "
    (place,) = [i for i, line in enumerate(told) if line.startswith(head)]
    before, after = "\n".join(told[:place]), "\n".join(told[place:])
    assert "US000.csv" in before and "lodes" not in before
    assert "needed: wm_od_main_JT00_2022.csv.gz of 2022" in after and "US000.csv" not in after
    listed = (tmp_path / "region.downloads.txt").read_text("utf-8")
    assert listed.splitlines()[1:] == told[1:]


def test_a_county_that_the_titles_do_not_know_is_refused_before_its_files_are_listed(
    tmp_path: Path,
) -> None:
    region = read_region(region_file(tmp_path, small_library(tmp_path), counties=["57099"]))
    with pytest.raises(UnknownCodeError, match=r"no county 57099. Next to it, 57003 is Birch"):
        region_downloads(region)
    assert not (tmp_path / "region.downloads.txt").exists()


def test_a_list_that_cannot_be_written_is_told_all_the_same(tmp_path: Path) -> None:
    found = wanted(tmp_path, ["39049"], "industries", base_year=2022, latest_year=2022)
    (tmp_path / "a.downloads.txt").mkdir()
    first, *lines = download_list(found, Library(tmp_path), tmp_path / "a.yml", {})
    assert "this list could not be written to" in first
    assert any("39049.csv" in line for line in lines)
