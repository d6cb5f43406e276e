"""Industry projections that a user brings: tables of the WID, or one simple table; CSV or xlsx.

All are read into the same columns.  The simple table is the one to bring any state's
file to: ``area_code, area_title, naics, base_year, target_year, base_employment,
target_employment``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.library import PLAIN_NAME, Library
from sectornb.sources.opening import header_of, is_packed
from sectornb.sources.projected_sums import JOBS, refuse_contradictions
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import (
    checked_numbers,
    refuse_codes,
    refuse_first,
    refuse_other_year,
    refuse_repeats,
    refuse_two_names,
)
from sectornb.sources.workforce_matrix import is_industry, matrix_industries, unpadded

SOURCE = "projections"
SIMPLE = "simple"
COLUMNS = (
    "area_code", "area_title", "naics", "base_year", "target_year", "base_employment",
    "target_employment",
)  # fmt: skip
# Columns that exports of WID tables have beside those that every one of them must have.
BESIDE = {
    "areaname": "area_title", "suppress": "suppress", "numericchange": "change", "nchg": "change",
    "percentchange": "percent", "pchg": "percent",
}  # fmt: skip
LIKELY_FACTOR, LONGEST_YEARS = 5, 40
MOST_ROWS = 300_000
"""Ours: 300 industries in a thousand areas."""
_YEAR = r"(?:19|20)\d{2}"
_LIKE_AN_END = re.compile(
    r"(?!.*(?:percent|%|rate|growth|change))(?:base|proj|target|est)\w*\W*(?:year|emp|\d{4})",
    re.IGNORECASE,
)
"""Headings of the two ends in states' own layouts: Base Year, ProjectedYearEmployment2018."""


def recognize(path: Path, vintage: str) -> Recognized:
    """A table of projections, read and checked.

    Raises
    ------
    InputError
        If it is no such table, or its base year is not that of `vintage`.
    """
    table, _ = _table(path, header_of(path, "xlsx"))
    frame = read_projections(path)
    base = frame["base_year"].iloc[0]
    refuse_other_year(path, base, vintage[:4], "has the base year")
    areas = sorted(frame["area_code"].unique())
    named = areas[0] if len(areas) == 1 else f"{areas[0]}-and-{len(areas) - 1}-more"
    target = frame["target_year"].iloc[0]
    suffix = ".xlsx" if is_packed(path, "xlsx") else ".csv"
    years = {"year": base, "target": target}
    return recognized(SOURCE, table, len(frame), suffix, told=base, areas=named, **years)


def read_projections(path: Path) -> pd.DataFrame:
    """Projections of one file, in the columns `COLUMNS`, sorted by area and industry.

    Of a table of the Workforce Information Database (WID) only the rows of all
    occupations together are read, and of these only NAICS industries; totals,
    combined codes and government (9...) are left out.  A figure that is withheld,
    by an empty field or the mark ``suppress``, is missing.

    Raises
    ------
    InputError
        If a column is missing, no row or no industry is there, a code is none, a row
        stands twice, the periods differ or run backward, a figure is negative or no
        number, the two columns of jobs are of different size altogether, or the table
        contradicts itself.
    """
    header = header_of(path, "xlsx")
    table, spelled = _table(path, header)
    declaration = declared(SOURCE).table(table)
    require_columns(path, spelled, {c.file: c.aliases for c in declaration.columns})
    names = declaration.aliases()
    if table != SIMPLE:
        names = {**{n: BESIDE[n.casefold()] for n in spelled if n.casefold() in BESIDE}, **names}
    used = {raw: names[name] for raw, name in zip(header, spelled, strict=True) if name in names}
    frame = text_columns(path, list(used), "xlsx", most_rows=MOST_ROWS).rename(columns=used)
    frame = _simple(path, frame) if table == SIMPLE else matrix_industries(path, frame)
    _check_years(path, frame)
    advice = "Give each area its own code, and each code one title."
    refuse_two_names(path, _titled(frame), "area_code", "area_title", advice)
    refuse_repeats(path, frame, ["area_code", "naics"], "rows", "Keep one row for each.")
    for column in JOBS:
        told = "{} is no number of jobs. Leave the field empty where the state withholds it."
        frame[column] = checked_numbers(path, frame[column], told, missing=[""], commas=True)
    _check_size(path, frame)
    if table == SIMPLE:
        refuse_contradictions(path, frame.assign(code=frame["naics"]))
    frame = frame[list(COLUMNS)].sort_values(["area_code", "naics"])
    return frame.reset_index(drop=True)


def held_projections(library: Library, vintage: str = "") -> pd.DataFrame | None:
    """Every projection of the library's one vintage, or of `vintage`; None without any.

    Raises
    ------
    NotInLibraryError
        If the library holds several vintages and none was chosen, or not `vintage`.
    InputError
        If a file cannot be read, or two of them project the same area and industry, or call
        one area by two titles.
    """
    tables = tuple(declared(SOURCE).tables)
    choose = "Say which in the region file: projections: vintage:"
    chosen = library.only_vintage(SOURCE, tables, vintage, "projections", choose)
    if not chosen:
        return None
    frames = [
        library.parsed(SOURCE, chosen, table, part, read_projections).assign(part=part)
        for table in tables
        for part in library.parts(SOURCE, chosen, table)
    ]
    every = pd.concat(frames, ignore_index=True)
    doubled = every[every.duplicated(["area_code", "naics"], keep=False)]
    if len(doubled):
        raise InputError(
            f"The library {library.root} has {examples(sorted(doubled['part'].unique()))} of "
            f"{chosen}, which both project area {doubled['area_code'].iloc[0]}, industry "
            f"{doubled['naics'].iloc[0]}. Remove one of them with its record."
        )
    parts = " and ".join(sorted(every["part"].unique()))
    advice = "Remove one of the files with its record, or give each area its own code."
    where = f"{library.root}: {parts}"
    refuse_two_names(where, _titled(every), "area_code", "area_title", advice, numbered=False)
    return every.drop(columns="part")


