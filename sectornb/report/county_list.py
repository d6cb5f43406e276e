"""Which counties a list of codes, county names and workforce areas means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from sectornb.codes import check_counties, is_county
from sectornb.errors import ParameterError, UnknownCodeError, examples
from sectornb.report.workforce_counties import (
    candidates,
    counties_of_area,
    has_crosswalks,
    may_be_area,
    name_and_state,
)
from sectornb.shipped import facts
from sectornb.sources.county_changes import county_changes, out_of_use, refuse_both_editions
from sectornb.sources.county_names import refuse_unknown
from sectornb.sources.library import Library
from sectornb.sources.qcew.cells import SOURCE
from sectornb.sources.states import us_states
from sectornb.sources.wanted import wanted_titles

SHORTEST_PREFIX = 3


@dataclass(frozen=True)
class Places:
    """What the library knows of places, and for which year they are chosen.

    Attributes
    ----------
    titles : dict
        County code to title.
    library : Library
        Whose crosswalks know workforce areas.
    latest_year : int or None
        The year of the data, where the user has said it.
    """

    titles: dict[str, str]
    library: Library
    latest_year: int | None = None

    @cached_property
    def called(self) -> dict[str, tuple[str, str]]:
        """Code to the names of county and state, in small letters."""
        return {code: name_and_state(full) for code, full in self.titles.items()}

    def knows(self, word: str) -> bool:
        """Whether a county is called so, in whatever state."""
        return any(_key(word) in _forms(county) for county, _ in self.called.values())

    def named(self, county: str, state: str) -> list[str]:
        """Codes of the counties of that name in that state, or in any where it is empty.

        In full, else without what counties are called.
        """
        called = self.within(state)
        bare = _key(_bare(county))
        return (
            [code for code, full in called.items() if _key(full) == _key(county)]
            or [
                code
                for code, full in called.items()
                if _key(county) in _forms(full) or bare == _key(full)
            ]
            or [code for code, full in called.items() if bare in _forms(full)]
        )

    def titled(self, codes: Iterable[str]) -> str:
        """Codes, each with its title in brackets, up to nine of them."""
        return examples((f"{c} ({self.titles.get(c, 'no title')})" for c in sorted(codes)), 9)

    def within(self, state: str) -> dict[str, str]:
        """Code to the name of the county, without its state, of one state or of all."""
        return {code: held for code, (held, home) in self.called.items() if state in ("", home)}


@dataclass(frozen=True)
class _Retired:
    """A code that files have no more: from which year on, what happened, what they have instead.

    `recent` tells those whose last years the sources still have.
    """

    since: int
    event: str
    instead: tuple[str, ...]
    recent: bool


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
    refuse_both_editions(codes)
    return codes, [*told, *_told_of_use(codes, places)]


def _listed(text: str, places: Places) -> tuple[list[str], list[str]]:
    codes = [part for part in re.split(r"[,;\s]+", text) if part]
    if codes and all(re.fullmatch(r"\d+", code) for code in codes):
        return list(check_counties(codes)), []
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise ParameterError("No county was named. Write --counties 39049,39041.")
    if not places.titles and not has_crosswalks(places.library):
        (list_of_areas,) = wanted_titles(places.library)
        raise UnknownCodeError(
            "Counties can be named only when the library has the agency's area titles; "
            f"{places.library.root} has none. Give five-digit codes, or download "
            f"{list_of_areas.address} and add it with: sectornb add {list_of_areas.name} --source "
            f"{list_of_areas.source} --vintage {list_of_areas.vintage} --library "
            f"{places.library.root}"
        )
    found: list[str] = []
    told: list[str] = []
    for name in [name for part in parts for name in _names_in(part, places)]:
        these, said = _by_name(name, places)
        found += these
        told += said
    return list(check_counties(found)), told


def _retired() -> dict[str, _Retired]:
    """Codes of counties that are out of use, which the agency's titles go on listing."""
    found = {
        row["area_fips"]: _Retired(
            int(row["since"]), row["event"], tuple(row["instead"].split()), recent=False
        )
        for row in facts("counties_out_of_use")
    }
    for change in county_changes(SOURCE):
        new = _Retired(change.first_year, change.event, tuple(sorted(change.after)), recent=True)
        found |= dict.fromkeys(change.before - change.after, new)
    return found


def _is_out_of_use(code: str, places: Places) -> bool:
    old = _retired().get(code)
    return old is not None and (places.latest_year is None or places.latest_year >= old.since)


