"""What a region file leaves to another workbook is filled before anything runs."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sectornb import occupation
from sectornb.errors import NotInLibraryError, RegionFileError
from sectornb.report import run
from sectornb.report.completed import completed, with_takers
from sectornb.report.region_file import Region, read_region, region_model
from sectornb.taking import Taken
from sectornb.workbooks import workbooks
from tests.builders.industry_study import study_of
from tests.builders.small_library import region_file, small_library
from tests.report.test_run_choices import Here, executed

NAME = "3-occupations"
YEAR = {"latest_year": 2022}


def forget() -> None:
    workbooks.cache_clear()
    region_model.cache_clear()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_library(tmp_path_factory.mktemp("library"))


def region(folder: Path, library: Path, **sections: object) -> Region:
    return read_region(region_file(folder, library, **{"occupations": YEAR, **sections}))


def targets(region: Region) -> list[str]:
    named: list[str] = region.sections[NAME].target_industries
    return named


def test_the_first_of_the_short_list_is_the_target(tmp_path: Path, library: Path) -> None:
    asked = region(tmp_path, library)
    whole, told = completed(asked, [NAME])
    assert targets(whole) == study_of(asked).short_list()[:1]
    (line,) = told
    assert line.startswith(
        f"3-occupations takes target_industries from 'industries': {targets(whole)[0]} ("
    )


def test_the_region_file_as_it_was_read_stays_as_it_is(tmp_path: Path, library: Path) -> None:
    asked = region(tmp_path, library)
    completed(asked, [NAME])
    assert targets(asked) == []


def test_a_target_that_is_named_is_kept(tmp_path: Path, library: Path) -> None:
    asked = region(tmp_path, library, occupations={**YEAR, "target_industries": ["722"]})
    assert completed(asked, [NAME]) == (asked, [])


def test_a_workbook_that_does_not_run_is_not_filled(tmp_path: Path, library: Path) -> None:
    asked = region(tmp_path, library)
    assert completed(asked, ["2-industries"]).told == []


def test_a_setting_may_stand_for_the_one_that_is_empty(
    tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Taken("target_industries", section="industries", unless=("wage_area",))
    monkeypatch.setattr(occupation, "WORKBOOK", replace(occupation.WORKBOOK, takes=taken))
    forget()
    asked = region(tmp_path, library, occupations={**YEAR, "wage_area": "57900"})
    said = completed(asked, [NAME]).told, completed(region(tmp_path, library), [NAME]).told
    monkeypatch.undo()
    forget()
    assert said[0] == [] and said[1] != []


def test_a_study_at_hand_is_not_made_again(
    tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = region(tmp_path, library)
    study = study_of(asked)
    monkeypatch.delattr("sectornb.report.completed.open_library")
    whole, _ = completed(asked, [NAME], {"2-industries": study})
    assert targets(whole) == study.short_list()[:1]


def test_without_the_other_workbook_the_way_out_is_told(tmp_path: Path, library: Path) -> None:
    asked = region(tmp_path, library, industries=None)
    with pytest.raises(RegionFileError) as refused:
        completed(asked, [NAME])
    told = str(refused.value)
    assert "leaves target_industries of the section 'occupations' empty" in told
    assert "switches 2-industries off" in told and 'target_industries: ["622"]' in told


def test_a_library_that_cannot_rank_says_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    asked = region(tmp_path, tmp_path / "library")
    with pytest.raises(NotInLibraryError):
        completed(asked, [NAME])


def test_who_takes_from_a_workbook_that_runs_is_completed_too() -> None:
    assert with_takers(["2-industries"]) == {"2-industries", NAME}
    assert with_takers(["1-region"]) == {"1-region"}


@pytest.fixture
def nothing_is_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "execute", executed)
    monkeypatch.setattr(run, "begun_early", lambda chosen: nullcontext({}))
    monkeypatch.setattr(run, "Beside", Here)


@pytest.mark.usefixtures("nothing_is_executed")
def test_a_run_tells_and_passes_on_the_target(tmp_path: Path, library: Path) -> None:
    told: list[str] = []
    asked = region(tmp_path, library)
    report = run.run_region(asked, tmp_path / "reports", tell=told.append, progress=False)
    first = study_of(asked).short_list()[0]
    manifest = yaml.safe_load((report / "manifest.json").read_text("utf-8"))
    assert manifest["parameters"][NAME]["target_industries"] == [first]
    assert any(f"takes target_industries from 'industries': {first} (" in line for line in told)


@pytest.mark.usefixtures("nothing_is_executed")
def test_a_kept_result_is_held_against_the_short_list_of_now(tmp_path: Path, library: Path) -> None:
    def index(*only: str, **weights: int) -> str:
        none = dict.fromkeys(("annual_wage", "historical_growth", "projected_growth"), 0)
        chosen = {"base_year": 2017, "latest_year": 2022, "weights": {**none, **weights}}
        report = run.run_region(
            region(tmp_path, library, industries=chosen),
            tmp_path / "reports",
            only=only,
            tell=lambda line: None,
            progress=False,
        )
        return (report / "index.html").read_text("utf-8")

    jobs, share = {"employment": 1, "location_quotient": 0}, {"employment": 0}
    index(**jobs)
    assert "has since changed" not in index("industries", **jobs)
    assert "has since changed target_industries" in index("industries", **share)
