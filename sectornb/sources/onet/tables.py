"""Tables of the O*NET Database as text, from its text (tab), CSV and Excel files.

Which table a file is follows from its columns and, where several tables have the same ones, from
the branches of the content model that its elements belong to.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.columns import MOST_ROWS, no_rows, require_columns, text_columns
from sectornb.sources.declarations import TableDeclaration, declared
from sectornb.sources.opening import (
    HEAD,
    OLE,
    checked_text,
    file_head,
    header_of,
    no_utf8,
)
from sectornb.sources.refusals import refuse_no_workbook, refuse_unseen
from sectornb.sources.sheets import is_workbook, mentions, sheet_table

SOURCE = "onet"
LARGEST_UNPACKED = 512 * 1024 * 1024
"""Bytes; Work Context has some 170 MB of XML, the largest other table 36."""
LARGEST_TEXT = 128 * 1024 * 1024
MOST_CELLS = 8_000_000
"""Rows times columns; Work Context has some 300,000 rows of 16."""
_BRANCHES = {
    "2.A": "essential-skills",
    "2.B": "transferable-skills",
    "2.C": "knowledge",
    "1.A": "abilities",
    "4.A": "work-activities",
    "4.C": "work-context",
    "2.D": "education",
    "3.A": "training-experience",
    "1.B.1": "interests",
    "1.B.3": "interest-areas",
}
"""Branch of the content model to its table; several branches may make up an older table."""
_TOGETHER = {
    frozenset({"essential-skills", "transferable-skills"}): "skills",
    frozenset({"education", "training-experience"}): "education-training-experience",
}
ELEMENTS = {
    "skills": 35,
    "essential-skills": 10,
    "transferable-skills": 25,
    "knowledge": 33,
    "abilities": 52,
    "work-activities": 41,
}
"""Elements that a table rates in every occupation."""
_TITLES = ("O*NET-SOC Code", "Scale ID", "Job Zone")
"""Columns of which every table has one."""
_NOT_READ = "It is a table of the O*NET Database that no workbook uses, such as Work Styles."


@dataclass(frozen=True)
class OnetFile:
    """A file of the database as text.

    Attributes
    ----------
    table : str
        Its table in the declaration.
    suffix : str
        ``.xlsx``, ``.txt`` (tab) or ``.csv``.
    cells : DataFrame
        Text under our names; the index is the row of the file less 2.
    """

    table: str
    suffix: str
    cells: pd.DataFrame


def read_file(path: Path) -> OnetFile:
    """A file of the database, its table found by its columns and elements.

    Raises
    ------
    InputError
        If it is no such file, is damaged, or lacks or repeats a column.
    """
    head = file_head(path)
    if head.startswith((b"PK", OLE)):
        refuse_no_workbook(path, "Skills.xlsx")
        suffix, cells = ".xlsx", _workbook(path)
    else:
        text = checked_text(path, head, HEAD)
        tabbed = "\t" in text.partition("\n")[0]
        suffix, cells = (".txt", _tabbed(path)) if tabbed else (".csv", _comma_separated(path))
    if cells.empty:
        raise no_rows(path)
    kind = _kind(list(cells.columns))
    assert kind is not None
    table = _table(path, kind, cells)
    names = declared(SOURCE).table(table).aliases()
    held = [name for name in cells.columns if name in names]
    return OnetFile(table, suffix, cells[held].rename(columns=names))


def _needed(table: TableDeclaration) -> dict[str, tuple[str, ...]]:
    return {each.file: each.aliases for each in table.columns if not each.optional}


def _kind(header: list[str]) -> str | None:
    """The table with the most columns, all of which a header has; None without any."""
    best, most = None, 0
    present = set(header)
    for name, table in declared(SOURCE).tables.items():
        needed = _needed(table)
        fits = all(present & {file, *others} for file, others in needed.items())
        if fits and len(needed) > most:
            best, most = name, len(needed)
    return best


def _refuse_header(path: Path, header: list[str]) -> None:
    """Refuse a header of no table, or one that has a column of its table twice."""
    kind = _kind(header)
    if kind is None:
        known = {file for t in declared(SOURCE).tables.values() for file in t.aliases()}
        some = sorted(known.intersection(header))
        has = f"of O*NET's columns it has {examples(some, 4)}" if some else "it has none of them"
        raise InputError(
            f"{path} is no table of the O*NET Database that is read here: its first line has "
            f"{len(header)} column{'s' * (len(header) != 1)}, begins {examples(header, 4)}, and "
            f"{has}. Use the agency's own file; 'sectornb sources onet' lists the tables."
        )
    require_columns(path, header, _needed(declared(SOURCE).table(kind)))


def _table(path: Path, kind: str, cells: pd.DataFrame) -> str:
    """The table itself, where several have the columns of `kind`."""
    if "Data Value" not in cells.columns:
        return kind
    ids = pd.Index(cells["Element ID"].unique())
    branches = {ids_branch for code in ids if (ids_branch := _branch(code))}
    strange = [code for code in ids if not _branch(code)]
    if strange:
        raise InputError(
            f"{path} rates the elements {examples(strange)}, which belong to no table that is read "
            f"here. {_NOT_READ} 'sectornb sources onet' lists the tables that are read."
        )
    found = frozenset(_BRANCHES[branch] for branch in branches)
    table = _TOGETHER.get(found) or (next(iter(found)) if len(found) == 1 else "")
    if not table:
        raise InputError(
            f"{path} holds ratings of several tables ({examples(sorted(found))}). It was pasted "
            "together; add the agency's own files, one for each table."
        )
    require_columns(path, list(cells.columns), _needed(declared(SOURCE).table(table)))
    return table


def _branch(element_id: str) -> str:
    return next((b for b in _BRANCHES if element_id.startswith(f"{b}.") or element_id == b), "")


def _workbook(path: Path) -> pd.DataFrame:
    found = None
    if mentions(path, *_TITLES):
        found = sheet_table(
            path,
            lambda row: _kind(row) is not None,
            searched=1,
            largest=LARGEST_UNPACKED,
            most_cells=MOST_CELLS,
        )
    if found is None and not is_workbook(path):
        raise InputError(
            f"{path} is a zip archive, as the whole database is published. Unpack it, and add the "
            "files that you need of it, each a table; 'sectornb sources onet' lists them."
        )
    if found is None:
        raise InputError(
            f"{path} is an Excel workbook, and no sheet begins with the columns of a table of the "
            "O*NET Database, such as O*NET-SOC Code and Element ID. Use the agency's own file; "
            "'sectornb sources onet' lists the tables."
        )
    _refuse_header(path, found.header)
    cells = found.cells.iloc[:, : len(found.header)].set_axis(found.header, axis=1)
    cells = cells.loc[:, [name for name in found.header if name]]
    for name in cells:
        refuse_unseen(path, cells[name])
    return cells


def _comma_separated(path: Path) -> pd.DataFrame:
    header = header_of(path)
    _refuse_header(path, header)
    return text_columns(path, header, largest=LARGEST_TEXT)


def _tabbed(path: Path) -> pd.DataFrame:
    size = path.stat().st_size
    if size > LARGEST_TEXT:
        raise InputError(
            f"{path} has {size / 2**20:,.0f} MiB, far more than such a table. It was pasted "
            "together or is no data file; download the agency's own file."
        )
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    first, _, body = data.partition(b"\n")
    try:
        header = [name.strip() for name in first.decode("utf-8").split("\t")]
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise no_utf8(path, error, " throughout") from error
    _refuse_header(path, header)
    if body.count(b"\n") > MOST_ROWS:
        raise InputError(
            f"{path} has more than {MOST_ROWS:,} rows, which no such file has. It was pasted "
            "together; download the agency's own file."
        )
    if not body.strip():
        raise no_rows(path)
    body = body if body.endswith(b"\n") else body + b"\n"
    _refuse_uneven(path, body, len(header))
    frame = pd.read_csv(
        io.BytesIO(body), sep="\t", header=None, names=header, dtype="str",
        keep_default_na=False, quoting=csv.QUOTE_NONE, skip_blank_lines=False,
    )  # fmt: skip
    cells = pd.DataFrame({name: frame[name].str.strip() for name in header}, dtype="str")
    for name in cells:
        refuse_unseen(path, cells[name])
    return cells


def _refuse_uneven(path: Path, body: bytes, width: int) -> None:
    """Refuse a text of which a line has not `width` cells with tabs between them."""
    signs = np.frombuffer(body, np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    tabs = np.flatnonzero(signs == ord("\t"))
    cells = np.diff(np.searchsorted(tabs, ends), prepend=0) + 1
    bad = np.flatnonzero(cells != width)
    if len(bad) or b"\r" in body or b"\0" in body:
        row = int(bad[0]) if len(bad) else body[: max(body.find(b"\r"), 0)].count(b"\n")
        has = f"{cells[bad[0]]} cells" if len(bad) else "a sign that no text has"
        raise InputError(
            f"{path} row {row + 2:,} has {has}, the header {width} columns. The transfer was "
            "probably cut off or a row was edited; download the agency's own file."
        )
