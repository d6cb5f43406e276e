"""What would help most: regional totals worth asking the state's office for, and the letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.release import draft_request, most_helpful_totals
from sectornb.industry.factors import FACTORS

UNDECIDED = ("likely", "possible", "unlikely")
MOST_ASKED = 3
NEAR = 0.1
"""An industry off the list is near it from this share of tables drawn."""
LEAST_JOBS = 250
"""A total is asked for only of an industry that may well have so many jobs."""
LITTLE = 0.1
"""Share of what is open about the short list: a total that settles less is not asked for."""
GROUPS = 5


def undecided_totals(
    ranking: pd.DataFrame,
    bounds: pd.DataFrame,
    weights: Mapping[str, float],
    settled: pd.DataFrame,
    *,
    counties: int,
) -> pd.DataFrame:
    """Industries whose regional figures would settle most ranks, if the short list is undecided.

    Parameters
    ----------
    ranking : DataFrame
        ``naics``, ``naics_title``, ``badge``; the ranking with its draws.
    bounds : DataFrame
        The factor table with proven ends.
    weights : mapping
        Factor to weight, of the factors in use.
    settled : DataFrame
        ``naics``, ``settled_share``, from the draws
        (:func:`settled_shares`).
    counties : int
        How many the region has: of one, a total is the very cell that is withheld.

    Returns
    -------
    DataFrame
        ``naics``, ``naics_title``, ``badge``, ``settled_share`` (of what is open about the
        short list), ``open_pairs``, ``settled_pairs`` (of ranks, see
        :func:`~sectornb.disclosure.withheld.release.most_helpful_totals`), the most
        helpful first; no row where every place on the short list is decided, or of one county.
        Only industries on the list, or in at least `NEAR` of the tables drawn, with
        `LEAST_JOBS` jobs: as estimated, or for certain where nothing is.
    """
    columns = ["naics", "naics_title", "badge", "settled_share", "open_pairs", "settled_pairs"]
    able = ranking[ranking["badge"].ne("unscored")]
    if counties < 2 or not able["badge"].isin(UNDECIDED).any():
        return able.assign(settled_share=0.0, open_pairs=0.0, settled_pairs=0.0).iloc[:0][columns]
    ends = bounds[bounds["naics"].isin(able["naics"])].reset_index(drop=True)
    columns_of = {name: factor.ends for name, factor in FACTORS.items()}
    found = most_helpful_totals(ends, columns_of, weights)
    told = found.merge(able[["naics", "naics_title", "badge"]], on="naics", how="left")
    told = told.merge(settled, on="naics", how="left")
    none = pd.Series(np.nan, index=ends.index)
    jobs = ends.get("employment_estimate", none).fillna(ends["employment_low"])
    hidden = set(ends.loc[ends["counties_withheld"].gt(0) & jobs.ge(LEAST_JOBS), "naics"])
    near = set(able.loc[able["shortlisted"] | able["shortlist_share"].ge(NEAR), "naics"])
    hidden &= near
    kept = told["badge"].isin(UNDECIDED) & told["naics"].isin(hidden)
    order = ["settled_share", "settled_pairs", "naics"]
    told = told.loc[kept, columns].sort_values(order, ascending=[False, False, True])
    return told.reset_index(drop=True)


def request_for(
    totals: pd.DataFrame, counties: Collection[str], latest_year: int, ownership: str
) -> str:
    """A draft letter for the most helpful of `totals`, or why there is nothing to ask for.

    Asked for are only totals that settle at least `LITTLE` of what is open; where no trial
    table says how much, the most helpful.  Empty where some would help, and none enough: a
    sentence of the findings says so.

    Parameters
    ----------
    totals : DataFrame
        As :func:`undecided_totals` gives them.
    counties : collection of str
        Names of the region's counties.
    """
    if len(list(counties)) < 2:
        return "Nothing to ask for: the total of one county is the very cell that is withheld."
    if totals.empty:
        return "Nothing to ask for: no withheld total would settle a place on the short list."
    first = worth_asking(totals).head(MOST_ASKED)
    if first.empty:
        return ""
    industries = dict(zip(first["naics"], first["naics_title"], strict=True))
    return draft_request(industries, counties, f"{latest_year} annual average", ownership)


def worth_asking(totals: pd.DataFrame) -> pd.DataFrame:
    """Those of `totals` that settle enough for a board to act on, or of which nobody can tell."""
    share = totals["settled_share"]
    return totals[share.ge(LITTLE) | share.isna()]


def settled_shares(listed: np.ndarray, jobs: np.ndarray, wages: np.ndarray) -> np.ndarray:
    """How much of what is open about the short list each industry's own figures would settle.

    What is open is the variance, over the drawn tables, of every industry's being on the
    list, summed.  Tables are grouped by the fifths of one industry's jobs and wages; the
    variance left within the groups is what knowing these figures about would leave open
    (expected value of partial information by binning: Strong and Oakley 2013).

    Parameters
    ----------
    listed : ndarray of bool, (industries, draws)
        Whether each industry is on the short list.
    jobs, wages : ndarray, (industries, draws)
        Drawn figures of the latest year.

    Returns
    -------
    ndarray, (industries,)
        0 to 1; 0 where nothing is open or the figures do not vary.
    """
    on = listed.astype(np.float64)
    open_ = float(on.var(axis=1, ddof=1).sum())
    found = np.zeros(len(listed))
    if not open_ > 0:
        return found
    for place in range(len(listed)):
        group = _fifths(jobs[place]) * GROUPS + _fifths(wages[place])
        _, number, sizes = np.unique(group, return_inverse=True, return_counts=True)
        if len(sizes) == 1:
            continue
        member = np.zeros((on.shape[1], len(sizes)))
        member[np.arange(on.shape[1]), number] = 1.0
        share = (on @ member) / sizes
        # Unbiased within each group; a group of one table tells nothing and counts as open.
        within = share * (1 - share) * sizes / np.maximum(sizes - 1, 1)
        within[:, sizes == 1] = on.var(axis=1, ddof=1)[:, None]
        left = float((within @ (sizes / sizes.sum())).sum())
        found[place] = max(0.0, 1 - left / open_)
    return found


def _fifths(values: np.ndarray) -> np.ndarray:
    """Which fifth of the tables each value lies in; all 0 where the values are the same."""
    if np.isnan(values).any() or np.ptp(values) == 0:
        return np.zeros(len(values), dtype=np.int64)
    order = values.argsort(kind="stable").argsort(kind="stable")
    return order * GROUPS // len(values)
