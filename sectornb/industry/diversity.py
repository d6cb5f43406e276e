"""How evenly a region's jobs are spread over industries."""

from __future__ import annotations

import numpy as np
import pandas as pd


def herfindahl(jobs: pd.Series) -> dict[str, float]:
    """Herfindahl-Hirschman index of shares, and what it amounts to.

    HHI = sum of squared shares: 1/n where all are equal, 1 where one has all.
    ``equivalent_industries`` = 1 / HHI, the number of equal industries with the same
    index; ``hhi_standardized`` = (HHI - 1/n) / (1 - 1/n), 0 to 1.

    Parameters
    ----------
    jobs : Series
        Jobs of each industry, none missing.
    """
    shares = _shares(jobs)
    index = float((shares**2).sum())
    least = 1 / len(shares)
    spread = (index - least) / (1 - least) if len(shares) > 1 else float("nan")
    return {"hhi": index, "hhi_standardized": spread, "equivalent_industries": 1 / index}


def gini(jobs: pd.Series) -> dict[str, float]:
    """Gini coefficient of the jobs of industries, and standardized by n / (n - 1).

    Mean absolute difference over twice the mean; 0 where all are equal.
    """
    ordered = np.sort(jobs.to_numpy(dtype="float64"))
    count = len(ordered)
    places = np.arange(1, count + 1)
    value = float((2 * places - count - 1) @ ordered / (count * ordered.sum()))
    return {
        "gini": value,
        "gini_standardized": value * count / (count - 1) if count > 1 else float("nan"),
    }


def krugman_specialization(region: pd.Series, nation: pd.Series) -> float:
    """Sum over industries of the absolute difference of their shares (Krugman 1991).

    0 where region and nation have the same mix, 2 where they have no industry in common.
    Shares are over the industries given, so both must list the same.
    """
    return float((_shares(region) - _shares(nation)).abs().sum())


def diversity_table(jobs: pd.DataFrame, nation: pd.DataFrame) -> pd.DataFrame:
    """The table ``industry_diversity``: indexes of every year over one list of industries.

    Only industries whose jobs are known in every year are counted, in the nation too, so
    that the years can be compared; withheld and redrawn ones are left out of all.

    Parameters
    ----------
    jobs : DataFrame
        The region: index ``naics``, one column per year.
    nation : DataFrame
        The same of the nation, of the years at hand; may be empty.

    Returns
    -------
    DataFrame
        ``year``, ``industries``, ``jobs_counted``, ``hhi``, ``hhi_standardized``,
        ``equivalent_industries``, ``gini``, ``gini_standardized``,
        ``krugman_specialization`` (missing where the nation's file is).
    """
    known = jobs[jobs.notna().all(axis=1) & jobs.gt(0).any(axis=1)]
    if len(nation.columns):
        same = nation.reindex(known.index).notna().all(axis=1)
        known = known[same]
    rows = []
    for year in known.columns:
        one = known[year]
        if len(one) < 2 or one.sum() <= 0:
            continue
        specialization = float("nan")
        if year in nation.columns:
            specialization = krugman_specialization(one, nation.loc[one.index, year])
        rows.append(
            {
                "year": str(year),
                "industries": float(len(one)),
                "jobs_counted": float(one.sum()),
                **herfindahl(one),
                **gini(one),
                "krugman_specialization": specialization,
            }
        )
    return pd.DataFrame(rows, columns=list(DIVERSITY_COLUMNS))


DIVERSITY_COLUMNS = (
    "year",
    "industries",
    "jobs_counted",
    "hhi",
    "hhi_standardized",
    "equivalent_industries",
    "gini",
    "gini_standardized",
    "krugman_specialization",
)


def _shares(jobs: pd.Series) -> pd.Series:
    return jobs / jobs.sum()
