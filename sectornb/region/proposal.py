"""What a new region file says about workbook 1, from what the library holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal
from sectornb.sources.library import Library
from sectornb.sources.lodes.release import NEWEST_KNOWN
from sectornb.sources.states import us_state

_EXAMPLE = 2022


def propose(library: Library, counties: Sequence[str], choices: Mapping[str, Any]) -> Proposal:
    """The newest flows of which the library holds the main file of every own state."""
    stems = {f"{us_state(code[:2]).usps.lower()}_od_main_JT00_" for code in counties}
    for vintage in reversed(library.vintages("lodes", "od-main")):
        parts = library.parts("lodes", vintage, "od-main")
        if all(any(part.startswith(stem) for part in parts) for stem in stems):
            return Proposal({"vintage": vintage})
    year = choices.get("latest_year") or max(library.vintages("lodes", "od-main"), default=_EXAMPLE)
    example = {"vintage": str(min(int(str(year)[:4]), NEWEST_KNOWN))}
    return Proposal(None, ["No commuting flows of these states."], example=example)
