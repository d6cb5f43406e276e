"""The agencies' codes: areas, owners, aggregation levels, segments, industries by edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from sectornb.errors import ParameterError, UnknownCodeError, counted, examples, nearest
from sectornb.shipped import facts

_COUNTY = re.compile(r"(?!00)\d{2}(?!000|99)\d{3}", re.ASCII)
_STATE = re.compile(r"(?!00)\d{2}000", re.ASCII)

OWNERSHIP = MappingProxyType({row["own_code"]: row["ownership"] for row in facts("ownerships")})
_OWNERS = {"private": ("5",), "all": ("1", "2", "3", "5")}

# The tens digit of an aggregation level is its geography, the units digit its detail.
_GEOGRAPHY = {"nation": "1", "msa": "4", "state": "5", "county": "7"}
NAICS_DIGITS = MappingProxyType({"4": 2, "5": 3, "6": 4, "7": 5, "8": 6})
_DETAIL: dict[int | str, str] = {
    "total covered": "0",
    "total by ownership": "1",
    "domain": "2",
    "supersector": "3",
    **{digits: unit for unit, digits in NAICS_DIGITS.items()},
}

ALL_INDUSTRIES = "10"
SUPERSECTOR_OF = MappingProxyType({row["sector"]: row["supersector"] for row in facts("sectors")})
"""Sector to its supersector, as the agency groups them."""
SECTORS = tuple(SUPERSECTOR_OF)
_SECTOR_OF = {
    str(prefix): sector
    for sector in SECTORS
    for prefix in range(int(sector[:2]), int(sector[-2:]) + 1)
}

_FIRST_YEAR = 2012


@cache
def segment_names() -> dict[str, str]:
    """The segments of jobs that LODES tells apart, each with how it is spoken of.

    ``jobs`` is all of them; then by age, by pay a month and by kind of industry: each
    three add up to all jobs.
    """
    return {row["segment"]: row["name"] for row in facts("lodes_segments")}


def is_county(code: object) -> bool:
    """Whether `code` has the form of one county: five digits of text, not ss000 nor ss99x.

    ``39000`` is a whole state, ``39995`` to ``39999`` hold its jobs without a county.
    Form only: says nothing about whether that county exists.
    """
    return isinstance(code, str) and _COUNTY.fullmatch(code) is not None


def is_state(code: object) -> bool:
    """Whether `code` has the form of one whole state: two digits and ``000``, as text."""
    return isinstance(code, str) and _STATE.fullmatch(code) is not None


def check_counties(codes: Iterable[object]) -> tuple[str, ...]:
    """The county codes, five-digit text, in the order given, once they are known to be that.

    Raises
    ------
    ParameterError
        If `codes` is one string, is empty, holds anything but text, or repeats a county.
    UnknownCodeError
        If a code has not the form of a county (see `is_county`).
    """
    if isinstance(codes, str):
        listed = ", ".join(f'"{code.strip()}"' for code in codes.split(","))
        raise ParameterError(f"counties is one text, {codes!r}. Write a list: [{listed}].")
    given = list(codes)
    text = [code for code in given if isinstance(code, str)]
    if not given:
        raise ParameterError('counties is empty. Name at least one, such as ["39049"].')
    if len(text) < len(given):
        other = [code for code in given if not isinstance(code, str)]
        whole = next((f"{code}" for code in other if is_county(f"{code}")), "08031")
        raise ParameterError(
            f"{len(other)} of {counted(len(given), 'county is', 'counties are')} not text, e.g. "
            f"{examples(other)}. "
            f'Numbers lose leading zeros: write all five digits of each in quotes, as "{whole}".'
        )
    if strange := [code for code in text if not is_county(code)]:
        states = {row["state_fips"] for row in facts("state_neighbors")}
        fits = [f"0{code}" for code in strange if len(code) == 4 and is_county(f"0{code}")]
        lost = [code for code in fits if code[:2] in states]
        zeros = f" Spreadsheets take leading zeros away: write {examples(lost)}." if lost else ""
        raise UnknownCodeError(
            f"{len(strange)} of {counted(len(text), 'code is', 'codes are')} not of a county, e.g. "
            f"{examples(map(repr, strange))}.{zeros} A county has five digits; one that ends in "
            "000 is a whole state, one in 99x its jobs without a county. Correct these or leave "
            "them out; 'sectornb new' takes names too, such as --counties 'Franklin, OH'."
        )
    if twice := [code for code, count in Counter(text).items() if count > 1]:
        raise ParameterError(
            f"{counted(len(twice), 'county stands', 'counties stand')} more than once, e.g. "
            f"{examples(twice)}, and their "
            "figures would count twice. List each once."
        )
    return tuple(text)


def ownership_codes(ownership: str) -> tuple[str, ...]:
    """The ``own_code`` values whose rows add up to ``"private"`` or ``"all"`` employment.

    All is 1, 2, 3 and 5. Total covered (0) is their sum but has no industries; 8 and 9
    are sums as well. Raises ParameterError for any other word.
    """
    if ownership not in _OWNERS:
        raise ParameterError(f"ownership is {ownership!r}. {nearest(str(ownership), _OWNERS)}")
    return _OWNERS[ownership]


def aggregation_level(geography: str, detail: int | str) -> str:
    """The ``agglvl_code`` of `detail` in `geography`, such as ``"75"`` for ("county", 3).

    Parameters
    ----------
    geography : str
        ``nation``, ``state``, ``county`` or ``msa``.
    detail : int or str
        Digits of the industry code, 2 (a sector) to 6, or ``"total covered"``,
        ``"total by ownership"``, ``"domain"`` or ``"supersector"``.

    Raises
    ------
    ParameterError
        If it is none of these.
    """
    if geography in _GEOGRAPHY and detail in _DETAIL:
        return _GEOGRAPHY[geography] + _DETAIL[detail]
    raise ParameterError(
        f"There is no aggregation level for {geography!r} and {detail!r}. "
        f"Geographies: {', '.join(_GEOGRAPHY)}. Details: {', '.join(map(str, _DETAIL))}."
    )


def sector_of(naics: str) -> str:
    """The NAICS sector of an industry code, with ranges as BLS writes them (``31-33``).

    Raises UnknownCodeError for a code in no sector, such as the totals that start with 10.
    """
    if naics in SECTORS:
        return naics
    if not re.fullmatch(r"\d{3,6}", str(naics), re.ASCII) or str(naics)[:2] not in _SECTOR_OF:
        raise UnknownCodeError(
            f"Industry {naics!r} lies in no NAICS sector. Sectors are {', '.join(SECTORS)}; codes "
            "that start with 10 are totals, domains and supersectors of BLS."
        )
    return _SECTOR_OF[str(naics)[:2]]


def is_unclassified(naics: str) -> bool:
    """Whether the code is 99, 999 and so on: employers without an industry so far."""
    return re.fullmatch("9{2,6}", str(naics)) is not None


def naics_edition(year: int) -> int:
    """The NAICS edition of the QCEW files of `year`: 2002, 2007, 2012, 2017 or 2022.

    Raises ParameterError before 1990, where the QCEW has no NAICS data.
    """
    for row in reversed(facts("naics_editions")):
        if year >= int(row["first_year"]):
            return int(row["edition"])
    raise ParameterError(f"The QCEW has NAICS codes from 1990 on, not in {year}: choose later.")


@cache
def _titles(year: int) -> dict[str, str]:
    return {
        row["naics"]: row["title"]
        for row in facts("naics")
        if int(row["first_year"] or _FIRST_YEAR) <= year <= int(row["last_year"] or year)
    }


def naics_titles(year: int) -> dict[str, str]:
    """Official titles by code of all sectors, subsectors and industry groups in use in `year`.

    Two, three and four digits, from ``data/classifications/naics.csv``, whose README
    names the sources. Raises ParameterError before 2012, which that table does not cover.
    """
    if year < _FIRST_YEAR:
        raise ParameterError(
            f"Industry titles are known from {_FIRST_YEAR} on, not for {year}: choose a later year."
        )
    return dict(_titles(year))


def short_titles(year: int) -> dict[str, str]:
    """Names of two or three words for pictures and first sentences; the title where none is.

    Raises ParameterError as :func:`naics_titles`.
    """
    short = {row["naics"]: row["short"] for row in facts("naics_short")}
    return {naics: short.get(naics, title) for naics, title in naics_titles(year).items()}


def _editions(base_year: int, latest_year: int) -> tuple[int, int]:
    if base_year > latest_year:
        raise ParameterError(f"base_year {base_year} lies after latest_year {latest_year}.")
    return naics_edition(base_year), naics_edition(latest_year)


def _changes(before: int, after: int) -> list[dict[str, str]]:
    """What the editions after `before`, up to `after`, did to codes, in the order of editions."""
    return [row for row in facts("naics_changes") if before < int(row["edition"]) <= after]


def naics_break(
    naics: str,
    base_year: int,
    latest_year: int,
    so: str = "its growth from {base} to {latest} is not computed",
) -> str | None:
    """Why growth of this code between the two years is not computed, or None if it may be.

    `so` says what follows from the break, with the years where they belong.

    A break is a 3- or 4-digit code that is in use in one of the years only, or one whose
    content NAICS 2022 redrew (sectors 44-45 and 51 but for a few), or any across an edition
    if the base year precedes 2012. Sectors and all industries (10) never break: see
    `naics_leak`. Raises UnknownCodeError for a code that neither year knows.
    """
    before, after = _editions(base_year, latest_year)
    if naics in (ALL_INDUSTRIES, *SECTORS) or (before == after and base_year < _FIRST_YEAR):
        return None
    so = f", so {so.format(base=base_year, latest=latest_year)}"
    if base_year < _FIRST_YEAR:
        return f"What NAICS {after} changed in {naics} since NAICS {before} is not recorded{so}."
    in_base, in_latest = (naics in _titles(year) for year in (base_year, latest_year))
    if not (in_base or in_latest):
        raise UnknownCodeError(
            f"Industry {naics!r} is no sector, 3-digit or 4-digit code of {base_year} or "
            f"{latest_year} (NAICS {before}, {after}). Check the code and the two years."
        )
    if successor := naics_successor(naics, base_year, latest_year):
        so += f" (compare it with {successor})"
    if not in_latest:
        return f"Industry {naics} is no longer in use in {latest_year} (NAICS {after}){so}."
    if not in_base:
        return f"Industry {naics} was not yet in use in {base_year} (NAICS {before}){so}."
    changes = _changes(before, after)
    kept = {row["edition"] for row in changes if (row["naics"], row["content"]) == (naics, "kept")}
    for row in changes:
        redrawn = row["content"] == "redrawn" and row["naics"] == sector_of(naics)
        if redrawn and row["edition"] not in kept:
            return f"NAICS {row['edition']} moved businesses into or out of {naics}{so}."
    return None


def naics_leak(naics: str, base_year: int, latest_year: int) -> str | None:
    """A caveat in one sentence where growth is computed although a little content moved.

    Concerns sectors 44-45 and 51, and 517, from before to after 2022, and every sector
    across an edition if the base year precedes 2012. None otherwise.
    """
    before, after = _editions(base_year, latest_year)
    for row in _changes(before, after):
        if row["naics"] == naics and row["caveat"]:
            return f"Growth of {naics} is approximate: NAICS {row['edition']} {row['caveat']}."
    if before != after and base_year < _FIRST_YEAR and naics in SECTORS:
        return f"What moved between {naics} and other sectors before NAICS 2012 is not recorded."
    return None


def naics_successor(naics: str, base_year: int, latest_year: int) -> str | None:
    """The code of `latest_year` that holds what `naics` held in `base_year`, if another one.

    Only where the manuals pass the content on undivided: software publishers, 5112 to
    5132 in 2022. None otherwise, also for a code that simply stays.
    """
    before, after = _editions(base_year, latest_year)
    successor = naics
    for row in _changes(before, after) if base_year >= _FIRST_YEAR else ():
        if row["naics"] == successor and row["content"] == "passed_on":
            successor = row["successor"]
    return successor if successor != naics else None


def naics_predecessor(naics: str, base_year: int, latest_year: int) -> str | None:
    """The code of `base_year` whose whole content `naics` took over by `latest_year`, or None."""
    earlier = [row["naics"] for row in facts("naics_changes") if row["content"] == "passed_on"]
    found = (c for c in earlier if naics_successor(c, base_year, latest_year) == naics)
    return next(found, None)
