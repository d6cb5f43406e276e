"""Ranks of industries on each factor, the weighted score, and what is certain about both.

Rank 1 is the highest value.  The score is the weighted mean of an industry's
ranks; the lowest score wins.  An industry with withheld counties is ranked on
what its disclosed counties show, and the rank is marked so.  An industry
without a usable figure on one of the factors gets no score: a mean of the
remaining ranks would favor it, a last place would punish it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from sectornb.codes import is_unclassified
from sectornb.errors import ParameterError, nearest
from sectornb.industry.factors import FACTORS

TieRule = Literal["average", "min"]

SCORE_DECIMALS = 9


def factor_ranks(values: pd.Series, ties: TieRule = "average") -> pd.Series:
    """Rank of each value, 1 = highest; missing values get none.

    Ties share the mean of their places (``average``) or all take the first
    (``min``, as the RANK function of spreadsheets does).
    """
    return values.rank(ascending=False, method=ties)


def weighted_score(ranks: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Weighted mean rank of each row; missing where any weighted rank is missing.

    Sum of weight times rank over the sum of weights (START toolkit, step K).
    """
    names = [name for name, weight in weights.items() if weight > 0]
    weight = np.array([weights[name] for name in names])
    return (ranks[names] * weight).sum(axis=1, skipna=False) / weight.sum()


