"""Behind the sentences: every row of the tables, and the cell that each number comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from sectornb.dictionary import Dictionary
from sectornb.errors import WorkbookError
from sectornb.report.report import Report
from sectornb.show.table import cell_id, format_value, html_table, key_text, row_keys

# Of more cells a page would weigh megabytes; it then shows the rows that sentences use.
MOST_CELLS = 6_000
CELL_ADDRESS = re.compile(r' id="(t-[^"]+)"')


@dataclass(frozen=True)
class FullTable:
    """A saved table on its workbook's page, folded: all of its rows, or those in use."""

    name: str
    title: str
    summary: str
    file: str
    html: Markup


def claim_address(claim: Mapping[str, Any]) -> str:
    """The address within a page of the cell that a claim names."""
    return cell_id(str(claim["table"]), claim["row"], str(claim["column"]))


def link_of(
    claim: Mapping[str, Any], record: Mapping[str, Any], addresses: Collection[str], page: str = ""
) -> str | None:
    """Where a claim's number stands: a cell of `page` among `addresses`, or else its table."""
    address = claim_address(claim)
    if address in addresses:
        return quote(page) + f"#{quote(address)}"
    saved = record["tables"].get(claim["table"])
    return quote(str(saved["file"])) if saved else None


def claimed_cells(record: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The claims of a record's sentences, in order, by address of their cell."""
    seen: dict[str, Mapping[str, Any]] = {}
    for field in ("answer", "findings", "next_steps", "notes", "limits"):
        for said in record.get(field, []):
            for claim in [] if isinstance(said, str) else said.get("claims", []):
                seen.setdefault(claim_address(claim), claim)
    return seen


def full_tables(
    report: Report,
    record: Mapping[str, Any],
    shown: Collection[str],
    most_cells: int | None = None,
) -> tuple[list[FullTable], list[dict[str, str]]]:
    """Every saved table of a record for its page, and where each number of a sentence stands.

    Parameters
    ----------
    report : Report
        Tables that it does not have are left out.
    record : mapping
        The workbook's record.
    shown : collection of str
        Addresses of cells that the page shows already, and so are not given again; a
        table whose every cell is among them is left out.
    most_cells : int, optional
        Of a table with more (by default `MOST_CELLS`), only the rows that sentences use are given.

    Returns
    -------
    tables : list of FullTable
        In the order of their titles.
    numbers : list of dict
        ``table, row, column, value, unit, address`` of each claim on a figure, as words.

    Raises
    ------
    WorkbookError
        If a claim names a row or column that its saved table does not have.
    """
    declared = report.declared
    claims = {
        address: (claim, _row_of(report.tables[claim["table"]], claim))
        for address, claim in claimed_cells(record).items()
        if claim["table"] in record["tables"] and claim["table"] in report.tables
    }
    tables = []
    for name, saved in record["tables"].items():
        frame = report.tables.get(name)
        if frame is None or _is_shown(frame, name, declared, shown):
            continue
        used = {address: row for address, (claim, row) in claims.items() if claim["table"] == name}
        title, rows = declared.table(name).title, len(frame)
        if frame.size > (MOST_CELLS if most_cells is None else most_cells):
            frame = frame.loc[sorted(set(used.values()))]
            summary = f"{title}: the {len(frame)} of {rows:,} rows that sentences use"
        else:
            summary = f"{title}: {'the only row' if rows == 1 else f'all {rows:,} rows'}"
        if len(frame):
            addresses = set(used).difference(shown)
            made = html_table(frame, name, caption=title, addresses=addresses, declared=declared)
            tables.append(FullTable(name, title, summary, str(saved["file"]), Markup(made.html)))
    numbers = [
        {"address": address, **_described(report.tables[claim["table"]], claim, row, declared)}
        for address, (claim, row) in claims.items()
        if declared.columns[claim["column"]].numeric
    ]
    return sorted(tables, key=lambda table: table.title), numbers


def _is_shown(frame: pd.DataFrame, name: str, declared: Dictionary, shown: Collection[str]) -> bool:
    rows = row_keys(frame, name, declared)
    return all(cell_id(name, row, column) in shown for row in rows for column in frame.columns)


def _row_of(frame: pd.DataFrame, claim: Mapping[str, Any]) -> Any:
    """Label of the one row of a table that a claim names."""
    hits: list[Any] = []
    if {*claim["row"], claim["column"]} <= set(frame.columns):
        hit = pd.Series(True, frame.index)
        for name, value in claim["row"].items():
            hit &= frame[name].map(key_text).eq(str(value))
        hits = frame.index[hit].to_list()
    if len(hits) != 1:
        raise WorkbookError(
            f"A sentence says {claim['text']!r} of {claim['column']} in {dict(claim['row'])} of "
            f"{claim['table']}, and the saved table has {len(hits)} such cells. Run the "
            "workbook again; if it stays, the sentence names its row by other columns than the key."
        )
    return hits[0]


def _described(
    frame: pd.DataFrame, claim: Mapping[str, Any], row: Any, declared: Dictionary
) -> dict[str, str]:
    column = declared.columns[claim["column"]]
    key = [(declared.columns[name], value) for name, value in claim["row"].items()]
    return {
        "table": declared.table(claim["table"]).title,
        "row": ", ".join(f"{named.label} {format_value(value, named)}" for named, value in key),
        "column": column.label,
        "value": format_value(frame.at[row, claim["column"]], column) or "not available",
        "unit": column.unsaid_unit,
    }
