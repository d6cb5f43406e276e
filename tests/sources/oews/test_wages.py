"""Wages by occupation: every layout, every mark, and what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.oews.held import held_wages
from sectornb.sources.oews.wages import read_wages
from tests.builders import oews
from tests.builders.oews import (
    ANNUAL_ONLY,
    INDUSTRY_2018,
    LATEST,
    METRO_2015,
    NATIONAL_2014,
    OWNER_2018,
    SMALL,
    STATE_2014,
    TOP_CODED,
    row,
    write_book,
    write_wages,
)

STATE = {"AREA": "7", "AREA_TITLE": "North Esker", "AREA_TYPE": "2", "PRIM_STATE": "NE"}
METRO = {"AREA": "18140", "AREA_TITLE": "Alder, NE", "AREA_TYPE": "4", "PRIM_STATE": "NE"}
COUNTRYSIDE = {**METRO, "AREA": "100001", "AREA_TYPE": "6"}
HOSPITALS = {"NAICS": "622100", "NAICS_TITLE": "Hospitals", "I_GROUP": "4-digit"}


def refused(path: Path, vintage: str = "2024") -> str:
    with pytest.raises(InputError) as caught:
        add_files(path.parent / "library", [path], "oews", vintage)
    assert not (path.parent / "library").exists()
    return str(caught.value)


def wages(folder: Path, rows: Sequence[oews.Row], vintage: str = "2024") -> str:
    return refused(write_wages(folder / "w.xlsx", rows), vintage)


@pytest.mark.parametrize(
    ("layout", "year", "told", "place", "table", "part"),
    [
        (NATIONAL_2014, "2014", None, {}, "national", "national_M2014_dl.xlsx"),
        (INDUSTRY_2018, "2018", None, HOSPITALS, "industry", "nat4d_M2018_dl.xlsx"),
        (STATE_2014, "2014", None, STATE, "state", "state_M2014_dl.xlsx"),
        (METRO_2015, "2015", None, METRO, "metropolitan", "MSA_M2015_dl.xlsx"),
        (METRO_2015, "2018", None, COUNTRYSIDE, "metropolitan", "BOS_M2018_dl.xlsx"),
        ([name.lower() for name in LATEST], "", 2019, {}, "national", "national_M2019_dl.xlsx"),
        (LATEST, "", 2021, STATE, "state", "state_M2021_dl.xlsx"),
        (LATEST, "2024", 2024, HOSPITALS, "industry", "nat4d_M2024_dl.xlsx"),
        (LATEST, "", 2025, METRO, "metropolitan", "MSA_M2025_dl.xlsx"),
    ],
)
def test_every_layout_is_told_by_its_columns(
    tmp_path: Path, layout: Sequence[str], year: str, told: int | None, place: dict[str, str],
    table: str, part: str,
) -> None:  # fmt: skip
    rows = [{**row("", "", 0), **each, **row("", "", 0, **place), **_own(each)} for each in SMALL]
    path = write_wages(tmp_path / "w.xlsx", rows, layout, told)
    [(holding, _)] = add_files(tmp_path / "library", [path], "oews", year)
    assert (holding.table, holding.part, holding.rows) == (table, part, 8)
    held = held_wages(Library(tmp_path / "library"), table, [int(holding.vintage)])
    assert held["employment"].tolist()[:2] == [250, pytest.approx(float("nan"), nan_ok=True)]
    area = {"7": "07", "100001": "0100001"}.get(place.get("AREA", "99"), place.get("AREA", "99"))
    assert set(held["area"]) == {area}


def _own(each: oews.Row) -> dict[str, object]:
    names = ("OCC_CODE", "O_GROUP", "OCC_GROUP", "TOT_EMP", "EMP_PRSE", "ANNUAL", *oews.WAGES)
    return {name: each[name] for name in names}


@pytest.mark.parametrize(
    ("industry", "level"),
    [
        ("11", "sector"), ("110000", "sector"), ("31-33", "sector"), ("44-450", "sector"),
        ("611000", "3-digit"), ("611100", "4-digit"), ("3250A1", "4-digit"),
        ("1131-2", "4-digit"), ("621110", "5-digit"), ("621111", "6-digit"),
        ("000000", "cross-industry"),
    ],
)  # fmt: skip
def test_older_files_tell_the_level_of_an_industry_by_its_code(
    tmp_path: Path, industry: str, level: str
) -> None:
    rows = [row("29-1141", "detailed", 10, NAICS=industry)]
    path = write_wages(tmp_path / "w.xlsx", rows, INDUSTRY_2018, None)
    assert read_wages(path, "2018").frame["industry_group"].tolist() == [level]


def test_owners_in_words_are_their_codes(tmp_path: Path) -> None:
    rows = [
        row("00-0000", "total", jobs, OWN_CODE=owner, **HOSPITALS)
        for owner, jobs in (("Private", 80), ("State government", 30), ("Local government", 20))
    ]
    path = write_wages(tmp_path / "w.xlsx", rows, OWNER_2018, None)
    read = read_wages(path, "2018")
    assert (read.table, read.name) == ("owner", "nat4d_owner")
    assert read.frame.set_index("own_code")["employment"].to_dict() == {"2": 30, "3": 20, "5": 80}


def test_detail_is_the_older_word_for_detailed(tmp_path: Path) -> None:
    path = write_wages(tmp_path / "w.xlsx", [row("29-1141", "detail", 10)], NATIONAL_2014, None)
    assert read_wages(path, "2014").frame["occupation_group"].tolist() == ["detailed"]


def test_each_mark_has_a_status_of_its_own(tmp_path: Path) -> None:
    """T64: marks must not be treated alike."""
    rows = [
        row("29-1141", "detailed", "**", H_MEAN="*", A_MEAN="*", PCT_RPT="~", JOBS_1000="**"),
        row("25-2021", "detailed", 10, **ANNUAL_ONLY),
        row("29-1210", "detailed", 10, **TOP_CODED),
    ]
    frame = read_wages(write_wages(tmp_path / "w.xlsx", rows)).frame.set_index("soc")
    nurse, teacher, doctor = (frame.loc[code] for code in ("29-1141", "25-2021", "29-1210"))
    assert nurse["employment_status"] == nurse["jobs_per_1000_status"] == "withheld"
    assert nurse["annual_mean_usd_status"] == nurse["hourly_mean_usd_status"] == "not_available"
    assert (nurse["reporting_pct"], nurse["reporting_pct_status"]) == (0.5, "at_most")
    assert nurse[["employment", "annual_mean_usd"]].isna().all()
    assert teacher["annual_only"] and teacher["hourly_median_usd_status"] == "not_applicable"
    assert teacher["annual_median_usd"] == 59800
    assert doctor["annual_p90_usd_status"] == "at_least"


def test_a_top_coded_wage_is_a_bound_and_stays(tmp_path: Path) -> None:
    """T63: a top-coded wage must be neither dropped nor zero.

    100,000, 150,000 and at least 239,200 have a mean of at least 163,067, not 125,000.
    """
    rows = [
        row("29-1141", "detailed", 10, A_PCT90=100000),
        row("29-1171", "detailed", 10, A_PCT90=150000),
        row("29-1210", "detailed", 10, **TOP_CODED),
    ]
    frame = read_wages(write_wages(tmp_path / "w.xlsx", rows)).frame
    assert len(frame) == 3
    assert round(frame["annual_p90_usd"].mean()) == 163067


@pytest.mark.parametrize(
    ("vintage", "notes", "annual"),
    [
        ("2015", None, 187200), ("2018", None, 208000), ("2022", None, 239200),
        ("2024", ("120.00", "249,600"), 249600),
    ],
)  # fmt: skip
def test_the_top_code_is_that_of_the_notes_or_else_of_the_year(
    tmp_path: Path, vintage: str, notes: tuple[str, str] | None, annual: float
) -> None:
    rows = [row("29-1141", "detailed", 10, **TOP_CODED)]
    year = int(vintage) if notes else None
    path = write_wages(tmp_path / "w.xlsx", rows, LATEST, year, notes or ("", ""))
    assert read_wages(path, vintage).frame["annual_p90_usd"].tolist() == [annual]


def test_percentiles_that_fall_together_or_lie_far_apart_are_told(tmp_path: Path) -> None:
    rows = [
        row("29-1141", "detailed", 10),
        row("29-1171", "detailed", 10, A_PCT75=115440),
        row("29-1229", "detailed", 10, A_MEDIAN=72410, A_PCT90=470940),
        row("29-1242", "detailed", 10, **TOP_CODED),
    ]
    frame = read_wages(write_wages(tmp_path / "w.xlsx", rows)).frame
    assert frame["odd_percentiles"].tolist() == [False, True, True, False]


def test_wages_above_the_top_code_are_read_as_published(tmp_path: Path) -> None:
    rows = [row("29-1141", "detailed", 10, A_PCT75=300000, A_PCT90=742310)]
    frame = read_wages(write_wages(tmp_path / "w.xlsx", rows, year=2025)).frame
    assert frame["annual_p90_usd"].tolist() == [742310]
    assert frame["annual_p90_usd_status"].tolist() == ["published"]


def test_the_agency_archive_and_a_copy_as_csv_are_read(tmp_path: Path) -> None:
    book = write_wages(tmp_path / "national_M2018_dl.xlsx", year=None)
    described = write_book(tmp_path / "fields.xlsx", {"a": oews.notes(2018, "100.00", "208,000")})
    with zipfile.ZipFile(tmp_path / "oesm18nat.zip", "w") as archive:
        archive.write(book, "oesm18nat/national_M2018_dl.xlsx")
        archive.write(described, "oesm18nat/field_descriptions.xlsx")
    copy = tmp_path / "copy.csv"
    copy.write_text("\ufeff" + oews.as_csv(SMALL), "utf-8")
    packed = read_wages(tmp_path / "oesm18nat.zip")
    assert (packed.year, packed.suffix) == ("2018", ".zip")
    assert read_wages(copy, "2018").frame.equals(packed.frame)


def test_an_archive_of_several_workbooks_says_what_to_do(tmp_path: Path) -> None:
    book = write_wages(tmp_path / "w.xlsx")
    with zipfile.ZipFile(tmp_path / "oesm24ma.zip", "w") as archive:
        archive.write(book, "MSA_M2024_dl.xlsx")
        archive.write(book, "BOS_M2024_dl.xlsx")
    assert "Unpack it and add" in refused(tmp_path / "oesm24ma.zip")


def test_a_code_may_stand_as_broad_and_as_detailed_and_is_given_once(tmp_path: Path) -> None:
    """T62: levels must not be added up; 2,000 nurses listed twice are 2,000."""
    rows = [
        row("00-0000", "total", 2000),
        row("29-2010", "broad", 2000),
        row("29-2010", "detailed", 2000),
    ]
    path = write_wages(tmp_path / "w.xlsx", rows)
    add_files(tmp_path / "library", [path], "oews")
    held = held_wages(Library(tmp_path / "library"), "national", [2024])
    assert held["employment"].sum() == 2000
    with pytest.raises(InputError, match="no level of occupations"):
        held_wages(Library(tmp_path / "library"), "national", [2024], group="all")


def test_levels_that_were_mixed_are_caught(tmp_path: Path) -> None:
    """T62: a broad row called detailed makes the detailed ones more than the total."""
    rows = [
        row("00-0000", "total", 2000),
        row("29-1140", "detailed", 2000),
        row("29-1141", "detailed", 2000),
    ]
    assert "add up to 4,000 jobs, more than the 2,000" in wages(tmp_path, rows)


def test_codes_of_another_edition_than_the_year_has_are_caught(tmp_path: Path) -> None:
    """T66: 15-1132 is a code of SOC 2010, 15-1256 of the hybrid, 15-1252 of SOC 2018."""
    path = write_wages(tmp_path / "w.xlsx", [row("15-1132", "detailed", 10)], NATIONAL_2014, None)
    assert "15-1132, which are codes of SOC 2010" in refused(path, "2019")
    [(holding, _)] = add_files(tmp_path / "library", [path], "oews", "2018")
    assert holding.reference_period == "May 2018, occupations of SOC 2010"


def test_codes_of_two_editions_in_one_file_are_caught(tmp_path: Path) -> None:
    rows = [row("15-1132", "detailed", 10), row("15-1252", "detailed", 10)]
    assert "codes of two editions" in wages(tmp_path, rows)


def test_without_a_year_the_codes_say_which_it_may_be(tmp_path: Path) -> None:
    path = write_wages(tmp_path / "w.xlsx", [row("15-1132", "detailed", 10)], NATIONAL_2014, None)
    assert "--vintage" in refused(path, "") and "codes are of 2012 to 2018" in refused(path, "")


@pytest.fixture
def years(tmp_path: Path) -> Library:
    for year, code in (
        (2015, "15-1132"), (2018, "15-1132"), (2019, "15-1256"), (2021, "15-1252"),
        (2023, "15-1252"), (2024, "15-1252"),
    ):  # fmt: skip
        path = write_wages(tmp_path / f"{year}.xlsx", [row(code, "detailed", 10)], LATEST, year)
        add_files(tmp_path / "library", [path], "oews")
    return Library(tmp_path / "library")


def test_years_of_two_editions_are_not_joined(years: Library) -> None:
    """T66: the code change between 2018 and 2019 is refused by name."""
    with pytest.raises(InputError, match=r"May 2018 .* SOC 2010.*May 2019 .* hybrid"):
        held_wages(years, "national", [2019, 2018])
    with pytest.raises(InputError, match=r"May 2015 .* SOC 2010.*May 2021 of SOC 2018"):
        held_wages(years, "national", [2015, 2021])


def test_years_that_share_their_sample_are_no_time_series(years: Library) -> None:
    """T65: estimates less than three years apart share parts of their sample."""
    with pytest.raises(InputError, match="May 2023 and May 2024 share parts of their sample"):
        held_wages(years, "national", [2023, 2024])
    apart = held_wages(years, "national", [2024, 2021])
    assert apart[["year", "soc_edition"]].to_numpy().tolist() == [
        ["2021", "2018"],
        ["2024", "2018"],
    ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"OCC_CODE": "291141"}, "OCC_CODE: '291141' is no code of an occupation"),
        ({"O_GROUP": "most"}, "column O_GROUP: 'most' is no level"),
        ({"TOT_EMP": -5}, "column TOT_EMP: '-5' is neither"),
        ({"TOT_EMP": ""}, "column TOT_EMP: an empty cell"),
        ({"TOT_EMP": "#"}, "column TOT_EMP: '#'"),
        ({"A_MEDIAN": "?"}, "column A_MEDIAN: '?'"),
        ({"A_MEDIAN": ""}, "column A_MEDIAN: an empty cell"),
        ({"AREA_TYPE": "5"}, "column AREA_TYPE: '5'"),
        ({"AREA": "x"}, "column AREA: 'x'"),
        ({"NAICS": "a"}, "column NAICS: 'a'"),
        ({"OWN_CODE": "everyone"}, "column OWN_CODE: 'everyone'"),
        ({"A_PCT90": 100}, "contradicts itself: 83,200.0 dollars"),
        ({"OCC_TITLE": "a\x7fb"}, "column OCC_TITLE"),
        ({"OCC_CODE": "00-0000", "O_GROUP": "total"}, "repeats occupations (1)"),
    ],
)
def test_a_faulty_row_is_refused(tmp_path: Path, other: dict[str, object], told: str) -> None:
    faulty = row("29-1141", "detailed", 10, **other)
    message = wages(tmp_path, [row("00-0000", "total", 100), faulty])
    assert told in message and "w.xlsx" in message


def test_another_year_than_the_notes_tell_is_refused(tmp_path: Path) -> None:
    assert "--vintage 2024" in wages(tmp_path, SMALL, "2023")


def test_several_kinds_of_areas_in_one_file_are_refused(tmp_path: Path) -> None:
    rows = [row("00-0000", "total", 100), row("00-0000", "total", 10, **STATE)]
    assert "several kinds of areas (nation, state)" in wages(tmp_path, rows)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>Access denied</html>", "web page"),
        (b"OCC_CODE,OCC_TITLE\n1,2\n", "is not a file of Occupational"),
        (b"OCC_CODE,TOT_EMP\n1,2\n", "lacks the columns"),
        (oews.as_csv(SMALL).encode("utf-16"), "UTF-16"),
        (oews.as_csv(SMALL).replace("Work", "Tr\xe9s").encode("latin-1"), "not UTF-8"),
        (oews.as_csv(SMALL)[:-40].encode(), "row 9 has"),
        (oews.as_csv(SMALL).split("\n")[0].encode(), "has a header and no rows"),
        (b"PK\x03\x04", "damaged zip archive"),
        (b"\xd0\xcf\x11\xe0old", "old Excel workbook"),
    ],
)
def test_what_is_no_file_of_wages_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "w.csv"
    path.write_bytes(content)
    assert told in refused(path)


def test_a_missing_or_doubled_column_is_told(tmp_path: Path) -> None:
    twice = write_wages(tmp_path / "w.xlsx", SMALL, [*LATEST, "OCC_CODE"])
    assert "more than once" in refused(twice)
    less = write_wages(tmp_path / "w.xlsx", SMALL, [n for n in LATEST if n != "A_MEDIAN"])
    assert "lacks the column A_MEDIAN" in refused(less)


def test_a_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_wages(tmp_path / "w.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    assert "w.xlsx" in refused(path)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sectornb.sources.oews.layout.MOST_ROWS", 5)
    path = tmp_path / "w.csv"
    path.write_text(oews.as_csv(SMALL), "utf-8")
    assert "more than 5 rows" in refused(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.xlsx")


def test_wages_added_as_another_source_are_told(tmp_path: Path) -> None:
    path = write_wages(tmp_path / "w.xlsx")
    with pytest.raises(InputError, match="is a file of oews, not of laus"):
        add_files(tmp_path / "library", [path], "laus", "2024")
