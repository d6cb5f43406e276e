"""Tries mutated inputs on every reader until stopped, and goes on there the next time.

``python -m tests.fuzz [READER...] [--inputs 10000] [--seed 1] [--state .cache/fuzz]``: each reader
in turn gets a stretch of inputs in a process of its own, under a watch: 10 seconds and 2 GB an
input.  The folder of the state holds the counts and every input that failed; a small one belongs
into ``tests/fuzz/corpus`` once what it found is mended.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from tests.fuzz import mutations, trial
from tests.fuzz.readers import READERS
from tests.fuzz.watched import watched

STRETCH = 250
COLUMNS = (*trial.GOOD, trial.TRACEBACK, trial.ILL_TOLD, trial.ESCAPED, trial.HANG, trial.MEMORY)
COLUMNS += (trial.DIED,)


@dataclass
class State:
    """How far each reader is, and what was found: counts by reader, outcome and kind of change."""

    folder: Path
    seed: int
    done: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    failed: list[dict[str, Any]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, folder: Path, seed: int) -> State:
        held = folder / f"seed-{seed}.json"
        told = json.loads(held.read_text("utf-8")) if held.is_file() else {}
        return cls(folder, seed, **told)

    def write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {"done": self.done, "counts": self.counts, "failed": self.failed}
        held = self.folder / f"seed-{self.seed}.json"
        held.with_suffix(".part").write_text(json.dumps(told, indent=1), "utf-8")
        held.with_suffix(".part").replace(held)

    def keep(self, name: str, number: int, kind: str, outcome: str, told: str) -> None:
        with self.lock:
            self.done[name] = number + 1
            kinds = self.counts.setdefault(name, {}).setdefault(outcome, {})
            kinds[kind] = kinds.get(kind, 0) + 1
            if outcome in trial.GOOD:
                return
            _, data = mutations.mutated(name, self.seed, number)
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{name}--{number}").write_bytes(data)
            self.failed.append(
                {"reader": name, "number": number, "kind": kind, "outcome": outcome, "told": told}
            )

    def report(self) -> str:
        lines = ["".join([f"{'reader':24}", *(f"{name:>11}" for name in ("inputs", *COLUMNS))])]
        for name, number in self.done.items():
            sums = {each: sum(kinds.values()) for each, kinds in self.counts[name].items()}
            cells = [f"{n:>11,}" for n in (number, *(sums.get(each, 0) for each in COLUMNS))]
            lines.append("".join([f"{name:24}", *cells]))
        return "\n".join(lines)

    def changed(self) -> str:
        """The kinds of change that a reader took for data, the most frequent first."""
        lines = []
        for name, outcomes in self.counts.items():
            kinds = Counter(outcomes.get(trial.CHANGED, {})).most_common()
            lines += [f"{name:24} {count:>6,}  {kind}" for kind, count in kinds]
        return "\n".join(lines)


def _stretch(state: State, name: str, stop: int) -> None:
    """A stretch of inputs of one reader, with a new process after each that has to be ended."""
    while (start := state.done.get(name, 0)) < stop:
        made = partial(mutations.mutated, name, state.seed)
        for number, kind, outcome, told in watched(name, made, start, stop):
            state.keep(name, number, kind, outcome, told)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--inputs", type=int, default=10_000, help="for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, default=Path(".cache/fuzz"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--report", action="store_true", help="print what was found, run nothing")
    chosen = parser.parse_args()
    if unknown := set(chosen.readers) - set(READERS):
        parser.error(f"no reader is called {', '.join(unknown)}; known are {', '.join(READERS)}")
    state = State.read(chosen.state, chosen.seed)
    names = chosen.readers or list(READERS)
    last = 0 if chosen.report else chosen.inputs
    try:
        with ThreadPoolExecutor(chosen.jobs) as pool:
            for stop in (min(n, last) for n in range(STRETCH, last + STRETCH, STRETCH)):
                list(pool.map(lambda name, stop=stop: _stretch(state, name, stop), names))
                state.write()
                print(f"{stop:,} inputs each, {len(state.failed):,} failed", flush=True)
    except KeyboardInterrupt:
        print("Stopped; the same command goes on from here.")
    state.write()
    print(state.changed(), state.report(), sep="\n\n")
    for each in state.failed[:20]:
        last_line = each["told"].strip().splitlines()[-1][:160]
        print(f"{each['outcome']}: {each['reader']} {each['number']} ({each['kind']}): {last_line}")
    return bool(state.failed)


if __name__ == "__main__":
    sys.exit(main())
