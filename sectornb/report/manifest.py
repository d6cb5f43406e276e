"""The manifest: what a report was made from, so that it can be made again."""

from __future__ import annotations

import json
import platform
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, JsonValue, ValidationError

from sectornb import NUMBERS_VERSION, __version__
from sectornb.errors import InputError
from sectornb.report.report import Report
from sectornb.sources.holding import Holding, file_sha256, holding_of

LIBRARIES = (
    *("pandas", "numpy", "matplotlib", "seaborn", "papermill", "nbconvert"),
    *("xlsxwriter", "python-docx"),
)
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 32 * 1024 * 1024
"""Bytes; of a whole state's report it has one or two million."""
REPORT = "report"
"""The folder of a report within an archive of it."""
VERSIONS = "versions.json"
_DECLARED = ("tables", "sums", "relations")
"""What a record tells of guarded tables for reports to come."""
SUMS = "SHA256SUMS"
"""The list of every file of a report, as ``sha256sum --check`` reads it."""


def write_manifest(report: Report) -> None:
    """Write ``manifest.json`` of a report.

    It holds parameters, input files with vintage, reference period and SHA-256, hashes of
    tables and pictures, and the package's version; no clock, no host name, no absolute path,
    and no version of Python or its libraries, so that the same inputs give the same bytes.
    Those versions stand beside it in ``versions.json``.
    """
    sources = {
        (s["source"], s["vintage"], s["table"], s["part"]): s
        for record in report.records
        for s in record["sources"]
    }
    manifest = {
        "region": {
            "id": report.region_id,
            "title": report.title,
            "counties": report.counties,
            "notes": report.notes.record(),
        },
        "numbers_version": NUMBERS_VERSION,
        "versions": {"sectornb": __version__},
        "parameters": {record["workbook"]: record["parameters"] for record in report.records},
        "tables": {
            name: {"workbook": record["workbook"], **table}
            for record in report.records
            for name, table in record["tables"].items()
        },
        "figures": {
            file: file_sha256(report.folder / file)
            for record in report.records
            for figure in record.get("figures", [])
            for file in figure.get("files", {}).values()
            if (report.folder / file).is_file()
        },
        "sources": [sources[key] for key in sorted(sources)],
        "absent": report.absent,
        "kept": report.kept,
    }
    private = {
        record["workbook"]: record["private_inputs"]
        for record in report.records
        if "private_inputs" in record
    }
    if private:
        manifest["private_inputs"] = private
    guarded = {
        record["workbook"]: {
            name: told for name, told in record["disclosure"].items() if name not in _DECLARED
        }
        for record in report.records
        if "disclosure" in record
    }
    if guarded:
        manifest["disclosure"] = guarded
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    (report.folder / MANIFEST).write_text(text + "\n", "utf-8")
    told = json.dumps(versions(), indent=1)
    (report.folder / VERSIONS).write_text(told + "\n", "utf-8")


class NotesTold(BaseModel):
    """The analyst's notes of a manifest."""

    file: str
    sha256: str


class RegionTold(BaseModel):
    """The region of a manifest."""

    id: str
    title: str
    counties: list[str]
    notes: NotesTold | None = None


class TableTold(BaseModel):
    """A saved table of a manifest."""

    workbook: str
    sha256: str


class Manifest(BaseModel):
    """What a manifest says, as far as a report is made again from it."""

    region: RegionTold
    numbers_version: int
    versions: dict[str, str]
    parameters: dict[str, dict[str, JsonValue]]
    tables: dict[str, TableTold]
    figures: dict[str, str] = {}
    sources: list[dict[str, Any]]
    absent: dict[str, str] = {}
    kept: dict[str, str]

    @property
    def holdings(self) -> list[Holding]:
        """The input files, as the library's records tell of them."""
        words = ("title", "owner", "citation")
        return [
            holding_of({name: value for name, value in told.items() if name not in words})
            for told in self.sources
        ]


def read_manifest(report: Path) -> Manifest:
    """What the manifest of a report says.

    Raises
    ------
    InputError
        If `report` is no report, or its manifest does not say what it should.
    """
    path = report / MANIFEST
    if not path.is_file():
        raise InputError(
            f"{report} is no report: it has no {MANIFEST}. Name the folder that 'sectornb run' "
            "made, such as reports/example."
        )
    if path.stat().st_size > LARGEST_MANIFEST:
        raise InputError(
            f"{path} has {path.stat().st_size:,} bytes, and no manifest has more than "
            f"{LARGEST_MANIFEST:,}. It is not the one that 'sectornb run' wrote: get the report "
            "again."
        )
    try:
        manifest = Manifest.model_validate(json.loads(path.read_text("utf-8")))
        for key, times in Counter(each.key for each in manifest.holdings).items():
            if times > 1:
                raise ValueError(f"it names the file {' '.join(key)} twice")
    except (ValidationError, ValueError, TypeError, RecursionError) as error:
        told = (
            f"{'.'.join(map(str, error.errors()[0]['loc']))}: {error.errors()[0]['msg']}"
            if isinstance(error, ValidationError)
            else str(error)
        )
        raise InputError(
            f"{path} does not say what a report was made from ({told[:200]}). It was changed, or "
            "is of a later version: get the report again."
        ) from error
    return manifest


def versions() -> dict[str, str]:
    """Versions of this package, of Python and of the libraries that make a report."""
    return {
        "sectornb": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file of a report that is complete."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def read_sums(folder: Path) -> dict[str, str]:
    """File of a report to its SHA-256 as of the day that it was made; raises as files do.

    Raises
    ------
    InputError
        If the list is longer than any.
    """
    path = folder / SUMS
    if path.stat().st_size > LARGEST_MANIFEST:
        raise InputError(f"{path} is longer than any list of sums: get the report again.")
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
