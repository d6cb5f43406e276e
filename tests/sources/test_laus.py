"""County workbooks of the labor force: found by content, missing is not zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.laus import county_labor_force, read_county_workbook
from sectornb.sources.library import Library
from tests.builders.commuting import laus_workbook
from tests.sources.qcew.test_damage import encrypted, packed_by_an_unknown_method

# 900 + 100 people are 1,000; 100 of 1,000 are 10.0 percent.
ALDER = ("57001", "Alder County, WM", "2018", 1000, 900, 100, 10.0)
ZEBRA = ("01003", "Zebra County, AL", "2018", 300, 290, 10, 3.3)


def write(folder: Path, content: bytes) -> Path:
    path = folder / "counties.xlsx"
    path.write_bytes(content)
    return path


def refused(folder: Path, content: bytes, vintage: str = "2018") -> str:
    path = write(folder, content)
    with pytest.raises(InputError, match=r"counties\.xlsx") as caught:
        add_files(folder / "library", [path], "laus", vintage)
    assert not (folder / "library").exists()
    return str(caught.value)


@pytest.mark.parametrize("spacer", [True, False])
@pytest.mark.parametrize("title", [0, 1, 3])
def test_the_table_is_found_wherever_it_stands(tmp_path: Path, spacer: bool, title: int) -> None:
    content = laus_workbook([ALDER, ZEBRA], spacer=spacer, title=title)
    table = read_county_workbook(write(tmp_path, content))
    assert table.to_dict("records") == [
        {
            "area_fips": code,
            "county_name": name,
            "year": year,
            "labor_force": force,
            "employed": employed,
            "unemployed": unemployed,
            "unemployment_rate_pct": rate,
        }
        for code, name, year, force, employed, unemployed, rate in (ZEBRA, ALDER)
    ]


@pytest.mark.parametrize("mark", ["-", "N.A.", "\u2013", ""])
def test_a_missing_figure_is_missing_and_not_zero(tmp_path: Path, mark: str) -> None:
    row = (*ALDER[:3], mark, mark, mark, mark)
    table = read_county_workbook(write(tmp_path, laus_workbook([row, ZEBRA])))
    missing = table[table["area_fips"].eq("57001")].drop(
        columns=["area_fips", "county_name", "year"]
    )
    assert missing.isna().all(axis=None)
    assert str(table["labor_force"].dtype) == "float64"


def test_numbers_written_as_text_are_read(tmp_path: Path) -> None:
    row = (*ALDER[:2], 2018, "1,000", "900", " 100 ", "10.0")
    table = read_county_workbook(write(tmp_path, laus_workbook([row])))
    assert table.loc[0, ["year", "labor_force"]].tolist() == ["2018", 1000]


def test_the_year_comes_from_the_table(tmp_path: Path) -> None:
    path = write(tmp_path, laus_workbook([ALDER]))
    [(holding, _)] = add_files(tmp_path / "library", [path], "laus", "2018")
    assert (holding.part, holding.reference_period) == ("laucnty18.xlsx", "2018 annual average")
    library = Library(tmp_path / "library")
    assert county_labor_force(library, 2018)["employed"].tolist() == [900]
    with pytest.raises(NotInLibraryError, match="2017"):
        county_labor_force(library, 2017)


def test_a_workbook_of_another_year_is_refused(tmp_path: Path) -> None:
    assert "--vintage 2018" in refused(tmp_path, laus_workbook([ALDER]), "2017")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "holds no county row"),
        ([ALDER, ALDER], "repeats counties (1), the first in row 8"),
        ([ALDER, (*ZEBRA[:2], "2017", *ZEBRA[3:])], "'2017', '2018' as its year"),
        ([(*ALDER[:3], 1000, 900, 10, 1.0)], "do not give the labor force"),
        ([(*ALDER[:6], 1.0)], "do not give the rate"),
        ([(*ALDER[:3], 1000, 1100, -100, -10.0)], "row 7, column unemployed: '-100' cannot be"),
        ([(ALDER[0], "Al\x7fder", *ALDER[2:])], "row 7, column county_name"),
        ([(*ALDER[:3], "many", 900, 100, 10.0)], "'many' cannot be"),
    ],
)
def test_a_faulty_table_is_refused(
    tmp_path: Path, rows: list[tuple[object, ...]], told: str
) -> None:
    assert told in refused(tmp_path, laus_workbook(rows))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>Access denied</html>", "web page"),
        (b"LAUS Code,State\nCN01,01\n", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0old", "an old Excel workbook (.xls). Open it"),
        (b"PK\x03\x04", "cannot be read as an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused(tmp_path, content)


def test_a_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    content = laus_workbook([ALDER])
    assert "cut off" in refused(tmp_path, content[: len(content) // 2])


@pytest.mark.parametrize("made", [encrypted, packed_by_an_unknown_method])
def test_a_workbook_that_cannot_be_unpacked_is_refused(
    tmp_path: Path, made: Callable[[], bytes]
) -> None:
    (tmp_path / "laucnty18.xlsx").write_bytes(made())
    with pytest.raises(InputError, match="cannot be read as an Excel workbook"):
        read_county_workbook(tmp_path / "laucnty18.xlsx")
