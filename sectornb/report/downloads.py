"""The download list: which files a region's workbooks lack, printed and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sectornb.contract import Workbook, refer
from sectornb.errors import counted
from sectornb.report.proposed import proposed_sections, proposed_settings
from sectornb.report.region_file import Region
from sectornb.sources.county_names import refuse_unknown
from sectornb.sources.library import Library
from sectornb.sources.qcew.titles import area_titles
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


def download_list(
    wanted: Sequence[Wanted],
    library: Library,
    region: Path,
    left_out: Mapping[str, Sequence[Wanted]],
) -> list[str]:
    """What is missing, in lines to print, and as a file beside the region file.

    The file is taken away once nothing is missing.

    Parameters
    ----------
    left_out : mapping
        Workbook that the region file switches off, to what it would need besides.
    """
    path = region.with_suffix(".downloads.txt")
    lines = described(wanted, library)
    for workbook, more in left_out.items():
        if more:
            lines.append(f"For {workbook}, which the region file switches off, {_counted(more)}:")
            lines += described(more, library)
    if not lines:
        path.unlink(missing_ok=True)
        return []
    head = _counted(wanted) if wanted else "No file is lacking for what is switched on"
    try:
        with replaced_whole(path) as temporary:
            temporary.write_text("\n".join([f"{head}.", *lines]) + "\n", "utf-8")
    except OSError as error:
        # The list is told all the same, and what is asked for beside it goes on.
        return [f"{head}; this list could not be written to {path} ({error.strerror}).", *lines]
    return [f"{head}; this list is also in {path}.", *lines]


def _counted(wanted: Sequence[Wanted]) -> str:
    needed = sum(each.needed for each in wanted)
    files = counted(len(wanted), "file is", "files are")
    return f"{files} not in the library, {needed or 'none'} of them needed"


def region_downloads(region: Region) -> list[str]:
    """The download list of a region file, see :func:`download_list`.

    A workbook that is switched off is asked for what `sectornb new` would propose; nothing is
    where no workbook needs a library and there is none.

    Raises
    ------
    UnknownCodeError
        If the area titles of the library do not know a county.
    """
    if not region.needs_library and not region.library.is_dir():
        return []
    library = Library(region.library)
    titles = f"{region.path.name}: the area titles in {library.root}"
    refuse_unknown(region.counties, area_titles(library), titles)
    sections = {workbooks()[name]: settings for name, settings in region.sections.items()}
    wanted = wanted_files(library, region.counties, sections)
    years = ("base_year", "latest_year")
    choices = {year: getattr(each, year, None) for each in sections.values() for year in years}
    proposed = proposed_settings(proposed_sections(library, region.counties, choices))
    known = {each.address for each in wanted}
    left_out: dict[str, list[Wanted]] = {}
    for workbook, settings in proposed.items():
        if workbook not in sections:
            more = wanted_files(library, region.counties, {workbook: settings})
            left_out[workbook.name] = [each for each in more if each.address not in known]
            known |= {each.address for each in more}
    return download_list(wanted, library, region.path, left_out)
