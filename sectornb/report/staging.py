"""A report is made in a folder beside its place and swapped in whole, or not at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from sectornb.errors import SectornbError


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
            shutil.rmtree(old)
        else:
            old.rename(report)
            told = f"Put back the report {report}: an earlier run was stopped while replacing it."
    if staging.exists():
        shutil.rmtree(staging)
    return told


@contextlib.contextmanager
def only_run(reports: Path, region_id: str) -> Iterator[None]:
    """Hold the region's lock, so that two runs cannot write the same report.

    Raises
    ------
    SectornbError
        If another run holds it.
    """
    reports.mkdir(parents=True, exist_ok=True)
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
    """Put the staged report in the place of the old one by renaming; return its folder."""
    report, old = reports / region_id, old_folder(reports, region_id)
    if report.exists():
        report.rename(old)
    staging_folder(reports, region_id).rename(report)
    if old.exists():
        shutil.rmtree(old)
    return report
