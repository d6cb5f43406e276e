"""Whatever code stands in a file, no reader of any source lets it lead out of the library."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sectornb.errors import SectornbError
from sectornb.shipped import shipped
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.recognition import RECOGNIZERS
from tests.builders.acs import ALDER, acs_table
from tests.builders.commuting import laus_workbook
from tests.builders.ipeds import completions_text, directory_text
from tests.builders.occupation_projections import bulk_text
from tests.builders.occupations import (
    CIP,
    STRUCTURE,
    STRUCTURE_ABOVE,
    Rows,
    cip_file,
    commas,
    soc_file,
)
from tests.builders.own_tables import own_table_text
from tests.builders.qcew_bulk import write_by_area, write_single
from tests.builders.qwi import extract_text

FLOWS = "home_area_fips,work_area_fips,jobs\n57001,57003,5\n"
PROJECTIONS = (
    "area_code,area_title,naics,base_year,target_year,base_employment,target_employment\n"
    "57000,North Esker,622,2022,2032,100,110\n"
)
CATEGORIES: Rows = [
    ["Element ID", "Element Name", "Scale ID", "Category", "Category Description"],
    ["2.D.1", "Required Level of Education", "RL", 1, "Less than a High School Diploma"],
]
OCCUPATIONS: dict[str, tuple[str, Rows, Callable[[Rows], bytes]]] = {
    "onet": ("29.3", CATEGORIES, commas),
    "soc": ("2018", STRUCTURE, lambda rows: soc_file(STRUCTURE_ABOVE, rows)),
    "cip": ("2020", CIP, cip_file),
}
HOSTILE = "x/../../../../../pwn"


def smallest_of_each_table() -> list[tuple[str, str, Path]]:
    """Source, vintage and file of the example, one for each table."""
    library = Library(shipped("data", "example", "library"))
    held = sorted(library.holdings(), key=lambda each: each.bytes)
    tables = {(each.source, each.table): each for each in reversed(held)}
    return [(each.source, each.vintage, library.path(*each.key)) for each in tables.values()]


def with_hostile_column(text: str) -> Iterator[str]:
    """A table of text again and again, each time with another column full of a path."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    for place in range(min(len(header), 18)):  # figures stand behind
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([*row[:place], HOSTILE, *row[place + 1 :]] for row in rows)
        yield out.getvalue()


def with_hostile_code(value: Any) -> Any:
    """JSON with a path in place of every code."""
    if isinstance(value, dict):
        return {
            key: HOSTILE if key in ("id", "GEOID", "STATE") else with_hostile_code(each)
            for key, each in value.items()
        }
    return [with_hostile_code(each) for each in value] if isinstance(value, list) else value


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def hostile_copies(path: Path) -> Iterator[bytes]:
    """The file again and again, each time with paths in other places."""
    if path.suffix == ".json":
        yield json.dumps(with_hostile_code(json.loads(path.read_text("utf-8")))).encode()
    elif path.suffix == ".gz":
        for text in with_hostile_column(gzip.decompress(path.read_bytes()).decode("utf-8-sig")):
            yield gzip.compress(text.encode(), 1)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        first = next(iter(members))
        for text in with_hostile_column(members[first].decode()):
            yield zipped({**members, first: text.encode()})
        yield zipped({f"../{name}": content for name, content in members.items()})
        yield zipped({name.replace(" ", "/../", 1): each for name, each in members.items()})
    else:
        for text in with_hostile_column(path.read_text("utf-8-sig")):
            yield text.encode()


def refuse_or_keep_inside(folder: Path, source: str, vintage: str, hostile: Path) -> None:
    outside = {path for path in folder.rglob("*") if "library" not in path.parts}
    root = folder / "library"
    try:
        add_files(root, [hostile], source, replace=True)
    except SectornbError as error:
        if "--vintage" in str(error):
            with contextlib.suppress(SectornbError):
                add_files(root, [hostile], source, vintage, replace=True)
    assert {path for path in folder.rglob("*") if "library" not in path.parts} == outside
    assert all(len(path.relative_to(root).parts) <= 4 for path in root.rglob("*"))


