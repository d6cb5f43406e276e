"""One reader of every table that people make themselves, driven by its declaration.

Text columns have to match their declared form; each column of numbers comes with a status, so that
a mark such as ``*`` or an empty cell is never taken for 0.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.columns import declared_columns
from sectornb.sources.declarations import TableDeclaration, declared
from sectornb.sources.marks import marked_numbers
from sectornb.sources.opening import header_of
from sectornb.sources.own_tables.checks import CHECKS
from sectornb.sources.recognition import table_by_header
from sectornb.sources.refusals import refuse_first, refuse_repeats

MOST_ROWS = 300_000
NUMBERS = ("count", "usd", "ratio", "percent")


def own_table(path: Path, source: str) -> str:
    """Which table of `source` a file is, by its first line; a CSV file or a workbook of one sheet.

    Raises
    ------
    InputError
        If it is none of them; says which columns belong there.
    """
    stat = path.stat() if path.is_file() else None
    header = _header(path, stat and (stat.st_size, stat.st_mtime_ns))
    if isinstance(header, str):
        raise InputError(header)
    there = {name.casefold() for name in header}
    best, shared = "", 0.0
    for name, table in declared(source).tables.items():
        needed = {column.file.casefold() for column in table.columns if not column.optional}
        if needed <= there:
            return name
        if table.template and len(needed & there) / len(needed) > shared:
            best, shared = name, len(needed & there) / len(needed)
    # A file that has half of the columns is meant to be the table.
    if shared < 0.5:
        table_by_header(path, source, set(header))
    columns = [c.file for c in declared(source).tables[best].columns if not c.optional]
    missing = [name for name in columns if name.casefold() not in there]
    raise InputError(
        f"{path} lacks the column{'s' * (len(missing) > 1)} {examples(missing, 9)} of the table "
        f"{best}: {', '.join(columns)}. Add them; 'sectornb sources {source}' explains each."
    )


@lru_cache(maxsize=2)
def _header(path: Path, version: tuple[int, int] | None) -> list[str] | str:
    """The first line of a file, or why there is none; once for all sources that ask for it."""
    try:
        return header_of(path, "xlsx")
    except InputError as error:
        return str(error)


def read_own_table(path: Path, source: str) -> pd.DataFrame:
    """A table of one's own, by the columns that `source` declares for it.

    Returns
    -------
    DataFrame
        The declared columns under our names: text, or numbers with their ``_status``; sorted by
        its key.  Tables of the Workforce Information Database come in the columns of the template,
        with rows that hold others marked in ``is_total``.

    Raises
    ------
    InputError
        If it is no such table, a cell does not match its column, a row stands twice, years differ,
        or as the source's own checks.
    """
    name = own_table(path, source)
    table = declared(source).table(name)
    texts = declared_columns(path, source, name, "xlsx", any_case=True, most_rows=MOST_ROWS)
    refuse_other_forms(path, texts, table)
    years = sorted(texts["year"].unique())
    if len(years) > 1:
        raise InputError(
            f"{path} holds the years {examples(years)}. Make one file for each, and add them "
            "together."
        )
    refuse_repeats(path, texts, table.key, "rows", "Keep one row for each.")
    found = with_numbers(path, texts, table, source)
    checked = CHECKS[source](path, found, name)
    key = [column for column in table.key if column in checked] or ["area_code", "naics", "soc"]
    return checked.sort_values(key).reset_index(drop=True)


def refuse_other_forms(path: Path, texts: pd.DataFrame, table: TableDeclaration) -> None:
    """Refuse a cell that does not have the declared form of its column.

    Raises
    ------
    InputError
        Names the first, and what belongs there.
    """
    for column in table.columns:
        if column.form and column.name in texts:
            cells = texts[column.name]
            told = (
                f"{{}} does not belong there. It is the {column.meaning.partition(';')[0]}"
                f"{f', such as {column.example}' if column.example else ''}. Correct it."
            )
            refuse_first(path, ~cells.str.fullmatch(column.form), cells, told, column.file)


def with_numbers(
    path: Path, texts: pd.DataFrame, table: TableDeclaration, source: str
) -> pd.DataFrame:
    """The table with its numbers as numbers, each beside its status."""
    found = {}
    for column in table.columns:
        if column.name not in texts:
            continue
        if column.kind not in NUMBERS:
            found[column.name] = texts[column.name]
            continue
        told = (
            f"{{}} is no {column.meaning}: a number from {column.least:,.0f} to {column.most:,.0f} "
            f"belongs there, or a mark that 'sectornb sources {source}' lists. Leave it empty "
            "where it is not known."
        )
        numbers = marked_numbers(
            path, texts[column.name].rename(column.file), declared(source).marks,
            least=column.least, most=column.most, told=told,
        )  # fmt: skip
        found[column.name] = numbers["value"]
        found[f"{column.name}_status"] = numbers["status"]
    return pd.DataFrame(found)
