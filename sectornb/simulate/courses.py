"""Courses in time that the true economy follows: trends, seasons, the pandemic, pay."""

from __future__ import annotations

import numpy as np

from sectornb.simulate.industries import Activities
from sectornb.simulate.read import numbers


def by_sector(column: str, units: Activities) -> np.ndarray:
    """One column of ``tables/sectors.csv`` for each activity."""
    of_sector = numbers("sectors", column)
    return np.array([of_sector[sector] for sector in units.sector.tolist()])


def seasons(units: Activities, rng: np.random.Generator) -> np.ndarray:
    """Monthly factors with mean 1: (activities, 12)."""
    month = np.arange(12)
    summer = np.exp(-(((month - 6.3) / 1.8) ** 2))
    holiday = np.isin(month, (10, 11)) * 1.0
    own = rng.normal(0.0, 0.012, (len(units), 12))
    season = (
        1.0
        + by_sector("summer", units)[:, None] * summer
        + by_sector("holiday", units)[:, None] * holiday
        + own
    )
    for code, rise in numbers("special_industries", "holiday").items():
        season[units.code_2017 == code] += rise * holiday
    return season / season.mean(axis=1, keepdims=True)


def _pandemic(months: np.ndarray) -> np.ndarray:
    """Depth of the pandemic dip by month, 0 to 1, counted from January of the year 0."""
    since = months - (2020 * 12 + 3)
    return np.where(since < 0, 0.0, np.exp(-np.clip(since, 0, None) / 8.0))


def national_trend(
    units: Activities, first_year: int, years: int, rng: np.random.Generator
) -> np.ndarray:
    """National course of each activity, 1 in its first January: (activities, months)."""
    month = np.arange(12 * years)
    rate = by_sector("growth", units) + rng.normal(0.0, 0.008, len(units))
    for code, special in numbers("special_industries", "growth").items():
        rate[units.code_2017 == code] = special
    rate[units.own_code != "5"] = 0.004
    dip = by_sector("pandemic_dip", units) * np.where(units.own_code == "5", 1.0, 0.35)
    for code, special in numbers("special_industries", "pandemic_dip").items():
        dip[units.code_2017 == code] = special
    depth = _pandemic(month + 12 * first_year)
    return np.exp(rate[:, None] * month / 12) * (1 - dip[:, None] * depth)


def local_courses(shape: tuple[int, int], years: int, rng: np.random.Generator) -> np.ndarray:
    """County-by-activity course around the national one: (areas, activities, months)."""
    yearly = np.cumsum(rng.normal(0.0, 0.035, (*shape, years + 1)), axis=2)
    month = np.arange(12 * years)
    share = (month % 12) / 12.0
    before = yearly[:, :, :-1].repeat(12, axis=2)
    after = yearly[:, :, 1:].repeat(12, axis=2)
    course = before * (1 - share) + after * share
    when = rng.integers(6, 12 * years - 6, shape)
    size = rng.normal(0.0, 0.4, shape) * (rng.random(shape) < 0.05)
    return np.exp(course + size[:, :, None] * (month >= when[:, :, None]))


def quarterly_pay(
    units: Activities,
    first_year: int,
    quarters: int,
    areas: int,
    rng: np.random.Generator,
    dearness: np.ndarray,
) -> np.ndarray:
    """Average quarterly pay per job in dollars: (areas, activities, quarters)."""
    year = np.arange(quarters) / 4
    growth = 0.031 * year + 0.022 * np.clip(first_year + year - 2020.5, 0, None)
    bonus = np.ones((len(units), quarters))
    bonus[:, ::4] = by_sector("bonus", units)[:, None]
    bonus[:, 3::4] = 1.04
    cell = np.exp(rng.normal(0.0, 0.12, (areas, len(units))))
    noise = np.exp(rng.normal(0.0, 0.015, (areas, len(units), quarters)))
    # Pay of the table is that of early 2019.
    level = units.pay / 4 * np.exp(-0.031 * (2019 - first_year))
    return (level * cell * dearness[:, None])[:, :, None] * bonus * np.exp(growth) * noise
