"""The manifest: what a report was made from, so that it can be made again."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version

from sectornb import NUMBERS_VERSION, __version__
from sectornb.report.report import Report

LIBRARIES = ("pandas", "numpy", "matplotlib", "seaborn", "papermill", "nbconvert", "xlsxwriter")


def write_manifest(report: Report) -> None:
    """Write ``manifest.json`` of a report.

    It holds parameters, input files with vintage, reference period and
    SHA-256, table hashes and versions; no clock, no host name, no absolute
    path, so that the same inputs give the same bytes on one machine.
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
        "versions": {
            "sectornb": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
        "parameters": {record["workbook"]: record["parameters"] for record in report.records},
        "tables": {
            name: {"workbook": record["workbook"], **table}
            for record in report.records
            for name, table in record["tables"].items()
        },
        "sources": [sources[key] for key in sorted(sources)],
        "absent": report.absent,
        "kept": report.kept,
    }
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    (report.folder / "manifest.json").write_text(text + "\n", "utf-8")
