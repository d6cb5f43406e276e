"""How much the bounds tell: counts a reader needs before the figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from sectornb.codes import NAICS_DIGITS
from sectornb.disclosure.withheld.bounds import IndustryBounds

NARROWED = 0.25
"""An industry counts as narrowed if its interval is at most this share of its middle."""


def relative_width(low: pd.Series, high: pd.Series) -> pd.Series:
    """(high - low) over the middle of the two; 0 where both are 0, missing without a high end."""
    middle = (low + high) / 2
    return ((high - low) / middle.where(middle > 0)).mask(middle.eq(0), 0.0)


def bounds_summary(
    found: IndustryBounds, counties: Collection[str], naics_digits: int
) -> pd.DataFrame:
    """Counts of withheld cells and of what their bounds leave, by period.

    Parameters
    ----------
    found : IndustryBounds
        As :func:`~sectornb.disclosure.withheld.bounds.industry_bounds` gives it.
    counties : collection of str
        The region.
    naics_digits : int
        Detail of the industries, 2 to 6.

    Returns
    -------
    DataFrame
        One row per year: ``cells_withheld`` and ``cells_pinned`` (single-county
        cells; pinned = the bounds meet), ``industries``,
        ``industries_withheld`` (with a withheld county), of these
        ``industries_narrowed`` (jobs known to `NARROWED` of their middle) and
        ``industries_endless`` (no upper bound), ``median_width_share`` (median
        of interval over middle, 0 to 2).
    """
    unit = {number: digit for digit, number in NAICS_DIGITS.items()}[naics_digits]
    cells = found.cells
    cells = cells[cells["area_fips"].isin(list(counties)) & cells["agglvl_code"].str[1].eq(unit)]
    hidden = cells[cells["employment_status"].eq("withheld")]
    by_cell = pd.DataFrame(
        {
            "year": hidden["year"],
            "cells_withheld": 1,
            "cells_pinned": hidden["employment_low"].eq(hidden["employment_high"]).astype(int),
        }
    )
    region = found.region[found.region["detail"].eq(unit)]
    touched = region["counties_withheld"].gt(0)
    width = relative_width(region["employment_low"], region["employment_high"])
    by_industry = pd.DataFrame(
        {
            "year": region["year"],
            "industries": 1,
            "industries_withheld": touched.astype(int),
            "industries_narrowed": (touched & width.lt(NARROWED)).astype(int),
            "industries_endless": (touched & region["employment_high"].isna()).astype(int),
        }
    )
    median = width[touched].groupby(region.loc[touched, "year"]).median()
    summary = by_industry.groupby("year").sum().join(by_cell.groupby("year").sum())
    summary = summary.fillna(0).astype(int).join(median.rename("median_width_share"))
    return summary.reset_index()[
        [
            "year",
            "cells_withheld",
            "cells_pinned",
            "industries",
            "industries_withheld",
            "industries_narrowed",
            "industries_endless",
            "median_width_share",
        ]
    ]


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
        One row per ``year``, as :func:`~sectornb.industry.diagnostics.withheld_summary`
        gives it.
    found : mapping
        Year to its bounds.

    Returns
    -------
    DataFrame
        With ``cells_pinned``, ``industries_narrowed``, ``industries_endless`` and
        ``median_width_share`` of :func:`bounds_summary`; missing for a year without bounds.
    """
    columns = ["cells_pinned", "industries_narrowed", "industries_endless", "median_width_share"]
    told = [bounds_summary(bounds, counties, naics_digits) for bounds in found.values()]
    ends = pd.concat(told) if told else pd.DataFrame(columns=["year", *columns])
    joined = withheld.merge(ends[["year", *columns]], on="year", how="left")
    return joined.astype(dict.fromkeys(columns, "float64"))
