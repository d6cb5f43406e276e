"""What a new region file says about workbook 1, from what the library holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal
from sectornb.errors import examples
from sectornb.region.read import counties_of
from sectornb.sources.county_flows import SOURCE as TABLES
from sectornb.sources.county_flows import county_flows
from sectornb.sources.laus import SOURCE as LAUS
from sectornb.sources.library import Library
from sectornb.sources.lodes.release import NEWEST_KNOWN
from sectornb.sources.states import us_state

_EXAMPLE = 2022


def propose(library: Library, counties: Sequence[str], choices: Mapping[str, Any]) -> Proposal:
    """The newest flows of which the library holds the main file of every own state.

    Where there are none, the newest table of county flows that has every county.
    """
    stems = {f"{us_state(code[:2]).usps.lower()}_od_main_JT00_" for code in counties}
    for vintage in reversed(library.vintages("lodes", "od-main")):
        parts = library.parts("lodes", vintage, "od-main")
        if all(any(part.startswith(stem) for part in parts) for stem in stems):
            return Proposal({"vintage": vintage})
    told = ["No LODES flows of these states."]
    for vintage in reversed(library.vintages(TABLES, "flows")):
        residents, lacking = _completed(library, counties, vintage)
        if not lacking:
            chosen = {"flows": TABLES, "vintage": vintage} | residents
            return Proposal(chosen, [f"{told[0]} Those of {TABLES} {vintage} are taken."])
        told.append(f"{TABLES} {vintage} {lacking}.")
    year = choices.get("latest_year") or max(library.vintages("lodes", "od-main"), default=_EXAMPLE)
    example = {"vintage": str(min(int(str(year)[:4]), NEWEST_KNOWN))}
    return Proposal(None, told, example=example)


def _completed(
    library: Library, counties: Sequence[str], vintage: str
) -> tuple[dict[str, str], str]:
    """What a table of flows needs beside it to serve for `counties`, or why it cannot."""
    table = county_flows(library, vintage)
    if absent := sorted(set(counties) - counties_of(table.flows)):
        return {}, f"does not have {examples(absent)}"
    if not set(counties).intersection(table.without_diagonal):
        return {}, ""
    held = [each for each in library.vintages(LAUS, "county") if each[:4] == vintage[:4]]
    if not held:
        return {}, (
            "leaves out people who live and work in one county, and no LAUS of that year is held "
            "that could complete it"
        )
    return {"residents": LAUS if len(held) == 1 else f"{LAUS} {held[-1]}"}, ""
