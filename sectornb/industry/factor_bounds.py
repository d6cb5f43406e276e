"""The factor table with the bounds that follow from everything the agency publishes.

A withheld cell is not unknown: what its county publishes above, below and beside
it confines it.  The region's bounds are rounded outward, so that no two reports give
back a single county's cell; places of the ranking are proven from the same bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.outward import NARROWEST, rounded_outward
from sectornb.disclosure.withheld.system import System
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.factors import FACTORS, average_annual_wage
from sectornb.industry.growth import growth_pct
from sectornb.industry.quotient import location_quotient

DETAIL_OF_DIGITS = {2: "4", 3: "5", 4: "6"}
ENDS = ("employment_low", "employment_high", "annual_wage_usd_low", "annual_wage_usd_high")
LEAST = ("_low", "_floor")
"""How columns end that tell the least that is certain."""
_DIGITS = 4
CELL_KEY = ("area_fips", "own_code", "naics", "year")
CELL_ENDS = ("employment_low", "employment_high", "total_wages_usd_low", "total_wages_usd_high")


def yearly_bounds(systems: Mapping[str, System]) -> dict[str, IndustryBounds]:
    """Year to the bounds of every industry of the region.

    Parameters
    ----------
    systems : mapping
        Year to the system of the published rows, as
        :func:`~sectornb.disclosure.withheld.system.systems_by_year` gives them.

    Raises
    ------
    ConflictError
        If published rows contradict each other.
    """
    return {year: industry_bounds(system) for year, system in systems.items()}


def outward(
    found: Mapping[str, IndustryBounds], counties: Collection[str], narrowest: float = NARROWEST
) -> dict[str, IndustryBounds]:
    """Year to the bounds that may be published, see :func:`rounded_outward`."""
    return {year: rounded_outward(bounds, counties, narrowest) for year, bounds in found.items()}


class Found(NamedTuple):
    """Year to bounds: those that may be published, and those that are proven."""

    outward: Mapping[str, IndustryBounds]
    exact: Mapping[str, IndustryBounds]


def with_bounds(
    table: pd.DataFrame,
    bounds: Found,
    *,
    naics_digits: int,
    base_year: int,
    latest_year: int,
    all_jobs: float,
    small_base_jobs: float,
    public: bool,
) -> pd.DataFrame:
    """The factor table with proven ends of every figure that rests on a withheld cell.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`~sectornb.industry.factors.industry_factors`.
    bounds : Found
        As returned by :func:`outward` and :func:`yearly_bounds`; a year that is not there
        leaves its ends as they are.
    naics_digits : int
        2, 3 or 4.
    base_year, latest_year : int
        Ends of the growth.
    all_jobs : float
        The region's jobs of all ownerships in the latest year.
    small_base_jobs : float
        Growth from or to fewer jobs is not ranked.
    public : bool
        Whether to leave out ends that are those of one county's few establishments.

    Returns
    -------
    DataFrame
        `table` with new ``_low`` and ``_high`` of jobs, pay, growth and location
        quotient where a county is withheld; figures themselves stay missing.  What the
        disclosed counties show in their place is moved to the nearest end where it lies beyond;
        where only the closer ends, which are not published, prove it false, to the roundest number
        between these.
        ``growth_possible`` is false too where an end certainly has too few jobs.
    """
    choices: dict[str, Any] = {
        "naics_digits": naics_digits,
        "base_year": base_year,
        "latest_year": latest_year,
        "all_jobs": all_jobs,
        "small_base_jobs": small_base_jobs,
    }
    shown = _with_ends(table, bounds.outward, public=public, **choices)
    return _between_ends(shown, _with_ends(table, bounds.exact, public=False, **choices))


def _with_ends(
    table: pd.DataFrame,
    found: Mapping[str, IndustryBounds],
    *,
    naics_digits: int,
    base_year: int,
    latest_year: int,
    all_jobs: float,
    small_base_jobs: float,
    public: bool,
) -> pd.DataFrame:
    """The factor table with one kind of ends; figures stay where they are."""
    table = table.copy()
    latest = yearly_ends(
        found, latest_year, latest_year, table["naics"], naics_digits, public=public
    )
    if latest is None:
        return table
    hidden = table["counties_withheld"].gt(0)
    for name in ENDS:
        known = hidden & latest[name].notna()
        table[name] = table[name].where(~known, latest[name])
    table["region_share_low"] = table["employment_low"] / all_jobs
    table["region_share_high"] = table["employment_high"] / all_jobs
    # What is proven may be more than the disclosed counties have: the floor rises with it.
    for end, jobs, share in (
        ("floor", "low", "national_share"),
        ("low", "low", "national_share_high"),
        ("high", "high", "national_share_low"),
    ):
        quotient = location_quotient(table[f"region_share_{jobs}"], table[share])
        name = f"location_quotient_{end}"
        table[name] = table[name].where(~hidden, quotient)
    base = yearly_ends(found, base_year, latest_year, table["naics"], naics_digits, public=public)
    if base is None:
        return table
    base_hidden = table["employment_base"].isna()
    base_low = table["employment_base"].where(~base_hidden, base["employment_low"])
    base_high = table["employment_base"].where(~base_hidden, base["employment_high"])
    few = base_high.lt(small_base_jobs) | table["employment_high"].lt(small_base_jobs)
    table["growth_possible"] &= table["growth_ranked"] | ~few
    open_growth = table["growth_possible"] & (hidden | base_hidden)
    for end, before in (("low", base_high), ("high", base_low)):
        after = table[f"employment_{end}"]
        for name, found_end in (
            (f"historical_growth_pct_{end}", growth_pct(before, after)),
            (f"employment_change_{end}", after - before),
        ):
            table[name] = table[name].where(~open_growth, found_end)
    return table


def _between_ends(table: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """What disclosed counties show of the region, moved between the ends where it lies beyond.

    Of each industry with a withheld county they are stand-ins for the region's own figures,
    and those are proven to lie between the ends.  An end of `exact` is not shown itself: with
    it a county could be worked out.
    """
    table = table.copy()
    for of in FACTORS.values():
        if of.partial:
            between = table[of.partial].clip(*(table[end] for end in of.ends))
            # A low end that stands in says "at least", which no closer end makes false.
            if not of.partial.endswith(LEAST):
                between = _roundest_within(between, *(exact[end] for end in of.ends))
            table[of.partial] = table[of.partial].where(table[of.column].notna(), between)
    return table


def _roundest_within(
    values: pd.Series[float], low: pd.Series[float], high: pd.Series[float]
) -> pd.Series[float]:
    """Values between two ends as they are; others as the roundest number between the ends.

    Of the numbers 1, 2 or 5 times a power of ten apart, the coarsest that has one between the
    ends, and of these the nearest: it tells less of an end than any other.  Ends too close to
    have one of four digits between them get the nearest such: it is false by rounding alone.
    """
    outside = (values < low) | (values > high)
    if not outside.any():
        return values
    rounded = pd.Series(np.nan, index=values.index)
    largest = float(np.nanmax(np.abs([low[outside], high[outside]])))
    for power in range(int(np.ceil(np.log10(max(largest, 1.0)))), -9, -1):
        for step in (5 * 10.0**power, 2 * 10.0**power, 10.0**power):
            least, most = (low / step).apply(np.ceil) * step, (high / step).apply(np.floor) * step
            found = least.where(values < low, most)
            rounded = rounded.where(rounded.notna(), found.where(least <= most))
    size = np.maximum(low.abs(), 1e-9)
    unit = 10.0 ** (np.floor(np.log10(size)) - (_DIGITS - 1))
    close = (rounded / unit).round() * unit
    return values.mask(outside & rounded.notna(), close)


def with_estimates(
    table: pd.DataFrame, estimates: pd.DataFrame, *, naics_digits: int
) -> pd.DataFrame:
    """The factor table with an estimate of jobs and pay where a county is withheld.

    This project's own estimates, never the agency's figures: see
    :func:`~sectornb.disclosure.withheld.estimates.industry_estimates`.  None is given
    where the withheld cells have fewer than three establishments together, nor where the
    public bounds are left out.

    Parameters
    ----------
    table : DataFrame
        As :func:`with_bounds` gives it for the public.
    estimates : DataFrame
        Of the region in the latest year, as ``industry_estimates`` gives them.

    Returns
    -------
    DataFrame
        With ``employment_estimate`` (jobs) and ``annual_wage_usd_estimate`` (US dollars a
        year), missing where every county is disclosed.
    """
    found = estimates[estimates["detail"].eq(DETAIL_OF_DIGITS[naics_digits])].set_index("naics")
    found = found.reindex(table["naics"]).reset_index(drop=True).set_axis(table.index)
    shown = table["counties_withheld"].gt(0) & table["employment_high"].notna()
    jobs = found["employment_estimate"].where(shown)
    pay = average_annual_wage(found["total_wages_usd_estimate"].where(shown), jobs)
    # The sum over counties is not raked to the region's own bounds, which may be narrower.
    return table.assign(
        employment_estimate=jobs.clip(table["employment_low"], table["employment_high"]),
        annual_wage_usd_estimate=pay.clip(
            table["annual_wage_usd_low"], table["annual_wage_usd_high"]
        ),
    )


def with_cell_bounds(cells: pd.DataFrame, found: Mapping[str, IndustryBounds]) -> pd.DataFrame:
    """County cells with the proven ends of withheld jobs and wages, for the analyst alone.

    Parameters
    ----------
    cells : DataFrame
        ``area_fips``, ``own_code``, ``naics``, ``year``, ``employment``, ``total_wages_usd``.
    found : mapping
        As returned by :func:`yearly_bounds`.

    Returns
    -------
    DataFrame
        `cells` with ``employment_low``, ``employment_high``, ``total_wages_usd_low``,
        ``total_wages_usd_high`` (equal to the figure where it is published).
    """
    parts = [bounds.cells for bounds in found.values()]
    ends = pd.concat(parts, ignore_index=True) if parts else cells.iloc[:0]
    ends = ends.reindex(columns=[*CELL_KEY, *CELL_ENDS])
    table = cells.merge(ends, on=list(CELL_KEY), how="left")
    for end in CELL_ENDS:
        figure = table[end.rpartition("_")[0]]
        table[end] = figure.where(figure.notna(), table[end])
    return table


def yearly_ends(
    found: Mapping[str, IndustryBounds],
    year: int,
    latest_year: int,
    naics: pd.Series,
    naics_digits: int,
    *,
    public: bool,
) -> pd.DataFrame | None:
    """Ends of one year in the order of `naics`, missing where there are none to print.

    For the `public` without those that are not told, see :func:`rounded_outward`.
    """
    rows = of_level(found, year, latest_year, naics, naics_digits)
    if rows is None:
        return None
    ends = rows[list(ENDS)]
    return ends.where(rows["told"].eq(True), axis=0) if public else ends


def of_level(
    found: Mapping[str, IndustryBounds],
    year: int,
    latest_year: int,
    naics: pd.Series,
    naics_digits: int,
) -> pd.DataFrame | None:
    """Rows of the region's bounds of one year in the order of `naics`."""
    if str(year) not in found:
        return None
    region = found[str(year)].region
    region = region[region["detail"].eq(DETAIL_OF_DIGITS[naics_digits])]
    region = under_later_codes(region, year, latest_year).set_index("naics")
    rows = region.reindex(naics).reset_index().set_axis(naics.index)
    return rows.replace(np.inf, np.nan)
