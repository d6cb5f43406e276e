"""Which workbooks a run makes, keeps and leaves out; nothing is executed here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import pytest

from sectornb.errors import ParameterError, RegionFileError, SectornbError, UnknownCodeError
from sectornb.report import run, staging
from sectornb.report.excel.beside import Beside, write
from sectornb.report.execute import Job
from sectornb.report.region_file import Region, read_region
from sectornb.report.report import Report
from tests.builders.small_library import region_file

BOTH: dict[str, Any] = {"region": {"flows": "lodes", "vintage": "2019"}}
RUNS: list[str] = []


def executed(jobs: Sequence[Job], early: object, **others: object) -> None:
    """Stands for workbooks: a notebook of each, its parameters, a record without tables."""
    for job in jobs:
        leave(job.workbook.name, job.parameters, job.stage)


def leave(workbook: str, parameters: dict[str, Any], stage: Path) -> None:
    RUNS.append(workbook)
    record = {
        "workbook": workbook,
        "question": f"What does {workbook} ask?",
        "period": "2017 to 2022",
        "parameters": {
            name: value for name, value in parameters.items() if name not in ("library", "out")
        },
        "tables": {},
        "findings": [{"text": f"Run {len(RUNS)} of {workbook}.", "claims": []}],
        "notes": [],
        "limits": [],
        "sources": [],
        "figures": [],
    }
    notebook = {
        "cells": [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Title"}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    for name, content in (
        (f"{workbook}.ipynb", json.dumps(notebook)),
        (f"records/{workbook}.json", json.dumps(record)),
        (f"parameters/{workbook}.yml", "{}\n"),
    ):
        (stage / name).parent.mkdir(exist_ok=True)
        (stage / name).write_text(content, "utf-8")


class Here(Beside):
    """Writes the spreadsheet in this process, as where the other one fails: that starts at once."""

    def __enter__(self) -> Self:
        return self

    def begin(self, report: Report) -> None:
        self._report = report

    def finish(self) -> None:
        write(self._report)

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def nothing_is_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workbook is run, and no process is begun for one that is not (`test_run` has them)."""
    RUNS.clear()
    monkeypatch.setattr(run, "execute", executed)
    monkeypatch.setattr(run, "begun_early", lambda chosen: nullcontext({}))
    monkeypatch.setattr(run, "Beside", Here)


def region(tmp_path: Path, **changes: object) -> Region:
    (tmp_path / "library").mkdir(exist_ok=True)
    return read_region(region_file(tmp_path, tmp_path / "library", **changes))


def make(tmp_path: Path, *only: str, **changes: object) -> Path:
    return run.run_region(
        region(tmp_path, **changes),
        tmp_path / "reports",
        only=only,
        tell=lambda line: None,
        progress=False,
    )


def index(report: Path) -> str:
    return (report / "index.html").read_text("utf-8")


def manifest(report: Path) -> dict[str, Any]:
    return dict(json.loads((report / "manifest.json").read_text("utf-8")))


def test_every_section_that_is_there_is_run(tmp_path: Path) -> None:
    make(tmp_path, **BOTH)
    assert RUNS == ["1-region", "2-industries"]


def test_a_section_that_is_absent_switches_its_workbook_off_and_the_index_says_so(
    tmp_path: Path,
) -> None:
    report = make(tmp_path)
    assert RUNS == ["2-industries"]
    left_out = "not part of this report; your analyst can add it"
    absent = dict.fromkeys(("1-region", "3-occupations", "4-assessment"), left_out)
    assert manifest(report)["absent"] == absent
    assert "Not part of this report; your analyst can add it." in index(report)


def test_a_region_file_that_switches_everything_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="switches every workbook off.*industries"):
        make(tmp_path, industries=None)
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("name", ["industries", "2-industries", "Industries", "2-INDUSTRIES"])
def test_only_takes_section_or_workbook_and_keeps_the_others(tmp_path: Path, name: str) -> None:
    before = make(tmp_path, **BOTH)
    kept = (before / "1-region.html").read_bytes()
    report = make(tmp_path, name, **BOTH)
    assert RUNS == ["1-region", "2-industries", "2-industries"]
    assert (report / "1-region.html").read_bytes() == kept
    assert "Run 1 of 1-region." in index(report) and "Run 3 of 2-industries." in index(report)


