"""Rows of QCEW files as typed, checked cells; a withheld cell is missing, never zero.

Columns are read by name, so that agency files, files re-saved by other programs and files with
older column names give the same table.  The header is read apart from the rows, because rows
come in pieces: the index of a parsed piece is the row in its file, so that every message names
the row that a reader can look up.  The agency writes a withheld cell (disclosure code ``N``) as
0; here it has a status.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, examples
from sectornb.sources.columns import refuse_ragged_rows, require_columns
from sectornb.sources.declarations import ColumnDeclaration, TableDeclaration
from sectornb.sources.opening import no_utf8
from sectornb.sources.qcew.identities import contradictions
from sectornb.sources.qcew.lines import AREA, Lines
from sectornb.sources.refusals import (
    OWN_FILE,
    refuse_codes,
    refuse_contradiction,
    refuse_first,
    refuse_repeats,
)

SOURCE = "qcew"
CODES = {
    "area_fips": ("an area", AREA),
    "own_code": ("an ownership", r"[0-5]|8|9"),
    "naics": ("an industry", r"\d{2,6}|31-33|44-45|48-49"),
    "agglvl_code": ("an aggregation level", r"\d{2}"),
    "size_code": ("a size class", r"\d"),
    "year": ("a year", r"(?:19|20)\d{2}"),
    "qtr": ("a quarter", r"[1-4A]"),
}
"""What the codes of each column mean, and what they look like."""
MARKS = ("a mark", "N|-|")
UNKNOWN_MARK = (
    "Known are blank, N and -. If the agency has a new mark, its meaning must be known before the "
    "file can be used."
)
EMPLOYMENT = ("employment", "month1_employment", "month2_employment", "month3_employment")
ALWAYS = ("disclosure_code", "establishments", *EMPLOYMENT)
STATUS = "employment_status"


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
    if unknown := sorted(set(columns) - known - {STATUS}):
        raise UnknownCodeError(
            f"The table has no column {examples(unknown)}; it has {examples(sorted(known), 40)}."
        )
    wanted = {*declaration.key, *ALWAYS, *columns}
    marks = {c.withheld_by for c in declaration.columns if c.name in wanted and c.withheld_by}
    return tuple(c for c in declaration.columns if c.name in wanted | marks)


def with_checks(
    declaration: TableDeclaration, columns: Collection[str] | None
) -> tuple[ColumnDeclaration, ...]:
    """The columns of :func:`needed_columns`, and those that they are compared with."""
    needed = needed_columns(declaration, columns)
    names = {column.name for column in needed}
    return (*needed, *(column for column in declaration.checks if column.checks in names))


def cell_columns(declaration: TableDeclaration, columns: Collection[str] | None) -> list[str]:
    """The columns of a table of cells with the measures in `columns`, or all, in their order.

    Raises
    ------
    UnknownCodeError
        If the table has no such measure.
    """
    measures = [
        column.name
        for column in needed_columns(declaration, columns)
        if column.kind != "mark" and column.name not in declaration.key
    ]
    return [*declaration.key, *measures, STATUS]


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
    columns : tuple of ColumnDeclaration
        What is declared of each.
    titles : dict of str to str
        Column in this project to its name in this file.
    """

    name: str
    width: int
    places: dict[str, int]
    columns: tuple[ColumnDeclaration, ...]
    titles: dict[str, str]

    @property
    def numbers(self) -> list[str]:
        """The columns that hold numbers, in the order of the file."""
        found = [c.name for c in self.columns if c.kind not in ("code", "mark", "text")]
        return sorted(found, key=self.places.__getitem__)


def layout_of(name: str, header: list[str], columns: tuple[ColumnDeclaration, ...]) -> Layout:
    """Where the `columns` stand in a file with this header, which may lack those for checks.

    Raises
    ------
    InputError
        If one is missing or stands there twice.
    """
    columns = tuple(c for c in columns if not c.checks or {c.file, *c.aliases} & set(header))
    require_columns(name, header, {column.file: column.aliases for column in columns})
    titles = {
        column.name: next(n for n in (column.file, *column.aliases) if n in header)
        for column in columns
    }
    places = {name: header.index(title) for name, title in titles.items()}
    return Layout(name, len(header), places, columns, titles)


def parse_rows(layout: Layout, lines: Lines) -> pd.DataFrame:
    """Lines as a table of text and float64, checked cell by cell but with marks as written.

    Raises
    ------
    InputError
        If a row has too few or too many cells, is not UTF-8, or holds an unknown
        code or mark, something else than a number in a column of numbers, a number that
        cannot be, one where it is marked as withheld, or figures that contradict each other.
    """
    refuse_ragged_rows(layout.name, lines.data, layout.width, lines.rows)
    try:
        frame = _read(layout, lines, np.float64)
    except UnicodeDecodeError as error:
        raise no_utf8(layout.name, error, " throughout", int(lines.rows[0]) + 1) from error
    except ValueError as error:
        raise _unreadable_number(layout, lines) from error
    _check_codes(layout, frame)
    marked = {c.name: frame[c.name].ne("").to_numpy() for c in layout.columns if c.kind == "mark"}
    _check_numbers(layout, frame, marked)
    numbers = {name: frame[name].to_numpy() for name in layout.numbers}
    for found in contradictions(numbers, marked):
        title = layout.titles[found.column]
        refuse_contradiction(layout.name, frame, found.rows, title, found.told)
    return frame


