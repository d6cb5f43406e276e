"""Recognizing area files of the QCEW, and what they must agree with in themselves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd

from sectornb.codes import ALL_INDUSTRIES, NAICS_DIGITS, SUPERSECTOR_OF, sector_of
from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.qcew import SOURCE, read_area_file
from sectornb.sources.qcew_bulk_checks import recognize_bulk, shape_of
from sectornb.sources.recognition import Recognized, table_by_header
from sectornb.sources.text_file import header_of

TOTAL_LEVELS = ("10", "40", "50", "70")
OWNERSHIPS = ("1", "2", "3", "5")
ROUNDING_OF_FOUR = 2.5
"""Half a job, or establishment, for each of four ownerships and their total."""
LEVELS = {
    "1": "total", "2": "domains", "3": "supersectors", "4": "sectors",
    "5": "3-digit industries", "6": "4-digit industries",
    "7": "5-digit industries", "8": "6-digit industries",
}  # fmt: skip
NUMERIC_NOISE = 1e-6


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of one area or of many, read and checked.

    Raises
    ------
    InputError
        If it is not such a file, lacks a column, contradicts itself or is cut off.
    """
    shape = shape_of(path)
    if shape != "area":
        return recognize_bulk(path, shape, vintage)
    header = set(header_of(path))
    if {"industry_code", "area_fips"} <= header:
        table = "quarterly-area" if "month1_emplvl" in header else "annual-area"
        _require_all_columns(path, table, header)
    else:
        table = table_by_header(path, SOURCE, header)
    return _recognize_area_file(path, table, vintage)


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


def _recognize_area_file(path: Path, table: str, vintage: str) -> Recognized:
    frame = read_area_file(path, table)
    year, quarter, area = (frame[column].iloc[0] for column in ("year", "qtr", "area_fips"))
    declaration = declared(SOURCE).table(table)
    if (quarter == "A") != (table == "annual-area"):
        raise InputError(
            f"{path} has the columns of {declaration.title.lower()} but says quarter {quarter!r}. "
            "Use the agency's own file."
        )
    if vintage.partition(".")[0] != year:
        raise InputError(
            f"{path} holds the year {year}, not {vintage}. Add it with --vintage {year}."
        )
    _check_totals(path, frame, table)
    _check_complete(path, frame)
    _check_pay(path, frame, table)
    return Recognized(
        source=SOURCE,
        table=table,
        part=declaration.part.format(area=area, quarter=quarter),
        reference_period=declaration.reference_period.format(year=year, quarter=quarter),
        rows=len(frame),
    )


def _check_totals(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse a file whose total is missing or is not the sum of its ownerships."""
    total = frame[
        frame["agglvl_code"].isin(TOTAL_LEVELS)
        & frame["own_code"].eq("0")
        & frame["naics"].eq("10")
    ]
    if len(total) != 1:
        raise InputError(
            f"{path} has {len(total)} rows for all industries and ownerships together (ownership "
            "0, industry 10); an area file has exactly one. It was filtered or cut off; download "
            "it again."
        )
    level = f"{total['agglvl_code'].iloc[0][0]}1"
    parts = frame[frame["agglvl_code"].eq(level) & frame["own_code"].isin(OWNERSHIPS)]
    measures = (
        {"establishments": ROUNDING_OF_FOUR, "employment": ROUNDING_OF_FOUR, "total_wages_usd": 0.5}
        if table == "annual-area"
        else {"establishments": 0.5, "month3_employment": 0.5, "total_wages_usd": 0.5}
    )
    for measure, slack in measures.items():
        whole, summed = total[measure].iloc[0], parts[measure].sum(skipna=False)
        if abs(whole - summed) > slack:
            raise InputError(
                f"{path} contradicts itself: {measure} of all ownerships is {whole:,.0f}, but "
                f"federal, state, local and private together are {summed:,.0f}. A row was edited, "
                "lost or scaled; download the file again."
            )


def _check_complete(path: Path, frame: pd.DataFrame) -> None:
    """Refuse a file with lost rows: establishments are never withheld, so each family adds up.

    A family is an industry and its parts one level down, from all industries over
    domain, supersector and sector to six digits.  Each figure is rounded on its
    own, so parts may differ from their whole by half an establishment each.
    """
    frame = frame[frame["own_code"].isin(OWNERSHIPS)]
    level = frame["agglvl_code"].str[1]
    for parent, child in pairwise(LEVELS):
        wholes, parts = frame[level.eq(parent)], frame[level.eq(child)]
        above = parts["naics"].map(lambda naics, level=parent: _parent(naics, level)).astype("str")
        summed = parts.groupby([parts["own_code"], above])["establishments"].agg(["sum", "size"])
        wanted = wholes.set_index(["own_code", "naics"])["establishments"]
        both = pd.concat([wanted, summed], axis=1).fillna(0.0)
        bad = both[(both["establishments"] - both["sum"]).abs() > 0.5 * (both["size"] + 1)]
        if len(bad):
            own, naics = bad.index[0]
            raise InputError(
                f"{path} is incomplete: ownership {own}, industry {naics} has "
                f"{bad['establishments'].iloc[0]:,.0f} establishments, but its "
                f"{LEVELS[child]} together have "
                f"{bad['sum'].iloc[0]:,.0f}. Rows are missing or edited, probably because the "
                "transfer was cut off; download the file again."
            )


def _parent(naics: str, level: str) -> str:
    """The industry of `level` that `naics`, one level down, is a part of."""
    if level == "1":
        return ALL_INDUSTRIES
    if level == "3":
        return SUPERSECTOR_OF.get(naics, "none")
    if level == "4":
        return sector_of(naics)
    return naics[: 3 if level == "2" else NAICS_DIGITS[level]]


def _check_pay(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse a row whose pay is not its wages over its jobs: one of the three was changed.

    The agency divides before it rounds, so annual jobs may be half a job off;
    monthly jobs are whole.
    """
    months = [f"month{month}_employment" for month in (1, 2, 3)]
    if table == "annual-area":
        pay, jobs, weeks, slack = frame["annual_wage_usd"], frame["employment"], 1, 0.5
    else:
        pay, jobs, weeks, slack = frame["weekly_wage_usd"], frame[months].mean(axis=1), 13, 0.0
    wages = frame["total_wages_usd"] / weeks
    least = wages / (jobs + slack) - 0.5
    most = wages / (jobs - slack).where(jobs > slack) + 0.5
    bad = frame[jobs.gt(0) & (pay.lt(least - NUMERIC_NOISE) | pay.gt(most + NUMERIC_NOISE))]
    if len(bad):
        row = bad.iloc[0]
        raise InputError(
            f"{path} contradicts itself: ownership {row['own_code']}, industry {row['naics']} pays "
            f"{row['total_wages_usd']:,.0f} dollars for {jobs[bad.index[0]]:,.0f} jobs, which is "
            f"not {pay[bad.index[0]]:,.0f} a {'year' if table == 'annual-area' else 'week'} each"
            f"{f', and {len(bad) - 1} more rows disagree' if len(bad) > 1 else ''}. A cell was "
            "edited or scaled; download the file again."
        )
