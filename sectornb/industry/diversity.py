"""How evenly a region's jobs are spread over industries."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

# An index over fewer of the region's jobs than this says nothing of the region.
LEAST_SHARE = 0.5


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


def diversity_table(
    jobs: pd.DataFrame,
    nation: pd.DataFrame,
    totals: Mapping[int, float],
    *,
    base_year: int,
    latest_year: int,
) -> pd.DataFrame:
    """The table ``industry_diversity``: indexes of every year over one list of industries.

    The list is that of the industries known in the base and the latest year, so that no other
    year the library holds changes it; a year between them has a row where all of the list are
    known.  The nation compares the industries of the list that it knows.

    Parameters
    ----------
    jobs : DataFrame
        The region: index ``naics``, one column per year.
    nation : DataFrame
        The same of the nation, of the years at hand; may be empty.
    totals : mapping
        Year to the region's jobs of all industries, without those that are not known.
    base_year, latest_year : int
        The years compared.

    Returns
    -------
    DataFrame
        ``year``, ``industries``, ``jobs_counted``, ``hhi``, ``hhi_standardized``,
        ``equivalent_industries``, ``gini``, ``gini_standardized``,
        ``krugman_specialization`` (missing where the nation's file is).  All indexes are
        missing where the industries counted are not proven to hold `LEAST_SHARE` of the jobs.
    """
    ends = jobs.reindex(columns=sorted({base_year, latest_year}))
    held = ends.notna().all(axis=1) & ends.gt(0).any(axis=1)
    years = [year for year in range(base_year, latest_year + 1) if year in jobs.columns]
    known = jobs.loc[held].reindex(columns=years)
    rows = []
    for year in years:
        one = known[year]
        if one.isna().any() or len(one) < 2 or one.sum() <= 0:
            continue
        row = {"year": str(year), "industries": float(len(one)), "jobs_counted": float(one.sum())}
        if one.sum() >= LEAST_SHARE * totals.get(year, float("inf")):
            row |= {**herfindahl(one), **gini(one)}
            if year in nation.columns:
                theirs = nation[year].reindex(one.index).dropna()
                row["krugman_specialization"] = krugman_specialization(one[theirs.index], theirs)
        rows.append(row)
    table = pd.DataFrame(rows, columns=list(DIVERSITY_COLUMNS))
    return table.astype(dict.fromkeys(DIVERSITY_COLUMNS[1:], "float64"))


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
