"""Small files of wages in the agency's layouts of several years; the figures are made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

WAGES = [
    "H_MEAN", "A_MEAN", "MEAN_PRSE", "H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90",
    "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90",
]  # fmt: skip
LATEST = [
    "AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE",
    "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "JOBS_1000", "LOC_QUOTIENT",
    "PCT_TOTAL", "PCT_RPT", *WAGES, "ANNUAL", "HOURLY",
]  # fmt: skip
NATIONAL_2014 = [
    "OCC_CODE",
    "OCC_TITLE",
    "OCC_GROUP",
    "TOT_EMP",
    "EMP_PRSE",
    *WAGES,
    "ANNUAL",
    "HOURLY",
]
INDUSTRY_2018 = [
    "NAICS",
    "NAICS_TITLE",
    *NATIONAL_2014[:5],
    "PCT_TOTAL",
    *WAGES,
    "ANNUAL",
    "HOURLY",
]
OWNER_2018 = [*INDUSTRY_2018[:2], "OWNERSHIP", *INDUSTRY_2018[2:]]
STATE_2014 = [
    "AREA", "ST", "STATE", *NATIONAL_2014[:5], "JOBS_1000", "LOC_Q", *WAGES, "ANNUAL", "HOURLY",
]  # fmt: skip
METRO_2015 = [
    "PRIM_STATE", "AREA", "AREA_NAME", *NATIONAL_2014[:5], "JOBS_1000", "LOC QUOTIENT", *WAGES,
    "ANNUAL", "HOURLY",
]  # fmt: skip

Row = Mapping[str, object]
_USUAL: dict[str, object] = {
    "AREA": "99", "AREA_TITLE": "U.S.", "AREA_TYPE": "1", "PRIM_STATE": "US", "NAICS": "000000",
    "NAICS_TITLE": "Cross-industry", "I_GROUP": "cross-industry", "OWN_CODE": "1235",
    "OCC_TITLE": "Work", "EMP_PRSE": 1.5, "JOBS_1000": "", "LOC_QUOTIENT": "", "PCT_TOTAL": "",
    "PCT_RPT": "", "MEAN_PRSE": 0.5, "ANNUAL": "", "HOURLY": "",
    "H_MEAN": 30.5, "A_MEAN": 63440, "H_PCT10": 15.25, "H_PCT25": 20.1, "H_MEDIAN": 28.75,
    "H_PCT75": 40, "H_PCT90": 55.5, "A_PCT10": 31720, "A_PCT25": 41810, "A_MEDIAN": 59800,
    "A_PCT75": 83200, "A_PCT90": 115440,
}  # fmt: skip


def row(code: str, group: str, jobs: object, **other: object) -> dict[str, object]:
    """One row in every column that any layout has."""
    cells = {**_USUAL, "OCC_CODE": code, "O_GROUP": group, "TOT_EMP": jobs, **other}
    same = {
        "OCC_GROUP": "O_GROUP", "ST": "PRIM_STATE", "STATE": "AREA_TITLE",
        "AREA_NAME": "AREA_TITLE", "LOC_Q": "LOC_QUOTIENT", "LOC QUOTIENT": "LOC_QUOTIENT",
        "OWNERSHIP": "OWN_CODE",
    }  # fmt: skip
    return {**{new: cells[old] for new, old in same.items()}, **cells}


ANNUAL_ONLY = {name: "*" for name in WAGES if name.startswith("H_")} | {"ANNUAL": "TRUE"}
TOP_CODED = {"H_PCT75": "#", "H_PCT90": "#", "A_PCT75": "#", "A_PCT90": "#"}
SMALL = [
    row("00-0000", "total", 1000),
    row("29-0000", "major", 700),
    row("29-1140", "broad", 500),
    row("29-1141", "detailed", 500),
    row("29-1210", "detailed", 200, **TOP_CODED),
    row("25-2020", "broad", 250, **ANNUAL_ONLY),
    row("25-2021", "detailed", 250, **ANNUAL_ONLY),
    row("27-2011", "detailed", "**", EMP_PRSE="**"),
]
"""One code of each mark; 500 + 200 + 250 of 1,000 jobs are released."""


def table(rows: Sequence[Row], layout: Sequence[str] = LATEST) -> list[list[object]]:
    return [list(layout), *([each[name.upper()] for name in layout] for each in rows)]


def notes(year: int, hourly: str = "115.00", annual: str = "239,200") -> list[list[object]]:
    return [
        [f"May {year} OEWS Estimates"],
        ["Field", "Field Description"],
        ["Notes:"],
        ["#  = indicates a wage equal to or greater than "
         f"${hourly} per hour or ${annual} per year "],
    ]  # fmt: skip


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                sheet.write_row(place, 0, cells)
    return path


def write_wages(
    path: Path,
    rows: Sequence[Row] = SMALL,
    layout: Sequence[str] = LATEST,
    year: int | None = 2024,
    top: tuple[str, str] = ("115.00", "239,200"),
) -> Path:
    sheets: dict[str, Sequence[Sequence[object]]] = {"data": table(rows, layout)}
    if year is not None:
        sheets["Field Descriptions"] = notes(year, *top)
    return write_book(path, sheets)


def as_csv(rows: Sequence[Row], layout: Sequence[str] = LATEST) -> str:
    """As copies have it: thousands in employment marked off, in quotes."""
    text = io.StringIO()
    lines = table(rows, layout)
    place = [name.upper() for name in layout].index("TOT_EMP")
    for line in lines[1:]:
        line[place] = f"{line[place]:,}" if isinstance(line[place], int) else line[place]
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


AREA_HEAD = [
    "FIPS code", "State", "State abbreviation", "May 2024 MSA code", "May 2024 MSA name",
    "County code", "County name",
]  # fmt: skip
AREA_ROWS = [
    ["57", "North Esker", "NE", "57180", "Alder, NE", "001", "Alder County"],
    ["57", "North Esker", "NE", "57180", "Alder, NE", "003", "Birch County"],
    ["57", "North Esker", "NE", "5700001", "Hills nonmetropolitan area", "005", "Cedar County"],
]


def area_csv(rows: Sequence[Sequence[object]] = (), head: Sequence[str] = ()) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head or AREA_HEAD, *(rows or AREA_ROWS)])
    return text.getvalue()
