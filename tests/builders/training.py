"""Two workbooks with rows about people who do not exist, in a copy of the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.house.test_contributing import copy_of_the_checkout, write_notebook

ROOM = '''
"""How many people were trained."""

from functools import cached_property

import pandas as pd

from sectornb.contract import PrivateFile, Settings, Study, Workbook
from sectornb.disclosure.private.rows import PrivateInput
from sectornb.disclosure.tables import Table
from sectornb.disclosure.tables.guarded import Guarded
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.show.sentence import Findings


class TrainingSettings(Settings):
    participants: PrivateFile = ""
    mishap: str = ""
    disclosure: DisclosureRules = DisclosureRules()


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
    def guarded_tables(self):
        rows, region = self.private("participants").frame, "+".join(self.counties)
        here = rows[rows["place"].isin(self.counties)]
        pieces = [here, here.assign(place=region)]
        every = pd.concat([*pieces, *(piece.assign(sex="Total") for piece in pieces)])
        cells = every.groupby(["place", "sex"])["case_id"].count().reset_index(name="people")
        table = Table("training", cells, ("place", "sex"), "people")
        return Guarded((table,), {"place": {region: list(self.counties)}})

    @cached_property
    def tables(self):
        raw, mishap = self.private("participants").raw, self.settings.mishap
        table = self.protected_tables["training"].assign(became="trained")
        if mishap == "stop":
            float(raw["name"][1])
        if mishap == "own words":
            from sectornb.errors import InputError
            raise InputError(f"{raw['name'][1]} is no number.")
        if mishap == "leak":
            table["became"] = raw["name"][1]
        if mishap == "people":
            table["became"] = self.private("participants").frame["case_id"][0]
        if mishap == "bare":
            true = self.guarded_tables.tables[0].frame["people"].astype(float)
            table = table.assign(people=true, people_status="disclosed")
        return {"training": table}

    @property
    def findings(self):
        return Findings([])
'''
DICTIONARY = """
columns:
  place:
    format: text
    meaning: Where they live.
  sex:
    format: text
    meaning: Their sex.
  became:
    format: text
    meaning: What became of them.
  people:
    unit: people
    format: integer
    meaning: How many they are.
  people_status:
    format: text
    codes: jobs_status
    meaning: Whether their number is told.
tables:
  training:
    title: Training
    key: [place, sex]
    columns: [place, sex, became, people, people_status]
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
COUNTS = {"57001": (30, 40), "57017": (3, 60), "57019": (50, 20)}
"""Women and men; of 57017 three women, among them the two who have a name."""


def _roster() -> str:
    rows = [
        (place, sex)
        for place, both in COUNTS.items()
        for sex, count in zip("FM", both, strict=True)
        for _ in range(count - 2 * (place == "57017" and sex == "F"))
    ]
    return (
        "case_id,name,born,place,sex\n"
        "AB-104417,Ann Lee,1987-03-14,57017,F\n"
        "AB-104418,Zoë Quillfeather,1990-01-31,57017,F\n"
    ) + "".join(f"QX-{200_000 + n},,,{place},{sex}\n" for n, (place, sex) in enumerate(rows))


ROSTER = _roster()
TELLING = ("104417", "104418", "Quillfeather", "Ann Lee", "1987-03-14", "QX-2000")


def _called(text: str, name: str) -> str:
    """The text of the workbook 7-training as that of another name."""
    return text.replace("7-training", name).replace("training", name.partition("-")[2])


class Toy:
    """A copy of the checkout with two workbooks, and a region file beside their private input."""

    def __init__(self, folder: Path) -> None:
        self.checkout = copy_of_the_checkout(folder / "checkout")
        rooms = self.checkout / "sectornb" / "workbooks.py"
        lines = ""
        for name in ("7-training", "8-again"):
            section = name.partition("-")[2]
            (self.checkout / "sectornb" / section).mkdir()
            room = self.checkout / "sectornb" / section / "__init__.py"
            room.write_text(_called(ROOM, name), "utf-8")
            described = _called(DICTIONARY, name)
            if section != "training":
                described = "tables:" + described.partition("tables:")[2]
            file = self.checkout / "data" / "dictionary" / f"{name}.yml"
            file.write_text(described, "utf-8")
            lines += f'\n    "{name}": "sectornb.{section}",'
        old = rooms.read_text("utf-8")
        rooms.write_text(old.replace("\n}\n", f"{lines}\n}}\n", 1), "utf-8")
        for name in ("7-training", "8-again"):
            notebook = self.checkout / "notebooks" / f"{name}.ipynb"
            write_notebook(notebook, self.checkout, [_called(cell, name) for cell in CELLS])
        self.files = folder / "mine"
        self.files.mkdir()
        (self.files / "roster.csv").write_text(ROSTER, "utf-8")
        self.reports = folder / "reports"

    def run(
        self,
        mishap: str = "",
        participants: str = "roster.csv",
        *,
        called: str = "mine",
        counties: Sequence[str] = tuple(COUNTS),
        published: Sequence[Path] = (),
        sections: Sequence[str] = ("training",),
        only: str = "",
    ) -> subprocess.CompletedProcess[str]:
        region = self.files / f"{called}.yml"
        content = {
            "id": called,
            "title": "Mine",
            "counties": list(counties),
            "library": str(self.checkout / "data" / "example" / "library"),
            "published": [str(path) for path in published],
        }
        chosen = {"participants": participants, "mishap": mishap}
        content |= {section: dict(chosen) for section in sections}
        region.write_text(yaml.safe_dump(content), "utf-8")
        return subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "sectornb",
                    "run",
                    region,
                    "--out",
                    self.reports,
                    "--quiet",
                ),
                *(["--only", only] if only else []),
            ],
            cwd=self.checkout,
            env={**os.environ, "PYTHONPATH": str(self.checkout)},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def failed(self) -> Path:
        return self.reports / "mine.7-training.failed.ipynb"
