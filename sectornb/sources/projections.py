"""Industry projections that a user brings: the WID table ``indprj``, or one simple table.

Both are read into the same columns.  The simple table is the one to bring any state's
file to: ``area_code, area_title, naics, base_year, target_year, base_employment,
target_employment``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.codes import SECTORS, sector_of
from sectornb.errors import InputError, NotInLibraryError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.recognition import Recognized, table_by_header
from sectornb.sources.text_file import header_of, read_csv, require_columns

SOURCE = "projections"
COLUMNS = (
    "area_code", "area_title", "naics", "base_year", "target_year", "base_employment",
    "target_employment",
)  # fmt: skip
JOBS = ("base_employment", "target_employment")


def recognize(path: Path, vintage: str) -> Recognized:
    """A table of projections, read and checked.

    Raises
    ------
    InputError
        If it is no such table, or its base year is not that of `vintage`.
    """
    table = table_by_header(path, SOURCE, set(header_of(path)))
    frame = read_projections(path)
    base = frame["base_year"].iloc[0]
    if vintage[:4] != base:
        raise InputError(
            f"{path} has the base year {base}, not {vintage}. Add it with --vintage {base}."
        )
    declaration = declared(SOURCE).table(table)
    areas = sorted(frame["area_code"].unique())
    named = areas[0] if len(areas) == 1 else f"{areas[0]}-and-{len(areas) - 1}-more"
    return Recognized(
        source=SOURCE,
        table=table,
        part=f"{declaration.part}-{named}.csv",
        reference_period=f"{base} to {frame['target_year'].iloc[0]}",
        rows=len(frame),
    )


def read_projections(path: Path) -> pd.DataFrame:
    """Projections of one file, in the columns `COLUMNS`, sorted by area and industry.

    Raises
    ------
    InputError
        If a column is missing, an industry is no code, a row stands twice, the periods
        differ or run backward, or a figure is negative or no number.
    """
    header = header_of(path)
    table = table_by_header(path, SOURCE, set(header))
    declaration = declared(SOURCE).table(table)
    require_columns(path, header, {c.file: c.aliases for c in declaration.columns})
    names = declaration.aliases()
    used = [name for name in header if name in names]
    frame = read_csv(path, used, dict.fromkeys(used, str)).rename(columns=names)
    frame = frame.apply(lambda column: column.str.strip())
    if frame.empty:
        raise InputError(f"{path} has a header and no rows. Export it again.")
    if table == "wid-indprj":
        frame["area_code"] = frame["state_fips"] + frame["area_type"] + frame["area"]
        frame["area_title"] = "Area " + frame["area_code"]
        frame["naics"] = frame["industry"].map(_without_zeros)
    _check(path, frame)
    for column in JOBS:
        frame[column] = _numbers(path, frame, column)
    frame = frame[list(COLUMNS)].sort_values(["area_code", "naics"])
    return frame.reset_index(drop=True)


def held_projections(library: Library, vintage: str = "") -> pd.DataFrame | None:
    """Every projection of the library's one vintage, or of `vintage`; None without any.

    Raises
    ------
    NotInLibraryError
        If the library holds several vintages and none was chosen, or not `vintage`.
    """
    tables = tuple(declared(SOURCE).tables)
    held = library.vintages(SOURCE, *tables)
    if vintage and vintage not in held:
        raise NotInLibraryError(
            f"The library has no projections of vintage {vintage}; it has "
            f"{examples(held) or 'none'}. Add them with: sectornb add FILE --source projections "
            f"--vintage {vintage}"
        )
    if not held:
        return None
    if not vintage and len(held) > 1:
        raise NotInLibraryError(
            f"The library has projections of {examples(held, 9)}. Say which in the region file: "
            f"projections: {{vintage: {held[-1]!r}}}"
        )
    chosen = vintage or held[0]
    frames = [
        read_projections(library.open(SOURCE, chosen, table, part))
        for table in tables
        for part in library.parts(SOURCE, chosen, table)
        if library.path(SOURCE, chosen, table, part).is_file()
    ]
    return pd.concat(frames, ignore_index=True)


def _without_zeros(code: str) -> str:
    """The industry of a code that was filled to six digits: 622000 is 622, 310000 is 31-33."""
    if not (code.isdigit() and len(code) == 6):
        return code
    short = code.rstrip("0")
    return sector_of(code) if len(short) <= 2 else short


def _check(path: Path, frame: pd.DataFrame) -> None:
    good = frame["naics"].isin(SECTORS) | frame["naics"].str.fullmatch(r"[1-9]\d{1,5}")
    if not good.all():
        row = frame[~good].index[0]
        raise InputError(
            f"{path} row {row + 2}, column naics: {frame.loc[row, 'naics']!r} is no industry. "
            "Write two to six digits, or a sector as the QCEW does (31-33, 44-45, 48-49)."
        )
    for column in ("base_year", "target_year"):
        bad = ~frame[column].str.fullmatch(r"(?:19|20)\d{2}")
        if bad.any():
            row = frame[bad].index[0]
            raise InputError(
                f"{path} row {row + 2}, column {column}: {frame.loc[row, column]!r} is no year. "
                "Write four digits."
            )
    periods = frame[["base_year", "target_year"]].drop_duplicates()
    if len(periods) > 1:
        shown = examples(f"{a} to {b}" for a, b in periods.to_numpy())
        raise InputError(
            f"{path} holds several periods ({shown}). Keep one, long-term or short-term."
        )
    base, target = periods.iloc[0]
    if target <= base:
        raise InputError(f"{path} runs from {base} to {target}; the target year must come later.")
    doubled = frame[frame.duplicated(["area_code", "naics"])]
    if len(doubled):
        row = doubled.index[0]
        raise InputError(
            f"{path} row {row + 2}: area {doubled.loc[row, 'area_code']}, industry "
            f"{doubled.loc[row, 'naics']} stands there twice. Keep one row for each."
        )


def _numbers(path: Path, frame: pd.DataFrame, column: str) -> pd.Series:
    """Jobs; an empty field is a figure that the state withholds."""
    text = frame[column].str.replace(",", "")
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    bad = (numbers.isna() & text.ne("")) | numbers.lt(0) | np.isinf(numbers)
    if bad.any():
        row = frame[bad].index[0]
        raise InputError(
            f"{path} row {row + 2}, column {column}: {frame.loc[row, column]!r} is no number of "
            "jobs. Leave the field empty where the state withholds it."
        )
    return numbers
