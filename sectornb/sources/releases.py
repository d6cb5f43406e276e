"""Releases that have a version of their own, such as O*NET 29.3, and the vintage each is kept as.

A vintage begins with a year, which tells files of years to come, files that are too old, and
revisions; a version tells none.  So a release is kept under the month in which it came out, and
whoever adds it writes its version: ``--vintage 29.3`` is ``2025-05``.
"""

from __future__ import annotations

import re
from functools import cache

from sectornb.errors import InputError
from sectornb.shipped import facts
from sectornb.sources.declarations import declared

_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,2}")
_MONTHS = ("08", "11", "02", "05")
"""Of the releases of a year, which begins in August."""
_LATER = 20
"""Years over which releases are expected to go on as those that are known."""


@cache
def _releases(source: str) -> dict[str, str]:
    """Version to month: those that are known, then later ones as they are due."""
    listed = declared(source).releases
    known = {row["version"]: row["released"] for row in facts(listed)} if listed else {}
    if not known:
        return {}
    last = max(map(_number, known))
    begun = int(known[f"{last[0]}.0"][:4]) - last[0]
    for major in range(last[0], last[0] + _LATER):
        for minor, month in enumerate(_MONTHS):
            if (major, minor) > last:
                known[f"{major}.{minor}"] = f"{begun + major + (minor > 1)}-{month}"
    return known


def _number(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)


def vintage_of_version(source: str, written: str) -> str:
    """The vintage as which a release is kept, such as ``2025-05`` for 29.3 of O*NET.

    What is no version, or of a source without any, stays as it is written.

    Raises
    ------
    InputError
        If no such version is known.
    """
    known = _releases(source)
    if not known or not _VERSION.fullmatch(written):
        return written
    if written not in known:
        first = next(iter(known))
        raise InputError(
            f"No release {written} of {declared(source).title} is known; the first whose codes "
            f"are read is {first}. Correct --vintage, or write the month in which it came out, "
            "such as 2025-05."
        )
    return known[written]


def version_of_vintage(source: str, vintage: str) -> str:
    """The version of a release, such as ``29.3`` for the vintage ``2025-05`` of O*NET.

    Raises
    ------
    InputError
        If none came out in that month.
    """
    released = vintage.partition(".r")[0]
    versions = [version for version, month in _releases(source).items() if month == released]
    if not versions:
        raise InputError(
            f"No release of {declared(source).title} is known to have come out in {vintage}, and "
            "its version must be named wherever its data are shown. Write the version, as in "
            "--vintage 29.3, which stands in the file Read Me.txt beside the tables."
        )
    return versions[0]
