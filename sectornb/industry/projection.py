"""Projected growth: what a state or area expects, or a trend of our own, marked as such."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from sectornb.codes import naics_break, naics_leak, naics_predecessor, naics_successor
from sectornb.errors import ParameterError
from sectornb.industry.growth import annual_growth_pct, growth_pct

LEAST_YEARS = 5
HORIZON = 10
INTERVAL = 0.80
# Six points cannot tell five parameters, so these three are set: quick to follow the level,
# slow to change the trend, which fades by a tenth a year.
SMOOTHING = {"smoothing_level": 0.8, "smoothing_trend": 0.1, "damping_trend": 0.9}
Choice = Literal["auto", "trend", "none"]


def edition_breaks(combined: pd.DataFrame, codes: Collection[str], year: int) -> dict[str, str]:
    """Those of `codes` of `year` that hold something else in the projections, and why."""
    base, area = combined["base_year"].iloc[0], combined["area"].iloc[0]
    first, last = sorted((int(base), year))
    so = f"the projection for {area}, which starts in {base}, is not laid on it"
    found = {}
    for code in codes:
        reason = naics_break(code, first, last, so)
        other = naics_predecessor if int(base) <= year else naics_successor
        if reason and not other(code, first, last):
            found[code] = reason
    return found


def with_published(factors: pd.DataFrame, combined: pd.DataFrame, latest_year: int) -> pd.DataFrame:
    """`factors` with the published projection of each industry, where there is one.

    The yearly rate is ((1 + g)^(1 / years) - 1), and what is ranked.  Nothing is laid on an
    industry whose code meant something else in the base year of the projections.

    Parameters
    ----------
    combined : DataFrame
        As :func:`~sectornb.sources.projected_areas.under_codes_of` gives them.
    latest_year : int
        Year of the codes of `factors`.
    """
    broken = edition_breaks(combined, factors["naics"], latest_year)
    kept = combined[~combined["naics"].isin(list(broken))]
    found = factors[["naics"]].merge(kept, on="naics", how="left")
    years = int(combined["target_year"].iloc[0]) - int(combined["base_year"].iloc[0])
    growth = growth_pct(found["base_employment"], found["target_employment"])
    there = growth.notna()
    area = combined["area"].iloc[0]
    table = factors.copy()
    table["projected_growth_pct"] = growth.to_numpy()
    table["projected_growth_annual_pct"] = annual_growth_pct(growth, years).to_numpy()
    table["projected_growth_pct_low"] = np.nan
    table["projected_growth_pct_high"] = np.nan
    for column, value in (
        ("projection_base_year", combined["base_year"].iloc[0]),
        ("projection_target_year", combined["target_year"].iloc[0]),
    ):
        table[column] = pd.Series(value, index=table.index, dtype="str").where(there.to_numpy())
    table["projection_area"] = np.where(there, area, "")
    table["projection_origin"] = np.where(there, "published", "")
    table["projection_ranked"] = there.to_numpy()
    ends = sorted((int(combined["base_year"].iloc[0]), latest_year))
    leaks = [naics_leak(code, *ends) for code in table["naics"]]
    note = f"projected for {area}: laid on the region a scenario"
    notes = [f"{note}. {leak}" if leak else note for leak in leaks]
    without = [broken.get(code, f"no projection of it for {area}") for code in table["naics"]]
    table["projection_note"] = np.where(there, notes, without)
    return table[list(factors.columns)]


def damped_trend(jobs: pd.Series, horizon: int = HORIZON) -> dict[str, float]:
    """Growth that a fading trend of past years would give, with an interval.

    Exponential smoothing of the logarithm of jobs with additive error and damped trend
    (`SMOOTHING`, statsmodels), level and trend of the first year estimated.  The interval
    of 80 percent is that of the model, widened by sqrt(n / (n - 2)) for the two estimates;
    it knows nothing of shocks that the years did not have.

    Parameters
    ----------
    jobs : Series
        Jobs by year, consecutive, none missing, all above zero.
    horizon : int
        Years ahead.

    Returns
    -------
    dict
        ``growth``, ``low``, ``high``: percent from the last year to the target.

    Raises
    ------
    ParameterError
        If there are fewer than five years, a gap, or a year without jobs.
    """
    years = [int(year) for year in jobs.index]
    if len(years) < LEAST_YEARS or years != list(range(years[0], years[0] + len(years))):
        raise ParameterError(f"A trend needs {LEAST_YEARS} years in a row; these are {years}.")
    if not (jobs > 0).all():
        raise ParameterError("A trend needs jobs above zero in every year.")
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    # Without the years as labels, which statsmodels would take for dates of unknown step.
    logs = pd.Series(np.log(jobs.to_numpy(dtype="float64")))
    model = ETSModel(logs, error="add", trend="add", damped_trend=True)
    with warnings.catch_warnings(), model.fix_params(SMOOTHING):
        warnings.simplefilter("ignore")
        fitted = model.fit(disp=False)
    count = len(years)
    ahead = fitted.get_prediction(start=count, end=count + horizon - 1)
    frame = ahead.summary_frame(alpha=1 - INTERVAL).iloc[-1]
    wider = (count / (count - 2)) ** 0.5
    middle, now = float(frame["mean"]), float(logs.iloc[-1])
    half = wider * (float(frame["pi_upper"]) - middle)
    return {
        "growth": 100 * (np.exp(middle - now) - 1),
        "low": 100 * (np.exp(middle - half - now) - 1),
        "high": 100 * (np.exp(middle + half - now) - 1),
    }


def with_own_trend(
    factors: pd.DataFrame,
    matched: pd.DataFrame,
    latest_year: int,
    *,
    ranked: bool,
    small_base_jobs: float,
    broken: Mapping[str, str],
    horizon: int = HORIZON,
) -> pd.DataFrame:
    """`factors` with a trend of our own for industries without a published projection.

    Parameters
    ----------
    matched : DataFrame
        Jobs by ``naics`` and year in the counties disclosed in every year, as
        :func:`~sectornb.industry.series.matched_yearly_jobs` gives them.
    ranked : bool
        Whether the trend counts in the ranking; it repeats past growth, so that it
        usually should not.
    small_base_jobs : float
        No trend for an industry that ever had fewer jobs.
    broken : mapping
        Industry to why its published projection is of something else.
    """
    table = factors.copy()
    for place, code in zip(table.index, table["naics"], strict=True):
        if table.loc[place, "projection_origin"] == "published":
            continue
        series = _tail(matched, code, latest_year)
        if len(series) < LEAST_YEARS:
            note = broken.get(code, f"fewer than {LEAST_YEARS} years in a row to make a trend of")
        elif (series < max(small_base_jobs, 1)).any():
            note = broken.get(code, f"fewer than {small_base_jobs:,.0f} jobs in a year")
        else:
            found = damped_trend(series, horizon)
            annual = annual_growth_pct(pd.Series([found["growth"]]), horizon).iloc[0]
            instead = f"{broken[code]} Instead: " if code in broken else ""
            note = f"{instead}made here from past years, no agency's projection" + (
                "" if ranked else "; not ranked, since it repeats past growth"
            )
            values: dict[str, Any] = {
                "projected_growth_pct": found["growth"],
                "projected_growth_pct_low": found["low"],
                "projected_growth_pct_high": found["high"],
                "projected_growth_annual_pct": annual,
                "projection_base_year": str(latest_year),
                "projection_target_year": str(latest_year + horizon),
                "projection_area": "the region, counties disclosed in every year",
                "projection_origin": "own trend",
                "projection_ranked": ranked,
            }
            for column, value in values.items():
                table.loc[place, column] = value
        table.loc[place, "projection_note"] = note
    return table


def projected(
    factors: pd.DataFrame,
    combined: pd.DataFrame | None,
    matched: pd.DataFrame,
    latest_year: int,
    *,
    choice: Choice,
    small_base_jobs: float,
) -> pd.DataFrame:
    """`factors` with projected growth: published first, else our own trend.

    ``auto`` ranks published projections alone and shows our trend beside them; ``trend``
    ranks our trend where nothing is published; ``none`` projects nothing.

    Parameters
    ----------
    combined : DataFrame or None
        Published projections, as
        :func:`~sectornb.sources.projected_areas.under_codes_of` gives them.
    """
    if choice == "none":
        return factors
    broken = {}
    if combined is not None:
        broken = edition_breaks(combined, factors["naics"], latest_year)
        factors = with_published(factors, combined, latest_year)
    return with_own_trend(
        factors,
        matched,
        latest_year,
        ranked=choice == "trend",
        small_base_jobs=small_base_jobs,
        broken=broken,
    )[[*factors.columns]]


def _tail(matched: pd.DataFrame, code: str, latest_year: int) -> pd.Series:
    """The unbroken run of years up to the latest one in which the industry is known."""
    if code not in matched.index:
        return pd.Series(dtype="float64")
    row = matched.loc[code].to_numpy(dtype="float64")
    known = dict(zip([int(year) for year in matched.columns], row, strict=True))
    kept: list[int] = []
    year = latest_year
    while not np.isnan(known.get(year, np.nan)):
        kept.insert(0, year)
        year -= 1
    return pd.Series([known[year] for year in kept], index=kept, dtype="float64")
