"""Marks of real tables of the American Community Survey, counted beside the raw cells."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from sectornb.sources.acs.held import estimates_by_label
from sectornb.sources.acs.reader import read_estimates

WORDS = {
    "(X)": "not_applicable",
    "-": "not_available",
    "**": "not_available",
    "***": "not_available",
}


@pytest.mark.parametrize("name", ["ACSDT5Y2018.B15001", "ACSDT5Y2022.B15001", "ACSST5Y2022.S1501"])
def test_every_mark_lands_in_its_status(real_data: Path, name: str) -> None:
    path = real_data / "acs" / f"{name}-Data.csv"
    table = read_estimates(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, _, *rows = csv.reader(stream)
    for kind, column in (("E", "estimate_status"), ("M", "margin_status")):
        cells = [
            cell
            for row in rows
            for title, cell in zip(header, row, strict=True)
            if title.endswith(kind) and "_" in title
        ]
        raw = Counter(
            WORDS.get(cell) or {"+": "at_least", "-": "at_most"}.get(cell[-1:], "published")
            for cell in cells
        )
        assert table[column].value_counts().to_dict() == raw


def test_the_marks_of_the_subject_table_are_these(real_data: Path) -> None:
    table = read_estimates(real_data / "acs" / "ACSST5Y2022.S1501-Data.csv")
    assert table["estimate_status"].value_counts().to_dict() == {
        "published": 35_634, "not_applicable": 9_000, "not_available": 1_436, "at_least": 6,
        "at_most": 4,
    }  # fmt: skip


def test_one_label_finds_the_line_in_both_years(real_data: Path) -> None:
    for year in ("2018", "2022"):
        table = read_estimates(real_data / "acs" / f"ACSDT5Y{year}.B15001-Data.csv")
        found = estimates_by_label(table, "Total!!Female!!25 to 34 years!!Bachelor's degree")
        assert found["line"].unique().tolist() == ["058"]


def test_the_answer_of_the_api_has_52_areas(real_data: Path) -> None:
    table = read_estimates(real_data / "acs" / "acs5_2023_api_states.json")
    assert table["geo_id"].nunique() == 52 and len(table) == 52 * 14
    assert table["estimate"].notna().all() and table["margin"].isna().all()
