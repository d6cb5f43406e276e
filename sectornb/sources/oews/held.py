"""Wages and areas out of the library: one level of occupations, years of one edition of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.library import Library
from sectornb.sources.oews.areas import read_area_list, refuse_split
from sectornb.sources.oews.editions import refuse_two_editions
from sectornb.sources.oews.layout import SOURCE
from sectornb.sources.oews.wages import GROUPS, KEY, Wages, read_wages

YEARS_OF_SAMPLE = 3
"""Years whose surveys go into one estimate."""


def held_wages(
    library: Library,
    table: str,
    years: Sequence[int],
    group: str = "detailed",
    vintages: Mapping[int, str] | None = None,
) -> pd.DataFrame:
    """Jobs and wages of one level of occupations, of one year or of several that may be compared.

    Returns
    -------
    DataFrame
        ``year`` (text), ``soc_edition``, and the columns of :func:`read_wages`, sorted by
        year and key.

    Raises
    ------
    NotInLibraryError
        If the library has no file of a year, or several vintages and none is chosen.
    InputError
        If `group` is no level, years are of two editions of codes, or less than three
        apart so that they share parts of their sample, or two files have the same rows.
    """
    if group not in GROUPS:
        raise InputError(f"{group!r} is no level of occupations; these are {', '.join(GROUPS)}.")
    read = {year: _of_year(library, table, year, (vintages or {}).get(year)) for year in years}
    refuse_two_editions({year: files[0].edition for year, files in read.items()})
    ordered = sorted(read)
    for before, after in zip(ordered, ordered[1:], strict=False):
        if after - before < YEARS_OF_SAMPLE:
            raise InputError(
                f"Estimates of May {before} and May {after} share parts of their sample, which is "
                f"that of {YEARS_OF_SAMPLE} years; their difference is no change in one year. "
                f"Choose years at least {YEARS_OF_SAMPLE} apart."
            )
    frames = [
        each.frame.assign(year=str(year), soc_edition=each.edition)
        for year, files in sorted(read.items())
        for each in files
    ]
    every = pd.concat(frames, ignore_index=True)
    every = every[every["occupation_group"].eq(group)]
    doubled = every[every.duplicated(["year", *KEY])]
    if len(doubled):
        raise InputError(
            f"The library {library.root} has two files of {SOURCE} {table} with "
            f"{examples(doubled['soc'])} in area {doubled['area'].iloc[0]}, industry "
            f"{doubled['industry'].iloc[0]}. Remove one of them with its record."
        )
    return every.sort_values(["year", *KEY]).reset_index(drop=True)


def county_wage_areas(
    library: Library, year: int, counties: Iterable[str], vintage: str | None = None
) -> pd.DataFrame:
    """The area of wages in which each county lies: ``area_fips``, ``area``, ``area_title``.

    Raises
    ------
    NotInLibraryError
        If the library has no list of that year.
    InputError
        If a county is not listed, or lies in several areas.
    """
    chosen = library.vintage_of_year(SOURCE, "county-areas", year, vintage)
    (part, *_) = library.parts(SOURCE, chosen, "county-areas")
    table = library.parsed(SOURCE, chosen, "county-areas", part, read_area_list)
    wanted = list(counties)
    missing = sorted(set(wanted) - set(table["area_fips"]))
    if missing:
        raise InputError(
            f"The list of areas of May {year} has no county {examples(missing)}. Codes of "
            "Connecticut are planning regions from May 2024 on, counties before."
        )
    held = table[table["area_fips"].isin(wanted)]
    refuse_split(held)
    columns = ["area_fips", "area", "area_title"]
    return held[columns].drop_duplicates().reset_index(drop=True)


def _of_year(library: Library, table: str, year: int, chosen: str | None) -> list[Wages]:
    vintage = library.vintage_of_year(SOURCE, table, year, chosen)
    return [
        library.parsed(SOURCE, vintage, table, part, lambda path: read_wages(path, vintage))
        for part in library.parts(SOURCE, vintage, table)
    ]
