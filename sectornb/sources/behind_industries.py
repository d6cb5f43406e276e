"""Files that tell of the occupations behind an industry, and which of them a library lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.states import us_states
from sectornb.sources.wanted import Wanted


@dataclass(frozen=True)
class _File:
    """A kind of file: its source, the tables any of which will do, and what it is for.

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
    _File("oews", ("county-areas",), "which counties each area of the wages has",
          "counties of areas", of_year=True),
    _File("industry-matrix", ("industry",), "which occupations an industry employs",
          "matrix of each target industry", tells_vintage=True),
    _File("employment-projections", ("occupation",),
          "openings, entry education and training", "occupation.xlsx", tells_vintage=True),
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
    _File("cip", ("cip-soc",), "programs that prepare for occupations",
          "CIP2020_SOC2018_Crosswalk.xlsx"),
    _File("ipeds", ("completions",), "awards of colleges", "completions", of_year=True),
    _File("ipeds", ("directory",), "the county of each college", "directory", of_year=True),
    _File("acs", ("table", "api"), "schooling of residents", "table B15001, all counties",
          each_state=True, of_year=True),
    _File("qwi", ("api", "extract"), "workers by age, new hires and earnings",
          "indicators of counties", each_state=True),
    _File("occupation-projections", ("answer", "bulk"), "the state's own expected openings",
          "projections by occupation", each_state=True, tells_vintage=True),
)  # fmt: skip


def wanted_for_occupations(library: Library, counties: Sequence[str], year: int) -> list[Wanted]:
    """Files on occupations that the library has of no vintage at all.

    Parameters
    ----------
    counties : sequence of str
        Of the region; their states are asked for.
    year : int
        Last year of the region's industries, near which files of a year are wanted.
    """
    states = sorted({county[:2] for county in counties})
    return [
        each
        for file in FILES
        if not library.vintages(file.source, *file.tables)
        for each in _wanted(file, states, year)
    ]


def _wanted(file: _File, states: Sequence[str], year: int) -> Iterator[Wanted]:
    address = declared(file.source).table(file.tables[0]).url
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
