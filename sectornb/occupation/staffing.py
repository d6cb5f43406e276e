"""Jobs by occupation in the region's target industries: share of the pattern times jobs.

Employment of occupation o = sum over industries i of share(o | i) x employment(i), with the ends
of both carried through.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.occupation.patterns import NOT_RELEASED, Patterns

_TURNS = 60
"""Halvings until jobs of parts add up, far below a job."""


@dataclass(frozen=True)
class Target:
    """A target industry and the industries whose patterns stand for it.

    Attributes
    ----------
    naics : str
        The target.
    parts : DataFrame
        ``naics``, ``employment``, ``employment_low``, ``employment_high``: the target itself,
        or its children of one digit more; those without a pattern are among them.
    employment, low, high : float
        Jobs of the target; missing ends where none may be told.
    """

    naics: str
    parts: pd.DataFrame
    employment: float
    low: float
    high: float


def parts_of(
    naics: str, patterned: Collection[str], titles: Mapping[str, str]
) -> Sequence[str] | None:
    """The industries whose patterns stand for a target; None where there is no pattern.

    The target itself where it has a pattern, else all its children of one digit more, also
    those without one, whose jobs are then not covered.
    """
    if naics in patterned:
        return [naics]
    children = sorted(code for code in titles if code[:-1] == naics)
    return children if set(children) & set(patterned) else None


def mixed(target: Target, patterns: Patterns) -> np.ndarray:
    """Jobs of each part: inside its ends, adding up to the target's.

    Known or estimated jobs are kept in proportion; a part without has its share of the jobs in
    the nation's patterns. All are scaled by one factor and held between their ends; the factor
    is found by halving.
    """
    parts = target.parts
    low = parts["employment_low"].to_numpy(dtype=float)
    high = parts["employment_high"].fillna(np.inf).to_numpy(dtype=float)
    nation = parts["naics"].map(patterns.heads.set_index("naics")["pattern_total"])
    if parts["employment"].notna().all():
        guess = parts["employment"].to_numpy(dtype=float)
    else:
        known = parts["employment"].fillna(0.0)
        rest = max(np.nan_to_num(target.employment) - known.sum(), 0.0)
        open_ones = nation.where(parts["employment"].isna()).fillna(0.0)
        of_rest = open_ones / open_ones.sum() if open_ones.sum() else open_ones
        guess = (known + rest * of_rest).to_numpy(dtype=float)
    guess = np.maximum(guess, 1e-9)
    if np.isnan(target.employment):
        return np.clip(guess, low, high)
    least, most = 0.0, 1.0
    while np.clip(most * guess, low, high).sum() < target.employment and most < 1e12:
        most *= 2
    for _ in range(_TURNS):
        middle = (least + most) / 2
        short = np.clip(middle * guess, low, high).sum() < target.employment
        least, most = (middle, most) if short else (least, middle)
    return np.clip(most * guess, low, high)


def extremes(
    shares: tuple[np.ndarray, np.ndarray], ends: tuple[np.ndarray, np.ndarray], low: float,
    high: float,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Least and most of sums of share x jobs, over all jobs of parts that agree with their ends.

    The jobs e of the parts lie between `ends` and their sum between `low` and `high`. The most
    is reached by giving what the sum leaves to the parts with the largest shares first, the
    least by giving what the sum asks for to those with the smallest.

    Parameters
    ----------
    shares : pair of arrays
        Lowest and highest share, occupations by parts.
    ends : pair of arrays
        Least and most jobs of each part; infinite where there is no end.
    low, high : float
        Of the sum over the parts; infinite where there is none.

    Returns
    -------
    pair of arrays
        By occupation.
    """
    least, most = ends
    room = np.maximum(most - least, 0.0)
    asked = max(low - least.sum(), 0.0)
    left = max(high - least.sum(), 0.0)
    return (
        shares[0] @ least + _poured(shares[0], room, asked, smallest=True),
        shares[1] @ least + _poured(shares[1], room, left, smallest=False),
    )


