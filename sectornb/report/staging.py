"""A report is made in a folder beside its place and swapped in whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from sectornb.errors import SectornbError, told_of_system


def staging_folder(reports: Path, region_id: str) -> Path:
    """Where the report of a region is made before it takes its place."""
    return reports / f".{region_id}.staging"


def old_folder(reports: Path, region_id: str) -> Path:
    """Where the previous report waits for the moment of the swap."""
    return reports / f".{region_id}.old"


def mend(reports: Path, region_id: str) -> str | None:
    """Finish or undo a swap that was killed halfway; say what was done, if anything.

    The new report is complete before the old one is moved away, so a missing
    report with an old one beside it means the kill came between two renames:
    the old one is put back.
    """
    report, old = reports / region_id, old_folder(reports, region_id)
    staging = staging_folder(reports, region_id)
    told = None
    if old.exists():
        if report.exists():
            _remove(old)
        else:
            old.rename(report)
            told = f"Put back the report {report}: an earlier run was stopped while replacing it."
    if staging.exists():
        _remove(staging)
    return told


def mend_others(reports: Path, region_id: str) -> list[str]:
    """Mend what killed runs of other regions left in the same folder; say what was done.

    A report that another run is making is left alone, and one that cannot be mended waits
    for a run of its own, which tells why.
    """
    left = [re.fullmatch(r"\.(.+)\.(staging|old)", path.name) for path in reports.iterdir()]
    told = []
    for other in sorted({match[1] for match in left if match} - {region_id}):
        with contextlib.suppress(SectornbError, OSError), only_run(reports, other):
            told.append(mend(reports, other))
    return [line for line in told if line]


@contextlib.contextmanager
def only_run(reports: Path, region_id: str) -> Iterator[None]:
    """Hold the region's lock, so that two runs cannot write the same report.

    Raises
    ------
    SectornbError
        If another run holds it, or the report is a link, whose place a folder would take.
    """
    reports.mkdir(parents=True, exist_ok=True)
    if (report := reports / region_id).is_symlink():
        raise SectornbError(
            f"{report} is a link to {os.readlink(report)}. A report takes its place by renaming, "
            "which would put a plain folder there and leave the old report where the link leads. "
            "Remove the link, and write to the other place: --out FOLDER, or make the folder of "
            "all reports a link."
        )
    lock = FileLock(reports / f".{region_id}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise SectornbError(
            f"Another run is making the report {reports / region_id}. Wait for it to end, or stop "
            "it, and run again."
        ) from None
    try:
        yield
    finally:
        lock.release()


def swap_in(reports: Path, region_id: str) -> Path:
    """Put the staged report in the place of the old one by renaming; return its folder.

    An old one that cannot be removed then is left to the next run (:func:`mend`).
    """
    report, old = reports / region_id, old_folder(reports, region_id)
    if report.exists():
        report.rename(old)
    staging_folder(reports, region_id).rename(report)
    with contextlib.suppress(SectornbError):
        _remove(old)
    return report


def _remove(folder: Path) -> None:
    """Remove what this program made and does not need any more, be it read-only.

    Raises
    ------
    SectornbError
        If another account or a program that has a file of it open does not let it go.
    """
    if folder.is_symlink():
        folder.unlink()
    if not folder.exists():
        return
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
        for parent, folders, _ in os.walk(folder):
            for path in (Path(parent, name) for name in folders):
                if not path.is_symlink():
                    path.chmod(0o700)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise SectornbError(
            f"{folder}, which an earlier run left, cannot be removed: {told_of_system(error)} "
            "It is not needed any more: delete it, and run again."
        ) from error
