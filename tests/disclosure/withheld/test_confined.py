"""What confines the region's withheld cells: its counties, the state, and the state's others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.shipped import shipped
from sectornb.sources.library import Library
from tests.builders.industry_study import asked

COUNTIES = ["57017", "57019", "57027", "57029", "57037", "57039"]
EXAMPLE = shipped("data", "example", "library")
LATEST = Path("qcew", "2022", "annual-area")


def study(folder: Path) -> IndustryStudy:
    return IndustryStudy(Library(folder), asked(COUNTIES, base_year=2022))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The example's files of the latest year."""
    shutil.copytree(EXAMPLE / "qcew" / "2022", tmp_path / "library" / "qcew" / "2022")
    return tmp_path / "library"


def width(of: IndustryStudy) -> float:
    region = of.bounds["2022"].region
    level = region[region["detail"].eq("5")]
    return float((level["employment_high"] - level["employment_low"]).sum())


def without(folder: Path, *areas: str) -> None:
    for area in areas:
        (folder / LATEST / f"{area}.csv").unlink()
        (folder / LATEST / f"{area}.csv.json").unlink()


def test_every_county_of_the_state_that_is_held_confines_the_region(library: Path) -> None:
    whole = study(library)
    assert whole.confined.areas("2022") == {"states": 1, "counties": 25, "held": 25}
    assert whole.confined.told == []
    without(library, "57001", "57003", "57005", "57007", "57009")
    fewer = study(library)
    assert fewer.confined.areas("2022") == {"states": 1, "counties": 20, "held": 20}
    assert width(whole) < width(fewer)


def test_without_the_rows_of_the_state_other_counties_are_of_no_use(library: Path) -> None:
    without(library, "57000")
    found = study(library)
    assert found.surroundings.rows is None
    assert found.confined.areas("2022") == {"states": 0, "counties": 6, "held": 25}


def test_counties_of_another_vintage_stay_aside(library: Path) -> None:
    later = library / "qcew" / "2022.r2" / "annual-area"
    later.mkdir(parents=True)
    for file in (library / LATEST).iterdir():
        if file.name[:5] not in (*COUNTIES, "57000", "57999"):
            file.rename(later / file.name)
    parameters = asked(COUNTIES, base_year=2022, vintages={"2022": "2022"})
    found = IndustryStudy(Library(library), parameters)
    assert found.confined.areas("2022") == {"states": 1, "counties": 6, "held": 6}


def test_a_county_around_that_contradicts_is_left_out_and_told(library: Path) -> None:
    found = study(library)
    rows = found.surroundings.rows
    assert rows is not None
    cell = rows["area_fips"].eq("57001") & rows["naics"].eq("102") & rows["own_code"].eq("5")
    rows.loc[cell, "total_wages_usd"] *= 10
    rows.loc[cell, "annual_wage_usd"] *= 10
    assert found.confined.areas("2022") == {"states": 1, "counties": 6, "held": 25}
    (told,) = found.confined.told
    assert "2022" in told and "57001" in told
    assert found.bounds["2022"].state_used
    assert told in found.cautions


def test_a_county_around_that_was_changed_is_left_out_and_told(library: Path) -> None:
    with (library / LATEST / "57001.csv").open("a") as file:
        file.write("\n")
    found = study(library)
    assert found.confined.areas("2022") == {"states": 1, "counties": 6, "held": 25}
    assert "57001.csv" in found.confined.told[0]


def test_files_around_the_region_are_among_those_that_the_results_rest_on(library: Path) -> None:
    found = study(library)
    assert found.bounds
    assert "57001.csv" in {held.part for held in found.library.used()}


def test_tables_drawn_inside_the_closer_ends_forget_where_they_began(library: Path) -> None:
    found = study(library)
    drawn = found.drawn.diagnostics
    assert drawn["draws"].eq(1_000).all()
    assert drawn["scale_reduction"].max() <= 1.05
