"""A small whole file for every reader, as its source writes it, still without its packing."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sectornb.assessment.forms import rating_form
from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.plan.columns import FILE_COLUMNS
from sectornb.report.plan.workbook_file import write_plan_workbook
from sectornb.shipped import shipped
from sectornb.show.form import write_form
from sectornb.sources.library import Holding
from tests.builders import oews, projected_tables, survey_exports
from tests.builders.acs import ALDER, BIRCH, acs_table
from tests.builders.commuting import (
    block,
    crosswalk_text,
    flows_text,
    geojson,
    laus_workbook,
    od_text,
    two_squares,
)
from tests.builders.ipeds import PROGRAMS, completions_text, directory_text
from tests.builders.occupation_projections import answer_text, bulk_text
from tests.builders.occupations import (
    CIP,
    HYBRID,
    OCCUPATIONS,
    STRUCTURE,
    commas,
    ratings,
    workbook,
)
from tests.builders.own_tables import own_table_text
from tests.builders.panels import SMALL as PANEL
from tests.builders.plans import plan_of, plan_rows
from tests.builders.qcew import SMALL, Cell, area_csv, area_frame, titles_csv
from tests.builders.qcew_bulk import grown, member_name, zip_bytes
from tests.builders.qwi import AGES, extract_text

Members = dict[str, bytes]
"""Name in an archive to content; a file that is no archive is its only member."""
Pack = Callable[[Members], bytes]

FEW = {key: SMALL[key] for key in (("1", "928"), ("5", "722"), ("5", "6221"))}
LARGER = {key: Cell(c.employment * 3, c.pay, c.establishments * 3) for key, c in FEW.items()}
BIRTHDAY = "2022-01-02"


def alone(content: str | bytes) -> Members:
    return {"": content.encode() if isinstance(content, str) else content}


def as_it_is(members: Members) -> bytes:
    return b"".join(members.values())


def gzipped(members: Members) -> bytes:
    return gzip.compress(as_it_is(members), mtime=0)


def zipped(members: Members) -> bytes:
    return zip_bytes({name or "a.csv": content for name, content in members.items()})


def in_workbook(members: Members) -> bytes:
    """A county workbook from a table of its rows; the first is no row."""
    lines = as_it_is(members).decode("utf-8", "replace").replace("\0", "").splitlines()
    # No cell of a workbook is longer.
    rows = csv.reader(line[:32_000] for line in lines)
    return laus_workbook([[row[0], *map(_cell, row[1:])] for row in rows if row][1:])


def _cell(text: str) -> object:
    try:
        value = float(text)
    except ValueError:
        return text.replace("\x1b", "")
    # No cell holds what is no number.
    return text if value != value or abs(value) == float("inf") else value


def qcew_area(quarter: str = "A") -> Members:
    frame = area_frame(quarter=quarter, withheld=["722"], nation=grown(40))
    return alone(area_csv(frame))


def qcew_by_area(quarters: str) -> Members:
    kind = "annual" if quarters == "A" else "q1-q4"
    return {
        member_name(area, 2016, kind): area_csv(
            _joined(area_frame(FEW, area=area, year=2016, quarter=q) for q in quarters),
            titles=True,
            old_names=True,
        )
        for area in ("57001", "57003")
    }


def _joined(frames: object) -> object:
    import pandas as pd

    return pd.concat(list(frames), ignore_index=True)  # type: ignore[call-overload]


def _country(quarters: str) -> object:
    areas = (("57000", "state", LARGER), ("57001", "county", FEW), ("US000", "nation", LARGER))
    return _joined(
        area_frame(cells, area=area, geography=kind, quarter=quarter, nation=LARGER)
        for area, kind, cells in areas
        for quarter in quarters
    )


def qcew_single(quarters: str) -> Members:
    inner = "annual" if quarters == "A" else "q1-q4"
    return {f"2022.{inner}.singlefile.csv": area_csv(_country(quarters))}  # type: ignore[arg-type]


def qcew_industry() -> Members:
    frame = _country("A")
    return alone(area_csv(frame[frame["industry_code"].eq("722")]))  # type: ignore[index,arg-type]


def area_titles() -> Members:
    titles = {"57001": "Alder County, North Esker", "57003": "Doña Birch County, North Esker"}
    return alone(titles_csv({"US000": "U.S. TOTAL", **titles}, ("area_fips", "area_title")))


def industry_titles() -> Members:
    return alone(titles_csv({"10": "10 Total, all", "31-33": "31-33 Making", "722": "722 Food"}))


def lodes_main() -> Members:
    alder, birch = block("57001"), block("57003")
    return alone(
        od_text([(alder, alder, 900), (alder, birch, 80), (birch, alder, 120), (birch, birch, 400)])
    )


def lodes_aux() -> Members:
    return alone(
        od_text([(block("57001"), block("58001"), 7), (block("57003"), block("58003"), 9)])
    )


def lodes_crosswalk() -> Members:
    rows = [
        (block(county, number), county, "12")
        for county in ("57001", "57003")
        for number in (1001, 1002)
    ]
    return alone(crosswalk_text([*rows, (block("57005"), "57005", "")]))


def county_flows() -> Members:
    rows = [
        (home, work, 100 + int(home[-1]) * int(work[-1]), 12) for home in _PAIR for work in _PAIR
    ]
    return alone(flows_text(rows, "home_area_fips,work_area_fips,jobs,moe"))


_PAIR = ("57001", "57003")


def laus() -> Members:
    rows = [
        "code,county,year,force,employed,unemployed,rate",
        '57001,"Alder County, NE",2018,1000,900,100,10.0',
        '57003,"Birch County, NE",2018,300,290,10,3.3',
        '57005,"Cedar County, NE",2018,N.A.,N.A.,N.A.,N.A.',
    ]
    return alone("\n".join(rows) + "\n")


def matrix() -> Members:
    return alone(projected_tables.matrix_csv())


def projected() -> Members:
    with TemporaryDirectory() as folder:
        path = projected_tables.write_book(Path(folder) / "p.xlsx")
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def wages() -> Members:
    return alone(oews.as_csv(oews.SMALL))


def wage_areas() -> Members:
    return alone(oews.area_csv())


@cache
def _matrix() -> tuple[str, ...]:
    folder = shipped("data", "example", "library", "projections", "2022", "wid-projectionsmatrix")
    return tuple(next(folder.glob("*.csv")).read_text("utf-8").splitlines())


def projections_matrix() -> Members:
    head, *rows = _matrix()
    whole = rows[0].split(",")[1:4]
    return alone("\n".join([head, *(row for row in rows if row.split(",")[1:4] == whole)]) + "\n")


def projections_simple() -> Members:
    rows = [
        "area_code,area_title,naics,base_year,target_year,base_employment,target_employment",
        '39000,Ohio,62,2022,2032,"9,000",9900',
        "39000,Ohio,621,2022,2032,5000,5600",
        "39000,Ohio,622,2022,2032,4000,4300",
        "39000,Ohio,31-33,2022,2032,2000,",
    ]
    return alone("\n".join(rows) + "\n")


def topojson() -> Members:
    return alone(json.dumps(two_squares()))


def geojson_squares() -> Members:
    west = [(-60, 38), (-59, 38), (-59, 39), (-60, 39), (-60, 38)]
    east = [(x + 1, y) for x, y in west]
    return alone(json.dumps(geojson({"57001": west, "57003": east})))


def acs() -> Members:
    cells = [("1,200", "400"), ("600", "**"), ("2,500-", "***")]
    other = [("-666666666", "-222222222"), ("(X)", "(X)"), ("9", "*****")]
    rows = [(ALDER, "Alder County; Westmark", cells), (BIRCH, "Birch County; Westmark", other)]
    return alone("\ufeff" + acs_table(rows))


def acs_api() -> Members:
    header = ["NAME", "B19013_001E", "B19013_001M", "B19013_001MA", "state", "county"]
    rows = [
        ["Alder", "52000", "11", None, "57", "001"],
        ["Birch", "2499", "-333333333", "***", "57", "003"],
    ]
    return alone(json.dumps([header, *rows]))


def completions() -> Members:
    return alone(completions_text(PROGRAMS))


def directory() -> Members:
    return alone(directory_text([("100001", "Alder College", "1003"), ("100002", "Online", "-2")]))


def qwi() -> Members:
    return alone(extract_text(AGES))


def qwi_api() -> Members:
    header = ["sex", "agegrp", "Emp", "sEmp", "time", "state", "county"]
    rows = [
        ["0", "A00", "90", "1", "2019-Q4", "57", "001"],
        ["0", "A07", None, "5", "2019-Q4", "57", "001"],
    ]
    return alone(json.dumps([header, *rows]))


def occupation_answer() -> Members:
    return alone(answer_text())


def occupation_bulk() -> Members:
    return alone(bulk_text())


def own_table(source: str) -> Members:
    return alone(own_table_text(source))


def region_file() -> Members:
    """The example's region file, without the names of files that lie beside it."""
    text = shipped("data", "example", "region.yml").read_text("utf-8")
    return alone(re.sub(r"(?<=: )occupations/\w+\.csv", "[]", text))


