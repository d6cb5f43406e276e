"""Private inputs in a run: a workbook with one, made in a copy of the checkout; and the guard."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from sectornb.disclosure.private.search import Watch
from sectornb.errors import PrivateDataError, WorkbookError
from sectornb.report.guard import Guard, without_outputs
from sectornb.report.region_file import Region
from tests.builders.roster import roster
from tests.house.test_contributing import copy_of_the_checkout, write_notebook

ROOM = '''
"""How many people were trained."""

from functools import cached_property

import pandas as pd

from sectornb.contract import PrivateFile, Settings, Study, Workbook
from sectornb.disclosure.private.rows import PrivateInput
from sectornb.show.sentence import Findings


class TrainingSettings(Settings):
    participants: PrivateFile = ""
    mishap: str = ""


WORKBOOK = Workbook(
    name="7-training",
    section="training",
    question="How many people were trained?",
    settings=TrainingSettings,
    study="sectornb.training:TrainingStudy",
    private_inputs=(
        PrivateInput(
            "participants",
            "sectornb.training:read_roster",
            {"case_id": "identifier", "name": "name", "born": "birth_date"},
        ),
    ),
)


def read_roster(path):
    return pd.read_csv(path, dtype="str")


class TrainingStudy(Study):
    workbook = WORKBOOK
    period = "any year"

    @cached_property
    def tables(self):
        rows = self.private("participants")
        people = rows.frame["case_id"].nunique()
        raw, mishap = rows.raw, self.settings.mishap
        if mishap == "stop":
            float(raw["name"][1])
        if mishap == "own words":
            from sectornb.errors import InputError
            raise InputError(f"{raw['name'][1]} is no number.")
        told = raw["name"][1] if mishap == "leak" else "trained"
        if mishap == "people":
            told = rows.frame["case_id"][0]
        return {"training": pd.DataFrame({"status": [told], "people": [float(people)]})}

    @property
    def findings(self):
        return Findings([])
'''
DICTIONARY = """
columns:
  status:
    format: text
    meaning: What became of them.
  people:
    unit: people
    format: integer
    meaning: How many they are.
tables:
  training:
    title: Training
    key: [status]
    columns: [status, people]
