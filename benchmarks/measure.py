"""One measurement: a whole process, its time and its largest memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """What is measured.

    `command` is a program and its arguments, or the text of a Python program,
    which gets the cache folder as its argument; ``{folder}`` in arguments is
    that folder.  `target` bounds the quotient of its time and that of the row
    `baseline`.  Without one of `needs` (programs and Python modules) it is left
    out.  `repeat` says whether a second time would measure the same.
    """

    name: str
    command: str | Sequence[str]
    baseline: str = ""
    target: float | None = None
    needs: tuple[str, ...] = ()
    repeat: bool = True
    memory_mib: float | None = None


@dataclass(frozen=True)
class Cost:
    seconds: float
    processor_seconds: float | None
    memory_mib: float | None


class MeasurementError(Exception):
    """A measured program failed; its text is what it said."""


def lacking(row: Row) -> list[str]:
    """What the row needs and is not installed."""
    return [need for need in row.needs if shutil.which(need) is None and find_spec(need) is None]


def measure(row: Row, folder: Path, root: Path) -> Cost:
    """Run the row's command once and wait for it and all that it started."""
    if isinstance(row.command, str):
        arguments = [sys.executable, "-c", row.command, str(folder)]
    else:
        arguments = [part.replace("{folder}", str(folder)) for part in row.command]
    # Compiled modules are kept: a first import would be measured otherwise.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(root), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    log = folder / "last-measurement.txt"
    with log.open("w+b") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            arguments, stdout=output, stderr=output, env=environment, cwd=folder
        )
        usage = None
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        code = process.wait()
        seconds = time.perf_counter() - began
    if code:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise MeasurementError(f"{row.name}: {said[-1] if said else f'exit code {code}'}")
    if usage is None:
        return Cost(seconds, None, None)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def best(costs: Sequence[Cost]) -> Cost:
    """The shortest times of several runs, on which other programs weigh least; the most memory."""
    processor = [c.processor_seconds for c in costs if c.processor_seconds is not None]
    memory = [c.memory_mib for c in costs if c.memory_mib is not None]
    return Cost(
        min(c.seconds for c in costs),
        min(processor, default=None),
        max(memory, default=None),
    )
