"""Recognizing QCEW files of many areas, or of many quarters, by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.archives import csv_members, csv_stream, csv_streams, is_zip
from sectornb.sources.area_lines import LinesSeen
from sectornb.sources.declarations import declared
from sectornb.sources.qcew import SOURCE
from sectornb.sources.qcew_bulk import read_industry_file, wanted_lines
from sectornb.sources.qcew_members import areas_in_archive, read_by_area
from sectornb.sources.qcew_rows import layout_of, needed_columns, parse_rows
from sectornb.sources.qcew_store import checked_frames
from sectornb.sources.recognition import Recognized

if TYPE_CHECKING:
    import polars as pl

Shape = Literal["area", "area-year", "by-area", "industry", "single"]

NATION = "US000"
OWNERSHIPS = ("1", "2", "3", "5")
TOLERATED = 0.02
"""Share of the establishments of an area that its industries may lack beyond rounding.

A file of thousands of areas must not be refused for one odd row of the agency's;
what is cut off or filtered lacks far more.
"""


def shape_of(path: Path) -> Shape:
    """Which kind of QCEW file this is, judged by its first rows.

    Anything that is not clearly another kind is called ``area``, the reader of
    which says what is wrong with it.

    Raises
    ------
    InputError
        If it is a zip archive that cannot be read, or that holds one area only.
    """
    if not is_zip(path):
        try:
            return _shape_within(path)
        except InputError:
            return "area"
    if len(csv_members(path)) > 1:
        return "by-area"
    shape = _shape_within(path)
    if shape in ("area", "area-year"):
        raise InputError(
            f"{path} is a zip archive that holds the file of one area. Unpack it and add the CSV "
            "file in it."
        )
    return shape


def _shape_within(path: Path) -> Shape:
    with csv_stream(path) as stream:
        columns = needed_columns(declared(SOURCE).table(f"{_kind(stream.header)}-area"), ())
        layout = layout_of(stream.name, stream.header, columns)
        first = next(iter(wanted_lines(layout, stream.blocks(), None, LinesSeen())), None)
    if first is None:
        return "area"
    frame = parse_rows(layout, first)
    areas, industries = set(frame["area_fips"]), set(frame["naics"])
    if len(industries) == 1 and industries != {"10"}:
        return "industry"
    if len(areas) == 1:
        return "area" if frame["qtr"].nunique() == 1 else "area-year"
    return "industry" if len(industries) == 1 else "single"


def recognize_bulk(path: Path, shape: Shape, vintage: str) -> Recognized:
    """A file of many areas or quarters, read to its end and checked.

    Raises
    ------
    InputError
        If a row is wrong, the file is of another year than `vintage`, or
        industries are missing that its totals count.
    """
    if shape == "single":
        return _single(path, vintage)
    if shape == "industry":
        return _industry(path, vintage)
    return _by_area(path, vintage)


def _single(path: Path, vintage: str) -> Recognized:
    import polars as pl

    table = f"{_kind(_header(path))}-single"
    declaration = declared(SOURCE).table(table)
    parts: list[pl.DataFrame] = []
    rows = 0
    for frame in checked_frames(path, declaration):
        rows += len(frame)
        counted = frame.filter(pl.col("size_code") == "0").group_by(
            "area_fips", "own_code", "qtr", "year", pl.col("agglvl_code").str.slice(1).alias("unit")
        )
        parts.append(counted.agg(pl.col("establishments").sum().alias("sum"), pl.len().alias("n")))
    sums = _merged(pl.concat(parts))
    areas = set(sums["area_fips"])
    if NATION not in areas:
        raise InputError(
            f"{path} holds {len(areas):,} areas ({examples(sorted(areas))}) but not the nation "
            f"({NATION}), which ends every single file; an area file holds one. It was pasted "
            "together, filtered or cut off; add the agency's own file."
        )
    _check_year(path, set(sums["year"]), vintage)
    _check_quarters(path, set(sums["qtr"]), table)
    _check_levels(str(path), sums)
    form = "zip" if is_zip(path) else "csv"
    return _recognized(
        table, declaration.part.replace(".zip", f".{form}"), vintage, rows, set(sums["qtr"])
    )


def _industry(path: Path, vintage: str) -> Recognized:
    table = f"{_kind(_header(path))}-industry"
    frame = read_industry_file(path, table)
    _check_year(path, set(frame["year"]), vintage)
    quarter = str(frame["qtr"].iloc[0])
    _check_quarters(path, {quarter}, table)
    industry = str(frame["naics"].iloc[0]).replace("-", "_")
    part = declared(SOURCE).table(table).part.format(industry=industry, quarter=quarter)
    return _recognized(table, part, vintage, len(frame), {quarter})


def _by_area(path: Path, vintage: str) -> Recognized:
    if is_zip(path):
        held = areas_in_archive(path)
        first = next(iter(csv_streams(path, [next(iter(held.values()))])))[1]
        kind, areas = _kind(first.header), sorted(held)
        part = declared(SOURCE).table(f"{kind}-by-area").part
        part = part.format(first=areas[0], last=areas[-1])
        groups: Iterable[list[str] | None] = ([area] for area in areas)
    else:
        kind, part, groups = _kind(_header(path)), "", [None]
    table = f"{kind}-by-area"
    rows, quarters = 0, set()
    for group in groups:
        frame = read_by_area(path, group, table)
        _check_year(path, set(frame["year"]), vintage)
        _check_quarters(path, set(frame["qtr"]), table)
        _check_levels(str(path), _sums(frame))
        part = part or f"{frame['area_fips'].iloc[0]}.csv"
        rows += len(frame)
        quarters |= set(frame["qtr"])
    return _recognized(table, part, vintage, rows, quarters)


def _recognized(table: str, part: str, vintage: str, rows: int, quarters: set[str]) -> Recognized:
    period = declared(SOURCE).table(table).reference_period
    told = period.format(year=vintage.partition(".")[0], quarter=min(quarters))
    if "quarters" in period and len(quarters) < 4:
        told = told.replace("quarters 1 to 4", f"quarters {', '.join(sorted(quarters))}")
    return Recognized(source=SOURCE, table=table, part=part, reference_period=told, rows=rows)


def _header(path: Path) -> list[str]:
    with csv_stream(path) as stream:
        return stream.header


def _kind(header: list[str]) -> str:
    return "quarterly" if "month1_emplvl" in header else "annual"


def _check_year(path: Path, years: set[str], vintage: str) -> None:
    if years != {vintage.partition(".")[0]}:
        year = min(years)
        raise InputError(
            f"{path} holds the year {year}, not {vintage}. Add it with --vintage {year}."
        )


def _check_quarters(path: Path, quarters: set[str], table: str) -> None:
    if (quarters == {"A"}) != table.startswith("annual"):
        raise InputError(
            f"{path} has the columns of {declared(SOURCE).table(table).title.lower()} but says "
            f"quarter {examples(sorted(quarters))}. Use the agency's own file."
        )


def _sums(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame[frame["size_code"].eq("0")]
    keys = ["area_fips", "own_code", "qtr", "year"]
    grouped = frame.groupby([*keys, frame["agglvl_code"].str[1:].rename("unit")])
    return grouped["establishments"].agg(sum="sum", n="size").reset_index()


def _merged(parts: pl.DataFrame) -> pd.DataFrame:
    import polars as pl

    keys = ["area_fips", "own_code", "qtr", "year", "unit"]
    merged = parts.group_by(keys).agg(pl.col("sum").sum(), pl.col("n").sum()).sort(keys)
    return pd.DataFrame({c: merged[c].to_list() for c in merged.columns})


def _check_levels(name: str, sums: pd.DataFrame) -> None:
    """Refuse where an area has no total, or the industries of a level lack establishments.

    Establishments are never withheld, so sectors, 3-digit industries and so on
    each add up to the total of their ownership, but for rounding.
    """
    totals = sums[sums["unit"].eq("0") & sums["own_code"].eq("0")]
    bare = sorted(set(sums["area_fips"]) - set(totals["area_fips"]))
    if bare:
        raise InputError(
            f"{name} has no total (ownership 0, industry 10) for {len(bare)} of its areas: "
            f"{examples(bare)}. It was filtered or cut off; download it again."
        )
    keys = ["area_fips", "qtr", "own_code"]
    owned = sums[sums["own_code"].isin(OWNERSHIPS)]
    whole = owned[owned["unit"].eq("1")].set_index(keys)["sum"].rename("whole")
    parts = owned[owned["unit"].between("4", "8")].set_index(keys).join(whole, how="left")
    slack = (0.5 * (parts["n"] + 1)).clip(lower=TOLERATED * parts["whole"].fillna(0.0))
    bad = parts[(parts["whole"].fillna(0.0) - parts["sum"]).abs() > slack]
    if len(bad):
        area, quarter, own = bad.index[0]
        row = bad.iloc[0]
        level = "sectors" if row["unit"] == "4" else f"{int(row['unit']) - 2}-digit industries"
        when = "" if quarter == "A" else f", quarter {quarter}"
        raise InputError(
            f"{name} is incomplete: area {area}, ownership {own}{when} has "
            f"{0 if pd.isna(row['whole']) else row['whole']:,.0f} establishments, but its {level} "
            f"together have {row['sum']:,.0f}. Rows are missing, probably because the transfer "
            "was cut off; download the file again."
        )
