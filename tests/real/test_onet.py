"""O*NET 29.3, SOC 2018 and CIP 2020 as published: rows, flags and codes equal raw counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from sectornb.report.code_lists import CodeLists
from sectornb.shipped import facts
from sectornb.sources.adding import add_files
from sectornb.sources.cip import read_cip_soc
from sectornb.sources.library import Library
from sectornb.sources.onet.ratings import scale_ends
from sectornb.sources.onet.recognition import read_onet, recognize
from sectornb.sources.soc import read_crosswalk, read_hybrid, read_structure

ROWS = {
    "Education, Training, and Experience": 36_209,
    "Education, Training, and Experience Categories": 41,
    "Job Zones": 923,
    "Job Zone Reference": 5,
    "Knowledge": 58_014,
    "Occupation Data": 1_016,
    "Related Occupations": 18_460,
    "Scales Reference": 29,
    "Skills": 61_530,
    "Task Statements": 18_796,
    "Technology Skills": 32_681,
    "Tools Used": 41_662,
}
LARGE = {"Skills", "Knowledge", "Education, Training, and Experience"}
FLAGGED = {
    # Suppression recommended, not relevant; of these, both (a level that is not relevant stays so).
    "Skills": (124, 3_302),
    "Knowledge": (4_797, 5_939),
    "Education, Training, and Experience": (791, 0),
}
SOAK = [pytest.param(name, marks=pytest.mark.soak) for name in FLAGGED]


def onet(real_data: Path, name: str) -> Path:
    return real_data / "onet" / "29.3" / f"{name}.xlsx"


def raw(path: Path, sheet: int = 0, header: int = 0) -> pd.DataFrame:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()
    return pd.DataFrame(rows[header + 1 :], columns=[str(cell).strip() for cell in rows[header]])


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.soak) if n in LARGE else n for n in ROWS]
)
def test_every_row_is_read(real_data: Path, name: str) -> None:
    found = recognize(onet(real_data, name), "2025-05")
    assert (found.rows, found.reference_period) == (ROWS[name], "O*NET 29.3")


@pytest.mark.parametrize("name", SOAK)
def test_flags_and_blanks_are_as_many_as_the_cells(real_data: Path, name: str) -> None:
    path = onet(real_data, name)
    cells, table = raw(path), read_onet(path)
    suppressed, irrelevant = FLAGGED[name]
    both = cells["Recommend Suppress"].eq("Y")
    assert both.sum() == suppressed == table["recommend_suppress"].eq("Y").sum()
    if irrelevant:
        assert cells["Not Relevant"].eq("Y").sum() == irrelevant
        both &= cells["Not Relevant"].eq("Y")
    statuses = table["value_status"].value_counts()
    assert statuses.get("not_applicable", 0) == irrelevant
    assert statuses["unreliable"] == suppressed - (int(both.sum()) if irrelevant else 0)
    for title, column in (
        ("N", "n"),
        ("Standard Error", "standard_error"),
        ("Lower CI Bound", "value_ci_low"),
        ("Upper CI Bound", "value_ci_high"),
    ):
        blank = cells[title].eq("").sum()
        assert table[f"{column}_status"].eq("not_available").sum() == blank
        assert table[column].isna().sum() == blank
    shown = table["value"].notna()
    assert table.loc[shown, "value"].sum() == pytest.approx(
        cells["Data Value"].sum()
        - (cells.loc[cells["Not Relevant"].eq("Y"), "Data Value"].sum() if irrelevant else 0)
    )
    assert table["standardized"].dropna().between(0, 100).all()


@pytest.mark.soak
def test_skills_are_35_of_879_occupations(real_data: Path) -> None:
    table = read_onet(onet(real_data, "Skills"))
    assert table["onet_soc"].nunique() == 879
    assert table["element_id"].nunique() == 35
    # 3.5 of importance is 62.5 percent of the way from 1 to 5.
    row = table[table["scale_id"].eq("IM") & table["value"].eq(3.5)].iloc[0]
    assert row["standardized"] == 62.5


def test_respondents_of_tasks_keep_their_blanks(real_data: Path) -> None:
    path = onet(real_data, "Task Statements")
    table = read_onet(path)
    blank = raw(path)["Incumbents Responding"].eq("").sum()
    assert table["respondents_status"].eq("not_available").sum() == blank == 1_639


def test_the_groups_of_soc_2018(real_data: Path) -> None:
    table = read_structure(real_data / "classifications" / "soc_structure_2018.xlsx")
    assert table["level"].value_counts().to_dict() == {
        "detailed": 867, "broad": 459, "minor": 98, "major": 23,
    }  # fmt: skip
    detailed = table[table["level"].eq("detailed")]
    held = set(table["soc"])
    assert all(set(detailed[level]) <= held for level in ("major", "minor", "broad"))
    assert detailed.set_index("soc").loc["15-1252", "minor"] == "15-1200"


def test_crosswalks_have_the_rows_that_were_counted(real_data: Path) -> None:
    hybrid = read_hybrid(real_data / "crosswalks" / "oes_2019_hybrid_structure.xlsx")
    assert (len(hybrid), hybrid["oes_2019"].nunique()) == (868, 790)
    matrix = read_crosswalk(real_data / "crosswalks" / "nem-onet-to-soc-crosswalk.xlsx")
    assert (len(matrix), matrix["onet_soc"].nunique()) == (997, 997)


def test_pairs_of_programs_and_occupations(real_data: Path) -> None:
    path = real_data / "crosswalks" / "CIP2020_SOC2018_Crosswalk.xlsx"
    table = read_cip_soc(path)
    cells = raw(path, sheet=1)
    counts = table["match"].value_counts()
    assert (len(table), counts["pair"]) == (6_097, 5_723)
    assert counts["no occupation"] == cells["SOC2018Code"].eq("99-9999").sum() == 194
    assert counts["no program"] == cells["CIP2020Code"].eq("99.9999").sum() == 180
    pairs = table[table["match"].eq("pair")]
    assert (pairs["cip"].nunique(), pairs["soc"].nunique()) == (1_948, 687)


def test_lists_of_one_edition_fit_and_nothing_is_caught(real_data: Path, tmp_path: Path) -> None:
    add_files(tmp_path, [onet(real_data, "Occupation Data")], "onet", "29.3")
    crosswalks = real_data / "crosswalks"
    soc = [
        real_data / "classifications" / "soc_structure_2018.xlsx",
        crosswalks / "oes_2019_hybrid_structure.xlsx",
        crosswalks / "nem-onet-to-soc-crosswalk.xlsx",
    ]
    add_files(tmp_path, soc, "soc")
    add_files(tmp_path, [crosswalks / "CIP2020_SOC2018_Crosswalk.xlsx"], "cip")
    lists = CodeLists(Library(tmp_path))
    assert lists.findings == []
    told = "\n".join(lists.lines)
    assert "in the occupations of O*NET 29.3: 867 of 867 codes" in told
    assert "in the hybrid structure of May 2019: 848 of 867 codes" in told
    assert "36 of 820 codes of SOC 2010 lead to several of SOC 2018, up to 8" in told
    assert "1,516 of 1,948 programs of study lead to several occupations, up to 23" in told


def test_codes_that_ended_are_those_of_the_agency(real_data: Path) -> None:
    hybrid = read_hybrid(real_data / "crosswalks" / "oes_2019_hybrid_structure.xlsx")
    structure = read_structure(real_data / "classifications" / "soc_structure_2018.xlsx")
    ended = set(hybrid["soc_2010"]) - set(structure["soc"]) - set(hybrid["oes_2019"])
    listed = {row["soc"] for row in facts("soc_edition_codes") if row["edition"] == "2010"}
    assert ended <= listed and len(listed - ended) <= 5


def test_scales_are_those_of_the_agency(real_data: Path) -> None:
    table = read_onet(onet(real_data, "Scales Reference"))
    ends = scale_ends()
    assert table["scale_id"].tolist() == ends.index.tolist()
    assert table["scale_low"].tolist() == ends["low"].tolist()
