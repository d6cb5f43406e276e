"""The example in git is what its seed gives."""

from pathlib import Path

import pytest

from sectornb.report.example import make_example, projection_weights
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.simulate import simulate_state
from sectornb.simulate.jobs.truth import metro_counties
from sectornb.sources.library import Library
from sectornb.sources.projections import held_projections
from tests.builders.industry_study import study_of

BYTES_IN_GIT = 13_000_000


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.soak
def test_the_same_seed_gives_the_example_byte_for_byte(tmp_path: Path) -> None:
    made = tmp_path / "example"
    make_example(made)
    assert contents(made) == contents(shipped("data", "example"))


def test_the_example_stays_small() -> None:
    assert sum(map(len, contents(shipped("data", "example")).values())) < BYTES_IN_GIT


def test_every_file_of_the_example_says_that_it_is_simulated() -> None:
    records = list((shipped("data", "example") / "library").rglob("*.json"))
    records = [path for path in records if path.with_suffix("").is_file()]
    assert records
    assert all('"simulated": true' in path.read_text("utf-8") for path in records)


def test_the_nation_is_there_in_every_year_between() -> None:
    example = read_region(shipped("data", "example", "region.yml"))
    years = study_of(example).years
    assert years.nation_years == tuple(range(2017, 2023))
    assert set(years.region["year"]) == {str(year) for year in years.nation_years}


def test_the_region_file_takes_both_workforce_regions_by_their_shares() -> None:
    example = read_region(shipped("data", "example", "region.yml"))
    choice = example.sections["2-industries"].projections
    projected = held_projections(Library(example.library))
    assert projected is not None
    assert choice.use == "auto" and len(choice.areas) == 2
    assert set(choice.areas) < set(projected["area_code"])
    assert all(0 < share < 1 for share in choice.areas.values())


def test_shares_of_the_projected_areas_are_those_of_total_covered_jobs() -> None:
    state = simulate_state(3, 10, range(2019, 2021))
    counties = metro_counties(state)
    rows = state.annual[2020]
    total = rows[rows["own_code"].eq("0")].set_index("area_fips")["annual_avg_emplvl"]
    frame = state.geography.counties
    for code, share in projection_weights(state, counties).items():
        north = code.endswith("1")
        home = frame[frame["state"].eq("57") & frame["row"].le(state.geography.rows // 2).eq(north)]
        inside = [area for area in home["area_fips"] if area in counties]
        assert share == pytest.approx(
            total[inside].sum() / total[home["area_fips"]].sum(), abs=0.005
        )
