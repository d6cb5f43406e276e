"""Rows of QCEW bulk files as a typed table: parsed by place, checked, marks decoded.

The header is read apart from the rows, because rows come in pieces: those of the
wanted areas, or one block after another.  The index of a parsed piece is the row
in its file, so that every message names the row that a reader can look up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, examples
from sectornb.sources.area_lines import Lines
from sectornb.sources.declarations import ColumnDeclaration, TableDeclaration
from sectornb.sources.qcew import EMPLOYMENT, check_codes, decode_marks
from sectornb.sources.text_file import require_columns

ALWAYS = ("disclosure_code", "establishments")


def needed_columns(
    declaration: TableDeclaration, columns: Collection[str] | None
) -> tuple[ColumnDeclaration, ...]:
    """The declared columns that have to be read for the measures in `columns`, or all.

    Raises
    ------
    UnknownCodeError
        If the table has no such measure.
    """
    if columns is None:
        return declaration.columns
    known = {column.name for column in declaration.columns}
    unknown = set(columns) - known - {"employment_status"}
    if unknown:
        raise UnknownCodeError(
            f"The table has no column {examples(sorted(unknown))}; it has "
            f"{examples(sorted(known), 40)}."
        )
    wanted = {*declaration.key, *ALWAYS, *columns, *(EMPLOYMENT & known)}
    marks = {c.withheld_by for c in declaration.columns if c.name in wanted and c.withheld_by}
    return tuple(c for c in declaration.columns if c.name in wanted | marks)


@dataclass(frozen=True)
class Layout:
    """Which place in a row holds which column.

    Attributes
    ----------
    name : str
        The file, in messages.
    width : int
        Cells in a row.
    places : dict of str to int
        Column in this project to place, from 0.
    numbers : frozenset of str
        The columns that hold numbers.
    titles : dict of str to str
        Column in this project to its name in this file.
    """

    name: str
    width: int
    places: dict[str, int]
    numbers: frozenset[str]
    titles: dict[str, str]


def layout_of(name: str, header: list[str], columns: Collection[ColumnDeclaration]) -> Layout:
    """Where the `columns` stand in a file with this header.

    Raises
    ------
    InputError
        If one is missing or stands there twice.
    """
    require_columns(Path(name), header, {column.file: column.aliases for column in columns})
    places, titles, numbers = {}, {}, set()
    for column in columns:
        file_name = next(n for n in (column.file, *column.aliases) if n in header)
        places[column.name] = header.index(file_name)
        titles[column.name] = file_name
        if column.kind not in ("code", "mark", "text"):
            numbers.add(column.name)
    return Layout(name, len(header), places, frozenset(numbers), titles)


def parse_rows(layout: Layout, lines: Lines) -> pd.DataFrame:
    """Lines as a table of text and float64, checked cell by cell but with marks as written.

    Raises
    ------
    InputError
        If a row has too few or too many cells, is not UTF-8, or holds an unknown
        code or mark or something else than a number in a column of numbers.
    """
    _check_width(layout, lines)
    texts = {layout.places[c]: str for c in layout.places if c not in layout.numbers}
    numbers = {layout.places[c]: np.float64 for c in layout.numbers}
    try:
        frame = _read(layout, lines, {**texts, **numbers})
    except UnicodeDecodeError as error:
        raise InputError(
            f"{layout.name} is not UTF-8 text throughout ({error.reason}). Use the agency's own "
            "file, or save it as 'CSV UTF-8'."
        ) from error
    except ValueError as error:
        raise _unreadable_number(layout, lines) from error
    frame.index = pd.Index(lines.rows)
    frame = frame.rename(columns={place: name for name, place in layout.places.items()})
    frame = frame[list(layout.places)]
    _check_empty(layout, frame)
    check_codes(Path(layout.name), frame)
    return frame


def tidy_rows(
    name: str,
    frame: pd.DataFrame,
    declaration: TableDeclaration,
    *,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
) -> pd.DataFrame:
    """Parsed rows with marks decoded, narrowed to what is wanted, sorted by the key.

    Raises
    ------
    InputError
        If a key occurs twice, a number is negative, or a withheld cell holds one.
    """
    key = list(declaration.key)
    for column, codes in (("agglvl_code", levels), ("own_code", ownership)):
        if codes is not None:
            frame = frame[frame[column].isin(list(codes))]
    doubled = frame[frame.duplicated(key, keep="first")]
    if len(doubled):
        row = doubled.iloc[0]
        raise InputError(
            f"{name} repeats {len(doubled)} rows, the first in row {doubled.index[0] + 2}: area "
            f"{row['area_fips']}, ownership {row['own_code']}, industry {row['naics']}, "
            f"{row['year']} {row['qtr']}. The file was pasted together; use the agency's own file."
        )
    frame = decode_marks(Path(name), frame.copy(), declaration)
    measures = [column for column in frame.columns if column not in key]
    return frame[[*key, *measures]].sort_values(key, kind="stable").reset_index(drop=True)


def _read(layout: Layout, lines: Lines, dtype: dict[int, type]) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(lines.data),
        header=None,
        names=list(range(layout.width)),
        usecols=sorted(layout.places.values()),
        dtype=dtype,
        keep_default_na=False,
        na_values=[],
        encoding="utf-8",
        skipinitialspace=True,
        index_col=False,
    )


def _check_width(layout: Layout, lines: Lines) -> None:
    """Refuse the first row whose commas outside quotes are not one fewer than the columns."""
    data = np.frombuffer(lines.data, np.uint8)
    commas, ends = data == ord(","), np.flatnonzero(data == ord("\n"))
    quotes = data == ord('"')
    if (np.add.reduceat(quotes, np.concatenate(([0], ends[:-1] + 1)), dtype=np.int64) % 2).any():
        raise InputError(
            f"{layout.name} holds a row with an odd number of quotes near row "
            f"{lines.rows[0] + 2}. The file was edited or cut off; use the agency's own file."
        )
    commas &= np.cumsum(quotes, dtype=np.uint8) % 2 == 0
    cells = np.diff(np.searchsorted(np.flatnonzero(commas), ends), prepend=0) + 1
    bad = np.flatnonzero(cells != layout.width)
    if len(bad):
        row, found = int(lines.rows[bad[0]]), int(cells[bad[0]])
        advice = (
            "The transfer was probably cut off; download the file again."
            if found < layout.width
            else "Another program added cells; use the agency's own file."
        )
        raise InputError(
            f"{layout.name} row {row + 2} has {found} cells, the header {layout.width} columns. "
            f"{advice}"
        )


def _check_empty(layout: Layout, frame: pd.DataFrame) -> None:
    for column in layout.numbers:
        empty = frame.index[frame[column].isna()]
        if len(empty):
            raise InputError(
                f"{layout.name} row {empty[0] + 2}, column {layout.titles[column]}: an empty cell "
                "where a number belongs. Use the agency's own file."
            )


def _unreadable_number(layout: Layout, lines: Lines) -> InputError:
    rows = csv.reader(io.StringIO(lines.data.decode("utf-8", errors="replace")))
    for row, cells in zip(lines.rows.tolist(), rows, strict=False):
        for column in sorted(layout.numbers, key=layout.places.__getitem__):
            found = cells[layout.places[column]]
            try:
                float(found)
            except ValueError:
                what = repr(found) if found.strip() else "an empty cell"
                return InputError(
                    f"{layout.name} row {row + 2}, column {layout.titles[column]}: {what} where a "
                    "number belongs. The file was edited, cut off or re-saved by a spreadsheet; "
                    "use the agency's own file."
                )
    return InputError(
        f"{layout.name} holds numbers that cannot be read. Use the agency's own file."
    )
