"""What the published rows say about withheld cells, for a region of counties.

Hidden jobs and wages are not negative, and industries add up to what they lie
in.  From that alone follow a smallest and a largest possible value of every
withheld cell, and of every sum over counties.  They hold if the published rows
are right; no estimate is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.rows import KEY
from sectornb.disclosure.withheld.system import PERIOD, REGION, System

_OUTWARD = 1e-12
# Jobs are whole numbers of months or half jobs; their sums are exact once counted in these.
_PER_JOB = 24
_STRAY = 1e-7
_MEASURES = {"employment": "employment", "wages": "total_wages_usd"}


@dataclass(frozen=True)
class IndustryBounds:
    """Bounds of cells and of the region.

    Attributes
    ----------
    cells : DataFrame
        The rows used, with ``employment_low``, ``employment_high`` (jobs),
        ``total_wages_usd_low``, ``total_wages_usd_high``,
        ``annual_wage_usd_low``, ``annual_wage_usd_high``; a high end is missing
        where none follows.  Ends of a disclosed cell hold the published figure
        and the average before rounding, which lie within half a job.
    region : DataFrame
        One row per industry, level of detail and period, summed over the
        region's counties and the chosen ownerships: ``naics``, ``detail``
        (units digit of the level: 5 is three digits), ``year``, ``qtr``,
        ``establishments``, ``counties_present``, ``counties_withheld`` and the
        same bounds.
    state_used : bool
        Whether rows of a whole state narrowed the bounds.
    """

    cells: pd.DataFrame
    region: pd.DataFrame
    state_used: bool


def industry_bounds(system: System) -> IndustryBounds:
    """Bounds on employment, wages and pay of every withheld cell and of the region.

    A parent industry is the sum of its children, in each county, over all
    published levels.  Wages add exactly; employment in twelfths of a job
    (annual), exactly (one month of a quarter), or as rounded.  For county files
    alone the bounds are the narrowest there are, and the region's are the sums
    of its counties'.  With the state's rows both are narrower.  No floor per
    establishment and no limit on pay is assumed: real files break both.

    Raises
    ------
    ConflictError
        If published rows contradict each other; tells the fewest that do.

    Notes
    -----
    Wages and employment of hidden cells are tied by nothing, so the largest pay
    (a fractional program) is reached where wages are largest and jobs fewest.
    """
    ends = {
        measure: tuple(end / system.units[measure] for end in system.ends[measure])
        for measure in _MEASURES
    }
    cells = _cells(system.rows, ends)
    return IndustryBounds(cells, _region(cells, system, ends), system.crossed)


def _cells(rows: pd.DataFrame, ends: dict[str, tuple[np.ndarray, ...]]) -> pd.DataFrame:
    cells = rows.copy()
    for measure, name in _MEASURES.items():
        low, high = (end[: len(rows)] for end in ends[measure])
        figure = rows[name].to_numpy(dtype=np.float64)
        cells[f"{name}_low"] = np.fmin(low, figure)
        cells[f"{name}_high"] = _or_missing(np.fmax(high, figure))
    return with_pay(cells).sort_values(KEY, kind="stable").reset_index(drop=True)


def _region(
    cells: pd.DataFrame, system: System, ends: dict[str, tuple[np.ndarray, ...]]
) -> pd.DataFrame:
    held = cells[cells["area_fips"].isin(system.counties)].copy()
    held["detail"] = held["agglvl_code"].str[1]
    held["qtr"] = held.get("qtr", "A")
    held["state"] = held["area_fips"].str[:2]
    hidden = held["employment_status"].eq("withheld")
    held["hidden"] = held["area_fips"].where(hidden)
    held["present"] = held["area_fips"].where(held["establishments"].gt(0) | hidden)
    columns = [f"{name}_{end}" for name in _MEASURES.values() for end in ("low", "high")]
    held[columns] = held[columns].fillna(np.inf)
    jobs = columns[:2]
    held[jobs] = (held[jobs] * _PER_JOB).round()
    cell = ["naics", "detail", *PERIOD]
    counted = held.groupby(cell, sort=True).agg(
        establishments=("establishments", "sum"),
        counties_present=("present", "nunique"),
        counties_withheld=("hidden", "nunique"),
    )
    parts = held.groupby([*cell, "own_code", "state"], sort=True)[columns].sum()
    if system.crossed:
        parts = _tightened(parts, system, ends)
    region = counted.join(parts.groupby(level=cell).sum()).reset_index()
    region[jobs] = region[jobs] / _PER_JOB
    region[columns] = region[columns].replace(np.inf, np.nan)
    return with_pay(region).sort_values(["year", "qtr", "detail", "naics"]).reset_index(drop=True)


def _tightened(
    parts: pd.DataFrame, system: System, ends: dict[str, tuple[np.ndarray, ...]]
) -> pd.DataFrame:
    """Each state's part of the region, no wider than its own node in the system."""
    nodes = system.nodes.assign(number=np.arange(len(system.nodes)))
    own = nodes[nodes["area_fips"].eq(nodes["state"] + REGION)]
    key = ["naics", *PERIOD, "own_code", "state"]
    wanted = pd.MultiIndex.from_frame(parts.reset_index()[key])
    number = own.set_index(key)["number"].reindex(wanted)
    there = number.notna().to_numpy()
    place = number[there].to_numpy(dtype=np.int64)
    for measure, name in _MEASURES.items():
        per_unit = _PER_JOB if measure == "employment" else 1
        low, high = (end * per_unit for end in ends[measure])
        # A program's end is no whole number of units: the next one outward, less what
        # dividing and multiplying may have added.
        low, high = np.floor(low + _STRAY), np.ceil(high - _STRAY)
        lows, highs = (
            parts[f"{name}_low"].to_numpy().copy(),
            parts[f"{name}_high"].to_numpy().copy(),
        )
        lows[there] = np.maximum(lows[there], low[place])
        highs[there] = np.minimum(highs[there], high[place])
        parts[f"{name}_low"], parts[f"{name}_high"] = lows, highs
    return parts


def ratio_bounds(
    top_low: pd.Series, top_high: pd.Series, bottom_low: pd.Series, bottom_high: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Smallest and largest quotient of two numbers that are tied by nothing.

    top_low / bottom_high and top_high / bottom_low, outward by 1e-12 of
    themselves, which is more than arithmetic can lose; missing where an end is
    missing or the divisor may be zero.
    """
    low = top_low / bottom_high.where(bottom_high > 0)
    high = top_high / bottom_low.where(bottom_low > 0)
    return low * (1 - _OUTWARD), high * (1 + _OUTWARD)


def with_pay(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with the ends of pay that follow from those of its jobs and wages."""
    low, high = ratio_bounds(
        table["total_wages_usd_low"],
        table["total_wages_usd_high"],
        table["employment_low"],
        table["employment_high"],
    )
    return table.assign(annual_wage_usd_low=low, annual_wage_usd_high=high)


def _or_missing(ends: np.ndarray) -> np.ndarray:
    return np.where(np.isinf(ends), np.nan, ends)
