"""Every trap of parts A to C of the catalog, and what they catch in one region's data."""

from __future__ import annotations

from collections.abc import Iterable

from sectornb.industry.traps.cells import CELL_TRAPS
from sectornb.industry.traps.evidence import Caught, Evidence, Trap
from sectornb.industry.traps.labels import LABEL_TRAPS
from sectornb.industry.traps.ranks import RANK_TRAPS
from sectornb.industry.traps.shortlist import SHORTLIST_TRAPS
from sectornb.industry.traps.time import TIME_TRAPS

TRAPS = (*CELL_TRAPS, *TIME_TRAPS, *LABEL_TRAPS, *RANK_TRAPS, *SHORTLIST_TRAPS)
"""Every trap that the data and tables of workbook 2 can fall into; several may share a number."""


class Findings(list[Caught]):
    """What was caught, blocking ones first, and the numbers of the traps that were looked for.

    Parameters
    ----------
    found : iterable of Caught
        In any order.
    looked_for : iterable of str
        Numbers in the catalog, such as ``T01``.
    """

    def __init__(self, found: Iterable[Caught], looked_for: Iterable[str]) -> None:
        super().__init__(sorted(found, key=lambda one: (one.severity != "blocking", one.id)))
        self.looked_for = frozenset(looked_for)

    def joined(self, found: Iterable[Caught], looked_for: Iterable[str] = ()) -> Findings:
        """These and further findings, and the traps that were looked for either way."""
        return Findings([*self, *found], self.looked_for | set(looked_for))


def caught(evidence: Evidence) -> Findings:
    """What the traps find; a trap whose table is missing is not looked for."""
    looked: list[Trap] = [
        trap for trap in TRAPS if all(name in evidence.tables for name in trap.needs)
    ]
    found = [
        Caught(trap.id, trap.name, trap.severity, text)
        for trap in looked
        for text in trap.find(evidence)
    ]
    return Findings(found, (trap.id for trap in looked))
