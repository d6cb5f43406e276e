"""Files that take their place whole or not at all, and what killed programs left of them.

A file on its way has a name of its own and is claimed by the process that writes it.  The
claim ends with the process, however it ends, so that what nobody claims is a leftover.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_A_DAY = 24 * 60 * 60
_PART = re.compile(r"\.(.+)\.[a-z0-9_]{8}\.part")


@contextlib.contextmanager
def replaced_whole(path: Path, mode: int = 0o644) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place at the end, flushed, or not at all.

    What killed programs left of earlier attempts goes; `mode` says who may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in leftovers(path.parent, path.name):
        pass
    claimed, temporary = claimed_new(lambda: _new_part(path))
    try:
        yield temporary
        flush(temporary)
        temporary.chmod(mode)
        temporary.replace(path)
    finally:
        release(claimed)
        temporary.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the disk hold what was written to a file."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def leftovers(folder: Path, name: str = "") -> Iterator[tuple[Path, str]]:
    """What killed programs left in `folder` of a file on its way, each removed after its turn.

    Parameters
    ----------
    name : str, optional
        The file that was on its way; every one by default.

    Yields
    ------
    tuple of Path and str
        The leftover, which may be moved away, and the name it was to have.
    """
    with contextlib.suppress(OSError):
        for part in list(folder.iterdir()):
            named = _PART.fullmatch(part.name)
            if named is None or (name and named[1] != name):
                continue
            with contextlib.suppress(OSError):
                claimed = claim(part)
                try:
                    # Where nothing can be claimed, age tells what is a leftover.
                    if claimed is not None or time.time() - part.stat().st_mtime > _A_DAY:
                        yield part, named[1]
                        part.unlink(missing_ok=True)
                finally:
                    release(claimed)


def claim(path: Path) -> int | None:
    """What holds a claim on a file or folder while this process lives; None where none can be.

    Raises
    ------
    BlockingIOError
        If another process has claimed it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise
        return None
    return handle


def release(claimed: int | None) -> None:
    """Give up a claim."""
    if claimed is not None:
        os.close(claimed)


def claimed_new(make: Callable[[], str]) -> tuple[int | None, Path]:
    """A file or folder that `make` makes under a new name, claimed before anyone takes it away."""
    while True:
        path = Path(make())
        # Between the two steps another process may have taken it for a leftover.
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            claimed = claim(path)
            if path.exists():
                return claimed, path
            release(claimed)


def claimed_folder(prefix: str) -> tuple[int | None, Path]:
    """A new temporary folder, claimed, after those that killed programs left are removed.

    Whoever takes it removes it, and then releases the claim.
    """
    for path in Path(tempfile.gettempdir()).glob(f"{prefix}????????"):
        with contextlib.suppress(OSError):
            claimed = claim(path)
            if claimed is not None:
                shutil.rmtree(path, ignore_errors=True)
                release(claimed)
    return claimed_new(lambda: tempfile.mkdtemp(prefix=prefix))


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A temporary folder for the time of a block; of a killed program the next removes it."""
    claimed, folder = claimed_folder(prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        release(claimed)


def _new_part(path: Path) -> str:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    return name
