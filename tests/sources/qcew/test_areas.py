"""Area files of the QCEW: one table whatever wrote the file, and withheld never zero."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, NotInLibraryError, UnknownCodeError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew import checks
from sectornb.sources.qcew.areas import read_areas
from sectornb.sources.qcew.reader import read_cells, read_slices
from tests.builders.qcew import SMALL, Cell, area_frame, write_area

FORMS = {
    "agency": {},
    "CRLF": {"line_end": "\r\n"},
    "BOM": {"bom": True},
    "unquoted": {"quoted": False},
    "re-saved": {"resaved": True},
    "old names": {"old_names": True},
    "titles": {"titles": True},
    "by-area archive": {"old_names": True, "titles": True, "line_end": "\r\n"},
}


def row(frame: pd.DataFrame, naics: str, own: str = "5") -> pd.Series:
    found = frame[frame["naics"].eq(naics) & frame["own_code"].eq(own)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.fixture
def annual(tmp_path: Path) -> pd.DataFrame:
    return read_cells(write_area(tmp_path / "a.csv", area_frame(withheld=["622"])))


@pytest.mark.parametrize("quarter", ["A", "2"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_file_gives_the_same_table(
    tmp_path: Path, form: str, quarter: str
) -> None:
    table = "annual-area" if quarter == "A" else "quarterly-area"
    frame = area_frame(quarter=quarter, withheld=["622"])
    expected = read_cells(write_area(tmp_path / "a.csv", frame), table)
    found = read_cells(write_area(tmp_path / "b.csv", frame, **FORMS[form]), table)
    pd.testing.assert_frame_equal(found, expected)


def test_codes_are_text_and_measures_are_floats(annual: pd.DataFrame) -> None:
    codes = ["area_fips", "own_code", "naics", "agglvl_code", "size_code", "year", "qtr"]
    assert [str(annual[code].dtype) for code in codes] == ["str"] * 7
    measures = [c for c in annual if c not in (*codes, "employment_status")]
    assert {str(annual[measure].dtype) for measure in measures} == {"float64"}


def test_a_leading_zero_survives(tmp_path: Path) -> None:
    frame = read_cells(write_area(tmp_path / "a.csv", area_frame(area="01001"), resaved=True))
    assert set(frame["area_fips"]) == {"01001"}


def test_rows_are_sorted_by_the_key_whatever_the_file_order(tmp_path: Path) -> None:
    frame = area_frame()
    expected = read_cells(write_area(tmp_path / "a.csv", frame))
    shuffled = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(read_cells(write_area(tmp_path / "b.csv", shuffled)), expected)


def test_figures_are_those_of_the_file(annual: pd.DataFrame) -> None:
    # The small area: 420 + 80 jobs in hospitals are hidden; 320 jobs at 21,000 in food service.
    food = row(annual, "722")
    assert food["employment"] == 320
    assert food["total_wages_usd"] == 320 * 21_000
    assert food["annual_wage_usd"] == 21_000
    assert food["employment_status"] == "disclosed"


def test_a_withheld_cell_is_missing_and_keeps_its_establishments(annual: pd.DataFrame) -> None:
    hospitals = row(annual, "622")
    assert hospitals[["employment", "total_wages_usd", "annual_wage_usd"]].isna().all()
    assert hospitals["employment_status"] == "withheld"
    assert hospitals["establishments"] == 6


def test_a_true_zero_stays_zero(tmp_path: Path) -> None:
    cells = {**SMALL, ("5", "313"): Cell(0, 0, 1)}
    textiles = row(read_cells(write_area(tmp_path / "a.csv", area_frame(cells))), "313")
    assert textiles["employment"] == 0
    assert textiles["employment_status"] == "zero"


def test_a_dash_is_no_establishment(tmp_path: Path) -> None:
    cells = {**SMALL, ("5", "313"): Cell(0, 0, 0)}
    path = write_area(tmp_path / "q.csv", area_frame(cells, quarter="1"))
    textiles = row(read_cells(path, "quarterly-area"), "313")
    assert textiles["month3_employment"] == 0
    assert textiles["employment_status"] == "zero"


def test_a_quarter_with_jobs_in_one_month_is_not_zero(tmp_path: Path) -> None:
    frame = area_frame(quarter="1")
    seasonal = frame["industry_code"].eq("722") & frame["own_code"].eq("5")
    # 6,720,000 dollars over 13 weeks and (320 + 320 + 0) / 3 jobs.
    frame.loc[seasonal, ["month3_emplvl", "avg_wkly_wage"]] = 0, 2423
    found = row(read_cells(write_area(tmp_path / "q.csv", frame), "quarterly-area"), "722")
    assert found["employment_status"] == "disclosed"


def test_a_withheld_quotient_is_missing_where_the_jobs_are_not(tmp_path: Path) -> None:
    nation = {key: cell for key, cell in SMALL.items() if key != ("5", "722")}
    found = row(read_cells(write_area(tmp_path / "a.csv", area_frame(nation=nation))), "722")
    assert found["employment"] == 320
    assert pd.isna(found["lq_employment"])


def test_a_change_over_the_year_may_be_negative(tmp_path: Path) -> None:
    frame = area_frame()
    # 12 of the 1,415 jobs of the year before.
    frame.loc[0, ["oty_annual_avg_emplvl_chg", "oty_annual_avg_emplvl_pct_chg"]] = -12, -0.8
    found = read_cells(write_area(tmp_path / "a.csv", frame))
    assert row(found, "10", "0")["oty_employment_change"] == -12


@pytest.mark.parametrize("column", ["establishments", "total_wages_usd", "lq_employment"])
def test_the_status_does_not_depend_on_the_columns_wanted(tmp_path: Path, column: str) -> None:
    cells = {**SMALL, ("5", "313"): Cell(0, 0, 1)}
    path = write_area(tmp_path / "a.csv", area_frame(cells, withheld=["622"]))
    pd.testing.assert_series_equal(
        read_cells(path, columns=[column])["employment_status"],
        read_cells(path)["employment_status"],
    )


def test_an_unknown_column_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match=r"no column jobs.*employment"):
        read_cells(write_area(tmp_path / "a.csv"), columns=["jobs"])


@given(
    hidden=st.sets(st.sampled_from(["236", "622", "6221", "722", "999"])),
    jobs=st.lists(st.floats(0, 90_000).map(lambda x: round(x, 2)), min_size=4, max_size=4),
)
def test_what_is_not_withheld_is_read_as_written(
    tmp_path_factory: pytest.TempPathFactory, hidden: set[str], jobs: list[float]
) -> None:
    codes = ("236", "6221", "722", "999")
    cells = {**SMALL, **{("5", c): Cell(j) for c, j in zip(codes, jobs, strict=True)}}
    frame = area_frame(cells, withheld=hidden)
    path = write_area(tmp_path_factory.mktemp("any") / "a.csv", frame)
    found = read_cells(path).set_index(["own_code", "naics"])
    written = frame.set_index(["own_code", "industry_code"])
    for key, marks in written["disclosure_code"].items():
        read = found.loc[key, "employment"]
        assert pd.isna(read) if marks == "N" else read == written.loc[key, "annual_avg_emplvl"]


def library_of(folder: Path, *years: int) -> Library:
    for year in years:
        files = [
            write_area(folder / f"{area}-{year}.csv", area_frame(area=area, year=year))
            for area in ("57001", "57003")
        ]
        add_files(folder / "library", files, "qcew", str(year))
    return Library(folder / "library")


def test_areas_and_years_come_in_one_table(tmp_path: Path) -> None:
    found = read_areas(library_of(tmp_path, 2021, 2022), [2021, 2022], ["57003", "57001"])
    assert set(zip(found["area_fips"], found["year"], strict=True)) == {
        ("57001", "2021"), ("57003", "2021"), ("57001", "2022"), ("57003", "2022"),
    }  # fmt: skip


def test_the_order_of_areas_makes_no_difference(tmp_path: Path) -> None:
    library = library_of(tmp_path, 2022)
    pd.testing.assert_frame_equal(
        read_areas(library, [2022], ["57001", "57003"]),
        read_areas(library, [2022], ["57003", "57001", "57003"]),
    )


def test_a_quarter_is_read_from_its_own_files(tmp_path: Path) -> None:
    path = write_area(tmp_path / "q.csv", area_frame(quarter="3"))
    add_files(tmp_path / "library", [path], "qcew", "2022")
    found = read_areas(Library(tmp_path / "library"), [2022], ["57001"], period="3")
    assert set(found["qtr"]) == {"3"}


def test_files_read_are_told_as_used(tmp_path: Path) -> None:
    library = library_of(tmp_path, 2022)
    read_areas(library, [2022], ["57003"])
    assert [used.part for used in library.used()] == ["57003.csv"]


def test_every_missing_area_is_counted_and_the_first_address_given(tmp_path: Path) -> None:
    library = library_of(tmp_path, 2022)
    with pytest.raises(
        NotInLibraryError,
        match=r"lacks 2 of 3 .*57005 in 2022, 57007 in 2022.*2022/a/area/57005\.csv.*sectornb add",
    ):
        read_areas(library, [2022], ["57007", "57001", "57005"])


def slices(folder: Path, **forms: dict[str, Any]) -> dict[str, Path]:
    """The slices of two counties, each written in its form."""
    return {
        area: write_area(folder / f"{area}.csv", area_frame(area=area, withheld=["622"]), **form)
        for area, form in zip(("57017", "57019"), (forms["one"], forms["other"]), strict=True)
    }


@pytest.mark.parametrize("form", FORMS)
def test_slices_read_together_give_what_each_gives_alone(tmp_path: Path, form: str) -> None:
    files = slices(tmp_path, one={}, other=FORMS[form])
    alone = pd.concat([read_cells(path) for path in files.values()], ignore_index=True)
    pd.testing.assert_frame_equal(read_slices(files, "annual-area"), alone)


def test_of_slices_read_together_the_damaged_one_is_named(tmp_path: Path) -> None:
    files = slices(tmp_path, one={}, other={})
    damaged = files["57019"]
    damaged.write_bytes(damaged.read_bytes()[:-30])
    with pytest.raises(InputError, match=f"{damaged} row "):
        read_slices(files, "annual-area")


def test_of_slices_read_together_the_one_with_a_row_twice_is_named(tmp_path: Path) -> None:
    files = slices(tmp_path, one={}, other={})
    twice = files["57019"]
    lines = twice.read_bytes().splitlines(keepends=True)
    twice.write_bytes(b"".join([*lines, lines[-1]]))
    with pytest.raises(InputError, match=str(twice)):
        read_slices(files, "annual-area")


def test_a_slice_that_holds_another_area_is_named_among_others(tmp_path: Path) -> None:
    files = slices(tmp_path, one={}, other={})
    with pytest.raises(UnknownCodeError, match=r"57019\.csv has no rows of 1 of 1 areas: 57021"):
        read_slices({"57017": files["57017"], "57021": files["57019"]}, "annual-area")


def test_a_held_file_whose_year_was_changed_is_refused_where_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cells = tmp_path / "library", SMALL | {("5", c): Cell(40) for c in ("442", "448", "451")}
    files = [
        write_area(tmp_path / "57001.csv", area_frame()),
        write_area(tmp_path / "57003.csv", area_frame(cells, area="57003")),
    ]
    with monkeypatch.context() as older:
        older.setattr(checks, "MOST_ODD", 9)
        add_files(root, files, "qcew")
    with pytest.raises(InputError, match=r"57003\.csv has industries .*442.* 2022 --replace"):
        read_areas(Library(root), [2022], ["57001", "57003"])
    assert len(read_areas(Library(root), [2022], ["57001"]))