def test_the_index_says_that_a_result_was_kept_and_of_which_data(tmp_path: Path) -> None:
    make(tmp_path, **BOTH)
    report = make(tmp_path, "industries", **BOTH)
    assert manifest(report)["kept"] == {
        "1-region": "result of an earlier run, data of 2017 to 2022"
    }
    assert "earlier run, data of 2017 to 2022" in index(report)


@pytest.mark.parametrize("only", [("region", "industries"), ("industries", "1-region")])
def test_several_workbooks_may_be_named(tmp_path: Path, only: tuple[str, str]) -> None:
    make(tmp_path, *only, **BOTH)
    assert RUNS == ["1-region", "2-industries"]


def test_a_kept_result_of_other_counties_is_told(tmp_path: Path) -> None:
    make(tmp_path, **BOTH)
    report = make(tmp_path, "industries", counties=["57001"], **BOTH)
    assert "has since changed counties" in manifest(report)["kept"]["1-region"]


def test_only_without_an_earlier_result_says_what_is_missing(tmp_path: Path) -> None:
    report = make(tmp_path, "industries", **BOTH)
    assert "no earlier result" in manifest(report)["absent"]["1-region"]
    assert not (report / "1-region.html").exists()


def test_a_full_run_keeps_nothing_of_a_section_that_was_taken_out(tmp_path: Path) -> None:
    make(tmp_path, **BOTH)
    report = make(tmp_path)
    assert not (report / "1-region.html").exists()
    assert manifest(report)["kept"] == {}


def test_only_keeps_nothing_of_a_section_that_was_taken_out(tmp_path: Path) -> None:
    make(tmp_path, **BOTH)
    report = make(tmp_path, "industries")
    assert not (report / "1-region.html").exists()


def test_an_unknown_workbook_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="Did you mean 'industries'"):
        make(tmp_path, "industry")
    assert not (tmp_path / "reports").exists()


def test_only_a_workbook_that_is_switched_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="no section 'region'"):
        make(tmp_path, "region")


def test_misnamed_notes_are_warned_of(tmp_path: Path) -> None:
    chosen = region(tmp_path)
    (tmp_path / "region.note.md").write_text("## index\nx\n", "utf-8")
    told: list[str] = []
    run.run_region(chosen, tmp_path / "reports", tell=told.append, progress=False)
    assert told[0].startswith("Not read: region.note.md") and "region.notes.md" in told[0]


def test_a_half_finished_swap_is_mended_and_told_by_the_next_run(tmp_path: Path) -> None:
    report = make(tmp_path)
    reports = report.parent
    report.rename(staging.old_folder(reports, report.name))
    staging.staging_folder(reports, report.name).mkdir()
    told: list[str] = []
    again = run.run_region(region(tmp_path), reports, tell=told.append, progress=False)
    assert any("Put back" in line for line in told)
    assert "Run 2 of 2-industries." in index(again)
    assert [path.name for path in reports.iterdir() if path.is_dir()] == [report.name]


def test_any_error_leaves_the_old_report_and_no_staging_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make(tmp_path)
    before = index(report)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "_assemble", full)
    with pytest.raises(OSError, match="No space"):
        make(tmp_path)
    assert index(report) == before
    assert [path.name for path in report.parent.iterdir() if path.is_dir()] == [report.name]


def test_a_failed_notebook_is_gone_after_the_next_good_run(tmp_path: Path) -> None:
    report = make(tmp_path)
    failed = report.with_name(f"{report.name}.1-region.failed.ipynb")
    other = report.with_name("other.1-region.failed.ipynb")
    for notebook in (failed, other):
        notebook.write_text("{}", "utf-8")
    make(tmp_path)
    assert not failed.exists() and other.exists()


