"""How much the bounds tell: counts a reader needs before the figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.codes import NAICS_DIGITS
from sectornb.disclosure.withheld.bounds import IndustryBounds

NARROWED = 0.25
"""An industry counts as narrowed if its interval is at most this share of its middle."""


def relative_width(low: pd.Series, high: pd.Series) -> pd.Series:
    """(high - low) over the middle of the two; 0 where both are 0, missing without a high end."""
    middle = (low + high) / 2
    return ((high - low) / middle.where(middle > 0)).mask(middle.eq(0), 0.0)


def with_narrowed(
    withheld: pd.DataFrame,
    found: Mapping[str, IndustryBounds],
    counties: Collection[str],
    naics_digits: int,
) -> pd.DataFrame:
    """The summary of what is withheld with how closely the bounds confine it.

    Parameters
    ----------
    withheld : DataFrame
        One row per ``year``.
    found : mapping
        Year to its bounds.
    counties : collection of str
        The region.
    naics_digits : int
        Detail of the industries, 2 to 6.

    Returns
    -------
    DataFrame
        With ``cells_pinned`` (withheld cells of one county whose bounds meet) and, of the
        industries with a withheld county, ``industries_narrowed`` (jobs known to `NARROWED`
        of their middle), ``industries_endless`` (no upper bound) and ``median_width_share``
        (median of interval over middle, 0 to 2); missing for a year without bounds.
    """
    unit = {number: digit for digit, number in NAICS_DIGITS.items()}[naics_digits]
    counts = {year: _counts(bounds, counties, unit) for year, bounds in found.items()}
    told = [counts.get(year, {}) for year in withheld["year"]]
    columns = ["cells_pinned", "industries_narrowed", "industries_endless", "median_width_share"]
    return withheld.assign(
        **{name: [float(row.get(name, np.nan)) for row in told] for name in columns}
    )


def _counts(bounds: IndustryBounds, counties: Collection[str], unit: str) -> dict[str, float]:
    cells = bounds.cells[bounds.cells["employment_status"].eq("withheld")]
    cells = cells[cells["area_fips"].isin(list(counties)) & cells["agglvl_code"].str[1].eq(unit)]
    region = bounds.region[bounds.region["detail"].eq(unit)]
    touched = region[region["counties_withheld"].gt(0)]
    width = relative_width(touched["employment_low"], touched["employment_high"])
    return {
        "cells_pinned": cells["employment_low"].eq(cells["employment_high"]).sum(),
        "industries_narrowed": width.lt(NARROWED).sum(),
        "industries_endless": touched["employment_high"].isna().sum(),
        "median_width_share": width.median(),
    }
