"""The workbooks without `sectornb run`: as papermill and people in JupyterLab start them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sectornb.report.parameters import notebook_path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = notebook_path("2-industries")


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, Any]]:
    """`papermill -p typo 1 -p counties 57001,57003`, and the notebook that it left."""
    from papermill.cli import papermill

    folder = tmp_path_factory.mktemp("plain")
    out = folder / "out.ipynb"
    arguments = ["-p", "typo", "1", "-p", "counties", "57001,57003", "--no-progress-bar"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.chdir(folder)
        result = CliRunner().invoke(papermill, [*arguments, str(NOTEBOOK), str(out)])
    return result.exception, json.loads(out.read_text("utf-8"))


def test_an_unknown_parameter_stops_the_workbook_in_its_settle_cell(
    wrong: tuple[Any, dict[str, Any]],
) -> None:
    error, notebook = wrong
    assert type(error).__name__ == "PapermillExecutionError"
    assert error.ename == "ParameterError" and "typo is not known" in error.evalue
    stopped = [
        cell["id"]
        for cell in notebook["cells"]
        if any(output["output_type"] == "error" for output in cell.get("outputs", []))
        and "papermill-error-cell-tag" not in cell["metadata"].get("tags", [])
    ]
    assert stopped == ["settle"]


def test_nothing_ran_after_the_settle_cell(wrong: tuple[Any, dict[str, Any]]) -> None:
    _, notebook = wrong
    ids = [cell["id"] for cell in notebook["cells"]]
    after = notebook["cells"][ids.index("settle") + 1 :]
    assert all(cell.get("execution_count") is None for cell in after)


def test_counties_in_one_text_are_refused_with_the_line_to_write(
    wrong: tuple[Any, dict[str, Any]],
) -> None:
    error, _ = wrong
    assert 'counties: ["57001", "57003"]' in error.evalue
    assert "papermill -f" in error.evalue


def test_the_defaults_show_and_save_nothing() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    (source,) = ["".join(cell["source"]) for cell in cells if cell.get("id") == "parameters"]
    assert re.search(r'^out: str = ""', source, flags=re.MULTILINE)
    assert re.search(r'^library: str = ""', source, flags=re.MULTILINE)


def test_the_settle_cell_follows_the_parameters_with_no_code_between() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = [cell["id"] for cell in cells if cell["cell_type"] == "code"]
    assert code[:2] == ["parameters", "settle"]
