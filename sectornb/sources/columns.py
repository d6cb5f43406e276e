"""Columns of CSV files: which there are, that every row has them, and their cells as text."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sectornb.errors import InputError, counted, examples
from sectornb.sources.declarations import declared
from sectornb.sources.opening import (
    LARGEST_WHOLE,
    Packed,
    csv_stream,
    header_of,
    no_utf8,
    without_blank_lines,
)

if TYPE_CHECKING:
    import pandas as pd

_BREAK = re.compile(rb"\r(?!\r*\n)")
"""What some parsers take for the end of a line and others do not."""
MOST_ROWS = 1_000_000
"""Of a table that is held in memory as text; the blocks of the largest state are 0.9 million."""


def require_columns(
    path: Path | str, header: Iterable[str], required: dict[str, tuple[str, ...]]
) -> None:
    """Refuse a file that lacks a column under each of its known names, or has it twice.

    Parameters
    ----------
    required : dict of str to tuple of str
        The agency's name to its other names.

    Raises
    ------
    InputError
        Names the missing columns and what the file begins with instead, or the
        doubled ones.
    """
    present = list(header)
    found = {
        name: sum(present.count(known) for known in (name, *others))
        for name, others in required.items()
    }
    missing = [name for name, count in found.items() if not count]
    if missing:
        raise InputError(
            f"{path} lacks the column{'s' if len(missing) > 1 else ''} {examples(missing)}; its "
            f"first line has {counted(len(present), 'column')} and begins {examples(present, 4)}. "
            "It is another file, or its header was changed; use the agency's own file."
        )
    twice = [name for name, count in found.items() if count > 1]
    if twice:
        raise InputError(
            f"{path} has the column{'s' if len(twice) > 1 else ''} {examples(twice)} more than "
            "once, perhaps under an older name too, so it is not clear which to read. Use the "
            "agency's own file."
        )


def refuse_ragged_rows(
    name: str, data: bytes, width: int, rows: Sequence[int] | np.ndarray | None = None
) -> None:
    """Refuse lines of which one has not `width` cells, one for each column of the header.

    Parsers fill short rows up, drop surplus cells, or take one for a row label, which
    shifts all others.

    Parameters
    ----------
    data : bytes
        Whole lines, none blank, each ended by a line feed.
    rows : sequence of int, optional
        Row of the file of each line, from 0.  With an array, no row may go over two lines.

    Raises
    ------
    InputError
        Names the first such row, or one with a line break that not every parser sees.
    """
    rows = range(len(data)) if rows is None else rows
    marks = np.frombuffer(data, np.uint8)
    commas, ends = marks == ord(","), marks == ord("\n")
    if b'"' in data:
        quoted = np.cumsum(marks == ord('"'), dtype=np.uint8) % 2 == 1
        if quoted[-1]:
            row = rows[int(np.count_nonzero(ends[: data.rfind(b'"')]))]
            raise InputError(
                f"{name} row {row + 2:,} is damaged: a quote is opened there and not closed. The "
                "file was edited or cut off; use the agency's own file."
            )
        commas &= ~quoted
        ends &= ~quoted
    ends = np.flatnonzero(ends)
    if broken := _BREAK.search(data):
        raise _broken(name, rows[data.count(b"\n", 0, broken.start())])
    if isinstance(rows, np.ndarray) and len(ends) < len(rows):
        within = np.flatnonzero(marks == ord("\n"))
        raise _broken(name, rows[int((within[: len(ends)] != ends).argmax())])
    cells = np.diff(np.searchsorted(np.flatnonzero(commas), ends), prepend=0) + 1
    bad = np.flatnonzero(cells != width)
    if len(bad):
        row, found = rows[int(bad[0])], int(cells[bad[0]])
        advice = (
            "The transfer was probably cut off; download the file again."
            if found < width
            else "Another program added cells; use the agency's own file."
        )
        raise InputError(
            f"{name} row {row + 2:,} has {counted(found, 'cell')}, the header "
            f"{counted(width, 'column')}. {advice}"
        )


def _broken(name: str, row: int) -> InputError:
    return InputError(
        f"{name} row {row + 2:,} holds a line break within a row. The file was edited or damaged; "
        "use the agency's own file."
    )


def text_columns(
    path: Path,
    wanted: Collection[str],
    packed: Packed = "",
    largest: int = LARGEST_WHOLE,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Columns of a CSV file as text, stripped of blanks, with nothing guessed.

    Raises
    ------
    InputError
        As :func:`csv_stream`, and if the text is not UTF-8 throughout, there are
        no rows, or a row has more or fewer cells than the header.
    """
    import pandas as pd

    from sectornb.sources.refusals import refuse_unseen

    with csv_stream(path, packed, largest) as stream:
        header, data = stream.header, b"".join(stream.blocks())
    if data.count(b"\n") > most_rows:
        raise InputError(
            f"{path} has more than {most_rows:,} rows, which no such file has. It was pasted "
            "together or is no data file; download the agency's own file."
        )
    data = without_blank_lines(data)
    if not data:
        raise no_rows(path)
    require_columns(path, header, dict.fromkeys(set(wanted) - set(header), ()))
    refuse_ragged_rows(str(path), data, len(header))
    try:
        data.decode("utf-8")
        frame = pd.read_csv(
            io.BytesIO(data),
            header=None,
            names=list(range(len(header))),
            usecols=[header.index(name) for name in wanted],
            dtype="str",
            keep_default_na=False,
            skipinitialspace=True,
        )
    except UnicodeDecodeError as error:
        raise no_utf8(path, error, " throughout", 1) from error
    except pd.errors.ParserError as error:
        raise InputError(
            f"{path} is damaged: {str(error).strip()}. The transfer was probably cut off or a row "
            "was edited; download it again."
        ) from error
    stripped = {
        name: [cell.strip() for cell in frame[header.index(name)].tolist()] for name in wanted
    }
    texts = pd.DataFrame(stripped, dtype="str")
    for name in texts:
        refuse_unseen(path, texts[name])
    return texts


def declared_columns(
    path: Path,
    source: str,
    table: str,
    packed: Packed = "",
    largest: int = LARGEST_WHOLE,
    *,
    any_case: bool = False,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """The columns that `source` declares of a table, by any name of the agency, under our names.

    Text, as :func:`text_columns` gives it; an optional column that the file lacks is not there.
    With `any_case` capitals and small letters of the names make no difference.

    Raises
    ------
    InputError
        As :func:`require_columns` and :func:`text_columns`.
    """
    declaration = declared(source).table(table)
    known = declaration.aliases()
    spelled = {name.casefold(): name for name in known} if any_case else {}
    header = header_of(path, packed)
    theirs = [spelled.get(raw.casefold(), raw) for raw in header]
    required = {
        c.file: c.aliases
        for c in declaration.columns
        if not c.optional or {c.file, *c.aliases}.intersection(theirs)
    }
    require_columns(path, theirs, required)
    names = {raw: known[name] for raw, name in zip(header, theirs, strict=True) if name in known}
    return text_columns(path, names, packed, largest, most_rows).rename(columns=names)


def no_rows(name: Path | str) -> InputError:
    """The error that a file holds a header and nothing else."""
    return InputError(
        f"{name} has a header and no rows. Download or make it again; it was probably cut off."
    )
