from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError
from sectornb.sources.surveys import grid as grids
from sectornb.sources.surveys.grid import read_grid
from tests.builders.survey_exports import write_sheet, write_text

ROWS = [["Timestamp", "Wie weit? – «so»"], ["3/18/25 9:00", "é’"], ["3/18/25 9:01", "two\nlines"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_every_encoding_and_mark_gives_the_same_rows(
    tmp_path: Path, encoding: str, between: str
) -> None:
    path = write_text(tmp_path / "a.csv", ROWS, between=between, encoding=encoding)
    assert [list(row) for row in read_grid(path).rows] == ROWS


def test_an_older_encoding_is_told(tmp_path: Path) -> None:
    (note,) = read_grid(write_text(tmp_path / "a.csv", ROWS, encoding="cp1252")).notes
    assert "Windows-1252" in note
    assert read_grid(write_text(tmp_path / "b.csv", ROWS)).notes == ()


def test_a_sheet_gives_the_rows_of_the_file_with_whole_numbers_as_they_are(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["ID", "Rating"], [], [113712000001, 3.5], [2, 4.0]])
    assert read_grid(path).rows == (
        ("ID", "Rating"), ("", ""), ("113712000001", "3.5"), ("2", "4"),
    )  # fmt: skip


# A row of one empty cell is a blank line, and a first row decides how wide the others are.
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8).map(str.strip)
GRIDS = st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5)


@given(GRIDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_whatever_is_written_is_read(tmp_path_factory, rows, encoding: str) -> None:
    rows = [["head, one; two", "second"], *rows, ["end", "end"]]
    path = write_text(tmp_path_factory.mktemp("g") / "a.csv", rows, encoding=encoding)
    wanted = [[cell.strip("\ufeff").strip() for cell in row] for row in rows]
    assert [list(row) for row in read_grid(path).rows] == wanted


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        read_grid(path)
    assert len(str(error.value).splitlines()) == 1
    return str(error.value)


def test_a_missing_file_an_empty_one_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text(" \n")
    assert "empty" in refused(tmp_path / "empty.csv")
    assert "folder" in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "web page"),
        (b'{"responses": []}', "JSON"),
        (b"%PDF-1.7 answers", "PDF"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"PK\x03\x04 cut off", "zip archive"),
        (b'Timestamp,Q1\n3/18,"cut o', "cut off"),
        (b"Timestamp,Q1\n3/18,4\n3/1", "row 3 has 1 cell"),
        (b"Timestamp,Q1\n3/18,good, but slow\n", "row 2 has 3 cells"),
        (b"Timestamp,Q1\n3/18,\x81\x8d\x8f\n", "line 2"),
        (codecs.BOM_UTF16_LE + b"T\x00i\x00m", "neither"),
    ],
)
def test_what_is_no_export_is_refused_in_words(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert told in refused(path)


def test_a_workbook_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = write_sheet(tmp_path / "a.xlsx", ROWS).read_bytes()
    for length in (100, len(whole) // 2, len(whole) - 30):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        assert "cut off" in refused(tmp_path / "cut.xlsx")


def test_a_workbook_of_several_sheets_is_refused_with_their_names(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(tmp_path / "a.xlsx")) as book:
        for name in ("Answers", "Summary"):
            book.add_worksheet(name).write_string(0, 0, "x")
    assert "Answers, Summary" in refused(tmp_path / "a.xlsx")


def test_ten_times_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_text(tmp_path / "a.csv", ROWS * 50)
    monkeypatch.setattr(grids, "MOST_ROWS", 15)
    assert "150 rows" in refused(path)
    monkeypatch.setattr(grids, "LARGEST", 200)
    assert "MiB" in refused(path)


def test_an_endless_answer_and_a_damaged_one_are_refused_without_repeating_it(
    tmp_path: Path,
) -> None:
    for secret in ("secret" * 10_000, "secret\x00"):
        path = write_text(tmp_path / "a.csv", [["Q1", "Q2"], ["3", secret]])
        assert "row 2, cell 2" in refused(path)
        assert "secret" not in refused(path)


def test_a_list_made_by_hand_may_be_uneven(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ana\nBen, College\n")
    assert read_grid(tmp_path / "a.txt", uneven=True).rows == (("Ana", ""), ("Ben", "College"))
