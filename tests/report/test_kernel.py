"""Kernels of a run: begun early, or fresh where that cannot be; each costs a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from sectornb.report.kernel import Early, begun_early, kernel_manager
from tests.builders.processes import alive, environment, wait_for

WORKBOOK = "1-region"
POSIX = pytest.mark.skipif("os.name != 'posix'", reason="kernels begin early on POSIX alone")


def printed(folder: Path, early: Early, source: str) -> Any:
    """The outputs of one cell in a kernel of `WORKBOOK`, which works in `folder`."""
    node = new_notebook(cells=[new_code_cell(source)])
    client = NotebookClient(
        node,
        kernel_manager_class=kernel_manager(WORKBOOK, early),
        resources={"metadata": {"path": str(folder)}},
        shutdown_kernel="immediate",
    )
    client.execute()
    return node.cells[0].outputs


@POSIX
def test_the_process_that_began_early_is_the_kernel_and_has_imported_the_study(
    tmp_path: Path,
) -> None:
    with begun_early([WORKBOOK]) as early:
        (output,) = printed(
            tmp_path,
            early,
            "import os, sys\nprint(os.getpid(), 'sectornb.region.study' in sys.modules)",
        )
        assert output["text"].split() == [str(early[WORKBOOK].pid), "True"]


@POSIX
def test_it_works_in_the_folder_and_encrypts_as_any_other(tmp_path: Path) -> None:
    source = (
        "import os\nfrom ipykernel.kernelapp import IPKernelApp\n"
        "print(os.getcwd(), bool(IPKernelApp.instance().curve_publickey))"
    )
    with begun_early([WORKBOOK]) as early:
        (output,) = printed(tmp_path, early, source)
    assert output["text"].split() == [str(tmp_path.resolve()), "True"]


@POSIX
def test_a_plain_figure_is_still_shown(tmp_path: Path) -> None:
    with begun_early([WORKBOOK]) as early:
        outputs = printed(tmp_path, early, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert ["image/png" in output.get("data", {}) for output in outputs] == [True]


@POSIX
def test_where_the_early_process_has_ended_a_fresh_one_serves(tmp_path: Path) -> None:
    with begun_early([WORKBOOK]) as early:
        early[WORKBOOK].kill()
        early[WORKBOOK].wait()
        (output,) = printed(tmp_path, early, "print('served')")
    assert output["text"] == "served\n"


def test_without_an_early_process_a_fresh_one_serves(tmp_path: Path) -> None:
    (output,) = printed(tmp_path, {}, "print('served')")
    assert output["text"] == "served\n"


@POSIX
def test_what_is_left_of_them_ends_with_the_block() -> None:
    with begun_early([WORKBOOK]) as early:
        process = early[WORKBOOK]
        assert process.poll() is None
    assert process.poll() is not None


@POSIX
def test_a_kernel_that_dies_before_it_answers_is_told_and_not_waited_for(tmp_path: Path) -> None:
    with begun_early([WORKBOOK]) as early:
        process = early[WORKBOOK]

        class Dying(kernel_manager(WORKBOOK, early)):  # type: ignore[misc]
            async def _async_launch_kernel(self, command: list[str], **settings: Any) -> None:
                await super()._async_launch_kernel(command, **settings)
                process.kill()

            _launch_kernel = _async_launch_kernel

        client = NotebookClient(
            new_notebook(cells=[new_code_cell("1")]), kernel_manager_class=Dying
        )
        with pytest.raises(RuntimeError, match="died before"):
            client.execute()


RUN = """
import sys
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from sectornb.report.kernel import begun_early, kernel_manager
name, cell, wanted = sys.argv[1:]
with begun_early([name] if wanted == "early" else []) as early:
    manager = kernel_manager(name, early)
    node = new_notebook(cells=[new_code_cell(cell)])
    NotebookClient(node, kernel_manager_class=manager).execute()
"""


@POSIX
@pytest.mark.parametrize("begun", ["early", "late"])
@pytest.mark.parametrize("busy", ["while True: pass", "import time; time.sleep(600)"])
def test_a_kernel_ends_when_its_run_is_killed(tmp_path: Path, begun: str, busy: str) -> None:
    told = tmp_path / "pid"
    cell = f"import os, pathlib\npathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n{busy}"
    command = [sys.executable, "-c", RUN, WORKBOOK, cell, begun]
    with subprocess.Popen(command, cwd=tmp_path, env=environment()) as process:
        wait_for(lambda: told.is_file() and told.read_text())
        process.kill()
    wait_for(lambda: not alive(int(told.read_text())))


@POSIX
def test_a_process_that_waits_to_become_a_kernel_ends_when_its_run_is_killed() -> None:
    source = (
        "import time\nfrom sectornb.report.kernel import begun_early\n"
        f"with begun_early([{WORKBOOK!r}]) as early:\n"
        f"    print(early[{WORKBOOK!r}].pid, flush=True)\n"
        "    time.sleep(600)"
    )
    command = [sys.executable, "-c", source]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        waiting = int(process.stdout.readline())
        assert alive(waiting)
        process.kill()
    wait_for(lambda: not alive(waiting))


@POSIX
def test_what_a_notebook_starts_finds_an_empty_input(tmp_path: Path) -> None:
    with begun_early([WORKBOOK]) as early:
        (output,) = printed(
            tmp_path,
            early,
            "import subprocess\nprint(subprocess.run('cat', capture_output=True).returncode)",
        )
    assert output["text"] == "0\n"
