"""Small reports of regions that answered the regional instrument, made without any run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb import NUMBERS_VERSION, __version__
from sectornb.assessment.instrument import Instrument, instrument_of, read_instrument
from sectornb.dictionary import dictionary
from sectornb.report.manifest import write_sums
from sectornb.report.record import write_table
from sectornb.sources.holding import file_sha256

WORKBOOK = "4-assessment"
ROUND = "2025-spring"
NOT_SHOWN = {"anonymous": "held_back", "open": "dots"}


def declared_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows with every declared column of a table; what they do not say is empty."""
    columns = dictionary().columns
    frame = pd.DataFrame(rows, columns=dictionary().table(name).columns)
    numeric = [column for column in map(str, frame) if columns[column].numeric]
    return frame.astype(dict.fromkeys(numeric, "float64"))


def regional_report(
    reports: Path,
    name: str,
    medians: Mapping[str, float | None],
    *,
    title: str = "",
    region_id: str = "",
    counties: Sequence[str] = ("39041",),
    mode: str = "anonymous",
    raters: int = 8,
    wave: str = ROUND,
    instrument: str | Mapping[str, Any] = "regional-elements",
    simulated: bool = False,
    numbers_version: int = NUMBERS_VERSION,
) -> Path:
    """The folder of a report of workbook 4 alone.

    Parameters
    ----------
    medians : mapping
        Element (``"1"``) or component (``"1.2"``, which goes first) to the middle rating; None
        is not shown.  What is not named is 2.
    """
    folder = reports / name
    known = instrument_of(instrument, "it") if isinstance(instrument, Mapping) else None
    tables = ratings(known or read_instrument(str(instrument)), medians, mode, raters, wave)
    place = {"title": title or f"{name.capitalize()} Region", "counties": list(counties)}
    told = {}
    for each, frame in tables.items():
        write_table(frame, folder / "tables" / f"{each}.csv")
        file = f"tables/{each}.csv"
        told[each] = {
            "file": file, "rows": len(frame), "columns": list(frame),
            "sha256": file_sha256(folder / file), "sources": [], "inputs": ["responses"],
        }  # fmt: skip
    parameters = {"region_id": region_id or name, **place, "instrument": instrument, "mode": mode}
    private = {"role": "responses", "file": "responses.csv", "rows": 9, "hmac_sha256": "0"}
    record = {
        "workbook": WORKBOOK, "question": "Where do we stand?", "period": wave,
        "parameters": parameters, "tables": told, "answer": [], "findings": [], "notes": [],
        "limits": [], "next_steps": [], "request": "", "what_if": {}, "sources": [], "figures": [],
        "private_inputs": [private | ({"simulated": True} if simulated else {})],
    }  # fmt: skip
    manifest = {
        "region": {"id": region_id or name, **place}, "numbers_version": numbers_version,
        "versions": {"sectornb": __version__}, "parameters": {WORKBOOK: parameters},
        "tables": {each: {"workbook": WORKBOOK, **saved} for each, saved in told.items()},
        "figures": {}, "sources": [], "absent": {}, "kept": {},
    }  # fmt: skip
    (folder / "records").mkdir()
    (folder / "records" / f"{WORKBOOK}.json").write_text(json.dumps(record), "utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for page in ("index", WORKBOOK):
        (folder / f"{page}.html").write_text("<p>A page.</p>", "utf-8")
    write_sums(folder)
    return folder


def ratings(
    instrument: Instrument,
    medians: Mapping[str, float | None],
    mode: str,
    raters: int,
    wave: str,
) -> dict[str, pd.DataFrame]:
    """The three tables of workbook 4 that are compared across regions."""
    items = [
        {
            "wave": wave, "item": item.id, "item_title": item.title,
            "area": instrument.area_of[item.id].id,
            "median": medians.get(item.id, medians.get(instrument.area_of[item.id].id, 2.0)),
        }
        for item in instrument.items.values()
    ]  # fmt: skip
    for row in items:
        shown = row["median"] is not None
        row["status"] = "printed" if shown else NOT_SHOWN[mode]
        row["n_raters"] = raters if shown or mode == "open" else None
    by_item = declared_table("ratings_by_item", items)
    middle = by_item.groupby("area")["median"].median()
    areas = [
        {
            "wave": wave, "area": area.id, "area_title": area.title, "n_items": len(area.items),
            "median_of_items": middle[area.id],
            "status": "held_back" if pd.isna(middle[area.id]) else "printed",
        }
        for area in instrument.areas
    ]  # fmt: skip
    panel = [{"wave": wave, "n_raters": raters, "n_items": len(items)}]
    return {
        "ratings_by_item": by_item,
        "ratings_by_area": declared_table("ratings_by_area", areas),
        "panel_by_wave": declared_table("panel_by_wave", panel),
    }


def three_regions(reports: Path) -> Path:
    """North has data and misses vision; south has vision and misses data; nobody measures."""
    weak = {"6": 1.0}
    north = {"1": 3.0, "2": 1.0, **weak}
    regional_report(reports, "north", north, counties=["39041", "39049"])
    south = {"1": 1.0, "2": 3.0, **weak}
    regional_report(reports, "south", south, counties=["39049", "39045"])
    regional_report(reports, "east", {"3": 3.0}, counties=["39057"], mode="open")
    return reports
