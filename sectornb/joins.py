"""Joins on codes: how many rows of one table found their code in another, and what if few did.

A join that matches nothing looks like data that say nothing.  So each says how many matched: in
the record of the tables that rest on it, on the page where they are few, and as an error where
there is none.  Codes of occupations are weighed by their employment: ten rare ones lost are less
than one common one.  Where one code leads to several, they are candidates and no values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sectornb.errors import InputError, counted, examples
from sectornb.sources.county_changes import instead_of

FEW = 0.5
"""Share of matched rows below which the page says so."""
LEAST_KEPT, WARNED_KEPT = 0.5, 0.95
"""Shares of the employment below which a join is refused, and below which it is warned of."""


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
        Of counties, which codes stand there in the place of those of another year; of occupations,
        between which codes it is not known which is meant.
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
    join = _matched(what, codes, where, known, tables)
    if codes and not join.matched:
        raise InputError(
            f"None of the {counted(len(codes), 'code')} of {what} ({examples(codes)}) stands in "
            f"{where}, which {'has ' + examples(sorted(known)) if known else 'is empty'}."
            f"{join.hint} {advice}"
        )
    return join


def _matched(
    what: str, codes: list[str], where: str, known: set[str], tables: Collection[str]
) -> Join:
    without = tuple(code for code in codes if code not in known)
    hint = instead_of(without, known)
    return Join(what, where, len(codes), len(codes) - len(without), without, tuple(tables), hint)


@dataclass(frozen=True)
class EmploymentJoin(Join):
    """One join on codes of occupations, weighed by their employment.

    Attributes
    ----------
    employment, kept : float
        Of all codes looked up, and of those that were found (jobs).
    dropped : tuple of (str, float)
        Codes that were not found with their employment, the largest first.
    unknown : int
        Codes looked up whose employment is not known; they weigh nothing.
    warned : float
        Share below which it is warned of.
    weighed : str
        What the weights are called.
    """

    employment: float = 0.0
    kept: float = 0.0
    dropped: tuple[tuple[str, float], ...] = ()
    unknown: int = 0
    warned: float = WARNED_KEPT
    weighed: str = "employment"

    @property
    def share(self) -> float:
        """Employment of the codes that were found over that of all; 1 where there is none."""
        return self.kept / self.employment if self.employment else super().share

    @property
    def told(self) -> str:
        """What the join kept and what it dropped, in a sentence or two."""
        parts = [
            f"{self.what} in {self.where}: {self.matched:,} of {counted(self.rows, 'code')}, "
            f"{100 * self.share:.1f} percent of their {self.weighed}"
        ]
        if self.dropped:
            named = [f"{code} ({jobs:,.0f})" for code, jobs in self.dropped]
            weights = self.weighed == "employment"
            largest = examples(named if weights else self.without)
            parts.append(f"dropped{', largest first' if weights else ''}: {largest}")
        if self.unknown:
            parts.append(f"no {self.weighed} is known of {counted(self.unknown, 'code')}")
        return f"{'; '.join(parts)}.{self.hint}"

    @property
    def warning(self) -> str:
        """What is said where too little of the employment was kept; empty elsewhere."""
        return "" if self.share >= self.warned else self.told

    def record(self) -> dict[str, Any]:
        """The join as the record of a table lists it."""
        of_jobs = {"employment": self.employment, "kept_share": round(self.share, 4)}
        matched = round(self.matched / self.rows, 4) if self.rows else 1.0
        dropped = [list(each) for each in self.dropped[:9]]
        return {**super().record(), "matched_share": matched, **of_jobs, "dropped": dropped}


def join_by_employment(
    what: str,
    employment: pd.Series[float],
    where: str,
    held: Collection[str],
    tables: Collection[str],
    advice: str,
    least: float = LEAST_KEPT,
    warned: float = WARNED_KEPT,
    weighed: str = "employment",
) -> EmploymentJoin:
    """How the codes of `what`, weighed by their employment, match those `held` in `where`.

    Parameters
    ----------
    employment : Series
        Jobs by code, each code once; missing where they are not known.
    tables, advice
        As of :func:`join_on_codes`.
    least, warned : float
        Share of the employment that has to be kept, and below which it is warned of. Where
        nothing has to be, as of a join that another is compared with, none is refused.
    weighed : str
        What the weights are called, where they are no employment.

    Raises
    ------
    InputError
        If there are codes and none of them matched, if less is kept, or if a code stands twice:
        its employment would count as often.
    """
    twice = employment.index[employment.index.duplicated()]
    if len(twice):
        raise InputError(
            f"{what[:1].upper()}{what[1:]} name {counted(twice.nunique(), 'code')} more than once, "
            f"such as {examples(twice.unique())}, and their employment would be counted as often. "
            "Bring them to one row a code before they are joined."
        )
    if least:
        plain = join_on_codes(what, employment.index, where, held, tables, advice)
    else:
        plain = _matched(what, sorted(employment.index), where, set(held), tables)
    jobs = employment.fillna(0.0)
    lost = jobs[jobs.index.isin(plain.without)].sort_values(ascending=False, kind="stable")
    total = float(jobs.sum())
    join = EmploymentJoin(
        what, where, plain.rows, plain.matched, plain.without, plain.tables, plain.hint,
        employment=total, kept=total - float(lost.sum()),
        dropped=tuple((str(code), float(of)) for code, of in lost.items()),
        unknown=int(employment.isna().sum()), warned=warned, weighed=weighed,
    )  # fmt: skip
    if join.share < least:
        raise InputError(
            f"Too little is kept to go on (less than {100 * least:.0f} percent): {join.told} "
            f"{advice}"
        )
    return join


@dataclass(frozen=True)
class Candidates:
    """Codes that one code may be in another classification, none of which has a weight.

    They can be listed and counted; added up, figures of one code would be counted for each.
    """

    codes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __add__(self, other: object) -> Candidates:
        raise InputError(
            f"{examples(self.codes) or 'No code'}: candidates were added up. One code leads to "
            "several, and the source gives no weights: what is summed over them is counted once "
            "for each. Sum over the codes before they were translated, and name the candidates."
        )

    __radd__ = __add__


def with_candidates(
    table: pd.DataFrame, column: str, pairs: pd.DataFrame, left: str, right: str
) -> pd.DataFrame:
    """A table with the candidates of each row's code: as many rows as before, no figure twice.

    Parameters
    ----------
    table : DataFrame
        Has codes in `column`.
    pairs : DataFrame
        Codes that belong together, in `left` (those of `column`) and `right`; many to many.

    Returns
    -------
    DataFrame
        `table` with ``candidates`` (:class:`Candidates`, none where the code has no pair) and
        ``candidate_count``.
    """
    unique = pairs[[left, right]].drop_duplicates().sort_values([left, right])
    known = {code: Candidates(tuple(codes)) for code, codes in unique.groupby(left)[right]}
    found = [known.get(code, Candidates(())) for code in table[column]]
    counts = [len(each) for each in found]
    return table.assign(
        candidates=pd.Series(found, table.index, dtype="object"), candidate_count=counts
    )
