"""Recognizing QCEW files by what stands in them, and reading them to their end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sectornb.errors import InputError, counted, examples
from sectornb.sources.declarations import declared
from sectornb.sources.opening import csv_members, csv_stream, csv_streams, header_of, is_packed
from sectornb.sources.qcew import checks
from sectornb.sources.qcew.cells import SOURCE, needed_columns, parse_rows
from sectornb.sources.qcew.reader import each_file, members_by_area, pieces, read_cells
from sectornb.sources.qcew.typed import typed_cells
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import refuse_other_year

if TYPE_CHECKING:
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
    else:
        table = table_by_header(path, SOURCE, header)
    frame = read_cells(path, table, numbered=True)
    checks.check_area(path, frame, table)
    return _recognized(path, table, vintage, len(frame), frame, area=frame["area_fips"].iloc[0])


def _by_area(path: Path, vintage: str) -> Recognized:
    packed = is_packed(path, "zip")
    members = members_by_area(path).values() if packed else []
    header = next(csv_streams(path, members)).header if packed else header_of(path)
    table = f"{_period(header)}-by-area"
    seen, rows = [], 0
    for frame in each_file(path, table, numbered=True):
        checks.check_area(path, frame, table)
        seen.append(frame[["area_fips", "year", "qtr"]].drop_duplicates())
        rows += len(frame)
    held = pd.concat(seen, ignore_index=True)
    first, last = held["area_fips"].min(), held["area_fips"].max()
    found = _recognized(path, table, vintage, rows, held, first=first, last=last)
    return found if packed else replace(found, part=f"{first}.csv")


def _industry(path: Path, vintage: str) -> Recognized:
    table = f"{_period(header_of(path, 'zip'))}-industry"
    frame = read_cells(path, table, numbered=True)
    checks.check_states(str(path), frame, table)
    industry = str(frame["naics"].iloc[0]).replace("-", "_")
    return _recognized(path, table, vintage, len(frame), frame, industry=industry)


def _single(path: Path, vintage: str) -> Recognized:
    import polars as pl

    table = f"{_period(header_of(path, 'zip'))}-single"
    draft = typed_cells(path, table)
    rows = draft.scan().filter(pl.col("size_code") == "0")
    level = pl.col("agglvl_code").str
    rows = rows.with_columns(level.slice(0, 1).alias("geography"), level.slice(1).alias("unit"))
    summed = rows.group_by(checks.SUMMED).agg(
        pl.col("establishments").sum().alias("sum"), pl.len().alias("n")
    )
    sums = pd.DataFrame(
        summed.sort(checks.SUMMED).collect(engine="streaming").to_dict(as_series=False)
    )
    areas = set(sums["area_fips"])
    if NATION not in areas:
        raise InputError(
            f"{path} holds {counted(len(areas), 'area')} ({examples(sorted(areas))}) but not the "
            "nation "
            f"({NATION}), which ends every single file; an area file holds one. It was pasted "
            "together, filtered or cut off; add the agency's own file."
        )
    checks.check_levels(str(path), sums)
    found = _recognized(path, table, vintage, draft.rows, sums, draft)
    return found if is_packed(path, "zip") else replace(found, part=f"{Path(found.part).stem}.csv")


def _recognized(
    path: Path,
    table: str,
    vintage: str,
    rows: int,
    held: pd.DataFrame,
    draft: Draft | None = None,
    **named: str,
) -> Recognized:
    """What a file turned out to be, unless it is of another year, or its quarters do not fit."""
    years = sorted(set(held["year"]))
    if len(years) > 1:
        raise InputError(
            f"{path} holds several years, {examples(years)}. Add one file for each year."
        )
    year = years[0]
    refuse_other_year(path, year, vintage)
    quarters = sorted(set(held["qtr"]))
    if (quarters == ["A"]) != table.startswith("annual"):
        raise InputError(
            f"{path} has the columns of {declared(SOURCE).table(table).title.lower()} but says "
            f"quarter {examples(map(repr, quarters))}. Use the agency's own file."
        )
    named |= {"year": year, "quarter": quarters[0]}
    found = recognized(SOURCE, table, rows, draft=draft, told=year, **named)
    told = f"quarters {', '.join(quarters)}" if len(quarters) < 4 else "quarters 1 to 4"
    return replace(found, reference_period=found.reference_period.replace("quarters 1 to 4", told))


def _period(header: list[str] | set[str]) -> str:
    return "quarterly" if "month1_emplvl" in header else "annual"
