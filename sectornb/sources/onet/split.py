"""The 35 skills, which stand in one table up to release 30.2 and in two from 30.3 on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sectornb.sources.declarations import declared
from sectornb.sources.onet.tables import SOURCE
from sectornb.sources.releases import version_of_vintage

if TYPE_CHECKING:
    from sectornb.sources.library import Library

SKILLS = ("skills", "essential-skills", "transferable-skills")
_SPLIT = dict(zip(SKILLS[1:], reversed(SKILLS[1:]), strict=True))


def half_of_skills(library: Library, vintage: str) -> str:
    """What to add where the library holds one of the two tables of skills; empty elsewhere.

    From release 30.3 on the 35 skills are two tables, and what is not read looks as if no
    occupation needed it.
    """
    held = [table for table in SKILLS if library.parts(SOURCE, vintage, table)]
    if len(held) != 1 or held[0] not in _SPLIT:
        return ""
    here, lacking = (declared(SOURCE).table(t).title for t in (held[0], _SPLIT[held[0]]))
    count = {"essential-skills": 10, "transferable-skills": 25}[held[0]]
    return (
        f"{here} of O*NET {version_of_vintage(SOURCE, vintage)} holds {count} of 35 skills; the "
        f"others are in {lacking}. Add that too, or they would seem not to be needed anywhere."
    )
