"""Who is first, where figures are known between two ends only."""

from __future__ import annotations

import numpy as np
import pandas as pd


def leaders(low: pd.Series[float], high: pd.Series[float]) -> list[str]:
    """Those that may have most, the one that is proven to have most first.

    Parameters
    ----------
    low, high : Series
        Proven ends of a figure by code, missing where none is known.

    Returns
    -------
    list of str
        First the code with the greatest low end, then every other whose high end is no
        smaller than that, by its low end; one alone is proven to be first.  Empty where no
        low end is known.
    """
    known = low.dropna().sort_index().sort_values(ascending=False, kind="stable")
    if known.empty:
        return []
    first = str(known.index[0])
    may_be_more = high.fillna(np.inf).ge(known.iloc[0]).drop(first)
    others = low.loc[may_be_more.index[may_be_more]].sort_index()
    return [first, *others.sort_values(ascending=False, kind="stable").index.astype(str)]


def growth_leaders(factors: pd.DataFrame, ranking: pd.DataFrame) -> list[str]:
    """Industries that may have added most jobs, as :func:`leaders` gives them.

    Parameters
    ----------
    factors, ranking : DataFrame
        As ``industry_factors`` and ``industry_ranking`` hold them.  An industry whose code was
        redrawn between the years takes no part, as it has no change.
    """
    table = factors[factors["growth_possible"].astype(bool)].set_index("naics")
    table = table[table.index.isin(ranking["naics"])]
    return leaders(table["employment_change_low"], table["employment_change_high"])


def share_leaders(factors: pd.DataFrame, ranking: pd.DataFrame) -> list[str]:
    """Industries of the short list that may be the most concentrated of it."""
    listed = ranking.loc[ranking["shortlisted"].astype(bool), "naics"]
    table = factors.set_index("naics").loc[listed]
    return leaders(table["location_quotient_floor"], table["location_quotient_high"])
