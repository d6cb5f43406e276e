"""Libraries whose files have the counties of different years, as the agencies write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sectornb.contract import Study
from sectornb.region import WORKBOOK
from sectornb.region.study import RegionStudy
from sectornb.report.parameters import check_parameters
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.commuting import (
    block,
    crosswalk_text,
    flows_text,
    geojson,
    laus_workbook,
    od_text,
    write_json,
)

HEADER = "home_area_fips,work_area_fips,jobs"
Flow = tuple[str, str, int]


def add_flows(folder: Path, flows: Sequence[Flow], year: str = "2020") -> Path:
    """A table of county flows in the library of `folder`."""
    path = folder / "flows.csv"
    path.write_text(flows_text(flows, HEADER), "utf-8")
    add_files(folder / "library", [path], "county-flows", year)
    return folder / "library"


def add_laus(folder: Path, employed: Mapping[str, int], vintage: str = "2020") -> Path:
    """A workbook of the labor force, nobody unemployed."""
    path = folder / f"laucnty{vintage[2:4]}.xlsx"
    rows = [
        (code, f"County {code}", vintage[:4], jobs, jobs, 0, 0) for code, jobs in employed.items()
    ]
    path.write_bytes(laus_workbook(rows))
    add_files(folder / "library", [path], "laus", vintage)
    return folder / "library"


def add_shapes(folder: Path, counties: Sequence[str]) -> Path:
    """Counties as squares in a row."""
    squares: dict[object, Sequence[Sequence[float]]] = {
        code: [(x, 40), (x + 1, 40), (x + 1, 41), (x, 41), (x, 40)]
        for x, code in enumerate(counties, start=-90)
    }
    path = write_json(folder / "counties.json", geojson(squares))
    add_files(folder / "library", [path], "geometry", "2022")
    return folder / "library"


def add_lodes(
    folder: Path, flows: Sequence[Flow], usps: str, now: Mapping[str, str] | None = None
) -> Path:
    """A main file of one block a county; with `now` a crosswalk of the counties they are today."""
    path = folder / f"{usps}_od_main_JT00_2020.csv"
    path.write_text(od_text((block(work), block(home), jobs) for home, work, jobs in flows))
    files = [path]
    if now:
        files.append(folder / f"{usps}_xwalk.csv")
        text = crosswalk_text([(block(code), today, f"{code}001") for code, today in now.items()])
        files[-1].write_text(text, "utf-8")
    add_files(folder / "library", files, "lodes", "2020")
    return folder / "library"


def region_of(library: Path, counties: Sequence[str], **given: Any) -> RegionStudy:
    """The study of a region on a library, of flows of 2020."""
    parameters: dict[str, Any] = {
        "region_id": "region",
        "title": "Region",
        "counties": list(counties),
        "library": str(library),
        "out": "",
        "flows": "county-flows",
        "vintage": "2020",
        "segment": "",
        "delineation": {"central_counties": [], "draws": 1, "seed": 1},
    }
    study: Study = WORKBOOK.open_study(
        Library(library), check_parameters(WORKBOOK, parameters | given)
    )
    assert isinstance(study, RegionStudy)
    return study
