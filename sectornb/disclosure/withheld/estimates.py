"""One number for each withheld cell: an estimate of this project's own, never the agency's.

Withheld cells share what their parents leave in proportion to establishments
times the usual size of an establishment of the industry, inside their bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.codes import NAICS_DIGITS, is_county
from sectornb.disclosure.intervals import narrow_crossed
from sectornb.disclosure.intervals.shares import raked
from sectornb.disclosure.withheld.rows import KEY, ancestors_of
from sectornb.disclosure.withheld.system import PERIOD, System
from sectornb.errors import ParameterError

FEWEST_ESTABLISHMENTS = 3
_COLUMNS = {"employment": "employment", "wages": "total_wages_usd"}


@dataclass(frozen=True)
class IndustryEstimates:
    """Estimates, each named so.

    Attributes
    ----------
    cells : DataFrame
        Every row used: its key, ``employment_status``, ``employment_estimate``,
        ``total_wages_usd_estimate``; the published figures where disclosed,
        missing for a withheld cell of fewer than three establishments.
    region : DataFrame
        ``naics``, ``detail``, ``year``, ``qtr`` and both estimates summed over
        the region; missing where the withheld cells in the sum have fewer than
        three establishments together.
    """

    cells: pd.DataFrame
    region: pd.DataFrame


def industry_estimates(
    system: System,
    naics_digits: int = 6,
    summed_as: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> IndustryEstimates:
    """Estimated employment and wages of withheld cells, inside their proven bounds.

    Finer industries than `naics_digits` have none: no estimate above depends on them.
    What `summed_as` makes of the cells enters the sums over the region in their place, such
    as :func:`~sectornb.disclosure.withheld.outward.coarse_estimates`.

    Raises
    ------
    ParameterError
        If the system counts ``rounded`` figures: they do not add up.

    Notes
    -----
    The seed of a cell is its establishments times jobs (or wages) per
    establishment in the disclosed rows of its industry, or of the nearest
    industry above it that has any.  On simulated states the errors add up to
    0.3 of the withheld jobs without state rows and 0.2 with them; see
    docs/methods/suppression.md.
    """
    if system.counting == "rounded":
        raise ParameterError("Estimates of rounded figures do not add up; count in twelfths.")
    rows = system.rows
    unit = {digits: unit for unit, digits in NAICS_DIGITS.items()}[naics_digits]
    # Raking goes from the state to its counties at once: a node for the region would be a third
    # margin without a figure of its own.
    whole = system.around(sorted(code for code in rows["area_fips"].unique() if is_county(code)))
    kept = _down_to(whole, unit)
    forests = [forest.among(kept) for forest in whole.forests]
    known = rows["agglvl_code"].str[1].le(unit).to_numpy()
    cells = rows.loc[known, [*KEY, "agglvl_code", "employment_status", "establishments"]]
    cells["qtr"] = rows.get("qtr", "A")
    for measure, name in _COLUMNS.items():
        per_unit = system.units[measure]
        low, high = _both(whole, whole.ends[measure], system.ends[measure], len(rows))
        seed = usual_sizes(whole, measure) * per_unit
        found = raked(forests, low[kept], high[kept], seed[kept])[: len(cells)] / per_unit
        figures = rows.loc[known, name]
        cells[f"{name}_estimate"] = figures.where(figures.notna(), found)
    summed = cells[cells["area_fips"].isin(system.counties)]
    sums = _region(summed_as(summed) if summed_as else summed)
    few = cells["establishments"].lt(FEWEST_ESTABLISHMENTS)
    few &= cells["employment_status"].eq("withheld")
    for name in ("employment_estimate", "total_wages_usd_estimate"):
        cells[name] = cells[name].mask(few)
    return IndustryEstimates(cells.drop(columns="establishments"), sums)


def _both(
    system: System,
    ends: tuple[np.ndarray, np.ndarray],
    closer: tuple[np.ndarray, np.ndarray],
    rows: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Ends that hold in both systems, for the nodes of the first."""
    low, high = ends[0].copy(), ends[1].copy()
    low[:rows] = np.maximum(low[:rows], closer[0][:rows])
    high[:rows] = np.minimum(high[:rows], closer[1][:rows])
    found = narrow_crossed(system.forests, low, high)
    return found.low, found.high


def _down_to(system: System, unit: str) -> np.ndarray:
    """Nodes whose industry is of the level `unit` or of one above it, in their order."""
    rows = system.rows
    levels = dict(zip(rows["naics"], rows["agglvl_code"].str[1], strict=True))
    return np.flatnonzero((system.nodes["naics"].map(levels) <= unit).to_numpy())


def _region(cells: pd.DataFrame) -> pd.DataFrame:
    hidden = cells["employment_status"].eq("withheld")
    held = cells.assign(
        detail=cells["agglvl_code"].str[1],
        hidden_places=cells["establishments"].where(hidden, 0.0),
        hidden=hidden,
    )
    key = ["naics", "detail", *PERIOD]
    region = held.groupby(key, sort=True).agg(
        employment_estimate=("employment_estimate", "sum"),
        total_wages_usd_estimate=("total_wages_usd_estimate", "sum"),
        places=("hidden_places", "sum"),
        hidden=("hidden", "any"),
    )
    few = region["hidden"] & region["places"].lt(FEWEST_ESTABLISHMENTS)
    estimates = region[["employment_estimate", "total_wages_usd_estimate"]]
    return estimates.mask(few).reset_index()


def usual_sizes(system: System, measure: str) -> np.ndarray:
    """Establishments of each node times the usual size of its industry: jobs, or dollars.

    Usual is what the disclosed rows of the industry have for each establishment, or those of
    the nearest industry above that has any.
    """
    rows, name = system.rows, _COLUMNS[measure]
    open_rows = rows[rows[name].notna() & rows["establishments"].gt(0)]
    sums = open_rows.groupby("naics")[[name, "establishments"]].sum()
    size = (sums[name] / sums["establishments"]).to_dict()
    mean = float(sums[name].sum() / max(sums["establishments"].sum(), 1.0))
    known = {
        naics: next((size[code] for code in (naics, *ancestors_of(naics)) if code in size), mean)
        for naics in system.nodes["naics"].unique()
    }
    places = np.zeros(len(system.nodes))
    places[: len(rows)] = rows["establishments"].to_numpy()
    if len(system.forests) > 1:
        # What lies between counties and the state has the establishments of its counties.
        for family in system.forests[1].generations:
            between = family.parents >= len(rows)
            sums_of = np.add.reduceat(places[family.children], family.starts)
            places[family.parents[between]] = sums_of[between]
    return places * system.nodes["naics"].map(known).to_numpy(dtype=np.float64)
