"""Writing a region file for somebody who knows the names of the counties."""

from __future__ import annotations

import re
from pathlib import Path

from sectornb.codes import check_counties, is_county
from sectornb.errors import ParameterError, RegionFileError, UnknownCodeError, examples, nearest
from sectornb.report.region_file import parse_region, region_text, seen_from
from sectornb.sources.library import Library, replaced_whole
from sectornb.sources.qcew import SOURCE
from sectornb.sources.qcew_holdings import AreaFiles, tables_of
from sectornb.sources.qcew_titles import area_titles
from sectornb.sources.states import us_state, us_states

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
) -> tuple[Path, list[str]]:
    """Write ``<folder>/<region_id>.yml`` and return its path and what to tell the user.

    Parameters
    ----------
    counties : str
        Codes separated by commas, or names such as ``Franklin, OH`` separated
        by semicolons; names need the agency's area titles in the library.
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
    codes = find_counties(counties, titles, library)
    told = (
        [] if titles else [f"No area titles in {library}, so counties have no names beside them."]
    )
    years, said = _years(held, codes, latest_year, base_year)
    flows = _flows_vintage(held, codes)
    told += said
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
    )
    parse_region(text, path)
    with replaced_whole(path) as temporary:
        temporary.write_text(text, "utf-8")
    return path, told


def find_counties(text: str, titles: dict[str, str], library: Path) -> list[str]:
    """County codes for a list of codes or names.

    Raises
    ------
    UnknownCodeError
        If a name fits no county, or several; lists the candidates.
    """
    codes = [part.strip() for part in re.split(r"[,;\s]+", text) if part.strip()]
    if codes and all(re.fullmatch(r"\d+", code) for code in codes):
        checked = list(check_counties(codes))
        unknown = [code for code in checked if titles and code not in titles]
        if unknown:
            raise UnknownCodeError(
                f"The area titles in {library} have no county {examples(unknown)}. Check the code."
            )
        return checked
    names = [part.strip() for part in text.split(";") if part.strip()]
    if not names:
        raise ParameterError("No county was named. Write --counties 39049,39041.")
    if not titles:
        raise UnknownCodeError(
            f"Counties can be named only when the library has the agency's area titles; {library} "
            "has none. Give five-digit codes, or add area_titles.csv with: sectornb add "
            f"area_titles.csv --source qcew-titles --vintage YEAR --library {library}"
        )
    return list(check_counties([_by_name(name, titles) for name in names]))


def _by_name(name: str, titles: dict[str, str]) -> str:
    if is_county(name) and name in titles:
        return name
    county, _, state = (part.strip().casefold() for part in name.partition(","))
    state = _state_name(state)
    called = {
        code: full.partition(",")[0].strip().casefold()
        for code, full in titles.items()
        if not state or full.rpartition(",")[2].strip().casefold() == state
    }
    fits = [code for code, full in called.items() if full == county] or [
        code for code, full in called.items() if county in _forms(full) or _bare(county) == full
    ]
    if not fits:
        fits = [code for code, full in called.items() if _bare(county) in _forms(full)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        shown = "; ".join(f"{titles[code]} ({code})" for code in fits[:12])
        more = f" and {len(fits) - 12} more" if len(fits) > 12 else ""
        raise UnknownCodeError(
            f"{name!r} may be {shown}{more}. Name the state too, or use the code."
        )
    names = {full.partition(",")[0]: code for code, full in titles.items()}
    hint = nearest(name.partition(",")[0], names)
    raise UnknownCodeError(
        f"No county is called {name!r}. {hint if hint.startswith('Did') else ''} Write it "
        "as 'Franklin, OH', several separated by semicolons, or use five-digit codes."
    )


def _forms(full: str) -> set[str]:
    """What people call a county: its title, and that without ``county`` or ``city``."""
    return {full, _bare(full), full.removesuffix(" city")}


def _state_name(text: str) -> str:
    """The name of a state, in small letters, for its name or postal code."""
    return next(
        (s.name.casefold() for s in us_states().values() if s.usps.casefold() == text), text
    )


def _bare(county: str) -> str:
    suffixes = (
        r" (county|parish|borough|census area|municipality|city and borough|planning region)$"
    )
    return re.sub(suffixes, "", county)


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
