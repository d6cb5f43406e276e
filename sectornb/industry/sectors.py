"""Sectors that a new edition of the industry codes left as they were, for what it redrew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from sectornb.codes import naics_break, naics_predecessor, naics_titles, sector_of
from sectornb.disclosure.withheld.bounds import IndustryBounds
from sectornb.industry.factor_bounds import yearly_ends
from sectornb.industry.growth import growth_pct


def sectors_across_a_break(
    naics: Iterable[str],
    found: Mapping[str, IndustryBounds],
    counties: Collection[str],
    *,
    base_year: int,
    latest_year: int,
    narrowest: float,
) -> list[str]:
    """Jobs and growth of the sectors of redrawn industries, in a sentence for each sector.

    Parameters
    ----------
    naics : iterable of str
        Industries of three or four digits; those whose content was kept are left aside.
    found : mapping
        Year to bounds, as :func:`~sectornb.industry.factor_bounds.yearly_bounds` gives them.
    counties : collection of str
        The region.
    base_year, latest_year : int
        Ends of the growth.
    narrowest : float
        As for :func:`~sectornb.industry.factor_bounds.with_bounds`.
    """
    redrawn = {
        sector_of(code)
        for code in naics
        if naics_break(code, base_year, latest_year)
        and not naics_predecessor(code, base_year, latest_year)
    }
    kept = pd.Series(sorted(s for s in redrawn if not naics_break(s, base_year, latest_year)))
    before, after = (
        yearly_ends(dict(found), year, latest_year, kept, counties, 2, narrowest)
        for year in (base_year, latest_year)
    )
    if kept.empty or before is None or after is None:
        return []
    first, last = _jobs(before, len(counties)), _jobs(after, len(counties))
    low, high = growth_pct(first[1], last[0]), growth_pct(first[0], last[1])
    return [
        f"{naics_titles(latest_year)[sector]} ({sector}) as a whole can be compared though its "
        f"parts cannot: {_span(f'{least:,.0f}', f'{most:,.0f}')} jobs in {latest_year}, "
        f"{_span(f'{slow:+.1f}', f'{fast:+.1f}')} percent from {base_year}."
        for sector, least, most, slow, fast in zip(kept, *last, low, high, strict=True)
        if pd.notna(slow) and pd.notna(fast)
    ]


def _jobs(ends: pd.DataFrame, counties: int) -> tuple[pd.Series, pd.Series]:
    """Least and most jobs; the published figure where only the counties' rounding parts them."""
    low, high = ends["employment_low"], ends["employment_high"]
    middle = (low + high) / 2
    published = (high - low).le(counties)
    return low.mask(published, middle), high.mask(published, middle)


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
