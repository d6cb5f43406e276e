"""Codes of SOC: groups that do not follow from digits, and what codes are called elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.soc import (
    read_crosswalk,
    read_hybrid,
    read_structure,
    recognize,
    soc_table,
)
from tests.builders.occupations import (
    CROSSWALK,
    CROSSWALK_ABOVE,
    HYBRID,
    HYBRID_ABOVE,
    OCCUPATIONS,
    STRUCTURE,
    STRUCTURE_ABOVE,
    Rows,
    soc_file,
    workbook,
    written,
)


def refused(folder: Path, content: bytes, vintage: str = "") -> str:
    path = written(folder, content)
    with pytest.raises(InputError, match=r"file\.xlsx") as caught:
        add_files(folder / "library", [path], "soc", vintage)
    assert not (folder / "library").exists()
    return str(caught.value)


def test_each_occupation_has_its_groups(tmp_path: Path) -> None:
    # 15-1252 is in 15-1200, which its first digits do not tell.
    table = read_structure(written(tmp_path, soc_file(STRUCTURE_ABOVE, STRUCTURE)))
    row = table[table["soc"].eq("15-1252")].iloc[0]
    assert row[["level", "major", "minor", "broad"]].tolist() == [
        "detailed", "15-0000", "15-1200", "15-1250",
    ]  # fmt: skip
    top = table[table["soc"].eq("15-0000")].iloc[0]
    assert top[["level", "major", "minor", "broad"]].tolist() == ["major", "15-0000", "", ""]


def test_each_file_tells_its_year(tmp_path: Path) -> None:
    files = {
        "a.xlsx": soc_file(STRUCTURE_ABOVE, STRUCTURE),
        "b.xlsx": soc_file(HYBRID_ABOVE, HYBRID, "OES2019 Hybrid"),
        "c.xlsx": soc_file(CROSSWALK_ABOVE, CROSSWALK, "Crosswalk"),
    }
    paths = [written(tmp_path, content, name) for name, content in files.items()]
    held = [holding for holding, _ in add_files(tmp_path / "library", paths, "soc")]
    assert [(h.table, h.vintage, h.rows) for h in held] == [
        ("structure", "2018", 9), ("hybrid", "2019", 5), ("matrix-crosswalk", "2023", 3),
    ]  # fmt: skip
    assert held[2].reference_period == "as of 2023-09-06"
    table = soc_table(Library(tmp_path / "library"), "hybrid")
    assert table is not None and len(table) == 5


def test_codes_that_were_divided_stand_in_several_rows(tmp_path: Path) -> None:
    """Occupation code changed: two codes of 2010 are one of 2018, and one of 2010 is two."""
    table = read_hybrid(written(tmp_path, soc_file(HYBRID_ABOVE, HYBRID)))
    assert table.loc[table["soc_2018"].eq("15-1252"), "soc_2010"].tolist() == ["15-1132", "15-1133"]
    assert table.loc[table["soc_2010"].eq("15-1199"), "soc_2018"].tolist() == ["15-1253", "15-1299"]
    assert table["soc_2010_title"].tolist()[0] == "Chief"


def test_onet_occupations_share_a_code_of_the_matrix(tmp_path: Path) -> None:
    table = read_crosswalk(written(tmp_path, soc_file(CROSSWALK_ABOVE, CROSSWALK)))
    assert table["matrix_soc"].tolist() == ["11-1011", "11-1011", "15-1252"]


def changed(table: Rows, row: int, column: int, cell: object) -> Rows:
    new = [list(each) for each in table]
    new[row][column] = cell
    return new


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (changed(STRUCTURE, 4, 0, "11-0000"), "no code, or several"),
        (changed(STRUCTURE, 4, 3, ""), "no code, or several"),
        (changed(STRUCTURE, 4, 3, "111011"), "'111011' is no SOC code"),
        (changed(STRUCTURE, 8, 3, "15-1132"), "1 code of SOC 2010"),
        (changed(STRUCTURE, 8, 3, "15-1253"), "repeats codes (1)"),
        (changed(STRUCTURE, 8, 3, "11-1021"), "stands under another major group"),
        ([STRUCTURE[0], *STRUCTURE[3:]], "or without its groups"),
        (changed(STRUCTURE, 4, 4, ""), "where a title belongs"),
    ],
)
def test_a_faulty_structure_is_refused(tmp_path: Path, table: Rows, told: str) -> None:
    assert told in refused(tmp_path, soc_file(STRUCTURE_ABOVE, table))


def test_a_structure_of_another_edition_is_refused(tmp_path: Path) -> None:
    above: Rows = [["final structure for the 2010 SOC"]]
    assert "is of 2010; the structure of SOC 2018 is read" in refused(
        tmp_path, soc_file(above, STRUCTURE, "Structure")
    )


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (changed(HYBRID, 2, 2, "15-1132"), "codes of its column 2018 SOC Code are those of the"),
        (changed(HYBRID, 2, 6, "none"), "'none' is no SOC code"),
        ([*HYBRID, HYBRID[1]], "repeats pairs of codes (1)"),
    ],
)
def test_a_faulty_hybrid_structure_is_refused(tmp_path: Path, table: Rows, told: str) -> None:
    assert told in refused(tmp_path, soc_file(HYBRID_ABOVE, table))


@pytest.mark.parametrize(
    ("above", "table", "told"),
    [
        (CROSSWALK_ABOVE, [*CROSSWALK, CROSSWALK[1]], "repeats O*NET occupations (1)"),
        (CROSSWALK_ABOVE, changed(CROSSWALK, 1, 1, "11-1011"), "is no O*NET-SOC code"),
        (CROSSWALK_ABOVE, changed(CROSSWALK, 1, 3, "—"), "is no code of the matrix"),
        ([["Crosswalk"]], CROSSWALK, "does not say in the rows above its table as of when"),
    ],
)
def test_a_faulty_crosswalk_is_refused(tmp_path: Path, above: Rows, table: Rows, told: str) -> None:
    path = written(tmp_path, soc_file(above, table))
    with pytest.raises(InputError) as caught:
        recognize(path, "")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>Access denied</html>", "is a web page"),
        (b"Major Group,Minor Group\n11-0000,\n", "is no Excel workbook (.xlsx)"),
        (soc_file(STRUCTURE_ABOVE, STRUCTURE)[:3_000], "It is cut off"),
        (workbook({"a": [["Year", "Jobs"]]}), "is no workbook of SOC codes"),
    ],
)
def test_what_is_no_workbook_of_codes_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused(tmp_path, content)


def test_another_year_is_refused(tmp_path: Path) -> None:
    assert "--vintage 2018" in refused(tmp_path, soc_file(STRUCTURE_ABOVE, STRUCTURE), "2019")


def test_one_table_given_for_another_says_which_it_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is SOC structure, not Hybrid structure"):
        read_hybrid(written(tmp_path, soc_file(STRUCTURE_ABOVE, STRUCTURE)))


def test_a_neighbors_file_says_what_it_is(tmp_path: Path) -> None:
    assert "is a file of onet, not of soc" in refused(tmp_path, workbook({"a": OCCUPATIONS}))
