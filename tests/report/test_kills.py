"""Commands that are killed at any moment: nothing is lost, and nobody has to repair anything.

Each command is killed fifty times, at moments drawn with a seed; what was there before stands,
and the next command goes on as if nothing had been.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sectornb.sources.library import Library, open_library
from sectornb.sources.store import LONG
from tests.builders.processes import alive, environment
from tests.builders.qcew_bulk import write_single
from tests.builders.small_library import (
    COLUMNS,
    COUNTIES,
    area_rows,
    region_file,
    small_library,
    write_csv,
)

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up there"),
]
KILLS = 50
ID = "north-esker"
OF = ("--source", "qcew", "--library")
# Kills itself before it changes a name for the nth time, which a clock would seldom meet.
AT_A_STEP = """
import os, signal, sys
steps = iter(range(int(sys.argv.pop(1))))
def kill(event, _):
    if event in ("os.rename", "os.remove", "os.chmod", "os.mkdir") and next(steps, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
from sectornb.cli import main
sys.addaudithook(kill)
main()
"""


def started(arguments: Sequence[object], folder: Path, step: int | None) -> subprocess.Popen[bytes]:
    begun = ["-m", "sectornb"] if step is None else ["-c", AT_A_STEP, str(step)]
    return subprocess.Popen(
        [sys.executable, *begun, *map(str, arguments)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(
    arguments: Sequence[object], folder: Path, moments: random.Random, longest: float, steps: int
) -> str:
    """Start a command and kill it, by the clock or at a step; tell how that ended."""
    step = moments.randrange(steps) if steps and moments.random() < 0.5 else None
    with started(arguments, folder, step) as process:
        try:
            process.wait(moments.uniform(0, longest) if step is None else None)
        except subprocess.TimeoutExpired:
            process.kill()
    return "came to its end" if process.returncode >= 0 else "killed"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run_through(arguments: Sequence[object], folder: Path) -> float:
    """The seconds that the command takes which is to succeed."""
    begun = time.monotonic()
    with started(arguments, folder, None) as process:
        assert process.wait() == 0
    return time.monotonic() - begun


def left_of(folder: Path) -> list[str]:
    """What no command may leave: files on their way."""
    return [path.name for path in folder.rglob("*") if path.suffix in (".part", ".staging", ".old")]


def holds_old_or_new(library: Path, contents: set[bytes]) -> None:
    """Every file that is listed opens, and is one of those that were added."""
    held = open_library(str(library))
    assert not left_of(library)
    for each in held.holdings():
        assert held.open(*each.key).read_bytes() in contents


def published(folder: Path, ending: str) -> list[Path]:
    """Files of four counties and a long one with its store; `ending` makes them other bytes."""
    folder.mkdir()
    long = write_single(folder, "csv")
    padding = b"," + b" " * (LONG // (long.read_bytes().count(b"\n") - 1))
    head, _, rows = long.read_bytes().partition(b"\n")
    long.write_bytes(head + b",padding\n" + rows.replace(b"\n", padding + b"\n"))
    files = [
        write_csv(folder / f"{county}.csv", COLUMNS, area_rows(county, 2022)) for county in COUNTIES
    ]
    for path in (*files, long):
        path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    return [*files, long]


@pytest.mark.parametrize("replace", [False, True], ids=["add", "add --replace"])
def test_killed_adds(tmp_path: Path, replace: bool) -> None:
    old, new = published(tmp_path / "old", "\n"), published(tmp_path / "new", "\r\n")
    before, after = tmp_path / "before", tmp_path / "after"
    run_through(["add", *old[: len(old) if replace else 2], *OF, before], tmp_path)
    change = ["add", *["--replace"] * replace, *(new if replace else old), *OF]
    shutil.copytree(before, after)
    longest = run_through([*change, after], tmp_path)
    kept = set(Library(before).holdings())
    wanted = {name: each for name, each in files_of(after).items() if "/." not in name}
    contents = {path.read_bytes() for path in (*old, *new)}
    moments, ends = random.Random(13), Counter[str]()
    for number in range(KILLS):
        library = tmp_path / f"library-{number}"
        shutil.copytree(before, library)
        ends[killed([*change, library], tmp_path, moments, longest, 60)] += 1
        assert {each.key for each in kept} <= {each.key for each in Library(library).holdings()}
        holds_old_or_new(library, contents)
        run_through([*change, library], tmp_path)
        found = files_of(library)
        assert {name: each for name, each in found.items() if "/." not in name} == wanted
        assert sum(name.endswith(".note") for name in found) == 1
        shutil.rmtree(library)
    print(f"\n{'add --replace' if replace else 'add'}: {KILLS} times, {dict(ends)}")


def test_killed_runs(tmp_path: Path) -> None:
    region = region_file(tmp_path / "regions", small_library(tmp_path))
    run: list[object] = ["run", region, "--quiet"]
    run_through(run, tmp_path)
    longest = run_through(run, tmp_path)
    reports = tmp_path / "reports"
    before = files_of(reports / ID)
    moments, ends = random.Random(14), Counter[str]()
    for _ in range(KILLS):
        ends[killed(run, tmp_path, moments, longest, 0)] += 1
        stands = reports / ID if (reports / ID).is_dir() else reports / f".{ID}.old"
        assert files_of(stands) == before
        assert_ended(lambda: processes_in(tmp_path))
    run_through(run, tmp_path)
    assert files_of(reports / ID) == before
    assert not left_of(reports)
    print(f"\nrun: {KILLS} times, {dict(ends)}")


def processes_in(folder: Path) -> list[int]:
    """Kernels and writers that work below `folder`."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            below = Path(os.readlink(process / "cwd")).is_relative_to(folder)
        except OSError:
            continue
        if below and alive(int(process.name)):
            found.append(int(process.name))
    return found


def assert_ended(processes: Callable[[], list[int]]) -> None:
    end = time.monotonic() + 5
    while left := processes():
        assert time.monotonic() < end, f"still there: {left}"
        time.sleep(0.02)
