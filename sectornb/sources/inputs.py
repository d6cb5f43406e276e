"""Small tables of the user's own that a region file names: read, checked, and as plain rows.

They are no part of a library: their rows stand in the parameters of a notebook, so that a
report needs no file beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.errors import InputError, ParameterError, examples
from sectornb.sources.columns import declared_columns
from sectornb.sources.declarations import TableDeclaration, declared
from sectornb.sources.opening import header_of
from sectornb.sources.own_tables.reader import NUMBERS, refuse_other_forms, with_numbers
from sectornb.sources.refusals import refuse_first, refuse_repeats, refuse_unseen

SOURCE = "region-inputs"
MOST_ROWS = 2_000
"""Such a table is typed by hand."""
Row = dict[str, Any]


def input_tables() -> Mapping[str, TableDeclaration]:
    """Every table that a region file may name, by its name."""
    return declared(SOURCE).tables


def read_input(path: Path, name: str) -> list[Row]:
    """Rows of the table `name` in a file of CSV or xlsx; a figure that is not known is None.

    Raises
    ------
    InputError
        If the file is missing, is another table, a cell does not match its column, a row stands
        twice, or jobs lie outside of their ends.
    """
    table = declared(SOURCE).table(name)
    _refuse_another(path, name, table)
    texts = declared_columns(path, SOURCE, name, "xlsx", any_case=True, most_rows=MOST_ROWS)
    for column in table.columns:
        if column.name in texts and column.kind == "text":
            refuse_unseen(path, texts[column.name])
    refuse_other_forms(path, texts, table)
    refuse_repeats(path, texts, table.key, "rows", "Keep one row for each.")
    found = with_numbers(path, texts, table, SOURCE)
    if name == "industry_jobs":
        _refuse_outside(path, found)
    return _plain(found, table)


def _refuse_another(path: Path, name: str, table: TableDeclaration) -> None:
    """Refuse a file whose columns are those of a neighbor, with the columns that belong there."""
    there = {each.casefold() for each in header_of(path, "xlsx")}
    needed = [column.file for column in table.columns if not column.optional]
    missing = [each for each in needed if each.casefold() not in there]
    if not missing:
        return
    other = [
        each
        for each, its in input_tables().items()
        if {column.file.casefold() for column in its.columns if not column.optional} <= there
    ]
    meant = f" It is the table {other[0]}: name it under that key." if other else ""
    raise InputError(
        f"{path} lacks the column{'s' * (len(missing) > 1)} {examples(missing, 9)} of the table "
        f"{name}: {', '.join(needed)}.{meant} 'sectornb sources {SOURCE}' explains each."
    )


def _refuse_outside(path: Path, found: pd.DataFrame) -> None:
    """Refuse jobs that lie outside of the ends given for them, or are not given."""
    jobs = found["employment"]
    refuse_first(
        path, jobs.isna(), jobs, "The jobs are missing. Give the figure, or leave the row out.",
        "employment",
    )  # fmt: skip
    for end, beyond in (("low", "gt"), ("high", "lt")):
        if end in found:
            wrong = getattr(found[end], beyond)(jobs)
            told = "{} does not enclose the jobs of its row. Low, employment and high must rise."
            refuse_first(path, wrong, found[end], told, end)


def _plain(found: pd.DataFrame, table: TableDeclaration) -> list[Row]:
    """Rows as plain values: text, numbers, and None where a number is not known."""
    names = [column.name for column in table.columns if column.name in found]
    numbers = {column.name for column in table.columns if column.kind in NUMBERS}
    columns = {
        name: [None if pd.isna(value) else _number(value) for value in found[name]]
        if name in numbers
        else [str(value) for value in found[name]]
        for name in names
    }
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)


def input_frame(name: str, rows: Sequence[Mapping[str, Any]] | str) -> pd.DataFrame:
    """Rows of the table `name` as a frame: every declared column, text or numbers.

    Without rows it has the columns alone.

    Raises
    ------
    ParameterError
        If `rows` is the name of a file: only a region file may name one.
    """
    if isinstance(rows, str):
        if rows:
            raise ParameterError(
                f"{name} is {rows!r}. A notebook has the rows themselves: write the file's name "
                "into the region file, and 'sectornb run' puts its rows into the notebook."
            )
        rows = []
    table = declared(SOURCE).table(name)
    frame = pd.DataFrame(list(rows), columns=[column.name for column in table.columns])
    for column in table.columns:
        values = frame[column.name].astype("object")
        if column.kind in NUMBERS:
            frame[column.name] = values.astype("float64")
        else:
            frame[column.name] = values.where(values.notna(), "").astype("str")
    return frame
