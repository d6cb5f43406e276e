"""Bulk files of the QCEW from the builder of area files: single files, archives, slices."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from sectornb.sources.library import Library
from tests.builders.qcew import SMALL, Cell, area_csv, area_frame

AREAS = {"57000": "state", "57001": "county", "57003": "county", "57005": "county"}
NATION = "US000"


def grown(times: int) -> dict[tuple[str, str], Cell]:
    """The small area, so many times as large."""
    return {
        key: Cell(cell.employment * times, cell.pay, cell.establishments * times)
        for key, cell in SMALL.items()
    }


def single_frame(
    *, year: int = 2022, quarters: Iterable[str] = ("A",), nation: bool = True
) -> pd.DataFrame:
    """A country of one state and three counties, sorted by area as the agency sorts it."""
    kinds = {**AREAS, NATION: "nation"} if nation else AREAS
    frames = [
        area_frame(
            grown(place),
            area=area,
            year=year,
            quarter=quarter,
            geography=geography,
            withheld=["722"] if geography == "county" else (),
        )
        for place, (area, geography) in enumerate(kinds.items(), start=1)
        for quarter in quarters
    ]
    return pd.concat(frames, ignore_index=True)


def single_csv(frame: pd.DataFrame | None = None, **form: object) -> bytes:
    return area_csv(single_frame() if frame is None else frame, **form)  # type: ignore[arg-type]


def zip_bytes(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def write_single(folder: Path, form: str = "zip", frame: pd.DataFrame | None = None) -> Path:
    """A single file in `folder`, packed as the agency packs it (``zip``) or not (``csv``)."""
    folder.mkdir(parents=True, exist_ok=True)
    frame = single_frame() if frame is None else frame
    year, quarter = frame["year"].iloc[0], frame["qtr"].iloc[0]
    kind, inner = ("annual", "annual") if quarter == "A" else ("qtrly", "q1-q4")
    member = f"{year}.{inner}.singlefile.csv"
    path = folder / (f"{year}_{kind}_singlefile.zip" if form == "zip" else member)
    content = single_csv(frame)
    path.write_bytes(zip_bytes({member: content}) if form == "zip" else content)
    return path


def member_name(area: str, year: int = 2016, kind: str = "q1-q4") -> str:
    return f"{year}.{kind}.by_area/{year}.{kind} {area} Some County, North Esker.csv"


def by_area_members(
    year: int = 2016, quarters: Iterable[str] = "1234", frame: pd.DataFrame | None = None
) -> dict[str, bytes]:
    """Members of an archive by area: titles, old names, all quarters of an area in one file."""
    frame = single_frame(year=year, quarters=quarters) if frame is None else frame
    kind = "q1-q4" if "1" in quarters else "annual"
    return {
        member_name(area, year, kind): area_csv(rows, titles=True, old_names=True)
        for area, rows in frame.groupby("area_fips")
    }


def write_by_area(folder: Path, year: int = 2016, frame: pd.DataFrame | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{year}_qtrly_by_area.zip"
    path.write_bytes(zip_bytes(by_area_members(year, frame=frame)))
    return path


def leftovers(library: Library) -> list[str]:
    """Files of a library that are neither held nor a finished store."""
    kept = (".json", ".parquet", ".note", ".lock", ".zip", ".csv")
    return [
        path.name for path in library.root.rglob("*") if path.is_file() and path.suffix not in kept
    ]
