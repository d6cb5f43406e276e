"""How many of the industry's jobs pay a family-sustaining wage: bounds, and an estimate inside.

Published percentiles say between which shares of an occupation's jobs a threshold lies.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.occupation.wages import HOURLY
from sectornb.sources.own_tables.thresholds import Threshold

_AT = np.array([0.10, 0.25, 0.50, 0.75, 0.90])
"""Share of jobs that pay less than each published percentile."""


def paying_shares(wages: pd.DataFrame, hourly: float) -> pd.DataFrame:
    """Share of each occupation's jobs that pay at least `hourly` dollars.

    A threshold between the 25th percentile and the median leaves 50 to 75 percent; the estimate
    lies on the line between the two. Percentiles that are not published or least numbers bound
    nothing above them.

    Parameters
    ----------
    wages : DataFrame
        ``soc``, the hourly percentiles, and ``top_coded``.

    Returns
    -------
    DataFrame
        ``soc``, ``pays_share_low``, ``pays_share``, ``pays_share_high`` (0 to 1); missing where
        no hourly wage is published.
    """
    values = wages[HOURLY].to_numpy(dtype=float)
    known = ~np.isnan(values)
    tops = _at_least(wages)
    below = known & (values < hourly)
    # A least number below the threshold says nothing of how much higher the wage is.
    proven_below = below & ~tops
    above = known & (values >= hourly)
    with np.errstate(invalid="ignore"):
        under = np.where(proven_below, _AT, 0.0).max(axis=1, initial=0.0)
        over = np.where(above, _AT, 1.0).min(axis=1, initial=1.0)
    low, high = 1 - over, 1 - under
    point = np.array(
        [1 - _between(row, sure, hourly) for row, sure in zip(values, known & ~tops, strict=True)]
    )
    none = ~known.any(axis=1)
    table = pd.DataFrame(
        {
            "soc": wages["soc"].to_numpy(),
            "pays_share_low": low,
            "pays_share": np.clip(point, low, high),
            "pays_share_high": high,
        }
    )
    return table.mask(pd.DataFrame({name: none & (name != "soc") for name in table}))


def _at_least(wages: pd.DataFrame) -> np.ndarray:
    """Which percentiles are least numbers: the first that is top coded and those above."""
    names = [name.removeprefix("hourly_").removesuffix("_usd") for name in HOURLY]
    place = wages["top_coded"].map({name: at for at, name in enumerate(names)}).fillna(len(names))
    return np.arange(len(names))[None, :] >= place.to_numpy()[:, None]


def _between(values: np.ndarray, sure: np.ndarray, hourly: float) -> float:
    """Share of jobs below a wage, on straight lines between the sure percentiles."""
    if not sure.any():
        return float("nan")
    wages, shares = values[sure], _AT[sure]
    if hourly < wages[0]:
        return float(shares[0] / 2)
    if hourly > wages[-1]:
        return float((1 + shares[-1]) / 2)
    return float(np.interp(hourly, wages, shares))


def sustaining_wages(
    profile: pd.DataFrame, wages: pd.DataFrame, threshold: Threshold
) -> pd.DataFrame:
    """The table ``sustaining_wages``: the shares of :func:`paying_shares` with titles and jobs.

    Returns
    -------
    DataFrame
        ``soc``, ``occupation_title``, ``pays_share_low``, ``pays_share``, ``pays_share_high``,
        ``sustaining_jobs`` (jobs here that pay it, by the estimates of both).
    """
    shares = paying_shares(wages, threshold.hourly_usd)
    jobs = profile[["soc", "occupation_title", "employment"]]
    table = jobs.merge(shares, how="left", on="soc")
    table["sustaining_jobs"] = table["pays_share"] * table["employment"]
    return table.drop(columns="employment")


def sustaining_summary(
    profile: pd.DataFrame, shares: pd.DataFrame, threshold: Threshold, family: int, area: str
) -> pd.DataFrame:
    """The table ``sustaining_summary``: the share over the industry's jobs, in one row.

    The ends are those over all jobs of the occupations inside their ends: of an occupation whose
    jobs pay more often than the rest, many jobs raise the share, few lower it.

    Returns
    -------
    DataFrame
        ``threshold_area``, ``family_size``, ``threshold_usd`` (a year), ``threshold_hourly_usd``,
        ``threshold_basis``, ``wage_covered_share`` (of the estimated jobs, those with an hourly
        wage), ``sustaining_share_low``, ``sustaining_share``, ``sustaining_share_high``.
    """
    ends = ["employment", "employment_low", "employment_high"]
    table = shares.merge(profile[["soc", *ends]], on="soc")
    told = table[table["pays_share"].notna() & table["employment"].notna()]
    high = told["employment_high"].fillna(told["employment"])
    jobs = told["employment"]
    total = float(profile["employment"].sum())
    point = _mean(told["pays_share"], jobs)
    least = _extreme(told["pays_share_low"], told["employment_low"], high, smallest=True)
    most = _extreme(told["pays_share_high"], told["employment_low"], high, smallest=False)
    return pd.DataFrame(
        {
            "threshold_area": [area],
            "family_size": [family],
            "threshold_usd": [threshold.yearly_usd],
            "threshold_hourly_usd": [threshold.hourly_usd],
            "threshold_basis": [threshold.basis],
            "wage_covered_share": [jobs.sum() / total if total else float("nan")],
            "sustaining_share_low": [least],
            "sustaining_share": [point],
            "sustaining_share_high": [most],
        }
    )


def _mean(shares: pd.Series[float], jobs: pd.Series[float]) -> float:
    total = float(jobs.sum())
    return float((shares * jobs).sum()) / total if total else float("nan")


def _extreme(
    shares: pd.Series[float], low: pd.Series[float], high: pd.Series[float], *, smallest: bool
) -> float:
    """The smallest or largest mean of shares over jobs between their ends.

    It has all jobs at one end up to some share and at the other beyond it.
    """
    order = np.argsort(shares.to_numpy() if smallest else -shares.to_numpy(), kind="stable")
    share, least, most = (column.to_numpy(dtype=float)[order] for column in (shares, low, high))
    if not len(share):
        return float("nan")
    jobs = np.concatenate([[0.0], np.cumsum(most)])
    jobs += np.concatenate([np.cumsum(least[::-1])[::-1], [0.0]])
    paid = np.concatenate([[0.0], np.cumsum(most * share)])
    paid += np.concatenate([np.cumsum((least * share)[::-1])[::-1], [0.0]])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = paid / jobs
    means = means[~np.isnan(means)]
    if not len(means):
        return float("nan")
    return float(means.min() if smallest else means.max())
