"""Recognizing QCEW files by what stands in them, and reading them to their end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.opening import csv_members, csv_stream, csv_streams, header_of, is_packed
from sectornb.sources.qcew.cells import SOURCE, needed_columns, parse_rows
from sectornb.sources.qcew.checks import (
    SUMMED,
    check_area,
    check_levels,
    establishments_by_level,
)
from sectornb.sources.qcew.reader import each_file, members_by_area, pieces, read_cells
from sectornb.sources.qcew.typed import typed_cells
from sectornb.sources.recognition import Recognized, table_by_header

if TYPE_CHECKING:
    import polars as pl

    from sectornb.sources.store import Draft

Kind = Literal["area", "by-area", "industry", "single"]

NATION = "US000"


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of one area or of many, read and checked.

    Raises
    ------
    InputError
        If it is not such a file, lacks a column, contradicts itself, is of another year than
        `vintage` or is cut off.
    """
    return {"area": _area, "by-area": _by_area, "industry": _industry, "single": _single}[
        _kind_of(path)
    ](path, vintage)


def _kind_of(path: Path) -> Kind:
    """Which kind of QCEW file this is, judged by its first rows.

    Anything that is not clearly another kind is called ``area``, the reader of
    which says what is wrong with it.
    """
    if not is_packed(path, "zip"):
        try:
            return _kind_within(path)
        except InputError:
            return "area"
    if len(csv_members(path)) > 1:
        return "by-area"
    kind = _kind_within(path)
    if kind in ("area", "by-area"):
        raise InputError(
            f"{path} is a zip archive that holds the file of one area. Unpack it and add the CSV "
            "file in it."
        )
    return kind


def _kind_within(path: Path) -> Kind:
    with csv_stream(path, "zip") as stream:
        needed = needed_columns(declared(SOURCE).table(f"{_period(stream.header)}-area"), ())
        frame = parse_rows(*next(pieces(stream, needed)))
    areas, industries = set(frame["area_fips"]), set(frame["naics"])
    if len(industries) == 1 and industries != {"10"}:
        return "industry"
    if len(areas) == 1:
        return "area" if frame["qtr"].nunique() == 1 else "by-area"
    return "industry" if len(industries) == 1 else "single"


def _area(path: Path, vintage: str) -> Recognized:
    header = set(header_of(path))
    if {"industry_code", "area_fips"} <= header:
        table = f"{_period(header)}-area"
        _require_all_columns(path, table, header)
    else:
        table = table_by_header(path, SOURCE, header)
    frame = read_cells(path, table)
    check_area(path, frame, table)
    part = declared(SOURCE).table(table).part
    part = part.format(area=frame["area_fips"].iloc[0], quarter=frame["qtr"].iloc[0])
    return _recognized(path, table, part, vintage, len(frame), frame)


def _by_area(path: Path, vintage: str) -> Recognized:
    packed = is_packed(path, "zip")
    members = members_by_area(path).values() if packed else []
    header = next(csv_streams(path, members)).header if packed else header_of(path)
    table = f"{_period(header)}-by-area"
    sums, rows = [], 0
    for frame in each_file(path, table):
        rows += len(frame)
        sums.append(establishments_by_level(frame))
    summed = pd.concat(sums, ignore_index=True)
    check_levels(str(path), summed)
    first, last = summed["area_fips"].min(), summed["area_fips"].max()
    part = f"{first}.csv"
    if packed:
        part = declared(SOURCE).table(table).part.format(first=first, last=last)
    return _recognized(path, table, part, vintage, rows, summed)


def _industry(path: Path, vintage: str) -> Recognized:
    table = f"{_period(header_of(path, 'zip'))}-industry"
    frame = read_cells(path, table)
    industry = str(frame["naics"].iloc[0]).replace("-", "_")
    part = declared(SOURCE).table(table).part
    part = part.format(industry=industry, quarter=frame["qtr"].iloc[0])
    return _recognized(path, table, part, vintage, len(frame), frame)


def _single(path: Path, vintage: str) -> Recognized:
    import polars as pl

    table = f"{_period(header_of(path, 'zip'))}-single"
    parts: list[pl.DataFrame] = []

    def watch(frame: pl.DataFrame) -> None:
        counted = frame.filter(pl.col("size_code") == "0").with_columns(
            pl.col("agglvl_code").str.slice(1).alias("unit")
        )
        parts.append(
            counted.group_by(SUMMED).agg(
                pl.col("establishments").sum().alias("sum"), pl.len().alias("n")
            )
        )

    draft = typed_cells(path, table, watch)
    merged = pl.concat(parts).group_by(SUMMED).agg(pl.col("sum", "n").sum()).sort(SUMMED)
    sums = pd.DataFrame({column: merged[column].to_list() for column in merged.columns})
    areas = set(sums["area_fips"])
    if NATION not in areas:
        raise InputError(
            f"{path} holds {len(areas):,} areas ({examples(sorted(areas))}) but not the nation "
            f"({NATION}), which ends every single file; an area file holds one. It was pasted "
            "together, filtered or cut off; add the agency's own file."
        )
    check_levels(str(path), sums)
    form = "zip" if is_packed(path, "zip") else "csv"
    part = declared(SOURCE).table(table).part.replace(".zip", f".{form}")
    return _recognized(path, table, part, vintage, draft.rows, sums, draft)


def _recognized(
    path: Path,
    table: str,
    part: str,
    vintage: str,
    rows: int,
    held: pd.DataFrame,
    draft: Draft | None = None,
) -> Recognized:
    """What a file turned out to be, unless it is of another year, or its quarters do not fit."""
    declaration = declared(SOURCE).table(table)
    year = held["year"].min()
    if set(held["year"]) != {vintage.partition(".")[0]}:
        raise InputError(
            f"{path} holds the year {year}, not {vintage}. Add it with --vintage {year}."
        )
    quarters = sorted(set(held["qtr"]))
    if (quarters == ["A"]) != table.startswith("annual"):
        raise InputError(
            f"{path} has the columns of {declaration.title.lower()} but says quarter "
            f"{examples(map(repr, quarters))}. Use the agency's own file."
        )
    told = declaration.reference_period.format(year=year, quarter=quarters[0])
    if "quarters" in told and len(quarters) < 4:
        told = told.replace("quarters 1 to 4", f"quarters {', '.join(quarters)}")
    return Recognized(SOURCE, table, part, told, rows, draft)


def _period(header: list[str] | set[str]) -> str:
    return "quarterly" if "month1_emplvl" in header else "annual"


def _require_all_columns(path: Path, table: str, header: set[str]) -> None:
    declaration = declared(SOURCE).table(table)
    lacking = [
        column.file
        for column in declaration.columns
        if not {column.file, *column.aliases}.intersection(header)
    ]
    if lacking:
        raise InputError(
            f"{path} looks like a file of {declaration.title.lower()}, but lacks the "
            f"column{'s' if len(lacking) > 1 else ''} {examples(lacking)}. Use the agency's own "
            "file with all its columns."
        )
