"""Figures of people that were printed before: read from reports, told to workbooks, recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.contract import Study, Workbook
from sectornb.errors import InputError
from sectornb.report.saved_table import saved_text
from sectornb.sources.holding import file_sha256
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd

    from sectornb.disclosure.tables.guarded import Published
    from sectornb.disclosure.tables.protected import Protected

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HANDED_OVER = ".published.json"
_FIRST = "Name the folder of a report of 'sectornb run', or a pack of one."


def earlier_reports(earlier: Sequence[Path]) -> Published | None:
    """What earlier reports printed of people; None where no report is named.

    Parameters
    ----------
    earlier : sequence of Path
        Folders of reports, or packs.

    Raises
    ------
    InputError
        If one is no report with records, or a table of it was changed.
    """
    if not earlier:
        return None
    from sectornb.disclosure.tables.guarded import Published
    from sectornb.report.unpacking import unpacked

    found = Published()
    for number, given in enumerate(earlier, start=1):
        if not given.exists():
            raise InputError(f"There is no {given}, which 'published' names. {_FIRST}")
        with unpacked(given) as (report, _):
            records = [_record(path) for path in sorted((report / "records").glob("*.json"))]
            manifest = report / "manifest.json"
            if not records or not manifest.is_file():
                raise InputError(
                    f"{given}, which 'published' names, is no report: it has no records or no "
                    f"manifest. {_FIRST}"
                )
            label = f"{given.stem}, earlier report {number}"
            told = ({"report": given.name, "sha256": file_sha256(manifest)},)
            printed = [printed_by(record, report, label) for record in records]
            found = reduce(Published.joined, printed, found).joined(Published(reports=told))
    return found


def hand_over(published: Published | None, stage: Path) -> None:
    """Put what earlier reports printed where the workbooks of a run find it."""
    if published is not None:
        text = json.dumps(published.record(), ensure_ascii=False)
        (stage / _HANDED_OVER).write_text(text, "utf-8")


def take_back(stage: Path) -> None:
    """Remove what was handed over: it is no part of the report."""
    (stage / _HANDED_OVER).unlink(missing_ok=True)


def handed_over(out: Path, workbook: Workbook) -> Published | None:
    """What was printed before `workbook`: by earlier reports, and by others of the same report."""
    if not workbook.private_inputs:
        return None
    from sectornb.disclosure.tables.guarded import Published

    path = out / _HANDED_OVER
    found = Published()
    if path.is_file():
        found = Published.of_record(json.loads(path.read_text("utf-8")))
    for name, other in workbooks().items():
        record = out / "records" / f"{name}.json"
        # The others run at the same time, and their records may be half written.
        if other.private_inputs and name != workbook.name and record.is_file():
            found = found.joined(printed_by(_record(record), out, name))
    return found


def printed_by(record: Mapping[str, Any], report: Path, label: str) -> Published:
    """What one workbook of a report printed of people.

    Parameters
    ----------
    record : mapping
        Its record.
    report : Path
        The folder that its tables lie in.
    label : str
        Of the report, for messages.

    Raises
    ------
    InputError
        If a table was changed since, or is not as the record tells.
    """
    from sectornb.disclosure.tables.guarded import (
        Published,
        printed_table,
        relations_of,
        saved_name,
    )

    told = record.get("disclosure")
    if not told:
        return Published()
    tables = []
    try:
        relations = relations_of(told)
        for each in told["tables"]:
            name = saved_name(each["name"])
            frame = _as_printed(report, name, record["tables"][name]["sha256"], label)
            value = frame[each["value"]]
            frame[each["value"]] = value.where(value.ne(""), None)
            tables.append(printed_table(each, frame, f"{each['name']} ({label})"))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"The records of {label} do not say what it printed of people "
            f"({type(error).__name__}: {error}). Get the report again."
        ) from error
    return Published(tuple(tables), told["sums"], relations)


def _as_printed(report: Path, name: str, digest: str, label: str) -> pd.DataFrame:
    """A table of a report, unchanged since it was saved."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is the name of no table")
    path = report / "tables" / f"{name}.csv"
    if not path.is_file() or file_sha256(path) != digest:
        raise InputError(
            f"{path} was changed after it was saved, so what {label} printed is not known. Get the "
            "report again."
        )
    return saved_text(path)


def _record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text("utf-8"))
        if isinstance(record, dict) and isinstance(record["tables"], dict):
            return record
    except (ValueError, KeyError, RecursionError) as error:
        raise InputError(f"{path} is no record of a workbook ({error}). {_FIRST}") from error
    raise InputError(f"{path} is no record of a workbook. {_FIRST}")


def disclosure_record(study: Study) -> dict[str, Any]:
    """By what rules figures of people were held back, what of it is known, and the declarations.

    How many bits were lost is left out: of one cell held back for another it tells the value.
    """
    from sectornb.disclosure.tables.guarded import declarations

    guarded, found, before = study.guarded_tables, study.protection, study.printed_before
    assert guarded is not None and found is not None
    return {
        "rules": found.rules.model_dump(),
        "held_back": found.primary + found.complementary,
        "stopped": found.stopped,
        "gap": round(found.gap, 3),
        "sentences": found.sentences,
        "published": [dict(each) for each in before.reports] if before else [],
        **declarations(guarded),
    }


def analyst_file(workbook: str) -> str:
    """Where a report has what the analyst alone is told of a workbook's protection."""
    return f"analyst/held-back-{workbook}.json"


def write_for_analyst(found: Protected, folder: Path, workbook: str) -> None:
    """Write what was lost by holding cells back, and what earlier reports give away."""
    told = {
        "for": "the analyst alone, not for publication: of one cell the bits lost are its value",
        "primary": found.primary,
        "complementary": found.complementary,
        "lost_bits": round(found.lost, 6),
        "least_bits": round(found.bound, 6),
        "greedy_bits": round(found.greedy, 6),
        "gap": round(found.gap, 6),
        "stopped": found.stopped,
        "given_away_before": found.audit.given_away_before,
    }
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / Path(analyst_file(workbook)).name).write_text(text, "utf-8")
