"""A process of its own that tries inputs, and what tells its watcher that one takes too much."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz import trial

SECONDS = 10
"""Of the processor: a busy machine is no fault of the reader."""
WAITS = 120
"""Seconds after which a process that does nothing is ended too."""
BYTES = 2 << 30
START_SECONDS = 120


Input = Callable[[int], tuple[str, bytes]]
"""Of a number, what kind of input it is and its bytes; it is sent to another process."""


def watched(
    name: str, made: Input, start: int, stop: int, seconds: float = SECONDS
) -> Iterator[tuple[int, str, str, str]]:
    """Number, kind, outcome and words of each input, up to the first that hangs or dies."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, name, made, start, stop, seconds))
    worker.start()
    there.close()
    try:
        if not here.poll(START_SECONDS) or here.recv() != "ready":
            raise RuntimeError(f"The process that tries {name} does not start.")
        for number in range(start, stop):
            if not here.poll(WAITS):
                yield number, made(number)[0], trial.HANG, f"nothing for {WAITS} seconds"
                return
            try:
                kind, outcome, told = here.recv()
            except EOFError:
                worker.join()
                late = worker.exitcode == -signal.SIGPROF
                outcome = trial.HANG if late else trial.DIED
                yield number, made(number)[0], outcome, f"exit code {worker.exitcode}"
                return
            yield number, kind, outcome, told
    finally:
        worker.kill()
        worker.join()


def _work(pipe: Connection, name: str, made: Input, start: int, stop: int, seconds: float) -> None:
    """In a process of its own: try one input after another, and tell of each."""
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_memory_disk()) as folder:
        place = Path(folder) / "x"
        trial.tried(name, b"a,b\n1,2\n", place)
        usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (usage + BYTES, usage + BYTES))
        pipe.send("ready")
        for number in range(start, stop):
            kind, data = made(number)
            signal.setitimer(signal.ITIMER_PROF, seconds)
            pipe.send((kind, *trial.tried(name, data, place)))


def _memory_disk() -> str | None:
    """Where files cost no disk, if there is such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
