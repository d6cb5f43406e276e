"""Tables that agencies answer as JSON: an array of arrays, or rows of an object; all as text."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.errors import InputError, counted, examples
from sectornb.sources.opening import HEAD, LARGEST_WHOLE, MEBIBYTE, checked_text, file_head

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 2_000_000
"""Of an answer that is held in memory: more than any that the Census Bureau gives at once."""
_FIRST = re.compile(rb"\[\s*(\[[^\[\]]*\])")
AGAIN = "Send the query again, and save the whole answer as the service gives it."


def is_json(path: Path) -> bool:
    """Whether a file begins as JSON does.

    Raises
    ------
    InputError
        As :func:`file_head`.
    """
    head = file_head(path, HEAD)
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"[", b"{")


def array_header(path: Path) -> list[str]:
    """The first array of an array of arrays, which names its columns; empty if it is none.

    Raises
    ------
    InputError
        As :func:`file_head`.
    """
    first = _FIRST.match(file_head(path, HEAD).removeprefix(codecs.BOM_UTF8).lstrip())
    try:
        names = json.loads(first.group(1)) if first else []
    except ValueError:
        return []
    return names if all(isinstance(name, str) for name in names) else []


def array_table(path: Path, most_rows: int = MOST_ROWS) -> pd.DataFrame:
    """An array of arrays as text; ``null`` is an empty cell; the index is the row from 0.

    Raises
    ------
    InputError
        If it is no such JSON, is cut off, has rows of other lengths, or none.
    """
    content = json_content(path)
    if not isinstance(content, list) or not all(isinstance(row, list) for row in content):
        raise InputError(
            f"{path} is JSON, but no array of arrays such as the Census API gives. {AGAIN}"
        )
    if len(content) < 2:
        raise InputError(f"{path} has a header and no rows: the query found nothing. {AGAIN}")
    header, *rows = content
    return _text_table(path, [str(name) for name in header], rows, most_rows)


def object_rows(path: Path, rows: Any, wanted: Sequence[str]) -> pd.DataFrame:
    """Rows of an object, each an object itself, with the fields `wanted`, as text.

    Raises
    ------
    InputError
        If they are no such rows, or one lacks a field.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise InputError(f"{path} is JSON without rows of data. {AGAIN}")
    lacking = [name for name in wanted if not all(name in row for row in rows)]
    if lacking:
        raise InputError(f"{path} has rows without {examples(lacking)}. {AGAIN}")
    return _text_table(path, list(wanted), [[row[name] for name in wanted] for row in rows])


def json_content(path: Path) -> Any:
    """What a JSON file holds.

    Raises
    ------
    InputError
        If it is larger than a table may be, in another encoding, or cut off.
    """
    if not is_json(path):
        checked_text(path, file_head(path, HEAD))
        raise InputError(f"{path} is no JSON. {AGAIN}")
    size = path.stat().st_size
    if size > LARGEST_WHOLE:
        raise InputError(
            f"{path} has {size / MEBIBYTE:,.0f} MiB; the largest such answer that is read has "
            f"{LARGEST_WHOLE / MEBIBYTE:,.0f}. Ask for fewer columns, or for one state at a time."
        )
    try:
        return json.loads(path.read_bytes().removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text. {AGAIN}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is damaged or cut off: {error}. {AGAIN}") from error


def _text_table(
    path: Path, header: list[str], rows: list[list[Any]], most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    import pandas as pd

    from sectornb.sources.refusals import refuse_unseen

    if len(rows) > most_rows:
        raise InputError(f"{path} has more than {most_rows:,} rows. Ask for one state at a time.")
    if len(set(header)) < len(header):
        twice = sorted({name for name in header if header.count(name) > 1})
        # The API repeats what was asked for and is a predicate as well.
        keep = [place for place, name in enumerate(header) if name not in header[:place]]
        first = {name: header.index(name) for name in twice}
        if any(row[first[name]] != row[at] for row in rows if len(row) == len(header)
               for at, name in enumerate(header) if name in first):  # fmt: skip
            raise InputError(f"{path} has {examples(twice)} twice, with other cells. {AGAIN}")
        rows = [[row[at] for at in keep] if len(row) == len(header) else row[:-1] for row in rows]
        header = [header[at] for at in keep]
    lengths = {len(row) for row in rows} - {len(header)}
    if lengths:
        place = next(at for at, row in enumerate(rows) if len(row) != len(header))
        raise InputError(
            f"{path} row {place + 2:,} has {counted(len(rows[place]), 'cell')}, the header "
            f"{counted(len(header), 'column')}. {AGAIN}"
        )
    columns = {
        name: ["" if cell is None else _text(cell) for cell in cells]
        for name, cells in zip(header, zip(*rows, strict=True), strict=True)
    }
    table = pd.DataFrame(columns, dtype="str")
    for name in table:
        refuse_unseen(path, table[name])
    return table


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
