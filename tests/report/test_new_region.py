from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import ParameterError, RegionFileError, SectornbError
from sectornb.report.new_region import write_region_file
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from tests.builders.editions import add_flows, add_laus
from tests.builders.small_library import COLUMNS, COUNTIES, area_rows, small_library, write_csv


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_library(tmp_path_factory.mktemp("library"))


def new(
    library: Path,
    folder: Path,
    region_id: str = "north-esker",
    counties: str = ",".join(COUNTIES),
    *,
    title: str | None = None,
    base_year: int | None = None,
    latest_year: int | None = None,
    workforce_areas: tuple[str, ...] = (),
) -> tuple[Path, list[str]]:
    return write_region_file(
        region_id,
        counties,
        title=title,
        library=library,
        folder=folder,
        choices={"base_year": base_year, "latest_year": latest_year},
        workforce_areas=workforce_areas,
    )


def nothing_in(folder: Path) -> bool:
    return not folder.exists() or not list(folder.rglob("*"))


def test_a_new_region_file_is_one_that_can_be_read(library: Path, tmp_path: Path) -> None:
    path, _ = new(library, tmp_path / "regions")
    region = read_region(path)
    assert path == tmp_path / "regions" / "north-esker.yml"
    assert (region.id, region.title) == ("north-esker", "North Esker")
    assert region.counties == list(COUNTIES)
    assert region.library == library.resolve()


def test_each_county_has_its_name_beside_it(library: Path, tmp_path: Path) -> None:
    path, _ = new(library, tmp_path)
    lines = path.read_text("utf-8").splitlines()
    assert any('"57003"' in line and line.endswith("# Birch County, North Esker") for line in lines)


def test_without_area_titles_codes_are_enough(tmp_path: Path) -> None:
    root = small_library(tmp_path, titles={})
    path, told = new(root, tmp_path / "regions")
    assert read_region(path).counties == list(COUNTIES)
    assert any("no names" in line for line in told)


def test_years_are_the_newest_of_all_counties_and_five_years_before(
    library: Path, tmp_path: Path
) -> None:
    path, told = new(library, tmp_path)
    section = read_region(path).sections["2-industries"]
    assert (section.base_year, section.latest_year) == (2017, 2022)
    assert any("2022" in line for line in told) and any("2017" in line for line in told)


