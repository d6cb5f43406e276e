"""Rows and families of QCEW files that contradict themselves, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import read_areas
from sectornb.sources.qcew.reader import read_cells
from tests.builders.qcew import SMALL, Cell, area_csv, area_frame, write_area
from tests.builders.qcew_bulk import (
    by_area_members,
    member_name,
    single_frame,
    write_single,
    zip_bytes,
)

Change = Callable[[pd.DataFrame, pd.Series], None]
NATION = {key: Cell(3 * cell.employment, cell.pay * 1.1) for key, cell in SMALL.items()}
ADVICE = r"download the agency's own file again.*If it says the same"


def scaled(column: str, factor: float = 10) -> Change:
    def change(frame: pd.DataFrame, row: pd.Series) -> None:
        frame.loc[row, column] = frame.loc[row, column] * factor

    return change


def put(**cells: object) -> Change:
    def change(frame: pd.DataFrame, row: pd.Series) -> None:
        frame.loc[row, list(cells)] = list(cells.values())

    return change


def row_of(frame: pd.DataFrame, naics: str, own: str = "5") -> pd.Series:
    return frame["industry_code"].eq(naics) & frame["own_code"].eq(own)


def in_full(quarter: str) -> pd.DataFrame:
    """A small area beside another nation, one industry withheld, each row 4 percent up."""
    frame = area_frame(nation=NATION, withheld=["622"], quarter=quarter)
    for name in [c.removeprefix("oty_").removesuffix("_pct_chg") for c in frame if "pct" in c]:
        known = frame["oty_disclosure_code"].eq("") | frame.columns.isin([name]).any()
        change = (frame[name] / 26).round()
        frame[f"oty_{name}_chg"] = change.where(known, 0).astype(int)
        percent = (100 * change / (frame[name] - change)).fillna(0).round(1)
        frame[f"oty_{name}_pct_chg"] = percent.where(known, 0)
    return frame


ROWS: dict[str, tuple[str, Change, str]] = {
    # The quotient of 722 is 1.00 for jobs and wages and 1.00 for pay.
    "a quotient of jobs times ten": (
        "A",
        scaled("lq_annual_avg_emplvl"),
        r"column lq_annual_avg_emplvl, .*quotient of 10 for jobs, .*wages, 1, .*pay, 1,",
    ),
    "a quotient of jobs a tenth": ("A", scaled("lq_annual_avg_emplvl", 0.1), "quotient of 0.1"),
    "a quotient of wages times ten": ("A", scaled("lq_total_annual_wages"), "wages, 10,"),
    "a quotient without its mark": (
        "A",
        put(lq_annual_avg_emplvl=0, lq_total_annual_wages=0, lq_avg_annual_pay=0),
        r"quotient of 0 for jobs, .*wages, 0,",
    ),
    "jobs over the year times ten": (
        "A",
        scaled("oty_annual_avg_emplvl_chg"),
        r"annual_avg_emplvl, .*: 320, but a change of 120 over the year is not 3.9 percent",
    ),
    "a year before below zero": (
        "A",
        put(oty_annual_avg_emplvl_chg=400),
        "a change of 400 over the year",
    ),
    "establishments over the year": ("A", scaled("oty_annual_avg_estabs_chg"), "change of 20"),
    "a month times ten": ("2", scaled("month2_emplvl"), r"320 and 3,200 and 320 jobs"),
    "a quarter's quotient of wages times ten": ("2", scaled("lq_total_qtrly_wages"), "wages, 10,"),
    "a quarter's change times ten": (
        "2",
        scaled("oty_month3_emplvl_chg"),
        "320, but a change of 120",
    ),
    "jobs of none": ("A", put(annual_avg_emplvl=0), r"wages of 6,720,000 and 0 jobs"),
    "wages of none": ("A", put(total_annual_wages=0), r"wages of 0 and 320 jobs"),
}


@pytest.mark.parametrize("fault", ROWS)
def test_a_figure_that_the_rest_of_its_row_contradicts_is_refused(
    tmp_path: Path, fault: str
) -> None:
    quarter, change, said = ROWS[fault]
    frame = in_full(quarter)
    write_area(tmp_path / "whole.csv", frame)
    add_files(tmp_path / "whole", [tmp_path / "whole.csv"], "qcew")
    numbers = frame.select_dtypes("number").columns
    frame[numbers] = frame[numbers].astype(float)
    change(frame, row_of(frame, "722"))
    path = write_area(tmp_path / "edited.csv", frame)
    with pytest.raises(InputError, match=rf"edited\.csv row \d+, .*{said}.*{ADVICE}"):
        add_files(tmp_path / "library", [path], "qcew")
    assert not (tmp_path / "library").exists()


MARKS = ["disclosure_code", "lq_disclosure_code"]


@pytest.mark.parametrize("quarter", ["A", "3"])
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("naics", ["6221", "622"])
def test_a_mark_that_was_taken_away_is_noticed(
    tmp_path: Path, mark: str, quarter: str, naics: str
) -> None:
    frame = in_full(quarter)
    frame.loc[row_of(frame, naics), mark] = ""
    path = write_area(tmp_path / "edited.csv", frame)
    said = rf"row {frame.index[row_of(frame, naics)][0] + 2}, column {mark}, contradicts itself"
    with pytest.raises(InputError, match=rf"{said}: blank, .*{ADVICE}"):
        add_files(tmp_path / "library", [path], "qcew")


def test_a_true_zero_stays_one(tmp_path: Path) -> None:
    # An establishment may have no jobs all year, and says so with all its quotients.
    cells = {**SMALL, ("5", "313"): Cell(0, 0, 4)}
    path = write_area(tmp_path / "a.csv", area_frame(cells))
    add_files(tmp_path / "library", [path], "qcew")
    found = read_cells(path)
    assert found.loc[found["naics"].eq("313"), "employment_status"].tolist() == ["zero"]


def test_a_file_without_the_columns_for_checks_is_read(tmp_path: Path) -> None:
    frame = in_full("A").drop(columns=["lq_total_annual_wages", "oty_annual_avg_estabs_pct_chg"])
    add_files(tmp_path / "library", [write_area(tmp_path / "a.csv", frame)], "qcew")


def test_columns_for_checks_are_not_kept(tmp_path: Path) -> None:
    path = write_area(tmp_path / "a.csv", in_full("A"))
    assert {"lq_wages", "oty_establishments_pct"}.isdisjoint(read_cells(path))


FAMILIES: dict[str, tuple[dict[str, float], str]] = {
    # 6,720,000 + 10,980,000 + ... private dollars: one row changed as a whole stays plausible.
    "a row as a whole": (
        {"annual_avg_emplvl": 10, "total_annual_wages": 10},
        r"column annual_avg_emplvl, .* industry 7221 has 320, but the published ones of "
        r"its 5-digit industries together have 3,200, the largest 72211 \(row \d+\) 3,200",
    ),
    "wages with their pay": (
        {"total_annual_wages": 1.001, "avg_annual_pay": 1.001},
        r"column total_annual_wages, .* has 6,720,000, but .* 6,726,720",
    ),
}


@pytest.mark.parametrize("fault", FAMILIES)
def test_an_industry_that_is_not_the_sum_of_its_parts_is_refused(
    tmp_path: Path, fault: str
) -> None:
    factors, said = FAMILIES[fault]
    frame = area_frame()
    where = row_of(frame, "72211")
    for column, factor in factors.items():
        frame.loc[where, column] = (frame.loc[where, column] * factor).round().astype(int)
        if quotient := {"annual_avg_emplvl": "lq_annual_avg_emplvl"}.get(column):
            frame.loc[where, [quotient, "lq_total_annual_wages"]] = 10.0
    path = write_area(tmp_path / "edited.csv", frame)
    with pytest.raises(InputError, match=rf"edited\.csv row \d+, {said}.*{ADVICE}"):
        add_files(tmp_path / "library", [path], "qcew")


def test_a_part_above_a_whole_of_which_others_are_withheld_is_refused(tmp_path: Path) -> None:
    # Hospitals have 420 + 80 jobs; 6223 is withheld, so 6221 may have no more than 500.
    frame = area_frame(withheld=["6223"])
    for naics in ("6221", "62211", "622111"):
        where = row_of(frame, naics)
        frame.loc[where, ["annual_avg_emplvl", "total_annual_wages"]] *= 2
        frame.loc[where, ["lq_annual_avg_emplvl", "lq_total_annual_wages"]] *= 2
    path = write_area(tmp_path / "edited.csv", frame)
    with pytest.raises(InputError, match=r"industry 622 has 500, .* have 840, the largest 6221"):
        add_files(tmp_path / "library", [path], "qcew")


def test_metropolitan_areas_may_have_totals_alone(tmp_path: Path) -> None:
    frame = area_frame(area="C1234", geography="msa")
    totals = frame[frame["agglvl_code"].isin(["40", "41"])]
    add_files(tmp_path / "library", [write_area(tmp_path / "a.csv", totals)], "qcew")


def state_rows(naics: str = "722") -> pd.DataFrame:
    """One industry in a state of two counties and in both."""
    both = {key: Cell(2 * c.employment, c.pay, 2 * c.establishments) for key, c in SMALL.items()}
    parts = [
        area_frame(both, area="57000", geography="state"),
        *(area_frame(area=area) for area in ("57001", "57003")),
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame[row_of(frame, naics)].reset_index(drop=True)


def test_counties_that_are_not_their_state_are_refused(tmp_path: Path) -> None:
    frame = state_rows()
    add_files(tmp_path / "whole", [write_area(tmp_path / "722.csv", frame)], "qcew")
    # Ten times the jobs, wages and quotients of one county, whose row agrees with itself.
    figures = ["annual_avg_emplvl", "total_annual_wages"]
    frame.loc[1, [*figures, *(f"lq_{figure}" for figure in figures)]] *= 10
    path = write_area(tmp_path / "edited.csv", frame)
    said = r"row 2, column annual_avg_emplvl.*57000.* has 640, .* counties .* 3,520.* 57001 \(row 3"
    with pytest.raises(InputError, match=said):
        add_files(tmp_path / "library", [path], "qcew")


def test_a_state_of_which_counties_are_missing_is_taken(tmp_path: Path) -> None:
    path = write_area(tmp_path / "722.csv", state_rows().head(2))
    add_files(tmp_path / "library", [path], "qcew")


def test_a_member_of_an_archive_is_checked_like_a_slice(tmp_path: Path) -> None:
    members = by_area_members()
    frame = area_frame(area="57003", year=2016, quarter="1")
    where = row_of(frame, "72211")
    frame.loc[where, ["month1_emplvl", "month2_emplvl", "month3_emplvl", "total_qtrly_wages"]] *= 2
    frame.loc[
        where, [c for c in frame if c.startswith("lq_month") or c == "lq_total_qtrly_wages"]
    ] *= 2
    members[member_name("57003")] = area_csv(frame, titles=True, old_names=True)
    path = tmp_path / "by_area.zip"
    path.write_bytes(zip_bytes(members))
    with pytest.raises(InputError, match=r"month1_emplvl, .*area 57003, .* 7221 has 320, .* 640"):
        add_files(tmp_path / "library", [path], "qcew", "2016")


def test_every_row_of_a_single_file_is_checked(tmp_path: Path) -> None:
    rows = single_frame()
    where = rows["area_fips"].eq("57003") & row_of(rows, "622")
    rows.loc[where, "lq_annual_avg_emplvl"] *= 10
    path = write_single(tmp_path, "zip", rows)
    said = rf"row {rows.index[where][0] + 2:,}, column lq_annual_avg_emplvl, contradicts itself"
    with pytest.raises(InputError, match=said):
        add_files(tmp_path / "library", [path], "qcew", "2022")


def test_a_file_that_an_older_version_took_is_checked_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = area_frame()
    frame.loc[row_of(frame, "722"), "lq_annual_avg_emplvl"] *= 10
    path = write_area(tmp_path / "57001.csv", frame)
    with monkeypatch.context() as older:
        older.setattr("sectornb.sources.qcew.cells.contradictions", lambda *_: iter(()))
        add_files(tmp_path / "library", [path], "qcew")
    with pytest.raises(InputError, match=r"57001\.csv row 48, .*quotient of 10"):
        read_areas(Library(tmp_path / "library"), [2022], ["57001"])


def test_a_message_counts_the_rows_that_follow(tmp_path: Path) -> None:
    frame = area_frame()
    frame.loc[frame["industry_code"].str.startswith("722"), "lq_annual_avg_emplvl"] *= 10
    path = write_area(tmp_path / "a.csv", frame)
    with pytest.raises(InputError) as caught:
        read_cells(path)
    # 722, 7221, 72211 and 722111.
    assert re.search(r"3 more rows are such", str(caught.value))
