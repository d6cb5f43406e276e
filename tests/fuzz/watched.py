"""A process of its own that tries inputs, and what tells its watcher that one takes too much."""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz import mutations, trial

SECONDS = 10
BYTES = 2 << 30
START_SECONDS = 120


def watched(name: str, seed: int, start: int, stop: int) -> Iterator[tuple[int, str, str, str]]:
    """Number, kind, outcome and words of each input, up to the first that hangs or dies."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, name, seed, start, stop))
    worker.start()
    there.close()
    try:
        if not here.poll(START_SECONDS) or here.recv() != "ready":
            raise RuntimeError(f"The process that tries {name} does not start.")
        for number in range(start, stop):
            if not here.poll(SECONDS):
                kind, _ = mutations.mutated(name, seed, number)
                yield number, kind, trial.HANG, f"more than {SECONDS} seconds"
                return
            try:
                kind, outcome, told = here.recv()
            except EOFError:
                worker.join()
                kind, _ = mutations.mutated(name, seed, number)
                yield number, kind, trial.DIED, f"exit code {worker.exitcode}"
                return
            yield number, kind, outcome, told
    finally:
        worker.kill()
        worker.join()


def _work(pipe: Connection, name: str, seed: int, start: int, stop: int) -> None:
    """In a process of its own: try one input after another, and tell of each."""
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_memory_disk()) as folder:
        place = Path(folder) / "x"
        trial.tried(name, b"a,b\n1,2\n", place)
        usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (usage + BYTES, usage + BYTES))
        pipe.send("ready")
        for number in range(start, stop):
            kind, data = mutations.mutated(name, seed, number)
            pipe.send((kind, *trial.tried(name, data, place)))


def _memory_disk() -> str | None:
    """Where files cost no disk, if there is such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
