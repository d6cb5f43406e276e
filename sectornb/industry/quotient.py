"""Location quotients, and national shares recovered from published quotients.

The agency publishes every county's quotient rounded to 0.01.  Where the
national file is missing, each published quotient still confines the national
share of its industry to a narrow interval, and the intervals of many counties
together confine it further.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import ownership_codes
from sectornb.industry.composite import require_columns

ROUNDING_OF_QUOTIENT = 0.005
ROUNDING_OF_JOBS = 0.5


def location_quotient(region_share: Any, national_share: Any) -> Any:
    """An industry's share of regional jobs over its share of national jobs.

    (e_i / e) / (E_i / E).  1 means the national share; near 2 is a strong
    concentration.  On the *BLS base* e and E are all ownerships together, also
    for a private industry; on the *own base* they are of the industry's
    ownership (Bureau of Labor Statistics, QCEW data files guide).

    Parameters
    ----------
    region_share, national_share : float, Series or ndarray
        e_i / e and E_i / E, 0 to 1, aligned.

    Returns
    -------
    Series, ndarray or float
        Of the shape of `region_share`; missing where either share is missing or the
        national one is not above zero.
    """
    return region_share / np.where(national_share > 0, national_share, np.nan)


def excess_jobs(employment: pd.Series, quotient: pd.Series) -> pd.Series:
    """Jobs beyond the industry's national share: e (1 - 1 / LQ), negative where it lacks jobs.

    A quotient of 9 with 27 jobs is 24 jobs of excess; one of 1.3 with 6,400 jobs is
    1,477: it tells a large cluster from a curiosity.  Missing where either is missing or
    the quotient is zero.
    """
    return employment * (1 - 1 / quotient.where(quotient > 0))


def recovered_national_shares(cells: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """National shares of total employment, recovered from published location quotients.

    A county whose industry has the share s of all its jobs, and the published
    quotient q = s / S rounded to 0.01, confines the national share S to
    s / (q + 0.005) ... s / (q - 0.005).  Employment is itself rounded, so s is
    taken from (e - 0.5) / (E + 0.5) to (e + 0.5) / (E - 0.5).  The intervals of
    all counties are intersected.

    Parameters
    ----------
    cells : DataFrame
        One row per county, ownership and industry of one year: ``area_fips``,
        ``own_code``, ``naics``, ``employment`` (jobs, missing where withheld),
        ``lq_employment`` (published quotient, missing where withheld).
    totals : DataFrame
        ``area_fips`` and ``employment``: all industries and ownerships.

    Returns
    -------
    DataFrame
        One row per industry and ownership: ``naics``, ``own_code``,
        ``share_low``, ``share_high`` (of total covered employment of the
        nation, all ownerships; 0 to 1; ``share_high`` may be infinite),
        ``share`` (middle of the two, missing where they are not both known or
        contradict), ``counties`` (how many were used), ``contradictory`` (True
        where the intervals have nothing in common: a row was edited, or the
        files are of different releases).
    """
    require_columns(cells, ("area_fips", "own_code", "naics", "employment", "lq_employment"))
    base = totals.set_index("area_fips")["employment"]
    open_cells = cells[cells["employment"].gt(0) & cells["lq_employment"].notna()]
    total = open_cells["area_fips"].map(base).astype("float64")
    jobs, quotient = open_cells["employment"], open_cells["lq_employment"]
    smallest = (jobs - ROUNDING_OF_JOBS).clip(lower=0) / (total + ROUNDING_OF_JOBS)
    largest = (jobs + ROUNDING_OF_JOBS) / (total - ROUNDING_OF_JOBS)
    narrow = quotient - ROUNDING_OF_QUOTIENT
    bounds = pd.DataFrame(
        {
            "naics": open_cells["naics"],
            "own_code": open_cells["own_code"],
            "share_low": smallest / (quotient + ROUNDING_OF_QUOTIENT),
            "share_high": np.where(narrow > 0, largest / narrow.where(narrow > 0), np.inf),
        }
    )
    shares = (
        bounds.groupby(["naics", "own_code"], sort=True)
        .agg(
            share_low=("share_low", "max"),
            share_high=("share_high", "min"),
            counties=("share_low", "size"),
        )
        .reset_index()
    )
    shares["contradictory"] = shares["share_low"] > shares["share_high"]
    middle = (shares["share_low"] + shares["share_high"]) / 2
    shares["share"] = middle.where(np.isfinite(middle) & ~shares["contradictory"])
    return shares[
        ["naics", "own_code", "share", "share_low", "share_high", "counties", "contradictory"]
    ]


def published_national_shares(cells: pd.DataFrame, total_jobs: float) -> pd.DataFrame:
    """National shares of total employment from the nation's own file.

    Parameters
    ----------
    cells : DataFrame
        The nation's rows: ``own_code``, ``naics``, ``employment`` (jobs,
        missing where withheld).
    total_jobs : float
        The nation's employment of all industries and ownerships.

    Returns
    -------
    DataFrame
        As :func:`recovered_national_shares`, with ``counties`` 0 and the two
        ends equal.
    """
    require_columns(cells, ("own_code", "naics", "employment"))
    known = cells.loc[cells["employment"].notna(), ["naics", "own_code", "employment"]]
    share = known["employment"] / total_jobs
    shares = known.drop(columns="employment").assign(
        share=share, share_low=share, share_high=share, counties=0, contradictory=False
    )
    return shares.sort_values(["naics", "own_code"]).reset_index(drop=True)


def left_over(shares: pd.DataFrame, owners: pd.DataFrame) -> pd.Series:
    """Most that an industry whose share is not known can have of the nation's jobs, by ownership.

    Industries of one level add up to no more than all industries: what the total of an
    ownership leaves beyond the least that its known industries have.

    Parameters
    ----------
    shares, owners : DataFrame
        As returned by :func:`recovered_national_shares`: of the industries of one level, and
        of all industries together (``naics`` 10).

    Returns
    -------
    Series
        Share of total covered employment by ``own_code``, 0 to 1.
    """
    codes = list(ownership_codes("all"))
    total = owners[owners["naics"].eq("10")].set_index("own_code")["share_high"].reindex(codes)
    sound = shares[~shares["contradictory"].astype(bool)]
    known = sound.groupby("own_code")["share_low"].sum().reindex(codes, fill_value=0.0)
    return (total.fillna(1.0).clip(upper=1.0) - known).clip(lower=0.0)


def summed_over_ownerships(
    shares: pd.DataFrame, present: pd.DataFrame, left: pd.Series | None = None
) -> pd.DataFrame:
    """National shares of industries over several ownerships together.

    Parameters
    ----------
    shares : DataFrame
        As returned by :func:`recovered_national_shares`.
    present : DataFrame
        ``naics`` and ``own_code`` that occur in any county; one whose share is
        not known makes the sum unknown from above.
    left : Series, optional
        Most that the nation may have of an ownership that occurs nowhere in `present`, by
        ``own_code``, as returned by :func:`left_over`; without it that is nothing.

    Returns
    -------
    DataFrame
        One row per ``naics`` with ``share`` (middle of what is known of the ownerships that
        occur, missing where one is not), ``share_low``, ``share_high``,
        ``counties`` (fewest of any ownership), ``contradictory``.
    """
    wanted = present[["naics", "own_code"]].drop_duplicates()
    joined = wanted.merge(shares, on=["naics", "own_code"], how="left")
    joined["share_low"] = joined["share_low"].fillna(0.0)
    joined["share_high"] = joined["share_high"].fillna(np.inf)
    joined["contradictory"] = joined["contradictory"].eq(True)
    joined["counties"] = joined["counties"].fillna(0)
    summed = (
        joined.groupby("naics", sort=True)
        .agg(
            share_low=("share_low", "sum"),
            share_high=("share_high", "sum"),
            counties=("counties", "min"),
            contradictory=("contradictory", "any"),
        )
        .reset_index()
    )
    middle = (summed["share_low"] + summed["share_high"]) / 2
    summed["share"] = middle.where(np.isfinite(middle) & ~summed["contradictory"])
    if left is not None:
        there = wanted.assign(left=wanted["own_code"].map(left).fillna(0.0))
        absent = left.sum() - there.groupby("naics")["left"].sum()
        summed["share_high"] += summed["naics"].map(absent)
    return summed[["naics", "share", "share_low", "share_high", "counties", "contradictory"]]


def regional_quotients(
    industries: pd.DataFrame, shares: pd.DataFrame, all_jobs: float
) -> pd.DataFrame:
    """Location quotients of a region, with the range that what is unknown leaves open.

    Parameters
    ----------
    industries : DataFrame
        One row per industry: ``naics``, ``employment``, ``employment_low``,
        ``employment_high`` (jobs; missing high end = not known).
    shares : DataFrame
        One row per industry: ``naics``, ``share``, ``share_low``,
        ``share_high``, national, on the same base as `all_jobs`.
    all_jobs : float
        The region's jobs on that base.

    Returns
    -------
    DataFrame
        ``naics``, ``location_quotient`` (missing unless employment and share
        are known; at the middle of the share's interval),
        ``location_quotient_low``, ``location_quotient_high`` (from the low end
        of employment over the high end of the share, and the other way round;
        missing where open), ``location_quotient_floor`` (disclosed jobs over
        the middle of the share).
    """
    joined = industries[["naics", "employment", "employment_low", "employment_high"]].merge(
        shares, on="naics", how="left"
    )
    known = joined["share"].notna()
    low = joined["share_low"].where(known)
    high = joined["share_high"].where(known & np.isfinite(joined["share_high"]))
    middle = joined["share"]
    return pd.DataFrame(
        {
            "naics": joined["naics"],
            "location_quotient": location_quotient(joined["employment"] / all_jobs, middle),
            "location_quotient_low": location_quotient(joined["employment_low"] / all_jobs, high),
            "location_quotient_high": location_quotient(joined["employment_high"] / all_jobs, low),
            "location_quotient_floor": location_quotient(
                joined["employment_low"] / all_jobs, middle
            ),
        }
    )
