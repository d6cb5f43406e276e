"""Area files of the Quarterly Census of Employment and Wages, annual and quarterly.

Read by column name, so that agency files, files re-saved by other programs and
files with older column names give the same table.  A withheld cell (disclosure
code ``N``) is written by the agency as 0; here it is missing, with a status.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, examples
from sectornb.sources.declarations import TableDeclaration, declared
from sectornb.sources.library import Library
from sectornb.sources.text_file import header_of, read_csv, require_columns

Period = Literal["annual", "1", "2", "3", "4"]

SOURCE = "qcew"
AREA = r"(?:\d{5}|US000|USCMS|USMSA|USNMS|C[0-9A-Z]{4}|CS\d{3})"
CODE_PATTERNS = {
    "area_fips": AREA,
    "own_code": r"[0-5]|8|9",
    "naics": r"\d{2,6}|31-33|44-45|48-49",
    "agglvl_code": r"\d{2}",
    "size_code": r"\d",
    "year": r"(?:19|20)\d{2}",
    "qtr": r"[1-4A]",
}
FILE_NAMES = {"naics": "industry_code"}
KINDS = {
    "area_fips": "an area",
    "own_code": "an ownership",
    "naics": "an industry",
    "agglvl_code": "an aggregation level",
    "size_code": "a size class",
    "year": "a year",
    "qtr": "a quarter",
}
MARKS = ("", "N", "-")
STATUSES = ("disclosed", "zero", "withheld")
EMPLOYMENT = {"employment", "month1_employment", "month2_employment", "month3_employment"}


def read_area_file(
    path: Path,
    table: str = "annual-area",
    *,
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
) -> pd.DataFrame:
    """One area file as a tidy, typed table.

    Parameters
    ----------
    path : Path
        An annual or quarterly area file, as the agency wrote it or re-saved.
    table : str
        ``annual-area`` or ``quarterly-area``.
    columns : collection of str, optional
        Measures wanted beside the codes and `employment_status`; all by default.
    levels, ownership : collection of str, optional
        Aggregation levels and ownership codes wanted; all by default.

    Returns
    -------
    DataFrame
        One row per area, ownership, industry and period, sorted by the key.
        Codes are text.  Counts (establishments, jobs), dollars and quotients
        are float64, missing where withheld.  `employment_status` is
        ``disclosed``, ``zero`` or ``withheld``.

    Raises
    ------
    InputError
        If the file is not such a file, holds unknown codes or marks, repeats a
        key, has a negative or unreadable number, or contradicts itself: a
        withheld cell with a number.
    """
    declaration = declared(SOURCE).table(table)
    frame = _parse(path, declaration, columns)
    check_codes(path, frame)
    _check_keys(path, frame, declaration)
    frame = decode_marks(path, frame, declaration)
    for column, wanted in (("agglvl_code", levels), ("own_code", ownership)):
        if wanted is not None:
            frame = frame[frame[column].isin(list(wanted))]
    measures = [c for c in frame.columns if c not in declaration.key]
    return (
        frame[[*declaration.key, *measures]]
        .sort_values(list(declaration.key), kind="stable")
        .reset_index(drop=True)
    )


def read_areas(
    library: Library,
    years: Collection[int],
    areas: Collection[str],
    *,
    period: Period = "annual",
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
    vintages: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Cells of several years and areas from the library, in one table.

    An area is taken from its own slice, or else from an archive by area, or else
    from the single file of the whole country, of which a store is kept.

    Parameters
    ----------
    years, areas : collections
        Years of the data, and area codes such as ``39049`` or ``US000``.
    period : str
        ``annual``, or a quarter from ``1`` to ``4``.
    vintages : mapping, optional
        Year to the vintage to use, where the library holds several.
    columns, levels, ownership
        As in :func:`read_area_file`.

    Raises
    ------
    NotInLibraryError
        Names every missing area and year at once, with the addresses of the files that hold
        the first.
    """
    # These import this module for what all readers of the source share.
    from sectornb.sources.qcew_holdings import area_cells

    return area_cells(
        library,
        years,
        areas,
        period,
        vintages,
        columns=columns,
        levels=levels,
        ownership=ownership,
    )


def _parse(
    path: Path, declaration: TableDeclaration, columns: Collection[str] | None
) -> pd.DataFrame:
    header = header_of(path)
    needed = set(declaration.key) | {"disclosure_code", "establishments"}
    marks = {column.withheld_by for column in declaration.columns if column.withheld_by}
    if columns is None:
        needed |= {column.name for column in declaration.columns}
    else:
        known = {column.name for column in declaration.columns}
        unknown = set(columns) - known - {"employment_status"}
        if unknown:
            raise UnknownCodeError(
                f"The table has no column {examples(sorted(unknown))}; it has "
                f"{examples(sorted(known), 40)}."
            )
        needed |= set(columns) | marks | EMPLOYMENT & known
    wanted = [column for column in declaration.columns if column.name in needed]
    require_columns(path, header, {column.file: column.aliases for column in wanted})
    names = declaration.aliases()
    usecols = [name for name in header if names.get(name) in needed]
    texts = {
        name: str
        for name in usecols
        if next(c for c in wanted if c.name == names[name]).kind in ("code", "mark", "text")
    }
    numbers = {name: np.float64 for name in usecols if name not in texts}
    try:
        frame = read_csv(path, usecols, {**texts, **numbers})
    except ValueError as error:
        raise _unreadable_number(path, usecols, list(numbers)) from error
    frame = frame.rename(columns=names)
    if frame.empty:
        raise InputError(
            f"{path} has a header and no rows. Download it again; the transfer was probably cut "
            "off, or the area has no data for this period."
        )
    return frame


