"""Every set of the agencies' own files is taken in by one call, as many rows as were counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import read_areas

SETS = [
    ("qcew", "2020", "qcew/annual/2020/*.csv", [17_433]),
    ("qcew", "2021", "qcew/annual/2021/*.csv", [17_630]),
    ("qcew", "2022", "qcew/annual/2022/*.csv", [17_487]),
    ("qcew", "2019", "qcew/us/*.csv", [4_560]),
    ("qcew-titles", "2017", "qcew/titles/*.csv", [56, 4_723, 2_469, 8, 10]),
    ("lodes", "2019", "lodes/2019/*_od_*.gz", [292_178, 69_355, 372_191]),
    ("lodes", "2019", "lodes/2019/*_xwalk.csv.gz", [157_508, 25_181]),
    ("laus", "2000", "laus/laucnty00.xlsx", [3_217]),
    ("laus", "2016", "laus/laucnty16.xlsx", [3_219]),
    ("laus", "2018", "laus/laucnty18.xlsx", [3_219]),
    ("county-flows", "2000", "flows/census2000*.csv.gz", [161_522]),
]


@pytest.mark.parametrize(("source", "vintage", "files", "rows"), SETS)
def test_a_set_is_taken_in_by_one_call(
    real_data: Path, tmp_path: Path, source: str, vintage: str, files: str, rows: list[int]
) -> None:
    found = add_files(tmp_path, sorted(real_data.glob(files)), source, vintage)
    counted = [holding.rows for holding, _ in found]
    assert (counted if len(rows) > 1 else [sum(counted)]) == rows
    assert all(is_new for _, is_new in found)
    # Once more: every file is known by its content.
    again = add_files(tmp_path, sorted(real_data.glob(files)), source, vintage)
    assert not any(is_new for _, is_new in again)


def test_counties_and_their_names_stand_in_the_outlines(real_data: Path, tmp_path: Path) -> None:
    [(holding, is_new)] = add_files(
        tmp_path, [real_data / "geometry" / "counties-10m.json"], "geometry", "2015"
    )
    assert (holding.rows, is_new) == (3_231, True)


def test_totals_are_those_that_were_counted(real_library: Library) -> None:
    held = real_library.parts("qcew", "2020", "annual-area")
    cells = read_areas(real_library, [2020, 2021, 2022], [part[:5] for part in held])
    totals = cells[cells["agglvl_code"].eq("70")]
    assert totals.groupby("year")["employment"].sum().tolist() == [1_101_795, 1_135_112, 1_162_502]
