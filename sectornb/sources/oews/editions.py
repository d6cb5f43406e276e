"""Editions of occupation codes: which a year has, which a code belongs to, where they break.

Codes are of SOC 2010 up to May 2018, of a hybrid in 2019 and 2020, of SOC 2018 from 2021 on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.shipped import facts


def edition_of_year(year: int) -> str:
    """The edition of the codes in estimates of a year; empty before the first that is listed."""
    for row in facts("soc_editions"):
        if int(row["first_year"]) <= year <= int(row["last_year"] or year):
            return row["edition"]
    return ""


def edition_title(edition: str) -> str:
    """What an edition is called in a sentence."""
    return next((e["title"] for e in facts("soc_editions") if e["edition"] == edition), "SOC")


def edition_years(edition: str) -> str:
    """Years of the estimates with codes of an edition, such as ``2012 to 2018``."""
    row = next(each for each in facts("soc_editions") if each["edition"] == edition)
    return (
        f"{row['first_year']} to {row['last_year']}"
        if row["last_year"]
        else (f"{row['first_year']} on")
    )


@cache
def _told_by() -> Mapping[str, str]:
    return {row["soc"]: row["edition"] for row in facts("soc_edition_codes")}


def told_edition(path: Path | str, detailed: pd.Series[str], year: str) -> str:
    """The edition of a file's codes: that of its year, or else the one that its codes tell.

    Parameters
    ----------
    detailed : Series
        Codes of its detailed occupations; a code may be a broad one in another edition.
    year : str
        Of the estimates; empty where it is not known.

    Raises
    ------
    InputError
        If codes are of two editions, or of another than the year has.
    """
    of_codes = detailed.map(_told_by()).dropna()
    found = sorted(of_codes.unique())
    code = {each: detailed[of_codes.index[of_codes.eq(each)][0]] for each in found}
    if len(found) > 1:
        both = " and ".join(f"{code[each]} is of {edition_title(each)}" for each in found)
        raise InputError(
            f"{path} holds codes of two editions: {both}. It was pasted together out of several "
            "years; use the agency's own file of one."
        )
    wanted = edition_of_year(int(year)) if year else ""
    if found and wanted and wanted != found[0]:
        shown = examples(detailed[of_codes.index].unique())
        raise InputError(
            f"{path} has occupations such as {shown}, which are codes of "
            f"{edition_title(found[0])}, as files of {edition_years(found[0])} have them; in "
            f"{year} the codes are of {edition_title(wanted)}. It is of another year: add it with "
            "the --vintage that is its own."
        )
    return wanted or "".join(found)


def refuse_two_editions(years: Mapping[int, str]) -> None:
    """Refuse years to be set side by side whose codes are of different editions.

    Parameters
    ----------
    years : mapping of int to str
        Each year and its edition.

    Raises
    ------
    InputError
        Names the first two years that differ, and their editions.
    """
    ordered = sorted(years.items())
    for (before, old), (after, new) in zip(ordered, ordered[1:], strict=False):
        if old != new:
            raise InputError(
                f"Occupations of May {before} have codes of {edition_title(old)}, those of May "
                f"{after} of {edition_title(new)}: a code may end, begin, or mean something else, "
                "and what looks like growth is a change of codes. Choose years of one edition "
                f"({edition_years(old)}, or {edition_years(new)}), or lead both over a crosswalk."
            )
