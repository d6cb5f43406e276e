"""From forms to a plan, edited in another program, and on to the next round: nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

from sectornb.report.answers import take_answers
from sectornb.report.forms import survey_of, write_forms
from sectornb.report.guard import Guard
from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from sectornb.shipped import shipped
from tests.assessment.test_run import region_file
from tests.builders.filled_form import NEEDS_LIBREOFFICE, fill, saved_by_libreoffice
from tests.builders.written_plans import row, written

EDITED = {
    ("G-1.1", "key_actions"): "=Buy a system",
    ("G-1.1", "lead"): "Board",
    ("G-1.1", "status"): "done",
    ("G-1.1", "chosen"): "yes",
    ("G-1.2", "desired_outcomes"): "Forty employers asked",
    ("A-1-1", "strategic_objective"): "A page of facts",
    ("A-1-1", "status"): "under way",
}


def assessment(folder: Path, **more: str) -> Path:
    path = folder / "north.yml"
    section = {
        "instrument": "regional-elements",
        "responses": "answers.csv",
        "mode": "open",
        **more,
    }
    content = {
        "id": "north",
        "title": "North",
        "counties": ["57017"],
        "library": str(shipped("data", "example", "library")),
        "assessment": section,
    }
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


def answer(folder: Path, region: Path, wave: str, in_place: set[str]) -> None:
    """Six raters fill in forms with LibreOffice: what is `in_place` is, everything else partly."""
    survey = survey_of(read_region(region))
    forms = write_forms(survey, "6", folder / f"forms-{wave}")
    filled = []
    for form in forms:
        words = {item: "3 - In place" if item in in_place else "2 - Partly"
                 for item in survey.instrument.items}  # fmt: skip
        words |= {"consent": "yes", "organization": "Board", "1.1 obstacle": "Old systems"}
        own = folder / f"{wave}-{form.stem}"
        own.mkdir()
        target = fill(form, words, own / form.name)
        # One of them is saved by the other program; all of them would take minutes.
        filled.append(saved_by_libreoffice(target, own) if form == forms[0] else target)
    take_answers(survey, filled, wave)


def made(folder: Path, region: Path) -> pd.DataFrame:
    report = run_region(read_region(region), folder / "reports", progress=False, tell=str)
    path = report / "tables" / "action_plan.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False).set_index("row_id")


@NEEDS_LIBREOFFICE
@pytest.mark.soak
def test_a_plan_goes_round_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    region = assessment(tmp_path)
    answer(tmp_path, region, "1", {"2.1", "3.1"})
    first = made(tmp_path, region)
    assert "G-1.1" in first.index and "G-2.1" not in first.index and len(first) == 17
    plan = tmp_path / "edit.xlsx"
    book = openpyxl.load_workbook(tmp_path / "reports" / "north" / "north-plan.xlsx")
    sheet = book["1 Data"]
    row_of = {cell.value: cell.row for cell in sheet["A"]}
    column_of = {cell.value: cell.column for cell in sheet[row_of["#"]]}
    for (row_id, part), words in EDITED.items():
        cell = sheet.cell(row_of[row_id], column_of[part], words)
        cell.data_type = "s"
    # Somebody writes below the table, where no row has an id.
    sheet.cell(sheet.max_row + 1, column_of["strategic_objective"], "Below the table")
    book.save(plan)
    (tmp_path / "plan").mkdir()
    back = saved_by_libreoffice(plan, tmp_path / "plan")
    region = assessment(tmp_path, plan=str(back), plan_as_of="2026-11-30")
    answer(tmp_path, region, "2", {"1.1", "2.1", "3.1"})
    second = made(tmp_path, region)
    assert set(first.index) <= set(second.index)
    row = second.loc["G-1.1"]
    assert row[["key_actions", "lead", "status", "chosen"]].tolist() == [
        # In the table what people wrote is no formula.
        "'=Buy a system",
        "Board",
        "done",
        "yes",
    ]
    assert row[["origin", "score_moved", "stage"]].tolist() == ["settled", "up", "done"]
    assert second.loc["G-1.2", "desired_outcomes"] == "Forty employers asked"
    assert second.loc["A-1-1", ["strategic_objective", "status"]].tolist() == [
        "A page of facts",
        "under_way",
    ]
    kept = second[second["strategic_objective"].eq("Below the table")]
    assert len(kept) == 1 and kept["origin"].iloc[0] == "own" and kept["element"].iloc[0] == "1"
    record = json.loads(
        (tmp_path / "reports" / "north" / "records" / "4-assessment.json").read_text("utf-8")
    )
    assert any(kept.index[0] in str(note) for note in record["notes"])


def test_who_leads_an_action_is_shown_in_an_anonymous_survey_and_other_raters_are_not(
    tmp_path: Path,
) -> None:
    path = region_file(tmp_path, "anonymous")
    lead = "Ann Quillfeather-Annson; Hartwell Workforce Board"
    written(row("G-6", element="capacity", lead=lead)).to_csv(tmp_path / "plan.csv", index=False)
    content = yaml.safe_load(path.read_text("utf-8"))
    content["assessment"]["plan"] = "plan.csv"
    path.write_text(yaml.safe_dump(content), "utf-8")
    watch = Guard(read_region(path)).watch
    assert not list(watch.in_text(lead))
    assert list(watch.in_text("Bo Quillfeather-Boson"))
    assert list(watch.in_text("Westmark Economic Development Agency"))
