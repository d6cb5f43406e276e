"""What a kernel, its start, or the system refuses is told with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import papermill
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from zmq import ZMQError

from sectornb.errors import WorkbookError
from sectornb.report.execute import Job, execute
from sectornb.report.region_file import read_region
from sectornb.workbooks import workbooks
from tests.builders.small_library import region_file

WORKBOOK = "2-industries"


def run_that_raises(
    error: Exception, folder: Path, monkeypatch: pytest.MonkeyPatch, notebook: str = ""
) -> str:
    """What a run says whose notebook is left as `notebook` and ends with `error`."""
    region = read_region(region_file(folder, folder / "library"))
    parameters = region.parameters(WORKBOOK, library="", out=".")
    stage = folder / "stage"
    stage.mkdir()
    job = Job(workbooks()[WORKBOOK], parameters, stage, folder / "report", folder / "library")

    def stop(*_: Any, **__: Any) -> None:
        job.target.write_text(notebook)
        raise error

    monkeypatch.setattr(papermill, "execute_notebook", stop)
    with pytest.raises(WorkbookError) as told:
        execute([job], {}, at_once=1, progress=False, meanwhile=lambda: None)
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("Kernel didn't respond in 60 seconds"),
        RuntimeError("Kernel died before replying to kernel_info"),
        NoSuchKernel("python3"),
        ZMQError(98),
    ],
)
def test_a_kernel_that_does_not_start_is_told_with_what_may_forbid_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    told = run_that_raises(error, tmp_path, monkeypatch)
    assert "could not begin" in told and str(error) in told
    assert "127.0.0.1" in told and "firewall" in told and "--jobs 1" in told


def test_a_kernel_that_dies_later_is_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run_that_raises(DeadKernelError("died"), tmp_path, monkeypatch)
    assert "ended without a word" in told and "could not begin" not in told


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OSError", "[Errno 28] No space left on device", "The disk is full"),
        ("PermissionError", "[Errno 13] Permission denied: 'x'", "This account may not"),
        ("OSError", "of no number", "space left on the disk"),
        ("MemoryError", "", "fewer counties"),
    ],
)
def test_what_the_system_refused_in_a_cell_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    error = PapermillExecutionError(3, 2, "save()", name, value, [])
    told = run_that_raises(error, tmp_path, monkeypatch, '{"cells": [], "metadata": {}}')
    assert f"{name}: {value}" in told and said in told


def test_a_fault_of_the_program_in_a_cell_gets_no_advice_about_disks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = PapermillExecutionError(3, 2, "save()", "KeyError", "'x'", [])
    told = run_that_raises(error, tmp_path, monkeypatch, '{"cells": [], "metadata": {}}')
    assert told.endswith("KeyError: 'x'")
