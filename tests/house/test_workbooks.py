"""What a room declares is there, and everything that names workbooks takes it from there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sectornb.contract import Settings, Study, Workbook, refer
from sectornb.dictionary import dictionary
from sectornb.errors import ParameterError
from sectornb.traps import Trap
from sectornb.workbooks import PLANNED, ROOMS, workbook_named, workbooks

ROOT = Path(__file__).resolve().parents[2]
EVERY = pytest.mark.parametrize("workbook", workbooks().values(), ids=lambda each: each.section)


@EVERY
def test_what_a_workbook_refers_to_is_there(workbook: Workbook) -> None:
    study = refer(workbook.study)
    assert issubclass(study, Study) and study.workbook is workbook
    assert all(isinstance(trap, Trap) for trap in workbook.all_traps())
    assert callable(refer(workbook.propose)) if workbook.propose else True
    assert callable(refer(workbook.sheets)) if workbook.sheets else True
    assert callable(refer(workbook.wanted)) if workbook.wanted else True


@EVERY
def test_a_workbook_has_a_notebook_and_a_dictionary(workbook: Workbook) -> None:
    assert workbook.notebook.is_file()
    assert (ROOT / "data" / "dictionary" / f"{workbook.name}.yml").is_file()
    assert any(table.workbook == workbook.name for table in dictionary().tables.values())


@EVERY
def test_every_choice_says_what_it_means(workbook: Workbook) -> None:
    assert [name for name, field in undescribed(workbook.settings)] == []


def undescribed(model: type[Settings]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, field in model.model_fields.items():
        nested = field.annotation
        if not field.description:
            found.append((name, field))
        if isinstance(nested, type) and issubclass(nested, Settings):
            # Weights are named by their factor; the mapping as a whole is described.
            found += [each for each in undescribed(nested) if name != "weights"]
    return found


def test_a_workbook_that_is_there_is_no_longer_planned() -> None:
    assert {workbook.section for workbook in workbooks().values()}.isdisjoint(PLANNED)


def test_only_its_room_names_a_workbook() -> None:
    rooms = [name.rpartition(".")[2] for name in ROOMS.values()]
    named = re.compile("|".join(f'"{name}"' for name in ROOMS))
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "sectornb").rglob("*.py"))
        if path.relative_to(ROOT).parts[1] not in rooms and path.name != "workbooks.py"
        if named.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_a_planned_workbook_is_told_as_one() -> None:
    with pytest.raises(ParameterError, match="'outcomes' is planned and not in this version"):
        workbook_named("outcomes")
