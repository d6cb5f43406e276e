"""Reading areas out of single files and industries out of slices, packed or not."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, UnknownCodeError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew import lines
from sectornb.sources.qcew.areas import read_areas
from sectornb.sources.qcew.lines import LinesSeen, pieces_of
from sectornb.sources.qcew.reader import areas_in, read_cells
from tests.builders.qcew import area_csv, area_frame, write_area
from tests.builders.qcew_bulk import (
    AREAS,
    NATION,
    single_csv,
    single_frame,
    write_single,
    zip_bytes,
)

FORMS = ("zip", "csv")


@pytest.mark.parametrize("form", FORMS)
def test_an_area_reads_as_from_its_own_slice(tmp_path: Path, form: str) -> None:
    path = write_single(tmp_path, form)
    rows = single_frame()
    slice_file = write_area(tmp_path / "slice.csv", rows[rows["area_fips"].eq("57003")])

    pd.testing.assert_frame_equal(
        read_cells(path, "annual-single", ["57003"]), read_cells(slice_file)
    )


@pytest.mark.parametrize("form", FORMS)
def test_measures_levels_and_owners_are_narrowed(tmp_path: Path, form: str) -> None:
    add_files(tmp_path / "library", [write_single(tmp_path, form)], "qcew", "2022")
    frame = read_areas(
        Library(tmp_path / "library"),
        [2022],
        ["57001", "57005"],
        columns=["employment"],
        levels=["75"],
        ownership=["5"],
    )
    # The small area has private 236, 622, 722 and 999; the state and the nation stay out.
    assert frame["naics"].tolist() == ["236", "622", "722", "999"] * 2
    assert frame["employment_status"].tolist() == ["disclosed"] * 2 + [
        "withheld",
        "disclosed",
        "disclosed",
        "disclosed",
        "withheld",
        "disclosed",
    ]
    assert set(frame.columns) >= {"employment", "establishments"}
    assert "total_wages_usd" not in frame


def test_one_quarter_of_a_quarterly_file(tmp_path: Path) -> None:
    path = write_single(tmp_path, "zip", single_frame(quarters="1234"))
    frame = read_cells(path, "quarterly-single", ["57001"], quarter="3")
    assert set(frame["qtr"]) == {"3"}
    # 1,403 jobs in the small area, which county 57001 is twice.
    total = frame[frame["own_code"].eq("0")]
    assert total["month3_employment"].tolist() == [2806.0]


def test_without_areas_every_area_is_read(tmp_path: Path) -> None:
    assert set(read_cells(write_single(tmp_path), "annual-single", None)["area_fips"]) == {
        *AREAS,
        NATION,
    }
    assert areas_in(write_single(tmp_path), "annual-single") == sorted({*AREAS, NATION})


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_another_order_gives_the_same(tmp_path: Path, form: str) -> None:
    rows = single_frame()
    order = list(range(len(rows)))
    random.Random(5).shuffle(order)
    mixed = write_single(tmp_path / "mixed", form, rows.iloc[order].reset_index(drop=True))
    plain = write_single(tmp_path / "plain", form, rows)
    pd.testing.assert_frame_equal(
        read_cells(mixed, "annual-single", ["57001", NATION]),
        read_cells(plain, "annual-single", ["57001", NATION]),
    )


def test_columns_in_another_order_give_the_same(tmp_path: Path) -> None:
    rows = single_frame()
    turned = tmp_path / "turned.csv"
    turned.write_bytes(single_csv(rows[rows.columns[::-1]]))
    pd.testing.assert_frame_equal(
        read_cells(turned, "annual-single", ["57005"]),
        read_cells(write_single(tmp_path), "annual-single", ["57005"]),
    )


@pytest.mark.parametrize(
    "form",
    [{"resaved": True}, {"line_end": "\r\n"}, {"bom": True}, {"titles": True, "old_names": True}],
)
def test_other_ways_to_write_the_file_give_the_same(
    tmp_path: Path, form: dict[str, object]
) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(single_csv(**form))
    pd.testing.assert_frame_equal(
        read_cells(other, "annual-single", ["57003"]),
        read_cells(write_single(tmp_path), "annual-single", ["57003"]),
    )


@pytest.mark.parametrize("table", ["annual-single", "annual-area"])
def test_blank_lines_are_no_rows(tmp_path: Path, table: str) -> None:
    rows = single_frame()
    content = single_csv(rows if table.endswith("single") else rows[rows["area_fips"].eq("57003")])
    plain, blank = tmp_path / "plain.csv", tmp_path / "blank.csv"
    plain.write_bytes(content)
    lines = content.splitlines(keepends=True)
    blank.write_bytes(b"".join([*lines[:1], b"\r\n", *lines[1:9], b"\n", *lines[9:], b"\n\n"]))
    pd.testing.assert_frame_equal(
        read_cells(blank, table, ["57003"]), read_cells(plain, table, ["57003"])
    )


def test_rows_are_parsed_in_pieces_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_single(tmp_path)
    whole = read_cells(path, "annual-single", None)
    monkeypatch.setattr(lines, "PIECE", 1)
    pd.testing.assert_frame_equal(read_cells(path, "annual-single", None), whole)


@given(
    st.lists(st.sampled_from(["39049", "US000", "C1010", "06037"]), min_size=1, max_size=40),
    st.sets(st.sampled_from(["39049", "US000", "06037"])),
    st.integers(1, 200),
    st.booleans(),
)
def test_lines_found_are_those_a_plain_split_finds(
    areas: list[str], wanted: set[str], size: int, quoted: bool
) -> None:
    mark = '"' if quoted else ""
    written = [f"{mark}{area}{mark},1,{row:03d}".encode() + b"\n" for row, area in enumerate(areas)]
    blocks, block = [], b""
    for line in written:
        block += line
        if len(block) >= size:
            blocks.append(block)
            block = b""
    blocks += [block] if block else []
    seen = LinesSeen()
    found = list(pieces_of("f.csv", blocks, seen, wanted))
    expected = [
        (row, line) for row, (a, line) in enumerate(zip(areas, written, strict=True)) if a in wanted
    ]
    assert b"".join(part.data for part in found) == b"".join(line for _, line in expected)
    assert [row for part in found for row in part.rows.tolist()] == [row for row, _ in expected]
    assert seen.rows == len(written)
    assert seen.areas == set(areas)


def industry_frame(industry: str = "622") -> pd.DataFrame:
    rows = single_frame()
    return rows[rows["industry_code"].eq(industry)].reset_index(drop=True)


def test_an_industry_slice_holds_every_area(tmp_path: Path) -> None:
    path = tmp_path / "622.csv"
    path.write_bytes(area_csv(industry_frame()))
    frame = read_cells(path, "annual-industry", columns=["employment"])
    frame = frame[frame["own_code"].eq("5")]
    # 500 hospital jobs in the small area; the areas are one to five times as large.
    assert dict(zip(frame["area_fips"], frame["employment"], strict=True)) == {
        "57000": 500.0,
        "57001": 1000.0,
        "57003": 1500.0,
        "57005": 2000.0,
        NATION: 2500.0,
    }


def test_a_file_of_several_industries_is_no_industry_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds \d+ industries .*an industry file holds one"):
        read_cells(write_single(tmp_path), "annual-industry")


def test_an_area_that_is_not_in_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="no rows of 1 of 2 areas: 57009.*holds 5 areas"):
        read_cells(write_single(tmp_path), "annual-single", ["57001", "57009"])


def test_an_unknown_measure_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="no column wages"):
        read_cells(write_single(tmp_path), "annual-single", ["57001"], columns=["wages"])


def changed(row: int, column: str, value: object, frame: pd.DataFrame | None = None) -> bytes:
    rows = single_frame() if frame is None else frame
    rows = rows.astype(object)
    rows.loc[row, column] = value
    return single_csv(rows)


def row_of(area: str, naics: str, own: str = "5") -> int:
    rows = single_frame()
    found = rows["area_fips"].eq(area) & rows["industry_code"].eq(naics) & rows["own_code"].eq(own)
    return int(rows.index[found][0])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("naics", "column", "value", "said"),
    [
        ("236", "annual_avg_emplvl", -5, "annual_avg_emplvl: -5 cannot be"),
        ("236", "annual_avg_emplvl", "many", "'many' where a number belongs"),
        ("236", "annual_avg_emplvl", "", "an empty cell where a number belongs"),
        ("722", "annual_avg_emplvl", 7, "marked N .* employment is 7"),
        ("236", "disclosure_code", "Q", "'Q' is no known mark"),
        ("236", "own_code", "7", "own_code: '7' is no code of"),
        ("236", "agglvl_code", "7", "agglvl_code: '7' is no code of"),
        ("236", "year", "22", "year: '22' is no code of"),
        ("236", "qtr", "5", "qtr: '5' is no code of"),
        ("236", "area_fips", "7001", "'7001' is no code of an area. Leading zeros"),
        ("236", "area_fips", "North", "'North' is no code of an area"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(
    tmp_path: Path, form: str, naics: str, column: str, value: object, said: str
) -> None:
    row = row_of("57003", naics)
    content = changed(row, column, value)
    path = tmp_path / f"f.{form}"
    path.write_bytes(zip_bytes({"f.csv": content}) if form == "zip" else content)
    with pytest.raises(InputError, match=rf"row {row + 2}\b.*{said}"):
        read_cells(path, "annual-single", ["57001", "57003"])


def test_a_row_with_a_cell_too_many_or_too_few_is_named(tmp_path: Path) -> None:
    lines = single_csv().split(b"\n")
    row = row_of("57003", "236")
    for change, cells in ((lines[row + 1] + b",1", 39), (lines[row + 1].rpartition(b",")[0], 37)):
        path = tmp_path / "f.csv"
        path.write_bytes(b"\n".join([*lines[: row + 1], change, *lines[row + 2 :]]))
        with pytest.raises(InputError, match=rf"row {row + 2} has {cells} cells, the header 38"):
            read_cells(path, "annual-single", ["57003"])


def test_rows_that_stand_twice_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    content = single_csv()
    rows = content.partition(b"\n")[2]
    path.write_bytes(content + rows * 9)
    with pytest.raises(InputError, match="repeats .* pasted together"):
        read_cells(path, "annual-single", ["57003"])


def test_a_header_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(single_csv() * 2)
    row = len(single_frame()) + 2
    with pytest.raises(InputError, match=rf"row {row}.*the header again: the file was pasted"):
        read_cells(path, "annual-single", ["57003"])


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(single_csv().replace(b"annual_avg_emplvl", b"jobs", 1))
    with pytest.raises(InputError, match="lacks the column annual_avg_emplvl"):
        read_cells(path, "annual-single", ["57003"])


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(area_csv(area_frame()).partition(b"\n")[0] + b"\n")
    with pytest.raises(InputError, match="a header and no rows"):
        read_cells(path, "annual-single", ["57003"])