def _told_of_use(codes: Collection[str], places: Places) -> Iterator[str]:
    """Which codes are out of use in later years; one that is out of use in the year is refused."""
    retired = _retired()
    year = places.latest_year
    strange = {} if year is None else out_of_use(codes, year, SOURCE)
    for code, change in strange.items():
        if code in change.after:
            raise UnknownCodeError(
                f"{places.titled([code])} is in use from {change.first_year} on: "
                f"{change.event}. Use {places.titled(change.before)}, or a --latest-year "
                f"from {change.first_year} on."
            )
    for code in codes:
        if code not in retired:
            continue
        old = retired[code]
        called = f"{code} ({places.titles[code]})" if code in places.titles else code
        instead = places.titled(old.instead) or "the boroughs and census areas of today"
        text = f"{called} is out of use from {old.since} on: {old.event}."
        if places.latest_year is None and old.recent:
            yield f"{text} Data from then on have {instead}."
        elif places.latest_year is None or places.latest_year >= old.since:
            raise UnknownCodeError(f"{text} Use {instead}, or a --latest-year before {old.since}.")


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
    if name.isdecimal() and (name in titles or not titles or not is_county(name)):
        return list(check_counties([name])), []
    county, state = name_and_state(name)
    fits = places.named(county, state)
    if state and len(fits) > 1:
        in_use = [code for code in fits if not _is_out_of_use(code, places)]
        fits = in_use if len(in_use) == 1 else fits
    states = {each.name.casefold() for each in us_states().values()}
    if not fits and state in {"", *states} and may_be_area(name, places.library):
        return counties_of_area(name, places.library)
    told = []
    if not fits and len(_key(county)) >= SHORTEST_PREFIX:
        inside = places.within(state)
        fits = [code for code, full in inside.items() if _key(full).startswith(_key(county))]
        told = [f"{name!r} is taken for {titles[code]} ({code})." for code in fits]
    if len(fits) == 1:
        return fits, told
    if fits:
        more = "Write County or City too" if state else "Name the state too"
        raise UnknownCodeError(
            f"{name!r} may be {candidates(fits, titles)}. {more}, or use the code."
        )
    two = [part.strip() for part in name.split(",") if part.strip()]
    apart = (
        " If these are two counties, write a semicolon between them."
        if len(two) == 2 and all(map(places.knows, two))
        else ""
    )
    raise UnknownCodeError(
        f"No county is called {name!r}; cities are not looked for.{_hint(county, state, places)} "
        "Write it as 'Franklin, OH', several separated by semicolons, or use five-digit codes."
        f"{apart}"
    )


def _hint(county: str, state: str, places: Places) -> str:
    """The county of the named state most like that name, or of all states where none is named."""
    unknown = ""
    if state and not places.within(state):
        unknown = f" No state of the titles is called {state!r}."
        homes = sorted({home for _, home in places.called.values()})
        for like in get_close_matches(state, homes, n=1):
            if fits := places.named(county, like):
                return f"{unknown} Did you mean {places.titles[fits[0]]!r}?"
        if same := places.named(county, ""):
            return f"{unknown} Without it, it may be {candidates(same, places.titles)}."
    inside = places.within(state) or places.within("")
    bare: dict[str, list[str]] = {}
    for code, name in inside.items():
        bare.setdefault(_bare(name), []).append(places.titles[code])
    # A short name is like many of the whole country, and of another state it is none.
    if close := get_close_matches(_bare(county), bare, n=1, cutoff=0.6 if state else 0.75):
        first, *others = bare[close[0]]
        also = f", or one of {len(others)} others called so" if others else ""
        return f"{unknown} Did you mean {first!r}{also}?"
    for change in county_changes(SOURCE) if state else ():
        if change.before & {*inside} and not change.after & {*inside}:
            return (
                f" The titles are of before {change.first_year} ({change.event}): use the codes of "
                f"later counties, {examples(sorted(change.after), 9)}, or add newer titles."
            )
    return unknown


def _forms(full: str) -> set[str]:
    """What people call a county: its title, and that without ``county`` or ``city``."""
    return {_key(full), _key(_bare(full)), _key(full.removesuffix(" city"))}


def _key(name: str) -> str:
    """What is compared of a name: letters without accents, blanks, points; Saint as St."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\bsaint(e?)\b", r"st\1", name.casefold()))
    return "".join(letter for letter in letters if letter.isalnum())


def _bare(county: str) -> str:
    suffixes = (
        r" (county|parish|city and borough|borough|census area|municipality|municipio|"
        r"planning region)$"
    )
    return re.sub(suffixes, "", county)
