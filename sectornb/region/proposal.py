"""What a new region file says about workbook 1, from what the library holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal
from sectornb.sources.library import Library
from sectornb.sources.states import us_state

_EXAMPLE = {"vintage": "2022"}


def propose(library: Library, counties: Sequence[str], choices: Mapping[str, Any]) -> Proposal:
    """The newest flows of which the library holds the main file of every own state."""
    stems = {f"{us_state(code[:2]).usps.lower()}_od_main_JT00_" for code in counties}
    for vintage in reversed(library.vintages("lodes", "od-main")):
        parts = library.parts("lodes", vintage, "od-main")
        if all(any(part.startswith(stem) for part in parts) for stem in stems):
            return Proposal({"vintage": vintage})
    return Proposal(None, ["No commuting flows of these states."], example=_EXAMPLE)
