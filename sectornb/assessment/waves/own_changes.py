"""Raters' own changes: their mean over one item or several, and how far it could be noise."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST_MATCHED = 5
"""Raters of two waves from which on a change is told apart from noise."""
LEVEL = 0.95


def counted_items(own: pd.DataFrame, group_of: pd.Series) -> pd.Series:
    """Whether an item counts in the mean of its group.

    Items with `FEWEST_MATCHED` raters do; in a group without any, all that have a rater.  An
    item of one rater says nothing of how far raters vary, and would seem to be sure.

    Parameters
    ----------
    own, group_of
        As for :func:`mean_own_change`.

    Returns
    -------
    Series of bool
        By item.
    """
    raters = own.notna().sum()
    enough = raters.ge(FEWEST_MATCHED)
    groups = group_of.reindex(own.columns)
    return enough | (raters.gt(0) & ~enough.groupby(groups.to_numpy()).transform("any"))


def mean_own_change(own: pd.DataFrame, group_of: pd.Series) -> pd.DataFrame:
    """Mean of raters' own changes over the items of each group, each item counting the same.

    One rater's changes on several items go together, so the rater is the unit.  With J items,
    n_i raters of item i whose mean change is d̄_i, rater r's share in the mean is
    ψ_r = Σ_i (d_ri - d̄_i) / (J n_i), and the mean of R raters is within
    ± t(R - 1) · √(R / (R - 1) · Σ ψ_r²) of what it would be without noise.  Where every rater
    rated every item that is the paired t of the raters' mean changes; of one item it is
    t · s / √n.

    Parameters
    ----------
    own : DataFrame
        Raters × items: each rater's own change, null where there is none.
    group_of : Series
        Item to the group that it counts for.

    Returns
    -------
    DataFrame
        By group: ``n_items`` (with a change), ``n_matched`` (raters with one), ``mean``,
        ``smallest``; the latter null where no item has `FEWEST_MATCHED` raters.  Items as
        :func:`counted_items` has them.
    """
    # The whole of scipy.stats takes seconds to import.
    from scipy.special import stdtrit

    groups = group_of.reindex(own.columns).to_numpy()
    counted = counted_items(own, group_of).to_numpy()
    own = own.where(np.broadcast_to(counted, own.shape))
    per_item = own.notna().sum()
    items = per_item.gt(0).groupby(groups, sort=False).sum()
    raters = own.notna().T.groupby(groups, sort=False).any().T.sum()
    most = per_item.groupby(groups, sort=False).max()
    share = (own - own.mean()).div(per_item.where(per_item.gt(0))).fillna(0.0)
    share = share.T.groupby(groups, sort=False).sum().T.div(items.where(items.gt(0)))
    free = (raters - 1).clip(lower=1)
    spread = np.sqrt((share**2).sum() * raters / free)
    smallest = stdtrit(free, (1 + LEVEL) / 2) * spread
    return pd.DataFrame(
        {
            "n_items": items.astype("float64"),
            "n_matched": raters.astype("float64"),
            "mean": own.mean().groupby(groups, sort=False).mean(),
            "smallest": smallest.where(most.ge(FEWEST_MATCHED)),
        }
    )


def directions(mean: pd.Series, smallest: pd.Series) -> np.ndarray:
    """``up`` and ``down`` beyond `smallest`, ``none`` within it, empty where it is null."""
    # Sums of halves and thirds of a point leave a rest far below any change.
    moved = mean.abs().gt(smallest + 1e-9)
    return np.select(
        [smallest.isna(), moved & mean.gt(0), moved & mean.lt(0)], ["", "up", "down"], "none"
    )