def _unreadable_number(path: Path, usecols: list[str], numbers: list[str]) -> InputError:
    texts = read_csv(path, usecols, dict.fromkeys(usecols, str))
    for column in numbers:
        bad = texts[pd.to_numeric(texts[column], errors="coerce").isna()]
        if len(bad):
            found = bad[column].iloc[0]
            what = f"{found!r}" if found.strip() else "an empty cell"
            if found == column:
                what = "the header again, as in a file pasted together,"
            return InputError(
                f"{path} row {bad.index[0] + 2}, column {column}: {what} where a number belongs"
                f"{f' ({len(bad)} such cells)' if len(bad) > 1 else ''}. The file was edited, cut "
                "off or re-saved by a spreadsheet; use the agency's own file."
            )
    return InputError(f"{path} holds numbers that cannot be read. Use the agency's own file.")


def check_codes(path: Path, frame: pd.DataFrame) -> None:
    """Refuse a code or mark that no QCEW file has; the index tells the row of the file, from 0.

    Raises
    ------
    InputError
        Names the first row, the column and what stands there.
    """
    for column, pattern in CODE_PATTERNS.items():
        bad = frame[~frame[column].str.fullmatch(pattern)]
        if len(bad):
            hint = (
                "Leading zeros were lost; never open the file in a spreadsheet before adding it."
                if column == "area_fips" and bad[column].str.fullmatch(r"\d{4}").all()
                else "Use the agency's own file."
            )
            raise InputError(
                f"{path} row {bad.index[0] + 2}, column {FILE_NAMES.get(column, column)}: "
                f"{examples(repr(code) for code in bad[column].unique())} "
                f"{'is' if bad[column].nunique() == 1 else 'are'} no code of {KINDS[column]}. "
                f"{hint}"
            )
    for column in ("disclosure_code", "lq_disclosure_code", "oty_disclosure_code"):
        if column not in frame:
            continue
        bad = frame[~frame[column].isin(MARKS)]
        if len(bad):
            raise InputError(
                f"{path} row {bad.index[0] + 2}, column {column}: the mark "
                f"{bad[column].iloc[0]!r} is unknown; known are blank, N and -. If the agency has "
                "a new mark, its meaning must be known before the file can be used."
            )


def _check_keys(path: Path, frame: pd.DataFrame, declaration: TableDeclaration) -> None:
    key = list(declaration.key)
    doubled = frame[frame.duplicated(key, keep="first")]
    if len(doubled):
        row = doubled.iloc[0]
        raise InputError(
            f"{path} repeats {len(doubled)} rows, the first in row {doubled.index[0] + 2}: area "
            f"{row['area_fips']}, ownership {row['own_code']}, industry {row['naics']}, "
            f"{row['year']} {row['qtr']}. The file was pasted together; use the agency's own file."
        )
    for column, what in (("area_fips", "areas"), ("year", "years"), ("qtr", "quarters")):
        if frame[column].nunique() > 1:
            raise InputError(
                f"{path} holds {frame[column].nunique()} {what} "
                f"({examples(sorted(frame[column].unique()))}); an area file holds one. This looks "
                "like a file of many areas or a pasted one."
            )


def decode_marks(path: Path, frame: pd.DataFrame, declaration: TableDeclaration) -> pd.DataFrame:
    """Withheld cells made missing, marks turned into `employment_status`; changes `frame`.

    Raises
    ------
    InputError
        If a number cannot be, or a withheld cell holds one.
    """
    withheld_by = {c.name: c.withheld_by for c in declaration.columns if c.withheld_by}
    for column in declaration.columns:
        if column.name not in frame or column.kind not in ("count", "usd", "ratio"):
            continue
        bad = frame[~np.isfinite(frame[column.name])]
        if not column.name.startswith("oty_"):
            bad = frame[~np.isfinite(frame[column.name]) | (frame[column.name] < 0)]
        if len(bad):
            raise InputError(
                f"{path} row {bad.index[0] + 2}, column {column.file}: "
                f"{bad[column.name].iloc[0]:g} cannot be (area {bad['area_fips'].iloc[0]}, "
                f"industry {bad['naics'].iloc[0]}). Use the agency's own file."
            )
    for name, mark in withheld_by.items():
        if name not in frame:
            continue
        hidden = frame[mark].ne("") if mark != "disclosure_code" else frame[mark].eq("N")
        leaked = frame[frame[mark].eq("N") & frame[name].ne(0)]
        if len(leaked):
            raise InputError(
                f"{path} row {leaked.index[0] + 2}: marked N (withheld) in {mark}, yet {name} is "
                f"{leaked[name].iloc[0]:g}. The agency writes 0 there; the file was edited. Use "
                "the agency's own file."
            )
        frame[name] = frame[name].mask(hidden)
    disclosure = frame["disclosure_code"]
    empty = disclosure.eq("-")
    measured = [column for column in frame if column in EMPLOYMENT]
    zero = empty | frame[measured].eq(0).all(axis=1)
    status = np.select([disclosure.eq("N"), zero], ["withheld", "zero"], "disclosed")
    frame["employment_status"] = pd.Series(status, index=frame.index, dtype="str")
    marks = [c.name for c in declaration.columns if c.kind == "mark"]
    return frame.drop(columns=[c for c in marks if c in frame])
