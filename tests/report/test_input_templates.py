"""Templates beside a new region file: a header each, and what each is for."""

from __future__ import annotations

from pathlib import Path

from sectornb.report.input_templates import input_fields, write_templates
from sectornb.sources.inputs import input_tables
from sectornb.workbooks import workbook_named

OCCUPATIONS = workbook_named("occupations")


def test_every_table_of_a_region_file_is_a_setting_of_a_workbook() -> None:
    assert set(input_fields(OCCUPATIONS).values()) == set(input_tables())


def test_each_has_its_header_and_its_key(tmp_path: Path) -> None:
    told = write_templates(tmp_path / "here.yml", [OCCUPATIONS])
    folder = tmp_path / "here-templates"
    assert str(folder) in told[0]
    assert {file.stem for file in folder.glob("*.csv")} == set(input_tables())
    header = (folder / "occupation_targets.csv").read_text("utf-8")
    assert header == "partner,soc,why,date\n"
    readme = (folder / "README.txt").read_text("utf-8")
    assert "occupations: challenge_log: here-templates/challenge_log.csv" in readme


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    folder = tmp_path / "here-templates"
    folder.mkdir()
    (folder / "challenge_log.csv").write_text("mine", "utf-8")
    write_templates(tmp_path / "here.yml", [OCCUPATIONS])
    assert (folder / "challenge_log.csv").read_text("utf-8") == "mine"


def test_a_workbook_without_such_tables_has_none(tmp_path: Path) -> None:
    assert write_templates(tmp_path / "here.yml", [workbook_named("region")]) == []
    assert list(tmp_path.iterdir()) == []
