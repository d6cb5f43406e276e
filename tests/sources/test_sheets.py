"""The one table of an Excel workbook is read as text; any other workbook is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.opening import is_packed
from sectornb.sources.projections import held_projections, read_projections
from sectornb.sources.sheets import cell_text, mentions, sheet_as_csv, sheet_table

HEAD = [
    "area_code", "area_title", "naics", "base_year", "target_year", "base_employment",
    "target_employment",
]  # fmt: skip
GOOD = ["39000", "Ohio", "622", "2022", "2032", "1000", "1340"]
Rows = list[list[object]]


def workbook(folder: Path, **sheets: Rows) -> Path:
    path = folder / "ohio.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def test_a_cell_is_text_in_one_line_and_a_whole_number_has_no_point() -> None:
    assert [cell_text(cell) for cell in (2022.0, 0.5, " a\nb ", "", "007")] == [
        "2022", "0.5", "a b", "", "007",
    ]  # fmt: skip


def test_a_sheet_is_the_csv_file_that_it_would_be(tmp_path: Path) -> None:
    rows: Rows = [["code", "of, and", "jobs"], ["0101", 'a "b"', 1234567], ["02", "", 0.25]]
    path = workbook(tmp_path, Empty=[], Table=rows)
    assert sheet_as_csv(path).decode() == (
        'code,"of, and",jobs\n0101,"a ""b""",1234567\n02,,0.25\n'
    )


def test_projections_in_a_workbook_are_those_of_the_csv_file(tmp_path: Path) -> None:
    numbers: list[object] = [39000, "Ohio", 622, 2022, 2032, 1000, 1340]
    text = tmp_path / "ohio.csv"
    text.write_text(f"{','.join(HEAD)}\n{','.join(GOOD)}\n", "utf-8")
    for row in (numbers, [*GOOD]):
        found = read_projections(workbook(tmp_path, Table=[[*HEAD], row]))
        assert found.equals(read_projections(text))


def test_a_workbook_of_the_wid_has_its_lost_zeros_filled_as_its_csv_file_has(
    tmp_path: Path,
) -> None:
    head = "stfips,areatype,area,indcode,estyear,projyear,estindprj,projindprj".split(",")
    found = read_projections(
        workbook(tmp_path, indprj=[[*head], [6, 1, 0, 622000, 2022, 2032, 10, 12]])
    )
    assert found.loc[0, ["area_code", "naics"]].tolist() == ["0601000000", "622"]


def test_a_workbook_goes_into_the_library_under_its_own_ending_and_comes_back(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, Table=[[*HEAD], [*GOOD]])
    ((holding, _),) = add_files(tmp_path / "library", [path], "projections")
    assert (holding.vintage, holding.part) == ("2022", "industry-projections-39000.xlsx")
    held = held_projections(Library(tmp_path / "library"))
    assert held is not None and held["target_employment"].tolist() == [1340]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Notes": [["x"]], "Table": [[*HEAD], [*GOOD]]},
         r"2 sheets with cells \(Notes, Table\)\. Keep the sheet that has the table"),
        ({"Empty": []}, "empty sheets"),
        ({"Table": [["Projections"], [], [*HEAD], [*GOOD]]}, "begin in row 3. Delete the rows"),
        ({"Table": [[], [*HEAD], [*GOOD]]}, "begin in row 2"),
        ({"Table": [[*HEAD]]}, "a header and no rows"),
        ({"Table": [[*HEAD], [*GOOD, "a note"]]}, "row 2 has 8 cells, the header 7"),
        ({"Table": [[*HEAD], [*GOOD[:5], "many", "5"]]}, "column base_employment: 'many'"),
    ],
)  # fmt: skip
def test_what_is_no_one_table_on_top_is_refused_with_the_way_out(
    tmp_path: Path, sheets: dict[str, Rows], said: str
) -> None:
    path = workbook(tmp_path, **sheets)
    with pytest.raises(InputError, match=said):
        read_projections(path)


def test_a_workbook_that_is_cut_off_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, Table=[[*HEAD], [*GOOD]])
    whole = path.read_bytes()
    assert is_packed(path, "xlsx")
    monkeypatch.setattr("sectornb.sources.sheets.LARGEST_UNPACKED", 100)
    with pytest.raises(InputError, match="far more than such a workbook"):
        read_projections(path)
    path.write_bytes(whole[:-40])
    with pytest.raises(InputError, match="zip archive"):
        read_projections(path)


def _workbook(path: Path, **sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_a_table_below_a_title_is_found_by_its_header_with_its_rows_numbered(
    tmp_path: Path,
) -> None:
    rows: list[list[object]] = [["Title, 2024"], ["code", "jobs"], ["a", 1], [None, None], ["b", 2]]
    path = _workbook(tmp_path / "a.xlsx", Index=[["Contents"]], Data=rows)
    found = sheet_table(path, lambda row: row[:2] == ["code", "jobs"])
    assert found is not None
    assert (found.sheet, found.above) == ("Data", [["Title, 2024", ""]])
    assert found.cells.to_dict("list") == {0: ["a", "b"], 1: ["1", "2"]}
    assert [*found.cells.index + 2] == [3, 5]


def test_a_workbook_without_such_a_table_has_none(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", Data=[["x", "y"], [1, 2]])
    assert sheet_table(path, lambda row: row[0] == "code") is None


@pytest.mark.parametrize("inline", [True, False])
def test_a_word_of_a_workbook_is_found_without_opening_it(tmp_path: Path, inline: bool) -> None:
    path = tmp_path / "w.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        book.add_worksheet().write_row(0, 0, ["OCC_CODE", "Jobs"])
    assert mentions(path, "occ_code")
    assert mentions(tmp_path / "none.xlsx", "occ_code", content=path.read_bytes())
    assert not mentions(path, "county")


def test_a_word_of_what_cannot_be_looked_into_may_be_there(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert mentions(path, "occ_code")
