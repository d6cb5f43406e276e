"""Small files of O*NET, of SOC and of CIP in their agencies' layouts; numbers are made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

Rows = list[list[object]]

BRANCHES = {"essential": ("2.A", 10), "transferable": ("2.B", 25), "knowledge": ("2.C", 33)}
RATING = [
    "O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale ID", "Scale Name",
    "Data Value", "N", "Standard Error", "Lower CI Bound", "Upper CI Bound",
    "Recommend Suppress", "Not Relevant", "Date", "Domain Source",
]  # fmt: skip
PREPARATION = [*RATING[:6], "Category", *RATING[6:12], *RATING[13:]]
CONTEXT = [*PREPARATION[:13], "Not Relevant", *PREPARATION[13:]]
INTEREST = [*RATING[:7], *RATING[13:]]
NAMES = {"IM": "Importance", "LV": "Level", "OI": "Occupational Interests", "CX": "Context"}
CODES = ("11-1011.00", "15-1252.00")
IN_EXCEL_AND_CSV = ("Title", "Scale Name")


def rating(
    code: str = CODES[0], element: str = "2.A.a", scale: str = "IM", value: object = 3.5,
    suppress: str = "N", relevant: str = "", date: str = "08/2023", source: str = "Analyst",
) -> list[object]:  # fmt: skip
    """One rating; of an expert, the accuracy is missing."""
    accuracy: list[object] = [8, 0.6, 2.6, 4.4]
    return [
        code, f"Title of {code}", element, f"Element {element}", scale, NAMES.get(scale, scale),
        value, *accuracy, suppress, relevant, date, source,
    ]  # fmt: skip


def ratings(*branches: str, codes: Sequence[str] = CODES, date: str = "08/2023") -> Rows:
    """A whole table of ratings: importance 3.5 and level 3.5 of every element."""
    rows: Rows = [list(RATING)]
    for code in codes:
        for branch in branches:
            root, count = BRANCHES[branch]
            for number in range(count):
                element = f"{root}.{number}"
                rows.append(rating(code, element, "IM", 3.5, date=date))
                rows.append(rating(code, element, "LV", 3.5, relevant="N", date=date))
    return rows


def preparation(code: str = CODES[0], elements: str = "both") -> Rows:
    """Education of 12 categories, experience of 11 and the importance of a certificate."""
    rows: Rows = [list(PREPARATION)]
    kinds = {"2.D.1": ("RL", 12), "3.A.1": ("RW", 11)}
    for element, (scale, count) in kinds.items():
        if elements in ("both", element):
            for category in range(1, count + 1):
                row = rating(code, element, scale, 100 / count)
                rows.append([*row[:6], category, *row[6:12], *row[13:]])
    if elements in ("both", "2.D.1"):
        row = rating(code, "2.D.4.a", "IM", 2.5)
        rows.append([*row[:6], "", *row[6:12], *row[13:]])
    return rows


def without(rows: Rows, *titles: str) -> Rows:
    """A table without these columns, as the text files lack titles."""
    kept = [place for place, title in enumerate(rows[0]) if title not in titles]
    return [[row[place] for place in kept] for row in rows]


def tabbed(rows: Rows) -> bytes:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows).encode()


def commas(rows: Rows) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def workbook(sheets: dict[str, Rows]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, list(row))
    return stream.getvalue()


OCCUPATIONS: Rows = [
    ["O*NET-SOC Code", "Title", "Description"],
    ["11-1011.00", "Chief Executives", "Determine policies."],
    ["11-1011.03", "Chief Sustainability Officers", "Coordinate with management."],
    ["15-1252.00", "Software Developers", "Write programs."],
]

STRUCTURE_ABOVE: Rows = [
    ["U.S. Bureau of Labor Statistics"],
    [],
    ["***This is the final structure for the 2018 SOC. Questions go to the agency***"],
    [],
]
STRUCTURE: Rows = [
    ["Major Group", "Minor Group", "Broad Group", "Detailed Occupation", ""],
    ["11-0000", "", "", "", "Management Occupations"],
    ["", "11-1000", "", "", "Top Executives"],
    ["", "", "11-1010", "", "Chief Executives"],
    ["", "", "", "11-1011", "Chief Executives"],
    ["15-0000", "", "", "", "Computer and Mathematical Occupations"],
    ["", "15-1200", "", "", "Computer Occupations"],
    ["", "", "15-1250", "", "Software and Web Developers"],
    ["", "", "", "15-1252", "Software Developers"],
    ["", "", "", "15-1253", "Software Quality Assurance Analysts and Testers"],
]
HYBRID_ABOVE: Rows = [["The table below shows how data were combined."], []]
HYBRID: Rows = [
    [
        "OES 2019 Estimates Code", "OES 2019 Estimates Title", "2018 SOC Code ", "2018 SOC Title",
        "OES 2018 Estimates Code", "OES 2018 Estimates Title", "2010 SOC Code", "2010 SOC Title",
        "NOTES",
    ],
    ["11-1011", "Chief", "11-1011", "Chief", "11-1011", "Chief", "11-1011", " Chief", ""],
    ["15-1256", "Software", "15-1252", "Developers", "15-1132", "Apps", "15-1132", " Apps", "new"],
    ["15-1256", "Software", "15-1252", "Developers", "15-1133", "Sys", "15-1133", " Sys", "new"],
    ["15-1256", "Software", "15-1253", "Testers", "15-1199", "Other", "15-1199", " Other", "new"],
    ["15-1299", "Other", "15-1299", "Other", "15-1199", "Other", "15-1199", " Other", "new"],
]  # fmt: skip
CROSSWALK_ABOVE: Rows = [
    ["Bureau of Labor Statistics O*NET-SOC to National Employment Matrix (NEM) Crosswalk"],
    ["As of 9/6/2023"],
]
CROSSWALK: Rows = [
    [
        "Sort Order", "O*NET-SOC Code", "O*NET-SOC Title", "NEM Code",
        "National Employment Matrix Occupational Title",
    ],
    [1, "11-1011.00", "Chief Executives", "11-1011", "Chief executives"],
    [2, "11-1011.03", "Chief Sustainability Officers", "11-1011", "Chief executives"],
    [3, "15-1252.00", "Software Developers", "15-1252", "Software developers"],
]  # fmt: skip
CIP: Rows = [
    ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"],
    ["11.0701", "Computer Science.", "15-1252", "Software Developers"],
    ["11.0701", "Computer Science.", "15-1253", "Testers"],
    ["52.0201", "Business Administration.", "11-1011", "Chief Executives"],
    ["01.0508", "Taxidermy.", "99-9999", "NO MATCH"],
    ["99.9999", "NO MATCH", "15-1299", "Computer Occupations, All Other"],
]


def soc_file(above: Rows, table: Rows, sheet: str = "2018 Structure") -> bytes:
    return workbook({sheet: [*above, *table], "Notes": [["a note"]]})


def cip_file(rows: Rows = CIP) -> bytes:
    return workbook({"File Guide": [["File Name", "Description"]], "CIP-SOC": rows})


def written(folder: Path, content: bytes, name: str = "file.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
