"""The traps alone: which printed numbers of a region's workbooks would be wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sectornb.contract import Study
from sectornb.errors import (
    ChangedFileError,
    ParameterError,
    RegionFileError,
    SectornbError,
    counted,
)
from sectornb.report.completed import completed
from sectornb.report.guard import Guard
from sectornb.report.parameters import check_parameters
from sectornb.report.published import earlier_reports
from sectornb.report.region_file import Region
from sectornb.sources.library import open_library
from sectornb.traps import Caught, Findings, Trap, caught
from sectornb.workbooks import workbooks


def check_region(region: Region) -> Findings:
    """Look for the traps of every workbook of the region file, in its study.

    A file that is no longer the one its record describes, published rows that contradict
    each other, and data from which the tables cannot be made, are findings too.

    Raises
    ------
    RegionFileError
        If the region file switches every workbook off, or leaves a setting to one that is.
    NotInLibraryError
        If a file that a workbook needs is not in the library.
    """
    if not region.sections:
        raise RegionFileError(
            f"{region.path.name} switches every workbook off, so there is nothing to check. Add a "
            "section, for example 'industries:' with base_year and latest_year."
        )
    guard = Guard(region)
    published = earlier_reports(region.published)
    found = Findings()
    studies: dict[str, Study] = {}
    for name in region.sections:
        workbook = workbooks()[name]
        if traps := workbook.all_traps():
            whole = _completed(region, name, studies, found)
            if whole is None:
                continue
            given = whole.parameters(name, library=str(region.library), out="")
            library = open_library(str(region.library), needed=workbook.needs_library)
            placed = guard.placed(name)
            settings = check_parameters(workbook, given)
            study = workbook.open_study(library, settings, placed or None, published)
            if workbook.offers:
                studies[name] = study
            with guard.quiet(name):
                found = found.joined(look(study, traps))
    return found


def _completed(
    region: Region, name: str, studies: Mapping[str, Study], found: Findings
) -> Region | None:
    """The region with what the workbook `name` takes from others; None where these cannot give it.

    Why they cannot stands in `found` already.
    """
    try:
        return completed(region, [name], studies).region
    except (ParameterError, RegionFileError):
        raise
    except SectornbError:
        if any(one.severity == "blocking" for one in found):
            return None
        raise


def look(study: Study, traps: Sequence[Trap]) -> Findings:
    """What `traps` find in a study: first in the data, then in the tables it makes of them."""
    try:
        found = caught([trap for trap in traps if not trap.needs_tables], study)
    except ChangedFileError as error:
        return _told_by(error)
    # The library itself looks for revised data, and found none.
    found = found.joined([], [ChangedFileError.trap[0]])
    try:
        return found.joined(caught([trap for trap in traps if trap.needs_tables], study))
    except ParameterError:
        raise
    except SectornbError as error:
        unexplained = error.trap == SectornbError.trap
        if unexplained and any(one.severity == "blocking" for one in found):
            return found
        return found.joined(_told_by(error))


def _told_by(error: SectornbError) -> Findings:
    number, name = error.trap
    return Findings([Caught(number, name, "blocking", str(error))], [number])


def described(found: Findings, workbooks_checked: Collection[str]) -> list[str]:
    """What was found, one line each, and a last line that sums it up."""
    if not found.looked_for:
        return [f"{' and '.join(workbooks_checked)}: no traps to look for yet."]
    blocking = sum(one.severity == "blocking" for one in found)
    traps = f"{counted(len(found.looked_for), 'trap')} looked for"
    if not found:
        return [f"{traps}, none found."]
    return [
        *(str(one) for one in found),
        f"{traps}: {blocking} blocking (a printed number would be wrong), "
        f"{counted(len(found) - blocking, 'warning')}.",
    ]
