"""Raters who left and who joined: what they did to the mean, and what they could have said."""

from __future__ import annotations

import pandas as pd


def parts_of_change(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The change of the mean of each item in three parts that add up to it.

    With m raters of both waves, whose means are B1 and B2, l who left (mean L) and j who
    joined (mean J), n1 = m + l and n2 = m + j::

        mean of n2 - mean of n1 = (B2 - B1) + l/n1 · (B1 - L) + j/n2 · (J - B2)

    Raters who did not rate the item in the other wave, though they answered others, count as
    having left or joined it.

    Parameters
    ----------
    first, second : DataFrame
        Raters × items of the two waves, null where somebody did not rate.

    Returns
    -------
    DataFrame
        By item: ``n_left``, ``n_joined``, ``mean_before``, ``mean_after``, ``mean_change``, and
        in points ``mean_change_matched``, ``left_change``, ``joined_change``; the three parts
        are null where nobody rated twice.
    """
    first, second = _side_by_side(first, second)
    there, then = first.notna(), second.notna()
    both = there & then
    before, after = first.mean(), second.mean()
    own_before, own_after = first.where(both).mean(), second.where(both).mean()
    # Of everybody's mean less that of raters of both: l/n1 · (L - B1), and j/n2 · (J - B2).
    return pd.DataFrame(
        {
            "n_left": (there & ~then).sum(),
            "n_joined": (then & ~there).sum(),
            "mean_before": before,
            "mean_after": after,
            "mean_change": after - before,
            "mean_change_matched": own_after - own_before,
            "left_change": own_before - before,
            "joined_change": after - own_after,
        }
    )


def bounds_of_change(
    first: pd.DataFrame, second: pd.DataFrame, lowest: float, highest: float
) -> pd.DataFrame:
    """The mean change of everybody who rated in either wave, at least and at most.

    Who left could have given any rating in the second wave, who joined any in the first; the
    bounds are those of all such ratings from `lowest` to `highest`, and both are reached.

    Parameters
    ----------
    first, second : DataFrame
        Raters × items of the two waves, null where somebody did not rate.
    lowest, highest : float
        Ends of the scale.

    Returns
    -------
    DataFrame
        By item: ``change_low``, ``change_high``; null where nobody rated in either wave.
        With nobody who left or joined both are the mean change of raters of both.

    Notes
    -----
    Worst and best case over those who did not answer (Horowitz and Manski 2000), for a mean
    change on a scale with two ends.
    """
    first, second = _side_by_side(first, second)
    rated = first.notna() | second.notna()
    least = second.fillna(lowest) - first.fillna(highest)
    most = second.fillna(highest) - first.fillna(lowest)
    return pd.DataFrame(
        {"change_low": least.where(rated).mean(), "change_high": most.where(rated).mean()}
    )


def _side_by_side(first: pd.DataFrame, second: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    everybody = first.index.union(second.index)
    return first.reindex(everybody), second.reindex(everybody)
