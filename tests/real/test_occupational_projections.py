"""The agency's occupational projections and matrices by industry: identities and every mark."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.employment_projections.book import Projected, read_projected
from sectornb.sources.industry_matrix import read_matrix, staffing_patterns
from sectornb.sources.library import Library

BOOKS = {"2024": "occupation_2024_ep.xlsx", "2022": "occupation_2022-32.xlsx"}


@pytest.fixture(scope="module", params=BOOKS)
def cycle(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def book(real_data: Path, cycle: str) -> Projected:
    return read_projected(real_data / "projections" / BOOKS[cycle])


def test_change_exits_and_transfers_give_the_openings_of_every_line(book: Projected) -> None:
    """T69, T73: a tenth of the change, exits and transfers within 0.15 thousand."""
    frame = book.occupations
    assert len(frame) == 1113 and frame["line_item"].sum() == 832
    parts = frame["employment_change"] / 10 + frame["annual_exits"] + frame["annual_transfers"]
    assert (parts - frame["annual_openings"]).abs().max() <= 150


def test_the_nation_is_near_170_million_and_its_openings_19(book: Projected, cycle: str) -> None:
    """T70: figures are jobs, not thousands of them."""
    total = book.occupations.set_index("matrix_code").loc["00-0000"]
    openings = {"2024": 18_863_300, "2022": 18_566_500}
    assert total["annual_openings"] == openings[cycle]
    assert total["base_employment"] == {"2024": 169_956_100, "2022": 164_482_600}[cycle]
    if cycle == "2024":
        items = book.occupations[book.occupations["line_item"]]
        assert items["annual_openings"].sum() == 18_861_600


def test_every_mark_is_in_its_status(real_data: Path, book: Projected, cycle: str) -> None:
    """By openpyxl and a plain count of cells; the answer None is no mark."""
    name = {"2024": "Table 1.2", "2022": "Table 1.7"}[cycle]
    path = real_data / "projections" / BOOKS[cycle]
    sheet = openpyxl.load_workbook(path, read_only=True)[name]
    _, head, *rows = sheet.iter_rows(values_only=True)
    ours = {
        "Percent self": "self_employed_pct", "Median annual": "annual_median_usd",
        "Typical education": "entry_education", "Work experience": "work_experience",
        "Typical on-the-job": "job_training",
    }  # fmt: skip
    raw, none = {}, {}
    for place, title in enumerate(head):
        column = next((new for old, new in ours.items() if title.startswith(old)), None)
        if column:
            cells = [str(row[place]) for row in rows if row[1]]
            counts = (cells.count("\u2014"), sum(cell.startswith(">=") for cell in cells))
            raw[column], none[column] = counts, cells.count("None")
    frame = book.occupations
    read = {}
    for column in ours.values():
        if f"{column}_status" in frame:
            status = frame[f"{column}_status"]
            read[column] = (
                int(status.eq("not_available").sum()),
                int(status.eq("at_least").sum()),
            )
        else:
            read[column] = (int(frame[column].eq("").sum()), 0)
            assert frame[column].eq("None").sum() == none[column]
    assert read == raw
    assert read["annual_median_usd"] == {"2024": (9, 19), "2022": (10, 12)}[cycle]


def test_reasons_and_attainment_are_whole(book: Projected, cycle: str) -> None:
    reasons, attained = {"2024": (998, 0), "2022": (1065, 833)}[cycle]
    assert (len(book.utilization), len(book.attainment)) == (reasons, attained)
    if attained:
        together = book.attainment.filter(like="_pct").sum(axis=1).round(1)
        assert (together.min(), together.max()) == (99.8, 100.2)


def test_line_items_of_vehicle_parts_are_551_of_553_thousand(real_data: Path) -> None:
    path = real_data / "projections" / "staffing_2024-34" / "us_staffing_3363.csv"
    found = read_matrix(path)
    items = found.frame[found.frame["line_item"]]
    assert (items["base_employment"].sum(), found.total) == (551_100, 553_300)


@pytest.fixture(scope="module")
def matrices(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("real") / "library"
    files = sorted((real_data / "projections" / "staffing_2024-34").glob("*.csv"))
    assert len(files) == 38
    add_files(root, files, "industry-matrix")
    return Library(root)


@pytest.mark.soak
def test_line_items_over_the_total_of_each_matrix(real_data: Path, matrices: Library) -> None:
    """T62: 3363 has 551.1 of 553.3 thousand in line items, 3311 the least, 91.0 percent."""
    codes = [
        path.stem[-4:] for path in (real_data / "projections" / "staffing_2024-34").glob("*.csv")
    ]
    table = staffing_patterns(matrices, codes)
    assert len(set(table["industry"])) == 34
    shares = table.groupby("industry")["released_share"].first()
    assert (shares.idxmin(), round(shares.min(), 3), shares.max() <= 1) == ("331100", 0.91, True)
    items = table[table["industry"].eq("336300")]
    assert items["base_employment"].sum() == 551_100
    assert set(items["industry_employment"]) == {553_300}


@pytest.mark.soak
def test_files_of_one_matrix_are_counted_once(matrices: Library) -> None:
    asked = ["3321", "3326", "3329", "4235", "4239", "4841", "4842", "3272", "3363"]
    table = staffing_patterns(matrices, asked)
    told = table.groupby("industry")[["naics", "wider"]].first().to_dict("split")
    assert dict(zip(told["index"], told["data"], strict=True)) == {
        "327000": ["3272", True],
        "3320A1": ["3321,3326,3329", True],
        "336300": ["3363", False],
        "4230A1": ["4235,4239", True],
        "484000": ["4841,4842", True],
    }
    total = table.groupby("industry")["industry_employment"].first()
    assert total["3320A1"] == 467_800


@pytest.mark.soak
def test_a_matrix_has_every_line_item_of_its_file(real_data: Path, matrices: Library) -> None:
    path = real_data / "projections" / "staffing_2024-34" / "us_staffing_5417.csv"
    raw = pd.read_csv(path, dtype={"Occupation Code": "str"}, keep_default_na=False)
    items = raw[raw["Occupation Type"].eq("Line Item")].sort_values("Occupation Code")
    table = staffing_patterns(matrices, ["5417"])
    assert table["matrix_code"].tolist() == items["Occupation Code"].tolist()
    assert table["base_employment"].tolist() == [
        round(1000 * jobs) for jobs in items["2024 Employment"]
    ]