def test_a_year_that_lacks_a_county_is_not_chosen(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    alone = write_csv(tmp_path / "one.csv", COLUMNS, area_rows("57001", 2023))
    add_files(root, [alone], "qcew", "2023")
    assert "latest_year: 2022" in new(root, tmp_path / "a")[0].read_text("utf-8")
    one, _ = new(root, tmp_path / "b", counties="57001")
    assert "latest_year: 2023" in one.read_text("utf-8")
    assert "base_year: 2017" in one.read_text("utf-8")


def test_without_a_year_five_years_back_the_earliest_is_taken(tmp_path: Path) -> None:
    root = small_library(tmp_path, years=(2019, 2020, 2022))
    path, told = new(root, tmp_path / "regions")
    assert "base_year: 2019" in path.read_text("utf-8")
    assert any("earliest" in line for line in told)


def test_with_one_year_both_ends_are_that_year(tmp_path: Path) -> None:
    root = small_library(tmp_path, years=(2022,))
    section = read_region(new(root, tmp_path / "regions")[0]).sections["2-industries"]
    assert (section.base_year, section.latest_year) == (2022, 2022)


def test_an_empty_library_cannot_choose_years(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="No year has files of all counties.*sectornb add"):
        new(tmp_path / "none", tmp_path / "regions")
    assert nothing_in(tmp_path / "regions")


def test_years_given_need_no_library(tmp_path: Path) -> None:
    path, _ = new(tmp_path / "none", tmp_path / "regions", base_year=2018, latest_year=2023)
    assert read_region(path).sections["2-industries"].base_year == 2018


def test_a_year_given_without_files_is_told(library: Path, tmp_path: Path) -> None:
    path, told = new(library, tmp_path, latest_year=2023)
    assert read_region(path).sections["2-industries"].latest_year == 2023
    assert any("does not hold every county in 2023" in line for line in told)


PLANNING_REGIONS = "09110,09120,09130,09140,09150,09160,09170,09180,09190"


@pytest.mark.parametrize(
    ("counties", "latest_year", "base_year", "told"),
    [
        # One of nine regions has no past; all nine are the state, which has.
        ("09110", 2024, 2024, "the latest, so without growth"),
        ("09110", 2026, 2024, "2 years before"),
        (PLANNING_REGIONS, 2024, 2019, "5 years before"),
        # In the year of its renaming a county may be under both codes.
        ("46102", 2020, 2016, "4 years before"),
        ("46102", 2022, 2017, "5 years before"),
        ("02063,02066", 2022, 2017, "5 years before"),
        ("02063", 2022, 2020, "2 years before"),
    ],
)
def test_the_base_year_is_one_to_which_the_region_can_be_followed_back(
    tmp_path: Path, counties: str, latest_year: int, base_year: int, told: str
) -> None:
    path, lines = new(tmp_path / "none", tmp_path, counties=counties, latest_year=latest_year)
    assert read_region(path).sections["2-industries"].base_year == base_year
    assert any(line.startswith(f"Base year {base_year}: {told}") for line in lines)
    assert (base_year == latest_year - 5) != any("no growth from" in line for line in lines)


def test_a_base_year_to_which_the_region_cannot_be_followed_back_is_told(tmp_path: Path) -> None:
    _, told = new(tmp_path / "none", tmp_path, counties="09110", base_year=2020, latest_year=2024)
    assert any("cannot be followed back to 2020 without 09120" in line for line in told)


def test_a_year_that_is_held_under_the_codes_of_then_is_a_base_year(tmp_path: Path) -> None:
    library, inbox = tmp_path / "library", tmp_path / "inbox"
    inbox.mkdir()
    for code, year in (("46113", 2014), ("46102", 2018), ("46102", 2019)):
        rows = [[code, *row[1:]] for row in area_rows("57001", year)]
        file = write_csv(inbox / f"{code}-{year}.csv", COLUMNS, rows)
        add_files(library, [file], "qcew", str(year))
    section = read_region(new(library, tmp_path, counties="46102")[0]).sections["2-industries"]
    assert (section.base_year, section.latest_year) == (2014, 2019)


def test_codes_newer_than_the_library_are_planned_for_a_year_that_has_them(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="or give --latest-year 2024,"):
        new(tmp_path / "none", tmp_path, counties="09110")
    assert read_region(new(tmp_path / "none", tmp_path, counties="09110", latest_year=2024)[0])


def test_an_existing_file_is_not_overwritten(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "north-esker.yml"
    path.write_text("mine", "utf-8")
    with pytest.raises(RegionFileError, match="already there"):
        new(library, tmp_path)
    assert path.read_text("utf-8") == "mine"


def test_a_file_named_where_its_folder_belongs_is_told(library: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=f"Give its folder: --out {tmp_path}$"):
        new(library, tmp_path / "north-esker.yml")
    assert nothing_in(tmp_path)


@pytest.mark.parametrize("region_id", ["North", "a b", "../up", "", "a_b", "-a", "a/b", "é"])
def test_an_id_that_is_no_folder_name_is_refused(
    library: Path, tmp_path: Path, region_id: str
) -> None:
    with pytest.raises(ParameterError, match="id"):
        new(library, tmp_path / "regions", region_id)
    assert nothing_in(tmp_path)


@pytest.mark.parametrize("region_id", ["2022", "no", "null", "1e5", "0x1f"])
def test_an_id_that_yaml_would_take_for_something_else_stays_text(
    library: Path, tmp_path: Path, region_id: str
) -> None:
    assert read_region(new(library, tmp_path, region_id)[0]).id == region_id


@pytest.mark.parametrize(
    ("title", "base_year", "latest_year"),
    [(None, 2023, 2022), (None, 2017, 1850), ("x" * 121, None, None)],
    ids=["reversed years", "no such year", "endless title"],
)
def test_what_the_region_file_may_not_hold_is_refused_before_it_is_written(
    library: Path, tmp_path: Path, title: str | None, base_year: int | None, latest_year: int | None
) -> None:
    with pytest.raises(RegionFileError):
        new(
            library, tmp_path / "regions", title=title, base_year=base_year, latest_year=latest_year
        )
    assert nothing_in(tmp_path)


@pytest.mark.parametrize(
    "counties",
    ["57009", "57001,57001", "5700", "57000", "Aldr, North Esker", "", ";", "57001;Nowhere"],
)
def test_no_file_is_left_behind_when_a_county_is_refused(
    library: Path, tmp_path: Path, counties: str
) -> None:
    with pytest.raises(SectornbError):
        new(library, tmp_path / "regions", counties=counties)
    assert nothing_in(tmp_path)


def test_a_workbook_whose_files_are_lacking_stands_as_a_comment(
    library: Path, tmp_path: Path
) -> None:
    path, told = new(library, tmp_path / "regions")
    assert "# region:" in path.read_text("utf-8")
    assert "1-region" not in read_region(path).sections
    assert any("No LODES flows" in line for line in told)
    assert "So workbook 1-region stands as a comment." in told


@pytest.mark.parametrize("diagonal", [True, False])
@pytest.mark.parametrize("laus", [(), ("2017",), ("2020",), ("2020", "2020.r2")])
def test_a_table_of_county_flows_serves_where_there_are_none_of_lodes(
    tmp_path: Path, diagonal: bool, laus: tuple[str, ...]
) -> None:
    library = small_library(tmp_path)
    pairs = [(home, work, 9) for home in COUNTIES for work in COUNTIES if diagonal or home != work]
    add_flows(tmp_path, pairs, "2020")
    for vintage in laus:
        extra = {"57099": 1} if "." in vintage else {}
        add_laus(tmp_path, dict.fromkeys(COUNTIES, 100) | extra, vintage)
    path, told = new(library, tmp_path / "regions")
    section = read_region(path).sections.get("1-region")
    if diagonal or "2020" in laus:
        assert (section.flows, section.vintage) == ("county-flows", "2020")
        wanted = "flows" if diagonal else "laus" if len(laus) == 1 else "laus 2020.r2"
        assert section.residents == wanted
        assert "No LODES flows of these states. Those of county-flows 2020 are taken." in told
    else:
        assert section is None
        assert any("county-flows 2020 leaves out people who" in line for line in told)


def test_a_table_of_county_flows_that_lacks_a_county_is_told(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    add_flows(tmp_path, [("57001", "57001", 9), ("57003", "57003", 9)], "2020")
    path, told = new(library, tmp_path / "regions")
    assert "1-region" not in read_region(path).sections
    assert "county-flows 2020 does not have 57005." in told


def test_with_flows_and_staffing_in_the_library_their_workbooks_are_switched_on(
    tmp_path: Path,
) -> None:
    example = shipped("data", "example", "library")
    path, _ = write_region_file(
        "hartwell",
        "Hartwell, WM; Juniper, WM",
        title=None,
        library=example,
        folder=tmp_path,
        choices={},
    )
    region = read_region(path)
    assert set(region.sections) == {"1-region", "2-industries", "3-occupations"}
    assert region.sections["1-region"].vintage == "2022"
    assert region.sections["2-industries"].base_year == 2017


def test_years_that_only_a_bulk_file_holds_count_too(tmp_path: Path) -> None:
    # The example has 2018 to 2021 of Alder County in the single file alone.
    path, _ = write_region_file(
        "alder",
        "57001",
        title=None,
        library=shipped("data", "example", "library"),
        folder=tmp_path,
        choices={"latest_year": 2021},
    )
    assert read_region(path).sections["2-industries"].base_year == 2017


SIMPLE = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"


def projections(
    folder: Path, root: Path, *areas: str, years: tuple[int, int] = (2022, 2032)
) -> None:
    """Projections of some areas in the library, each called by its code."""
    rows = [f"{area},Area {area},622,{years[0]},{years[1]},1000,1100" for area in areas]
    path = folder / f"{years[0]}.csv"
    path.write_text("\n".join([SIMPLE, *rows]) + "\n", "utf-8")
    add_files(root, [path], "projections", str(years[0]))


def projection_choice(path: Path) -> dict[str, object]:
    section = read_region(path).sections["2-industries"]
    return dict(section.projections.model_dump())


def test_the_projections_of_a_region_file_have_all_their_keys_with_a_comment(
    library: Path, tmp_path: Path
) -> None:
    text = new(library, tmp_path)[0].read_text("utf-8")
    section = text[text.index("  projections:") :].splitlines()
    assert [line.split(":")[0].strip() for line in section[:4]] == [
        "projections", "use", "areas", "vintage",
    ]  # fmt: skip
    assert all(" # " in line for line in section[:4])


def test_without_projections_in_the_library_the_defaults_stand(
    library: Path, tmp_path: Path
) -> None:
    path, _ = new(library, tmp_path)
    assert projection_choice(path) == {"use": "auto", "areas": {}, "vintage": ""}


def test_the_only_projected_area_needs_no_share(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    projections(tmp_path, root, "north")
    path, told = new(root, tmp_path / "regions")
    assert projection_choice(path) == {"use": "auto", "areas": {}, "vintage": ""}
    assert not any("which share" in line for line in told)


def test_of_several_projected_areas_the_whole_state_is_taken_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    root = small_library(tmp_path)
    projections(tmp_path, root, "57000", "north")
    path, told = new(root, tmp_path / "regions")
    assert projection_choice(path)["areas"] == {"57000": 1}
    assert '"57000": 1' in path.read_text("utf-8") and "# Area 57000" in path.read_text("utf-8")
    assert any("which share" in line and "north is Area north" in line for line in told)


def test_several_projected_areas_without_the_state_are_left_to_the_analyst(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    projections(tmp_path, root, "north", "south")
    path, told = new(root, tmp_path / "regions")
    assert projection_choice(path)["use"] == "none"
    assert any("No projections for now" in line and "south" in line for line in told)


def test_of_several_vintages_of_projections_the_newest_is_named(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    projections(tmp_path, root, "north")
    projections(tmp_path, root, "north", years=(2024, 2034))
    assert projection_choice(new(root, tmp_path / "regions")[0])["vintage"] == "2024"


def test_the_counties_of_a_workforce_area_come_after_those_named(tmp_path: Path) -> None:
    path, told = new(
        shipped("data", "example", "library"),
        tmp_path,
        counties="57001",
        workforce_areas=("Harrow Falls, WM",),
    )
    assert read_region(path).counties == [
        "57001", "57017", "57019", "57027", "57029", "57037", "57039",
    ]  # fmt: skip
    assert "Harrow Falls Workforce Board (57000001): 6 counties." in told


def test_no_file_is_left_behind_when_a_workforce_area_is_refused(tmp_path: Path) -> None:
    example = shipped("data", "example", "library")
    with pytest.raises(SectornbError):
        new(example, tmp_path / "regions", counties="", workforce_areas=("Nowhere, WM",))
    assert nothing_in(tmp_path)