def notes() -> Members:
    text = (
        "# Notes\n\nWe *know* the [plant](https://a.example) closed.\n\n## 1-region\n\n- one\n\n"
        "### Roads\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n## no heading\n```\n\n"
        "## 2-industries\n\n<b>bold</b> &amp; 5 < 6\n"
    )
    return alone(text)


def saved_table() -> Members:
    rows = [
        "home_area_fips,county_name,jobs,share,cumulative_share",
        '57001,"Alder County, NE",900,0.9,0.9',
        '57003,"Birch County, NE",100,0.1,1',
    ]
    return alone("\n".join(rows) + "\n")


def holding_of(path: Path, source: str, table: str, vintage: str, rows: int) -> Holding:
    """The record of a file that lies at `path`."""
    from sectornb.sources.library import file_sha256

    return Holding(
        source=source, vintage=vintage, table=table, part=path.name, reference_period="2022",
        origin="added by hand", retrieved=BIRTHDAY, bytes=path.stat().st_size,
        sha256=file_sha256(path), rows=rows,
    )  # fmt: skip


def library_record() -> Members:
    from hashlib import sha256

    content = as_it_is(area_titles())
    record = Holding(
        source="qcew-titles", vintage="2022", table="area", part="area_titles.csv",
        reference_period="any year", origin="added by hand: area_titles.csv", retrieved=BIRTHDAY,
        bytes=len(content), sha256=sha256(content).hexdigest(), rows=3,
    )  # fmt: skip
    return alone(json.dumps(asdict(record), indent=1, sort_keys=True) + "\n")


