"""Workforce indicators: flags decoded, totals never summed with their parts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qwi.reader import read_indicators
from sectornb.sources.qwi.recognition import cells_by, older_share, workforce_indicators
from tests.builders.qwi import AGES, extract_text

ANSWER = [
    ["sex", "agegrp", "Emp", "time", "state", "county"],
    ["0", "A00", "14208", "2019-Q4", "44", "001"],
    ["0", "A00", None, "1995-Q1", "44", "001"],
]


def write(folder: Path, content: str | bytes, name: str = "q.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("cell", "flag", "value", "status", "distorted"),
    [
        ("90", "1", 90, "published", False),
        ("90", "6", 90, "published", False),
        ("90", "7", 90, "published", True),
        ("90", "9", 90, "published", True),
        ("", "5", None, "withheld", False),
        ("", "-1", None, "not_available", False),
        ("0", "-2", None, "not_available", False),
        ("0", "1", 0, "published", False),
        ("", "1", None, "not_available", False),
    ],
)
def test_a_flag_says_what_a_cell_is(
    tmp_path: Path, cell: str, flag: str, value: float | None, status: str, distorted: bool
) -> None:
    table = read_indicators(write(tmp_path, extract_text([("A00", cell, flag)])))
    found = table["employment"].astype(object).where(table["employment"].notna(), None)
    assert found.tolist() == [value]
    assert table["employment_status"].tolist() == [status]
    assert table["employment_distorted"].tolist() == [distorted]


def test_a_net_change_may_be_below_zero(tmp_path: Path) -> None:
    assert read_indicators(write(tmp_path, extract_text()))["net_job_change"].eq(-3).all()


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(extract_text().encode()), "q.csv.gz")
    [(holding, _)] = add_files(tmp_path / "library", [path], "qwi", "2024-09")
    assert holding.part == "agegrp-A05-57001-2023-Q4-2023-Q4.csv.gz"


def test_an_answer_of_the_api_is_read_and_null_is_not_zero(tmp_path: Path) -> None:
    table = read_indicators(write(tmp_path, json.dumps(ANSWER), "a.json"))
    assert table[["geography", "year", "quarter"]].to_numpy().tolist() == [
        ["44001", "1995", "1"],
        ["44001", "2019", "4"],
    ]
    assert table["employment"].isna().tolist() == [True, False]
    assert table["ownercode"].eq("").all()


def test_parts_and_their_total_are_never_summed(tmp_path: Path) -> None:
    """Of 179 in all rows, 90 jobs are there: the total once, or its parts once."""
    table = read_indicators(write(tmp_path, extract_text()))
    assert table["employment"].sum() == 179
    assert cells_by(table)["employment"].tolist() == [90]
    assert cells_by(table, ["agegrp"])["employment"].tolist() == [71, 10, 8]


def test_a_group_without_its_total_is_refused(tmp_path: Path) -> None:
    table = read_indicators(write(tmp_path, extract_text(AGES[1:])))
    with pytest.raises(InputError, match="no total of agegrp"):
        cells_by(table)
    with pytest.raises(InputError, match="no part of sex"):
        cells_by(table, ["sex"])


def test_owners_and_industries_within_one_another_are_not_summed(tmp_path: Path) -> None:
    texts = [extract_text(), extract_text(owner="A00"), extract_text(industry="31-33")]
    files = [write(tmp_path, text, f"{n}.csv") for n, text in enumerate(texts)]
    add_files(tmp_path / "one", files[:2], "qwi", "2024-09")
    table = workforce_indicators(Library(tmp_path / "one"))
    with pytest.raises(InputError, match="of the owners A00, A05"):
        cells_by(table)
    assert len(cells_by(table, owner="A05")) == 1
    with pytest.raises(InputError, match="no industry 62"):
        cells_by(table, industry="62", owner="A05")


def test_the_share_of_older_workers_is_of_the_parts(tmp_path: Path) -> None:
    # 10 + 8 of 71 + 10 + 8 jobs.
    table = read_indicators(write(tmp_path, extract_text()))
    assert older_share(table) == pytest.approx(18 / 89)


def test_the_share_of_older_workers_is_missing_where_a_part_is(tmp_path: Path) -> None:
    ages = [*AGES[:3], ("A08", "", "5")]
    share = older_share(read_indicators(write(tmp_path, extract_text(ages))))
    assert share != share


def test_adding_says_what_is_hidden(tmp_path: Path) -> None:
    path = write(tmp_path, extract_text([*AGES, ("A01", "", "5")]))
    call = ["add", str(path), "--source", "qwi", "--vintage", "2024-09", "--library"]
    said = CliRunner().invoke(main, [*call, str(tmp_path / "l")]).output
    assert "employment: of 5 cells 1 are withheld, 0 not available, 1 distorted" in said


def test_adding_says_that_the_owner_is_not_told(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(ANSWER), "a.json")
    call = ["add", str(path), "--source", "qwi", "--vintage", "2024-09", "--library"]
    said = CliRunner().invoke(main, [*call, str(tmp_path / "l")]).output
    assert "does not tell the owner" in said


def test_one_cell_in_two_files_is_refused(tmp_path: Path) -> None:
    files = [
        write(tmp_path, extract_text(), "a.csv"),
        write(tmp_path, extract_text(AGES[:1]), "b.csv"),
    ]
    add_files(tmp_path / "library", files, "qwi", "2024-09")
    with pytest.raises(InputError, match="both hold 57001 in 2023-Q4"):
        workforce_indicators(Library(tmp_path / "library"))
    with pytest.raises(NotInLibraryError, match="sources qwi"):
        workforce_indicators(Library(tmp_path / "other"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("<html>Missing Key</html>", "web page"),
        ("a,b\n1,2\n", "is not a file of Quarterly Workforce"),
        ("geography,year,quarter\n57001,2023,4\n", "no indicator"),
        (extract_text([]), "no rows"),
        (extract_text([AGES[0], AGES[0]]), "repeats cells"),
        (extract_text([("A00", "-90", "1")]), "'-90' is no number"),
        (extract_text([("A00", "9e99", "1")]), "'9e99' is no number"),
        (extract_text([("A00", "90", "5")]), "90 stands beside the flag 5"),
        (extract_text([("A00", "90", "10")]), "Flags from 10 on"),
        (extract_text([("A00", "90", "13")]), "no status flag"),
        (extract_text([("A09", "90", "1")]), "'A09' is no code of agegrp"),
        (extract_text(county="1001"), "Leading zeros were lost"),
        (extract_text(owner="5"), "'5' is no code of ownercode"),
        (extract_text(industry="a b"), "'a b' is no industry"),
        (extract_text(year="2025"), "after the release"),
        (extract_text()[:-20], "the header 22 columns"),
        ('[["Emp","time","state"],["1","2019","44"]]', "no quarter such as"),
        ('[["Emp","time","county"],["1","2019-Q4","001"]]', "the quarter or the state"),
        ('[["B15003_001E","state"],["1","44"]]', "is a file of acs, not of qwi"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        add_files(tmp_path / "library", [write(tmp_path, content)], "qwi", "2024")
    assert told in str(caught.value) and not (tmp_path / "library").exists()
