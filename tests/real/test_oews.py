"""The agency's files of wages by occupation: known sums, and every mark in its status."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.oews.held import held_wages
from sectornb.sources.oews.wages import read_wages

STATUSES = {
    "*": {"not_available", "not_applicable"},
    "**": {"withheld"},
    "#": {"at_least"},
    "~": {"at_most"},
}
COLUMNS = declared("oews").table("national").aliases()
FILES = {
    "national_M2024_dl": "", "national_M2025_dl": "", "nat4d_M2018_owner_dl": "2018",
    "nat4d_M2019_owner_dl": "",
}  # fmt: skip


def marks_counted(path: Path) -> dict[tuple[str, str], int]:
    """How often each mark stands in each column, by openpyxl and a plain count."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        for name, cell in zip(head, row, strict=True):
            if cell in STATUSES:
                key = COLUMNS[name.upper()], cell
                found[key] = found.get(key, 0) + 1
    return found


def all_marks(path: Path, vintage: str) -> None:
    frame = read_wages(path, vintage).frame
    raw = marks_counted(path)
    assert raw
    read: dict[tuple[str, str], int] = {}
    for name in [name for name in frame if f"{name}_status" in frame]:
        other = "hourly_only" if name.startswith("annual") else "annual_only"
        status = frame[f"{name}_status"]
        for mark, fits in STATUSES.items():
            marked = status.isin(fits)
            if mark == "*":
                # Empty cells of files that lack a figure are not applicable too.
                marked = status.eq("not_available") | (
                    status.eq("not_applicable") & frame[other] & name.endswith("_usd")
                )
            if marked.any():
                read[name, mark] = int(marked.sum())
    assert read == raw


@pytest.mark.parametrize("name", ["national_M2024_dl", "national_M2025_dl"])
def test_every_mark_of_the_nation_is_in_its_status(real_data: Path, name: str) -> None:
    all_marks(real_data / "oews" / f"{name}.xlsx", FILES[name])


@pytest.mark.soak
@pytest.mark.parametrize("name", ["nat4d_M2018_owner_dl", "nat4d_M2019_owner_dl"])
def test_every_mark_of_the_owners_is_in_its_status(real_data: Path, name: str) -> None:
    all_marks(real_data / "oews" / f"{name}.xlsx", FILES[name])


def test_detailed_occupations_of_may_2024_are_beside_the_total(real_data: Path) -> None:
    frame = read_wages(real_data / "oews" / "national_M2024_dl.xlsx").frame
    sums = frame.groupby("occupation_group")["employment"].sum()
    assert sums["detailed"] == 154_186_300
    assert sums["total"] == sums["major"] == 154_187_380
    counts = frame["occupation_group"].value_counts()
    assert counts.to_dict() == {
        "detailed": 831, "broad": 455, "minor": 94, "major": 22, "total": 1,
    }  # fmt: skip
    assert frame["soc"].duplicated().sum() == 7
    assert not frame.duplicated(["soc", "occupation_group"]).any()


def test_the_top_code_is_a_bound_in_2024_and_gone_in_2025(real_data: Path) -> None:
    """T63: no row with a top-coded wage is lost; 2025 publishes what lies above."""
    before, after = (
        read_wages(real_data / "oews" / f"national_M{year}_dl.xlsx").frame for year in (2024, 2025)
    )
    top = before["annual_p90_usd_status"].eq("at_least")
    assert top.sum() == 72 and set(before["annual_p90_usd"][top]) == {239_200}
    assert after["annual_p90_usd"].max() == 742_310
    assert not after.filter(like="_status").eq("at_least").any(axis=None)


def test_few_occupations_have_odd_percentiles(real_data: Path) -> None:
    frame = read_wages(real_data / "oews" / "national_M2025_dl.xlsx").frame
    odd = frame[frame["odd_percentiles"]]
    equal = odd["annual_p75_usd"].eq(odd["annual_p90_usd"])
    assert (len(odd), int(equal.sum())) == (3, 2)


@pytest.fixture(scope="module")
def hospitals(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("real") / "library"
    for year in ("2018", "2019"):
        add_files(root, [real_data / "oews" / f"nat4d_M{year}_owner_dl.xlsx"], "oews", year)
    return Library(root)


def of_hospitals(table: pd.DataFrame) -> list[float]:
    private = table["industry"].eq("622100") & table["own_code"].eq("5")
    return table.loc[private, "employment"].tolist()


@pytest.mark.soak
def test_private_general_hospitals_and_their_change_of_codes(hospitals: Library) -> None:
    """T66: occupations of 2018 and 2019 are of two editions, and are not joined."""
    for year, jobs, edition in ((2018, 4_668_670, "2010"), (2019, 4_689_170, "hybrid")):
        total = held_wages(hospitals, "owner", [year], "total")
        assert of_hospitals(total) == [jobs]
        assert set(total["soc_edition"]) == {edition}
    with pytest.raises(InputError, match=r"May 2018 .* SOC 2010, those of May 2019 .* hybrid"):
        held_wages(hospitals, "owner", [2018, 2019])
    periods = {held.vintage: held.reference_period for held in hospitals.holdings("oews")}
    assert periods["2018"].endswith("of SOC 2010")


@pytest.mark.soak
@pytest.mark.parametrize(("name", "vintage"), [("2018", "2019"), ("2018", "2021")])
def test_hospitals_given_as_of_another_year_are_refused(
    real_data: Path, name: str, vintage: str
) -> None:
    with pytest.raises(InputError, match=r"11-2031.* codes of SOC 2010.*2012 to 2018"):
        read_wages(real_data / "oews" / f"nat4d_M{name}_owner_dl.xlsx", vintage)
