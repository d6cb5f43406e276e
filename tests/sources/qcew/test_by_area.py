"""Archives by area and their members: titles, older names, all quarters in one file."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError, UnknownCodeError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import read_areas
from sectornb.sources.qcew.reader import members_by_area, read_cells
from tests.builders.qcew import area_csv, area_frame, write_area
from tests.builders.qcew_bulk import (
    AREAS,
    NATION,
    by_area_members,
    member_name,
    single_frame,
    write_by_area,
    zip_bytes,
)

TABLE = "quarterly-by-area"


def test_members_are_known_by_their_names(tmp_path: Path) -> None:
    assert members_by_area(write_by_area(tmp_path)) == {
        area: member_name(area) for area in sorted({*AREAS, NATION})
    }


def test_a_quarter_of_an_area_reads_as_from_its_own_slice(tmp_path: Path) -> None:
    rows = single_frame(year=2016, quarters="2")
    plain = write_area(tmp_path / "slice.csv", rows[rows["area_fips"].eq("57003")])
    pd.testing.assert_frame_equal(
        read_cells(write_by_area(tmp_path), TABLE, ["57003"], quarter="2"),
        read_cells(plain, "quarterly-area"),
    )


def test_an_extracted_member_reads_as_from_the_archive(tmp_path: Path) -> None:
    extracted = tmp_path / "any name.csv"
    extracted.write_bytes(by_area_members()[member_name("57005")])
    pd.testing.assert_frame_equal(
        read_cells(extracted, TABLE), read_cells(write_by_area(tmp_path), TABLE, ["57005"])
    )


def test_an_archive_and_a_member_are_recognized(tmp_path: Path) -> None:
    member = tmp_path / "57005.csv"
    member.write_bytes(by_area_members()[member_name("57005")])
    added = add_files(tmp_path / "library", [write_by_area(tmp_path), member], "qcew", "2016")
    assert [(h.table, h.part, h.reference_period) for h, _ in added] == [
        ("quarterly-by-area", "57000-US000.zip", "2016 quarters 1 to 4"),
        ("quarterly-by-area", "57005.csv", "2016 quarters 1 to 4"),
    ]


def test_an_annual_member_is_an_area_file(tmp_path: Path) -> None:
    member = tmp_path / "member.csv"
    member.write_bytes(area_csv(area_frame(), titles=True, old_names=True))
    [(holding, _)] = add_files(tmp_path / "library", [member], "qcew", "2022")
    assert (holding.table, holding.part) == ("annual-area", "57001.csv")


def test_an_annual_archive_serves_areas(tmp_path: Path) -> None:
    path = tmp_path / "2022_annual_by_area.zip"
    path.write_bytes(zip_bytes(by_area_members(2022, "A")))
    [(holding, _)] = add_files(tmp_path / "library", [path], "qcew", "2022")
    assert (holding.table, holding.part) == ("annual-by-area", "57000-US000.zip")
    frame = read_areas(Library(tmp_path / "library"), [2022], ["57001"], columns=["employment"])
    # 1,403 jobs in the small area, which county 57001 is twice.
    assert frame.loc[frame["own_code"].eq("0"), "employment"].tolist() == [2806.0]


def test_a_member_of_another_area_than_its_name_is_refused(tmp_path: Path) -> None:
    members = by_area_members()
    members[member_name("57001")] = members[member_name("57003")]
    path = tmp_path / "by_area.zip"
    path.write_bytes(zip_bytes(members))
    with pytest.raises(InputError, match="named after area 57001, but holds 57003"):
        add_files(tmp_path / "library", [path], "qcew", "2016")


def test_a_member_pasted_from_two_areas_is_refused(tmp_path: Path) -> None:
    members = by_area_members()
    members[member_name("57001")] += members[member_name("57003")].partition(b"\n")[2]
    path = tmp_path / "by_area.zip"
    path.write_bytes(zip_bytes(members))
    with pytest.raises(InputError, match=r"holds 2 areas .*pasted together"):
        read_cells(path, TABLE, ["57001"])


def test_a_name_without_an_area_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "by_industry.zip"
    path.write_bytes(zip_bytes({"a.csv": b"x", "b.csv": b"x"}))
    with pytest.raises(InputError, match=r"'a\.csv', whose name has no area code"):
        add_files(tmp_path / "library", [path], "qcew", "2016")


def test_two_members_of_one_area_are_refused(tmp_path: Path) -> None:
    members = by_area_members()
    path = tmp_path / "by_area.zip"
    path.write_bytes(zip_bytes({**members, "57001 again.csv": members[member_name("57001")]}))
    with pytest.raises(InputError, match="two files of area 57001"):
        members_by_area(path)


def test_an_area_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="no rows of 1 of 2 areas: 57009.*holds 5 areas"):
        read_cells(write_by_area(tmp_path), TABLE, ["57001", "57009"])
    member = tmp_path / "member.csv"
    member.write_bytes(by_area_members()[member_name("57001")])
    with pytest.raises(
        UnknownCodeError, match="no rows of 1 of 1 areas: 57003. It holds 1 area from 57001"
    ):
        read_cells(member, TABLE, ["57003"])


@pytest.mark.soak
@pytest.mark.skipif("SECTORNB_REAL_DATA" not in os.environ, reason="no real files")
def test_counties_and_the_rest_are_the_state_in_every_industry_of_ohio() -> None:
    path = Path(os.environ["SECTORNB_REAL_DATA"]) / "qcew" / "2016_qtrly_by_area_ohio.zip"
    frame = read_cells(path, TABLE)
    months = ["month1_employment", "month2_employment", "month3_employment"]
    assert frame["area_fips"].nunique() == 90
    assert len(frame) == 430_812

    with zipfile.ZipFile(path) as archive:
        plain = pd.concat(
            pd.read_csv(archive.open(name), dtype=str, keep_default_na=False)
            for name in archive.namelist()
        )
    assert frame["total_wages_usd"].sum() == plain["total_qtrly_wages"].astype(float).sum()
    hidden = plain["disclosure_code"].eq("N")
    assert frame["employment_status"].eq("withheld").sum() == hidden.sum()
    for month in (1, 2, 3):
        shown = plain.loc[~hidden, f"month{month}_emplvl"].astype(float)
        assert frame[f"month{month}_employment"].sum() == shown.sum()

    state = frame[frame["area_fips"].eq("39000")]
    others = frame[~frame["area_fips"].eq("39000")]
    key = ["own_code", "naics", "qtr"]
    unit = frame["agglvl_code"].str[1]
    summed = others.groupby([*key, unit])[["establishments", *months]].agg(
        lambda values: values.sum(skipna=False)
    )
    whole = state.set_index([*key, unit.loc[state.index]])[["establishments", *months]]
    both = summed.join(whole.add_suffix("_of_state"), how="inner")
    for measure in ("establishments", *months):
        shown = both[[measure, f"{measure}_of_state"]].dropna()
        assert len(shown) > 900
        assert shown[measure].eq(shown[f"{measure}_of_state"]).all()

    december = frame[frame["qtr"].eq("4") & frame["own_code"].eq("0")].set_index("area_fips")
    assert december.loc["39000", "month3_employment"] == 5_367_909
    assert december.drop("39000")["month3_employment"].sum() == 5_367_909
    assert december.loc["39999", "month3_employment"] == 109_535
