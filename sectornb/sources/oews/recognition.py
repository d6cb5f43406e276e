"""Recognizing a file of wages, or the list of the counties of each area."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sectornb.sources.oews.areas import is_area_list, read_area_list
from sectornb.sources.oews.editions import edition_title, edition_years
from sectornb.sources.oews.layout import SOURCE
from sectornb.sources.oews.wages import read_wages
from sectornb.sources.opening import is_packed
from sectornb.sources.recognition import Recognized, recognized


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of this source, read and checked.

    Files up to 2018, copies as CSV and the lists of counties tell no year: `vintage` does.

    Raises
    ------
    InputError
        If it is none, or is of another year than `vintage` says.
    """
    if is_area_list(path):
        rows = len(read_area_list(path))
        suffix = ".xlsx" if is_packed(path, "xlsx") else ".csv"
        return recognized(SOURCE, "county-areas", rows, suffix, year=vintage[:4])
    read = read_wages(path, vintage)
    found = recognized(
        SOURCE, read.table, len(read.frame), read.suffix, told=read.told, name=read.name,
        year=read.year, edition=edition_title(read.edition),
    )  # fmt: skip
    return replace(found, years=edition_years(read.edition) if read.edition else "")