@pytest.mark.parametrize(
    ("source", "vintage", "path"),
    [
        pytest.param(*each, id=f"{each[0]}-{each[2].parent.name}")
        for each in smallest_of_each_table()
        if each[2].suffix != ".xlsx" and not each[2].parent.name.endswith("-single")
    ],
)
def test_a_column_of_paths_leads_nowhere(
    tmp_path: Path, source: str, vintage: str, path: Path
) -> None:
    for content in hostile_copies(path):
        hostile = tmp_path / "in" / path.name
        hostile.parent.mkdir(exist_ok=True)
        hostile.write_bytes(content)
        refuse_or_keep_inside(tmp_path, source, vintage, hostile)


@pytest.mark.parametrize("write", [write_by_area, write_single])
def test_an_archive_of_paths_leads_nowhere(tmp_path: Path, write: Callable[..., Path]) -> None:
    path = write(tmp_path)
    for content in hostile_copies(path):
        path.write_bytes(content)
        refuse_or_keep_inside(tmp_path, "qcew", "2016", path)


def test_a_workbook_and_tables_of_ones_own_lead_nowhere(tmp_path: Path) -> None:
    laus = tmp_path / "laucnty18.xlsx"
    laus.write_bytes(laus_workbook([(HOSTILE, HOSTILE, HOSTILE, 100, 90, 10, 10.0)]))
    refuse_or_keep_inside(tmp_path, "laus", "2018", laus)
    own = tmp_path / "own.csv"
    for source, text in (("county-flows", FLOWS), ("projections", PROJECTIONS)):
        for hostile in with_hostile_column(text):
            own.write_text(hostile)
            refuse_or_keep_inside(tmp_path, source, "2022", own)


OTHERS = {
    "acs": acs_table([(ALDER, "Alder", [("1", "2")])]),
    "acs-api": '[["NAME","B15003_001E","state"],["A","1","57"]]',
    "ipeds": completions_text(),
    "ipeds-directory": directory_text([("100001", "Alder College", "1003")]),
    "occupation-projections": bulk_text(),
    "qwi": extract_text(),
    "qwi-api": '[["Emp","time","state","county"],["1","2019-Q4","57","001"]]',
    **{
        source: own_table_text(source)
        for source in (
            "labor-shed", "programs", "regional-staffing", "regional-wages", "wage-thresholds"
        )
    },
}  # fmt: skip
"""Files of sources that the example does not have."""


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_other_sources_leads_nowhere(tmp_path: Path, name: str) -> None:
    source, whole = name.removesuffix("-api").removesuffix("-directory"), OTHERS[name]
    hostile = tmp_path / "own"
    texts = (
        with_hostile_array(json.loads(whole))
        if whole.startswith("[")
        else with_hostile_column(whole)
    )
    for text in texts:
        hostile.write_text(text)
        refuse_or_keep_inside(tmp_path, source, "2024", hostile)


def with_hostile_array(rows: list[list[str]]) -> Iterator[str]:
    """An array of arrays again and again, each time with another column full of a path."""
    for place in range(len(rows[0])):
        yield json.dumps([rows[0], *([*r[:place], HOSTILE, *r[place + 1 :]] for r in rows[1:])])


@pytest.mark.parametrize("source", OCCUPATIONS)
def test_codes_of_occupations_lead_nowhere(tmp_path: Path, source: str) -> None:
    vintage, rows, packed = OCCUPATIONS[source]
    path = tmp_path / "own.xlsx"
    for hostile in with_hostile_column(commas(rows).decode()):
        table: Rows = [list(row) for row in csv.reader(io.StringIO(hostile))]
        path.write_bytes(packed(table))
        refuse_or_keep_inside(tmp_path, source, vintage, path)


def test_every_reader_was_tried() -> None:
    tried = {source for source, _, _ in smallest_of_each_table()}
    assert set(RECOGNIZERS) <= tried | {"county-flows", *OTHERS, *OCCUPATIONS}
