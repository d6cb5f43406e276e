"""State projections by occupation: complete, rounded, with openings a year."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.occupation_projections import read_occupation_projections, state_projections
from tests.builders.occupation_projections import (
    BUYERS,
    FIELDS,
    GROUP,
    NURSES,
    ROWS,
    answer_text,
    bulk_text,
)

SOURCE = "occupation-projections"


def write(folder: Path, content: str, name: str = "o.json") -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def changed(**figures: str) -> tuple[str, ...]:
    """The nurses with other figures."""
    names = ("soc", "title", "base", "target", "change", "percent", "openings")
    return tuple({**dict(zip(names, NURSES, strict=True)), **figures}.values())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (answer_text(), "o.json"),
        (bulk_text(), "o.csv"),
        (bulk_text(header=[name.lower() for name in FIELDS]), "o.csv"),
    ],
)
def test_an_answer_and_a_file_give_the_same(tmp_path: Path, content: str, name: str) -> None:
    table = read_occupation_projections(write(tmp_path, content, name))
    assert table["soc"].tolist() == ["13-1020", "29-0000", "29-1141"]
    assert table.iloc[2].to_dict() == {
        "area_code": "01", "area_title": "Alabama", "soc": "29-1141",
        "occupation_title": "Registered Nurses", "is_group": False, "base_year": "2024",
        "target_year": "2034", "base_employment": 56_140.0, "base_employment_status": "published",
        "target_employment": 59_990.0, "target_employment_status": "published",
        "change": 3_850.0, "change_status": "published", "change_pct": 6.9,
        "change_pct_status": "published", "annual_openings": 3_270.0,
        "annual_openings_status": "published",
    }  # fmt: skip


def test_an_occupation_that_ends_with_zero_is_no_group_without_parts(tmp_path: Path) -> None:
    """13-1020 is an occupation here; 29-0000 holds 29-1141 and is not added to it."""
    table = read_occupation_projections(write(tmp_path, answer_text())).set_index("soc")
    assert table["is_group"].to_dict() == {"13-1020": False, "29-0000": True, "29-1141": False}


def test_all_occupations_are_a_group(tmp_path: Path) -> None:
    every = ("00-0000", "Total", "91000", "96990", "5990", "6.6", "5580")
    table = read_occupation_projections(write(tmp_path, answer_text([every, BUYERS])))
    assert table["is_group"].tolist() == [True, False]


def test_what_is_not_available_is_not_zero(tmp_path: Path) -> None:
    rows = [changed(target="(NA)", change="(NA)", percent="(NA)", openings="(NA)")]
    table = read_occupation_projections(write(tmp_path, answer_text(rows)))
    assert table["annual_openings"].isna().all()
    assert table["annual_openings_status"].tolist() == ["withheld"]


def test_a_percentage_of_no_jobs_is_left_out(tmp_path: Path) -> None:
    """Base 0, change 0, and 25 percent: the figures were rounded, the percentage was not."""
    rows = [changed(base="0", target="0", change="0", percent="25", openings="0"), BUYERS]
    table = read_occupation_projections(write(tmp_path, answer_text(rows))).set_index("soc")
    assert table.loc["29-1141", "change_pct_status"] == "not_applicable"
    assert table["change_pct"].isna().tolist() == [False, True]


def test_figures_may_miss_one_another_by_their_rounding(tmp_path: Path) -> None:
    rows = [changed(base="68470", target="81220", change="12760", percent="18.6")]
    assert len(read_occupation_projections(write(tmp_path, answer_text(rows)))) == 1


def test_a_state_is_read_from_the_library(tmp_path: Path) -> None:
    files = [
        write(tmp_path, answer_text()),
        write(tmp_path, answer_text([NURSES]), "one.json"),
        write(tmp_path, answer_text([NURSES], years=("2024", "2026")), "short.json"),
    ]
    taken = add_files(tmp_path / "library", files, SOURCE)
    parts = [holding.part for holding, _ in taken]
    assert parts == ["long-term-01-2034.json", "long-term-01-29-1141-2034.json",
                     "short-term-01-29-1141-2026.json"]  # fmt: skip
    library = Library(tmp_path / "library")
    assert len(state_projections(library, "01")) == 3
    with pytest.raises(NotInLibraryError, match="state 39"):
        state_projections(library, "39")


def test_two_files_with_other_figures_are_refused(tmp_path: Path) -> None:
    files = [
        write(tmp_path, answer_text()),
        write(tmp_path, answer_text([changed(openings="9")]), "b.json"),
    ]
    add_files(tmp_path / "library", files, SOURCE)
    with pytest.raises(InputError, match="different figures of 29-1141"):
        state_projections(Library(tmp_path / "library"), "01")


def test_adding_says_that_openings_are_no_seats(tmp_path: Path) -> None:
    """Openings are a ceiling: 3,270 + 80 a year without the group that holds the nurses."""
    path = write(tmp_path, answer_text())
    call = ["add", str(path), "--source", SOURCE, "--library", str(tmp_path / "l")]
    said = CliRunner().invoke(main, call).output
    assert "Alabama: 3,350 openings a year in 2 occupations" in said
    assert "no seats for graduates" in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("<html>No results found.</html>", "web page"),
        ("a,b\n1,2\n", "is not a file of Occupational projections"),
        (answer_text(total=657), "has 3 of 657 rows. Ask for items_per_page=1000"),
        (answer_text([]), "JSON without rows"),
        (answer_text()[:-90], "damaged or cut off"),
        (answer_text([NURSES, NURSES]), "repeats rows"),
        (answer_text([changed(base="-1")]), "'-1' is neither"),
        (answer_text([changed(soc="291141")]), "'291141' is no occupation"),
        (answer_text([changed(change="9000")]), "do not differ by 9,000"),
        (answer_text([changed(percent="69")]), "are not 69 percent"),
        (answer_text([changed(openings="32700")]), "openings of all years together"),
        (answer_text(years=("2034", "2024")), "not after the base year"),
        (answer_text(state=("AL", "Alabama")), "'AL' is no state"),
        (answer_text().replace("2024", "2022", 1), "states publish at different times"),
        (answer_text().replace('"Title"', '"Name"', 1), "rows without Title"),
        (bulk_text(header=[*FIELDS[:-1], "x"]), "lacks the column ProjYear"),
        (bulk_text()[:-30], "the header 12 columns"),
        ('[["B15003_001E","state"],["1","44"]]', "is a file of acs"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        add_files(tmp_path / "library", [write(tmp_path, content)], SOURCE)
    assert told in str(caught.value) and not (tmp_path / "library").exists()


def test_a_file_of_another_base_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has the base year 2024"):
        add_files(
            tmp_path / "library", [write(tmp_path, answer_text([GROUP, *ROWS[1:]]))], SOURCE, "2022"
        )
