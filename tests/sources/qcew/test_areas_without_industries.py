"""Areas of which the agency publishes a single total: they stand in every national file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import read_areas
from tests.builders.qcew import area_csv, area_frame, write_area
from tests.builders.qcew_bulk import (
    by_area_members,
    member_name,
    single_frame,
    write_single,
    zip_bytes,
)

COMBINED = {"USCMS": "92", "USMSA": "91", "USNMS": "93"}
OTHERS = {"CS140": "30", "C1002": "80", "C257A": "80", "USXYZ": "97"}
"""A combined and two micropolitan areas, and one that nobody has heard of."""
QUARTERS = ("1", "2", "3", "4")


def total(area: str, level: str, quarter: str, year: int = 2016) -> pd.DataFrame:
    """The one row of such an area: its total over all industries and ownerships."""
    rows = area_frame(area=area, year=year, quarter=quarter)
    return rows[rows["agglvl_code"].eq("70")].assign(agglvl_code=level)


def totals(quarters: tuple[str, ...], year: int = 2016) -> pd.DataFrame:
    return pd.concat(
        [total(a, level, q, year) for a, level in {**COMBINED, **OTHERS}.items() for q in quarters]
    )


@pytest.mark.parametrize("quarters", [QUARTERS, ("A",)])
def test_a_single_file_with_them_is_taken(tmp_path: Path, quarters: tuple[str, ...]) -> None:
    country = single_frame(year=2016, quarters=quarters)
    both = pd.concat([country, totals(quarters)], ignore_index=True)
    [(holding, _)] = add_files(
        tmp_path / "library", [write_single(tmp_path, frame=both)], "qcew", "2016"
    )
    # Seven areas of one row a quarter beside the country's own.
    assert holding.rows == len(country) + 7 * len(quarters)
    period = "annual" if quarters == ("A",) else "3"
    frame = read_areas(Library(tmp_path / "library"), [2016], ["USMSA"], period=period)
    assert frame[["naics", "agglvl_code"]].to_numpy().tolist() == [["10", "91"]]


def test_an_archive_by_area_with_them_is_taken(tmp_path: Path) -> None:
    members = by_area_members()
    for area, rows in totals(QUARTERS).groupby("area_fips"):
        members[member_name(str(area))] = area_csv(rows, titles=True, old_names=True)
    path = tmp_path / "2016_qtrly_by_area.zip"
    path.write_bytes(zip_bytes(members))
    [(holding, _)] = add_files(tmp_path / "library", [path], "qcew", "2016")
    assert holding.part == "57000-USXYZ.zip"


@pytest.mark.parametrize(("area", "level"), [*COMBINED.items(), *OTHERS.items()])
def test_so_is_a_slice_of_one_and_a_member_of_the_archive(
    tmp_path: Path, area: str, level: str
) -> None:
    year = write_area(tmp_path / "year.csv", total(area, level, "A"))
    quarters = pd.concat([total(area, level, quarter) for quarter in QUARTERS])
    member = tmp_path / "member.csv"
    member.write_bytes(area_csv(quarters, titles=True, old_names=True))
    added = add_files(tmp_path / "library", [year, member], "qcew", "2016")
    assert [(h.table, h.part, h.rows) for h, _ in added] == [
        ("annual-area", f"{area}.csv", 1),
        ("quarterly-by-area", f"{area}.csv", 4),
    ]


def test_a_county_without_its_total_is_still_refused(tmp_path: Path) -> None:
    country = single_frame()
    lost = country["area_fips"].eq("57003") & country["agglvl_code"].eq("70")
    rows = pd.concat([country[~lost], totals(("A",), 2022)], ignore_index=True)
    with pytest.raises(InputError, match=r"has no total .* for 1 of its areas: 57003"):
        add_files(tmp_path / "library", [write_single(tmp_path, frame=rows)], "qcew", "2022")
