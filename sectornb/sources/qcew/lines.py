"""Rows of wanted areas out of a file too long to parse: only the beginning of each line is read.

QCEW files begin each row with the area, five characters and a comma.  One pass
over the line beginnings finds the rows of some areas wherever they stand, and
proves the form of all others; nothing relies on the file being sorted.  That costs
less than unpacking it (see ``docs/benchmarks.md``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sectornb.errors import InputError
from sectornb.sources.opening import without_blank_lines

AREA = r"(?:\d{5}|[A-Z][0-9A-Z]{4})"
"""Five digits, or a letter and four more: the agency may name a further group of areas any day."""
BEGINNING = re.compile(rf'(?:"(?P<quoted>{AREA})",|(?P<plain>{AREA}),)'.encode())
SHORTEST = 8
"""Bytes of ``"39049",``; no row is as short as that."""
PIECE = 16 << 20
"""Bytes of wanted rows that are parsed at once."""


@dataclass(frozen=True)
class Lines:
    """Some lines of a file, and which: `rows` counts from 0 after the header."""

    data: bytes
    rows: np.ndarray


@dataclass
class LinesSeen:
    """What one pass has met so far: how many rows, and which areas."""

    rows: int = 0
    areas: set[str] = field(default_factory=set)


def pieces_of(
    name: str,
    blocks: Iterable[bytes],
    seen: LinesSeen,
    areas: Collection[str] | None = None,
    *,
    area_first: bool = True,
) -> Iterator[Lines]:
    """The lines of `areas`, or all, in pieces that are worth parsing; `seen` is filled on the way.

    Where columns stand in another order, so that no line begins with its area, all lines are
    passed on, for the caller to narrow.

    Raises
    ------
    InputError
        If a line begins with no area code, as in a file that was pasted
        together, cut off, or saved by a program that dropped leading zeros.
    """
    held: list[Lines] = []
    size = 0
    for block in blocks:
        if area_first:
            lines = _lines_of_areas(name, block, areas, seen)
        else:
            block = without_blank_lines(block)
            lines = Lines(block, np.arange(seen.rows, seen.rows + block.count(b"\n")))
            seen.rows += len(lines.rows)
        if not lines.data:
            continue
        held.append(lines)
        size += len(lines.data)
        if size >= PIECE:
            yield glued(held)
            held, size = [], 0
    if held:
        yield glued(held)


def glued(held: list[Lines]) -> Lines:
    """Lines after each other as one piece."""
    return Lines(b"".join(part.data for part in held), np.concatenate([p.rows for p in held]))


def _lines_of_areas(
    name: str, block: bytes, areas: Collection[str] | None, seen: LinesSeen
) -> Lines:
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + 1
    starts = np.concatenate(([0], ends[:-1]))
    short = ends - starts <= SHORTEST
    if short.any():
        whole = without_blank_lines(block)
        if len(whole) < len(block):
            return _lines_of_areas(name, whole, areas, seen)
        at = int(short.argmax())
        raise _no_area(name, block[starts[at] : ends[at]], seen.rows + at)
    kept, rows = [], [np.arange(0)]
    edges = [0, *_turns(block, starts), len(starts)] if block else []
    for here, there in pairwise(edges):
        # Lines that follow each other and begin alike are one run.
        start, end = int(starts[here]), int(ends[there - 1])
        found = BEGINNING.match(block, start, start + SHORTEST)
        if found is None:
            raise _no_area(name, block[start : ends[here]], seen.rows)
        area = (found["quoted"] or found["plain"]).decode()
        if areas is None or area in areas:
            kept.append(block[start:end])
            rows.append(np.arange(seen.rows, seen.rows + there - here))
        seen.areas.add(area)
        seen.rows += there - here
    return Lines(b"".join(kept), np.concatenate(rows))


def _turns(block: bytes, starts: np.ndarray) -> list[int]:
    """The lines, from the second on, that begin otherwise than the one before."""
    # Eight bytes at every offset, without copying: a code, its quotes and the comma as one number.
    words = np.ndarray((len(block) - 7,), dtype="<u8", buffer=block, strides=(1,))[starts]
    if block[:1] != b'"':
        words = words & np.uint64((1 << 48) - 1)
    return (np.flatnonzero(words[1:] != words[:-1]) + 1).tolist()


def _no_area(name: str, line: bytes, row: int) -> InputError:
    found = line.decode("utf-8", errors="replace").strip().split(",")[0].strip('"')
    if found == "area_fips":
        hint = "It is the header again: the file was pasted together."
    elif re.fullmatch(r"\d{4}", found):
        hint = "Leading zeros were lost; never open the file in a spreadsheet before adding it."
    else:
        hint = "The file was edited or cut off."
    return InputError(
        f"{name} row {row + 2}, column area_fips: {found[:20]!r} is no code of an area. {hint} "
        "Use the agency's own file."
    )
