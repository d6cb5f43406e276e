"""Tables that a region file names: what is read, and what is refused in one helpful paragraph."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sectornb.errors import InputError, ParameterError
from sectornb.sources.inputs import input_frame, input_tables, read_input

GOOD = {
    "industry_jobs": "naics,employment,low,high,ownership,year,source\n"
    "3363,117023,,,private,2024,QCEW\n",
    "occupation_targets": "partner,soc,why,date\nA,29-1141,,2024-05-01\n",
    "challenge_log": "challenge,root_cause,cause_kind,evidence,training_answers,raised_by,"
    "raised_on\nx,y,pay,z,no,,\n",
    "occupation_characteristics": "soc,part_time_pct,unemployment_pct,year,source\n"
    "29-1141,18.5,,2025,CPS\n",
}
NAMES = pytest.mark.parametrize("name", GOOD)


def file(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path, name: str, *words: str) -> None:
    with pytest.raises(InputError) as told:
        read_input(path, name)
    text = str(told.value)
    assert str(path) in text and "\n" not in text
    for word in words:
        assert word in text


def test_every_table_is_tried_here() -> None:
    assert set(GOOD) == set(input_tables())


@NAMES
def test_rows_are_plain_and_come_back_as_a_frame(tmp_path: Path, name: str) -> None:
    rows = read_input(file(tmp_path, GOOD[name]), name)
    assert len(rows) == 1
    frame = input_frame(name, rows)
    assert [c.name for c in input_tables()[name].columns] == frame.columns.tolist()
    assert input_frame(name, []).dtypes.equals(frame.dtypes)


def test_a_figure_that_is_not_known_is_none_and_no_zero(tmp_path: Path) -> None:
    (row,) = read_input(
        file(tmp_path, GOOD["occupation_characteristics"]), "occupation_characteristics"
    )
    assert (row["part_time_pct"], row["unemployment_pct"]) == (18.5, None)
    (row,) = read_input(file(tmp_path, GOOD["industry_jobs"]), "industry_jobs")
    assert (row["employment"], row["low"]) == (117_023, None)


def test_a_workbook_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "targets.xlsx"
    book = openpyxl.Workbook()
    for line in GOOD["occupation_targets"].splitlines():
        book.active.append(line.split(","))
    book.save(path)
    assert read_input(path, "occupation_targets")[0]["soc"] == "29-1141"


@NAMES
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    refused(tmp_path / "nothing.csv", name)


@NAMES
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    refused(file(tmp_path, ""), name)


@NAMES
def test_a_header_alone_is_refused(tmp_path: Path, name: str) -> None:
    refused(file(tmp_path, GOOD[name].splitlines()[0] + "\n"), name)


@NAMES
def test_a_wrong_header_is_told_with_the_right_one(tmp_path: Path, name: str) -> None:
    first = input_tables()[name].columns[0].file
    refused(file(tmp_path, GOOD[name].replace(first, "other", 1)), name, first, "region-inputs")


@NAMES
def test_a_row_that_stands_twice_is_refused(tmp_path: Path, name: str) -> None:
    refused(file(tmp_path, GOOD[name] + GOOD[name].splitlines()[1] + "\n"), name, "row 3")


@NAMES
def test_a_web_page_is_refused(tmp_path: Path, name: str) -> None:
    refused(file(tmp_path, "<!doctype html><html><body>Not found</body></html>"), name)


@NAMES
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "cut.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "x" * 5000)
    path.write_bytes(path.read_bytes()[:40])
    refused(path, name)


@NAMES
def test_another_encoding_is_refused(tmp_path: Path, name: str) -> None:
    refused(file(tmp_path, GOOD[name].encode("utf-16")), name)


@NAMES
def test_far_too_many_rows_are_refused(tmp_path: Path, name: str) -> None:
    head, row = GOOD[name].splitlines()
    refused(file(tmp_path, "\n".join([head, *[row] * 20_000]) + "\n"), name)


@pytest.mark.parametrize(
    ("name", "other"),
    [("occupation_targets", "challenge_log"), ("industry_jobs", "occupation_characteristics")],
)
def test_the_table_of_another_key_is_named(tmp_path: Path, name: str, other: str) -> None:
    refused(file(tmp_path, GOOD[other]), name, f"It is the table {other}")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("industry_jobs", "3363", "33A3"),
        ("industry_jobs", "117023", "-5"),
        ("industry_jobs", "private", "federal"),
        ("occupation_targets", "29-1141", "291141"),
        ("challenge_log", "pay", "wages"),
        ("challenge_log", ",no,", ",maybe,"),
        ("occupation_characteristics", "18.5", "185"),
        ("occupation_characteristics", "18.5", "-1"),
    ],
)
def test_a_cell_that_does_not_belong_is_named(
    tmp_path: Path, name: str, good: str, bad: str
) -> None:
    refused(file(tmp_path, GOOD[name].replace(good, bad)), name, "row 2", bad.strip(","))


@pytest.mark.parametrize("ends", ["118000,", ",100000"])
def test_jobs_outside_of_their_ends_are_refused(tmp_path: Path, ends: str) -> None:
    text = GOOD["industry_jobs"].replace("117023,,", f"117023,{ends}")
    refused(file(tmp_path, text), "industry_jobs", "row 2")


def test_jobs_that_are_missing_are_refused(tmp_path: Path) -> None:
    refused(file(tmp_path, GOOD["industry_jobs"].replace("117023", "")), "industry_jobs", "missing")


def test_a_notebook_that_names_a_file_is_told_who_may() -> None:
    with pytest.raises(ParameterError, match="region file"):
        input_frame("industry_jobs", "jobs.csv")


def test_text_is_never_a_number(tmp_path: Path) -> None:
    (row,) = read_input(file(tmp_path, GOOD["industry_jobs"]), "industry_jobs")
    assert row["naics"] == "3363"
    assert pd.api.types.is_string_dtype(input_frame("industry_jobs", [row])["naics"])
