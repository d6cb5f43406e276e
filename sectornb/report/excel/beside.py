"""Writing the spreadsheet in a process of its own, beside the pages."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Self

from sectornb.report.lifeline import hang_on

if TYPE_CHECKING:
    from sectornb.report.report import Report


_LENGTH = 8
"""Bytes that tell how long a report is that is handed over."""


class Beside:
    """A process that imports what a spreadsheet needs, and writes one when it is told to.

    It ends with its ``with`` block.  Whatever goes wrong in it, the spreadsheet is written
    in this process instead, which tells the reason if there is one.
    """

    def __enter__(self) -> Self:
        command = [sys.executable, "-P", "-m", __name__]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        return self

    def begin(self, report: Report) -> None:
        """Hand over the report whose spreadsheet is wanted."""
        self._report = report
        told = pickle.dumps(report)
        pipe = self._process.stdin
        assert pipe is not None
        # Left open: the process ends when this one does and closes it.
        with contextlib.suppress(OSError):
            pipe.write(len(told).to_bytes(_LENGTH) + told)
            pipe.flush()

    def finish(self) -> None:
        """Wait until the spreadsheet is there."""
        if self._process.wait():
            write(self._report)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()


def write(report: Report) -> None:
    """Write the spreadsheet of `report` in this process."""
    from sectornb.report.excel.workbook_file import write_excel

    write_excel(report)


def write_when_told() -> None:
    """Import what a spreadsheet needs, wait for the report on stdin, and write its spreadsheet."""
    if hasattr(os, "nice"):
        os.nice(10)  # the kernels first
    gc.disable()  # Looking for circles takes longer than this process has to live with them.
    import xlsxwriter  # noqa: F401

    import sectornb.report.excel.workbook_file  # noqa: F401
    from sectornb.contract import refer
    from sectornb.workbooks import workbooks

    for workbook in workbooks().values():
        if workbook.sheets:
            refer(workbook.sheets)
    length = sys.stdin.buffer.read(_LENGTH)
    if told := sys.stdin.buffer.read(int.from_bytes(length)):
        hang_on(0)
        write(pickle.loads(told))
        os._exit(0)  # Nothing is left to do but to give back memory, piece by piece.


if __name__ == "__main__":
    write_when_told()
