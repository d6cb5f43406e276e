"""Behind the sentences: every row of the tables, and the cell that each number comes from."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sectornb.dictionary import Dictionary
from sectornb.errors import InputError, WorkbookError
from sectornb.show.table import cell_id, format_value, html_table

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

# Of more cells a page would weigh megabytes; it then shows the rows that sentences use.
MOST_CELLS = 6_000
_CHANGED = "Run the workbook again; the file was changed after it was saved."


@dataclass(frozen=True)
class FullTable:
    """A saved table on its workbook's page, folded: all of its rows, or those in use."""

    name: str
    title: str
    summary: str
    file: str
    html: Markup


def read_saved(path: Path, name: str, declared: Dictionary) -> pd.DataFrame:
    """A saved table with the types of the dictionary: codes text, figures numbers, empty null.

    Raises
    ------
    MissingColumnError, DeclarationError, InputError
        If it is not what the dictionary says of it; names row and column.
    """
    import pandas as pd

    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    columns = lines[0] if lines else []
    declared.check_columns(name, columns)
    for row, line in enumerate(lines, start=1):
        if len(line) != len(columns):
            raise InputError(
                f"{path}, row {row}: {len(line)} values for {len(columns)} columns. {_CHANGED}"
            )
    frame = pd.DataFrame(lines[1:], columns=columns, dtype="str")
    for column in frame.columns:
        described, text = declared.columns[column], frame[column]
        known = text.ne("")
        if described.numeric:
            frame[column] = pd.to_numeric(text.where(known, None), errors="coerce")
        elif described.format == "boolean":
            frame[column] = text.map({"True": True, "False": False})
        else:
            frame[column] = text.where(known, None)
        unread = frame.index[known & frame[column].isna()]
        if len(unread):
            raise InputError(
                f"{path}, row {unread[0] + 2}, {column}: {text[unread[0]]!r} is not what the data "
                f"dictionary declares ({described.format}). {_CHANGED}"
            )
    declared.check_table(name, frame)
    return frame


def claimed_cells(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The claims of a record's findings, notes and limits, in order, each cell once."""
    seen: dict[str, dict[str, Any]] = {}
    for field in ("findings", "notes", "limits"):
        for said in record.get(field, []):
            for claim in [] if isinstance(said, str) else said.get("claims", []):
                address = cell_id(str(claim["table"]), claim["row"], str(claim["column"]))
                seen.setdefault(address, {**claim, "address": address})
    return list(seen.values())


def full_tables(
    record: Mapping[str, Any], folder: Path, declared: Dictionary, shown: Collection[str]
) -> tuple[list[FullTable], list[dict[str, str]]]:
    """Every saved table of a record for its page, and where each number of a sentence stands.

    Parameters
    ----------
    record : mapping
        The workbook's record.
    folder : Path
        The report's folder; tables that are not there are left out.
    declared : Dictionary
        The data dictionary.
    shown : collection of str
        Addresses of cells that the page shows already, and so are not given again; a
        table whose every cell is among them is left out.

    Returns
    -------
    tables : list of FullTable
        In the order of their titles.
    numbers : list of dict
        ``text, table, row, column, value, unit, address`` of each claim on a figure,
        as words.

    Raises
    ------
    WorkbookError
        If a claim names a row or column that its saved table does not have.
    """
    from markupsafe import Markup

    claims = claimed_cells(record)
    tables, numbers = [], {}
    for name, saved in record.get("tables", {}).items():
        path = folder / str(saved["file"])
        if not path.is_file():
            continue
        frame = read_saved(path, name, declared)
        own = [claim for claim in claims if claim["table"] == name]
        used = {claim["address"]: _row_of(frame, claim) for claim in own}
        for claim in own:
            numbers[claim["address"]] = _described(frame, claim, used[claim["address"]], declared)
        if _is_shown(frame, name, declared, shown):
            continue
        title = declared.table(name).title
        rows = len(frame)
        if frame.size > MOST_CELLS:
            frame = frame.loc[sorted(set(used.values()))]
            summary = f"{title}: the {len(frame)} of {rows:,} rows that sentences use"
        else:
            summary = f"{title}: {'the only row' if rows == 1 else f'all {rows:,} rows'}"
        if len(frame) or not rows:
            html = html_table(
                frame,
                name,
                caption=title,
                addresses={address for address in used if address not in shown},
                declared=declared,
            ).html
            tables.append(FullTable(name, title, summary, quote(str(saved["file"])), Markup(html)))
    order = [
        claim["address"]
        for claim in claims
        if claim["address"] in numbers and declared.columns[claim["column"]].numeric
    ]
    return sorted(tables, key=lambda table: table.title), [numbers[address] for address in order]


def _is_shown(frame: pd.DataFrame, name: str, declared: Dictionary, shown: Collection[str]) -> bool:
    key = declared.table(name).key
    values = [frame[column].map(_as_key) for column in key]
    rows = [dict(zip(key, row, strict=True)) for row in zip(*values, strict=True)]
    return all(cell_id(name, row, column) in shown for row in rows for column in frame.columns)


def _row_of(frame: pd.DataFrame, claim: Mapping[str, Any]) -> Any:
    absent = [name for name in (*claim["row"], claim["column"]) if name not in frame.columns]
    hits: Iterable[Any] = []
    if not absent:
        hit = frame.index == frame.index
        for name, value in claim["row"].items():
            hit &= frame[name].map(_as_key).eq(str(value)).to_numpy()
        hits = list(frame.index[hit])
    if len(list(hits)) != 1:
        raise WorkbookError(
            f"A sentence says {claim['text']!r} of {claim['column']} in {dict(claim['row'])} of "
            f"{claim['table']}, and the saved table has {len(list(hits))} such cells. Run the "
            "workbook again; if it stays, the sentence names its row by other columns than the key."
        )
    return next(iter(hits))


def _as_key(value: Any) -> str:
    whole = isinstance(value, float) and math.isfinite(value) and value.is_integer()
    return str(int(value)) if whole else str(value)


def _described(
    frame: pd.DataFrame, claim: Mapping[str, Any], row: Any, declared: Dictionary
) -> dict[str, str]:
    column = declared.columns[claim["column"]]
    value = frame.at[row, claim["column"]]
    key = [
        f"{declared.columns[name].label} {format_value(value, declared.columns[name])}"
        if name in declared.columns
        else str(value)
        for name, value in claim["row"].items()
    ]
    return {
        "text": str(claim["text"]),
        "table": declared.table(claim["table"]).title,
        "row": ", ".join(key),
        "column": column.label,
        "value": format_value(value, column) or "not available",
        "unit": "" if column.unit.casefold() in column.label.casefold() else column.unit,
        "address": claim["address"],
    }
