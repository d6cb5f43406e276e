"""Lists of codes of a library against each other: what a join keeps is told, a break is caught."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.report.code_lists import CodeLists, national_jobs
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.occupations import (
    CROSSWALK,
    CROSSWALK_ABOVE,
    HYBRID,
    HYBRID_ABOVE,
    OCCUPATIONS,
    STRUCTURE,
    STRUCTURE_ABOVE,
    Rows,
    cip_file,
    ratings,
    soc_file,
    tabbed,
    written,
)
from tests.builders.small_library import region_file, small_library

TESTERS = ["15-1253.00", "Software Testers", "Test programs."]
TESTERS_ROW = [4, "15-1253.00", "Software Testers", "15-1253", "Testers"]


def library(folder: Path, onet: Rows, skills: tuple[str, ...] = ("essential", "transferable")):
    root = folder / "library"
    files = {"occupations.txt": onet, "skills.txt": ratings(*skills)}
    paths = [written(folder, tabbed(rows), name) for name, rows in files.items()]
    add_files(root, paths, "onet", "30.3")
    soc = {
        "s.xlsx": soc_file(STRUCTURE_ABOVE, STRUCTURE),
        "h.xlsx": soc_file(HYBRID_ABOVE, HYBRID),
        "c.xlsx": soc_file(CROSSWALK_ABOVE, [*CROSSWALK, TESTERS_ROW], "Crosswalk"),
    }
    add_files(root, [written(folder, content, name) for name, content in soc.items()], "soc")
    add_files(root, [written(folder, cip_file(), "cip.xlsx")], "cip")
    return Library(root)


def test_nothing_is_found_in_lists_that_fit(tmp_path: Path) -> None:
    lists = CodeLists(library(tmp_path, [*OCCUPATIONS, TESTERS]))
    assert lists.findings == []
    assert lists.findings.looked_for == {"T66", "T76", "T83"}
    told = "\n".join(lists.lines)
    assert "in the occupations of O*NET 30.3: 3 of 3 codes, 100.0 percent of their number." in told
    assert "Codes: 1 of 4 codes of SOC 2010 lead to several of SOC 2018, up to 2" in told
    assert "Codes: 1 of 2 programs of study lead to several occupations" in told
    assert "35 skills of 2 occupations; of 140 ratings, 0 are unreliable" in told
    assert lists.lines[-1].startswith("This page includes information from the O*NET 30.3")


def test_codes_are_weighed_by_their_employment(tmp_path: Path) -> None:
    """Occupation code changed: what is lost is told with its jobs, the largest first."""
    jobs = pd.Series({"11-1011": 200.0, "15-1252": 700.0, "15-1253": 100.0})
    lists = CodeLists(library(tmp_path, OCCUPATIONS), jobs)
    (found,) = lists.findings
    assert (found.id, found.severity) == ("T66", "warning")
    assert "90.0 percent of their employment; dropped, largest first: 15-1253 (100)" in found.text


def test_a_list_that_keeps_too_little_blocks(tmp_path: Path) -> None:
    """Occupation code changed: most of the jobs have codes that the list does not know."""
    jobs = pd.Series({"11-1011": 200.0, "15-1252": 10.0, "15-1253": 900.0})
    (found, *_) = CodeLists(library(tmp_path, OCCUPATIONS), jobs).findings
    assert (found.id, found.severity) == ("T66", "blocking")


def test_half_of_the_skills_blocks(tmp_path: Path) -> None:
    """Most skills lost at O*NET 30.3."""
    lists = CodeLists(library(tmp_path, [*OCCUPATIONS, TESTERS], ("essential",)))
    assert [(one.id, one.severity) for one in lists.findings] == [("T83", "blocking")]


def test_of_several_releases_the_latest_is_compared_and_all_are_attributed(tmp_path: Path) -> None:
    held = library(tmp_path, [*OCCUPATIONS, TESTERS])
    older = written(tmp_path, tabbed(OCCUPATIONS), "older.txt")
    add_files(held.root, [older], "onet", "29.3")
    lists = CodeLists(Library(held.root))
    assert lists.findings == []
    assert "the O*NET 29.3 Database" in lists.lines[-2]
    assert "the O*NET 30.3 Database" in lists.lines[-1]


def test_a_file_that_was_changed_blocks(tmp_path: Path) -> None:
    """Revised data."""
    held = library(tmp_path, OCCUPATIONS)
    (file,) = held.root.rglob("soc_structure_2018.xlsx")
    file.write_bytes(file.read_bytes() + b" ")
    (found,) = CodeLists(Library(held.root)).findings
    assert (found.id, found.severity) == ("T29", "blocking")


def test_a_library_without_lists_is_not_looked_at(tmp_path: Path) -> None:
    lists = CodeLists(Library(tmp_path / "none"))
    assert (lists.lines, lists.findings, lists.findings.looked_for) == ([], [], frozenset())


def test_check_and_add_tell_of_skills_that_are_half_there(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    path = written(tmp_path, tabbed(ratings("essential")), "Essential Skills.txt")
    added = CliRunner().invoke(
        main,
        ["add", str(path), "--source", "onet", "--vintage", "30.3", "--library", str(root)],
    )
    assert ": Essential Skills of O*NET 30.3 holds 10 of 35 skills" in added.output
    region = region_file(tmp_path, root)
    result = CliRunner().invoke(main, ["check", str(region)])
    assert result.exit_code == 1
    assert "T83 blocking" in result.output and "O*NET 30.3 Database" in result.output


@pytest.mark.parametrize("source", ["onet", "soc", "cip"])
def test_sources_tells_what_each_answers(source: str) -> None:
    told = CliRunner().invoke(main, ["sources", source])
    assert told.exit_code == 0 and "Answers: " in told.output


def test_codes_are_weighed_by_the_nations_jobs_of_soc_2018(tmp_path: Path) -> None:
    library = Library(shipped("data", "example", "library"))
    jobs = national_jobs(library)
    assert jobs is not None and jobs.index.is_unique
    assert jobs["29-1141"] > 1_000_000
    assert national_jobs(Library(tmp_path)) is None
