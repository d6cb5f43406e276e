"""The workbooks, in order; each room is imported when it is first asked for.

Whatever names workbooks loops over this: region file, ``new``, ``check``, ``run``, pages,
spreadsheet, manifest, tests.  A further workbook is one more line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sectornb.contract import Workbook, refer
from sectornb.errors import ParameterError, nearest

ROOMS = {
    "1-region": "sectornb.region",
    "2-industries": "sectornb.industry",
    "3-occupations": "sectornb.occupation",
    "4-assessment": "sectornb.assessment",
}
"""Workbook to the room that declares it."""

PLANNED = ("outcomes",)
"""Sections of workbooks to come, which a region file of a later version may have."""


@cache
def workbooks() -> Mapping[str, Workbook]:
    """Every workbook by its name, in order."""
    return MappingProxyType({name: refer(f"{room}:WORKBOOK") for name, room in ROOMS.items()})


def workbook_named(name: str) -> Workbook:
    """The workbook of that name, or of that section of the region file, in small letters or not.

    Raises
    ------
    ParameterError
        If there is none; the nearest name is told.
    """
    for workbook in workbooks().values():
        if name.casefold() in (workbook.name, workbook.section):
            return workbook
    if name.casefold() in PLANNED:
        raise ParameterError(f"The workbook {name!r} is planned and not in this version.")
    known = [workbook.section for workbook in workbooks().values()]
    raise ParameterError(f"There is no workbook {name!r}. {nearest(name, known)}")
