"""Quarterly files as a year: the agency's rule, what is withheld, what is lacking."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, read_areas
from tests.builders.qcew import SMALL, Cell, area_frame, write_area
from tests.builders.qcew_bulk import AREAS, NATION, single_frame, write_by_area, write_single

QUARTERS = ("1", "2", "3", "4")
JOBS = {"1": 100, "2": 101, "3": 101, "4": 100}
"""Jobs in warehousing in every month of each quarter."""


def quarter(number: str, area: str = "57001", **form: object) -> pd.DataFrame:
    cells = {**SMALL, ("5", "493"): Cell(JOBS[number], 10_000, 4 + int(number))}
    given: Mapping[str, object] = {"area": area, "year": 2016, "quarter": number, **form}
    return area_frame(cells, **given)  # type: ignore[arg-type]


def library(folder: Path, quarters: tuple[str, ...] = QUARTERS, **form: object) -> Library:
    files = [write_area(folder / f"q{q}.csv", quarter(q, **form)) for q in quarters]
    add_files(folder / "library", files, "qcew", "2016")
    return Library(folder / "library")


def cell(held: Library, naics: str, own: str = "5") -> pd.Series:
    rows = read_areas(held, [2016], ["57001"])
    return rows[rows["naics"].eq(naics) & rows["own_code"].eq(own)].iloc[0]


def test_a_year_is_made_of_its_quarters_by_the_agencys_rule(tmp_path: Path) -> None:
    row = cell(library(tmp_path), "493")
    # Mean of twelve months: (100 + 101 + 101 + 100) / 4 = 100.5, a half is rounded up.
    assert row["employment"] == 101
    # Mean of 5, 6, 7 and 8 establishments: 6.5.
    assert row["establishments"] == 7
    # Wages of four quarters: 10,000 dollars a job and quarter.
    assert row["total_wages_usd"] == 10_000 * (100 + 101 + 101 + 100)
    # Over the mean before it is rounded: 4,020,000 / 100.5 = 40,000, not / 101 = 39,802.
    assert row["annual_wage_usd"] == 40_000
    assert (row["qtr"], row["agglvl_code"], row["employment_status"]) == ("A", "75", "disclosed")
    assert pd.isna(row["lq_employment"])


def test_what_one_quarter_withholds_the_year_withholds(tmp_path: Path) -> None:
    files = [
        write_area(tmp_path / f"{q}.csv", quarter(q, withheld=["493"] if q == "3" else ()))
        for q in QUARTERS
    ]
    add_files(tmp_path / "library", files, "qcew", "2016")
    row = cell(Library(tmp_path / "library"), "493")
    assert row["employment_status"] == "withheld"
    assert row[["employment", "total_wages_usd", "annual_wage_usd"]].isna().all()
    assert row["establishments"] == 7


def test_an_industry_without_a_row_in_a_quarter_had_no_job_then(tmp_path: Path) -> None:
    frames = {q: quarter(q) for q in QUARTERS}
    gone = {**SMALL}
    frames["4"] = area_frame(gone, year=2016, quarter="4")
    files = [write_area(tmp_path / f"{q}.csv", frame) for q, frame in frames.items()]
    add_files(tmp_path / "library", files, "qcew", "2016")
    # (100 + 101 + 101) * 3 / 12 = 75.5.
    assert cell(Library(tmp_path / "library"), "493")["employment"] == 76


@pytest.mark.parametrize("kind", ["by area", "single"])
def test_files_of_all_quarters_serve_alike(tmp_path: Path, kind: str) -> None:
    frame = single_frame(year=2016, quarters=QUARTERS)
    path = write_by_area(tmp_path) if kind == "by area" else write_single(tmp_path, frame=frame)
    add_files(tmp_path / "library", [path], "qcew", "2016")
    held = Library(tmp_path / "library")
    assert AreaFiles(held, 2016).areas() == {*AREAS, NATION}
    rows = read_areas(held, [2016], ["57003", NATION])
    total = rows[rows["own_code"].eq("0")].set_index("area_fips")["employment"]
    assert total.to_dict() == {"57003": 3 * 1_403, NATION: 5 * 1_403}
    assert set(rows.loc[rows["employment_status"].eq("withheld"), "area_fips"]) == {"57003"}


def test_annual_files_go_before_quarters(tmp_path: Path) -> None:
    held = library(tmp_path)
    year = write_area(tmp_path / "year.csv", area_frame(year=2016))
    add_files(held.root, [year], "qcew", "2016")
    rows = read_areas(Library(held.root), [2016], ["57001"])
    assert "493" not in set(rows["naics"])


@pytest.mark.parametrize("number", QUARTERS)
def test_three_quarters_are_no_year_and_the_fourth_is_named(tmp_path: Path, number: str) -> None:
    have = tuple(q for q in QUARTERS if q != number)
    held = library(tmp_path, have)
    with pytest.raises(NotInLibraryError) as caught:
        read_areas(held, [2016], ["57001"])
    assert f"Of 57001 in 2016 it holds quarter {', '.join(have)} alone" in str(caught.value)
    said = (
        f"qcew 2016: no annual average of 57001 yet: it needs the file of quarter {number} too, "
        "or the annual one.\n"
    )
    for given in ([], ["qcew"]):
        shown = CliRunner().invoke(main, ["sources", *given, "--library", str(held.root)])
        assert said in shown.output
    again = ["add", str(tmp_path / f"q{have[0]}.csv"), "--source", "qcew", "--vintage", "2016"]
    assert said in CliRunner().invoke(main, [*again, "--library", str(held.root)]).output


def test_a_whole_year_has_nothing_to_name(tmp_path: Path) -> None:
    held = library(tmp_path)
    shown = CliRunner().invoke(main, ["sources", "qcew", "--library", str(held.root)])
    assert "no annual average" not in shown.output


def test_an_archive_of_the_year_leaves_nothing_to_name_beside_a_slice(tmp_path: Path) -> None:
    one = write_area(tmp_path / "q1.csv", quarter("1", area="57003"))
    added = [write_by_area(tmp_path), one]
    add_files(tmp_path / "library", added, "qcew", "2016")
    shown = CliRunner().invoke(main, ["sources", "--library", str(tmp_path / "library")])
    assert "no annual average" not in shown.output


def test_an_archive_of_three_quarters_is_no_year(tmp_path: Path) -> None:
    frame = single_frame(year=2016, quarters="123")
    add_files(tmp_path / "library", [write_single(tmp_path, frame=frame)], "qcew", "2016")
    with pytest.raises(NotInLibraryError, match="holds quarter 1, 2, 3 alone"):
        read_areas(Library(tmp_path / "library"), [2016], ["57003"])


def test_an_area_that_changed_its_code_within_the_year_is_refused(tmp_path: Path) -> None:
    frame = single_frame(year=2016, quarters=QUARTERS)
    late = frame["area_fips"].eq("57003") & frame["qtr"].isin(["3", "4"])
    frame = frame.assign(area_fips=frame["area_fips"].mask(late, "57007"))
    add_files(tmp_path / "library", [write_single(tmp_path, frame=frame)], "qcew", "2016")
    held = Library(tmp_path / "library")
    for area, lacking in (("57003", "3, 4"), ("57007", "1, 2")):
        with pytest.raises(InputError, match=f"Area {area} has no total in quarter {lacking} of"):
            read_areas(held, [2016], [area])
    assert len(read_areas(held, [2016], ["57005"]))
