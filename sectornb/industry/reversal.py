"""What leaving industries out would do to the order of the others.

A score made of ranks depends on who is ranked: two industries may change places because
a third one comes or goes, though nothing about either has changed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sectornb.codes import is_unclassified
from sectornb.industry.ranking import (
    TieRule,
    active_weights,
    factor_ranks,
    ranked_values,
    weighted_score,
)

REVERSAL_COLUMNS = (
    "naics",
    "naics_title",
    "pairs_reversed",
    "first_after",
    "first_changes",
    "shortlist_in",
    "shortlist_out",
)
# Scores are sums of ranks; what differs by less than this is the same score.
_EQUAL = 1e-9


def complete_ranks(
    factors: pd.DataFrame, weights: Mapping[str, float], ties: TieRule = "average"
) -> pd.Series:
    """Rank by score among those industries alone whose every figure is complete.

    As if each industry with a withheld county had been dropped, which is what a
    spreadsheet without a status column would have done.

    Returns
    -------
    Series
        Indexed by ``naics``; missing for industries that were left out.
    """
    active = active_weights(factors, weights)
    values, bases = _values(factors, active)
    complete = (bases == "complete").all(axis=1)
    ranks = values[complete].apply(lambda column: factor_ranks(column, ties))
    score = weighted_score(ranks, active) if len(ranks) else pd.Series(dtype="float64")
    return score.round(9).rank(method="min").reindex(values.index)


def rank_reversals(
    factors: pd.DataFrame,
    weights: Mapping[str, float],
    *,
    shortlist: int,
    ties: TieRule = "average",
) -> pd.DataFrame:
    """The table ``rank_reversals``: each industry dropped once, and what the others then do.

    Returns
    -------
    DataFrame
        One row per ranked industry: ``pairs_reversed`` (pairs of others whose order by
        score turns round), ``first_after`` (code that then comes first, the lowest of
        several), ``first_changes`` (whether that is another than the best of the others
        before), ``shortlist_in`` and ``shortlist_out`` (codes that come onto or fall off
        the first `shortlist` of the others, beyond moving up one place).
    """
    active = active_weights(factors, weights)
    values, _ = _values(factors, active)
    weight = np.array([active[name] for name in values.columns])
    weight = weight / weight.sum()
    ranks = values.apply(lambda column: factor_ranks(column, ties))
    before = ranks.to_numpy() @ weight
    codes = np.array(values.index, dtype=object)
    titles = factors.set_index("naics")["naics_title"]
    figures = values.to_numpy()
    rows = []
    for place, code in enumerate(codes):
        others = np.arange(len(codes)) != place
        ahead = (figures[place] > figures[others]).astype(float)
        even = 0.5 if ties == "average" else 0.0
        ahead += even * (figures[place] == figures[others])
        change = np.where(np.isnan(figures[others]), 0.0, ahead) @ weight
        old, new = before[others], before[others] - change
        rows.append({"naics": code, "naics_title": titles[code],
                     **_turned(codes[others], old, new, shortlist)})  # fmt: skip
    return pd.DataFrame(rows, columns=list(REVERSAL_COLUMNS))


def _turned(
    codes: np.ndarray, old: np.ndarray, new: np.ndarray, shortlist: int
) -> dict[str, object]:
    scored = ~np.isnan(old)
    codes, old, new = codes[scored], old[scored], new[scored]
    was = _sign(old[:, None] - old[None, :])
    now = _sign(new[:, None] - new[None, :])
    first = [_first(codes, score) for score in (old, new)]
    lists = [_listed(codes, score, shortlist) for score in (old, new)]
    return {
        "pairs_reversed": float((was * now < 0).sum() / 2),
        "first_after": first[1],
        "first_changes": first[0] != first[1],
        "shortlist_in": " ".join(sorted(lists[1] - lists[0])),
        "shortlist_out": " ".join(sorted(lists[0] - lists[1])),
    }


def _sign(difference: np.ndarray) -> np.ndarray:
    return np.where(np.abs(difference) < _EQUAL, 0.0, np.sign(difference))


def _first(codes: np.ndarray, scores: np.ndarray) -> str:
    if not len(scores):
        return ""
    return str(min(codes[scores <= scores.min() + _EQUAL]))


def _listed(codes: np.ndarray, scores: np.ndarray, shortlist: int) -> set[str]:
    better = (scores[None, :] < scores[:, None] - _EQUAL).sum(axis=1)
    return set(codes[better < shortlist])


def _values(
    factors: pd.DataFrame, active: Mapping[str, float]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    classified = ~factors["naics"].map(is_unclassified).astype(bool)
    kept = factors[classified].reset_index(drop=True)
    read = {name: ranked_values(kept, name) for name in active}
    index = pd.Index(kept["naics"], name="naics")
    values = pd.DataFrame({name: pair[0].to_numpy() for name, pair in read.items()}, index=index)
    bases = pd.DataFrame({name: pair[1].to_numpy() for name, pair in read.items()}, index=index)
    return values, bases
