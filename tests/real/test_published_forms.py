"""The agency's files of other years and kinds: quarterly, with titles, under older names."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.qcew.reader import read_cells
from sectornb.sources.qcew.titles import read_titles
from sectornb.sources.recognition import recognize


def test_the_nations_quarter_is_read(real_data: Path) -> None:
    path = real_data / "qcew" / "us" / "2019_q1_US000.csv"
    found = read_cells(path, "quarterly-area")
    total = found[found["agglvl_code"].eq("10")].iloc[0]
    assert len(found) == 4_560
    assert total["month3_employment"] == 146_553_073
    # Private rows of the nation are never withheld; 773 of government are.
    assert found["employment_status"].eq("withheld").sum() == 773
    assert not (found["employment_status"].eq("withheld") & found["own_code"].eq("5")).any()


def test_the_nations_quarter_is_taken_in(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "qcew" / "us" / "2019_q1_US000.csv"
    [(holding, is_new)] = add_files(tmp_path, [path], "qcew", "2019")
    assert (holding.part, holding.rows, is_new) == ("US000-q1.csv", 4_560, True)


def quarter_of(archive: Path, member: str, quarter: str, to: Path) -> Path:
    """One quarter of a member of the by-area archive, its bytes otherwise as they were."""
    with zipfile.ZipFile(archive) as opened:
        name = next(n for n in opened.namelist() if f" {member} " in n)
        header, *rows = opened.read(name).splitlines(keepends=True)
    place = next(csv.reader([header.decode()])).index("qtr")
    kept = [row for row in rows if next(csv.reader([row.decode()]))[place] == quarter]
    to.write_bytes(header + b"".join(kept))
    return to


@pytest.mark.parametrize(("area", "rows"), [("39049", 2_245), ("39041", 1_545), ("39000", 2_908)])
def test_older_names_and_titles_are_read(
    real_data: Path, tmp_path: Path, area: str, rows: int
) -> None:
    archive = real_data / "qcew" / "2016_qtrly_by_area_ohio.zip"
    path = quarter_of(archive, area, "4", tmp_path / "member.csv")
    found = recognize(path, "qcew", "2016")
    assert (found.part, found.rows) == (f"{area}-q4.csv", rows)
    frame = read_cells(path, "quarterly-area")
    plain = pd.read_csv(path, dtype={"industry_code": str, "own_code": str})
    assert "qtrly_estabs_count" in plain
    assert frame["establishments"].sum() == plain["qtrly_estabs_count"].sum()
    assert frame["month3_employment"].sum() == plain["month3_emplvl"].sum()
    if area == "39000":
        assert frame.loc[frame["own_code"].eq("0"), "month3_employment"].tolist() == [5_367_909]


@pytest.mark.parametrize(
    ("name", "codes", "code", "title"),
    [
        ("industry", 2_469, "622", "Hospitals"),
        ("area", 4_723, "39049", "Franklin County, Ohio"),
        ("ownership", 8, "5", "Private"),
        ("agglevel", 56, "10", "National, Total Covered"),
        ("size", 10, "0", "All establishment sizes"),
    ],
)
def test_titles_are_read(real_data: Path, name: str, codes: int, code: str, title: str) -> None:
    found = read_titles(real_data / "qcew" / "titles" / f"{name}_titles.csv", name)
    assert len(found) == codes
    assert found[code] == title