def _poured(shares: np.ndarray, room: np.ndarray, jobs: float, *, smallest: bool) -> np.ndarray:
    """Sums of share x jobs, when `jobs` fill the rooms in the order of the shares."""
    order = np.argsort(shares if smallest else -shares, axis=1, kind="stable")
    sorted_shares = np.take_along_axis(shares, order, axis=1)
    rooms = np.minimum(room[order], jobs) if np.isfinite(jobs) else room[order]
    with np.errstate(invalid="ignore"):
        before = np.cumsum(rooms, axis=1) - rooms
        filled = np.clip(jobs - before, 0.0, rooms)
        sums = np.where(sorted_shares > 0, sorted_shares * filled, 0.0)
    return sums.sum(axis=1)


def occupation_jobs(targets: Sequence[Target], patterns: Patterns) -> pd.DataFrame:
    """Jobs by occupation over all target industries, with low and high.

    Returns
    -------
    DataFrame
        One row an occupation: ``code``, ``employment`` (missing where the occupation is
        withheld in the pattern, or the industry's jobs are), ``employment_low``,
        ``employment_high`` (missing where none follows), ``employment_rse_pct`` (of the
        pattern, weighed by jobs), ``employment_status``: ``estimate``, ``range_only`` where
        there is no figure, ``at_least`` where there is no high end.
    """
    frames = [_of_target(target, patterns) for target in targets]
    every = pd.concat(frames, ignore_index=True)
    every["weighed"] = every["employment_rse_pct"] * every["employment"]
    grouped = every.groupby("code", sort=True)
    table = grouped[["employment_low"]].sum().reset_index()
    for name in ("employment", "employment_high", "weighed"):
        table[name] = grouped[name].sum(min_count=1).to_numpy()
        missing = grouped[name].apply(lambda values: values.isna().any()).to_numpy()
        table[name] = table[name].mask(missing)
    table["employment_rse_pct"] = table.pop("weighed") / table["employment"]
    open_end = table["employment_high"].isna()
    table["employment_status"] = np.select(
        [table["employment"].isna() & open_end, table["employment"].isna()],
        ["at_least", "range_only"],
        "estimate",
    )
    return table


def _of_target(target: Target, patterns: Patterns) -> pd.DataFrame:
    rows = patterns.rows
    rows = rows[rows["naics"].isin(target.parts["naics"]) & rows["code"].ne(NOT_RELEASED)]
    wide = {
        name: rows.pivot(index="code", columns="naics", values=name)
        .reindex(columns=target.parts["naics"])
        for name in ("share", "share_low", "share_high", "employment_rse_pct")
    }  # fmt: skip
    listed = wide["share_high"].notna()
    low, high = (wide[f"share_{end}"].fillna(0.0).to_numpy() for end in ("low", "high"))
    ends = (
        target.parts["employment_low"].to_numpy(dtype=float),
        target.parts["employment_high"].fillna(np.inf).to_numpy(dtype=float),
    )
    top = np.inf if np.isnan(target.high) else target.high
    least, most = extremes((low, high), ends, np.nan_to_num(target.low), top)
    jobs = mixed(target, patterns)
    shares = wide["share"].where(wide["share"].notna() | listed, 0.0)
    middle = (shares * jobs).sum(axis=1, skipna=False).to_numpy()
    if np.isnan(target.employment):
        middle = np.full(len(middle), np.nan)
    weights = (wide["share"] * jobs).fillna(0.0)
    error = (wide["employment_rse_pct"].fillna(0.0) * weights).sum(axis=1)
    error = error / weights.sum(axis=1).replace(0.0, np.nan)
    error = error.where(wide["employment_rse_pct"].notna().any(axis=1))
    most = np.where(np.isinf(most), np.nan, most)
    return pd.DataFrame(
        {
            "code": wide["share"].index,
            "employment": np.clip(middle, least, np.where(np.isnan(most), np.inf, most)),
            "employment_low": least,
            "employment_high": most,
            "employment_rse_pct": error.to_numpy(),
        }
    )


def covered_share(target: Target, patterns: Patterns) -> float:
    """Share of a target's jobs in parts that have a pattern; 0 to 1."""
    has = target.parts["naics"].isin(patterns.industries).to_numpy()
    if has.all():
        return 1.0
    jobs = mixed(target, patterns)
    return float(jobs[has].sum() / jobs.sum()) if jobs.sum() else 0.0
