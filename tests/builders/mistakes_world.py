"""What a new user has at hand: downloads, a filled library, and what an agency's site has."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import xlsxwriter

from sectornb.sources.adding import add_files
from tests.builders import oews, projected_tables
from tests.builders.commuting import (
    block,
    crosswalk_text,
    geojson,
    od_file,
    two_squares,
    write_gzip,
)
from tests.builders.small_library import NAMES, region_file, small_library

COUNTIES = {
    **NAMES,
    "01001": "Autauga County, Alabama",
    "18047": "Franklin County, Indiana",
    "24005": "Baltimore County, Maryland",
    "24510": "Baltimore City, Maryland",
    "39041": "Delaware County, Ohio",
    "39049": "Franklin County, Ohio",
}
PAIRS = [
    (block(work), block(home), jobs)
    for work, home, jobs in (
        ("57001", "57001", 900), ("57001", "57003", 210), ("57003", "57003", 400),
        ("57003", "57001", 80), ("57005", "57005", 300), ("57001", "57005", 40),
    )
]  # fmt: skip
FLOWS = "home_area_fips,work_area_fips,jobs\n01001,01003,7\n01001,01001,90\n01003,01003,50\n"
SIMPLE = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"
STATES_OWN = "Area,Period,Industry Code,Industry Title,Base Year,Projected Year"
HOSPITALS = ("New York State", "2012-2022", "622000", "Hospitals", 405570, 441290)


def make_world(folder: Path) -> None:
    """Fill `folder`: ``published`` (an agency's site), ``in`` (downloads), ``filled`` (library)."""
    published, inbox = folder / "published", folder / "in"
    published.mkdir(parents=True)
    root = small_library(folder / "small", titles=COUNTIES)
    for name in ("57001-2017", "57001-2022", "57003-2022"):
        shutil.copyfile(folder / "small" / "inbox" / f"{name}.csv", published / f"{name}.csv")
    shutil.copyfile(folder / "small" / "inbox" / "area_titles.csv", published / "area_titles.csv")
    crosswalk = crosswalk_text([(block(code), code, "57000001") for code in NAMES])
    write_gzip(published / "wm_xwalk.csv.gz", crosswalk)
    main = od_file(published, "wm_od_main_JT00_2019", PAIRS)
    od_file(published, "em_od_main_JT00_2019", [(block("58001"), block("58001"), 30)])
    shapes = json.dumps(two_squares())
    (published / "counties-10m.json").write_text(shapes, "utf-8")
    (published / "flows.csv").write_text(FLOWS, "utf-8")
    simple = f"{SIMPLE}\n36000,New York State,622,2012,2022,405570,441290\n"
    (published / "simple.csv").write_text(simple, "utf-8")
    rows = [oews.row("15-1132", "detailed", 10)]
    oews.write_wages(published / "national_dl.xlsx", rows, oews.NATIONAL_2014, None)
    (published / "us_staffing.csv").write_text(projected_tables.matrix_csv(), "utf-8")
    shutil.copytree(published, inbox)
    _spoiled(inbox, main)
    # Files as agencies call them: of either year, in a folder each.
    for year, code in (("2017", "57001"), ("2022", "57001"), ("2022", "57003")):
        (published / year).mkdir(exist_ok=True)
        shutil.copyfile(published / f"{code}-{year}.csv", published / year / f"{code}.csv")
    filled = folder / "filled"
    shutil.copytree(root, filled)
    add_files(filled, [published / "wm_xwalk.csv.gz", main], "lodes")
    two_areas = simple.replace("2012,2022", "2022,2032").replace("36000,New York", "57000,Esker")
    (inbox / "esker.csv").write_text(two_areas, "utf-8")
    add_files(filled, [inbox / "esker.csv"], "projections")
    written = region_file(
        folder, filled, id="esker", title="Esker", counties=["57001", "57003"],
        region={"vintage": "2019"},
        industries={
            "base_year": 2017, "latest_year": 2022, "shortlist": 5,
            "projections": {"areas": {"57000": 1}}, "details": {"draws": 0},
        },
    )  # fmt: skip
    written.replace(folder / "esker.yml")


def _spoiled(inbox: Path, main: Path) -> None:
    """Downloads that went wrong, and tables of a user's own that are not yet as they should be."""
    (inbox / "page.csv").write_text("<!DOCTYPE html><html>No such address</html>", "utf-8")
    (inbox / "cut.csv.gz").write_bytes(main.read_bytes()[:-20])
    shutil.copyfile(main, inbox / "main (1).csv.gz")
    (inbox / "semicolons.csv").write_text(FLOWS.replace(",", ";"), "utf-8")
    (inbox / "zeros.csv").write_text(FLOWS.replace("\n0", "\n").replace(",0", ","), "utf-8")
    named = FLOWS.replace("home_area_fips,work_area_fips,jobs", "from,to,n")
    (inbox / "named.csv").write_text(named, "utf-8")
    revised = (inbox / "57001-2022.csv").read_text("utf-8")
    (inbox / "revised.csv").write_text(revised.replace("\n", " \n", 1), "utf-8")
    (inbox / "lodes").mkdir()
    shutil.copyfile(main, inbox / "lodes" / main.name)
    shutil.copyfile(inbox / "wm_xwalk.csv.gz", inbox / "lodes" / "wm_xwalk.csv.gz")
    square = [(0, 0), (1, 0), (1, 1), (0, 0)]
    (inbox / "nameless.json").write_text(json.dumps(geojson({"Alder": square})), "utf-8")
    with zipfile.ZipFile(inbox / "us_county.zip", "w") as archive:
        archive.writestr("us_county.shp", b"shapes")
    own = [STATES_OWN, ",".join(map(str, HOSPITALS))]
    (inbox / "ny.csv").write_text("\n".join(own) + "\n", "utf-8")
    heading = ["Long-term industry projections"]
    rows = [SIMPLE.split(","), [36000, "New York State", 622, 2012, 2022, 405570, 441290]]
    write_workbook(
        inbox / "three.xlsx", {"Notes": [["See the table"]], "Table": [heading, [], *rows]}
    )
    write_workbook(inbox / "heading.xlsx", {"Table": [heading, [], *rows]})
    write_workbook(inbox / "table.xlsx", {"Table": rows})
    write_workbook(inbox / "ny.xlsx", {"Table": [STATES_OWN.split(","), list(HOSPITALS)]})


def write_workbook(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
