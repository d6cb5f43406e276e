"""Industry projections that a user brings, in both layouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.projections import held_projections, read_projections

HEAD = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"
GOOD = "39000,Ohio,622,2022,2032,1000,1340"


def table(folder: Path, *rows: str, head: str = HEAD, name: str = "ohio.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def test_the_simple_table_is_read(tmp_path: Path) -> None:
    found = read_projections(table(tmp_path, '39000,Ohio,31-33,2022,2032,"1,000",900', GOOD))
    assert found["naics"].tolist() == ["31-33", "622"]
    assert found["base_employment"].tolist() == [1000, 1000]
    assert found["target_employment"].tolist() == [900, 1340]


def test_the_layout_of_the_states_gives_the_same(tmp_path: Path) -> None:
    head = "stfips,areatype,area,indcode,estyear,projyear,estindprj,projindprj"
    rows = [
        "39,01,000000,622000,2022,2032,1000,1340", "39,01,000000,310000,2022,2032,1000,900",
        "39,01,000000,236100,2022,2032,50,60",
    ]  # fmt: skip
    found = read_projections(table(tmp_path, *rows, head=head))
    assert found["naics"].tolist() == ["2361", "31-33", "622"]
    assert found["area_code"].unique().tolist() == ["3901000000"]
    renamed = head.replace("estindprj", "estemp").replace("indcode", "matincode")
    assert read_projections(table(tmp_path, *rows, head=renamed)).equals(found)


def test_a_withheld_figure_stays_missing(tmp_path: Path) -> None:
    found = read_projections(table(tmp_path, "39000,Ohio,622,2022,2032,1000,"))
    assert found["target_employment"].isna().all()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("39000,Ohio,Hospitals,2022,2032,1,2", "row 2, column naics: 'Hospitals'"),
        ("39000,Ohio,622,22,2032,1,2", "row 2, column base_year: '22'"),
        ("39000,Ohio,622,2032,2022,1,2", "must come later"),
        ("39000,Ohio,622,2022,2032,-5,2", "column base_employment: '-5'"),
        ("39000,Ohio,622,2022,2032,5,many", "column target_employment: 'many'"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_projections(table(tmp_path, row))


def test_a_doubled_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="industry 622 stands there twice"):
        read_projections(table(tmp_path, GOOD, GOOD))


def test_two_periods_are_refused(tmp_path: Path) -> None:
    short = "39000,Ohio,623,2024,2026,1000,1340"
    with pytest.raises(InputError, match=r"several periods \(2022 to 2032, 2024 to 2026\)"):
        read_projections(table(tmp_path, GOOD, short))


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_projections(table(tmp_path))


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a file of Industry employment projections"):
        read_projections(table(tmp_path, "a,b", head="occupation,jobs"))


def test_a_file_goes_into_the_library_and_comes_back(tmp_path: Path) -> None:
    root = tmp_path / "library"
    ((holding, new),) = add_files(root, [table(tmp_path, GOOD)], "projections", "2022")
    assert new
    assert holding.part == "industry-projections-39000.csv"
    assert holding.reference_period == "2022 to 2032"
    found = held_projections(Library(root))
    assert found is not None
    assert found["naics"].tolist() == ["622"]


def test_a_file_of_another_base_year_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="base year 2022, not 2024"):
        add_files(tmp_path / "library", [table(tmp_path, GOOD)], "projections", "2024")


def test_several_vintages_are_never_chosen_from_silently(tmp_path: Path) -> None:
    root = tmp_path / "library"
    later = GOOD.replace("2022,2032", "2024,2034")
    add_files(root, [table(tmp_path, GOOD)], "projections", "2022")
    add_files(root, [table(tmp_path, later, name="later.csv")], "projections", "2024")
    with pytest.raises(NotInLibraryError, match="2022, 2024"):
        held_projections(Library(root))
    found = held_projections(Library(root), "2024")
    assert found is not None
    assert found["target_year"].tolist() == ["2034"]
    with pytest.raises(NotInLibraryError, match="no projections of vintage 2020"):
        held_projections(Library(root), "2020")


def test_a_library_without_any_has_none(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    assert held_projections(Library(tmp_path / "library")) is None
