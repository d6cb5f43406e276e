"""What the traps look at, and what they report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from sectornb.dictionary import Column
from sectornb.errors import examples

Severity = Literal["blocking", "warning"]


@dataclass(frozen=True)
class Evidence:
    """Cells and tables of one region, as the workbook reads and makes them.

    Attributes
    ----------
    cells : DataFrame
        The region's cells by industry, both years, of the chosen ownership.
    totals : DataFrame
        The same of all industries, by ownership.
    comparison, comparison_totals : DataFrame
        Every county at hand in the latest year, with published quotients.
    nation, nation_totals : DataFrame or None
        The nation in the latest year.
    tables : mapping
        ``industry_factors``, ``industry_ranking``, ``industry_highlights``,
        ``shift_share``; empty until they could be made.
    weights : mapping
        Weights in use.
    history : DataFrame or None
        The region's cells by industry of every year at hand.
    quarters : DataFrame or None
        The region's cells of the months at a turn of the year, as
        :func:`~sectornb.industry.recodes.turns_of_the_year` gives them.
    base_shares : DataFrame or None
        National shares in the base year, under the codes of the latest:
        ``naics``, ``share``, ``share_low``, ``share_high``.
    unallocated : DataFrame or None
        Cells of whole states (``39000``) and of their jobs without a county (``39999``),
        of the latest year and the chosen ownership, with their totals.
    codes_brought : mapping
        Where industry codes came from, such as ``the projections``, to the codes.
    printed : mapping
        Table to its printed columns and how each is declared.
    """

    cells: pd.DataFrame
    totals: pd.DataFrame
    comparison: pd.DataFrame
    comparison_totals: pd.DataFrame
    nation: pd.DataFrame | None
    nation_totals: pd.DataFrame | None
    counties: tuple[str, ...]
    base_year: int
    latest_year: int
    ownership: str
    naics_digits: int
    small_base_jobs: float = 100
    all_jobs: float = float("nan")
    weights: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    history: pd.DataFrame | None = None
    quarters: pd.DataFrame | None = None
    base_shares: pd.DataFrame | None = None
    unallocated: pd.DataFrame | None = None
    codes_brought: Mapping[str, Collection[str]] = field(default_factory=dict)
    printed: Mapping[str, Mapping[str, Column]] = field(default_factory=dict)

    def total_jobs(self, year: int) -> float:
        """The region's jobs of all ownerships in `year`; missing where a county's are."""
        rows = self.totals[self.totals["own_code"].eq("0") & self.totals["year"].eq(str(year))]
        return float(rows["employment"].sum(skipna=False)) if len(rows) else float("nan")

    def short_list(self) -> list[str]:
        """Industries on the short list, by rank."""
        ranking = self.tables["industry_ranking"]
        return list(ranking.loc[ranking["shortlisted"].astype(bool), "naics"])


@dataclass(frozen=True)
class Trap:
    """One way in which the data fool a reader, and how to find it.

    Attributes
    ----------
    id : str
        Number in the catalog of traps, such as ``T01``.
    name : str
        What it is called.
    severity : str
        ``blocking``: a printed number would be wrong; ``warning``: it would be misread.
    find : callable
        From `Evidence` to one sentence for each thing found; none where nothing is.
    needs : tuple of str
        Tables without which it cannot look.
    """

    id: str
    name: str
    severity: Severity
    find: Callable[[Evidence], list[str]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caught:
    """What a trap found."""

    id: str
    name: str
    severity: Severity
    text: str

    def __str__(self) -> str:
        return f"{self.id} {self.severity}: {self.name}. {self.text}"


def told(rows: pd.DataFrame, what: str, *columns: str) -> list[str]:
    """One sentence about `rows`, with up to three of them named by `columns`; none if empty."""
    if rows.empty:
        return []
    named = [" ".join(str(value) for value in row) for row in rows[list(columns)].to_numpy()]
    return [f"{len(rows)} {what}: {examples(named)}."]
