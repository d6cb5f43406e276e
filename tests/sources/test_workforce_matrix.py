"""Projections in the layouts of the Workforce Information Database."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.projections import held_projections, read_projections
from sectornb.sources.workforce_matrix import naics_of

MATRIX = (
    "StFips,AreaType,AreaTypeVersion,Area,PeriodYear,PeriodType,Period,MatrixIndCode,"
    "MatrixOccCode,ProjectedYear,EstimatedEmp,ProjectedEmp,NumericChange,Suppress"
)
OLDER = "stfips,areatype,area,periodid,matincode,matoccode,estyear,projyear,estemp,projemp,suppress"
INDPRJ = "stfips,areatype,area,indcode,estyear,projyear,estindprj,projindprj"


def matrix_row(
    industry: str, base: object, target: object, occupation: str = "000000", suppress: str = "0"
) -> str:
    return f"39,01,0000,000000,2022,50,00,{industry},{occupation},2032,{base},{target},,{suppress}"


def table(folder: Path, *rows: str, head: str = MATRIX, name: str = "ohio.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def test_a_matrix_gives_industries_as_the_qcew_writes_them(tmp_path: Path) -> None:
    rows = [matrix_row("622000", 1000, 1340), matrix_row("310000", 1000, 900)]
    found = read_projections(table(tmp_path, *rows, matrix_row("236100", 50, 60)))
    assert found["naics"].tolist() == ["2361", "31-33", "622"]
    assert found["base_employment"].tolist() == [50, 1000, 1000]
    assert found["target_employment"].tolist() == [60, 900, 1340]
    assert set(found["area_code"]) == {"3901000000"}
    assert set(found["area_title"]) == {"Area 3901000000"}
    assert set(found["base_year"]) == {"2022"} and set(found["target_year"]) == {"2032"}


def test_the_layouts_of_three_versions_give_the_same(tmp_path: Path) -> None:
    newest = read_projections(table(tmp_path, matrix_row("622000", 1000, 1340)))
    older = table(tmp_path, "39,01,000000,07,622000,000000,2022,2032,1000,1340,0", head=OLDER)
    assert read_projections(older).equals(newest)
    portal = "39,01,000000,622000,2022,2032,1000,1340"
    assert read_projections(table(tmp_path, portal, head=INDPRJ)).equals(newest)
    kansas = INDPRJ.replace("indcode", "naicscode").upper()
    assert read_projections(table(tmp_path, portal, head=kansas)).equals(newest)


@pytest.mark.parametrize(
    ("code", "naics"),
    [
        ("622000", "622"), ("622110", "62211"), ("722511", "722511"), ("721100", "7211"),
        ("620000", "62"), ("310000", "31-33"), ("480000", "48-49"), ("31-33", "31-33"),
        ("31", "31-33"), ("62", "62"), ("622", "622"), ("6221", "6221"),
        # Totals, supersectors, combined and invented codes, levels of government.
        ("000000", ""), ("0", ""), ("10", ""), ("1029", ""), ("101300", ""), ("TE1000", ""),
        ("3361,2,3", ""), ("900000", ""), ("920000", ""), ("999100", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_code_of_the_matrix_is_an_industry_or_none(code: str, naics: str) -> None:
    assert naics_of(code) == naics


def test_occupations_and_totals_of_the_matrix_are_left_out(tmp_path: Path) -> None:
    rows = [
        matrix_row("000000", 1700, 2040),
        matrix_row("622000", 1000, 1340),
        matrix_row("622000", 300, 500, "291141"),
        matrix_row("900000", 700, 700),
    ]
    found = read_projections(table(tmp_path, *rows))
    assert found["naics"].tolist() == ["622"]
    assert found["base_employment"].tolist() == [1000]


def test_a_confidential_row_is_withheld_whatever_it_holds(tmp_path: Path) -> None:
    rows = [matrix_row("622000", 1000, 1340, suppress="1"), matrix_row("623000", "*", "", "0", "1")]
    found = read_projections(table(tmp_path, *rows, matrix_row("621000", 10, 12)))
    assert found.set_index("naics")["base_employment"].isna().to_dict() == {
        "621": False, "622": True, "623": True,
    }  # fmt: skip
    assert found["target_employment"].isna().sum() == 2


def test_a_portals_mark_of_suppression_counts_too(tmp_path: Path) -> None:
    row = "39,01,000000,622000,2022,2032,1000,1340,1"
    found = read_projections(table(tmp_path, row, head=f"{INDPRJ},SUPPRESS"))
    assert found["base_employment"].isna().all()


def test_zeros_that_a_spreadsheet_took_from_area_codes_come_back(tmp_path: Path) -> None:
    row = matrix_row("622000", 1000, 1340).replace("39,01,0000,000000", "8,1,0,0")
    assert read_projections(table(tmp_path, row))["area_code"].tolist() == ["0801000000"]


def test_the_name_of_an_area_is_taken_where_the_export_has_it(tmp_path: Path) -> None:
    rows = [matrix_row("622000", 1000, 1340) + ",Ohio", matrix_row("623000", 100, 134) + ","]
    found = read_projections(table(tmp_path, *rows, head=f"{MATRIX},AreaName"))
    assert found["area_title"].tolist() == ["Ohio", "Area 3901000000"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (matrix_row("TE1000", 10, 12), "no NAICS industry; .*'TE1000'"),
        (matrix_row("622000", 10, 12, "291141"), "no row of all occupations together"),
        (matrix_row("622000", 10, 12, suppress="Y"), "row 2, column suppress: 'Y'"),
        (matrix_row("622000", -10, 12), "row 2, column base_employment: '-10'"),
        (matrix_row("622000", 10, 12).replace("39,01", "OH,01"), "row 2: 'OH', '01', '000000'"),
        (matrix_row("622000", 10, 12).replace("000000", "0000000", 1), "not state, kind and code"),
        (matrix_row("622000", 10, 12).replace("2032", "2,032"), "15 cells, the header 14"),
        (matrix_row("622000", 10, 12).replace("2032", "20x2"), "column target_year: '20x2'"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_projections(table(tmp_path, row))


def test_a_row_after_those_left_out_is_named_by_its_place_in_the_file(tmp_path: Path) -> None:
    rows = [matrix_row("000000", 9, 9), matrix_row("622000", 3, 5, "291141")]
    with pytest.raises(InputError, match="row 4, column target_employment: 'x'"):
        read_projections(table(tmp_path, *rows, matrix_row("622000", 10, "x")))


def test_the_same_industry_twice_in_two_spellings_is_refused(tmp_path: Path) -> None:
    rows = [matrix_row("622000", 10, 12), matrix_row("622", 10, 12)]
    with pytest.raises(InputError, match="row 3: area_code 3901000000, naics 622"):
        read_projections(table(tmp_path, *rows))


def test_a_matrix_without_its_years_says_where_they_are(tmp_path: Path) -> None:
    head = OLDER.replace("estyear,projyear,", "")
    with pytest.raises(InputError, match="lookup table periodid"):
        read_projections(table(tmp_path, "39,01,000000,07,622000,000000,10,12,0", head=head))


def test_a_matrix_goes_into_the_library_and_comes_back(tmp_path: Path) -> None:
    south = matrix_row("622000", 100, 134).replace("39,01,0000,000000", "39,15,0000,000001")
    path = table(tmp_path, matrix_row("622000", 1000, 1340), south)
    ((holding, new),) = add_files(tmp_path / "library", [path], "projections", "2022")
    assert new
    assert holding.table == "wid-projectionsmatrix"
    assert holding.part == "projectionsmatrix-3901000000-and-1-more.csv"
    assert holding.rows == 2
    found = held_projections(Library(tmp_path / "library"))
    assert found is not None
    assert found["area_code"].tolist() == ["3901000000", "3915000001"]


def test_a_matrix_with_every_occupation_is_read_by_its_totals(tmp_path: Path) -> None:
    # 300 codes, each with 200 occupations and their total; 2111 to 2399 lie in a sector, 289.
    def jobs(industry: int) -> int:
        return 1000 if industry % 100 == 0 else 100 if industry % 10 == 0 else 10

    rows = [
        matrix_row(f"{industry}00", jobs(industry), jobs(industry) + 1, f"{occupation:06d}")
        for industry in range(2111, 2411)
        for occupation in (0, *range(110000, 110200))
    ]
    found = read_projections(table(tmp_path, *rows))
    assert len(found) == 289
    assert found["base_employment"].value_counts().to_dict() == {10: 261, 100: 26, 1000: 2}
