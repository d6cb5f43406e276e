"""What every workbook would choose for a region: sections of a new file, and their settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal, Workbook, refer
from sectornb.sources.library import Library
from sectornb.workbooks import workbooks


def proposed_sections(
    library: Library, counties: Sequence[str], choices: Mapping[str, Any]
) -> dict[Workbook, Proposal]:
    """What each workbook proposes for its section; its defaults where it proposes nothing."""
    return {
        workbook: refer(workbook.propose)(library, counties, choices)
        if workbook.propose
        else Proposal({})
        for workbook in workbooks().values()
    }


def proposed_settings(proposals: Mapping[Workbook, Proposal]) -> dict[Workbook, Any]:
    """Settings of each proposal; where the data are lacking, those that its comment says."""
    return {
        workbook: workbook.settings(
            **(proposal.example if proposal.values is None else proposal.values)
        )
        for workbook, proposal in proposals.items()
    }
