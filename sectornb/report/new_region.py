"""Writing a region file for somebody who knows the names of the counties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sectornb.errors import ParameterError, RegionFileError, examples
from sectornb.report.county_list import Places, chosen_counties
from sectornb.report.region_file import parse_region, region_text, seen_from
from sectornb.report.sections import ProjectionChoice
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library, replaced_whole
from sectornb.sources.projections import SOURCE as PROJECTIONS
from sectornb.sources.projections import held_projections
from sectornb.sources.qcew.areas import AreaFiles, tables_of
from sectornb.sources.qcew.cells import SOURCE
from sectornb.sources.qcew.titles import area_titles
from sectornb.sources.states import us_state

YEARS_OF_GROWTH = 5


def write_region_file(
    region_id: str,
    counties: str,
    *,
    title: str | None,
    library: Path,
    base_year: int | None,
    latest_year: int | None,
    folder: Path,
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
    title, base_year, latest_year
        Chosen from the id and the library where they are None.

    Raises
    ------
    ParameterError, UnknownCodeError, RegionFileError
        If the id is malformed, a county is unknown or ambiguous, the file is
        already there, no year can be chosen, or a choice is one that the region
        file may not hold; nothing is written then.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", region_id):
        raise ParameterError(
            f"{region_id!r} cannot be a region's id: use small letters, digits and hyphens, such "
            "as central-ohio. It names a folder."
        )
    path = folder / f"{region_id}.yml"
    if path.exists():
        raise RegionFileError(f"{path} is already there. Edit it, remove it, or choose another id.")
    held = Library(library)
    titles = area_titles(held)
    codes, told = chosen_counties(counties, workforce_areas, Places(titles, held))
    if not titles:
        told.append(f"No area titles in {library}, so counties have no names beside them.")
    years, said = _years(held, codes, latest_year, base_year)
    flows = _flows_vintage(held, codes)
    projections, projected, expected = _projections(held, codes)
    told += [*said, *expected]
    if years is None and flows is None:
        raise RegionFileError(
            f"The library {library} holds neither a year with files of all {len(codes)} counties "
            f"for workbook 2 nor commuting flows for workbook 1. {_what_to_add(library)}"
        )
    if years is None:
        told.append("No year has files of all counties, so workbook 2 stands as a comment.")
    if flows is None:
        told.append("No commuting flows of these states, so workbook 1 stands as a comment.")
    relative = seen_from(library.resolve(), folder.resolve())
    text = region_text(
        region_id,
        title or region_id.replace("-", " ").title(),
        {code: titles.get(code, "") for code in codes},
        library=relative,
        years=years,
        flows_vintage=flows,
        projections=projections,
        projected_areas=projected,
    )
    parse_region(text, path)
    with replaced_whole(path) as temporary:
        temporary.write_text(text, "utf-8")
    return path, told


def _what_to_add(library: Path) -> str:
    return (
        "Add the files first, such as: sectornb add FILE... --source qcew --vintage 2022 "
        f"--library {library}; or give --latest-year and --base-year."
    )


def _flows_vintage(library: Library, codes: list[str]) -> str | None:
    """The newest year of which the library holds the main flow file of every own state."""
    stems = {f"{us_state(code[:2]).usps.lower()}_od_main_JT00_" for code in codes}
    for vintage in reversed(library.vintages("lodes", "od-main")):
        parts = library.parts("lodes", vintage, "od-main")
        if all(any(part.startswith(stem) for part in parts) for stem in stems):
            return vintage
    return None


def _projections(
    library: Library, codes: list[str]
) -> tuple[ProjectionChoice, dict[str, str], list[str]]:
    """Which projections the region takes, what areas there are, and what to tell about it.

    The only projected area, or that of the region's whole states; where there is neither,
    none, since how much of an area lies in the region is for the analyst to say.
    """
    vintages = library.vintages(PROJECTIONS, *declared(PROJECTIONS).tables)
    if not vintages:
        return ProjectionChoice(), {}, []
    vintage = vintages[-1] if len(vintages) > 1 else ""
    frame = held_projections(library, vintages[-1])
    known = {} if frame is None else dict(zip(frame["area_code"], frame["area_title"], strict=True))
    if len(known) < 2:
        return ProjectionChoice(vintage=vintage), known, []
    listed = "; ".join(f"{code} is {title}" for code, title in list(known.items())[:12])
    more = f" and {len(known) - 12} more" if len(known) > 12 else ""
    say = (
        "Say in the region file, under projections: areas, which share of each projected area "
        f"lies in the region: {listed}{more}."
    )
    states = sorted({code[:2] for code in codes})
    whole = [
        code for state in states for code in (f"{state}01000000", f"{state}000") if code in known
    ]
    if len(whole) == len(states):
        choice = ProjectionChoice(areas=dict.fromkeys(whole, 1), vintage=vintage)
        taken = examples(known[code] for code in whole)
        return choice, known, [f"Projections of {taken} as a whole, for now. {say}"]
    return ProjectionChoice(use="none", vintage=vintage), known, [f"No projections for now. {say}"]


def _years(
    library: Library, codes: list[str], latest_year: int | None, base_year: int | None
) -> tuple[tuple[int, int] | None, list[str]]:
    """Base and latest year, chosen where they are not given, and what to tell about it."""
    whole = _whole_years(library, codes)
    told = []
    if latest_year is None:
        if not whole:
            return None, []
        latest_year = whole[-1]
        told.append(
            f"Latest year {latest_year}: the newest that the library holds for all counties."
        )
    if base_year is None:
        before = [year for year in whole if year <= latest_year - YEARS_OF_GROWTH]
        earlier = [year for year in whole if year < latest_year]
        base_year = (before or earlier[:1] or [latest_year])[-1]
        told.append(
            f"Base year {base_year}: "
            + ("five years or more before." if before else "the earliest that the library holds.")
        )
    return (base_year, latest_year), told


def _whole_years(library: Library, codes: list[str]) -> list[int]:
    """Years of which some file, of one area or of many, holds every county."""
    years = {int(vintage[:4]) for vintage in library.vintages(SOURCE, *tables_of("annual"))}
    whole = []
    for year in sorted(years):
        held = [v for v in library.vintages(SOURCE, *tables_of("annual")) if v[:4] == str(year)]
        if not AreaFiles(library, year, vintage=held[-1]).lacks(codes):
            whole.append(year)
    return whole
