"""Measure speed and memory on files of national size, and write docs/benchmarks.md.

    python benchmarks/run.py [--rounds 3] [--only qcew] [--folder DIR] [--no-write]

Every number is that of a whole process: start of Python, imports, reading,
answer.  Rows are run in turn, round after round, and the shortest time of each is
kept, because other programs on the machine only ever add to it.  Trust the
quotients, not the seconds.  Misses of a target are printed and never an error.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from measure import Cost, MeasurementError, Row, best, lacking, measure  # noqa: E402

GROUPS = ("qcew", "lodes", "region", "bounds", "tables", "report", "occupations")
"""Modules beside this one; each has TITLE, ABOUT, ROWS and prepare(folder)."""
FOLDER = "SECTORNB_BENCH_FOLDER"
PAGE = ROOT / "docs" / "benchmarks.md"
WRITTEN = "benchmark-files-written"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure speed and memory.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=GROUPS, action="append")
    default = os.environ.get(FOLDER) or ROOT / ".cache" / "bench"
    parser.add_argument("--folder", type=Path, default=default)
    parser.add_argument("--no-write", action="store_true", help="leave docs/benchmarks.md")
    chosen = parser.parse_args(arguments)
    folder = Path(chosen.folder).resolve()
    apart(write_files, folder)
    sections = [measured_group(name, folder, chosen.rounds) for name in chosen.only or GROUPS]
    text = page(sections)
    print(text)
    if not chosen.no_write and not chosen.only:
        PAGE.write_text(text, encoding="utf-8")
    return 0


def apart(function: Callable[..., None], *arguments: object) -> None:
    """Call it in a process of its own, as Linux counts a parent's most memory as its children's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        other.submit(function, *arguments).result()


def prepare(name: str, folder: Path) -> None:
    """What the rows of a group need before they are measured."""
    importlib.import_module(name).prepare(folder)


def write_files(folder: Path) -> None:
    """The simulated files, made once; a marker tells that they are complete."""
    marker = folder / WRITTEN
    if marker.is_file():
        return
    from benchmarks.national_files import write_benchmark_files

    print(f"Writing files of national size to {folder}, once; this takes a minute or three.")
    for path in write_benchmark_files(folder):
        print(f"  {path.name}: {path.stat().st_size / 1e6:,.0f} MB")
    marker.write_text("complete\n", encoding="utf-8")


def measured_group(name: str, folder: Path, rounds: int) -> str:
    module = importlib.import_module(name)
    apart(prepare, name, folder)
    costs: dict[str, list[Cost]] = {}
    notes = []
    for number in range(rounds + 1):
        for row in module.ROWS:
            if missing := lacking(row):
                notes += [f"Left out: {row.name} (without {', '.join(missing)})."] * (number == 0)
                continue
            if not row.repeat and number > 0:
                continue
            try:
                cost = measure(row, folder, ROOT)
            except MeasurementError as error:
                notes.append(f"Failed: {error}")
                continue
            # The first round fills the file cache and compiles modules; it does not count.
            if number > 0 or not row.repeat:
                costs.setdefault(row.name, []).append(cost)
                print(f"{row.name}: {cost.seconds:.2f} s", flush=True)
    found = {row: best(costs[row.name]) for row in module.ROWS if row.name in costs}
    return section(module, found, notes)


def section(module: ModuleType, found: dict[Row, Cost], notes: list[str]) -> str:
    times = {row.name: cost for row, cost in found.items()}
    lines = [
        f"## {module.TITLE}",
        "",
        module.ABOUT,
        "",
        "| | seconds | processor seconds | MiB | quotient | of | target | |",
        "|---|---:|---:|---:|---:|---|---:|---|",
    ]
    for row, cost in found.items():
        base = times.get(row.baseline)
        quotient = cost.seconds / base.seconds if base else None
        lines.append(
            f"| {row.name} | {cost.seconds:.2f} | {_number(cost.processor_seconds, 2)} "
            f"| {_number(cost.memory_mib, 0)} | {_number(quotient, 2)} "
            f"| {row.baseline if quotient is not None else ''} | {_number(row.target, 2)} "
            f"| {verdict(row, cost, quotient)} |"
        )
    return "\n".join([*lines, "", *(f"- {note}" for note in dict.fromkeys(notes))]).rstrip() + "\n"


def verdict(row: Row, cost: Cost, quotient: float | None) -> str:
    met = []
    if row.target is not None and quotient is not None:
        met.append(quotient <= row.target)
    if row.memory_mib is not None and cost.memory_mib is not None:
        met.append(cost.memory_mib <= row.memory_mib)
    if not met:
        return ""
    what = "" if row.target is not None else "memory "
    return what + ("met" if all(met) else "missed")


def page(sections: list[str]) -> str:
    about = (
        "Written by `make bench`. Each row is a whole process, from the start of Python to the "
        "answer; the shortest of several runs, in turn with the others. Seconds depend on the "
        "machine and on what else it does: compare the quotients. A target that is missed fails "
        "no test."
    )
    machine = f"Measured with Python {platform.python_version()} on {os.cpu_count()} cores."
    return "\n".join(["# Benchmarks", "", about, "", machine, "", *sections])


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


if __name__ == "__main__":
    sys.exit(main())
