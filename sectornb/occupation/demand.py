"""Where growth, leavers and all-industry jobs of openings come from, nearest first."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectornb.occupation.patterns import ALL

PERCENT = 100.0
EVERY = "*"
"""In the place of an occupation's code: a growth of all of an industry's occupations."""
GROWTH = ["soc", "growth_pct", "growth_level", "growth_area", "base_year", "target_year"]


def growth_of_industries(combined: pd.DataFrame, industries: Collection[str]) -> pd.DataFrame:
    """Growth of the target industries together in projections of the region's areas.

    Every occupation grows with its industry: the pattern stays as it is.

    Parameters
    ----------
    combined : DataFrame
        As :func:`~sectornb.sources.projected_areas.under_codes_of` gives it.

    Returns
    -------
    DataFrame
        `GROWTH`, one row with the code `EVERY`; none where an industry is not projected.
    """
    rows = combined.set_index("naics")
    if not set(industries) <= set(rows.index):
        return pd.DataFrame(columns=GROWTH)
    rows = rows.loc[list(industries)]
    first_jobs, last_jobs = (
        rows[f"{end}_employment"].sum(skipna=False) for end in ("base", "target")
    )
    first = rows.iloc[0]
    return pd.DataFrame(
        {
            "soc": [EVERY],
            "growth_pct": [PERCENT * (last_jobs / first_jobs - 1) if first_jobs else np.nan],
            "growth_level": ["region"],
            "growth_area": [first["area"]],
            "base_year": [first["base_year"]],
            "target_year": [first["target_year"]],
        }
    )


def growth_of_state(projections: pd.DataFrame) -> pd.DataFrame:
    """Growth by occupation in a state, over all its industries, as `GROWTH`."""
    rows = projections[~projections["is_group"]].drop_duplicates("soc")
    return rows.assign(
        growth_pct=PERCENT * (rows["target_employment"] / rows["base_employment"] - 1),
        growth_level="state",
        growth_area=rows["area_title"],
    )[GROWTH]


def growth_of_nation(projected: pd.DataFrame) -> pd.DataFrame:
    """Growth by occupation in the nation, over all its industries, as `GROWTH`."""
    return projected.rename(columns={"matrix_code": "soc"}).assign(
        growth_pct=lambda rows: PERCENT * (rows["target_employment"] / rows["base_employment"] - 1),
        growth_level="nation",
        growth_area="the nation",
    )[GROWTH]


def growth_in_industry(matrices: pd.DataFrame) -> pd.DataFrame:
    """Growth by occupation in the target industries of the nation, as `GROWTH`."""
    ends = ["base_employment", "target_employment"]
    sums = matrices.groupby("matrix_code")[ends].sum().reset_index()
    first = matrices.iloc[0]
    return sums.assign(
        soc=sums["matrix_code"],
        growth_pct=PERCENT * (sums["target_employment"] / sums["base_employment"] - 1),
        growth_level="nation",
        growth_area="these industries in the nation",
        base_year=first["base_year"],
        target_year=first["target_year"],
    )[GROWTH].replace([np.inf, -np.inf], np.nan)


def total_growth_pct(projections: pd.DataFrame, column: str) -> float:
    """Growth of all occupations together in percent: of the row of the total, by its code."""
    rows = projections[projections[column].eq(ALL)]
    if rows.empty:
        return float("nan")
    row = rows.iloc[0]
    return float(PERCENT * (row["target_employment"] / row["base_employment"] - 1))


def leaving_rates(projected: pd.DataFrame) -> pd.DataFrame:
    """Percent of jobs that people leave a year, by occupation: exits and transfers, national."""
    rates = projected.rename(columns={"matrix_code": "soc"})
    return rates[["soc", "exit_rate_pct", "transfer_rate_pct"]]


def all_industry_jobs(jobs: pd.DataFrame, profile: pd.DataFrame) -> pd.DataFrame:
    """Jobs of the profile's occupations over all industries of the region.

    Parameters
    ----------
    jobs : DataFrame
        ``soc``, ``employment`` of the region's area; missing where not published.
    profile : DataFrame
        ``soc``, ``occupation_title``: the occupations.

    Returns
    -------
    DataFrame
        ``soc``, ``occupation_title``, ``employment`` and its ends, which are the figure.
    """
    known = jobs.groupby("soc")["employment"].sum(min_count=1)
    table = profile[["soc", "occupation_title"]].reset_index(drop=True)
    figure = table["soc"].map(known).astype("float64")
    return table.assign(employment=figure, employment_low=figure, employment_high=figure)
