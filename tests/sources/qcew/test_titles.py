"""Titles files: code to title, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.qcew.titles import read_titles
from tests.builders.qcew import titles_csv

INDUSTRIES = {"10": "Total", "31-33": "Manufacturing", "622": "Hospitals", "1024": "Business"}


def read(folder: Path, content: bytes, table: str = "industry") -> dict[str, str]:
    path = folder / "titles.csv"
    path.write_bytes(content)
    return read_titles(path, table)


def refused(folder: Path, content: bytes) -> str:
    path = folder / "titles.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"titles\.csv") as caught:
        add_files(folder / "library", [path], "qcew-titles", "2022")
    assert not (folder / "library").exists()
    return str(caught.value)


def test_codes_map_to_titles(tmp_path: Path) -> None:
    assert read(tmp_path, titles_csv(INDUSTRIES)) == INDUSTRIES


@pytest.mark.parametrize("prefix", ["{} ", "NAICS {} "])
def test_a_title_loses_its_own_code(tmp_path: Path, prefix: str) -> None:
    named = {code: prefix.format(code) + title for code, title in INDUSTRIES.items()}
    assert read(tmp_path, titles_csv(named)) == INDUSTRIES


def test_a_title_that_only_starts_with_digits_keeps_them(tmp_path: Path) -> None:
    assert read(tmp_path, titles_csv({"622": "24-hour hospitals"})) == {"622": "24-hour hospitals"}


def test_leading_zeros_and_letters_of_areas_survive(tmp_path: Path) -> None:
    areas = {"US000": "U.S. TOTAL", "01001": "Autauga County, Alabama", "C1018": "Abilene, TX MSA"}
    content = titles_csv(areas, ("area_fips", "area_title"))
    assert read(tmp_path, content, "area") == areas


def test_bare_codes_and_blank_lines_are_read(tmp_path: Path) -> None:
    content = b'own_code,own_title\r\n0,"Total Covered"\r\n5,"Private"\r\n\r\n'
    assert read(tmp_path, content, "ownership") == {"0": "Total Covered", "5": "Private"}


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        (("area_fips", "area_title"), "area"),
        (("own_code", "own_title"), "ownership"),
        (("agglvl_code", "agglvl_title"), "agglevel"),
        (("size_code", "size_title"), "size"),
        (("industry_code", "industry_title"), "industry"),
    ],
)
def test_the_table_follows_from_the_header(
    tmp_path: Path, columns: tuple[str, str], table: str
) -> None:
    code = {"area": "01001", "ownership": "5", "agglevel": "75", "size": "0", "industry": "622"}
    path = tmp_path / "any name.csv"
    path.write_bytes(titles_csv({code[table]: "A title"}, columns))
    [(holding, is_new)] = add_files(tmp_path / "library", [path], "qcew-titles", "2022")
    assert (holding.table, holding.rows, is_new) == (table, 1, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<html><body>Moved</body></html>", "web page"),
        (b'"code","name"\r\n"10","Total"\r\n', "not a file of Titles"),
        (b'"industry_code","industry_title"\r\n', "header and no rows"),
        (titles_csv({"10": "Total", "622": ""}), "row 3, column .*: an empty cell where"),
        (titles_csv({"10": "Total", "": "Hospitals"}), "row 3, column .*: an empty cell where"),
        (titles_csv({"1001": "Autauga"}, ("area_fips", "area_title")), "'1001'.*[Ll]eading zeros"),
        (titles_csv({"10": "Total", "Hosp": "Hospitals"}), "row 3.*'Hosp'"),
        (titles_csv({"10": "Total", "-622": "Hospitals"}), "row 3.*'-622'"),
        (titles_csv(INDUSTRIES) * 10, "repeats|row 5 has"),
        (
            titles_csv(INDUSTRIES) + b'\r\n"622","Clinics"',
            "repeats codes.* row 6: industry_code 622",
        ),
        (titles_csv(INDUSTRIES)[:-4], "damaged|cells"),
        (titles_csv(INDUSTRIES)[:-12], "row 5 is damaged"),
        (titles_csv(INDUSTRIES).decode().encode("utf-16"), "UTF-16"),
        (titles_csv({"622": "Caf\xe9s"}).decode().encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04" + b"\x00" * 30, "zip"),
    ],
)
def test_a_faulty_titles_file_is_refused_and_nothing_written(
    tmp_path: Path, content: bytes, said: str
) -> None:
    text = refused(tmp_path, content)
    assert re.search(said, text), text


def test_a_missing_titles_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file .*gone\.csv"):
        add_files(tmp_path / "library", [tmp_path / "gone.csv"], "qcew-titles", "2022")
