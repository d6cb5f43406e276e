from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sectornb.contract import Workbook
from sectornb.errors import ParameterError
from sectornb.industry import WORKBOOK
from sectornb.report.parameters import begin, check_parameters, declared_parameters
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.workbooks import workbooks

VALUES: dict[str, Any] = {
    "region_id": "example",
    "title": "Example region",
    "counties": ["57001"],
    "base_year": 2017,
    "latest_year": 2022,
}
PARAMETERS_CELL = "\n".join(f"{name}: object = {value!r}  # why" for name, value in VALUES.items())
WORKBOOKS = list(workbooks().values())
BEGIN_CELL = "from x import begin\nstudy = begin(WORKBOOK, globals())"


def refusal(**changes: object) -> str:
    with pytest.raises(ParameterError) as caught:
        check_parameters(WORKBOOK, {**VALUES, **changes})
    assert "\n" not in str(caught.value)
    return str(caught.value)


def notebook(folder: Path, *cells: tuple[str, list[str]]) -> Path:
    listed = [{"source": text, "metadata": {"tags": tags}} for text, tags in cells]
    path = folder / "2-industries.ipynb"
    path.write_text(json.dumps({"cells": listed}), "utf-8")
    return path


def test_parameters_come_back_checked_with_their_defaults() -> None:
    settings = check_parameters(WORKBOOK, VALUES)
    assert (settings.counties, settings.out) == (["57001"], "")
    assert settings.model_dump()["weights"]["annual_wage"] == 1


def test_an_unknown_parameter_is_an_error_with_the_nearest_name() -> None:
    text = refusal(shortlits=5)
    assert "shortlits is not known. Did you mean 'shortlist'?" in text


def test_an_unknown_weight_is_an_error_with_the_nearest_name() -> None:
    assert "Did you mean 'annual_wage'?" in refusal(weights={"anual_wage": 1})


def test_counties_as_one_text_are_refused_with_the_line_to_write() -> None:
    # papermill -p counties 57001,57003 arrives as one text.
    text = refusal(counties="57001,57003")
    assert 'counties: ["57001", "57003"]' in text and "papermill -f" in text


def test_one_county_as_text_is_refused_alike() -> None:
    assert 'counties: ["57001"]' in refusal(counties="57001")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("counties", []),
        ("counties", [57001]),
        ("counties", None),
        ("base_year", "2017"),
        ("base_year", 2023),
        ("naics_digits", "3"),
        ("ownership", "5"),
        ("weights", 1),
        ("weights", {"employment": 1e308}),
        ("shortlist", 2.5),
        ("shortlist", True),
        ("small_base_jobs", "100"),
        ("small_base_jobs", float("nan")),
        ("vintages", "2022.r2"),
        ("region_id", "../up"),
        ("title", ""),
        ("library", None),
    ],
)
def test_an_impossible_value_is_refused(name: str, value: object) -> None:
    assert name in refusal(**{name: value})


@pytest.mark.parametrize("value", [5, [1], "none", True])
def test_settings_of_their_own_that_are_one_value_are_told_beside_others(value: object) -> None:
    assert "details: write its settings below it" in refusal(ties="min", details=value)


def test_variables_of_a_script_are_all_taken_for_parameters() -> None:
    assert begin(WORKBOOK, dict(VALUES)).settings.region_id == "example"
    with pytest.raises(ParameterError, match="typo is not known"):
        begin(WORKBOOK, {**VALUES, "typo": 1})


def test_modules_functions_and_hidden_names_are_no_parameters() -> None:
    others = {"json": json, "refusal": refusal, "_": 1, "__name__": "__main__", "Path": Path}
    assert begin(WORKBOOK, {**VALUES, **others}).settings.title == "Example region"


def in_kernel(*cells: str, **variables: object) -> dict[str, object]:
    """The variables of a kernel after `cells`, the last of which is just running."""
    return {**VALUES, **variables, "In": ["", *cells], "Out": {}}


