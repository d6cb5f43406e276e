"""A first look at the cells: how much is withheld, and what the years do to growth."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sectornb.codes import naics_edition, naics_leak
from sectornb.industry.breaks import GOVERNMENT_RELEASE_YEAR

PANDEMIC_YEARS = (2020, 2021)
MUCH = 20.0
"""Percent that jobs must move against establishments to be noted."""


def against_worksites(row: pd.Series) -> bool:
    """Whether jobs moved by more than `MUCH` one way while establishments went the other.

    Parameters
    ----------
    row : Series
        Of ``industry_factors``.
    """
    more = row["establishments"] - row["establishments_base"]
    fell, rose = (row[f"historical_growth_pct_{end}"] for end in ("high", "low"))
    moved = (fell < -MUCH and more > 0) or (rose > MUCH and more < 0)
    return bool(moved and row["growth_ranked"])


def growth_unproven(factors: pd.DataFrame) -> pd.Series[bool]:
    """Where jobs may have grown as well as shrunk: what is withheld can hide either.

    Parameters
    ----------
    factors : DataFrame
        Rows of ``industry_factors``.
    """
    low, high = (factors[f"historical_growth_pct_{end}"] for end in ("low", "high"))
    proven = low.ge(0) | high.le(0) | factors["historical_growth_pct"].notna()
    return ~proven


def withheld_summary(industries: pd.DataFrame) -> pd.DataFrame:
    """How many industries and county cells are withheld in each year.

    Parameters
    ----------
    industries : DataFrame
        As returned by :func:`~sectornb.industry.composite.regional_industries`.

    Returns
    -------
    DataFrame
        One row per year: ``year``, ``industries``, ``industries_withheld``
        (with at least one withheld county), ``county_cells``,
        ``county_cells_withheld``, ``withheld_pct`` (of county cells).
    """
    counted = (
        industries.assign(touched=industries["counties_withheld"].gt(0))
        .groupby("year", sort=True)
        .agg(
            industries=("naics", "size"),
            industries_withheld=("touched", "sum"),
            county_cells=("counties_present", "sum"),
            county_cells_withheld=("counties_withheld", "sum"),
        )
        .reset_index()
    )
    counted["withheld_pct"] = 100 * counted["county_cells_withheld"] / counted["county_cells"]
    return counted


def year_warnings(
    base_year: int,
    latest_year: int,
    ownership: str,
    grown: Iterable[str] = (),
    held: Iterable[int] = (),
) -> list[str]:
    """What about the two years could fool a reader of growth, in one sentence each.

    `grown` are the industries whose growth is given, by code; `held` the years that the
    library has of the region, from which windows without a change of codes are suggested.
    """
    if base_year == latest_year:
        return ["The two years are the same, so growth drops out with its weight."]
    warnings = [
        f"{year} is a pandemic year: growth from or to it is not a trend."
        for year in (base_year, latest_year)
        if year in PANDEMIC_YEARS
    ]
    before, after = naics_edition(base_year), naics_edition(latest_year)
    if before != after:
        warnings.append(
            f"Industry codes changed between the two years (NAICS {before} to {after}): growth is "
            "given only for codes whose content stayed the same."
            + _windows(base_year, latest_year, held)
        )
    leaks = (naics_leak(naics, base_year, latest_year) for naics in grown)
    warnings += [leak for leak in leaks if leak]
    if ownership == "all" and base_year < GOVERNMENT_RELEASE_YEAR <= latest_year:
        warnings.append(
            "State and local government cells were mostly withheld until 2021 and published from "
            "2022 on: compare private rows across that line."
        )
    return warnings


def _windows(base_year: int, latest_year: int, held: Iterable[int]) -> str:
    """The longest windows within one edition of the codes, between the years and beside them."""
    editions: dict[int, list[int]] = {}
    for year in held:
        editions.setdefault(naics_edition(year), []).append(year)
    ends = (naics_edition(base_year), naics_edition(latest_year))
    spans = [(min(editions[e]), max(editions[e])) for e in ends if len(editions.get(e, ())) > 1]
    if not spans:
        return " Add further years for a window in which no code changes."
    told = " or ".join(f"{first} to {last}" for first, last in spans)
    return f" From {told} no code changes."
