"""Columns of text: a row is a line, and a cell is what can be seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.columns import refuse_ragged_rows, text_columns
from sectornb.sources.opening import file_head
from sectornb.sources.refusals import checked_numbers, refuse_codes


def written(folder: Path, content: str) -> Path:
    path = folder / "a.csv"
    path.write_bytes(content.encode())
    return path


@pytest.mark.parametrize("data", [b"1,2\n3\r,4\n", b"1,2\n\r3,4\n", b"1,2\n3,4\r5,6\n"])
def test_a_break_that_some_programs_see_and_others_do_not_is_told_with_its_row(data: bytes) -> None:
    with pytest.raises(InputError, match="row 3 holds a line break within a row"):
        refuse_ragged_rows("a.csv", data, 2)


def test_where_each_line_is_a_row_none_goes_over_two() -> None:
    with pytest.raises(InputError, match="row 12 holds a line break within a row"):
        refuse_ragged_rows("a.csv", b'1,2\n"3\n",4\n', 2, np.array([9, 10, 11]))


def test_line_ends_that_windows_wrote_twice_are_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\r\r\n1,2\r\r\n3,4\r\r\n")
    assert text_columns(path, ["a", "b"]).values.tolist() == [["1", "2"], ["3", "4"]]


def test_line_ends_of_windows_are_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\r\n1,"2\r\n3"\r\n')
    assert text_columns(path, ["a", "b"]).values.tolist() == [["1", "2\r\n3"]]


@pytest.mark.parametrize("cell", ["\x1b[31mred", "a\x00b", "\u202e1000", "a\u200bb", "x" * 1_001])
def test_what_no_screen_shows_is_refused_with_its_place(tmp_path: Path, cell: str) -> None:
    path = written(tmp_path, f"a,b\n1,2\n3,{cell}\n")
    with pytest.raises(InputError, match=r"row 3, column b|looks like UTF-16"):
        text_columns(path, ["a", "b"])


def test_letters_of_every_language_and_wide_blanks_are_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a\nDoña\u00a0Ana County\n'Ōla‘a\n")
    assert text_columns(path, ["a"])["a"].tolist() == ["Doña\u00a0Ana County", "'Ōla‘a"]


def test_digits_of_another_script_are_no_code() -> None:
    with pytest.raises(InputError, match="no code of an area"):
        refuse_codes(
            "a.csv", pd.Series(["٣٩٠٤٩"], name="area_fips"), str.isdecimal, "code of an area"
        )


@pytest.mark.parametrize(
    ("cell", "number"), [("1,000", 1000.0), ("12,345,678.5", 12_345_678.5), ("1000", 1000.0)]
)
def test_thousands_may_be_marked_off(cell: str, number: float) -> None:
    found = checked_numbers("a.csv", pd.Series([cell], name="jobs"), "{} is none.", commas=True)
    assert found.tolist() == [number]


@pytest.mark.parametrize("cell", ["1000,5", "12.345,5", "1,0,0,0", "1e295", "1e15", "inf", ",5"])
def test_a_comma_for_decimals_and_what_nobody_counts_are_refused(cell: str) -> None:
    with pytest.raises(InputError, match="row 2, column jobs"):
        checked_numbers("a.csv", pd.Series([cell], name="jobs"), "{} is none.", commas=True)


def test_a_device_is_no_file() -> None:
    with pytest.raises(InputError, match="/dev/zero is a device or a pipe, no file"):
        file_head(Path("/dev/zero"))