def _table(path: Path, header: list[str]) -> tuple[str, list[str]]:
    """The table of a file, and its header in that table's spelling."""
    for name, declaration in declared(SOURCE).tables.items():
        # Exports write the names in capitals or in small letters.
        known = {alias.casefold(): alias for alias in declaration.aliases()}
        spelled = [known.get(raw.casefold(), raw) for raw in header]
        if all({c.file, *c.aliases}.intersection(spelled) for c in declaration.columns):
            return name, spelled
    if {"matincode", "estemp", "projemp"} <= {name.casefold() for name in header}:
        raise InputError(
            f"{path} is a WID table without its years: its first line has no estyear and "
            "projyear. They stand in the lookup table periodid; add them as two columns, and "
            "matoccode and suppress where they are missing too."
        )
    if not any(_LIKE_AN_END.match(name) for name in header):
        return table_by_header(path, SOURCE, set(header)), header
    raise InputError(
        f"{path} is not a file of {declared(SOURCE).title} in a known layout: its first line is "
        f"{examples(map(repr, header), 9)}.{_ends(path, header)} Write its industries into one "
        f"simple table, a CSV file or a sheet with the columns {', '.join(COLUMNS)}: jobs stand in "
        "the last two, four-digit years in the two before. docs/methods/industries.md explains "
        "each (Projections), and 'sectornb sources projections' the source."
    )


def _ends(path: Path, header: list[str]) -> str:
    """What stands in the columns of a state's own layout that are named after the two ends."""
    ends = [name for name in header if _LIKE_AN_END.match(name)]
    frame = text_columns(path, ends, "xlsx", most_rows=MOST_ROWS)
    jobs = [name for name in ends if not frame[name].str.fullmatch(_YEAR).any()]
    if not jobs:
        return ""
    told = f" Here {' and '.join(map(repr, jobs))} hold{'s' * (len(jobs) == 1)} jobs, no year"
    periods = [name for name in header if "period" in name.casefold()]
    if any(re.search(_YEAR, name) for name in jobs):
        return f"{told}: the years stand in the heading{'s' * (len(jobs) > 1)}."
    return f"{told}: the years stand in {periods[0]!r}." if periods else f"{told}."


def _simple(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """The simple table, in which every row must be an industry of a named area.

    States fill industry codes with zeros to six digits; these are taken away.
    """
    unnamed = "{}. Give every area a code of your own, such as 39000 for Ohio."
    refuse_first(path, frame["area_code"].eq(""), frame["area_code"], unnamed)
    impossible = (
        "{} cannot be an area's code, which names the file in the library. Write letters, digits, "
        "blanks, hyphens and dots, such as 39000 for Ohio."
    )
    fits = frame["area_code"].map(lambda code: bool(PLAIN_NAME.fullmatch(code))).astype(bool)
    refuse_first(path, ~fits, frame["area_code"], impossible)
    advice = (
        "Write three to six digits, or a sector as the QCEW does (62, 31-33, 44-45, 48-49); leave "
        "totals out."
    )
    refuse_codes(path, frame["naics"], is_industry, "industry", digits=0, advice=advice)
    return frame.assign(naics=frame["naics"].map(unpadded))


def _titled(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose area has a title of its own, and not one made of its code."""
    return frame[frame["area_title"].ne("Area " + frame["area_code"])]


def _check_years(path: Path, frame: pd.DataFrame) -> None:
    for column in ("base_year", "target_year"):
        is_year = re.compile(_YEAR).fullmatch
        refuse_codes(path, frame[column], is_year, "year", digits=0, advice="Write four digits.")
    periods = frame[["base_year", "target_year"]].drop_duplicates()
    if len(periods) > 1:
        shown = examples(f"{a} to {b}" for a, b in periods.to_numpy())
        raise InputError(
            f"{path} holds several periods ({shown}). Keep one, long-term or short-term."
        )
    base, target = periods.iloc[0]
    if target <= base:
        raise InputError(f"{path} runs from {base} to {target}; the target year must come later.")
    if int(target) - int(base) > LONGEST_YEARS:
        raise InputError(
            f"{path} runs from {base} to {target}, longer than any projection (most are of 2 or "
            "10 years). One of the years was mistyped or damaged: correct it."
        )


def _check_size(path: Path, frame: pd.DataFrame) -> None:
    """Refuse jobs of an area that as a whole become five times as many, or a fifth.

    One industry may; all together never do: one column is in thousands then, or in tens.
    """
    known = frame[frame[list(JOBS)].notna().all(axis=1)]
    sums = known.groupby("area_code")[list(JOBS)].sum()
    far = sums[
        (sums["target_employment"] > LIKELY_FACTOR * sums["base_employment"])
        | (sums["base_employment"] > LIKELY_FACTOR * sums["target_employment"])
    ]
    if len(far):
        base, target = far.iloc[0]
        raise InputError(
            f"{path}: the industries of area {far.index[0]} add up to {base:,.0f} jobs in the base "
            f"year and {target:,.0f} in the target year, which no projection expects. One of the "
            "columns is probably in another unit, such as thousands; bring both to jobs."
        )
