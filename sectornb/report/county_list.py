"""Which counties a list of codes, county names and workforce areas means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sectornb.codes import check_counties, is_county
from sectornb.errors import ParameterError, UnknownCodeError, nearest
from sectornb.report.workforce_counties import (
    candidates,
    counties_of_area,
    has_crosswalks,
    may_be_area,
    name_and_state,
)
from sectornb.sources.county_names import refuse_unknown
from sectornb.sources.library import Library
from sectornb.sources.states import us_states


@dataclass(frozen=True)
class Places:
    """What the library knows of places: titles of counties, and crosswalks of workforce areas."""

    titles: dict[str, str]
    library: Library

    @cached_property
    def called(self) -> dict[str, tuple[str, str]]:
        """Code to the names of county and state, in small letters."""
        return {code: name_and_state(full) for code, full in self.titles.items()}

    def knows(self, word: str) -> bool:
        """Whether a county is called so, in whatever state."""
        return any(word.casefold() in _forms(county) for county, _ in self.called.values())


def chosen_counties(
    counties: str, areas: Iterable[str], places: Places
) -> tuple[list[str], list[str]]:
    """County codes of a list of counties and of workforce areas, each once, and what to tell.

    Raises
    ------
    ParameterError, UnknownCodeError, NotInLibraryError
        As :func:`find_counties` and
        :func:`~sectornb.report.workforce_counties.counties_of_area`.
    """
    codes: list[str] = []
    told: list[str] = []
    if counties.strip() or not list(areas):
        codes, told = _listed(counties, places)
    for name in areas:
        found, said = counties_of_area(name, places.library)
        codes += found
        told += said
    codes = list(dict.fromkeys(codes))
    refuse_unknown(codes, places.titles, f"The area titles in {places.library.root}")
    return codes, told


def _listed(text: str, places: Places) -> tuple[list[str], list[str]]:
    codes = [part for part in re.split(r"[,;\s]+", text) if part]
    if codes and all(re.fullmatch(r"\d+", code) for code in codes):
        return list(check_counties(codes)), []
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise ParameterError("No county was named. Write --counties 39049,39041.")
    if not places.titles and not has_crosswalks(places.library):
        root = places.library.root
        raise UnknownCodeError(
            f"Counties can be named only when the library has the agency's area titles; {root} "
            "has none. Give five-digit codes, or add area_titles.csv with: sectornb add "
            f"area_titles.csv --source qcew-titles --vintage YEAR --library {root}"
        )
    found: list[str] = []
    told: list[str] = []
    for name in [name for part in parts for name in _names_in(part, places)]:
        these, said = _by_name(name, places)
        found += these
        told += said
    return list(check_counties(found)), told


def _names_in(part: str, places: Places) -> list[str]:
    """The names in a list without semicolons, if it can be read in one way only.

    After a name comes its state, the end, or a code; three names in a row could belong
    together in several ways.
    """
    tokens = [token.strip() for token in part.split(",") if token.strip()]
    if len(tokens) <= 2 and not any(map(is_county, tokens)):
        return [", ".join(tokens)]
    names = []
    while tokens:
        first = tokens.pop(0)
        alone = is_county(first) or not tokens or is_county(tokens[0])
        if alone:
            names.append(first)
        elif _surely_state(tokens[0], places):
            names.append(f"{first}, {tokens.pop(0)}")
        else:
            raise UnknownCodeError(
                f"It is not clear which of {part!r} belong together. Separate the counties by "
                "semicolons, each with its state, such as 'Franklin, OH; Delaware, OH'."
            )
    return names


def _surely_state(token: str, places: Places) -> bool:
    """Whether a word is a state and, unlike Delaware or Ohio, no county of the titles too."""
    word = token.casefold()
    if any(word == state.usps.casefold() for state in us_states().values()):
        return True
    states = {state for _, state in places.called.values()}
    return word in states and not places.knows(word)


def _by_name(name: str, places: Places) -> tuple[list[str], list[str]]:
    """The county of a name, or the counties of the workforce area of that name."""
    titles = places.titles
    if is_county(name) and (name in titles or not titles):
        return [name], []
    county, state = name_and_state(name)
    called = {code: held for code, (held, within) in places.called.items() if state in ("", within)}
    fits = [code for code, full in called.items() if full == county] or [
        code for code, full in called.items() if county in _forms(full) or _bare(county) == full
    ]
    if not fits:
        fits = [code for code, full in called.items() if _bare(county) in _forms(full)]
    if len(fits) == 1:
        return fits, []
    if fits:
        raise UnknownCodeError(
            f"{name!r} may be {candidates(fits, titles)}. Name the state too, or use the code."
        )
    if may_be_area(name, places.library):
        return counties_of_area(name, places.library)
    names = {full.partition(",")[0]: code for code, full in titles.items()}
    hint = nearest(name.partition(",")[0], names)
    two = [part.strip() for part in name.split(",") if part.strip()]
    apart = (
        " If these are two counties, write a semicolon between them."
        if len(two) == 2 and all(map(places.knows, two))
        else ""
    )
    raise UnknownCodeError(
        f"No county is called {name!r}. {hint if hint.startswith('Did') else ''} Write it "
        f"as 'Franklin, OH', several separated by semicolons, or use five-digit codes.{apart}"
    )


def _forms(full: str) -> set[str]:
    """What people call a county: its title, and that without ``county`` or ``city``."""
    return {full, _bare(full), full.removesuffix(" city")}


def _bare(county: str) -> str:
    suffixes = (
        r" (county|parish|borough|census area|municipality|city and borough|planning region)$"
    )
    return re.sub(suffixes, "", county)
