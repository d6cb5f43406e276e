"""County workbooks of Local Area Unemployment Statistics: the labor force where it lives.

The table is found by what stands in it: the agency has moved its heading, its
foot and an empty column from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import (
    checked_numbers,
    refuse_first,
    refuse_no_workbook,
    refuse_other_year,
    refuse_repeats,
    refuse_unseen,
)
from sectornb.sources.sheets import cell_text, opened_workbook

SOURCE = "laus"
MISSING = ("-", "–", "N.A.", "N.A", "NA", "")
COUNTS = ("labor_force", "employed", "unemployed")
COLUMNS = ("area_fips", "county_name", "year", *COUNTS, "unemployment_rate_pct")
ROUNDING = {"people": 1.5, "percent": 0.1001}
"""By how much a labor force may miss its parts, and a rate the quotient that it rounds."""
_CODE = re.compile(r"CN(\d{5})0{8}")
_HEADINGS = {
    "lauscode": "code",
    "statefipscode": "state",
    "countyfipscode": "county",
    "countynamestateabbreviation": "county_name",
    "year": "year",
    "period": "year",
    "laborforce": "labor_force",
    "employed": "employed",
    "unemployed": "unemployed",
    "unemploymentrate": "unemployment_rate_pct",
}


def recognize(path: Path, vintage: str) -> Recognized:
    """A county workbook, read and checked.

    Raises
    ------
    InputError
        If it is no such workbook, or of another year than `vintage` says.
    """
    table = read_county_workbook(path)
    year = table["year"].iloc[0]
    refuse_other_year(path, year, vintage)
    return recognized(SOURCE, "county", len(table), told=year, yy=year[2:], year=year)


def read_county_workbook(path: Path) -> pd.DataFrame:
    """Labor force of every county in one year.

    Returns
    -------
    DataFrame
        ``area_fips``, ``county_name``, ``year`` (text), ``labor_force``,
        ``employed``, ``unemployed`` (people) and ``unemployment_rate_pct``, all
        missing where the agency gives none; sorted by county.

    Raises
    ------
    InputError
        If it is no Excel workbook, lacks the table or a column of it, repeats a
        county, holds several years, a figure that is none, or contradicts itself.
    """
    rows = _rows(path)
    first = next((i for i, row in enumerate(rows) if any(_code(cell) for cell in row)), None)
    if first is None:
        raise InputError(
            f"{path} holds no county row, which begins with a code such as CN0100100000000. Use "
            "the agency's own workbook of annual county averages."
        )
    places = _columns(path, rows[:first])
    records = {}
    for number, row in enumerate(rows[first:], start=first - 1):
        if _code(row[places["code"]]):
            records[number] = row
        elif any(_is_figure(row[places[count]]) for count in COUNTS):
            raise InputError(
                f"{path} row {number + 2} has figures but no county code: "
                f"{row[places['code']]!r}. Use the agency's own workbook."
            )
    table = _table(path, records, places)
    _check(path, table)
    return table.sort_values("area_fips").reset_index(drop=True)


def county_labor_force(library: Library, year: int, vintage: str | None = None) -> pd.DataFrame:
    """Labor force of every county in `year`, as :func:`read_county_workbook`, from the library.

    Raises
    ------
    NotInLibraryError
        If the library holds no workbook of that year, or several vintages and
        none is chosen.
    """
    chosen = library.vintage_of_year(SOURCE, "county", year, vintage)
    part = declared(SOURCE).table("county").part.format(yy=f"{year % 100:02d}")
    return library.parsed(SOURCE, chosen, "county", part, read_county_workbook).copy(deep=False)


def _rows(path: Path) -> list[list[object]]:
    refuse_no_workbook(path, "laucnty18.xlsx")
    with opened_workbook(path) as book:
        return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def _code(cell: object) -> str | None:
    match = _CODE.fullmatch(cell_text(cell))
    return match.group(1) if match else None


def _is_figure(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _columns(path: Path, heading: Sequence[Sequence[object]]) -> dict[str, int]:
    """Place of each column, its heading read downward over the heading's rows."""
    places: dict[str, int] = {}
    for place in range(max((len(row) for row in heading), default=0)):
        words = [cell_text(row[place]) for row in heading if place < len(row)]
        # The title of the sheet stands above the first column.
        for start in range(len(words)):
            letters = re.sub(r"[^a-z]", "", "".join(words[start:]).lower())
            if letters in _HEADINGS:
                places.setdefault(_HEADINGS[letters], place)
                break
    needed = ("code", "county_name", "year", *COUNTS, "unemployment_rate_pct")
    missing = [name for name in needed if name not in places]
    if missing:
        raise InputError(
            f"{path} has county rows but no heading for {examples(missing, 7)}. Use the agency's "
            "own workbook of annual county averages."
        )
    return places


def _table(path: Path, records: dict[int, list[object]], places: dict[str, int]) -> pd.DataFrame:
    """The rows of counties, by their row in the sheet from 0 after a first one, as one table."""
    cells: dict[str, pd.Series] = {
        name: pd.Series(
            {number: cell_text(row[place]) for number, row in records.items()}, name=name
        )
        for name, place in places.items()
    }
    codes = cells.pop("code").map(_code)
    refuse_unseen(path, cells["county_name"])
    for part, ours in (("state", codes.str[:2]), ("county", codes.str[2:])):
        if part in cells:
            theirs = cells.pop(part)
            told = (
                "{} is not that of the county code. The sheet was sorted in parts or edited; use "
                "the agency's own workbook."
            )
            refuse_first(path, theirs.str.zfill(ours.str.len().iloc[0]).ne(ours), theirs, told)
    told = (
        "{} cannot be; a number belongs there, or - or N.A. where there is none. Use the agency's "
        "own workbook."
    )
    for name in (*COUNTS, "unemployment_rate_pct"):
        cells[name] = checked_numbers(path, cells[name], told, missing=MISSING, commas=True)
    return pd.DataFrame({"area_fips": codes, **cells})[list(COLUMNS)].astype(
        dict.fromkeys(("area_fips", "county_name", "year"), "str")
    )


def _check(path: Path, table: pd.DataFrame) -> None:
    years = sorted(table["year"].unique())
    if len(years) > 1 or not re.fullmatch(r"(19|20)\d{2}", years[0]):
        raise InputError(
            f"{path} holds {examples(repr(year) for year in years)} as its year; a workbook holds "
            "one. Use the agency's own file."
        )
    refuse_repeats(path, table, ["area_fips"], "counties")
    force = table["labor_force"]
    parts = (table["employed"] + table["unemployed"] - force).abs() > ROUNDING["people"]
    rate = 100 * table["unemployed"] / force.where(force > 0)
    quotient = (rate - table["unemployment_rate_pct"]).abs() > ROUNDING["percent"]
    for off, what in ((parts, "the labor force"), (quotient, "the rate")):
        if off.any():
            place = int(np.flatnonzero(off)[0])
            row = table.iloc[place]
            raise InputError(
                f"{path} row {table.index[place] + 2} contradicts itself: in {row['county_name']}, "
                f"{row['employed']:,.0f} employed and {row['unemployed']:,.0f} unemployed do not "
                f"give {what} of {row['labor_force']:,.0f} and {row['unemployment_rate_pct']} "
                "percent. A figure was edited; use the agency's own workbook."
            )
