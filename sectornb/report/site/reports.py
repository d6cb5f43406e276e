"""The reports of a folder: each checked against its own hashes, and what is none told by name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sectornb import NUMBERS_VERSION
from sectornb.errors import InputError, SectornbError, counted, shortened
from sectornb.report.comparison_page import RESULT
from sectornb.report.manifest import MANIFEST, SUMS, Manifest, read_manifest
from sectornb.report.remade import saved_record
from sectornb.report.verify import hashed
from sectornb.workbooks import workbooks

OVERVIEW = "site.json"
"""What marks a folder as an overview of regions."""
LONGEST_TITLE = 120


@dataclass(frozen=True)
class LeftOut:
    """A folder that is not shown, or a region that is not compared, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class SavedReport:
    """A report that is whole: its folder, its manifest and the records of its workbooks."""

    folder: Path
    manifest: Manifest
    records: Mapping[str, Mapping[str, Any]]

    @property
    def name(self) -> str:
        """Its folder's name, by which tables know it."""
        return self.folder.name

    @property
    def title(self) -> str:
        """What the region calls itself."""
        return shortened(self.manifest.region.title, LONGEST_TITLE)

    @property
    def counties(self) -> frozenset[str]:
        """Codes of its counties."""
        return frozenset(self.manifest.region.counties)

    @cached_property
    def county_names(self) -> dict[str, str]:
        """County code to name, of those that its records name."""
        named = [record.get("county_names") or {} for record in self.records.values()]
        return {str(code): str(name) for each in named for code, name in each.items()}

    @cached_property
    def simulated(self) -> bool:
        """Whether anything that it was made from is simulated."""
        private = [
            told for record in self.records.values() for told in record.get("private_inputs", [])
        ]
        return any(each.simulated for each in self.manifest.holdings) or any(
            told.get("simulated", False) for told in private
        )


def read_reports(folder: Path, own: Path) -> tuple[list[SavedReport], list[LeftOut]]:
    """Every report in a folder, by name, and every other folder there with what it is.

    Parameters
    ----------
    folder : Path
        The folder of reports.
    own : Path
        Where the overview itself goes, which is passed over.

    Raises
    ------
    InputError
        If there is no such folder, or no report in it can be shown.
    """
    if not folder.is_dir():
        raise InputError(
            f"There is no folder {folder}. Name the one that 'sectornb run' put reports into: "
            "sectornb site reports."
        )
    reports, left_out = list[SavedReport](), list[LeftOut]()
    for path in sorted(each for each in folder.iterdir() if each.is_dir()):
        if path.resolve() == own.resolve():
            continue
        found = _report(path)
        if isinstance(found, SavedReport):
            reports.append(found)
        else:
            left_out.append(LeftOut(path.name, found))
    if not reports:
        told = f", left out: {left_out[0].name} ({left_out[0].why})" if left_out else ""
        more = f" and {counted(len(left_out) - 1, 'more folder')}" if left_out[1:] else ""
        raise InputError(
            f"{folder} holds no report that can be shown{told}{more}. Make the reports of the "
            "regions with 'sectornb run', all into this folder."
        )
    return reports, left_out


def _report(path: Path) -> SavedReport | str:
    """The report that lies in a folder, or in words why none does."""
    if path.name.startswith("."):
        unfinished = path.name.endswith((".staging", ".old"))
        return "a run is making it, or was stopped" if unfinished else "a hidden folder, no report"
    if (path / OVERVIEW).is_file():
        return "an overview of regions, no report"
    if (path / RESULT).is_file():
        return "a comparison of two reports, no report itself"
    if not (path / MANIFEST).is_file():
        return f"no report: it has no {MANIFEST}"
    try:
        manifest = read_manifest(path)
        if manifest.numbers_version != NUMBERS_VERSION:
            return (
                f"made with numbers version {manifest.numbers_version}, and this is "
                f"{NUMBERS_VERSION}: run its region again"
            )
        if not (path / SUMS).is_file():
            return f"unfinished, or passed on in part: it has no {SUMS}"
        wrong = [item for item in hashed(path, manifest) if item.verdict != "reproduced"]
        if wrong:
            first = f"{wrong[0].kind} {wrong[0].name}: {wrong[0].told}"
            more = f", and {counted(len(wrong) - 1, 'more item')}" if wrong[1:] else ""
            return f"not as it was made ({shortened(first, 300)}{more})"
        records = dict[str, Mapping[str, Any]]()
        for name in manifest.parameters:
            if name not in workbooks():
                return f"this version has no workbook {shortened(name, 60)!r}"
            record = saved_record(path, name)
            if isinstance(record, str):
                return _without_path(record, path)
            records[name] = record
    except (SectornbError, OSError) as error:
        return _without_path(str(error), path)
    return SavedReport(path, manifest, records)


def _without_path(told: str, path: Path) -> str:
    """A message without where on this machine the report lies; the page is for everybody."""
    short = told.replace(f"{path}{os.sep}", "").replace(str(path), path.name)
    return shortened(short, 400).rstrip(".")
