"""Primary rules: which figures tell of single persons or employers by themselves.

Each rule is a function of arrays and gives a truth value for every figure; what further
figures give away by subtraction is the matter of :mod:`sectornb.disclosure.tables`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.disclosure.thresholds import DisclosureRules


def small_counts(
    count: np.ndarray, rules: DisclosureRules, base: np.ndarray | None = None
) -> np.ndarray:
    """True for counts that stand for too few persons, or leave too few others.

    A count x is small if 0 < x < m, with m the threshold; also x = 0 where the rules do not
    show zeros.  Where x of a base of n persons have something, the n − x who have it not are
    as exposed, and x = 0 or x = n tells something of everyone: both ends count as small then.

    Parameters
    ----------
    count, base : ndarray, (cells,)
        Persons; missing values are not small.
    """
    count = np.asarray(count, dtype=np.float64)
    low = -np.inf if base is not None or not rules.zeros_shown else 0.0
    small = (count > low) & (count < rules.threshold)
    if base is not None:
        small |= np.asarray(base, dtype=np.float64) - count < rules.threshold
    return small


def dominated(total: np.ndarray, largest: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True where the n largest contributions are more than the share k of an amount.

    Parameters
    ----------
    total : ndarray, (cells,)
        Amounts, not negative.
    largest : ndarray, (cells, at least n)
        The largest contributions to each, in falling order; zero where there are fewer.
    """
    return largest[:, : rules.dominant].sum(axis=1) > rules.dominance_share * total


def estimable(total: np.ndarray, largest: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True where the second largest contributor can estimate the largest within p percent.

    That is where all but the two largest together are less than p percent of the largest.
    Shapes as in :func:`dominated`.
    """
    rest = total - largest[:, :2].sum(axis=1)
    return rest < rules.p_percent / 100 * largest[:, 0] * (1 - 1e-12)


def protection(
    total: np.ndarray, largest: np.ndarray, contributors: np.ndarray, rules: DisclosureRules
) -> np.ndarray:
    """How far below and above an amount every reader's interval must reach; 0 where it is safe.

    The most that one of these asks for: by the p % rule, p/100 · x₁ − Σ_{i≥3} x_i; by
    dominance, (x₁ + … + x_n)/k − x; for too few contributors, p/100 · x₁.

    Parameters
    ----------
    contributors : ndarray, (cells,)
        How many there are; other shapes as in :func:`dominated`.
    """
    by_p = rules.p_percent / 100 * largest[:, 0] - (total - largest[:, :2].sum(axis=1))
    by_share = largest[:, : rules.dominant].sum(axis=1) / rules.dominance_share - total
    few = (contributors > 0) & (contributors < rules.contributors)
    wanted = np.where(estimable(total, largest, rules), by_p, 0.0)
    wanted = np.maximum(wanted, np.where(dominated(total, largest, rules), by_share, 0.0))
    wanted = np.maximum(wanted, np.where(few, rules.p_percent / 100 * largest[:, 0], 0.0))
    return np.where(total > 0, wanted, 0.0)


def small_bases(base: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True for medians and other percentiles of too few values; a missing base counts as none."""
    return ~(np.asarray(base, dtype=np.float64) >= rules.median_base)


def few_degrees(residual_df: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True for figures of models with too few residual degrees of freedom."""
    return ~(np.asarray(residual_df, dtype=np.float64) >= rules.residual_df)


def ends_coded(values: pd.Series, rules: DisclosureRules) -> pd.Series:
    """Values whose lowest and highest are drawn in, so that at least m stand at either end.

    The m-th lowest value takes the place of all below it, the m-th highest of all above.
    Missing values stay missing; with fewer than two times m values there is nothing to print,
    and all are missing.
    """
    known = np.sort(values.dropna().to_numpy(dtype=np.float64))
    if len(known) < 2 * rules.threshold:
        return pd.Series(np.nan, index=values.index, name=values.name, dtype="float64")
    low, high = known[rules.threshold - 1], known[-rules.threshold]
    return values.astype("float64").clip(low, high)


def coarse_dates(dates: pd.Series, rules: DisclosureRules) -> pd.Series:
    """Dates as text by quarter (``2024 Q3``) or year (``2024``); missing ones stay missing."""
    moments = pd.to_datetime(dates)
    year = moments.dt.year.astype("Int64").astype("string")
    if rules.dates == "year":
        return year.astype("str")
    quarter = moments.dt.quarter.astype("Int64").astype("string")
    return (year + " Q" + quarter).astype("str")
