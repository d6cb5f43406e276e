"""What is no bulk file, or no whole one: refused before anything is written."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.opening import csv_members, csv_stream
from sectornb.sources.qcew.reader import read_cells
from tests.builders.qcew import SMALL, area_csv, area_frame
from tests.builders.qcew_bulk import single_csv, single_frame, write_single, zip_bytes

INNER = "2022.annual.singlefile.csv"


def packed(content: bytes | None = None) -> bytes:
    return zip_bytes({INNER: single_csv() if content is None else content})


def encrypted() -> bytes:
    """The flag that says a member needs a password, in both of its headers."""
    data = bytearray(packed())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def packed_by_an_unknown_method() -> bytes:
    data = bytearray(packed())
    for offset in (8, data.rindex(b"PK\x01\x02") + 10):
        data[offset : offset + 2] = struct.pack("<H", 98)
    return bytes(data)


def with_inner_cut() -> bytes:
    """A whole archive around a stream that ends too early: only the checksum tells."""
    data = bytearray(packed())
    data[len(data) // 3] ^= 0xFF
    return bytes(data)


def twice_the_same_name() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning):
        archive.writestr(INNER, single_csv())
        archive.writestr(INNER, single_csv())
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is empty"),
    "a page": (lambda: b"<!DOCTYPE html><html>Page not found", "web page"),
    "a page in a zip": (lambda: packed(b"<!DOCTYPE html><html>Not found"), "web page"),
    "an empty member": (lambda: packed(b""), "is empty"),
    "a gzip": (lambda: b"\x1f\x8b\x08" + bytes(40), "gzip"),
    "UTF-16": (lambda: packed(single_csv().decode().encode("utf-16")), "UTF-16"),
    "Latin-1": (lambda: packed(single_csv().replace(b'"N"', b'"\xe9"', 1)), "UTF-8"),
    "semicolons": (lambda: packed(single_csv().replace(b",", b";")), "semicolons"),
    "the head of a zip": (lambda: packed()[: len(packed()) // 2], "damaged zip archive"),
    "a damaged member": (with_inner_cut, "damaged zip archive"),
    "an encrypted zip": (encrypted, "is encrypted"),
    "an unknown method": (packed_by_an_unknown_method, "by a method that is not read here"),
    "an empty zip": (lambda: zip_bytes({}), "holds no CSV file; it holds nothing"),
    "a zip of other files": (
        lambda: zip_bytes({"readme.txt": b"x"}),
        "holds no CSV file; it holds readme.txt",
    ),
    "a name twice": (twice_the_same_name, "more than once"),
    "a line without end": (lambda: packed(b"area_fips," + b"x" * 200_000), "lacks|a line of more"),
    "another table": (lambda: packed(b"a,b\n1,2\n"), "lacks the columns|is not a file of"),
    "pasted": (lambda: packed(single_csv() + single_csv().partition(b"\n")[2]), "repeats"),
    "cut off": (lambda: packed(single_csv()[: len(single_csv()) * 3 // 4]), "cut off"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_and_nothing_is_written(tmp_path: Path, what: str) -> None:
    make, said = REFUSED[what]
    path = tmp_path / "2022_annual_singlefile.zip"
    path.write_bytes(make())
    root = tmp_path / "library"
    with pytest.raises(InputError, match=rf"2022_annual_singlefile\.zip.*({said})"):
        add_files(root, [path], "qcew", "2022")
    assert not root.exists()


@pytest.mark.parametrize("what", sorted(set(REFUSED) - {"cut off", "pasted", "Latin-1"}))
def test_reading_areas_refuses_it_too(tmp_path: Path, what: str) -> None:
    path = tmp_path / "f.zip"
    path.write_bytes(REFUSED[what][0]())
    with pytest.raises(InputError, match=r"f\.zip"):
        read_cells(path, "annual-single", ["57001"])


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "no.zip", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=said):
            read_cells(path, "annual-single", ["57001"])


@pytest.mark.parametrize("form", ["zip", "csv"])
def test_a_file_beyond_the_limit_is_refused(tmp_path: Path, form: str) -> None:
    path = write_single(tmp_path, form)
    with (
        pytest.raises(InputError, match="pasted together or is no data file"),
        csv_stream(path, "zip", largest=1000) as stream,
    ):
        list(stream.blocks())


def test_a_zip_that_understates_its_size_is_stopped(tmp_path: Path) -> None:
    data = bytearray(packed(b"area_fips,\n" + b"0" * 1_000_000))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)
    path = tmp_path / "bomb.zip"
    path.write_bytes(bytes(data))
    with (
        pytest.raises(InputError, match=r"bomb\.zip"),
        csv_stream(path, "zip", largest=10_000) as stream,
    ):
        assert sum(map(len, stream.blocks())) < 10_000


def test_several_files_where_one_belongs(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    path.write_bytes(zip_bytes({"a.csv": single_csv(), "b.csv": single_csv()}))
    with pytest.raises(InputError, match=r"holds 2 CSV files \(a\.csv, b\.csv\) where one belongs"):
        read_cells(path, "annual-single", ["57001"])


def test_what_an_operating_system_adds_is_no_member(tmp_path: Path) -> None:
    path = tmp_path / "mac.zip"
    path.write_bytes(zip_bytes({INNER: single_csv(), f"__MACOSX/._{INNER}": b"x", ".a.csv": b"x"}))
    assert [info.filename for info in csv_members(path)] == [INNER]
    assert len(read_cells(path, "annual-single", ["57001"]))


def test_a_filtered_single_file_is_refused(tmp_path: Path) -> None:
    path = write_single(tmp_path, "csv", single_frame(nation=False))
    with pytest.raises(InputError, match=r"but not the nation \(US000\)"):
        add_files(tmp_path / "library", [path], "qcew", "2022")


def test_lost_rows_are_noticed_by_establishments(tmp_path: Path) -> None:
    rows = single_frame()
    lost = rows["area_fips"].eq("57003") & rows["industry_code"].eq("236")
    path = write_single(tmp_path, "zip", rows[~lost])
    with pytest.raises(InputError, match=r"area 57003, ownership 5 has .* 3-digit industries"):
        add_files(tmp_path / "library", [path], "qcew", "2022")


def test_an_area_without_its_total_is_refused(tmp_path: Path) -> None:
    rows = single_frame()
    path = write_single(
        tmp_path, "zip", rows[~(rows["area_fips"].eq("57003") & rows["own_code"].eq("0"))]
    )
    with pytest.raises(InputError, match="no total .* for 1 of its areas: 57003"):
        add_files(tmp_path / "library", [path], "qcew", "2022")


def test_another_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds the year 2022, not 2021"):
        add_files(tmp_path / "library", [write_single(tmp_path)], "qcew", "2021")


def test_two_years_in_one_file_are_refused(tmp_path: Path) -> None:
    rows = single_frame()
    rows.loc[rows["area_fips"].eq("57005"), "year"] = "2021"
    with pytest.raises(InputError, match=r"holds 2 years \(2021, 2022\)"):
        add_files(tmp_path / "library", [write_single(tmp_path, "zip", rows)], "qcew", "2022")


def test_a_refused_file_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    root = tmp_path / "library"
    add_files(root, [write_single(tmp_path / "good")], "qcew", "2022")
    before = sorted(path.name for path in root.rglob("*"))
    bad = tmp_path / "2021_annual_singlefile.zip"
    bad.write_bytes(packed(b"<html>"))
    with pytest.raises(InputError):
        add_files(root, [bad], "qcew", "2021")
    assert sorted(path.name for path in root.rglob("*")) == before
    assert Library(root).vintages("qcew", "annual-single") == ["2022"]


@pytest.mark.parametrize(
    ("year", "its_year", "codes"),
    [
        (2022, 2020, ("442", "448", "451")), (2020, 2022, ("449", "455", "458")),
        (2012, 2022, ("449", "455", "458")), (2025, 2012, ("442", "448", "451")),
    ],
)  # fmt: skip
def test_industries_of_another_edition_tell_that_the_year_was_changed(
    tmp_path: Path, year: int, its_year: int, codes: tuple[str, ...]
) -> None:
    one = next(iter(SMALL.values()))
    path = tmp_path / "57001.csv"
    path.write_bytes(area_csv(area_frame(SMALL | {("5", code): one for code in codes}, year=year)))
    with pytest.raises(InputError, match=f"{codes[0]}.*the year was changed"):
        add_files(tmp_path / "library", [path], "qcew")
    of_its_year = tmp_path / "57003.csv"
    cells = SMALL | {("5", code): one for code in codes}
    of_its_year.write_bytes(area_csv(area_frame(cells, area="57003", year=its_year)))
    assert add_files(tmp_path / "library", [of_its_year], "qcew")
