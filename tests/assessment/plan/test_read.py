"""A plan is read in place, and one of another region or edition is named as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.plan.read import FILE, read_plan, refuse_other_region
from sectornb.errors import PrivateDataError
from sectornb.report.plan.workbook_file import write_plan_workbook
from tests.builders.plans import plan_of, plan_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "mine-plan.xlsx"
    write_plan_workbook(plan_of(plan_rows()), target)
    return target


def test_rows_come_back_with_what_the_file_says_of_itself(path: Path) -> None:
    rows = read_plan(path, instrument="regional-elements")
    assert rows["status"].isin(["not_started", "under_way", "done", "stopped"]).all()
    assert rows.attrs[FILE].about["instrument"] == "regional-elements"


def test_a_row_without_a_status_is_not_started(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "row_id,element,item,strategic_objective,key_actions,timeline,lead,resources_ta_needed,"
        "desired_outcomes,status,due,chosen\nG-1,vision,1,Go,,,,,,,,\n"
    )
    assert read_plan(plan, instrument="state-capabilities")["status"].tolist() == ["not_started"]


def test_a_plan_of_another_instrument_is_named_as_such(path: Path) -> None:
    with pytest.raises(PrivateDataError, match="is a plan of the instrument regional-elements"):
        read_plan(path, instrument="state-capabilities")


def test_a_plan_of_another_version_is_named_as_such(path: Path) -> None:
    other = read_instrument("regional-elements").model_dump() | {"version": 2}
    with pytest.raises(PrivateDataError, match=r"version 1, and the region file has version 2"):
        read_plan(path, instrument=other)


def test_a_plan_of_another_region_is_named_as_such(path: Path) -> None:
    found = read_plan(path, instrument="regional-elements").attrs[FILE]
    with pytest.raises(PrivateDataError, match=f"the plan of the region {found.about['region']}"):
        refuse_other_region(found, path.name, "elsewhere")
