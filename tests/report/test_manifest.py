from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

from sectornb import NUMBERS_VERSION, __version__
from sectornb.report.manifest import write_manifest
from sectornb.report.report import Report

SOURCE = {
    "source": "qcew",
    "vintage": "2022",
    "table": "annual-area",
    "part": "57001.csv",
    "sha256": "ab",
}


def record(workbook: str, table: str, *sources: dict[str, Any]) -> dict[str, Any]:
    return {
        "workbook": workbook,
        "parameters": {"counties": ["57001"]},
        "tables": {table: {"file": f"tables/{table}.csv", "sha256": "cd", "rows": 1}},
        "sources": list(sources),
    }


def written(folder: Path, *records: dict[str, Any]) -> dict[str, Any]:
    report = Report(folder, "a", "São", ["57001"], records, absent={"1-region": "no section"})
    write_manifest(report)
    return dict(json.loads((folder / "manifest.json").read_text("utf-8")))


def test_parameters_tables_and_versions_are_listed_by_workbook(tmp_path: Path) -> None:
    manifest = written(tmp_path, record("1-region", "a"), record("2-industries", "b", SOURCE))
    assert manifest["parameters"]["1-region"] == {"counties": ["57001"]}
    assert manifest["tables"]["b"]["workbook"] == "2-industries"
    assert manifest["versions"]["sectornb"] == __version__
    assert manifest["numbers_version"] == NUMBERS_VERSION
    assert manifest["absent"] == {"1-region": "no section"}


def test_a_file_that_two_workbooks_used_is_listed_once_and_files_are_sorted(
    tmp_path: Path,
) -> None:
    later = {**SOURCE, "part": "57003.csv"}
    manifest = written(
        tmp_path, record("2-industries", "b", later, SOURCE), record("3-occupations", "c", SOURCE)
    )
    assert [source["part"] for source in manifest["sources"]] == ["57001.csv", "57003.csv"]


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, record("2-industries", "b", SOURCE))
        pages.append((tmp_path / name / "manifest.json").read_bytes())
    assert pages[0] == pages[1]


def test_no_clock_no_machine_and_no_place_is_in_it(tmp_path: Path) -> None:
    written(tmp_path, record("2-industries", "b", SOURCE))
    text = (tmp_path / "manifest.json").read_text("utf-8")
    assert not re.search(r"\d\d:\d\d", text)
    assert str(tmp_path) not in text and str(Path.home()) not in text
    assert len(socket.gethostname()) < 6 or socket.gethostname() not in text
    assert "São" in text and text.endswith("}\n")
