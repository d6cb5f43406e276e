"""Files that workbook 3 could use for a region and the library does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sectornb.occupation.files import BY_INDUSTRY
from sectornb.sources.declarations import declared
from sectornb.sources.industry_matrix import held_industries
from sectornb.sources.library import Library
from sectornb.sources.projections import SOURCE as PROJECTIONS
from sectornb.sources.qcew.lacking import AROUND, COUNTY, around, lacking_areas
from sectornb.sources.states import us_states
from sectornb.sources.wanted import Wanted, wanted_titles

MATRIX = "industry-matrix"
_AREA_LIST = ("county-areas",)
_SUCH_AS = "622"


@dataclass(frozen=True)
class _File:
    """A kind of file: its source, the tables any of which will do (none: all), what it is for.

    `each_state` says whether there is one a state, `of_year` whether there is one a year.
    """

    source: str
    tables: tuple[str, ...]
    why: str
    name: str
    each_state: bool = False
    of_year: bool = False
    tells_vintage: bool = False


FILES = (
    _File("oews", ("national",), "wages and jobs by occupation in the nation", "national wages",
          of_year=True, tells_vintage=True),
    _File("oews", ("state",), "wages and jobs by occupation in the states", "wages of the states",
          of_year=True, tells_vintage=True),
    _File("oews", ("metropolitan",), "wages and jobs by occupation in the region's areas",
          "wages of areas", of_year=True, tells_vintage=True),
    _File("oews", BY_INDUSTRY, "wages and staffing of industries in the nation",
          "wages by industry", of_year=True, tells_vintage=True),
    _File("oews", _AREA_LIST, "which counties each area of the wages has",
          "counties of areas", of_year=True),
    _File("employment-projections", ("occupation",),
          "openings, entry education and training", "occupation.xlsx", tells_vintage=True),
    _File("occupation-projections", ("answer", "bulk"), "the state's own expected openings",
          "projections by occupation", each_state=True, tells_vintage=True),
    _File(PROJECTIONS, (), "growth of the industry near the region",
          "industry projections", each_state=True),
    _File("onet", ("occupations",), "titles of O*NET occupations", "Occupation Data"),
    _File("onet", ("skills", "essential-skills"), "skills of occupations",
          "Essential Skills and Transferable Skills (up to 30.2: Skills)"),
    _File("onet", ("knowledge",), "knowledge of occupations", "Knowledge"),
    _File("onet", ("job-zones",), "preparation that occupations take", "Job Zones"),
    _File("onet", ("related-occupations",), "which occupations lead to which",
          "Related Occupations"),
    _File("soc", ("structure",), "groups of occupations", "soc_structure_2018.xlsx"),
    _File("soc", ("matrix-crosswalk",), "occupations of the matrix and of O*NET",
          "nem-onet-to-soc-crosswalk.xlsx"),
)  # fmt: skip


def wanted(library: Library, counties: Sequence[str], settings: Any) -> list[Wanted]:
    """Counties in the latest year and their states, the targets' staffing, wages, openings, skills.

    A county is needed; a matrix of a target is where nothing else tells the industry's staffing.
    Of the others those are named of which the library has no vintage at all, but for what
    another does instead: wages by industry beside any staffing pattern, the list of areas
    beside a named one.

    Parameters
    ----------
    settings : OccupationSettings
        Without target industries the matrix of whichever it will be is asked for.
    """
    year, states = settings.latest_year, sorted({code[:2] for code in counties})
    asked = (library, settings.vintages, year)
    return [
        *lacking_areas(*asked, sorted(counties), COUNTY, needed=True),
        *lacking_areas(*asked, around(counties), AROUND),
        *_matrices(library, settings),
        *(
            each
            for file in FILES
            if not _is_held(library, file, settings)
            for each in _files(file, states, year)
        ),
        *wanted_titles(library),
    ]


def staffing_held(library: Library) -> list[str]:
    """Sources of staffing patterns that the library has anything of, nearest to a region first."""
    tables = {
        "regional-staffing": tuple(declared("regional-staffing").tables),
        "oews": BY_INDUSTRY,
        MATRIX: ("industry",),
    }
    return [source for source, names in tables.items() if library.vintages(source, *names)]


def _is_held(library: Library, file: _File, settings: Any) -> bool:
    """Whether a kind of file is held, or another does instead."""
    if file.tables == BY_INDUSTRY and staffing_held(library):
        return True
    if file.tables == _AREA_LIST and settings.wage_area:
        return True
    return bool(library.vintages(file.source, *_tables(file)))


def _matrices(library: Library, settings: Any) -> Iterator[Wanted]:
    """The page of each target whose matrix is not held; needed where nothing is held instead."""
    vintages, others = library.vintages(MATRIX, "industry"), staffing_held(library)
    chosen = settings.vintages.get(MATRIX) or (vintages[-1] if vintages else "")
    held = held_industries(library, chosen) if chosen in vintages else {}
    needed = not set(others) - {MATRIX}
    page = declared(MATRIX).table("industry").url
    why = "which occupations the industry employs; save the page's table as CSV"
    targets = [naics for naics in settings.target_industries if naics not in held]
    if targets:
        for naics in targets:
            address = page.replace("{industry}", naics.ljust(6, "0"))
            # Industries within it serve as well.
            within = any(code.startswith(naics) for code in held)
            name = f"matrix of {naics}"
            yield Wanted(MATRIX, "", name, address, why, needed=needed and not within)
    elif not settings.target_industries and not held:
        name = f"matrix of the target industry, here of {_SUCH_AS}"
        address = page.replace("{industry}", _SUCH_AS.ljust(6, "0"))
        yield Wanted(MATRIX, "", name, address, why, needed=needed)


def _tables(file: _File) -> tuple[str, ...]:
    return file.tables or tuple(declared(file.source).tables)


def _files(file: _File, states: Sequence[str], year: int) -> Iterator[Wanted]:
    address = declared(file.source).table(_tables(file)[0]).url
    vintage = str(year) if file.of_year else ""
    for state in states if file.each_state else ("",):
        where = (
            address.replace("{year}", str(year))
            .replace("{yy}", f"{year % 100:02d}")
            .replace("{state}", state)
        )
        known = us_states().get(state)
        of_state = f" of {known.name}" if known else ""
        yield Wanted(
            file.source, vintage, f"{file.name}{of_state}", where, file.why,
            tells_vintage=file.tells_vintage,
        )  # fmt: skip
