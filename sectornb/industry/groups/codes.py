"""Codes that a board puts together into a sector of its own, or pins beside the short list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations
from typing import Any

from sectornb.codes import (
    SECTORS,
    is_unclassified,
    naics_edition,
    naics_successor,
    naics_titles,
    sector_of,
    short_titles,
)
from sectornb.errors import ParameterError, examples, nearest, shortened
from sectornb.shipped import facts

LONGEST_NAME = 60


def lies_in(naics: str, other: str) -> bool:
    """Whether an industry is a part of another one: 6211 of 621 and of 62."""
    if naics == other:
        return False
    return sector_of(naics) == other if other in SECTORS else naics.startswith(other)


def digits_of(naics: str) -> int:
    """Level of an industry code: 2 of a sector, ranges as well, else how long it is."""
    return 2 if naics in SECTORS else len(naics)


def finest_digits(settings: Any) -> int:
    """Digits of the finest industry that is grouped or pinned; 2 where none is."""
    grouped = [code for codes in settings.groups.values() for code in codes]
    return max([2, *map(digits_of, [*grouped, *settings.pinned])])


def check_groups(
    groups: Mapping[str, Sequence[str]], pinned: Sequence[str], latest_year: int
) -> None:
    """Refuse groups of industries, or pinned ones, that cannot be shown as rows.

    Codes are of two to six digits in the edition of `latest_year`.

    Raises
    ------
    ParameterError
        If a group is empty or named as an industry or another group, if a code is unknown,
        of another edition or there twice, or if one lies in another of the same group.
    """
    titles = naics_titles(latest_year) if groups or pinned else {}
    for name, codes in groups.items():
        _refuse_name(name, [other for other in groups if other != name], latest_year)
        if not codes:
            raise ParameterError(
                f"groups: {name!r} has no industries. List at least one code of NAICS in quotes, "
                f'such as {name}: ["621", "622"], or take the line out.'
            )
        _refuse_codes(codes, f"groups: {name!r}", titles, latest_year)
        for inner, outer in permutations(codes, 2):
            if lies_in(inner, outer):
                raise ParameterError(
                    f"groups: {name!r} has both {outer} and {inner}, and {inner} lies in {outer}, "
                    f"so its jobs would count twice. Take {inner} out, or {outer}."
                )
    _refuse_codes(pinned, "pinned", titles, latest_year)


def _refuse_name(name: str, others: Collection[str], year: int) -> None:
    # A spreadsheet would take what begins with a sign for a formula.
    if not name[:1].isalnum() or len(name) > LONGEST_NAME or not name.isprintable():
        raise ParameterError(
            f"groups: {shortened(repr(name), 80)} is no name for readers. Give each group one line "
            f"of at most {LONGEST_NAME} characters that begins with a letter or a digit."
        )
    folded = name.rstrip().casefold()
    if twin := next((other for other in others if other.rstrip().casefold() == folded), None):
        raise ParameterError(f"groups: {twin!r} and {name!r} have one name. Rename one of them.")
    for names in (naics_titles(year), short_titles(year)):
        for code, title in names.items():
            if title.casefold() == folded:
                raise ParameterError(
                    f"groups: {name!r} is what industry {code} is called, so readers could not "
                    f"tell them apart. Write another name, such as 'Our {name.rstrip()}', or take "
                    f"the group out and write {code} under 'pinned'."
                )


def _refuse_codes(codes: Sequence[str], where: str, titles: Mapping[str, str], year: int) -> None:
    if twice := sorted({code for code in codes if list(codes).count(code) > 1}):
        raise ParameterError(f"{where} lists {examples(twice)} more than once. List each once.")
    for code in codes:
        known = code in titles or (code.isdecimal() and len(code) in (5, 6) and code[:4] in titles)
        if not known or is_unclassified(code):
            raise ParameterError(f"{where}: {_why_not(code, titles, year)}")


def _why_not(code: str, titles: Mapping[str, str], year: int) -> str:
    """What is wrong with a code, and what to write instead."""
    edition = f"{year} (NAICS {naics_edition(year)})"
    if is_unclassified(code):
        return f"{code} holds employers without an industry so far, which none is. Take it out."
    wide = next((s for s in SECTORS if "-" in s and s[:2] <= code <= s[-2:]), None)
    if wide and len(code) == 2:
        return f"{code!r} is a part of the sector {wide} that is not published alone: write {wide}."
    other = [row for row in facts("naics") if row["naics"] == code[:4]]
    if other and code.isdecimal() and len(code) <= 6:
        last = other[-1]["last_year"]
        when = f"until {last}" if last else f"from {other[0]['first_year']} on"
        later = naics_successor(code[:4], int(last), year) if last else None
        use = later or f"the codes of {year}, or the whole sector {sector_of(code)}"
        return f"{code} is not in use in {edition}, only {when}. Write {use} instead."
    beside = [known for known in titles if known[:2] == code[:2]]
    return f"{code!r} is no industry code of two to six digits in {edition}. " + nearest(
        code, beside or SECTORS
    )
