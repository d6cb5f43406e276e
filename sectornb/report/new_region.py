"""Writing a region file for somebody who knows the names of the counties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sectornb.errors import ParameterError, RegionFileError, counted, examples
from sectornb.report.county_list import Places, chosen_counties
from sectornb.report.downloads import download_list, wanted_files
from sectornb.report.input_templates import write_templates
from sectornb.report.proposed import proposed_sections, proposed_settings
from sectornb.report.region_file import parse_region, seen_from
from sectornb.report.template import region_text
from sectornb.sources.library import Library
from sectornb.sources.qcew.titles import area_titles
from sectornb.sources.replacing import replaced_whole


def write_region_file(
    region_id: str,
    counties: str,
    *,
    title: str | None,
    library: Path,
    folder: Path,
    choices: Mapping[str, Any],
    workforce_areas: Sequence[str] = (),
) -> tuple[Path, list[str]]:
    """Write ``<folder>/<region_id>.yml`` and return its path and what to tell the user.

    Parameters
    ----------
    counties : str
        Codes separated by commas, or names such as ``Franklin, OH`` separated
        by semicolons; names need the agency's area titles in the library.
    workforce_areas : sequence of str
        Names such as ``Greater Lowell WIA, MA``, whose counties are added; they need the
        LODES crosswalk of the state in the library.
    title : str or None
        Made from the id where it is None.
    choices : mapping
        What the user chose for the sections, such as ``latest_year``; the workbooks choose
        the rest by what the library holds.

    Raises
    ------
    ParameterError, UnknownCodeError, RegionFileError
        If the id is malformed, a county is unknown or ambiguous, the file is
        already there, the library holds no workbook's data, or a choice is one that the
        region file may not hold; nothing is written then.
    """
    plain = "-".join(re.findall(r"[a-z0-9]+", region_id.casefold()))
    if region_id != plain or not plain:
        raise ParameterError(
            f"{region_id!r} cannot be a region's id: use small letters, digits and hyphens, such "
            f"as {plain or 'central-ohio'}. It names a folder."
        )
    path = folder / f"{region_id}.yml"
    if folder.suffix in (".yml", ".yaml") and not folder.is_dir():
        raise ParameterError(
            f"{folder} names a file, and a region file is called after its id. Give its folder: "
            f"--out {folder.parent}"
        )
    if path.exists():
        raise RegionFileError(f"{path} is already there. Edit it, remove it, or choose another id.")
    held = Library(library)
    titles = area_titles(held)
    places = Places(titles, held, choices.get("latest_year"))
    codes, told = chosen_counties(counties, workforce_areas, places)
    if not titles:
        told.append(f"No area titles in {library}, so counties have no names beside them.")
    relative = seen_from(library.resolve(), folder.resolve())
    proposals = proposed_sections(held, codes, choices)
    text = region_text(
        region_id,
        title or region_id.replace("-", " ").title(),
        {code: titles.get(code, "") for code in codes},
        library=relative,
        proposals=proposals,
    )
    parse_region(text, path)
    wanted = wanted_files(held, codes, proposed_settings(proposals))
    if all(proposal.values is None for proposal in proposals.values()):
        raise RegionFileError(
            f"The library {library} lacks the data of every workbook: "
            + " ".join(line for proposal in proposals.values() for line in proposal.told)
            + f" It lacks {counted(len(wanted), 'file')}, such as "
            + examples((f"{each.name} of {each.vintage} ({each.address})" for each in wanted), 1)
            + f". Add them with: sectornb add FILE... --source {wanted[0].source} --library "
            f"{library}; or give --latest-year {max(each.vintage[:4] for each in wanted)}, and the "
            "region file is written with a list of every file to download."
        )
    for workbook, proposal in proposals.items():
        told += proposal.told
        if proposal.values is None:
            told.append(f"So workbook {workbook.name} stands as a comment.")
    with replaced_whole(path) as temporary:
        temporary.write_text(text, "utf-8")
    switched_on = [each for each, proposal in proposals.items() if proposal.values is not None]
    told += write_templates(path, switched_on)
    told += download_list(wanted, held, path, {})
    if any(each.needed for each in wanted):
        told.append("Add the files that are needed before a run of their workbook.")
    return path, told
