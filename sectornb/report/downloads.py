"""The download list: which files a region's workbooks lack, printed and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sectornb.contract import Workbook, refer
from sectornb.report.region_file import Region
from sectornb.sources.library import Library
from sectornb.sources.replacing import replaced_whole
from sectornb.sources.wanted import Wanted, described
from sectornb.workbooks import workbooks


def wanted_files(
    library: Library, counties: Sequence[str], sections: Mapping[Workbook, Any]
) -> list[Wanted]:
    """Files that the workbooks of `sections` lack, those that are needed first, each once.

    Parameters
    ----------
    sections : mapping
        Workbook to its settings.
    """
    found = {
        (each.source, each.vintage, each.name): each
        for workbook, settings in sections.items()
        if workbook.wanted
        for each in refer(workbook.wanted)(library, counties, settings)
    }
    return sorted(found.values(), key=lambda each: not each.needed)


def download_list(wanted: Sequence[Wanted], library: Library, region: Path) -> list[str]:
    """What is missing, in lines to print, and as a file beside the region file.

    The file is taken away once nothing is missing.
    """
    path = region.with_suffix(".downloads.txt")
    if not wanted:
        path.unlink(missing_ok=True)
        return []
    lines = described(wanted, library)
    needed = sum(each.needed for each in wanted)
    are = "file is" if len(wanted) == 1 else "files are"
    head = f"{len(wanted)} {are} not in the library, {needed or 'none'} of them needed"
    with replaced_whole(path) as temporary:
        temporary.write_text("\n".join([f"{head}.", *lines]) + "\n", "utf-8")
    return [f"{head}; this list is also in {path}.", *lines]


def region_downloads(region: Region) -> list[str]:
    """The download list of a region file, see :func:`download_list`."""
    library = Library(region.library)
    sections = {workbooks()[name]: settings for name, settings in region.sections.items()}
    wanted = wanted_files(library, region.counties, sections)
    return download_list(wanted, library, region.path)
