"""Taking downloaded files into the library: recognize, read, then keep, all or none.

What a file is follows from what stands in it, never from its name: the same
slice may be called ``39049.csv``, ``39049 (1).csv`` or ``area.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sectornb.errors import InputError
from sectornb.sources.library import Holding, Library, check_vintage, file_sha256
from sectornb.sources.recognition import recognize


def describe_file(
    path: Path,
    source: str,
    vintage: str,
    *,
    origin: str | None = None,
    retrieved: str | None = None,
    maturity: str = "as published",
    simulated: bool = False,
) -> Holding:
    """Read a file to its end and describe it as the library will keep it.

    `origin` is by default that the file was added by hand, `retrieved` the day
    of its modification time.

    Raises
    ------
    InputError
        If the file is refused by its reader.
    """
    found = recognize(path, source, vintage)
    stat = path.stat()
    return Holding(
        source=source,
        vintage=vintage,
        table=found.table,
        part=found.part,
        reference_period=found.reference_period,
        origin=origin or f"added by hand: {path.name}",
        retrieved=retrieved or datetime.fromtimestamp(stat.st_mtime, UTC).date().isoformat(),
        bytes=stat.st_size,
        sha256=file_sha256(path),
        rows=found.rows,
        maturity=maturity,
        simulated=simulated,
    )


def add_files(
    root: Path, paths: Iterable[Path], source: str, vintage: str, *, replace: bool = False
) -> list[tuple[Holding, bool]]:
    """Take several files into the library at `root`, all or none.

    Raises
    ------
    InputError, ChangedFileError
        If a file is refused or would replace another; nothing is written then.
    """
    check_vintage(vintage)
    library = Library(root)
    paths = list(paths)
    described = [describe_file(path, source, vintage) for path in paths]
    seen: dict[tuple[str, ...], Path] = {}
    for path, holding in zip(paths, described, strict=True):
        other = seen.setdefault(holding.key, path)
        if other != path and file_sha256(other) != holding.sha256:
            raise InputError(
                f"{other} and {path} are both {source} {vintage} {holding.part} and differ. Add "
                "only the one you want to keep."
            )
        library.check_put(path, holding, replace=replace)
    return [
        (holding, library.put(path, holding, replace=replace))
        for path, holding in zip(paths, described, strict=True)
    ]
