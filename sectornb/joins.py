"""Joins on codes: how many rows of one table found their code in another, and what if few did.

A join that matches nothing looks like data that say nothing.  So each says how many matched: in
the record of the tables that rest on it, on the page where they are few, and as an error where
there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sectornb.errors import InputError, counted, examples
from sectornb.sources.county_changes import instead_of

FEW = 0.5
"""Share of matched rows below which the page says so."""


@dataclass(frozen=True)
class Join:
    """One join on codes, as it went.

    Attributes
    ----------
    what : str
        Whose codes were looked up: "the region's industries".
    where : str
        Among which: "the projections for Ohio".
    rows, matched : int
        Codes looked up, and those of them that were found.
    without : tuple of str
        Those that were not, sorted.
    tables : tuple of str
        The saved tables that rest on the join.
    hint : str
        Of counties, which codes stand there in the place of those of another year.
    """

    what: str
    where: str
    rows: int
    matched: int
    without: tuple[str, ...]
    tables: tuple[str, ...]
    hint: str = ""

    @property
    def share(self) -> float:
        """Matched codes over those looked up; 1 where nothing was looked up."""
        return self.matched / self.rows if self.rows else 1.0

    @property
    def warning(self) -> str:
        """What the page says where few matched; empty elsewhere."""
        if self.share >= FEW:
            return ""
        return (
            f"Only {self.matched:,} of {counted(self.rows, 'code')} of {self.what} stand in "
            f"{self.where}; "
            f"without are, among others, {examples(self.without)}.{self.hint} What rests on it is "
            "of the others alone."
        )

    def record(self) -> dict[str, Any]:
        """The join as the record of a table lists it."""
        counts = {"rows": self.rows, "matched": self.matched, "matched_share": round(self.share, 4)}
        return {"what": self.what, "where": self.where, **counts, "without": [*self.without[:9]]}


def join_on_codes(
    what: str,
    wanted: Iterable[str],
    where: str,
    held: Collection[str],
    tables: Collection[str],
    advice: str,
) -> Join:
    """How the codes `wanted` of `what` match those `held` in `where`.

    Parameters
    ----------
    tables : collection of str
        The saved tables that rest on the join.
    advice : str
        What to do if none matched, in a sentence.

    Raises
    ------
    InputError
        If there are codes, and none of them matched.
    """
    codes, known = sorted(set(wanted)), set(held)
    without = tuple(code for code in codes if code not in known)
    hint = instead_of(without, known)
    if codes and len(without) == len(codes):
        raise InputError(
            f"None of the {counted(len(codes), 'code')} of {what} ({examples(codes)}) stands in "
            f"{where}, "
            f"which {'has ' + examples(sorted(known)) if known else 'is empty'}.{hint} {advice}"
        )
    matched = len(codes) - len(without)
    return Join(what, where, len(codes), matched, without, tuple(tables), hint)
