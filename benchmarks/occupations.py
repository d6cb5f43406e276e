"""Files about occupations: read by this project, and by pandas with openpyxl."""

from __future__ import annotations

from pathlib import Path

from measure import Row

TITLE = "Occupations: wages, matrices of an industry, projections"
ABOUT = (
    "Simulated in the agency's layout: wages of 54 states (37,000 rows) and of 530 areas (150,000 "
    "rows), each 32 columns; wanted are the detailed occupations with a status for every figure."
)
LIBRARY = "occupation-library"
AREAS = {"state": (54, 693), "metropolitan": (530, 283)}
"""Places and occupations of each."""
_PANDAS = """
import sys
from pathlib import Path
import pandas as pd
path = Path(sys.argv[1]) / {file!r}
frame = pd.read_excel(path, dtype=str, keep_default_na=False, engine={engine!r})
assert len(frame) > 30_000
"""
_HELD = """
import sys
from importlib import import_module
from pathlib import Path
from sectornb.sources.library import Library
module, name = {reference!r}.split(":")
library = Library(Path(sys.argv[1]) / {folder!r})
assert getattr(import_module(module), name)(library, *{arguments!r}) is not None
"""
WAGES = "sectornb.sources.oews.held:held_wages"
STAFFING = "sectornb.sources.industry_matrix:staffing_patterns"
PROJECTED = "sectornb.sources.employment_projections.recognition:projected_occupations"
MATRIX, BOOK = "benchmark-matrix.csv", "benchmark-projections.xlsx"
OCCUPATIONS = 1_100
WAGE_AREAS = "sectornb.sources.oews.held:county_wage_areas"


def file_of(table: str) -> str:
    return f"benchmark-wages-{table}.xlsx"


def held(reference: str, *arguments: object) -> str:
    """A program that asks the library for a table."""
    return _HELD.format(reference=reference, folder=LIBRARY, arguments=arguments)


def prepare(folder: Path) -> None:
    """The workbooks, and a library that holds them."""
    from sectornb.sources.adding import add_files

    for table, (places, occupations) in AREAS.items():
        path = folder / file_of(table)
        if not path.is_file():
            write_wages(path, table, places, occupations)
        add_files(folder / LIBRARY, [path], "oews", "2024")
    counties = folder / "benchmark-counties.csv"
    lines = ["FIPS code,MSA code,MSA name,County code,County name"]
    lines += [f"01,{10000 + n},Area {n},{n:03d},County {n}" for n in range(1, 68)]
    counties.write_text("\n".join(lines) + "\n", encoding="utf-8")
    add_files(folder / LIBRARY, [counties], "oews", "2024", replace=True)
    write_matrix(folder / MATRIX)
    add_files(folder / LIBRARY, [folder / MATRIX], "industry-matrix", replace=True)
    if not (folder / BOOK).is_file():
        write_book(folder / BOOK)
    add_files(folder / LIBRARY, [folder / BOOK], "employment-projections")


def write_wages(path: Path, table: str, places: int, occupations: int) -> None:
    """A workbook of as many rows as the agency's; every row of an occupation is alike."""
    import xlsxwriter

    from sectornb.sources.declarations import declared

    columns = declared("oews").table(table).columns
    wages = [column for column in columns if column.kind == "usd"]
    usual: dict[str, object] = {"OCC_TITLE": "Work", "O_GROUP": "detailed", "EMP_PRSE": 2.5}
    usual |= {"JOBS_1000": 1.25, "LOC_QUOTIENT": 0.9, "OWN_CODE": "1235", "NAICS": "000000"}
    usual |= {"NAICS_TITLE": "Cross-industry", "I_GROUP": "cross-industry", "MEAN_PRSE": 1.1}
    usual |= {"PRIM_STATE": "AL", "AREA_TYPE": "2" if table == "state" else "4"}
    usual |= {each.file: 20.5 if each.file.startswith("H") else 42640 for each in wages}
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(f"{table}_M2024_dl")
        sheet.write_row(0, 0, [column.file for column in columns])
        for line in range(places * occupations):
            place, occupation = divmod(line, occupations)
            area = f"{place + 1:02d}" if table == "state" else str(10_000 + place)
            own = {"AREA": area, "AREA_TITLE": f"Area {area}", "TOT_EMP": 10 * (line % 5000)}
            own["OCC_CODE"] = f"11-{1000 + occupation}"
            cells = {**usual, **own}
            sheet.write_row(line + 1, 0, [cells.get(column.file, "") for column in columns])


