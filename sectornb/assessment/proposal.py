"""What a new region file says about workbook 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal
from sectornb.sources.library import Library


def propose(library: Library, counties: Sequence[str], choices: Mapping[str, Any]) -> Proposal:
    """The section as a comment: there are no answers before partners were asked.

    Of the example the answers are simulated, and `choices` hold the whole section.
    """
    if given := choices.get("assessment"):
        return Proposal(given)
    return Proposal(
        None,
        [
            "Nobody was asked yet. 'sectornb forms' makes the forms, and 'sectornb answers' takes "
            "them in."
        ],
        example={"responses": "assessment/responses.csv"},
    )
