"""Processes that a test starts, watches and kills."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

DEADLINE = 60
ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def children(process: int) -> set[int]:
    """Processes started by `process`, by whichever thread, on systems that list them."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return {int(number) for path in listed for number in path.read_text().split()}


def alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.is_file() and status.read_text().rpartition(")")[2].split()[0] != "Z"