def active_weights(factors: pd.DataFrame, weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of the factors that have data; a factor without drops out with its weight.

    Raises
    ------
    ParameterError
        If a weight has an unknown name, is negative, or none is left above zero.
    """
    for name, weight in weights.items():
        if name not in FACTORS:
            raise ParameterError(f"No factor is called {name!r}. {nearest(name, FACTORS)}")
        if not weight >= 0 or weight == float("inf"):
            raise ParameterError(f"The weight of {name} is {weight}; give a number from 0 up.")
    basis = {name: ranked_values(factors, name)[1] for name in FACTORS}
    active = {
        name: float(weights.get(name, 0.0))
        for name in FACTORS
        if weights.get(name, 0.0) > 0 and basis[name].ne("none").any()
    }
    if not active:
        raise ParameterError(
            "No factor with data has a weight above zero, so there is nothing to rank by. "
            "Give at least one of employment, annual_wage or location_quotient a weight."
        )
    return active


def ranked_values(factors: pd.DataFrame, factor: str) -> tuple[pd.Series, pd.Series]:
    """The value an industry is ranked on, and what that value rests on.

    Returns
    -------
    (Series, Series)
        Values, and for each ``complete`` (every county disclosed), ``floor``
        (jobs that are there for certain: the true value is at least that),
        ``disclosed_counties`` (pay or growth of the disclosed counties: the
        true value may be higher or lower) or ``none``.
    """
    of = FACTORS[factor]
    rest = factors[of.partial or of.column]
    whole, partial = factors[of.column].notna(), rest.notna()
    value = factors[of.column].where(whole, rest)
    basis = np.select([whole, partial], ["complete", of.basis], "none")
    if of.ranked_if:
        value = value.where(factors[of.ranked_if].astype(bool))
    if not of.zero_counts:
        value = value.mask(factors["employment_status"].eq("withheld") & value.eq(0))
    basis = np.where(value.isna(), "none", basis)
    return value, pd.Series(basis, index=factors.index, dtype="str")


def rank_bounds(low: pd.Series, high: pd.Series, ties: TieRule = "average") -> pd.DataFrame:
    """Best and worst rank that values between `low` and `high` allow.

    Best = 1 + number certainly larger; worst = 1 + number possibly larger.
    Values known exactly and equal are certain ties and count half under the
    ``average`` rule.  A missing low end is minus infinity, a missing high end
    plus infinity.

    Returns
    -------
    DataFrame
        ``best`` and ``worst``, aligned with the input.
    """
    floor = low.fillna(-np.inf).to_numpy()
    top = high.fillna(np.inf).to_numpy()
    known = floor == top
    certainly_larger = floor[None, :] > top[:, None]
    tied = known[None, :] & known[:, None] & (floor[None, :] == floor[:, None])
    possibly_larger = (top[None, :] >= floor[:, None]) & ~tied
    np.fill_diagonal(possibly_larger, False)
    np.fill_diagonal(tied, False)
    half = tied.sum(axis=1) * (0.5 if ties == "average" else 0.0)
    return pd.DataFrame(
        {
            "best": 1 + certainly_larger.sum(axis=1) + half,
            "worst": 1 + possibly_larger.sum(axis=1) + half,
        },
        index=low.index,
    )


def rankable(factors: pd.DataFrame, factor: str) -> pd.Series:
    """Whether each industry could have a rank on `factor` if nothing were withheld.

    Not where codes were redrawn between the years, where nobody projected the industry,
    or where its national share is not known: no disclosure would mend that.
    """
    if possible_if := FACTORS[factor].possible_if:
        return factors[possible_if].astype(bool)
    if factor == "location_quotient":
        return factors["location_quotient"].notna() | factors["location_quotient_floor"].notna()
    if factor == "annual_wage":
        return factors["employment_status"].ne("zero")
    return pd.Series(True, index=factors.index)


def industry_ranking(
    factors: pd.DataFrame,
    weights: Mapping[str, float],
    *,
    shortlist: int,
    ties: TieRule = "average",
    bounds: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rank, score and short list of the industries of a factor table.

    Parameters
    ----------
    factors : DataFrame
        As returned by :func:`~sectornb.industry.factors.industry_factors`.
    weights : mapping
        Factor to weight, 0 or more; a factor without data drops out.
    shortlist : int
        Length of the short list.
    ties : str
        ``average`` or ``min``.
    bounds : DataFrame, optional
        A factor table of the same industries with narrower ends, for the best
        and worst place; `factors` itself by default.

    Returns
    -------
    DataFrame
        One row per classified industry, by rank, the unscored last:
        ``rank_<factor>`` and ``basis_<factor>`` (see :func:`ranked_values`) for
        each factor, ``partial_ranks`` (how many of the weighted ranks rest on
        disclosed counties only), ``score``, ``rank``, ``shortlisted``,
        ``unscored_because``, ``rank_best`` and ``rank_worst`` (proven from the
        published cells alone, with nothing assumed about withheld ones),
        ``badge`` (``certain``, ``possible`` or ``no``: whether the industry is on
        the short list whatever the withheld cells hold; ``unscored``: no
        disclosure would give it a score).
    """
    classified = ~factors["naics"].map(is_unclassified).astype(bool)
    factors = factors[classified].reset_index(drop=True)
    ends = factors if bounds is None else bounds.set_index("naics").loc[factors["naics"]]
    ends = ends.reset_index(drop=True)
    active = active_weights(factors, weights)
    ranking = factors[["naics", "naics_title"]].copy()
    ranks = pd.DataFrame(index=factors.index)
    best, worst = pd.DataFrame(index=factors.index), pd.DataFrame(index=factors.index)
    partial = pd.Series(0, index=factors.index)
    able: dict[str, pd.Series] = {}
    for factor in FACTORS:
        value, basis = ranked_values(factors, factor)
        ranks[factor] = factor_ranks(value, ties)
        ranking[f"rank_{factor}"] = ranks[factor]
        ranking[f"basis_{factor}"] = basis
        if factor in active:
            partial += basis.isin(["floor", "disclosed_counties"])
            able[factor] = rankable(ends, factor)
            places = factor_places(factors, ends[able[factor]], factor, ties)
            best[factor], worst[factor] = places["best"], places["worst"]
    ranking["partial_ranks"] = partial.astype(float)
    # Rounded, so that equal scores are ties however their sums were added up.
    ranking["score"] = weighted_score(ranks, active).round(SCORE_DECIMALS)
    ranking["rank"] = ranking["score"].rank(method="min")
    ranking["shortlisted"] = ranking["rank"].le(shortlist)
    ranking["unscored_because"] = _why_unscored(factors, ranking, able)
    lowest = weighted_score(best, active).round(SCORE_DECIMALS)
    highest = weighted_score(worst, active).round(SCORE_DECIMALS)
    scored = ranking["score"].notna()
    possible = scored | pd.concat(able, axis=1).all(axis=1)
    # What has a score keeps one whatever is disclosed; what has none may never get one, and
    # an industry without a score stands before nobody.
    ranking["rank_best"] = _places(highest.where(scored), lowest).where(possible)
    ranking["rank_worst"] = _places(lowest.where(possible), highest).where(possible)
    # A rank from what is shown may lie outside what is proven from what is not: wider ends
    # hold as well, and tell nothing of what is left out.
    ranking["rank_best"] = np.fmin(ranking["rank_best"], ranking["rank"])
    ranking["rank_worst"] = np.fmax(ranking["rank_worst"], ranking["rank"])
    badge = np.select(
        [
            ~possible,
            scored & ranking["rank_worst"].le(shortlist),
            ranking["rank_best"].gt(shortlist),
        ],
        ["unscored", "certain", "no"],
        "possible",
    )
    ranking["badge"] = pd.Series(badge, index=ranking.index, dtype="str")
    return ranking.sort_values(["rank", "naics"], na_position="last").reset_index(drop=True)


def factor_places(
    factors: pd.DataFrame, ends: pd.DataFrame, factor: str, ties: TieRule
) -> pd.DataFrame:
    """Best and worst rank on one factor among the industries in `ends`, missing for others.

    Parameters
    ----------
    factors : DataFrame
        The factor table: says what is ranked.
    ends : DataFrame
        Of the same index or part of it, with the ends of the factor: industries that
        can have a rank (:func:`rankable`).

    Returns
    -------
    DataFrame
        ``best`` and ``worst`` (:func:`rank_bounds`) in the order of `factors`.
    """
    of = FACTORS[factor]
    low, high = (ends[end] for end in of.ends)
    if of.ranked_if:
        # What is not ranked yet may stay so: it is before nobody for certain.
        ranked = factors.loc[ends.index, of.ranked_if].astype(bool)
        low, high = low.where(ranked), high.where(ranked)
    return rank_bounds(low, high, ties).reindex(factors.index)


def _why_unscored(
    factors: pd.DataFrame, ranking: pd.DataFrame, able: Mapping[str, pd.Series]
) -> pd.Series:
    """Why each industry without a score has none: first what no disclosure would mend."""
    because = pd.Series("", index=ranking.index, dtype="str")
    for mended in (False, True):
        for factor, could in able.items():
            of = FACTORS[factor]
            lacking = ranking["score"].isna() & ranking[f"rank_{factor}"].isna()
            lacking &= could.eq(mended) & because.eq("")
            words = (of.hidden if mended else "") or of.never
            note = pd.Series(words, index=ranking.index, dtype="str")
            if of.note in factors:
                note = factors[of.note].fillna("").where(factors[of.note].fillna("").ne(""), note)
            because = because.where(~lacking, of.label + ": " + note)
    return because


def _places(others: pd.Series, own: pd.Series) -> pd.Series:
    """1 + how many of `others` lie strictly below each of `own`, itself never counted."""
    below = others.to_numpy()[None, :] < own.to_numpy()[:, None]
    np.fill_diagonal(below, False)
    return pd.Series(1.0 + below.sum(axis=1), index=own.index)


def listed_in_order(ranked: pd.DataFrame) -> list[str]:
    """Industries on the short list of a ranking, those that trial tables list most often first."""
    listed = ranked[ranked["shortlisted"].astype(bool)]
    by = ["shortlist_share", "rank", "naics"]
    return list(listed.sort_values(by, ascending=[False, True, True])["naics"])
