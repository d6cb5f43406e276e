"""Files of LODES that end too early, told by other years and by their other half."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.lodes.beside import told_of_cut
from tests.builders.commuting import block, od_file

A, B, C = block("57001"), block("57003"), block("58001")
Pairs = list[tuple[str, str, int]]


def told(folder: Path, pairs: Pairs, beside: str, other: Pairs) -> list[str]:
    """What is told of the main file of 2019 beside another."""
    files = [od_file(folder, "wm_od_main_JT00_2019", pairs), od_file(folder, beside, other)]
    (holding, _), _ = add_files(folder / "library", files, "lodes")
    return told_of_cut(Library(folder / "library"), holding)


@pytest.mark.parametrize("year", ["2017", "2018", "2021"])
def test_a_county_that_lost_most_of_its_jobs_since_another_year_is_told(
    tmp_path: Path, year: str
) -> None:
    whole = [(A, A, 900), (B, B, 1200)]
    (line,) = told(tmp_path, [(A, A, 910), (B, B, 300)], f"wm_od_main_JT00_{year}", whole)
    assert "wm_od_main_JT00_2019.csv.gz may be cut off" in line
    assert "57003 (300, there 1,200)" in line and "57001" not in line


def test_what_a_year_may_bring_is_not_told(tmp_path: Path) -> None:
    whole = [(A, A, 900), (B, B, 300)]
    assert told(tmp_path, [(A, A, 500), (B, B, 40)], "wm_od_main_JT00_2018", whole) == []


def test_files_of_other_states_and_job_types_are_not_compared(tmp_path: Path) -> None:
    whole = [(A, A, 900), (B, B, 1200)]
    assert told(tmp_path, [(A, A, 900)], "wm_od_main_JT01_2018", whole) == []


def test_a_county_that_only_the_other_half_has_is_told(tmp_path: Path) -> None:
    other = [(A, C, 50), (B, C, 600)]
    (line,) = told(tmp_path, [(A, A, 900)], "wm_od_aux_JT00_2019", other)
    assert "beside wm_od_aux_JT00_2019.csv.gz it lacks jobs at work in 57003 (0, there 600)" in line


def test_an_aux_file_may_lack_counties_by_nature(tmp_path: Path) -> None:
    files = [
        od_file(tmp_path, "wm_od_aux_JT00_2019", [(A, C, 5)]),
        od_file(tmp_path, "wm_od_main_JT00_2019", [(A, A, 9000), (B, B, 900)]),
    ]
    (aux, _), (main, _) = add_files(tmp_path / "library", files, "lodes")
    library = Library(tmp_path / "library")
    assert told_of_cut(library, aux) == told_of_cut(library, main) == []
