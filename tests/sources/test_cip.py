"""Programs and occupations: pairs without weights, and codes without a partner."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.cip import cip_soc, read_cip_soc
from sectornb.sources.library import Library
from tests.builders.occupations import (
    CIP,
    STRUCTURE,
    STRUCTURE_ABOVE,
    Rows,
    cip_file,
    soc_file,
    workbook,
    written,
)


def refused(folder: Path, content: bytes, vintage: str = "") -> str:
    path = written(folder, content)
    with pytest.raises(InputError, match=r"file\.xlsx") as caught:
        add_files(folder / "library", [path], "cip", vintage)
    assert not (folder / "library").exists()
    return str(caught.value)


def test_pairs_and_codes_without_a_partner_are_told_apart(tmp_path: Path) -> None:
    table = read_cip_soc(written(tmp_path, cip_file()))
    assert table["match"].value_counts().to_dict() == {
        "pair": 3, "no occupation": 1, "no program": 1,
    }  # fmt: skip
    assert table.loc[table["match"].eq("no occupation"), "cip"].tolist() == ["01.0508"]


def test_the_edition_comes_from_the_file(tmp_path: Path) -> None:
    [(holding, _)] = add_files(tmp_path / "l", [written(tmp_path, cip_file())], "cip")
    assert (holding.vintage, holding.reference_period) == ("2020", "CIP 2020, SOC 2018")
    held = cip_soc(Library(tmp_path / "l"))
    assert held is not None and len(held) == 5
    assert cip_soc(Library(tmp_path / "none")) is None


def changed(row: int, column: int, cell: object) -> Rows:
    new = [list(each) for each in CIP]
    new[row][column] = cell
    return new


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<html>no</html>", "is a web page"),
        (cip_file()[:3_000], "It is cut off"),
        (workbook({"SOC-CIP": CIP}), "its sheet SOC-CIP lacks some of the pairs"),
        (cip_file(changed(1, 0, 1.0)), "is no CIP code"),
        (cip_file(changed(1, 2, "15-1132")), "1 code of SOC 2010"),
        (cip_file(changed(4, 3, "Taxidermists")), "do not both say that there is no match"),
        (cip_file(changed(4, 0, "99.9999")), "do not both say that there is no match"),
        (cip_file([*CIP, CIP[1]]), "repeats pairs (1)"),
        (cip_file([[*CIP[0], "CIP2020Code"], [*CIP[1], "11.0701"]]), "has a column twice"),
    ],
)
def test_what_is_no_crosswalk_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused(tmp_path, content)


def test_another_edition_is_refused(tmp_path: Path) -> None:
    assert "is of CIP 2020, not 2010" in refused(tmp_path, cip_file(), "2010")


def test_a_neighbors_file_says_what_it_is(tmp_path: Path) -> None:
    told = refused(tmp_path, soc_file(STRUCTURE_ABOVE, STRUCTURE))
    assert "is a file of soc, not of cip" in told