def survey(tool: str) -> Members:
    """An export of three raters, with ratings in numbers and words, reasons and what is met."""
    questions = ["Item one", "Why this rating?", "Item two", "What is met?", "Your organization"]
    people = [
        ["4", "a start, no more", "Point 2", "Plan., Money.", "College of Westmark"],
        ["3.5", "=1+1", "don't know", "Plan.", "Agency"],
        ["", "because \u2013 \u201cno\u201d", "5", "", "Agency"],
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        if tool == "surveymonkey":
            below = ["Response", "Open-Ended Response", "Response", "Response", "Response"]
            survey_exports.surveymonkey(path, questions, below, people)
        else:
            getattr(survey_exports, tool)(path, questions, people)
        if not zipfile.is_zipfile(path):
            return alone(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def survey_mapping() -> Members:
    text = (
        "tool: google-forms\nrespondent: Email Address\nrows: {Your organization: Agency}\n"
        'columns:\n  "Item one": "1"\n  "Why this rating?": 1 reason\n  "Item two":\n'
        'labels: {"4 - Very": 4}\nblank: ["-99"]\ndont_know: [no idea]\nnot_asked: []\n'
    )
    return alone(text)


def filled_form() -> Members:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_form(rating_form(read_instrument(PANEL), "open", "Westmark", "Ana", "Agency"), path)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def edited_plan() -> Members:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan_workbook(plan_of(plan_rows(gaps=3)), path)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def plan_table() -> Members:
    return alone(plan_rows(gaps=3)[list(FILE_COLUMNS)].to_csv(index=False))


def onet_ratings() -> Members:
    return alone(commas(ratings("essential", codes=["11-1011.00"])))


def onet_occupations() -> Members:
    return alone(commas(OCCUPATIONS))


def cip_pairs() -> Members:
    return alone(commas(CIP))


def soc_structure() -> Members:
    return alone(commas(STRUCTURE))


def soc_hybrid() -> Members:
    return alone(commas(HYBRID))


def in_sheet(name: str, above: Sequence[str] = ()) -> Pack:
    """A workbook of one sheet from a table, below rows that are no table."""

    def packed(members: Members) -> bytes:
        lines = as_it_is(members).decode("utf-8", "replace").replace("\0", "").splitlines()
        # No cell of a workbook is longer, and no sheet wider.
        rows = csv.reader(line[:32_000] for line in lines)
        table = [[cell.replace("\x1b", "") for cell in row[:16_000]] for row in rows]
        return workbook({name: [*([text] for text in above), *table]})

    return packed


def with_tabs(members: Members) -> bytes:
    return as_it_is(members).replace(b",", b"\t")
