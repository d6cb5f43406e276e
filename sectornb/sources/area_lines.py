"""Rows of wanted areas out of a file too long to parse: only the beginning of each line is read.

QCEW files begin each row with the area, five characters and a comma.  One pass
over the line beginnings finds the rows of some areas wherever they stand, and
proves the form and the order of all others; nothing relies on the file being
sorted.  That costs less than unpacking it (see ``docs/benchmarks.md``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from sectornb.errors import InputError

AREA = re.compile(rb"\d{5}|US000|USCMS|USMSA|USNMS|C[0-9A-Z]{4}|CS\d{3}")
SHORTEST = 8
"""Bytes of ``"39049",``; no row is as short as that."""


@dataclass
class LinesSeen:
    """What one pass has met so far.

    Attributes
    ----------
    rows : int
        Rows of the file.
    areas : dict of str to int
        Rows of each area.
    is_sorted : bool
        Whether the areas stand in the order of their codes.
    """

    rows: int = 0
    areas: dict[str, int] = field(default_factory=dict)
    is_sorted: bool = True
    _last: str = ""

    def run(self, area: str, rows: int) -> None:
        """Count `rows` rows of `area` in a row."""
        self.is_sorted = self.is_sorted and self._last <= area
        self._last = area
        self.areas[area] = self.areas.get(area, 0) + rows
        self.rows += rows


@dataclass(frozen=True)
class Lines:
    """Some lines of a file, and which: `rows` counts from 0 after the header."""

    data: bytes
    rows: np.ndarray


def lines_of_areas(
    name: str, blocks: Iterable[bytes], areas: Collection[str] | None, seen: LinesSeen
) -> Iterator[Lines]:
    """The lines that begin with one of `areas`, or all; `seen` is filled on the way.

    Raises
    ------
    InputError
        If a line begins with no area code, as in a file that was pasted
        together, cut off, or saved by a program that dropped leading zeros.
    """
    wanted = None if areas is None else frozenset(areas)
    for block in blocks:
        kept, rows = [], []
        for start, end, first, count, area in _runs(name, block, seen):
            seen.run(area, count)
            if wanted is None or area in wanted:
                kept.append(block[start:end])
                rows.append(np.arange(first, first + count))
        if kept:
            yield Lines(b"".join(kept), np.concatenate(rows))


def _runs(name: str, block: bytes, seen: LinesSeen) -> Iterator[tuple[int, int, int, int, str]]:
    """Bytes from and to, first row, rows and area of each run of lines with one beginning."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + 1
    starts = np.concatenate(([0], ends[:-1]))
    short = ends - starts <= SHORTEST
    if short.any():
        blank = [not block[s:e].strip() for s, e in zip(starts[short], ends[short], strict=True)]
        if not all(blank):
            at = np.flatnonzero(short)[blank.index(False)]
            raise _no_area(name, block, starts[at], ends[at], seen.rows + int(at))
        starts, ends = starts[~short], ends[~short]
        if not len(starts):
            return
    # Eight bytes at every offset, without copying: a code, its quotes and the comma as one number.
    words = np.ndarray((len(block) - 7,), dtype="<u8", buffer=block, strides=(1,))[starts]
    if block[starts[0]] != ord('"'):
        words = words & np.uint64((1 << 48) - 1)
    turns = np.flatnonzero(words[1:] != words[:-1]) + 1
    edges = [0, *turns.tolist(), len(starts)]
    base = seen.rows
    for here, there in zip(edges[:-1], edges[1:], strict=True):
        start, end = int(starts[here]), int(ends[there - 1])
        begin = block[start : start + SHORTEST]
        quoted = begin[:1] == b'"'
        code, rest = (begin[1:6], begin[6:8]) if quoted else (begin[:5], begin[5:6])
        if not AREA.fullmatch(code) or rest != (b'",' if quoted else b","):
            raise _no_area(name, block, start, int(ends[here]), base + here)
        yield start, end, base + here, there - here, code.decode()


def _no_area(name: str, block: bytes, start: int, end: int, row: int) -> InputError:
    line = block[start:end].decode("utf-8", errors="replace").strip()
    found = line.split(",")[0].strip('"')
    if found == "area_fips":
        hint = "The header stands there again: the file was pasted together."
    elif re.fullmatch(r"\d{4}", found):
        hint = "Leading zeros were lost; never open the file in a spreadsheet before adding it."
    else:
        hint = "The file was edited or cut off."
    return InputError(
        f"{name} row {row + 2}, column area_fips: {found[:20]!r} is not such a code. {hint} Use "
        "the agency's own file."
    )
