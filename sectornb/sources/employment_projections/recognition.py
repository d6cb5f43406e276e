"""Recognizing the workbook of occupational projections, and reading the one that is held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sectornb.errors import NotInLibraryError
from sectornb.sources.declarations import declared
from sectornb.sources.employment_projections.book import (
    Projected,
    read_attainment,
    read_projected,
)
from sectornb.sources.employment_projections.tables import SOURCE, base_year, book_tables
from sectornb.sources.library import Library
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import refuse_other_year

TABLE, ATTAINMENT = "occupation", "attainment"


def recognize(path: Path, vintage: str) -> Recognized:
    """The workbook of occupations, or the one of education alone, read and checked.

    Raises
    ------
    InputError
        If it is neither, or its base year is not that of `vintage`.
    """
    tables = book_tables(path)
    if "attainment" in tables and not tables.keys() & {"separations", "characteristics"}:
        rows, year = len(read_attainment(path)), base_year(tables["attainment"])
        refuse_other_year(path, year, vintage, "has the base year")
        return recognized(SOURCE, ATTAINMENT, rows, told=year, year=year)
    found = read_projected(path)
    refuse_other_year(path, found.base_year, vintage, "has the base year")
    return recognized(
        SOURCE, TABLE, len(found.occupations), told=found.base_year, year=found.base_year,
        target=found.target_year,
    )  # fmt: skip


def projected_occupations(library: Library, vintage: str = "") -> Projected:
    """The library's one workbook of occupational projections, or that of `vintage`.

    Where it has no table of attainment, that of the workbook of education of the same vintage.

    Raises
    ------
    NotInLibraryError
        If it holds none, or several cycles and none is chosen.
    """
    choose = "Say which in the region file: growth of two cycles is not compared. Such as"
    chosen = library.only_vintage(SOURCE, [TABLE], vintage, "occupational projections", choose)
    if not chosen:
        raise NotInLibraryError(
            f"The library {library.root} holds no {SOURCE}. Download the workbook from "
            f"{declared(SOURCE).table(TABLE).url} and add it with: sectornb add FILE --source "
            f"{SOURCE} --library {library.root}"
        )
    part = declared(SOURCE).table(TABLE).part.format(year=chosen[:4])
    found = library.parsed(SOURCE, chosen, TABLE, part, read_projected)
    beside = library.parts(SOURCE, chosen, ATTAINMENT)
    if beside and found.attainment.empty:
        more = library.parsed(SOURCE, chosen, ATTAINMENT, beside[0], read_attainment)
        return replace(found, attainment=more)
    return found
