"""Files of which this version has no use: told what they are, and what to add instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError
from sectornb.shipped import facts
from sectornb.sources.adding import add_files
from sectornb.sources.recognition import RECOGNIZERS
from tests.builders.mistakes_world import write_workbook

HEAD = ["Seq. No.", "2022 NAICS US Code", "2022 NAICS US Title"]


def industries(folder: Path) -> Path:
    """The Census Bureau's list of NAICS, under a name that tells nothing."""
    path = folder / "download.xlsx"
    write_workbook(path, {"Sheet": [HEAD, ["1", "11", "Agriculture"], ["2", "111", "Crops"]]})
    return path


@pytest.mark.parametrize("source", RECOGNIZERS)
def test_a_workbook_that_nothing_takes_is_told_whatever_source_it_is_added_as(
    tmp_path: Path, source: str
) -> None:
    told = r"codes of NAICS.*No workbook.*'sectornb sources qcew-titles'"
    with pytest.raises(InputError, match=told):
        add_files(tmp_path / "library", [industries(tmp_path)], source, "2024")
    assert not (tmp_path / "library").exists()


def test_without_a_source_it_is_told_too(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["add", str(industries(tmp_path))])
    assert told.exit_code == 1 and "codes of NAICS" in told.output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Series ID,Annual 2023\nENU3904920510,5\n", "data viewer"),
    ],
)
def test_text_files_of_other_statistics_are_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=f"is a file .*{told}"):
        add_files(tmp_path / "library", [path], "qcew", "2022")


def test_marks_are_in_small_letters_as_they_are_compared() -> None:
    assert all(row["marks"] == row["marks"].casefold() for row in facts("other_files"))


def test_a_file_that_nothing_knows_keeps_its_own_message(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="its first line has 2 columns"):
        add_files(tmp_path / "library", [path], "lodes", "2022")


@pytest.mark.parametrize("source", RECOGNIZERS)
def test_an_old_workbook_is_told_how_to_save_it(tmp_path: Path, source: str) -> None:
    path = tmp_path / "cz00.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(InputError, match=r"save it as an Excel workbook \(\.xlsx\)") as caught:
        add_files(tmp_path / "library", [path], source, "2020")
    assert "Unpack" not in str(caught.value)


@pytest.mark.parametrize("beginning", [b"%PDF-1.7", b"PAR1"])
def test_what_is_not_packed_is_not_to_be_unpacked(tmp_path: Path, beginning: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(beginning + b" and so on")
    with pytest.raises(InputError, match="Add the agency's CSV file") as caught:
        add_files(tmp_path / "library", [path], "lodes", "2020")
    assert "Unpack" not in str(caught.value)
