"""Courses in time that the true economy follows: trends, seasons, the pandemic, pay."""

from __future__ import annotations

import numpy as np

from sectornb.simulate.industries import Activities

_PANDEMIC = {
    "72": 0.46, "71": 0.42, "81": 0.2, "61": 0.11, "44-45": 0.11, "62": 0.07, "31-33": 0.1,
    "48-49": 0.09, "21": 0.16, "56": 0.13, "53": 0.09, "51": 0.07, "42": 0.06, "92": 0.03,
}  # fmt: skip
_GROWTH = {
    "11": -0.003, "21": -0.02, "22": 0.0, "23": 0.028, "31-33": 0.004, "42": 0.006,
    "44-45": -0.004, "48-49": 0.035, "51": 0.012, "52": 0.012, "53": 0.016, "54": 0.03,
    "55": 0.02, "56": 0.012, "61": 0.012, "62": 0.024, "71": 0.02, "72": 0.018, "81": 0.008,
    "92": 0.005, "99": 0.05,
}  # fmt: skip
_SPECIAL_GROWTH = {"454110": 0.09, "493110": 0.1, "492110": 0.07, "511110": -0.07, "448140": -0.04,
                   "452210": -0.06, "541511": 0.05, "621610": 0.045, "518210": 0.05}  # fmt: skip
_SUMMER = {"11": 0.22, "23": 0.09, "71": 0.24, "72": 0.07, "81": 0.02, "61": -0.13, "92": 0.02}
_HOLIDAY = {"44-45": 0.05, "48-49": 0.03}
_BONUS = {"52": 1.32, "55": 1.35, "51": 1.16, "54": 1.05, "42": 1.06, "22": 1.18, "21": 1.12}


def _by_sector(table: dict[str, float], units: Activities, otherwise: float) -> np.ndarray:
    return np.array([table.get(sector, otherwise) for sector in units.sector.tolist()])


def seasons(units: Activities, rng: np.random.Generator) -> np.ndarray:
    """Monthly factors with mean 1: (activities, 12)."""
    month = np.arange(12)
    summer = np.exp(-(((month - 6.3) / 1.8) ** 2))
    holiday = np.isin(month, (10, 11)) * 1.0
    own = rng.normal(0.0, 0.012, (len(units), 12))
    season = (
        1.0
        + _by_sector(_SUMMER, units, 0.015)[:, None] * summer
        + _by_sector(_HOLIDAY, units, 0.0)[:, None] * holiday
        + own
    )
    season[units.code_2017 == "492110"] += 0.12 * holiday
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
    rate = _by_sector(_GROWTH, units, 0.01) + rng.normal(0.0, 0.008, len(units))
    for code, special in _SPECIAL_GROWTH.items():
        rate[units.code_2017 == code] = special
    rate[units.own_code != "5"] = 0.004
    dip = _by_sector(_PANDEMIC, units, 0.04) * np.where(units.own_code == "5", 1.0, 0.35)
    for code in ("454110", "492110", "493110", "518210"):
        dip[units.code_2017 == code] = -0.08
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
    bonus[:, ::4] = _by_sector(_BONUS, units, 0.99)[:, None]
    bonus[:, 3::4] = 1.04
    cell = np.exp(rng.normal(0.0, 0.12, (areas, len(units))))
    noise = np.exp(rng.normal(0.0, 0.015, (areas, len(units), quarters)))
    # Pay of the table is that of early 2019.
    level = units.pay / 4 * np.exp(-0.031 * (2019 - first_year))
    return (level * cell * dearness[:, None])[:, :, None] * bonus * np.exp(growth) * noise
