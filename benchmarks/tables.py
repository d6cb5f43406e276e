"""Complementary suppression: one table of 30 by 20, and fifty tables that share cells."""

from __future__ import annotations

from pathlib import Path

from measure import Row

TITLE = "Cells held back in tables"
ABOUT = (
    "One table of 30 by 20 cells with margins, a fifth of them below ten; and fifty tables of "
    "5,000 persons by two or three of seven dimensions, counties within regions, 5,729 different "
    "cells. Wanted: under 10 seconds, and an audited answer within 60; tables-*.txt beside the "
    "tables tell the gaps."
)
NOTHING = "reading the tables"
_START = """
import sys
from pathlib import Path
from benchmarks.linked_tables import FIFTY, ONE, attack, protect
folder = Path(sys.argv[1])
"""


def prepare(folder: Path) -> None:
    from benchmarks.linked_tables import write_tables

    write_tables(folder)


ROWS = (
    Row(NOTHING, _START + "assert (folder / FIFTY).read_bytes()"),
    Row("30 by 20 with margins (protected)", _START + "protect(folder, ONE, 60)", baseline=NOTHING),
    Row(
        "fifty linked tables, 25 seconds to improve (protected)",
        _START + "protect(folder, FIFTY, 25)",
        baseline=NOTHING,
        repeat=False,
    ),
    Row(
        "fifty linked tables, their marks attacked (audited)",
        _START + "attack(folder, FIFTY)",
        baseline=NOTHING,
        repeat=False,
    ),
)
