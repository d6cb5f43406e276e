"""The counties of a workforce area, by the block crosswalks of LODES in the library."""

from __future__ import annotations

import re

import pandas as pd

from sectornb.errors import NotInLibraryError, UnknownCodeError, counted, examples, nearest
from sectornb.sources.library import Library
from sectornb.sources.lodes.crosswalk import workforce_areas
from sectornb.sources.lodes.layout import SOURCE
from sectornb.sources.states import UsState, us_states

# Of a county that a workforce area shares with another, the area with most of its blocks has it.
MOST = 0.5
_CANDIDATES = 12


def counties_of_area(name: str, library: Library) -> tuple[list[str], list[str]]:
    """Counties of a workforce area, and what to tell about them.

    A county is the area's if at least half of its census blocks lie there; blocks are
    counted, not people.

    Parameters
    ----------
    name : str
        Such as ``Greater Lowell WIA, MA``; without the state where no other has one of
        that name; or the eight digits of its code.

    Raises
    ------
    NotInLibraryError
        If the library has no crosswalk, or not that of the named state.
    UnknownCodeError
        If the name fits no area, or several (lists the candidates), or the area has less
        than half of each county.
    """
    if not _crosswalks_for(name, library):
        state = _state_of(name)
        if state is None:
            raise NotInLibraryError(
                f"The library {library.root} has no crosswalk of any state, which tells the "
                f"counties of a workforce area. Write {name!r} with its state, as in 'NAME, OH', "
                "to be told which file to add."
            )
        # Says which file to download and how to add it.
        workforce_areas(library, state.fips)
    known = _areas_held(name, library)
    if known.empty:
        states = examples((us_states()[fips].name for fips in _crosswalks_for(name, library)), 5)
        raise UnknownCodeError(
            f"{name!r} is no workforce area: the crosswalk of {states} in {library.root} names "
            "none. List the counties with --counties, such as 39049,39041."
        )
    fits, near = _matches(name, known)
    names = dict(zip(known["stwib"], known["stwibname"], strict=True))
    begin = [code for code in near if names[code].casefold().startswith(name_and_state(name)[0])]
    for taken in (fits, begin):
        if len(taken) == 1:
            return _counties(known[known["stwib"].eq(taken[0])])
    if fits or near:
        raise UnknownCodeError(
            f"{name!r} may be the workforce area {candidates(fits or near, names)}. Write the "
            "name of one, with its state where two states have it, or its code."
        )
    raise UnknownCodeError(
        f"No workforce area is called {name!r} in the crosswalks of {library.root}. "
        f"{nearest(name.rpartition(',')[0] or name, sorted(set(names.values())))}"
    )


def may_be_area(name: str, library: Library) -> bool:
    """Whether a workforce area of the library's crosswalks is called so, or much like it."""
    if not _crosswalks_for(name, library):
        return False
    fits, near = _matches(name, _areas_held(name, library))
    return bool(fits or near)


def has_crosswalks(library: Library) -> bool:
    """Whether the library has the crosswalk of any state."""
    return bool(_crosswalks(library))


def name_and_state(name: str) -> tuple[str, str]:
    """A name and its state's name, in small letters; the state may be empty.

    The comma before a postal code may be missing: ``Franklin OH``.
    """
    before, comma, after = name.rpartition(",")
    word = after.strip().casefold()
    by_code = {state.usps.casefold(): state.name.casefold() for state in us_states().values()}
    if not comma:
        before, _, word = word.rpartition(" ")
        if not before or word not in by_code:
            return name.strip().casefold(), ""
    return before.strip().casefold(), by_code.get(word, word)


def candidates(codes: list[str], names: dict[str, str]) -> str:
    """The first dozen of `codes` with their names, and how many there are beyond them."""
    listed = "; ".join(f"{names[code]} ({code})" for code in codes[:_CANDIDATES])
    rest = len(codes) - _CANDIDATES
    return f"{listed} and {rest} more" if rest > 0 else listed


def _matches(name: str, known: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Codes of areas that have the name, and of those whose name holds it."""
    wanted, _ = name_and_state(name)
    called = dict(zip(known["stwib"], known["stwibname"].str.casefold(), strict=True))
    fits = (
        [code for code in called if code == wanted]
        or [code for code, full in called.items() if full == wanted]
        or [code for code, full in called.items() if _bare(full) == _bare(wanted)]
    )
    return fits, [code for code, full in called.items() if wanted and wanted in full]


def _bare(area: str) -> str:
    """The name of a workforce area without what such areas are called, all in small letters."""
    return re.sub(
        r"( (wia|wda|lwda|lwia|wib|wdb)| (local )?workforce( development| investment)?"
        r"( (area|board|region))?)+$",
        "",
        area,
    )


def _state_of(name: str) -> UsState | None:
    _, wanted = name_and_state(name)
    return next((s for s in us_states().values() if s.name.casefold() == wanted), None)


def _crosswalks(library: Library) -> dict[str, str]:
    """States whose crosswalk the library has, by two digits, and its newest vintage."""
    stems = {f"{state.usps.lower()}_xwalk.": state.fips for state in us_states().values()}
    return {
        fips: vintage
        for vintage in library.vintages(SOURCE, "xwalk")
        for part in library.parts(SOURCE, vintage, "xwalk")
        for stem, fips in stems.items()
        if part.startswith(stem)
    }


def _crosswalks_for(name: str, library: Library) -> dict[str, str]:
    """The crosswalk of the state that the name has with it, or all of them."""
    state = _state_of(name)
    held = _crosswalks(library)
    return held if state is None else {f: v for f, v in held.items() if f == state.fips}


def _areas_held(name: str, library: Library) -> pd.DataFrame:
    chosen = _crosswalks_for(name, library)
    frames = [workforce_areas(library, fips, vintage) for fips, vintage in chosen.items()]
    return pd.concat(frames, ignore_index=True)


def _counties(area: pd.DataFrame) -> tuple[list[str], list[str]]:
    title = f"{area['stwibname'].iloc[0]} ({area['stwib'].iloc[0]})"
    inside = area[area["blocks_share"] >= MOST]
    cut = area[area["blocks_share"] < 1]
    parts = zip(cut["county_name"], cut["blocks_share"], strict=True)
    shares = examples((f"{county} {share:.0%}" for county, share in parts), 5)
    if inside.empty:
        raise UnknownCodeError(
            f"The workforce area {title} has less than half of each county that it touches, by "
            f"census blocks: {shares}. Name the counties that are to stand for it with --counties."
        )
    told = [f"{title}: {counted(len(inside), 'county', 'counties')}."]
    if len(cut):
        told.append(
            f"It shares counties with other areas, by census blocks {shares}; those of which it "
            "has at least half are in."
        )
    return inside["area_fips"].tolist(), told
