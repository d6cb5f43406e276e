"""Area files that must not pass: what is said, and that nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from tests.builders.qcew import ANNUAL, area_csv, area_frame, columns_of

Change = Callable[[pd.DataFrame], pd.DataFrame]


def refused(folder: Path, content: bytes, vintage: str = "2022") -> str:
    """Why the file is refused; the library must not have been touched."""
    path = folder / "slice.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        add_files(folder / "library", [path], "qcew", vintage)
    assert not (folder / "library").exists()
    text = str(caught.value)
    assert "slice.csv" in text
    assert "\n" not in text
    return text


def cell(column: str, value: object, own: str = "5", naics: str = "722") -> Change:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        where = frame["own_code"].eq(own) & frame["industry_code"].eq(naics)
        frame[column] = frame[column].astype(object)
        frame.loc[where, column] = value
        return frame

    return change


def everywhere(column: str, value: object) -> Change:
    return lambda frame: frame.assign(**{column: value})


def without(**where: str) -> Change:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[~pd.concat([frame[c].eq(v) for c, v in where.items()], axis=1).all(axis=1)]

    return change


CHANGES: dict[str, tuple[Change, str]] = {
    "zero of the area lost": (
        everywhere("area_fips", "1001"),
        r"area_fips.*'1001'.*[Ll]eading zero",
    ),
    "area not a code": (everywhere("area_fips", "Erie"), r"row 2, column area_fips: 'Erie'"),
    "ownership not a code": (cell("own_code", "7"), r"row \d+, column own_code: '7'"),
    "ownership starts with a code": (cell("own_code", "5x"), r"column own_code: '5x'"),
    "industry not a code": (
        cell("industry_code", "Food"),
        r"row \d+, column industry_code: 'Food'",
    ),
    "level not a code": (cell("agglvl_code", "7"), r"column agglvl_code: '7'"),
    "year not a year": (everywhere("year", "22"), r"column year: '22'"),
    "quarter not a quarter": (everywhere("qtr", "5"), r"column qtr: '5'"),
    "unknown mark": (
        cell("disclosure_code", "D"),
        r"row \d+, column disclosure_code.*'D' is no known mark",
    ),
    "unknown mark of a quotient": (cell("lq_disclosure_code", "x"), r"lq_disclosure_code.*'x'"),
    "negative jobs": (cell("annual_avg_emplvl", -320), r"row \d+, column annual_avg_emplvl: -320"),
    "negative establishments": (cell("annual_avg_estabs", -1), r"annual_avg_estabs: -1"),
    "jobs as text": (
        cell("annual_avg_emplvl", "many"),
        r"row \d+, column annual_avg_emplvl: 'many'",
    ),
    "jobs with thousands": (cell("annual_avg_emplvl", '"1,320"'), r"annual_avg_emplvl: '1,320'"),
    "jobs empty": (cell("annual_avg_emplvl", ""), r"annual_avg_emplvl: an empty cell"),
    "jobs infinite": (cell("annual_avg_emplvl", "inf"), r"annual_avg_emplvl: inf"),
    "withheld with jobs": (cell("disclosure_code", "N"), r"row \d+: marked N.*employment is 320"),
    "withheld quotient with a figure": (
        cell("lq_disclosure_code", "N"),
        r"lq_disclosure_code.*is 1",
    ),
    "jobs times ten": (
        cell("annual_avg_emplvl", 3200),
        r"row 48, .*21,000 dollars a year, but total wages of 6,720,000 and 3,200 jobs",
    ),
    "wages times ten": (
        cell("total_annual_wages", 67_200_000),
        r"row 48, .*21,000 dollars a year, but total wages of 67,200,000 and 320 jobs",
    ),
    "pay times ten": (
        cell("avg_annual_pay", 210_000),
        r"row 48, column avg_annual_pay, contradicts itself: 210,000 dollars a year, but",
    ),
    "establishments times ten": (cell("annual_avg_estabs", 410), r"incomplete.*410"),
    "total jobs times ten": (
        cell("annual_avg_emplvl", 14_030, "0", "10"),
        r"row 2, .*total wages of 73,230,000 and 14,030 jobs",
    ),
    "no total": (without(own_code="0"), r"has 0 rows for all industries and ownerships"),
    "no federal rows": (
        without(own_code="1"),
        r"row 2, .*emplvl, .* 1,403, .* ownerships .* 1,363",
    ),
    "no private rows": (
        without(own_code="5"),
        r"incomplete.* 93 .* its ownerships together have 11",
    ),
    "no sectors": (without(agglvl_code="74"), r"is incomplete: row 6 has .*1, industry 928 "),
    "no 6-digit rows": (without(agglvl_code="78"), r"6-digit industries together have 0"),
    "one industry lost": (without(industry_code="722111"), r"incomplete.*5, industry 72211 has 41"),
    "two areas": (
        lambda f: pd.concat([f, f.assign(area_fips="57003")]),
        r"holds 2 areas \(57001, 57003\)",
    ),
    "two years": (lambda f: pd.concat([f, f.assign(year="2021")]), r"holds 2 years"),
    "rows twice": (lambda f: pd.concat([f, f]), r"repeats rows.*pasted together"),
    "ten times": (lambda f: pd.concat([f] * 10), r"repeats rows \(\d+\), the first in row \d+"),
    "one row twice": (lambda f: pd.concat([f, f.tail(1)]), r"repeats rows.*naics 999999"),
    "a quarter in annual columns": (everywhere("qtr", "1"), r"says quarter '1'"),
    "a wrong header": (
        lambda f: f.rename(columns={"annual_avg_emplvl": "jobs"}),
        r"lacks the column annual_avg_emplvl",
    ),
    "no header names": (
        lambda f: f.set_axis(range(f.shape[1]), axis=1).astype(object),
        r"is not a file of Quarterly",
    ),
    "no rows": (lambda f: f.head(0), r"header and no rows"),
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_faulty_slice_is_refused_and_nothing_written(tmp_path: Path, fault: str) -> None:
    change, said = CHANGES[fault]
    frame = change(area_frame())
    frame.columns = [str(name) for name in frame.columns]
    text = refused(tmp_path, area_csv(frame))
    assert re.search(said, text), text


def test_a_message_names_the_row_of_the_file(tmp_path: Path) -> None:
    frame = area_frame()
    frame["annual_avg_emplvl"] = frame["annual_avg_emplvl"].astype(object)
    frame.loc[11, "annual_avg_emplvl"] = "x"
    # Row 1 is the header, so the frame's row 11 is the file's row 13.
    assert "row 13, column annual_avg_emplvl" in refused(tmp_path, area_csv(frame))


def test_a_file_of_another_year_is_refused_with_the_right_vintage(tmp_path: Path) -> None:
    text = refused(tmp_path, area_csv(area_frame(year=2021)))
    assert re.search(r"year 2021, not 2022.*--vintage 2021", text)


def test_a_month_is_no_vintage_of_this_source(tmp_path: Path) -> None:
    assert "--vintage 2022" in refused(tmp_path, area_csv(area_frame()), "2022-03")


def test_a_pasted_header_is_recognized(tmp_path: Path) -> None:
    text = refused(tmp_path, area_csv(area_frame()) * 10)
    assert re.search(r"row \d+.*the header again.*pasted together", text)


def test_latin_1_far_down_is_refused(tmp_path: Path) -> None:
    frame = area_frame()
    content = area_csv(frame, titles=True)
    head, tail = content[:-200], content[-200:]
    text = refused(tmp_path, head + tail.replace(b"Some industry", b"Caf\xe9s"))
    assert "not UTF-8" in text


def test_one_surplus_cell_in_every_row_does_not_shift_the_others(tmp_path: Path) -> None:
    first, *rows = area_csv(area_frame()).splitlines()
    text = refused(tmp_path, b"\n".join([first, *(row + b"," for row in rows)]))
    assert re.search(r"row 2 has 39 cells, the header 38", text)


def test_a_cut_at_any_line_is_found(tmp_path: Path) -> None:
    lines = area_csv(area_frame(withheld=["622"])).splitlines(keepends=True)
    for kept in range(len(lines)):
        refused(tmp_path, b"".join(lines[:kept]))


def test_a_cut_within_the_last_row_is_found_but_in_its_last_cell(tmp_path: Path) -> None:
    content = area_csv(area_frame()).rstrip()
    last_cell = content.rindex(b",") + 1
    for kept in range(content.rindex(b"\n") + 2, last_cell):
        refused(tmp_path, content[:kept])


def test_a_quarterly_cut_at_any_line_is_found(tmp_path: Path) -> None:
    lines = area_csv(area_frame(quarter="4")).splitlines(keepends=True)
    for kept in range(1, len(lines), 3):
        refused(tmp_path, b"".join(lines[:kept]))


@pytest.mark.parametrize("column", ["month1_emplvl", "total_qtrly_wages", "avg_wkly_wage"])
def test_a_quarterly_figure_times_ten_is_found(tmp_path: Path, column: str) -> None:
    frame = area_frame(quarter="4")
    where = frame["industry_code"].eq("722")
    frame.loc[where, column] *= 10
    assert "contradicts itself" in refused(tmp_path, area_csv(frame))


def test_an_annual_file_lacks_only_columns_that_are_used() -> None:
    assert len(columns_of()) == 38
    assert len(columns_of("1")) == 42
    assert ANNUAL[1] == "annual_avg_emplvl"
