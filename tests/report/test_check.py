"""The data diagnostics on libraries: what is read, what blocks, and what is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.disclosure.withheld.system import ConflictError
from sectornb.errors import ChangedFileError, InputError, ParameterError, RegionFileError
from sectornb.report.check import check_region, described, look
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.projections import held_projections
from sectornb.traps import Caught, Findings, TableTrap, Trap
from tests.builders.industry_study import REGION, example, study_of
from tests.builders.qcew import SMALL, Cell, area_frame, write_area
from tests.builders.small_library import COUNTIES, region_file, small_library

SHORT = {"base_year": 2017, "latest_year": 2022, "shortlist": 2}
"""A short list of the small library on which nothing is to be warned of."""
Industries = Mapping[tuple[str, str], Cell]


def ids(region: Path) -> list[tuple[str, str]]:
    return [(one.id, one.severity) for one in check_region(read_region(region))]


def said(region: Path, number: str) -> str:
    return " ".join(one.text for one in check_region(read_region(region)) if one.id == number)


def test_nothing_is_raised_on_a_clean_library(tmp_path: Path) -> None:
    found = check_region(
        read_region(region_file(tmp_path, small_library(tmp_path), industries=SHORT))
    )
    assert described(found, ["2-industries"]) == ["36 traps looked for, none found."]


def test_a_file_that_was_changed_blocks(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    region = region_file(tmp_path, root)
    file = next((root / "qcew" / "2022").rglob(f"{COUNTIES[0]}.csv"))
    file.write_bytes(file.read_bytes() + b"\n")
    (found,) = check_region(read_region(region))
    assert (found.id, found.severity) == ("T29", "blocking")


def test_the_command_ends_with_0_on_the_example() -> None:
    result = CliRunner().invoke(main, ["check", str(REGION)])
    assert result.exit_code == 0
    assert "61 traps looked for: 0 blocking" in result.output


def test_the_command_tells_a_warning_and_ends_with_0(tmp_path: Path) -> None:
    root = small_library(tmp_path, years=(2020, 2022))
    region = region_file(tmp_path, root, industries={"base_year": 2020, "latest_year": 2022})
    result = CliRunner().invoke(main, ["check", str(region)])
    assert result.exit_code == 0
    assert "T22 warning" in result.output


def edited_library(
    folder: Path, naics: str, level: str, change: Callable[[list[str]], None]
) -> Path:
    """The small library with one private row of the first county's file of 2022 changed.

    As a version took it in that did not add up jobs yet.
    """
    root = small_library(folder)
    source = next((root / "qcew" / "2022").rglob(f"{COUNTIES[0]}.csv"))
    lines = source.read_text("utf-8").splitlines(keepends=True)
    place = next(
        n for n, line in enumerate(lines)
        if line.split(",")[2:4] == [naics, level] and line.split(",")[1] == "5"
    )  # fmt: skip
    fields = lines[place].split(",")
    change(fields)
    lines[place] = ",".join(fields)
    edited = folder / "edited" / source.name
    edited.parent.mkdir()
    edited.write_text("".join(lines), "utf-8")
    shutil.rmtree(root / "qcew" / "2022")
    others = [
        path for path in sorted((folder / "inbox").glob("*-2022.csv"))
        if not path.name.startswith(COUNTIES[0])
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as older:
        older.setattr("sectornb.sources.qcew.checks.check_area", lambda *_: None)
        add_files(root, [edited, *others], "qcew", "2022")
    return root


def ten_times(fields: list[str]) -> None:
    fields[9:11] = [f"{int(fields[9])}0", f"{int(fields[10])}0"]


def test_the_command_ends_with_1_where_an_edited_file_is_held(tmp_path: Path) -> None:
    # One three-digit industry with ten times its jobs and wages, consistent in itself.
    root = edited_library(tmp_path, "541", "75", ten_times)
    result = CliRunner().invoke(main, ["check", str(region_file(tmp_path, root))])
    assert result.exit_code == 1
    assert "T12 blocking: Parts and whole" in result.output


def test_rows_that_contradict_each_other_block(tmp_path: Path) -> None:
    # The four-digit row alone: the three-digit industries still add up to their total.
    root = edited_library(tmp_path, "5411", "76", ten_times)
    region = region_file(tmp_path, root, industries=SHORT)
    found = check_region(read_region(region))
    assert [(one.id, one.name) for one in found if one.severity == "blocking"] == [
        ("T12", "Rows that contradict each other")
    ]
    assert "5411" in said(region, "T12")


def test_a_trade_that_the_projections_name_is_read_under_the_code_of_the_agency(
    tmp_path: Path,
) -> None:
    # 238210 is no code of the QCEW; filled with a zero it stands for all of 23821.
    root = small_library(tmp_path)
    head = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"
    brought = tmp_path / "inbox" / "projections.csv"
    rows = [head, "57000,North Esker,238210,2022,2032,400,450"]
    brought.write_text("\n".join([*rows, "57000,North Esker,541,2022,2032,900,990"]), "utf-8")
    add_files(root, [brought], "projections", "2022")
    held = held_projections(Library(root), "2022")
    assert held is not None and list(held["naics"]) == ["23821", "541"]
    assert "T09" not in {trap for trap, _ in ids(region_file(tmp_path, root, industries=SHORT))}


def one_county(folder: Path, areas: Mapping[str, Industries], **industries: object) -> Path:
    """A region of one county in a library of these areas; 57000 is the state, 57999 nowhere."""
    root = folder / "library"
    files = [
        write_area(
            folder / f"{area}.csv",
            area_frame(cells, area=area, geography="state" if area == "57000" else "county"),
        )
        for area, cells in areas.items()
    ]
    add_files(root, files, "qcew", "2022")
    section = {"base_year": 2022, "latest_year": 2022, "small_base_jobs": 10, **industries}
    return region_file(folder, root, counties=["57001"], industries=section)


def more(cells: Industries, code: str, jobs: float) -> Industries:
    old = cells["5", code]
    return {**cells, ("5", code): Cell(old.employment + jobs, old.pay, old.establishments + 1)}


def test_jobs_of_the_state_without_a_county_are_told_by_industry(tmp_path: Path) -> None:
    # 722: 80 of the state's 400 jobs are in no county, a fifth; of all 1,483 jobs 5.4 percent.
    nowhere = {("5", "722"): Cell(80, 21_000, 1)}
    areas = {"57000": more(SMALL, "722", 80), "57001": SMALL, "57999": nowhere}
    text = said(one_county(tmp_path, areas), "T10")
    assert "722 20%" in text
    assert "236" not in text


def test_without_the_state_nothing_is_said_of_jobs_without_a_county(tmp_path: Path) -> None:
    region = one_county(tmp_path, {"57001": SMALL, "57999": {("5", "722"): Cell(80)}})
    assert study_of(read_region(region)).unallocated is None


def quarter(industries: Mapping[str, tuple[float, int]], year: int, number: str) -> pd.DataFrame:
    cells = {("5", code): Cell(jobs, 50_000, sites) for code, (jobs, sites) in industries.items()}
    return area_frame(cells, area="57001", year=year, quarter=number)


def test_months_at_a_turn_of_the_year_are_read_where_the_library_has_them(tmp_path: Path) -> None:
    # A firm of 250 jobs is taken from 336 to 561 between December 2021 and January 2022.
    before, after = {"336": (600, 20), "561": (100, 10)}, {"336": (350, 19), "561": (350, 11)}
    root = tmp_path / "library"
    for year in (2021, 2022):
        cells = {("5", "336"): Cell(600, 50_000, 20), ("5", "561"): Cell(100, 50_000, 10)}
        path = write_area(tmp_path / f"{year}.csv", area_frame(cells, area="57001", year=year))
        add_files(root, [path], "qcew", str(year))
    for year, number, jobs in ((2021, "4", before), (2022, "1", after)):
        path = write_area(tmp_path / f"{year}q{number}.csv", quarter(jobs, year, number))
        add_files(root, [path], "qcew", str(year))
    section = {"base_year": 2021, "latest_year": 2022}
    text = said(region_file(tmp_path, root, counties=["57001"], industries=section), "T16")
    assert "between December 2021 and January 2022" in text
    assert "57001 336 561 250" in text


@pytest.mark.parametrize(("warnings", "line"), [(0, "1 blocking"), (2, "2 warnings.")])
def test_findings_are_counted_by_severity(warnings: int, line: str) -> None:
    blocking = Caught("T01", "One", "blocking", "Text.")
    warning = Caught("T22", "Two", "warning", "Text.")
    found = Findings([blocking, *[warning] * warnings], ["T01", "T22"])
    lines = described(found, ["2-industries"])
    assert lines[-1].startswith("2 traps looked for: 1 blocking")
    assert line in lines[-1]
    assert len(lines) == 2 + warnings


def test_a_trap_of_several_finds_is_counted_once() -> None:
    found = Findings([], ["T01", "T02", "T02"])
    assert described(found, ["2-industries"]) == ["2 traps looked for, none found."]


def test_a_workbook_without_traps_is_no_error() -> None:
    assert described(Findings(), ["6-toy"]) == ["6-toy: no traps to look for yet."]


def test_a_region_of_flows_alone_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "flows-only.yml"
    content = {"id": "flows-only", "title": "Flows only", "counties": ["57017", "57019", "57027"]}
    content["library"] = str(shipped("data", "example", "library"))
    content["region"] = {"flows": "lodes", "vintage": "2022"}
    path.write_text(yaml.safe_dump(content), "utf-8")
    result = CliRunner().invoke(main, ["check", str(path)])
    assert result.exit_code == 0
    # Eleven of its own, revised data, and three of the lists of codes in the library.
    assert result.output.endswith("\n15 traps looked for, none found.\n")


def test_a_region_that_switches_every_workbook_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nothing.yml"
    content = {"id": "nothing", "title": "Nothing", "counties": list(COUNTIES), "library": ""}
    path.write_text(yaml.safe_dump(content), "utf-8")
    with pytest.raises(RegionFileError, match="switches every workbook off"):
        check_region(read_region(path))


def traps(data: list[str], error: Exception | None = None) -> list[Trap]:
    """A trap of the data that finds `data`, and one of the tables, which `error` keeps away."""

    def of_tables(study: object) -> list[str]:
        if error:
            raise error
        return []

    return [
        Trap("T01", "One", "blocking", lambda study: data),
        TableTrap("T02", "Two", "warning", of_tables),
    ]


def looked(*given: Trap) -> tuple[list[str], set[str]]:
    found = look(example(), given)
    return [one.id for one in found], set(found.looked_for)


def test_traps_of_the_data_are_looked_for_first_then_those_of_the_tables() -> None:
    assert looked(*traps(["Found."])) == (["T01"], {"T01", "T02", "T29"})


def test_tables_that_cannot_be_made_are_a_finding_unless_one_explains_them() -> None:
    assert looked(*traps([], InputError("No rows."))) == (["T04"], {"T01", "T04", "T29"})
    assert looked(*traps(["Found."], InputError("No rows."))) == (["T01"], {"T01", "T29"})


def test_rows_that_contradict_each_other_are_told_beside_what_else_was_found() -> None:
    error = ConflictError("5411 is too large.", pd.DataFrame())
    assert looked(*traps(["Found."], error)) == (["T01", "T12"], {"T01", "T12", "T29"})


def test_a_wrong_parameter_is_no_finding() -> None:
    with pytest.raises(ParameterError):
        looked(*traps([], ParameterError("Mend it.")))


def test_a_file_that_changed_keeps_every_other_trap_from_being_looked_for() -> None:
    def changed_file(study: object) -> list[str]:
        raise ChangedFileError("Another file.")

    assert looked(Trap("T01", "One", "blocking", changed_file)) == (["T29"], {"T29"})
