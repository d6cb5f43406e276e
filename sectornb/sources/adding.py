"""Taking downloaded files into the library: recognize, read, then keep, all or none.

What a file is follows from what stands in it, never from its name: the same
slice may be called ``39049.csv``, ``39049 (1).csv`` or ``area.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace as changed
from datetime import UTC, datetime
from pathlib import Path

from sectornb.errors import InputError
from sectornb.sources.declarations import declared
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import Library, check_vintage
from sectornb.sources.recognition import RECOGNIZERS, Recognized, recognize
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
        # A name may hold bytes that no text can.
        origin=origin or f"added by hand: {path.name.encode('utf-8', 'replace').decode()}",
        retrieved=retrieved or datetime.fromtimestamp(stat.st_mtime, UTC).date().isoformat(),
        bytes=stat.st_size,
        sha256=file_sha256(path),
        rows=found.rows,
        simulated=simulated,
    )


def add_files(
    root: Path, paths: Iterable[Path], source: str, vintage: str = "", *, replace: bool = False
) -> list[tuple[Holding, bool]]:
    """Take several files into the library at `root`, all or none, and long ones with their store.

    Without a `vintage` each file has that of the year that it tells; one that tells none,
    such as a crosswalk, has the year of the others.

    Raises
    ------
    InputError, ChangedFileError
        If a file is refused or would replace another, or nothing tells the vintage of
        one; nothing is written then.
    """
    if vintage:
        check_vintage(vintage)
    library = Library(root)
    library.sweep()
    paths = list(paths)
    found = [_recognized(path, source, vintage) for path in paths]
    if not vintage:
        found = _with_vintage(paths, found, source)
    holdings = [
        describe_file(path, source, vintage or each.vintage, found=each)
        for path, each in zip(paths, found, strict=True)
    ]
    seen: dict[tuple[str, ...], Path] = {}
    for path, holding in zip(paths, holdings, strict=True):
        other = seen.setdefault(holding.key, path)
        if other != path and file_sha256(other) != holding.sha256:
            raise InputError(
                f"{other} and {path} are both {source} {holding.vintage} {holding.part} and "
                "differ. Add only the one you want to keep."
            )
        library.check_put(path, holding, replace=replace)
    added = []
    for path, each, holding in zip(paths, found, holdings, strict=True):
        added.append((holding, library.put(path, holding, replace=replace)))
        if each.draft is not None:
            _keep(library, holding, each.draft)
    return added


def _recognized(path: Path, source: str, vintage: str) -> Recognized:
    """What a file is; of one that is refused, which other source would take it."""
    try:
        return recognize(path, source, vintage)
    except InputError as error:
        others = (name for name in RECOGNIZERS if name != source and _is_of(path, name))
        other = next(others, None)
        if other is None or f"--source {other}" in str(error):
            raise
        raise InputError(f"{error} Or is it meant for {other}? Then: --source {other}.") from error


def _is_of(path: Path, source: str) -> bool:
    try:
        return bool(recognize(path, source, ""))
    except InputError:
        return False


def _with_vintage(paths: list[Path], found: list[Recognized], source: str) -> list[Recognized]:
    """Every file with a vintage: that of the others where they agree on one."""
    years = sorted({each.vintage for each in found if each.vintage})
    complete = []
    for path, each in zip(paths, found, strict=True):
        if each.vintage:
            complete.append(each)
            continue
        if len(years) != 1:
            raise InputError(
                f"Nothing in {path} tells which vintage of {source} it is. Say so with --vintage: "
                f"{declared(source).vintage}"
            )
        complete.append(changed(recognize(path, source, years[0]), vintage=years[0]))
    return complete


def _keep(library: Library, holding: Holding, draft: Draft) -> None:
    make_store(library.path(*holding.key), holding.sha256, lambda: draft)