@pytest.mark.parametrize("value", ["1", "'a'", "[1, 2]", "{'a': 1}", "None", "float('nan')", "-1"])
def test_a_wrong_name_in_the_injected_cell_is_found(value: str) -> None:
    injected = f"# Parameters\nbase_year = 2017\ntypo = {value}\n"
    space = in_kernel(PARAMETERS_CELL, injected, BEGIN_CELL, typo=1)
    with pytest.raises(ParameterError, match="typo is not known"):
        begin(WORKBOOK, space)


def test_a_wrong_name_in_the_parameters_cell_is_found() -> None:
    space = in_kernel(PARAMETERS_CELL + "\nbase_yaer: int = 2018", BEGIN_CELL, base_yaer=2018)
    with pytest.raises(ParameterError, match=r"base_yaer.*'base_year'"):
        begin(WORKBOOK, space)


def test_running_all_cells_once_more_in_the_same_kernel_is_fine() -> None:
    # Later cells left plain variables behind, which nobody meant as parameters.
    first = [PARAMETERS_CELL, BEGIN_CELL, "limits = ['a']", "print(limits)"]
    space = in_kernel(*first, PARAMETERS_CELL, BEGIN_CELL, limits=["a"])
    assert begin(WORKBOOK, space).settings.base_year == 2017


def test_a_wrong_name_that_was_mended_does_not_stick_in_the_kernel() -> None:
    wrong = PARAMETERS_CELL + "\ntypo: int = 1"
    space = in_kernel(wrong, BEGIN_CELL, PARAMETERS_CELL, BEGIN_CELL, typo=1)
    assert begin(WORKBOOK, space).settings.base_year == 2017


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_a_notebook_declares_exactly_the_parameters_of_its_model(workbook: Workbook) -> None:
    declared = declared_parameters(workbook.notebook)
    assert set(declared) == set(workbook.parameters.model_fields)


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_the_defaults_of_a_notebook_are_those_of_the_region_file(workbook: Workbook) -> None:
    checked = check_parameters(workbook, declared_parameters(workbook.notebook))
    example = read_region(shipped("data", "example", "region.yml")).sections[workbook.name]
    for name, field in workbook.parameters.model_fields.items():
        if not field.is_required():
            default = field.get_default(call_default_factory=True)
            # The areas projected, the board's own rows, what was agreed with raters and what
            # partners and employers said are the example's, as its counties are.
            own = name in (
                *("projections", "groups", "pinned"),
                *("target_industries", "wage_area", "threshold_area", "projected_areas", "flags"),
                *("occupation_targets", "challenge_log"),
                *("mode", "everyone_asked", "discussion", "plan_as_of"),
            )
            wanted = getattr(example, name) if own else default
            assert getattr(checked, name) == wanted, name


def test_every_workbook_has_a_section_of_its_own() -> None:
    assert len({workbook.section for workbook in WORKBOOKS}) == len(WORKBOOKS)


def test_literals_of_the_tagged_cell_are_read_without_running_it(tmp_path: Path) -> None:
    path = notebook(
        tmp_path,
        ("x = 1", []),
        ("a: int = 1  # one\nb: list = ['57001']\nc: float = -1.5", ["parameters"]),
    )
    assert declared_parameters(path) == {"a": 1, "b": ["57001"], "c": -1.5}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a = 1", "only annotated"),
        ("import os", "only annotated"),
        ("a: int", "only annotated"),
        ("a: str = str(1)", "computed"),
        ("a: int = b", "computed"),
    ],
)
def test_anything_but_annotated_literals_is_refused_with_its_line(
    tmp_path: Path, line: str, told: str
) -> None:
    path = notebook(tmp_path, (f"ok: int = 1\n{line}", ["parameters"]))
    with pytest.raises(ParameterError, match=rf"line 2.*{told}"):
        declared_parameters(path)


@pytest.mark.parametrize("count", [0, 2])
def test_a_notebook_needs_exactly_one_tagged_cell(tmp_path: Path, count: int) -> None:
    path = notebook(tmp_path, *[("a: int = 1", ["parameters"])] * count)
    with pytest.raises(ParameterError, match=f"{count} cells tagged"):
        declared_parameters(path)
