"""Where the notebooks, declarations, lists and the example that come with the package lie.

A checkout's own copies go first; an installed wheel carries copies beside this
file.  An editable install runs from the checkout, so it never reads a stale copy.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """The source checkout that this package runs from, or None for an installed wheel."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir() else None


def shipped(*parts: str) -> Path:
    """Path of something that comes with the package, such as ``shipped("data", "sources")``."""
    root = checkout() or PACKAGE / "_shipped"
    return root.joinpath(*parts)


@cache
def facts(name: str) -> tuple[dict[str, str], ...]:
    """Rows of one list in ``data/classifications``, as text; its README describes them."""
    path = shipped("data", "classifications", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
