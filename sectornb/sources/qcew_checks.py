"""Recognizing area files of the QCEW, and what they must agree with in themselves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.qcew import SOURCE, read_area_file
from sectornb.sources.recognition import Recognized, table_by_header
from sectornb.sources.text_file import header_of

TOTAL_LEVELS = ("10", "40", "50", "70")
OWNERSHIPS = ("1", "2", "3", "5")
ROUNDING_OF_FOUR_OWNERSHIPS = 2.5
"""Half a job of rounding for each of four ownerships and their total."""


def recognize(path: Path, vintage: str) -> Recognized:
    """An area file, annual or quarterly, read and checked.

    Raises
    ------
    InputError
        If it is not such a file, lacks a column, contradicts itself or is cut off.
    """
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
    if not vintage.startswith(year):
        raise InputError(
            f"{path} holds the year {year}, not {vintage}. Add it with --vintage {year}."
        )
    _check_totals(path, frame, table)
    _check_complete(path, frame)
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
        {"employment": ROUNDING_OF_FOUR_OWNERSHIPS, "total_wages_usd": 0.5}
        if table == "annual-area"
        else {"month3_employment": 0.5, "total_wages_usd": 0.5}
    )
    if parts["employment_status"].eq("withheld").any() or parts.empty:
        return
    for measure, slack in measures.items():
        whole, summed = total[measure].iloc[0], parts[measure].sum()
        if abs(whole - summed) > slack:
            raise InputError(
                f"{path} contradicts itself: {measure} of all ownerships is {whole:,.0f}, but "
                f"federal, state, local and private together are {summed:,.0f}. A row was edited, "
                "lost or scaled; download the file again."
            )


def _check_complete(path: Path, frame: pd.DataFrame) -> None:
    """Refuse a file that was cut off: establishments are never withheld, so each level adds up.

    Each figure is rounded on its own, so a level may differ from its total by
    half an establishment for every row of it.
    """
    frame = frame[frame["own_code"].isin(OWNERSHIPS)]
    unit = frame["agglvl_code"].str[1].astype(int)
    for own, rows in frame.assign(unit=unit).groupby("own_code"):
        total = rows.loc[rows["unit"].eq(1), "establishments"].sum()
        levels = rows[rows["unit"].between(4, 8)].groupby("unit")["establishments"]
        for level, summed, count in zip(
            levels.sum().index, levels.sum(), levels.size(), strict=True
        ):
            if abs(total - summed) > 0.5 * (count + 1):
                raise InputError(
                    f"{path} is incomplete: ownership {own} has {total:,.0f} establishments, but "
                    f"its {'sectors' if level == 4 else f'{level - 2}-digit industries'} together "
                    f"have {summed:,.0f}. Rows are missing, probably because the transfer was cut "
                    "off; download the file again."
                )
