"""Awards of institutions: totals and second majors apart, placed by the main address."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.ipeds import (
    county_awards,
    read_characteristics,
    read_completions,
    read_directory,
)
from sectornb.sources.library import Library
from tests.builders.ipeds import PROGRAMS, characteristics_text, completions_text, directory_text

PLACES = (("100001", "Alder College", "1003"), ("100002", "Online University", "57003"))


def write(folder: Path, content: str | bytes, name: str = "c.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def held(folder: Path, *, online: bool = False, year: str = "2023") -> Library:
    files = [write(folder, completions_text()), write(folder, directory_text(PLACES), "h.csv")]
    if online:
        rows = [("100001", "2"), ("100002", "1")]
        files.append(write(folder, characteristics_text(rows), "i.csv"))
    add_files(folder / "library", files, "ipeds", year)
    return Library(folder / "library")


@pytest.mark.parametrize("flags", [True, False])
def test_totals_are_marked_and_never_among_the_programs(tmp_path: Path, flags: bool) -> None:
    table = read_completions(write(tmp_path, completions_text(flags=flags)))
    assert table.loc[table["is_total"], "cip"].unique().tolist() == ["99"]
    first = table[table["major"].eq("1")]
    # 30 + 12 + 58 awards, and the same again in the rows 99.
    assert first.groupby("is_total")["awards"].sum().to_dict() == {False: 100, True: 100}


def test_roll_ups_and_levels_that_sum_others_are_totals(tmp_path: Path) -> None:
    codes = (("51", "3"), ("51.38", "3"), ("51.3801", "3"), ("51.3801", "15"))
    rows = [("100001", cip, "1", level, "30") for cip, level in codes]
    table = read_completions(write(tmp_path, completions_text(rows)))
    assert table["is_total"].tolist() == [True, True, False, True]


def test_an_empty_count_is_not_zero(tmp_path: Path) -> None:
    rows = [("100001", "51.3801", "1", "3", ""), ("100001", "48.0508", "1", "3", "0")]
    table = read_completions(write(tmp_path, completions_text(rows)))
    assert table["awards"].isna().tolist() == [True, False]
    assert table["awards_status"].tolist() == ["not_applicable", "published"]


def test_officials_are_never_read(tmp_path: Path) -> None:
    table = read_directory(write(tmp_path, directory_text(PLACES)))
    assert "Jo Doe" not in table.to_csv() and "5551234" not in table.to_csv()


def test_a_county_gets_back_its_leading_zero(tmp_path: Path) -> None:
    places = [*PLACES, ("100003", "Nowhere", "-2")]
    table = read_directory(write(tmp_path, directory_text(places)))
    assert table["county_fips"].tolist() == ["01003", "57003", ""]


def test_awards_of_a_county_keep_second_majors_apart(tmp_path: Path) -> None:
    table = county_awards(held(tmp_path), ["01003"])
    assert table[["cip", "award", "awards", "second_majors"]].to_numpy().tolist() == [
        ["48.0508", "associate's degree", 12, 0],
        ["51.3801", "associate's degree", 30, 2],
    ]
    assert table["online_only"].eq("unknown").all()


def test_levels_under_a_year_are_compared_together(tmp_path: Path) -> None:
    """Level 1 became 20 and 21 with 2020: only the two together continue it."""
    rows = [
        ("100001", "51.3902", "1", level, awards) for level, awards in (("20", "5"), ("21", "7"))
    ]
    files = [
        write(tmp_path, completions_text(rows)),
        write(tmp_path, directory_text(PLACES), "h.csv"),
    ]
    add_files(tmp_path / "library", files, "ipeds", "2020")
    table = county_awards(Library(tmp_path / "library"))
    assert table[["award", "awards"]].to_numpy().tolist() == [
        ["certificate of less than 1 year", 12]
    ]


@pytest.mark.parametrize(("level", "year"), [("1", "2020"), ("20", "2019"), ("21", "2015")])
def test_a_level_of_another_time_is_refused(tmp_path: Path, level: str, year: str) -> None:
    path = write(tmp_path, completions_text([("100001", "51.3902", "1", level, "5")]))
    with pytest.raises(InputError, match=rf"level of award {level} .*not of {year}"):
        add_files(tmp_path / "library", [path], "ipeds", year)


def test_adding_says_that_awards_are_no_local_supply(tmp_path: Path) -> None:
    """Awards at an online headquarters are counted in its county: their share is told."""
    held(tmp_path, online=True)
    call = ["add", str(tmp_path / "c.csv"), "--source", "ipeds", "--vintage", "2023"]
    said = CliRunner().invoke(main, [*call, "--library", str(tmp_path / "library")]).output
    assert "100 awards (not people) and 2 second majors" in said
    assert "58.0 percent of the awards are from institutions that are online only" in said


def test_an_unknown_online_share_is_said_to_be_unknown(tmp_path: Path) -> None:
    held(tmp_path)
    call = ["add", str(tmp_path / "c.csv"), "--source", "ipeds", "--vintage", "2023"]
    said = CliRunner().invoke(main, [*call, "--library", str(tmp_path / "library")]).output
    assert "is not known: add IC2023 too" in said


def test_awards_without_a_directory_have_no_county(tmp_path: Path) -> None:
    add_files(tmp_path / "library", [write(tmp_path, completions_text())], "ipeds", "2023")
    with pytest.raises(NotInLibraryError, match="HD2023"):
        county_awards(Library(tmp_path / "library"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("<html>Not found</html>", "web page"),
        ("UNITID,F1SYSTYP\r\n100001,2\r\n", "neither completions"),
        ("a,b\n1,2\n", "is not a file of Integrated"),
        (completions_text([]), "no rows"),
        (completions_text([*PROGRAMS[:1], *PROGRAMS[:1]]), "repeats rows"),
        (completions_text([("100001", "51.3801", "1", "3", "-4")]), "'-4' is neither"),
        (completions_text([("100001", "51.3801", "1", "3", "300001")]), "'300001' is neither"),
        (completions_text([("100001", "1", "1", "3", "4")]), "'1' is no program"),
        (completions_text([("100001", "51.3801", "3", "3", "4")]), "1 is a first major"),
        (completions_text([("100001", "51.3801", "1", "40", "4")]), "no level of award"),
        (completions_text([("1001", "51.3801", "1", "3", "4")]), "no UNITID"),
        (completions_text([PROGRAMS[0], PROGRAMS[2]]), "42 awards in its row 99 of level 3 and 30"),
        (completions_text([*PROGRAMS[:3], PROGRAMS[5]]), "lacks the row 99 of institution 100002"),
        (completions_text()[:-20], "the header 7 columns"),
        (completions_text().replace("R", "\xe9").encode("latin-1"), "not UTF-8"),
        (directory_text([*PLACES, PLACES[0]]), "repeats institutions"),
        (directory_text([("100001", "A", "99999")]), "'99999' is no county"),
        (characteristics_text([("100001", "7")]), "1 is yes"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, content: str | bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        add_files(tmp_path / "library", [write(tmp_path, content)], "ipeds", "2023")
    assert told in str(caught.value) and not (tmp_path / "library").exists()


def test_characteristics_that_are_not_told_are_unknown(tmp_path: Path) -> None:
    path = write(tmp_path, characteristics_text([("100001", "-2"), ("100002", "1")]))
    assert read_characteristics(path)["online_only"].tolist() == ["unknown", "yes"]
