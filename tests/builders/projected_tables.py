"""Small matrices of an industry, and workbooks of occupational projections; figures are made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

URL = "https://data.bls.gov/projections/nationalMatrix?queryParams={}&ioType=i"
MATRIX = [
    "naics_code", "Occupation Title", "Occupation Code", "Occupation Type", "2024 Employment",
    "2024 Percent of Industry", "2024 Percent of Occupation", "Projected 2034 Employment",
    "Projected 2034 Percent of Industry", "Projected 2034 Percent of Occupation",
    "Employment Change, 2024-2034", "Employment Percent Change, 2024-2034", "Occupation Sort",
    "Display Level", "source_url",
]  # fmt: skip
# Thousands; 300 + 150 of 500 are released, and 500 are 0.3 percent of some 167,000.
MATRIX_ROWS: list[list[object]] = [
    ["Total", "00-0000", "Summary", 500.0, 100.0, 0.3, 510.0, 100.0, 0.3, 10.0, 2.0],
    ["Healthcare", "29-0000", "Summary", 300.0, 60.0, 3.0, 330.0, 64.7, 3.0, 30.0, 10.0],
    ["Nurses", "29-1141", "Line Item", 300.0, 60.0, 9.0, 330.0, 64.7, 9.0, 30.0, 10.0],
    ["Teachers", "25-2021", "Line Item", 150.0, 30.0, 10.0, 149.0, 29.2, 9.8, -1.0, -0.7],
]  # fmt: skip


def matrix_csv(
    rows: Sequence[Sequence[object]] = MATRIX_ROWS,
    *,
    naics: str = "3363",
    code: str = "336300",
    head: Sequence[str] = MATRIX,
    years: tuple[str, str] = ("2024", "2034"),
) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    names = [name.replace("2024", years[0]).replace("2034", years[1]) for name in head]
    table.writerow(names)
    for number, row in enumerate(rows):
        cells = dict(zip(MATRIX, [naics, *row, number, 1, URL.format(code)], strict=True))
        table.writerow([cells[name] for name in head])
    return text.getvalue()


DASH = "\u2014"
NEMT, NEMC = "{b} National Employment Matrix title", "{b} National Employment Matrix code"
ENDS = ["Employment, {b}", "Employment, {t}"]
CHANGES = ["Employment change, numeric, {p}", "Employment change, percent, {p}"]
A = "{p} annual average"
SEPARATIONS = [
    NEMT, NEMC, "Occupation type", *ENDS, *CHANGES, f"Labor force exit rate, {A}",
    f"Occupational transfer rate, {A}", f"Total occupational separations rate, {A}",
    f"Labor force exits, {A}", f"Occupational transfers, {A}",
    f"Total occupational separations, {A}", f"Occupational openings, {A}",
]  # fmt: skip
ASSIGNED = [
    "Typical education needed for entry", "Work experience in a related occupation",
    "Typical on-the-job training needed to attain competency in the occupation",
]  # fmt: skip
CHARACTERISTICS = [
    NEMT, NEMC, "Occupation type", *ENDS, *CHANGES, "Percent self employed, {b}",
    f"Occupational openings, {A}", "Median annual wage, dollars, {b}[1]", *ASSIGNED,
]  # fmt: skip
UTILIZATION = [
    "{b} National Employment Matrix occupation title",
    "{b} National Employment Matrix occupation code",
    "{b} National Employment Matrix industry title",
    "{b} National Employment Matrix industry code", "Factors affecting occupational utilization",
]  # fmt: skip
ATTAINMENT = [
    NEMT, NEMC, "Less than high school diploma", "High school diploma or equivalent",
    "Some college, no degree", "Associate's degree", "Bachelor's degree", "Master's degree",
    "Doctoral or professional degree",
]  # fmt: skip
# A tenth of the change, exits and transfers: 500 + 8,000 + 10,000 = 18,500.
SEPARATED: list[list[object]] = [
    ["Total", "00-0000", "Summary", 170000.0, 175000.0, 5000.0, 2.9, 4.7, 5.9, 10.6,
     8000.0, 10000.0, 18000.0, 18500.0],
    ["  Surgeons", "29-1240", "Line item", 50.0, 52.0, 2.0, 4.0, 1.0, 1.0, 2.0, 0.5, 0.5, 1.0, 1.2],
    ["  Nurses", "29-1141", "Line item", 3000.0, 3300.0, 300.0, 10.0, 3.0, 3.0, 6.0, 90.0, 90.0,
     180.0, 210.0],
]  # fmt: skip
CHARACTERIZED: list[list[object]] = [
    [*SEPARATED[0][:7], 5.8, 18500.0, 49500, DASH, DASH, DASH],
    [*SEPARATED[1][:7], DASH, 1.2, ">=$239,200", "Doctoral or professional degree", "None",
     "Internship/residency"],
    [*SEPARATED[2][:7], 1.5, 210.0, 93600, "Bachelor's degree", "None", "None"],
]  # fmt: skip
USED: list[list[object]] = [
    ["Nurses", "29-1141", "Hospitals", "622000", "Demand change - share increases as care moves."],
    ["Nurses[2]", "29-1141", "Fabricated metal", "3320A1", "Share decreases."],
]
ATTAINED: list[list[object]] = [
    ["Total, all occupations", "00-0000", 7.7, 23.1, 19.5, 9.5, 24.5, 11.2, 4.6],
    ["Nurses(1)", "29-1141", 0.1, 1.0, 4.0, 26.0, 54.0, 12.0, 3.0],
]
THOUSANDS = "(Employment in thousands)"


def sheets(
    base: int = 2024,
    dash: str = "\u2013",
    **changed: Sequence[Sequence[object]] | None,
) -> dict[str, list[list[object]]]:
    """Name of a sheet to its rows; `changed` has other rows of a table, None leaves it out."""
    period = f"{base}{dash}{(base + 10) % 100}"
    tables: Mapping[str, tuple[str, str, Sequence[str], Sequence[Sequence[object]]]] = {
        "characteristics": (
            "Table 1.2", f"Occupational projections, {period}, and worker characteristics, {base} "
            f"{THOUSANDS}", CHARACTERISTICS, CHARACTERIZED,
        ),
        "separations": (
            "Table 1.10", f"Occupational separations and openings, projected {period} {THOUSANDS}",
            SEPARATIONS, SEPARATED,
        ),
        "utilization": (
            "Table 1.12", f"Factors affecting occupational utilization, projected {period}",
            UTILIZATION, USED,
        ),
        "attainment": (
            "Table 5.3", "Educational attainment for workers 25 years and older by detailed "
            "occupation, 2019 and 2021", ATTAINMENT, ATTAINED,
        ),
    }  # fmt: skip
    found: dict[str, list[list[object]]] = {"Index": [["Occupation.xlsx contents"]]}
    for kind, (name, title, head, rows) in tables.items():
        chosen = changed.get(kind, rows)
        if chosen is None:
            continue
        names = [each.format(b=base, t=base + 10, p=period) for each in head]
        foot: list[list[object]] = [["Footnotes:"], ["Source: Employment Projections program"]]
        found[name] = [[f"{name} {title}"], names, *map(list, chosen), *foot]
    return found


def write_book(path: Path, tables: Mapping[str, Sequence[Sequence[object]]] | None = None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (tables or sheets()).items():
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                sheet.write_row(place, 0, cells)
    return path
