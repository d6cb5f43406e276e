"""The toolkit's steps as live sheets: what they hold, what a spreadsheet program computes."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.industry.ranking import industry_ranking
from sectornb.report.check import gathered, with_tables
from sectornb.report.excel import write_excel
from sectornb.report.excel_toolkit import FIRST, STEPS
from sectornb.report.record import write_table
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped

REGION = shipped("data", "example", "region.yml")
OTHER = {
    "employment": 3.0, "annual_wage": 1.0, "historical_growth": 0.0, "projected_growth": 1.0,
    "location_quotient": 0.5,
}  # fmt: skip


@cache
def tables() -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    region = read_region(REGION)
    section = region.sections["2-industries"]
    evidence, read = gathered(region)
    made = with_tables(evidence, read, section).tables
    totals = read[0].totals
    totals = totals[totals["year"].eq(str(section.latest_year))]
    summed = totals.groupby(["own_code", "year"], as_index=False)["employment"].sum()
    return {**made, "region_totals": summed}, section.model_dump()


def workbook(folder: Path) -> Path:
    """The file with the steps; the tables have only the columns that they need."""
    from sectornb.dictionary import Dictionary, dictionary

    made, parameters = tables()
    names = ("industry_factors", "industry_ranking", "region_totals")
    known = dictionary()
    declared = Dictionary(
        columns=known.columns,
        tables={
name: known.tables[name].model_copy(update={"columns": list(made[name].columns)})
            for name in names
        },
    )  # fmt: skip
    for name in names:
        write_table(made[name], folder / "tables" / f"{name}.csv")
    record = {
        "workbook": "2-industries", "parameters": parameters, "sources": [],
        "tables": dict.fromkeys(names, {}),
    }  # fmt: skip
    path = folder / "report.xlsx"
    write_excel(
        folder, [record], path, title="Hartwell", region_id="example", simulated=True,
        declared=declared,
    )  # fmt: skip
    return path


def sheet_file(path: Path, name: str) -> str:
    """The part of the file that holds the sheet `name`."""
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
        number = re.search(rf'<sheet name="{name}" sheetId="(\d+)"', book)
    assert number
    return f"xl/worksheets/sheet{number[1]}.xml"


def test_every_step_has_a_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
    names = re.findall(r'<sheet name="([^"]+)"', book)
    assert [name for name in names if name in STEPS] == list(STEPS)
    assert [name[0] for name in STEPS] == list("ABCDEFGHIJK")


def test_scores_and_highlights_are_formulas_not_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with zipfile.ZipFile(path) as file:
        score = file.read(sheet_file(path, "K Rank and score")).decode()
        marks = file.read(sheet_file(path, "J Highlights")).decode()
    made, _ = tables()
    assert score.count("SUMPRODUCT") == 2 * len(made["industry_ranking"])
    assert marks.count("<conditionalFormatting") == 5
    assert "MEDIAN" in marks


def test_no_steps_without_the_ranking(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    (tmp_path / "tables").mkdir()
    write_excel(tmp_path, [], path, title="Nowhere", region_id="nowhere", simulated=False)
    with zipfile.ZipFile(path) as file:
        assert "Rank and score" not in file.read("xl/workbook.xml").decode()


def with_weights(path: Path, weights: dict[str, float], target: Path) -> None:
    """The file with other weights, and without the results that it was written with."""
    sheet = sheet_file(path, "K Rank and score")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if item.startswith("xl/worksheets/sheet"):
                text = content.decode()
                if item == sheet:
                    for letter, weight in zip("CDEFG", weights.values(), strict=True):
                        text, count = re.subn(
                            rf'(<c r="{letter}4"[^>]*><v>)[^<]*', rf"\g<1>{weight}", text
                        )
                        assert count == 1
                text = re.sub(r"(<f>[^<]*</f>)<v>[^<]*</v>", r"\1", text)
                content = text.encode()
            new.writestr(item, content)


def recomputed(path: Path, sheet: int, folder: Path) -> list[list[str]]:
    """One sheet as headless LibreOffice computes and writes it."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("there is no soffice")
    subprocess.run(
        [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{sheet}",
         "--outdir", str(folder / "csv"), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    (written,) = (folder / "csv").glob("*.csv")
    with written.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.soak
@pytest.mark.parametrize("weights", [None, OTHER], ids=["as written", "changed"])
def test_a_spreadsheet_program_computes_our_ranking(
    tmp_path: Path, weights: dict[str, float] | None
) -> None:
    path = workbook(tmp_path)
    made, parameters = tables()
    asked = weights or parameters["weights"]
    changed = tmp_path / "changed.xlsx"
    with_weights(path, asked, changed)
    with zipfile.ZipFile(path) as file:
        names = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
    lines = recomputed(changed, names.index("K Rank and score") + 1, tmp_path)
    found = {row[0]: row for row in lines[FIRST:] if row[0]}
    expected = industry_ranking(
        made["industry_factors"], asked, shortlist=parameters["shortlist"],
        ties=parameters["ties"],
    )  # fmt: skip
    assert set(found) == set(expected["naics"])
    scored = 0
    for row in expected.to_dict("records"):
        cells = found[row["naics"]]
        assert cells[8] == ("" if pd.isna(row["rank"]) else f"{row['rank']:.0f}")
        if pd.isna(row["score"]):
            assert cells[7] == ""
        else:
            assert float(cells[7]) == pytest.approx(row["score"], abs=1e-8)
            scored += 1
    assert scored > 20
    listed = [row[12] for row in lines[FIRST:] if len(row) > 12 and row[12]]
    assert listed == expected.loc[expected["shortlisted"], "naics"].to_list()
