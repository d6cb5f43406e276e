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
from sectornb.sources.county_changes import years_of
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
    first, last = years_of(counties)
    add_files(folder / "library", [path], "geometry", str(min(max(first, 2022), last)))
    return folder / "library"


def add_lodes(
    folder: Path,
    flows: Sequence[Flow],
    usps: str,
    now: Mapping[str, str] | None = None,
    *,
    kind: str = "main",
    year: int = 2020,
) -> Path:
    """A main or aux file of one block a county; with `now` a crosswalk of the counties of today.

    Blocks are of the census of 2010 in the years of release 7, of 2020 in those of release 8.
    """
    path = folder / f"{usps}_od_{kind}_JT00_{year}.csv"
    path.write_text(od_text((block(work), block(home), jobs) for home, work, jobs in flows))
    files = [path]
    if now:
        files.append(folder / f"{usps}_xwalk.csv")
        rows = [(block(code), today, f"{code}001") for code, today in now.items()]
        files[-1].write_text(crosswalk_text(rows, "2010" if year < 2020 else "2020"), "utf-8")
    add_files(folder / "library", files, "lodes", str(year))
    return folder / "library"


def region_of(library: Path | Library, counties: Sequence[str], **given: Any) -> RegionStudy:
    """The study of a region on a library, of flows of 2020."""
    held = library if isinstance(library, Library) else Library(library)
    parameters: dict[str, Any] = {
        "region_id": "region",
        "title": "Region",
        "counties": list(counties),
        "library": str(held.root),
        "out": "",
        "flows": "county-flows",
        "vintage": "2020",
        "segment": "",
        "delineation": {"central_counties": [], "draws": 1, "seed": 1},
    }
    study: Study = WORKBOOK.open_study(held, check_parameters(WORKBOOK, parameters | given))
    assert isinstance(study, RegionStudy)
    return study
