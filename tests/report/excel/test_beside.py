"""The process that writes the spreadsheet: it does, it is not needed, and it ends with its run."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from sectornb.report.excel import beside
from sectornb.report.excel.beside import Beside
from tests.builders.processes import alive, environment, wait_for

WAITING = """
import time
from sectornb.report.excel.beside import Beside
class Slow:
    def __reduce__(self):
        return time.sleep, (600,)
with Beside() as beside:
    print(beside._process.pid, flush=True)
    if {begun}:
        beside.begin(Slow())
        print("begun", flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="processes are looked up there")
@pytest.mark.parametrize("begun", [False, True])
def test_it_ends_when_its_run_is_killed(begun: bool) -> None:
    command = [sys.executable, "-c", WAITING.format(begun=begun)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        writer = int(process.stdout.readline())
        assert not begun or process.stdout.readline()
        assert alive(writer)
        process.kill()
    wait_for(lambda: not alive(writer))


class Unwritable:
    """What cannot be unpacked in the other process."""

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, ("1 / 0",)


def test_what_goes_wrong_there_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    monkeypatch.setattr(beside, "write", written.append)
    report: Any = Unwritable()
    with Beside() as process:
        process.begin(report)
        process.finish()
    assert written == [report]


def test_one_that_was_killed_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    monkeypatch.setattr(beside, "write", written.append)
    report: Any = "report"
    with Beside() as process:
        process._process.kill()
        process._process.wait()
        process.begin(report)
        process.finish()
    assert written == ["report"]
