from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.assessment.plan.file import read_plan_file
from sectornb.report.plan.files import plan_links
from sectornb.report.plan.write import write_plan
from sectornb.report.record import write_table
from sectornb.report.remainder import made_by
from sectornb.report.report import Report
from tests.builders.plans import plan_rows

FILES = ["4-assessment-plan.html", "a-plan.docx", "a-plan.xlsx"]


def record(**tables: Any) -> dict[str, Any]:
    return {
        "workbook": "4-assessment",
        "question": "Where do we stand?",
        "period": "2025 and 2026 spring",
        "parameters": {"instrument": "regional-elements", "mode": "anonymous"},
        "sources": [],
        "tables": tables,
    }


def report(folder: Path, saved: dict[str, Any], gaps: int | None = None) -> Report:
    write_table(plan_rows(gaps=gaps, own=0), folder / "tables" / "action_plan.csv")
    return Report(folder, "a", "Region A", [], [saved])


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_record_with_a_plan_gets_workbook_document_and_page(tmp_path: Path) -> None:
    saved = record(action_plan={})
    write_plan(report(tmp_path, saved))
    assert written(tmp_path) == FILES
    assert sorted(each["file"] for each in plan_links("a", saved)) == FILES
    read = read_plan_file(tmp_path / "a-plan.xlsx")
    assert len(read.rows) == 19 and read.about["mode"] == "anonymous"
    assert "pooled: it shows nobody" in (tmp_path / FILES[0]).read_text("utf-8")


def test_a_plan_without_a_row_is_of_the_latest_wave(tmp_path: Path) -> None:
    write_plan(report(tmp_path, record(action_plan={}), gaps=0))
    assert read_plan_file(tmp_path / "a-plan.xlsx").about["wave"] == "2026 spring"


def test_without_a_plan_nothing_is_written(tmp_path: Path) -> None:
    saved = record()
    write_plan(report(tmp_path, saved))
    assert written(tmp_path) == [] and plan_links("a", saved) == []


@pytest.mark.parametrize("name", FILES)
def test_made_again_it_has_the_same_bytes(tmp_path: Path, name: str) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        write_plan(report(folder, record(action_plan={})))
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_its_files_are_of_the_workbook_that_has_the_plan(name: str) -> None:
    assert made_by(name, ["4-assessment"]) and not made_by(name, ["2-industries"])