"""
CELLS = [
    "from sectornb.report.parameters import begin\n"
    "from sectornb.report.record import save\n"
    "from sectornb.show.table import html_table\n"
    "from sectornb.training import WORKBOOK\n"
    "study = begin(WORKBOOK, globals())",
    "print(study.private('participants'))\n"
    "html_table(study.tables['training'], 'training', caption='Training')",
    "save(study)",
]
ROSTER = "case_id,name,born\nAB-104417,Ann Lee,1987-03-14\nAB-104418,Zoë Quillfeather,1990-01-31\n"
TELLING = ("104417", "104418", "Quillfeather", "Ann Lee", "1987-03-14")


class Toy:
    """A copy of the checkout with the workbook, and a region file beside its private input."""

    def __init__(self, folder: Path) -> None:
        self.checkout = copy_of_the_checkout(folder / "checkout")
        (self.checkout / "sectornb" / "training").mkdir()
        (self.checkout / "sectornb" / "training" / "__init__.py").write_text(ROOM, "utf-8")
        (self.checkout / "data" / "dictionary" / "7-training.yml").write_text(DICTIONARY, "utf-8")
        rooms = self.checkout / "sectornb" / "workbooks.py"
        line = '\n    "7-training": "sectornb.training",\n}\n'
        rooms.write_text(rooms.read_text("utf-8").replace("\n}\n", line, 1), "utf-8")
        write_notebook(self.checkout / "notebooks" / "7-training.ipynb", self.checkout, list(CELLS))
        self.files = folder / "mine"
        self.files.mkdir()
        (self.files / "roster.csv").write_text(ROSTER, "utf-8")
        self.reports = folder / "reports"

    def run(
        self, mishap: str = "", participants: str = "roster.csv"
    ) -> subprocess.CompletedProcess[str]:
        region = self.files / "mine.yml"
        region.write_text(
            f"id: mine\ntitle: Mine\ncounties: ['57017']\n"
            f"library: {self.checkout / 'data' / 'example' / 'library'}\n"
            f"training:\n  participants: {participants}\n  mishap: {mishap!r}\n",
            "utf-8",
        )
        return subprocess.run(
            [sys.executable, "-m", "sectornb", "run", region, "--out", self.reports, "--quiet"],
            cwd=self.checkout,
            env={**os.environ, "PYTHONPATH": str(self.checkout)},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def failed(self) -> Path:
        return self.reports / "mine.7-training.failed.ipynb"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    return Toy(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def report(toy: Toy) -> Path:
    done = toy.run()
    assert done.returncode == 0, done.stderr
    return toy.reports / "mine"


def test_a_report_is_made_of_a_private_input_and_holds_none_of_it(toy: Toy, report: Path) -> None:
    table = (report / "tables" / "training.csv").read_text("utf-8")
    assert table == "status,people\ntrained,2\n"
    every = [path for path in toy.reports.rglob("*") if path.is_file()]
    assert len(every) > 8
    for path in every:
        text = path.read_bytes().decode("latin-1")
        assert not any(each in text for each in (*TELLING, str(toy.files))), path.name
    assert "2 rows of participants, which are not shown" in (report / "7-training.ipynb").read_text(
        "utf-8"
    )


def test_the_manifest_tells_role_rows_and_a_seal_that_only_the_owner_can_make(
    toy: Toy, report: Path
) -> None:
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    (told,) = manifest["private_inputs"]["7-training"]
    key = toy.files / "mine.key"
    assert key.stat().st_mode & 0o077 == 0
    seal = hmac.new(key.read_bytes().strip(), ROSTER.encode(), hashlib.sha256).hexdigest()
    assert told == {"role": "participants", "file": "roster.csv", "rows": 2, "hmac_sha256": seal}
    assert manifest["parameters"]["7-training"]["participants"] == "roster.csv"
    assert hashlib.sha256(ROSTER.encode()).hexdigest() not in json.dumps(manifest)


def test_a_report_that_tells_a_name_is_not_published(toy: Toy, report: Path) -> None:
    before = (report / "index.html").read_bytes()
    done = toy.run("leak")
    assert done.returncode == 1
    assert "The report was not published" in done.stderr
    assert "holds a name (row 3 of participants, column name)" in done.stderr
    assert not any(each in done.stderr + done.stdout for each in TELLING)
    assert (report / "index.html").read_bytes() == before
    assert not list(toy.reports.glob(".mine.staging")) and not toy.failed.exists()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("mishap", "told"),
    [
        ("stop", "It was ValueError, whose words are left out"),
        ("own words", "It was InputError, whose words are left out"),
        ("people", "Table training, status: the column tells who somebody is"),
    ],
)
def test_a_run_that_stops_repeats_no_row(toy: Toy, report: Path, mishap: str, told: str) -> None:
    done = toy.run(mishap)
    assert done.returncode == 1 and told in done.stderr
    left = toy.failed.read_text("utf-8")
    assert not any(each in done.stderr + done.stdout + left for each in TELLING)
    outputs = [out for cell in json.loads(left)["cells"] for out in cell.get("outputs", [])]
    assert [out["output_type"] for out in outputs] == ["error"]


@dataclass
class Fake:
    """As much of a region as a guard looks at."""

    path: Path
    library: Path
    private: dict[str, dict[str, Path]]
    title: str = "Region"
    common_words: tuple[str, ...] = ()


def guard(
    folder: Path, place: str = "roster.csv", reports: Path | None = None, **changes: Any
) -> Guard:
    library = folder / "library"
    library.mkdir(exist_ok=True)
    region = Fake(folder / "mine.yml", library, {"7-training": {"participants": folder / place}})
    return Guard(cast(Region, replace(region, **changes)), reports)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("gone.csv", "names gone.csv for participants, and there is no such file"),
        ("library/roster.csv", "which is passed on"),
        ("reports/roster.csv", "which is passed on"),
    ],
)
def test_a_private_input_lies_where_only_its_owner_reads(
    tmp_path: Path, place: str, why: str
) -> None:
    for name in ("library", "reports"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "roster.csv").write_text(ROSTER, "utf-8")
    with pytest.raises(PrivateDataError, match=why):
        guard(tmp_path, place, tmp_path / "reports")


def test_without_private_inputs_nothing_is_read(tmp_path: Path) -> None:
    assert not guard(tmp_path, reports=tmp_path, private={})
    assert not list(tmp_path.glob("*.key"))


def test_a_seal_follows_the_file_and_the_key_and_check_makes_none(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    assert guard(tmp_path).placed("7-training")["participants"].seal == ""
    assert not (tmp_path / "mine.key").exists()

    def seal() -> str:
        made = guard(tmp_path, reports=tmp_path / "reports")
        return made.placed("7-training")["participants"].seal

    first = seal()
    assert first == seal() and len(first) == 64
    (tmp_path / "mine.key").unlink()
    assert first != seal()


def watched(folder: Path) -> Guard:
    """A guard with something to look for."""
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    made = guard(folder)
    vars(made)["watch"] = Watch([roster()], set())
    return made


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("InputError", "Table pay has no rows.", True),
        ("InputError", "'Quillfeather' is no number.", False),
        ("KeyError", "'pay'", False),
        ("PrivateDataError", "roster.csv, column born: 1 value is no date, in row 4.", True),
    ],
)
def test_words_of_an_error_are_told_where_they_repeat_no_row(
    tmp_path: Path, kind: str, text: str, told: bool
) -> None:
    said = watched(tmp_path).told(kind, text)
    assert (said == text) == told and ("words are left out" in said) != told


def test_an_error_of_a_study_that_is_checked_is_told_without_its_words(tmp_path: Path) -> None:
    made = watched(tmp_path)
    with pytest.raises(WorkbookError) as raised, made.quiet("7-training"):
        raise KeyError("Quillfeather")
    assert "It was KeyError" in str(raised.value) and "Quill" not in str(raised.value)
    with pytest.raises(KeyError), made.quiet("1-region"):
        raise KeyError("a county")


def test_a_failed_notebook_keeps_its_cells_and_no_output() -> None:
    stopped = {"output_type": "error", "ename": "ValueError", "evalue": "Quill", "traceback": ["Q"]}
    shown = {"output_type": "stream", "text": "Quillfeather"}
    notebook: dict[str, Any] = {
        "cells": [
            {"cell_type": "markdown", "source": "# Training"},
            {"cell_type": "code", "source": "rows", "outputs": [shown]},
            {"cell_type": "code", "source": "float(rows)", "outputs": [shown, stopped]},
        ]
    }
    without_outputs(notebook, "ValueError", "left out")
    assert "Quill" not in json.dumps(notebook)
    assert [len(cell.get("outputs", [])) for cell in notebook["cells"]] == [0, 0, 1]
    assert notebook["cells"][2]["outputs"][0]["traceback"] == ["left out"]
