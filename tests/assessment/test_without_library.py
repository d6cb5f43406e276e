"""A self-assessment alone: no counties, no library, and a report all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

from sectornb.errors import PrivateDataError
from sectornb.report.check import check_region
from sectornb.report.downloads import region_downloads
from sectornb.report.pack import pack
from sectornb.report.region_file import Region, parse_region, read_region
from sectornb.report.run import run_region
from sectornb.report.verify import verify
from tests.builders.panels import SMALL, answers_of, write_answers


def region(folder: Path, responses: str = "responses.csv") -> Region:
    (folder / "ours.yml").write_text(yaml.safe_dump(SMALL), "utf-8")
    section = {"instrument": "ours.yml", "mode": "anonymous", "responses": responses}
    path = folder / "state.yml"
    path.write_text(
        yaml.safe_dump({"id": "state", "title": "Our partners", "assessment": section}), "utf-8"
    )
    return read_region(path)


def test_partners_are_told_where_they_stand_without_any_published_file(tmp_path: Path) -> None:
    write_answers(tmp_path, answers_of(dict.fromkeys("1234", [2, 3, 3, 4, 4, 5, 5])))
    ours = region(tmp_path)
    assert region_downloads(ours) == []
    assert check_region(ours).looked_for
    report = run_region(ours, tmp_path / "reports")
    told = pd.read_csv(report / "tables" / "ratings_by_item.csv")
    assert told["median"].tolist() == [4, 4, 4, 4]
    page = (report / "index.html").read_text("utf-8")
    assert "Answers of people, which stay with who asked" in page and "0 count" not in page
    assert "Made from answers of people" in page
    assert json.loads((report / "manifest.json").read_text("utf-8"))["region"]["counties"] == []
    assert {each.verdict for each in verify(report, quick=True)} == {"reproduced"}
    pack(report, tmp_path / "state.zip")
    assert (tmp_path / "state.zip").is_file()
    assert not (tmp_path / "library").exists()


def test_the_region_file_in_the_documentation_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "collecting-answers.md").read_text(
        "utf-8"
    )
    text = page.split("```yaml\n")[1].partition("```")[0]
    ours = parse_region(text, tmp_path / "north.yml")
    assert ours.id == "north" and not ours.needs_library
    assert ours.private["4-assessment"]["responses"].name == "north-responses.csv"


def test_answers_that_are_not_there_are_made_by_a_command_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(PrivateDataError, match="no such file. Make it with 'sectornb answers'"):
        check_region(region(tmp_path, "gone.csv"))
