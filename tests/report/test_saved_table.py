"""A saved table that was changed after it was saved is told, whatever became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.dictionary import dictionary
from sectornb.errors import SectornbError
from sectornb.report import saved_table

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
