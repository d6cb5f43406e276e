"""What was printed before of the same people, from reports and from the same run."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sectornb.contract import Workbook
from sectornb.disclosure.tables.guarded import Guarded, Published, declarations, protected_together
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import InputError
from sectornb.region import WORKBOOK
from sectornb.report.execute import Job, _turns
from sectornb.report.published import earlier_reports, hand_over, handed_over, take_back
from sectornb.report.record import write_table
from sectornb.sources.holding import file_sha256
from tests.builders.published_tables import table_of
from tests.builders.roster import PARTICIPANTS

RULES = DisclosureRules()
PEOPLE = table_of("people", np.array([[30, 40], [3, 60]]), {"place": ["A", "B"], "sex": ["F", "M"]})
ONE = replace(WORKBOOK, name="4-one", private_inputs=(PARTICIPANTS,))
OTHER = replace(WORKBOOK, name="5-other", private_inputs=(PARTICIPANTS,))


@pytest.fixture(autouse=True)
def _two_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {each.name: each for each in (ONE, OTHER)}
    monkeypatch.setattr("sectornb.report.published.workbooks", lambda: both)


def report(folder: Path, workbook: str = "4-one") -> Path:
    """A folder with what a report tells of its guarded tables."""
    guarded = Guarded((PEOPLE,), {"place": {"A+B": ["A", "B"]}})
    found = protected_together(guarded, RULES, Published())
    file = folder / "tables" / "people.csv"
    write_table(found.tables["people"], file)
    saved = {"file": "tables/people.csv", "sha256": file_sha256(file)}
    record = {"tables": {"people": saved}, "disclosure": declarations(guarded)}
    (folder / "records").mkdir()
    (folder / "records" / f"{workbook}.json").write_text(json.dumps(record), "utf-8")
    (folder / "manifest.json").write_text("{}", "utf-8")
    return folder


def test_an_earlier_report_is_read_as_it_was_printed(tmp_path: Path) -> None:
    found = earlier_reports([report(tmp_path / "old")])
    assert found is not None
    (table,) = found.tables
    assert table.name == "people (old, earlier report 1)"
    assert table.frame["n"].isna().sum() == 4 and table.frame["n"].max() == 133
    assert found.sums == {"place": {"A+B": ["A", "B"]}}
    sha256 = file_sha256(tmp_path / "old" / "manifest.json")
    assert found.reports == ({"report": "old", "sha256": sha256},)


def test_a_pack_is_read_as_its_folder_is(tmp_path: Path) -> None:
    folder, pack = report(tmp_path / "old"), tmp_path / "old.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        for path in folder.rglob("*.*"):
            archive.write(path, f"report/{path.relative_to(folder).as_posix()}")
    found = earlier_reports([pack])
    assert found is not None and len(found.tables) == 1
    assert found.reports[0]["report"] == "old.zip"


def test_without_a_name_there_is_no_earlier_report() -> None:
    assert earlier_reports([]) is None


@pytest.mark.parametrize(
    ("place", "why"),
    [("gone", "There is no .*gone, which 'published' names"), ("empty", "is no report: it has no")],
)
def test_what_is_no_report_is_refused(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=why):
        earlier_reports([tmp_path / place])


def test_a_report_that_was_changed_is_refused(tmp_path: Path) -> None:
    folder = report(tmp_path / "old")
    with (folder / "tables" / "people.csv").open("a") as file:
        file.write("C,F,1,disclosed\n")
    with pytest.raises(InputError, match="was changed after it was saved"):
        earlier_reports([folder])
    (folder / "records" / "4-one.json").write_text("[]", "utf-8")
    with pytest.raises(InputError, match="is no record of a workbook"):
        earlier_reports([folder])


@pytest.mark.parametrize("name", ["../../manifest", "gone", None])
def test_a_record_that_leads_elsewhere_is_refused(tmp_path: Path, name: str | None) -> None:
    folder = report(tmp_path / "old")
    path = folder / "records" / "4-one.json"
    record = json.loads(path.read_text("utf-8"))
    record["disclosure"]["tables"][0]["name"] = name
    record["tables"]["../../manifest"] = {"sha256": file_sha256(folder / "manifest.json")}
    path.write_text(json.dumps(record), "utf-8")
    with pytest.raises(InputError, match="do not say what it printed of people"):
        earlier_reports([folder])


def test_a_workbook_is_handed_earlier_reports_and_what_those_before_it_printed(
    tmp_path: Path,
) -> None:
    stage = report(tmp_path / "stage")
    hand_over(earlier_reports([report(tmp_path / "old")]), stage)
    found = handed_over(stage, OTHER)
    assert found is not None
    names = ["people (old, earlier report 1)", "people (4-one)"]
    assert [table.name for table in found.tables] == names
    assert len(found.reports) == 1
    # Its own last result is no other workbook's.
    mine = handed_over(stage, ONE)
    assert mine is not None and len(mine.tables) == 1
    take_back(stage)
    assert not list(stage.glob(".*"))
    assert handed_over(stage, WORKBOOK) is None


def test_what_another_workbook_held_back_is_not_printed_by_the_next(tmp_path: Path) -> None:
    # One printed by place and sex; the other, of women alone, would print three of B.
    women = PEOPLE.frame[PEOPLE.frame["sex"].eq("F")].reset_index(drop=True)
    guarded = Guarded((replace(PEOPLE, name="women", frame=women),))
    before = handed_over(report(tmp_path / "stage"), OTHER)
    assert before is not None
    found = protected_together(guarded, RULES, before)
    printed = before.tables[0].frame.set_index(["place", "sex"])["n"].isna()
    mine = found.tables["women"].set_index(["place", "sex"])["n"].isna()
    assert mine.equals(printed[mine.index]) and mine.sum() == 2
    assert "Earlier reports were not named" in " ".join(found.sentences)


def test_workbooks_with_rows_about_people_run_one_after_the_other(tmp_path: Path) -> None:
    def job(workbook: Workbook) -> Job:
        return Job(workbook, {}, tmp_path, tmp_path, tmp_path)

    turns = _turns([job(each) for each in (WORKBOOK, ONE, OTHER)])
    assert [[j.workbook.name for j in turn] for turn in turns] == [
        ["4-one", "5-other"],
        [WORKBOOK.name],
    ]
    assert len(_turns([job(WORKBOOK), job(WORKBOOK)])) == 2
