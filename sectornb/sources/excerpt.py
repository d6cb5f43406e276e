"""Part of a library: just the files that a report was made from, as a library of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from sectornb.errors import SectornbError
from sectornb.sources.holding import Holding, file_sha256, record_of
from sectornb.sources.library import Library


def excerpt(library: Library, holdings: Iterable[Holding], folder: Path) -> dict[Holding, str]:
    """Put files of `library` into a library at `folder`, each after its bytes were compared.

    A file is linked where the system allows it, and copied elsewhere; what readers keep
    beside it goes with it, so that it need not be parsed anew.

    Parameters
    ----------
    holdings : iterable of Holding
        What a manifest says of each file.

    Returns
    -------
    dict
        The files that could not be taken, each with the reason: not there, or of other bytes.
    """
    part, refused = Library(folder), dict[Holding, str]()
    for holding in holdings:
        try:
            path, target = library.path(*holding.key), part.path(*holding.key)
        except SectornbError as error:
            refused[holding] = str(error)
            continue
        if not path.is_file() or not record_of(path).is_file():
            refused[holding] = f"{library.root} does not hold it"
            continue
        found = file_sha256(path)
        if found != holding.sha256:
            refused[holding] = (
                f"its SHA-256 was {holding.sha256[:12]}… and is {found[:12]}… in {library.root}"
            )
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent.glob(f".{path.name}.{found[:16]}.*")
        for each in (path, record_of(path), *sorted(beside)):
            _put(each, target.parent / each.name)
    return refused


def _put(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:
        shutil.copy2(file, target)
