"""How often an industry is on the short list in drawn tables, with the chosen and any weights.

A share of drawn tables is no probability: it depends on how tables are drawn.
Only what is proven is called certain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.industry.ranking import TieRule

LIKELY, POSSIBLE, MORE_LIKELY = 0.9, 0.1, 0.5
"""Shares of drawn tables from which an industry counts as likely, and as possible; and from
which it is more likely than not on the list."""

STEP = 0.05
"""Shares are compared in such steps: three standard errors of a share of 1,000 tables."""


def drawn_weights(weights: Mapping[str, float], draws: int, seed: int = 1) -> np.ndarray:
    """Random weights, (draws, factors): each row sums to 1, all such rows equally likely.

    Only factors with a weight above zero take part (SMAA: Lahdelma and Salminen 2001).
    """
    random = np.random.default_rng(seed)
    names = [name for name, weight in weights.items() if weight > 0]
    drawn = random.exponential(size=(draws, len(names)))
    return drawn / drawn.sum(axis=1, keepdims=True)


def drawn_places(
    values: Mapping[str, np.ndarray],
    weights: Mapping[str, float] | np.ndarray,
    ties: TieRule = "average",
) -> np.ndarray:
    """Place of every industry in every draw, 1 = best; draws of tables and weights pair up.

    Parameters
    ----------
    values : mapping
        Factor to its values, (industries, draws) where they depend on the
        table, or (industries,) where they do not.  Higher is better.
    weights : mapping or ndarray
        One weight for each factor, or an array (draws, factors) in the order of
        `values`.
    ties : str
        ``average`` or ``min``, on each factor; equal scores share the first place.

    Returns
    -------
    ndarray, (industries, draws)
        Missing where an industry has no value on a factor in a draw.
    """
    share = np.array(
        [[weights[name] for name in values]] if isinstance(weights, Mapping) else weights
    )
    share = share / share.sum(axis=1, keepdims=True)
    score: np.ndarray | float = 0.0
    for position, figures in enumerate(values.values()):
        table = np.asarray(figures, dtype=np.float64)
        table = table[:, None] if table.ndim == 1 else table
        ranks = pd.DataFrame(table).rank(ascending=False, method=ties).to_numpy()
        score = score + ranks * share[:, position]
    # Scores that arithmetic alone tells apart are equal.
    return pd.DataFrame(np.round(score, 9)).rank(method="min").to_numpy()


def shortlist_shares(naics: Collection[str], places: np.ndarray, shortlist: int) -> pd.DataFrame:
    """How often each industry is on the short list, and first, among the draws.

    Returns
    -------
    DataFrame
        ``naics``, ``shortlist_share``, ``first_share`` (share of drawn tables, 0
        to 1), ``rank_drawn_low`` and ``rank_drawn_high``: the ranks between which it stands in
        `LIKELY` of the tables or more, as many left out on one side as on the other; missing
        where it has no rank in so many.
    """
    ordered = np.sort(np.where(np.isnan(places), np.inf, places), axis=1)
    left_out = int((1 - LIKELY) / 2 * ordered.shape[1] + 1e-9)
    frame = pd.DataFrame(
        {
            "naics": pd.Series(list(naics), dtype="str"),
            "shortlist_share": (places <= shortlist).mean(axis=1),
            "first_share": (places == 1).mean(axis=1),
            "rank_drawn_low": ordered[:, left_out],
            "rank_drawn_high": ordered[:, ordered.shape[1] - 1 - left_out],
        }
    )
    ranks = ["rank_drawn_low", "rank_drawn_high"]
    frame[ranks] = frame[ranks].mask(np.isinf(frame["rank_drawn_high"]))
    return frame


def badges(
    shares: pd.Series, rank_best: pd.Series, rank_worst: pd.Series, shortlist: int
) -> pd.Series:
    """``certain``, ``likely``, ``possible``, ``unlikely`` or ``no`` for each industry.

    Certain only if the worst proven place is on the short list.  Otherwise by the
    share of drawn tables: likely from `LIKELY` up, possible from `POSSIBLE` up (or where no
    table was drawn), unlikely below.  No: proven not to be on it.
    """
    badge = np.select(
        [
            rank_worst.le(shortlist),
            rank_best.gt(shortlist),
            shares.ge(LIKELY),
            rank_best.notna() & ~shares.lt(POSSIBLE),
            rank_best.notna(),
        ],
        ["certain", "no", "likely", "possible", "unlikely"],
        "no",
    )
    return pd.Series(badge, index=shares.index, dtype="str")


def most_often(shares: pd.Series, rank: pd.Series, shortlist: int) -> pd.Series[bool]:
    """Which industries make the short list: those with a rank that draws list most often.

    Of all lists of that length it has most members right, on average over the draws.  The
    rank decides where shares are within one `STEP`.

    Parameters
    ----------
    shares : Series
        Share of drawn tables in which an industry is among the first.
    rank : Series
        By score, missing for an industry without one.
    shortlist : int
        Length of the list.
    """
    steps = (shares.fillna(0.0) / STEP).round()
    order = pd.DataFrame({"share": -steps, "rank": rank}).dropna(subset="rank")
    first = order.sort_values(["share", "rank"], kind="stable").index[:shortlist]
    return pd.Series(shares.index.isin(first), index=shares.index)


def share_told(share: float) -> str:
    """A share of tables in words: ``all``, ``99.7%``, nothing where none was drawn."""
    if pd.isna(share):
        return ""
    if share == 1:
        return "all"
    return f"{share:.1%}"
