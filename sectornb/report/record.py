"""Saving what a workbook found: its tables, and one record of everything about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.errors import InputError, examples
from sectornb.figures.picture import Picture
from sectornb.sources.declarations import declared
from sectornb.sources.library import Holding, file_sha256
from sectornb.words import Sentence

NOT_RECORDED = ("library", "out")
FLOAT_FORMAT = "%.12g"


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """A table as CSV: UTF-8, line feeds, floats with 12 significant digits, empty = missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(
        path, index=False, float_format=FLOAT_FORMAT, lineterminator="\n", encoding="utf-8"
    )


def table_keys(workbook: str) -> dict[str, list[str]]:
    """Key columns of each declared table of a workbook."""
    tables = dictionary().tables
    return {name: list(table.key) for name, table in tables.items() if table.workbook == workbook}


def save(
    workbook: str,
    settings: Any,
    *,
    question: str,
    period: str,
    tables: Mapping[str, pd.DataFrame],
    findings: Iterable[Sentence],
    sources: Sequence[Holding],
    notes: Sequence[str] = (),
    limits: Sequence[str] = (),
    pictures: Sequence[Picture] = (),
    county_names: Mapping[str, str] | None = None,
) -> str:
    """Write a workbook's tables, pictures and record under ``settings.out``; say what was written.

    With an empty ``out`` nothing is written: a workbook opened by hand shows
    its tables and leaves the reports alone.  `county_names` (code to name) lets the
    report's first page call the counties by their names.

    Raises
    ------
    MissingColumnError, DeclarationError
        If a table does not have exactly its declared columns.
    InputError
        If a table repeats its key.
    """
    for name, frame in tables.items():
        dictionary().check_table(name, frame.columns)
        key = dictionary().table(name).key
        doubled = frame[frame.duplicated(key)]
        if len(doubled):
            raise InputError(
                f"Table {name} has {len(doubled)} rows with a key that another row has, the first "
                f"{doubled[key].iloc[0].to_dict()}. Its key is {examples(key)}."
            )
    if not settings.out:
        return "Nothing was saved: the parameter 'out' is empty. 'sectornb run' sets it."
    folder = Path(settings.out)
    written = {}
    for name, frame in tables.items():
        path = folder / "tables" / f"{name}.csv"
        columns = dictionary().table(name).columns
        write_table(frame[list(columns)], path)
        written[name] = {
            "file": f"tables/{name}.csv",
            "sha256": file_sha256(path),
            "rows": len(frame),
            "columns": list(columns),
        }
    parameters = {
        name: value for name, value in settings.model_dump().items() if name not in NOT_RECORDED
    }
    record = {
        "workbook": workbook,
        "question": question,
        "period": period,
        "parameters": parameters,
        "tables": written,
        "findings": [sentence.record() for sentence in findings],
        "notes": list(notes),
        "limits": list(limits),
        "sources": [source_record(holding) for holding in sources],
        "figures": [
            {
                "name": picture.name,
                "alt": picture.alt,
                "caption": picture.caption,
                "files": {
                    kind: f"figures/{file}"
                    for kind, file in picture.save(
                        folder / "figures", f"{workbook}-{picture.name}"
                    ).items()
                },
            }
            for picture in pictures
        ],
    }
    if county_names:
        record["county_names"] = dict(county_names)
    path = folder / "records" / f"{workbook}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
    )
    return f"Saved {examples(written, 9)}."


def source_record(holding: Holding) -> dict[str, Any]:
    """One input file as the record and the manifest list it."""
    declaration = declared(holding.source)
    return {
        **asdict(holding),
        "title": declaration.title,
        "owner": declaration.owner,
        "citation": declaration.citation,
    }


def read_records(folder: Path) -> list[dict[str, Any]]:
    """Records of every workbook of a report, in the order of the workbooks."""
    return [
        json.loads(path.read_text("utf-8")) for path in sorted((folder / "records").glob("*.json"))
    ]
