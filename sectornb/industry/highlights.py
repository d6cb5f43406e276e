"""What stands out on each factor: the first few, the better half, the first third."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.codes import is_unclassified
from sectornb.industry.diagnostics import growth_unproven
from sectornb.industry.factors import FACTORS
from sectornb.industry.ranking import (
    TieRule,
    factor_places,
    factor_ranks,
    rankable,
    ranked_values,
)

MARKS = ("top_n", "above_median", "top_third")
ENDS = ("rank_best", "rank_worst")
HIGHLIGHT_COLUMNS = ("naics", "naics_title", "factor", "value", "basis", "rank", *ENDS, *MARKS)


def marks(values: pd.Series, top: int) -> pd.DataFrame:
    """Which values are among the first `top`, above the median, in the first third.

    ``top_n``: fewer than `top` values are higher.  ``above_median``: strictly higher than
    the median of the values that are there.  ``top_third``: fewer than a third of them
    are higher.  A missing value stands out in nothing.
    """
    place = values.rank(ascending=False, method="min")
    return pd.DataFrame(
        {
            "top_n": place.le(top),
            "above_median": values.gt(values.median()),
            "top_third": place.le(values.notna().sum() / 3),
        }
    )


def industry_highlights(
    factors: pd.DataFrame,
    *,
    shortlist: int,
    ties: TieRule = "average",
    bounds: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The table ``industry_highlights``: every factor of every industry, beside its rank.

    Ranks hide how far apart values are, so the value stands beside them (START toolkit,
    step J).

    Parameters
    ----------
    factors : DataFrame
        As returned by :func:`~sectornb.industry.factors.industry_factors`.
    shortlist : int
        How many the first few are.
    ties : str
        Rule of the ranks.
    bounds : DataFrame, optional
        A factor table with narrower ends, for the best and worst rank; `factors` itself by
        default.

    Returns
    -------
    DataFrame
        One row per classified industry and factor with data, columns `HIGHLIGHT_COLUMNS`:
        ``value`` in the unit of the factor, ``basis`` as in
        :func:`~sectornb.industry.ranking.ranked_values`, ``rank_best`` and ``rank_worst``
        proven on this factor alone.
    """
    classified = ~factors["naics"].map(is_unclassified).astype(bool)
    factors = factors[classified].reset_index(drop=True)
    ends = factors if bounds is None else bounds.set_index("naics").loc[factors["naics"]]
    ends = ends.reset_index(drop=True)
    found = []
    for factor in FACTORS:
        value, basis = ranked_values(factors, factor)
        if value.isna().all():
            continue
        part = factors[["naics", "naics_title"]].copy()
        part["factor"] = pd.Series(factor, index=part.index, dtype="str")
        part["value"] = value
        part["basis"] = basis
        part["rank"] = factor_ranks(value, ties)
        places = factor_places(factors, ends[rankable(ends, factor)], factor, ties)
        # A rank from what is shown may lie outside what is proven from what is not: wider
        # ends hold as well, and tell nothing of what is left out.
        part["rank_best"] = np.fmin(places["best"], part["rank"])
        part["rank_worst"] = np.fmax(places["worst"], part["rank"])
        found.append(pd.concat([part, marks(value, shortlist)], axis=1))
    if not found:
        return pd.DataFrame(columns=list(HIGHLIGHT_COLUMNS))
    table = pd.concat(found, ignore_index=True)
    return table.sort_values(["naics", "factor"]).reset_index(drop=True)


UNPROVEN = "past growth?"
"""Said of growth that is among the highest shown where jobs may as well have shrunk."""


def with_counts(
    ranking: pd.DataFrame, highlights: pd.DataFrame, factors: pd.DataFrame | None = None
) -> pd.DataFrame:
    """`ranking` with the number of factors on which each industry stands out.

    Adds ``factors_top_n``, ``factors_above_median``, ``factors_top_third``: an industry
    strong on one or two factors, or solid on most, is one to look at; and ``why``: on which
    factors it is in the first third, and on which in the last, in words.  With `factors` it says
    of whose growth it is not known whether jobs grew or shrank.
    """
    counted = highlights.groupby("naics")[list(MARKS)].sum().astype("float64")
    ranking = ranking.merge(counted.add_prefix("factors_").reset_index(), on="naics", how="left")
    ranked = highlights.groupby("factor")["rank"].transform("count")
    low = highlights["rank"].gt(ranked * 2 / 3)
    sides = {"high": highlights[highlights["top_third"]], "low": highlights[low]}
    words = {side: rows.groupby("naics")["factor"].agg(_words) for side, rows in sides.items()}
    told = pd.DataFrame(words).reindex(ranking["naics"])
    growth = FACTORS["historical_growth"].word
    unsure = np.zeros(len(told), dtype=bool)
    if factors is not None:
        unsure = told.index.isin(factors.loc[growth_unproven(factors), "naics"].tolist())
    for side in told:
        marked = told[side].str.replace(growth, UNPROVEN, regex=False)
        told[side] = told[side].mask(unsure, marked)
    why = [
        "; ".join(f"{side}: {words}" for side, words in row.items() if isinstance(words, str))
        for row in told.to_dict("records")
    ]
    return ranking.assign(why=pd.Series(why, index=ranking.index, dtype="str"))


def _words(names: pd.Series) -> str:
    """Some factors as a board calls them, in the order of `FACTORS`."""
    there = set(names)
    return ", ".join(factor.word for name, factor in FACTORS.items() if name in there)
