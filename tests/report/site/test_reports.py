"""Which folders hold a report that can be shown, and what is said of the others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.report.site.reports import read_reports
from tests.builders.regional_reports import regional_report, three_regions


def left_out(reports: Path) -> dict[str, str]:
    return {each.name: each.why for each in read_reports(reports, reports / "site")[1]}


def test_every_whole_report_is_read_by_name(tmp_path: Path) -> None:
    found, others = read_reports(three_regions(tmp_path), tmp_path / "site")
    assert [each.name for each in found] == ["east", "north", "south"]
    assert [each.title for each in found] == ["East Region", "North Region", "South Region"]
    assert others == []


def test_a_changed_table_leaves_its_report_out_and_is_named(tmp_path: Path) -> None:
    three_regions(tmp_path)
    with (tmp_path / "north" / "tables" / "ratings_by_item.csv").open("a") as file:
        file.write("\n")
    why = left_out(tmp_path)["north"]
    assert why.startswith("not as it was made (tables ratings_by_item.csv: its SHA-256 is")
    assert "and 1 more item" in why


@pytest.mark.parametrize("file", ["index.html", "records/4-assessment.json", "manifest.json"])
def test_no_file_of_a_report_may_be_changed(tmp_path: Path, file: str) -> None:
    three_regions(tmp_path)
    with (tmp_path / "north" / file).open("a") as stream:
        stream.write(" ")
    assert file in left_out(tmp_path)["north"]


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        ("SHA256SUMS", "unfinished, or passed on in part: it has no SHA256SUMS"),
        ("manifest.json", "no report: it has no manifest.json"),
    ],
)
def test_an_unfinished_report_is_named(tmp_path: Path, lost: str, why: str) -> None:
    (three_regions(tmp_path) / "north" / lost).unlink()
    assert left_out(tmp_path) == {"north": why}


def test_a_report_of_another_numbers_version_is_named(tmp_path: Path) -> None:
    regional_report(three_regions(tmp_path), "old", {}, numbers_version=1)
    assert left_out(tmp_path)["old"].startswith("made with numbers version 1, and this is")


def test_a_report_whose_record_is_gone_is_named_without_its_path(tmp_path: Path) -> None:
    three_regions(tmp_path)
    (tmp_path / "north" / "records" / "4-assessment.json").unlink()
    assert "records/4-assessment.json: it is missing" in left_out(tmp_path)["north"]
    (tmp_path / "south" / "manifest.json").write_text("{}", "utf-8")
    assert "manifest.json does not say" in left_out(tmp_path)["south"]
    assert str(tmp_path) not in str(left_out(tmp_path))


def test_what_is_no_report_is_told_by_what_it_is(tmp_path: Path) -> None:
    three_regions(tmp_path)
    for name, file in (("compare-a-b", "comparison.json"), ("old-site", "site.json"), ("x", "y")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text("{}", "utf-8")
    shutil.copytree(tmp_path / "north", tmp_path / ".west.staging")
    assert left_out(tmp_path) == {
        ".west.staging": "a run is making it, or was stopped",
        "compare-a-b": "a comparison of two reports, no report itself",
        "old-site": "an overview of regions, no report",
        "x": "no report: it has no manifest.json",
    }


def test_its_own_folder_is_passed_over(tmp_path: Path) -> None:
    (three_regions(tmp_path) / "site").mkdir()
    assert left_out(tmp_path) == {}


def test_a_workbook_of_a_later_version_leaves_a_report_out(tmp_path: Path) -> None:
    manifest = three_regions(tmp_path) / "north" / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    content["parameters"]["99-later"] = {}
    manifest.write_text(json.dumps(content), "utf-8")
    assert "north" in left_out(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder .*sectornb site reports"):
        read_reports(tmp_path / "none", tmp_path / "site")


def test_a_folder_without_any_report_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no report that can be shown\. Make the reports"):
        read_reports(tmp_path, tmp_path / "site")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    told = r"left out: a \(no report: it has no manifest\.json\) and 1 more folder"
    with pytest.raises(InputError, match=told):
        read_reports(tmp_path, tmp_path / "site")


def test_simulated_is_what_was_made_of_anything_simulated(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {}, simulated=True)
    regional_report(tmp_path, "b", {})
    found, _ = read_reports(tmp_path, tmp_path / "site")
    assert [each.simulated for each in found] == [True, False]