def test_an_unknown_county_is_refused_before_anything_is_executed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"57001": "Alder County, Westmark"}
    monkeypatch.setattr("sectornb.sources.qcew.titles.area_titles", lambda library: known)
    with pytest.raises(UnknownCodeError, match="have no county 57005"):
        make(tmp_path, counties=["57001", "57005"])
    assert RUNS == []
    assert [path.name for path in (tmp_path / "reports").iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("name", ["../../pwn", "/etc/hostname", "tables/../../x"])
def test_an_earlier_record_names_no_file_outside_of_its_report(tmp_path: Path, name: str) -> None:
    report = make(tmp_path, **BOTH)
    (tmp_path / "pwn").write_text("of somebody else")
    record = report / "records" / "2-industries.json"
    told = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**told, "tables": {"x": {"file": name}}}), "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SectornbError, match="lies outside of it.*Run without --only"):
        make(tmp_path, "region", **BOTH)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_table_that_was_changed_by_hand_is_not_carried_over(tmp_path: Path) -> None:
    report = make(tmp_path, **BOTH)
    record = report / "records" / "2-industries.json"
    told = json.loads(record.read_text("utf-8"))
    table = report / "tables" / "industry_counts.csv"
    table.parent.mkdir()
    table.write_text("jobs\n2\n", "utf-8")
    saved = {"file": "tables/industry_counts.csv", "sha256": sha256(b"jobs\n1\n").hexdigest()}
    record.write_text(json.dumps({**told, "tables": {"industry_counts": saved}}), "utf-8")
    with pytest.raises(SectornbError, match=r"counts\.csv was changed after.*Run without --only"):
        make(tmp_path, "region", **BOTH)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("records/2-industries.json", "Run 2", "Run 9"),
        ("parameters/2-industries.yml", "{}", "{a: 1}"),
        ("2-industries.ipynb", "# Title", "# Another"),
    ],
)
def test_words_of_an_earlier_result_that_were_changed_by_hand_are_not_carried_over(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    path = make(tmp_path, **BOTH) / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(SectornbError, match=f"{name} was changed after.*Run without --only"):
        make(tmp_path, "region", **BOTH)
    assert make(tmp_path, **BOTH)


def test_what_the_analyst_put_into_a_report_is_carried_over(tmp_path: Path) -> None:
    report = make(tmp_path, **BOTH)
    own = [report / "mine.txt", report / "figures" / "drawn" / "mine.svg", report / "m\udcffne"]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("of the analyst", "utf-8")
    (report / "link").symlink_to(tmp_path)
    for _ in range(2):
        make(tmp_path)
        assert [path.read_text("utf-8") for path in own] == ["of the analyst"] * 3
        assert (report / "link").is_symlink()
        assert not (report / "1-region.html").exists()
    assert "mine" not in (report / "SHA256SUMS").read_text("utf-8")


def test_an_earlier_report_without_sums_is_not_carried_over(tmp_path: Path) -> None:
    report = make(tmp_path, **BOTH)
    (report / "SHA256SUMS").unlink()
    with pytest.raises(SectornbError, match="no SHA256SUMS.*Run without --only"):
        make(tmp_path, "region", **BOTH)


def test_the_sums_of_a_report_are_of_every_other_file_of_it(tmp_path: Path) -> None:
    report = make(tmp_path, **BOTH)
    lines = (report / "SHA256SUMS").read_text("utf-8").splitlines()
    files = [path for path in report.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert lines == [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(report).as_posix()}"
        for path in sorted(files)
    ]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"workbook": "2-industries"}', "[" * 100_000, "5", "null"]
)
def test_a_damaged_earlier_record_is_told_with_the_way_out(tmp_path: Path, content: str) -> None:
    report = make(tmp_path, **BOTH)
    record = report / "records" / "2-industries.json"
    record.write_text(content, "utf-8")
    with pytest.raises(SectornbError, match="is damaged.*Run without --only"):
        make(tmp_path, "region", **BOTH)
    assert record.read_text("utf-8") == content
    assert make(tmp_path, **BOTH) == report


@pytest.mark.parametrize("damage", ["", "{", '{"cells": [{"cell_type": "markdown", "source": 5}]}'])
def test_a_damaged_earlier_notebook_is_told_with_the_way_out(tmp_path: Path, damage: str) -> None:
    report = make(tmp_path, **BOTH)
    notebook = report / "2-industries.ipynb"
    notebook.write_text(damage, "utf-8")
    with pytest.raises(SectornbError, match="is damaged.*Run without --only"):
        make(tmp_path, "region", **BOTH)
    assert notebook.read_text("utf-8") == damage
