"""What is no text, or no table, is told apart before any reader parses it."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.opening import checked_text, csv_stream, file_head, header_of

LOOK = 65536


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("table.csv", content)
    return stream.getvalue()


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n")
    assert header_of(path) == ["a", "b"]
    assert text_columns(path, ["a"])["a"].tolist() == ["1"]


def test_header_names_lose_quotes_and_blanks(tmp_path: Path) -> None:
    path = written(tmp_path, '"a", b ,"c "\n1,2,3\n')
    assert header_of(path) == ["a", "b", "c"]
    assert text_columns(path, ["b", "c"]).iloc[0].tolist() == ["2", "3"]


@given(place=st.integers(LOOK - 8, LOOK + 2), mark=st.booleans())
def test_a_character_cut_in_two_by_the_look_is_no_other_encoding(
    tmp_path_factory: pytest.TempPathFactory, place: int, mark: bool
) -> None:
    text = "a" * place + "\N{LATIN SMALL LETTER N WITH TILDE}\N{EURO SIGN}\n" + "b\n" * 5
    path = written(
        tmp_path_factory.mktemp("cut"), (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    )
    assert text.startswith(checked_text(path, file_head(path)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\n <HTML><body>404</body>", "web page"),
        (b"<!-- moved -->", "web page"),
        ("a,b\nAñasco,1\n".encode("latin-1"), "line 2 holds the byte 0xf1"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
        (zipped(b"a,b\n1,2\n"), "zip archive.*Unpack"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"PAR1....", "Parquet"),
        (b"a;b\n1;2\n", "semicolons"),
        (b"a\tb\n1\t2\n", "tabs"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=rf"(?s)table\.csv.*{said}"):
        header_of(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file .*nowhere\.csv"):
        file_head(tmp_path / "nowhere.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        file_head(tmp_path)


def test_another_encoding_far_down_is_found(tmp_path: Path) -> None:
    content = b"a,b\n" + b"1,2\n" * LOOK + "Añasco,1\n".encode("latin-1") + b"1,2\n" * 9
    with pytest.raises(InputError, match="not UTF-8 text throughout"):
        text_columns(written(tmp_path, content), ["a"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b,c\n1,2,3\n4,5\n", "row 3 has 2 cells, the header 3"),
        ("a,b,c\n1,2,3,4\n4,5,6,7\n", "row 2 has 4 cells.*Another program"),
        ("a,b,c\n1,2,3\n4\n7,8,9\n", "row 3 has 1 cell, "),
        ("a,b,c\n1,2,3\n4,5,6,7\n7,8,9\n", "row 3 has 4 cells"),
        ('a,b,c\n1,2,3\n4,5,"6\n', "damaged"),
    ],
)
def test_a_row_of_another_length_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        text_columns(written(tmp_path, content), ["a", "c"])


def test_nothing_is_taken_for_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\nNA,null\n,None\n")
    frame = text_columns(path, ["a", "b"])
    assert frame["a"].tolist() == ["NA", ""]
    assert frame["b"].tolist() == ["null", "None"]


def test_columns_nobody_reads_may_repeat(tmp_path: Path) -> None:
    path = written(tmp_path, "a,x,x,\n1,2,3,\n")
    assert text_columns(path, ["a"])["a"].tolist() == ["1"]


def test_columns_are_found_under_any_of_their_names(tmp_path: Path) -> None:
    require_columns(tmp_path / "x.csv", ["old", "b"], {"a": ("old",), "b": ()})


def test_missing_columns_are_named_with_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.csv lacks the columns a, c.*2 columns.*b, d"):
        require_columns(tmp_path / "x.csv", ["b", "d"], {"a": ("old",), "b": (), "c": ()})


@pytest.mark.parametrize("header", [["a", "b", "a"], ["a", "old", "b"]])
def test_a_column_that_stands_twice_is_refused(tmp_path: Path, header: list[str]) -> None:
    with pytest.raises(InputError, match="column a more than once"):
        require_columns(tmp_path / "x.csv", header, {"a": ("old",), "b": ()})


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/x.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_member_that_leads_elsewhere_is_told_and_not_dropped(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", "a,b\n1,2\n")
        archive.writestr(zipfile.ZipInfo(name), "a,b\n1,2\n")
    with pytest.raises(InputError, match="leads out of the folder.*agency's own file"):
        header_of(path, "zip")


def test_hidden_copies_of_macos_are_still_no_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("good.csv", "__MACOSX/._good.csv", ".hidden.csv", "..good.csv"):
            archive.writestr(name, "a,b\n1,2\n")
    assert header_of(path, "zip") == ["a", "b"]


def test_a_flipped_bit_anywhere_in_an_archive_is_told_or_changes_nothing(tmp_path: Path) -> None:
    stream = io.BytesIO()
    content = "".join(f"{i},{i * i % 977}\n" for i in range(400))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", f"a,b\n{content}")
    sound = stream.getvalue()
    path, refused = tmp_path / "table.zip", 0
    for place in range(len(sound)):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        try:
            with csv_stream(path, "zip") as opened:
                assert b"".join(opened.blocks()).decode() == content
        except InputError as error:
            assert str(path) in str(error)
            refused += 1
    assert refused > len(sound) * 0.8
