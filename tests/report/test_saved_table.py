"""A saved table that was changed after it was saved is told, whatever became of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.errors import SectornbError
from sectornb.report import saved_table
from sectornb.report.record import write_table

HEADER = "home_area_fips,county_name,jobs,share,cumulative_share\n"


def read(folder: Path, content: str | bytes) -> object:
    path = folder / "labor_shed.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return saved_table.read_saved(path, "labor_shed", dictionary())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER.replace("share,cum", "jobs,cum") + "57001,A,1,1,1\n", "share"),
        (HEADER[:-1] + ",jobs\n57001,A,1,1,1,1\n", "more than once: jobs. Keep one of each"),
        (HEADER + "57001,A,1,1\n", "row 2: 4 values for 5 columns"),
        (HEADER + "57001,A,many,1,1\n", "row 2, jobs: 'many' is not what"),
        (HEADER.encode() + b"57001,A\xe9,1,1,1\n", "not a table of text.*Run the workbook again"),
        (b"\x1f\x8b\x08\x00", "not a table of text.*Run the workbook again"),
        (HEADER + "57001," + "x" * 140_000 + ",1,1,1\n", "not a table of text.*field larger"),
    ],
)
def test_a_changed_table_is_told(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(SectornbError, match=said):
        read(tmp_path, content)


def test_what_somebody_wrote_is_no_formula_in_the_file_and_the_same_when_it_is_read(
    tmp_path: Path,
) -> None:
    names = ["=1+1", "+ more", "- none", "@home", "'=x", "'quoted'", "plain", None]
    frame = pd.DataFrame({"county_name": pd.Series(names, dtype="str")})
    frame = frame.assign(home_area_fips=[f"5700{n}" for n in range(8)], jobs=-1.5)
    frame = frame.assign(share=0.5, cumulative_share=0.5)
    columns = HEADER.strip().split(",")
    write_table(frame[columns], tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        cells = [row["county_name"] for row in csv.DictReader(stream)]
    assert cells == ["'=1+1", "'+ more", "'- none", "'@home", "''=x", "'quoted'", "plain", ""]
    found = saved_table.read_saved(tmp_path / "t.csv", "labor_shed", dictionary())
    assert found["county_name"].fillna("").tolist() == [name or "" for name in names]
    assert found["jobs"].eq(-1.5).all()


def test_a_table_far_larger_than_any_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_table, "LARGEST", 60)
    with pytest.raises(SectornbError, match="more than 60 bytes"):
        read(tmp_path, HEADER + "57001,A,1,1,1\n" * 2)


def test_of_a_table_of_another_version_the_known_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "labor_shed.csv"
    path.write_text("home_area_fips,jobs,later\n57001,5,x\n", "utf-8")
    frame = saved_table.read_known(path, dictionary())
    assert frame.to_dict("list") == {"home_area_fips": ["57001"], "jobs": [5]}


def test_a_table_of_another_version_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labor_shed.csv"
    path.write_text("jobs,jobs\n5,6\n", "utf-8")
    with pytest.raises(SectornbError, match="has a column twice"):
        saved_table.read_known(path, dictionary())
