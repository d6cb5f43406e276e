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
from sectornb.sources.recognition import Recognized, recognize
from sectornb.sources.store import Draft, make_store


def describe_file(
    path: Path,
    source: str,
    vintage: str,
    *,
    found: Recognized | None = None,
    origin: str | None = None,
    retrieved: str | None = None,
    simulated: bool = False,
) -> Holding:
    """Describe a file as the library will keep it, read to its end unless it was `found` before.

    `origin` is by default that the file was added by hand, `retrieved` the day
    of its modification time.

    Raises
    ------
    InputError
        If the file is refused by its reader.
    """
    found = found or recognize(path, source, vintage)
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
        simulated=simulated,
    )


def add_files(
    root: Path, paths: Iterable[Path], source: str, vintage: str, *, replace: bool = False
) -> list[tuple[Holding, bool]]:
    """Take several files into the library at `root`, all or none, and long ones with their store.

    Raises
    ------
    InputError, ChangedFileError
        If a file is refused or would replace another; nothing is written then.
    """
    check_vintage(vintage)
    library = Library(root)
    paths = list(paths)
    found = [recognize(path, source, vintage) for path in paths]
    holdings = [
        describe_file(path, source, vintage, found=each)
        for path, each in zip(paths, found, strict=True)
    ]
    seen: dict[tuple[str, ...], Path] = {}
    for path, holding in zip(paths, holdings, strict=True):
        other = seen.setdefault(holding.key, path)
        if other != path and file_sha256(other) != holding.sha256:
            raise InputError(
                f"{other} and {path} are both {source} {vintage} {holding.part} and differ. Add "
                "only the one you want to keep."
            )
        library.check_put(path, holding, replace=replace)
    added = []
    for path, each, holding in zip(paths, found, holdings, strict=True):
        added.append((holding, library.put(path, holding, replace=replace)))
        if each.draft is not None:
            _keep(library, holding, each.draft)
    return added


def _keep(library: Library, holding: Holding, draft: Draft) -> None:
    make_store(library.path(*holding.key), holding.sha256, lambda: draft)