def _read(layout: Layout, lines: Lines, number: type) -> pd.DataFrame:
    """The columns of the layout as text, those of numbers as `number`."""
    types: dict[int, type] = dict.fromkeys(layout.places.values(), str)
    types |= {layout.places[name]: number for name in layout.numbers}
    frame = pd.read_csv(
        io.BytesIO(lines.data),
        header=None,
        names=list(range(layout.width)),
        usecols=sorted(layout.places.values()),
        dtype=types,
        keep_default_na=False,
        na_values=[],
        encoding="utf-8",
        skipinitialspace=True,
        index_col=False,
    )
    frame.index = pd.Index(lines.rows)
    frame = frame.rename(columns={place: name for name, place in layout.places.items()})
    return frame[list(layout.places)]


def tidy_cells(
    name: str,
    frame: pd.DataFrame,
    declaration: TableDeclaration,
    *,
    numbered: bool = False,
) -> pd.DataFrame:
    """Parsed rows with marks decoded, sorted by the key; `numbered`, with their ``row`` from 0.

    Raises
    ------
    InputError
        If a key occurs twice.
    """
    keys = list(zip(*(frame[column].tolist() for column in declaration.key), strict=True))
    if len(set(keys)) < len(keys):
        refuse_repeats(name, frame, declaration.key, "rows")
    columns: dict[str, object] = {column: frame[column].array for column in declaration.key}
    for column in declaration.columns:
        if column.name not in frame or column.name in columns or column.kind == "mark":
            continue
        columns[column.name] = values = frame[column.name].to_numpy()
        if column.withheld_by:
            marks = frame[column.withheld_by]
            hidden = marks.eq("N") if column.withheld_by == "disclosure_code" else marks.ne("")
            columns[column.name] = np.where(hidden, np.nan, values)
    columns[STATUS] = _status(frame)
    if numbered:
        columns["row"] = frame.index.to_numpy()
    table = pd.DataFrame(columns)
    # The agency's files are in order, which is seen sooner than a table is sorted.
    order = sorted(range(len(keys)), key=keys.__getitem__)
    in_order = all(place == row for place, row in enumerate(order))
    return table if in_order else table.take(order).reset_index(drop=True)


def narrowed(frame: pd.DataFrame, wanted: Mapping[str, Collection[str] | None]) -> pd.DataFrame:
    """The rows whose codes are among those `wanted`; None for every code."""
    for column, codes in wanted.items():
        if codes is not None:
            frame = frame[frame[column].isin(list(codes))]
    return frame


def _status(frame: pd.DataFrame) -> pd.Series:
    """What is known of the jobs of each row, by its mark and by the jobs as they are written."""
    measured = [frame[column].to_numpy() for column in EMPLOYMENT if column in frame]
    marks = frame["disclosure_code"].to_numpy()
    zero = (marks == "-") | (np.stack(measured) == 0).all(axis=0)
    status = np.select([marks == "N", zero], ["withheld", "zero"], "disclosed")
    return pd.Series(status, dtype="str")


def code_pattern(column: str) -> re.Pattern[str]:
    """What the codes, or marks, of a column look like in every QCEW file."""
    return re.compile(CODES.get(column, MARKS)[1])


def _check_codes(layout: Layout, frame: pd.DataFrame) -> None:
    for column in layout.columns:
        if column.kind not in ("code", "mark"):
            continue
        refuse_codes(
            layout.name,
            frame[column.name],
            code_pattern(column.name).fullmatch,
            f"code of {CODES[column.name][0]}" if column.kind == "code" else "known mark",
            title=layout.titles[column.name],
            digits=5 if column.name == "area_fips" else 0,
            advice=OWN_FILE if column.kind == "code" else UNKNOWN_MARK,
        )


def _check_numbers(layout: Layout, frame: pd.DataFrame, marked: Mapping[str, np.ndarray]) -> None:
    """Refuse an empty cell, a number that cannot be, and one where a mark says there is none."""
    for column in layout.columns:
        if column.name not in layout.numbers:
            continue
        values = frame[column.name].to_numpy()
        wrong = ~np.isfinite(values)
        if not column.name.startswith("oty_"):
            wrong |= values < 0
        if wrong.any():
            place = int(wrong.argmax())
            row, found = frame.iloc[place], values[place]
            cell = (
                f"{layout.name} row {frame.index[place] + 2}, column {layout.titles[column.name]}:"
            )
            if np.isnan(found):
                raise InputError(
                    f"{cell} an empty cell where a number belongs. Use the agency's own file."
                )
            raise InputError(
                f"{cell} {found:g} cannot be (area {row['area_fips']}, industry {row['naics']}). "
                "Use the agency's own file."
            )
        if not column.withheld_by:
            continue
        leaked = (values != 0) & marked[column.withheld_by]
        if leaked.any():
            place = int(leaked.argmax())
            mark = frame[column.withheld_by].iloc[place]
            raise InputError(
                f"{layout.name} row {frame.index[place] + 2}: marked {mark} "
                f"({'withheld' if mark == 'N' else 'no establishments'}) in "
                f"{column.withheld_by}, yet {column.name} is {values[place]:g}. The agency writes "
                "0 there; the file was edited. Use the agency's own file."
            )


def _unreadable_number(layout: Layout, lines: Lines) -> InputError:
    texts = _read(layout, lines, str)
    told = (
        "{} where a number belongs. The file was edited, cut off or re-saved by a spreadsheet; use "
        "the agency's own file."
    )
    for name in layout.numbers:
        unreadable = pd.to_numeric(texts[name], errors="coerce").isna()
        refuse_first(layout.name, unreadable, texts[name], told, layout.titles[name])
    return InputError(
        f"{layout.name} holds numbers that cannot be read. Use the agency's own file."
    )
