"""The workbooks without `sectornb run`: as papermill and people in JupyterLab start them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sectornb.contract import Workbook
from sectornb.workbooks import workbooks

ROOT = Path(__file__).resolve().parents[2]
EVERY = pytest.mark.parametrize("workbook", workbooks().values(), ids=lambda each: each.section)


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture(scope="module", params=workbooks())
def wrong(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, dict[str, Any]]:
    """`papermill -p typo 1 -p counties 57001,57003`, and the notebook that it left."""
    from papermill.cli import papermill

    folder = tmp_path_factory.mktemp("plain")
    out = folder / "out.ipynb"
    arguments = ["-p", "typo", "1", "-p", "counties", "57001,57003", "--no-progress-bar"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.chdir(folder)
        notebook = workbooks()[request.param].notebook
        result = CliRunner().invoke(papermill, [*arguments, str(notebook), str(out)])
    return result.exception, json.loads(out.read_text("utf-8"))


def test_an_unknown_parameter_stops_the_workbook_where_its_study_begins(
    wrong: tuple[Any, dict[str, Any]],
) -> None:
    error, notebook = wrong
    assert type(error).__name__ == "PapermillExecutionError"
    assert error.ename == "ParameterError" and "typo is not known" in error.evalue
    stopped = [
        "".join(cell["source"])
        for cell in code_cells(notebook)
        if any(output["output_type"] == "error" for output in cell.get("outputs", []))
        and "papermill-error-cell-tag" not in cell["metadata"].get("tags", [])
    ]
    assert len(stopped) == 1 and "study = begin(WORKBOOK, globals())" in stopped[0]


def test_nothing_ran_after_that_cell(wrong: tuple[Any, dict[str, Any]]) -> None:
    cells = code_cells(wrong[1])
    begun = [number for number, cell in enumerate(cells) if "begin(" in "".join(cell["source"])]
    assert all(cell.get("execution_count") is None for cell in cells[begun[-1] + 1 :])


def test_counties_in_one_text_are_refused_with_the_line_to_write(
    wrong: tuple[Any, dict[str, Any]],
) -> None:
    error, _ = wrong
    assert 'counties: ["57001", "57003"]' in error.evalue
    assert "papermill -f" in error.evalue


@EVERY
def test_the_defaults_show_and_save_nothing(workbook: Workbook) -> None:
    source = "".join(code_cells(json.loads(workbook.notebook.read_text("utf-8")))[0]["source"])
    assert re.search(r'^out: str = ""', source, flags=re.MULTILINE)
    assert re.search(r'^library: str = ""', source, flags=re.MULTILINE)


@EVERY
def test_the_study_begins_right_after_the_parameters(workbook: Workbook) -> None:
    first, second, *_ = code_cells(json.loads(workbook.notebook.read_text("utf-8")))
    assert first["metadata"]["tags"] == ["parameters"]
    assert "study = begin(WORKBOOK, globals())" in "".join(second["source"])
