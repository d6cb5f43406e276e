"""Part of a library: just the files that a report was made from, as a library of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from sectornb.errors import SectornbError
from sectornb.sources.holding import Holding, file_sha256, read_record, record_of
from sectornb.sources.library import Library
from sectornb.sources.opening import LARGEST_WHOLE

_OF_ITS_OWN = ("origin", "retrieved")
"""Where and when the same bytes were obtained, which may differ from library to library."""


def excerpt(library: Library, holdings: Iterable[Holding], folder: Path) -> dict[Holding, str]:
    """Put files of `library` into a library at `folder`, each after its bytes were compared.

    A file is linked where the system allows it, and copied elsewhere; its record says what
    the manifest says.  What readers keep beside it stays behind: it is not the agency's, and
    nobody can tell of which hand it is.

    Parameters
    ----------
    holdings : iterable of Holding
        What a manifest says of each file.

    Returns
    -------
    dict
        The files that could not be taken, each with the reason: not there, of other bytes, or
        told of otherwise by the library's own record.
    """
    part, refused = Library(folder), dict[Holding, str]()
    for holding in holdings:
        try:
            path, target = library.path(*holding.key), part.path(*holding.key)
            if not path.is_file() or not record_of(path).is_file():
                refused[holding] = f"{library.root} does not hold it"
            elif told := _otherwise(path, holding):
                refused[holding] = f"{told} in {library.root}"
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                _put(path, target)
                record = json.dumps(asdict(holding), indent=1, sort_keys=True)
                record_of(target).write_text(record + "\n", "utf-8")
        except SectornbError as error:
            refused[holding] = str(error)
    return refused


def _otherwise(path: Path, holding: Holding) -> str:
    """What the library has otherwise than `holding` says; empty where nothing is."""
    if (found := file_sha256(path)) != holding.sha256:
        ends = " (only its line ends differ, as git or an editor changes them)"
        return (
            f"its SHA-256 was {holding.sha256[:12]}… and is {found[:12]}…"
            f"{ends if _by_line_ends(path, holding.sha256) else ''}"
        )
    record = asdict(read_record(record_of(path)))
    other = [
        f"its {name} is {value!r} in the report and {record[name]!r}"
        for name, value in asdict(holding).items()
        if name not in _OF_ITS_OWN and record[name] != value
    ]
    return ", ".join(other)


def _by_line_ends(path: Path, sha256: str) -> bool:
    """Whether the file would have that SHA-256 with the line ends of another system."""
    if path.stat().st_size > LARGEST_WHOLE:
        return False
    unix = path.read_bytes().replace(b"\r\n", b"\n")
    both = (unix, unix.replace(b"\n", b"\r\n"))
    return any(hashlib.sha256(each).hexdigest() == sha256 for each in both)


def _put(file: Path, target: Path) -> None:
    if target.exists():
        # A copy would go through a link into the library that it leads to.
        target.unlink()
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
