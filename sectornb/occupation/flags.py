"""Flags of occupations: in demand, growing, opportunity; each by a definition that is printed."""

from __future__ import annotations

import numpy as np
import pandas as pd

BELOW_BACHELORS = (
    "No formal educational credential",
    "High school diploma or equivalent",
    "Some college, no degree",
    "Postsecondary nondegree award",
    "Associate's degree",
)
"""Typical entry education without a bachelor's degree, as the agency writes it."""
COLUMNS = ["soc", "occupation_title", "in_demand", "growing", "opportunity", "opportunity_status"]


def occupation_flags(
    openings: pd.DataFrame,
    wages: pd.DataFrame,
    requirements: pd.DataFrame,
    *,
    least_openings: float,
    all_growth_pct: float,
    national_median_usd: float,
    price_parity: float | None,
) -> pd.DataFrame:
    """Which occupations are in demand, growing, and opportunity occupations.

    In demand: at least `least_openings` a year over all industries of the region.  Growing:
    jobs are projected to grow, and at least as fast as all occupations together.  Opportunity
    (Federal Reserve Bank of Philadelphia): typically no bachelor's degree is needed, and the
    local median is above the national median of all occupations times the price parity.

    Parameters
    ----------
    openings : DataFrame
        ``soc``, ``occupation_title``, ``annual_openings``, ``growth_pct`` over all industries.
    wages : DataFrame
        ``soc``, ``hourly_median_usd``, ``wage_level``.
    requirements : DataFrame
        ``soc``, ``entry_education``; empty text where not published.
    price_parity : float or None
        Of the region, 1 for the nation; without it no occupation has the third flag.

    Returns
    -------
    DataFrame
        `COLUMNS`; flags are ``yes``, ``no`` or ``not_known``. ``opportunity_status`` says why
        the third is not known: ``no_price_parity``, ``no_local_wage``, ``no_education``.
    """
    table = openings[["soc", "occupation_title", "annual_openings", "growth_pct"]]
    table = table.merge(wages[["soc", "hourly_median_usd", "wage_level"]], how="left", on="soc")
    table = table.merge(requirements[["soc", "entry_education"]], how="left", on="soc")
    growth = table["growth_pct"]
    local = table["wage_level"].isin(["region", "metro"]) & table["hourly_median_usd"].notna()
    taught = table["entry_education"].fillna("").ne("")
    parity = np.nan if price_parity is None else price_parity
    paid = table["hourly_median_usd"].gt(national_median_usd * parity)
    status = np.select(
        [pd.Series(price_parity is None, table.index), ~local, ~taught],
        ["no_price_parity", "no_local_wage", "no_education"],
        "known",
    )
    meant = paid & table["entry_education"].isin(BELOW_BACHELORS)
    made = table.assign(
        in_demand=_flag(table["annual_openings"].ge(least_openings),
                        table["annual_openings"].notna()),
        growing=_flag(growth.gt(0) & growth.ge(all_growth_pct), growth.notna()),
        opportunity=_flag(meant, pd.Series(status, table.index).eq("known")),
        opportunity_status=status,
    )  # fmt: skip
    return made[COLUMNS]


def _flag(true: pd.Series[bool], known: pd.Series[bool]) -> np.ndarray:
    return np.where(known, np.where(true, "yes", "no"), "not_known")