def write_matrix(path: Path) -> None:
    """A matrix of as many occupations as the largest, all alike."""
    from sectornb.sources.declarations import declared

    table = declared("industry-matrix").table("industry")
    years = {"year": "2024", "target": "2034"}
    head = [each.file.format(**years) for each in table.columns if each.name != "naics"]
    url = table.url.format(industry="622000")
    lines = [",".join(f'"{name}"' for name in head)]
    for number in range(OCCUPATIONS):
        code, kind = (f"11-{1000 + number}", "Line Item") if number else ("00-0000", "Summary")
        jobs = "5.0,0.1,1.0" if number else "5500.0,100.0,3.3"
        lines.append(f"{url},Work,{code},{kind},{jobs},{jobs},0.0,0.0")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_book(path: Path) -> None:
    """A workbook of projections with its two largest tables; occupations are alike."""
    import xlsxwriter

    first = ["2024 National Employment Matrix title", "2024 National Employment Matrix code"]
    average = "2024-34 annual average"
    separations = [
        *first, "Occupation type", "Employment, 2024", "Employment, 2034",
        "Employment change, numeric, 2024-34", "Employment change, percent, 2024-34",
        f"Labor force exit rate, {average}", f"Occupational transfer rate, {average}",
        f"Labor force exits, {average}", f"Occupational transfers, {average}",
        f"Total occupational separations, {average}", f"Occupational openings, {average}",
    ]  # fmt: skip
    characteristics = [
        *first, "Percent self employed, 2024", "Median annual wage, dollars, 2024[1]",
        "Typical education needed for entry", "Work experience in a related occupation",
        "Typical on-the-job training needed to attain competency in the occupation",
    ]  # fmt: skip
    tables = {
        "Table 1.2 Occupational projections and worker characteristics (in thousands)": (
            characteristics, [5.0, 50000, "None", "None", "None"], [5.0, 50000, "-", "-", "-"],
        ),
        "Table 1.10 Occupational separations and openings (in thousands)": (
            separations,
            ["Line item", 150.0, 150.0, 0.0, 0.0, 4.0, 6.0, 6.0, 9.0, 15.0, 15.0],
            ["Summary", 170000.0, 170000.0, 0.0, 0.0, 4.0, 6.0, 7e3, 9e3, 16e3, 16e3],
        ),
    }  # fmt: skip
    with xlsxwriter.Workbook(path) as book:
        for number, (title, (head, line, whole)) in enumerate(tables.items()):
            sheet = book.add_worksheet(f"Table {number}")
            sheet.write(0, 0, title)
            sheet.write_row(1, 0, head)
            sheet.write_row(2, 0, ["Total", "00-0000", *whole])
            for occupation in range(OCCUPATIONS):
                sheet.write_row(3 + occupation, 0, ["Work", f"11-{1000 + occupation}", *line])


ROWS = tuple(
    row
    for table in AREAS
    for row in (
        Row(
            f"{table}: pandas.read_excel with openpyxl",
            _PANDAS.format(file=file_of(table), engine="openpyxl"),
            needs=("openpyxl",),
        ),
        Row(
            f"{table}: library to detailed occupations (held_wages)",
            held(WAGES, table, [2024]),
            f"{table}: pandas.read_excel with openpyxl",
            1.0,
        ),
    )
) + (
    Row("county to area (county_wage_areas)", held(WAGE_AREAS, 2024, ["01001"])),
    Row("matrix of one industry (staffing_patterns)", held(STAFFING, ["6220"])),
    Row(
        "projections: pandas.read_excel with openpyxl, one table of two",
        _PANDAS.format(file=BOOK, engine="openpyxl").replace("30_000", "1_000"),
        needs=("openpyxl",),
    ),
    Row("projections (projected_occupations)", held(PROJECTED)),
)
