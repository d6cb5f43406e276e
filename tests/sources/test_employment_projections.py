"""Occupational projections: tables by their titles, headings by their words, parts that agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.employment_projections.book import read_projected
from sectornb.sources.employment_projections.recognition import projected_occupations
from sectornb.sources.library import Library
from tests.builders.oews import write_wages
from tests.builders.projected_tables import (
    ATTAINED,
    CHARACTERIZED,
    SEPARATED,
    USED,
    sheets,
    write_book,
)

NURSES = SEPARATED[2]


def changed(row: list[object], **cells: object) -> list[object]:
    """A row with other cells, by place: ``c13`` is the fourteenth."""
    return [cells.get(f"c{place}", cell) for place, cell in enumerate(row)]


def separated(**cells: object) -> dict[str, list[list[object]]]:
    return sheets(separations=[SEPARATED[0], SEPARATED[1], changed(NURSES, **cells)])


def refused(folder: Path, tables: dict[str, list[list[object]]], vintage: str = "") -> str:
    path = write_book(folder / "p.xlsx", tables)
    with pytest.raises(InputError, match=r"p\.xlsx") as caught:
        add_files(folder / "library", [path], "employment-projections", vintage)
    assert not (folder / "library").exists()
    return str(caught.value)


def test_thousands_become_jobs_and_openings_are_those_of_a_year(tmp_path: Path) -> None:
    """T70: 210.0 means 210,000 openings; T69: of one year, not of ten."""
    found = read_projected(write_book(tmp_path / "p.xlsx"))
    assert (found.base_year, found.target_year) == ("2024", "2034")
    nurses = found.occupations.set_index("matrix_code").loc["29-1141"]
    names = ["base_employment", "target_employment", "employment_change", "annual_openings"]
    assert nurses[names].tolist() == [3_000_000, 3_300_000, 300_000, 210_000]
    assert nurses["line_item"] and nurses["occupation_title"] == "Nurses"


def test_marks_and_the_answer_none_are_told_apart(tmp_path: Path) -> None:
    """T63, T64: a top-coded wage is a bound, a dash a gap, and "None" an answer."""
    frame = read_projected(write_book(tmp_path / "p.xlsx")).occupations.set_index("matrix_code")
    surgeons, nurses, total = (frame.loc[code] for code in ("29-1240", "29-1141", "00-0000"))
    assert surgeons["annual_median_usd"] == 239_200
    assert surgeons["annual_median_usd_status"] == "at_least"
    assert surgeons["self_employed_pct_status"] == "not_available"
    assert nurses[["work_experience", "job_training"]].tolist() == ["None", "None"]
    assert total[["entry_education", "work_experience"]].tolist() == ["", ""]


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2014"])
@pytest.mark.parametrize("base", [2022, 2025])
def test_headings_are_found_by_their_words(tmp_path: Path, base: int, dash: str) -> None:
    path = write_book(tmp_path / "p.xlsx", sheets(base, dash))
    [(holding, _)] = add_files(tmp_path / "library", [path], "employment-projections")
    assert holding.part == f"occupation_{base}.xlsx"
    assert holding.reference_period == f"{base} to {base + 10}"


def test_reasons_and_education_are_read_where_they_are(tmp_path: Path) -> None:
    found = read_projected(write_book(tmp_path / "p.xlsx"))
    assert found.utilization["industry"].tolist() == ["3320A1", "622000"]
    assert found.utilization["occupation_title"].tolist() == ["Nurses", "Nurses"]
    attained = found.attainment.set_index("matrix_code")
    assert attained["own_survey_code"].to_dict() == {"00-0000": True, "29-1141": False}
    assert attained.loc["29-1141", "bachelor_pct"] == 54.0
    fewer = read_projected(
        write_book(tmp_path / "f.xlsx", sheets(utilization=None, attainment=None))
    )
    assert len(fewer.utilization) == len(fewer.attainment) == 0
    assert fewer.occupations.equals(found.occupations)


def test_education_in_a_workbook_of_its_own_is_read_beside(tmp_path: Path) -> None:
    tables = sheets()
    alone = write_book(tmp_path / "e.xlsx", {"Table 5.3": tables.pop("Table 5.3")})
    book = write_book(tmp_path / "p.xlsx", tables)
    added = add_files(tmp_path / "library", [book, alone], "employment-projections")
    assert [holding.part for holding, _ in added] == ["occupation_2024.xlsx", "education_2024.xlsx"]
    found = projected_occupations(Library(tmp_path / "library"))
    assert found.attainment.equals(read_projected(write_book(tmp_path / "w.xlsx")).attainment)
    with pytest.raises(InputError, match="has the base year 2024"):
        add_files(tmp_path / "library", [alone], "employment-projections", "2022")


def test_openings_of_all_years_together_are_caught(tmp_path: Path) -> None:
    """T69: 2,100 thousand openings are those of ten years."""
    assert "do not give 2,100,000 openings a year" in refused(tmp_path, separated(c13=2100.0))


def test_openings_that_are_no_average_of_a_year_are_not_read(tmp_path: Path) -> None:
    """T69: the heading has to say that openings are of a year."""
    tables = sheets()
    tables["Table 1.10"][1][13] = "Occupational openings, 2024-34"
    assert "no column, or two, for annual_openings" in refused(tmp_path, tables)


def test_a_table_in_jobs_is_caught(tmp_path: Path) -> None:
    """T70: 170 million thousand jobs are too many, and the title has to say the unit."""
    jobs = {3, 4, 5, 10, 11, 12, 13}
    rows = [[1000 * c if at in jobs else c for at, c in enumerate(row)] for row in SEPARATED]  # type: ignore[operator]
    assert "not in thousands" in refused(tmp_path, sheets(separations=rows))
    tables = sheets()
    tables["Table 1.10"][0][0] = "Table 1.10 Occupational separations and openings"
    assert "does not say that employment is in thousands" in refused(tmp_path, tables)


def test_a_percent_that_no_rounding_gives_is_caught(tmp_path: Path) -> None:
    """T73: 3,000 to 3,300 thousand is no 25 percent."""
    assert "whatever was rounded" in refused(tmp_path, separated(c6=25.0))


def test_rounding_alone_is_no_contradiction(tmp_path: Path) -> None:
    """T73: parts of 0.14 thousand beside the openings are within four roundings."""
    path = write_book(tmp_path / "p.xlsx", separated(c13=210.1))
    assert len(read_projected(path).occupations) == 3


def test_cycles_are_not_mixed(tmp_path: Path) -> None:
    """T74: with two cycles in the library one has to be chosen."""
    for base in (2022, 2024):
        path = write_book(tmp_path / "p.xlsx", sheets(base))
        add_files(tmp_path / "library", [path], "employment-projections")
    library = Library(tmp_path / "library")
    with pytest.raises(NotInLibraryError, match="of 2022, 2024.*two cycles"):
        projected_occupations(library)
    assert projected_occupations(library, "2022").target_year == "2032"


def test_an_empty_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match="employment-projections"):
        projected_occupations(Library(tmp_path / "library"))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"c1": "291141"}, "'291141' is no code of an occupation"),
        ({"c1": ""}, "an empty cell where a code belongs"),
        ({"c1": "29-1240"}, "repeats occupations (1)"),
        ({"c2": "Sum"}, "'Sum' is neither"),
        ({"c3": "many"}, "'many'"),
        ({"c3": -1.0}, "'-1'"),
        ({"c13": ""}, "an empty cell"),
        ({"c13": "\u2014"}, "'\u2014'"),
        ({"c4": 3400.0}, "a change of 300,000"),
        ({"c12": 190.0}, "190,000 separations"),
        ({"c0": "a\x7f"}, "signs that no screen shows"),
    ],
)
def test_a_faulty_row_is_refused(tmp_path: Path, cells: dict[str, object], told: str) -> None:
    # A row that is not the last: what lies below the last code is a footnote.
    rows = [SEPARATED[0], changed(NURSES, **cells), SEPARATED[1]]
    assert told in refused(tmp_path, sheets(separations=rows))


def test_other_tables_are_checked_too(tmp_path: Path) -> None:
    wage = [CHARACTERIZED[0], changed(CHARACTERIZED[1], c9="high")]
    assert "'high'" in refused(tmp_path, sheets(characteristics=wage))
    lost = [CHARACTERIZED[0], changed(CHARACTERIZED[1], c10="")]
    assert "where education or training belongs" in refused(tmp_path, sheets(characteristics=lost))
    assert "add up to 110.0" in refused(
        tmp_path, sheets(attainment=[ATTAINED[0], changed(ATTAINED[1], c6=63.9)])
    )
    assert "repeats occupations of an industry" in refused(
        tmp_path, sheets(utilization=[USED[0], USED[0]])
    )


def test_missing_and_doubled_tables_are_told(tmp_path: Path) -> None:
    assert "Its tables are" in refused(tmp_path, sheets(separations=None))
    twice = sheets()
    twice["Table 1.99"] = twice["Table 1.10"]
    assert "two tables with the title" in refused(tmp_path, twice)
    headless = sheets()
    del headless["Table 1.10"][1]
    assert "Headings over two rows" in refused(tmp_path, headless)
    assert "has a header and no rows" in refused(tmp_path, sheets(separations=[]))


def test_another_base_year_is_refused(tmp_path: Path) -> None:
    assert "has the base year 2024" in refused(tmp_path, sheets(), "2022")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>Access denied</html>", "It is a web page"),
        (b"Occupation,Jobs\n1,2\n", "It is no Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel workbook"),
        (b"PK\x03\x04", "no Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        add_files(tmp_path / "library", [path], "employment-projections")
    assert told in str(caught.value)


def test_a_workbook_cut_off_or_missing_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "p.xlsx")
    path.write_bytes(path.read_bytes()[:-500])
    for name in (path, tmp_path / "none.xlsx"):
        with pytest.raises(InputError, match=name.name):
            add_files(tmp_path / "library", [name], "employment-projections")


def test_a_workbook_of_projections_added_as_wages_is_told(tmp_path: Path) -> None:
    path = write_book(tmp_path / "p.xlsx")
    with pytest.raises(InputError, match="is a file of employment-projections, not of oews"):
        add_files(tmp_path / "library", [path], "oews", "2024")
    wages = write_wages(tmp_path / "w.xlsx")
    with pytest.raises(InputError, match="is a file of oews, not of employment-projections"):
        add_files(tmp_path / "library", [wages], "employment-projections", "2024")
