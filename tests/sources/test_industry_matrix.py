"""Matrices of an industry: thousands to jobs, true codes, nothing counted twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.industry_matrix import read_matrix, staffing_patterns
from sectornb.sources.library import Library
from tests.builders.projected_tables import MATRIX, MATRIX_ROWS, URL, matrix_csv

NURSES = MATRIX_ROWS[2]


def written(folder: Path, text: str | bytes, name: str = "m.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(folder: Path, text: str | bytes, vintage: str = "") -> str:
    path = written(folder, text)
    with pytest.raises(InputError, match=r"m\.csv") as caught:
        add_files(folder / "library", [path], "industry-matrix", vintage)
    assert not (folder / "library").exists()
    return str(caught.value)


def library(folder: Path, **files: tuple[str, str]) -> Library:
    """A library of matrices, each looked up for one industry under the address of another."""
    paths = [
        written(folder, matrix_csv(naics=naics, code=code), f"{name}.csv")
        for name, (naics, code) in files.items()
    ]
    add_files(folder / "library", paths, "industry-matrix")
    return Library(folder / "library")


def test_thousands_become_jobs(tmp_path: Path) -> None:
    """T70: thousands must not be read as units; 300.0 are 300,000 jobs."""
    found = read_matrix(written(tmp_path, matrix_csv()))
    assert (found.industry, found.naics, found.total) == ("336300", "3363", 500_000)
    assert (found.base_year, found.target_year) == ("2024", "2034")
    nurses = found.frame.set_index("matrix_code").loc["29-1141"]
    jobs = ["base_employment", "target_employment", "employment_change", "base_industry_pct"]
    assert nurses[jobs].tolist() == [300_000, 330_000, 30_000, 60.0]


def test_figures_in_jobs_are_caught(tmp_path: Path) -> None:
    """T70: 500,000 thousand at 0.3 percent of all would be 167 billion jobs in the nation."""
    jobs = {3, 6, 9}
    rows = [[1000 * c if at in jobs else c for at, c in enumerate(row)] for row in MATRIX_ROWS]  # type: ignore[operator]
    assert "not in thousands" in refused(tmp_path, matrix_csv(rows))


def test_only_line_items_are_added_up(tmp_path: Path) -> None:
    """T62: sums beside their parts count jobs twice; 300 + 150 of 500 thousand are released."""
    pattern = staffing_patterns(library(tmp_path, a=("3363", "336300")), ["3363"])
    assert pattern["base_employment"].sum() == 450_000
    assert set(pattern["released_share"]) == {0.9}
    assert not pattern["wider"].any()


def test_sums_called_line_items_are_caught(tmp_path: Path) -> None:
    """T62: 300 + 300 + 150 thousand are more than the 500 of the industry."""
    rows = [list(row) for row in MATRIX_ROWS]
    rows[1][2] = "Line Item"
    assert "add up to 750,000 jobs, more than the 500,000" in refused(tmp_path, matrix_csv(rows))


def test_files_of_one_matrix_are_told_and_counted_once(tmp_path: Path) -> None:
    held = library(tmp_path, a=("3321", "3320A1"), b=("3326", "3320A1"), c=("3363", "336300"))
    assert [each.reference_period for each in held.holdings()] == [
        "2024 to 2034, matrix 3320A1", "2024 to 2034, matrix 3320A1",
        "2024 to 2034, matrix 336300",
    ]  # fmt: skip
    pattern = staffing_patterns(held, ["3363", "3326", "3321"])
    told = pattern[["industry", "naics", "wider"]].drop_duplicates().to_numpy().tolist()
    assert told == [["3320A1", "3321,3326", True], ["336300", "3363", False]]
    assert pattern["base_employment"].sum() == 2 * 450_000


def test_a_matrix_of_a_whole_subsector_is_told(tmp_path: Path) -> None:
    pattern = staffing_patterns(library(tmp_path, a=("3272", "327000")), ["3272"])
    assert pattern[["industry", "wider"]].to_numpy().tolist() == [["327000", True]] * 2


def test_two_files_of_one_matrix_that_differ_are_refused(tmp_path: Path) -> None:
    later = [MATRIX_ROWS[0], NURSES]
    paths = [
        written(tmp_path, matrix_csv(naics="3321", code="3320A1"), "a.csv"),
        written(tmp_path, matrix_csv(later, naics="3326", code="3320A1"), "b.csv"),
    ]
    add_files(tmp_path / "library", paths, "industry-matrix")
    with pytest.raises(InputError, match="3321 and 3326 are both matrix 3320A1 and differ"):
        staffing_patterns(Library(tmp_path / "library"), ["3321", "3326"])


def test_cycles_are_not_mixed(tmp_path: Path) -> None:
    """T74: projections of two base years are not ranked together."""
    for year, naics in (("2022", "3363"), ("2024", "3361")):
        text = matrix_csv(naics=naics, code=f"{naics}00", years=(year, str(int(year) + 10)))
        add_files(tmp_path / "library", [written(tmp_path, text)], "industry-matrix")
    held = Library(tmp_path / "library")
    with pytest.raises(NotInLibraryError, match="of 2022, 2024.*two cycles"):
        staffing_patterns(held, ["3363"])
    assert set(staffing_patterns(held, ["3363"], "2022")["target_year"]) == {"2032"}


def test_an_industry_without_a_file_is_told_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match="queryParams=336100.*source_url"):
        staffing_patterns(library(tmp_path, a=("3363", "336300")), ["3361"])


def test_codes_that_the_agency_escapes_for_spreadsheets_are_read(tmp_path: Path) -> None:
    rows = [[row[0], f'="{row[1]}"', *row[2:]] for row in MATRIX_ROWS]
    head = [name for name in MATRIX if name != "naics_code"]
    found = read_matrix(written(tmp_path, matrix_csv(rows, head=head)))
    assert found.frame["matrix_code"].tolist() == ["00-0000", "25-2021", "29-0000", "29-1141"]
    assert found.naics == "3363"


def test_without_an_address_it_is_told_how_to_write_one(tmp_path: Path) -> None:
    head = [name for name in MATRIX if name != "source_url"]
    assert "column source_url. Write the address" in refused(tmp_path, matrix_csv(head=head))


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [
        (1, "291141", "row 4, column Occupation Code"),
        (1, "29-0000", "repeats occupations (1)"),
        (2, "Sum", "row 4, column Occupation Type: 'Sum'"),
        (3, "many", "row 4, column 2024 Employment: 'many'"),
        (3, -300, "row 4, column 2024 Employment: '-300'"),
        (3, "", "row 4, column 2024 Employment: an empty cell"),
        (9, 60.0, "row 4, column Employment Change, contradicts itself"),
        (0, "a\x7f", "row 4, column Occupation Title"),
    ],
)
def test_a_faulty_row_is_refused(tmp_path: Path, place: int, cell: object, told: str) -> None:
    faulty = [cell if at == place else each for at, each in enumerate(NURSES)]
    rows = [MATRIX_ROWS[0], MATRIX_ROWS[1], faulty, MATRIX_ROWS[3]]
    assert told in refused(tmp_path, matrix_csv(rows))


def test_a_percent_that_no_rounding_gives_is_caught(tmp_path: Path) -> None:
    """T73: 300.0 to 330.0 is no 25 percent; from 0.1 to 0.1 thousand, 25 percent may be."""
    faulty = [25.0 if at == 10 else each for at, each in enumerate(NURSES)]
    assert "whatever was rounded" in refused(tmp_path, matrix_csv([MATRIX_ROWS[0], faulty]))
    small = ["Nurses", "29-1141", "Line Item", 0.1, 0.0, 0.0, 0.1, 0.0, 0.0, 0.0, 25.0]
    assert len(read_matrix(written(tmp_path, matrix_csv([MATRIX_ROWS[0], small]))).frame) == 2


@pytest.mark.parametrize(
    ("naics", "code", "told"),
    [
        ("3363", "3363", "is no address of a matrix"),
        ("6221", "336300", "looked up for industry 6221, but its address"),
        ("x", "336300", "naics_code: 'x' is no industry"),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    tmp_path: Path, naics: str, code: str, told: str
) -> None:
    assert told in refused(tmp_path, matrix_csv(naics=naics, code=code))


def test_two_matrices_in_one_file_are_refused(tmp_path: Path) -> None:
    second = matrix_csv(code="336100").split("\n", 1)[1]
    assert "is another matrix than that of the rows above" in refused(
        tmp_path, matrix_csv() + second
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>Access denied</html>", "web page"),
        (b"Occupation Code,Jobs\n11-1011,5\n", "is not a file of National Employment Matrix"),
        (matrix_csv(head=MATRIX[:9] + MATRIX[10:]).encode(), "lacks the column Projected 2034"),
        (matrix_csv().split("\n")[0].encode(), "has a header and no rows"),
        (matrix_csv()[:-30].encode() + b"\n", "no address of a matrix"),
        (matrix_csv().encode("utf-16"), "UTF-16"),
        (matrix_csv().replace("Nurses", "Infirmi\xe8res").encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04", "zip archive"),
        ((matrix_csv() + 2_000 * matrix_csv().split("\n", 1)[1]).encode(), "more than 5,000 rows"),
        (matrix_csv(MATRIX_ROWS[1:]).encode(), "no row 00-0000"),
        (URL.encode(), "is not a file of"),
    ],
)
def test_what_is_no_matrix_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused(tmp_path, content)


def test_another_base_year_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "has the base year 2024" in refused(tmp_path, matrix_csv(), "2022")
    with pytest.raises(InputError, match="There is no file"):
        add_files(tmp_path / "library", [tmp_path / "none.csv"], "industry-matrix")


def test_a_matrix_added_as_wages_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, matrix_csv())
    with pytest.raises(InputError, match="is a file of industry-matrix, not of oews"):
        add_files(tmp_path / "library", [path], "oews", "2024")
