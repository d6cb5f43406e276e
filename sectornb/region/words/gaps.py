"""What missing flow files leave open, and which figures they make bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sectornb.region.distance import SAME
from sectornb.show.sentence import Sentence, listed
from sectornb.sources.lodes.flows import MissingFlows


@dataclass(frozen=True)
class Gaps:
    """Which totals of a region are too low, because flow files are missing.

    Attributes
    ----------
    residents_low : bool
        Jobs that residents hold elsewhere are not all counted: the share of their jobs
        that is inside is at most what is computed.
    jobs_low : bool
        Jobs inside that others hold are not all counted: the share that residents hold is
        at most what is computed.
    inside : bool
        Flows between counties of the region are missing too, so that no direction is known.
    out_of : str
        The states in which residents' jobs are not counted, in words.
    near : bool
        The file of a neighboring state is among those that are missing.
    """

    residents_low: bool = False
    jobs_low: bool = False
    inside: bool = False
    out_of: str = ""
    near: bool = False

    @property
    def any(self) -> bool:
        """Whether so much is missing that findings hang on it; states farther away hold little."""
        return self.near or self.jobs_low or self.inside

    @property
    def partly(self) -> bool:
        """Whether a larger flow than any that is counted may be missing."""
        return self.residents_low or self.jobs_low

    def low(self, side: str) -> bool:
        """Whether the jobs outside of one `side`, ``residents`` or ``jobs``, are a minimum."""
        return self.residents_low if side == "residents" else self.jobs_low

    def most(self, side: str) -> str:
        """What stands before a share of a side that is inside: between missing flows, no bound."""
        return ("a counted " if self.inside else "at most ") * self.low(side)


def doubt(gaps: Gaps, approximated: bool, outdated: bool = False) -> str:
    """What of the data lowers how sure a finding is, beside its badge; empty where nothing does."""
    if approximated:
        return "data old and approximated" if outdated else "data approximated"
    return "flows missing" if gaps.any else ""


NO_GAPS = Gaps()
MOST, LEAST, COUNTED = "at most ", "at least ", "counted "
_BOUNDED = {
    "supply_side": ("residents", MOST),
    "demand_side": ("jobs", MOST),
    "inside_pct": ("", MOST),
    "outside_pct": ("", LEAST),
    "jobs": ("", LEAST),
    "jobs_inside": ("", ""),
}
"""Whose total is in a column's share, empty where the row says it; and which end that makes it."""


def marks(table: pd.DataFrame, gaps: Gaps) -> dict[str, list[str]]:
    """What stands before each figure of a table that missing files make a bound.

    Where flows between counties of the region are missing too, a share has no direction: it is
    that of the flows that are counted.

    Parameters
    ----------
    table : DataFrame
        Shares of the region or of zones, one row for each `side` where it has such a column.
    gaps : Gaps
        What is missing.

    Returns
    -------
    dict
        Column to a text for each row, empty where the figure is all there is; only columns with
        any such text.
    """
    found = {}
    for column in table.columns.intersection(list(_BOUNDED)):
        whose, end = _BOUNDED[column]
        if column.startswith("jobs"):
            end = LEAST if gaps.inside else end
        elif gaps.inside:
            end = COUNTED
        sides = table["side"] if "side" in table else [whose] * len(table)
        if whose or "side" in table:
            found[column] = [end * gaps.low(side) for side in sides]
    if "jobs" in found and "band" in table:
        # Who works in the county of home is in the own state's file.
        exact = table["band"].eq(SAME)
        texts = zip(found["jobs"], exact, strict=True)
        found["jobs"] = ["" if known else text for text, known in texts]
    return {column: texts for column, texts in found.items() if any(texts)}


def uncounted(gaps: Gaps) -> list[str]:
    """A note below tables of distances and sheds: which jobs their shares leave out."""
    parts = [f"jobs that residents hold in {gaps.out_of}"] * bool(
        gaps.residents_low and gaps.out_of
    )
    parts += ["jobs here that people of other states hold"] * gaps.jobs_low
    return [f"Not counted, nor in any share: {' and '.join(parts)}."] if parts else []


def gaps_of(
    lacking: Sequence[MissingFlows], counties: Sequence[str], *, further: bool = False
) -> Gaps:
    """What is missing of a region's flows.

    Jobs stand in the file of the state where they are.  Without the file of a neighboring state the
    jobs that residents hold there are missing; without that of an own state, its
    in-commuters from other states, which in a region of several states may be residents.
    `further`: people come to work from states whose own file was not read either, so that
    residents hold jobs there too.
    """
    own = [each for each in lacking if each.own]
    others = [Sentence(each.state.name) for each in lacking if not each.own]
    inside = bool(own) and len({code[:2] for code in counties}) > 1
    out_of = listed([*others, *[Sentence("states farther away")] * further], "or").text
    low = bool(others) or inside or further
    return Gaps(low, bool(own), inside, out_of, bool(others))


def gap_findings(lacking: Sequence[MissingFlows]) -> list[Sentence]:
    """One sentence per kind of missing file: whose jobs are not counted, and why."""
    said = []
    read = not any(each.own for each in lacking)
    for own in (False, True):
        for published in (True, False):
            names = [
                Sentence(e.state.name) for e in lacking if (e.own, e.published) == (own, published)
            ]
            if not names:
                continue
            states = listed(names).text
            what = (
                f"Jobs in {states} of people who live in other states"
                if own
                else f"Jobs that residents hold in {states}"
            )
            files = "files of these states" if len(names) > 1 else "file of this state"
            why = (
                f"the library lacks the flow {files}"
                if published
                else f"the agency has published no {files} for that year"
            )
            back = "; only how many people from there work here is known" * (not own and read)
            said.append(Sentence(f"{what} are unknown, not zero: {why}{back}.", (), "open"))
    return said
