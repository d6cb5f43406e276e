"""Sentences about two reports: each claim says of which one its cell is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sectornb.show.sentence import Claim, Speaker

BEFORE, AFTER, COUNTS = "before", "after", "counts"


@dataclass(frozen=True)
class SidedClaim(Claim):
    """A claim on a table of one of two reports, or on what a comparison counted itself."""

    side: str


class Side(Speaker):
    """One of two reports of a workbook: its tables, and the choices that they were made with.

    Parameters
    ----------
    side : str
        ``before`` or ``after``.
    tables, keys : mapping
        The saved tables, and the key columns of each.
    settings : Settings
        The workbook's checked parameters.
    certainty : str
        How sure the report is of its answer; ``open`` where it has none.
    """

    def __init__(
        self,
        side: str,
        tables: Mapping[str, pd.DataFrame],
        keys: Mapping[str, Sequence[str]],
        settings: Any,
        certainty: str = "",
    ) -> None:
        super().__init__(tables, keys)
        self.certainty = certainty
        self.side = side
        self.settings = settings

    def claim(self, form: str, table: str, column: str, **row: str) -> Claim:
        """A claim as of any speaker, that names the report."""
        found = super().claim(form, table, column, **row)
        return SidedClaim(found.text, found.table, found.row, found.column, self.side)


class Tally:
    """What a comparison counts itself, so that sentences can say it and readers follow it."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def claim(self, counted: str, count: int) -> Claim:
        """A claim on a count, which is noted under the words `counted`."""
        self.counts[counted] = count
        return SidedClaim(f"{count:,}", "comparison", {"counted": counted}, "count", COUNTS)
