"""The true economy: establishments, monthly jobs and quarterly wages of every activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sectornb.codes import SUPERSECTOR_OF
from sectornb.simulate.courses import (
    by_sector,
    local_courses,
    national_trend,
    quarterly_pay,
    seasons,
)
from sectornb.simulate.geography import Geography
from sectornb.simulate.industries import Activities, activities
from sectornb.simulate.read import numbers

_DOMINANT_SPREAD = 1.05


@dataclass(frozen=True)
class Economy:
    """What is true, by area, activity and time; whole numbers throughout.

    ``areas`` are the counties, then one ``ss999`` per state.  Arrays have the shape
    (areas, activities, periods): ``jobs`` by month; ``wages``, ``taxable`` and
    ``contributions`` in dollars and ``establishments``, by quarter.  ``largest`` is
    the share of an activity's jobs in its largest establishment, without time.
    Years run from ``first_year``, one before the first published.
    """

    areas: tuple[str, ...]
    first_year: int
    jobs: np.ndarray
    wages: np.ndarray
    taxable: np.ndarray
    contributions: np.ndarray
    establishments: np.ndarray
    largest: np.ndarray

    @property
    def state(self) -> np.ndarray:
        """Two-digit state code of every area."""
        return np.array([area[:2] for area in self.areas])

    def months(self, year: int) -> slice:
        """Positions of the twelve months of `year`."""
        start = 12 * (year - self.first_year)
        return slice(start, start + 12)

    def quarters(self, year: int) -> slice:
        """Positions of the four quarters of `year`."""
        start = 4 * (year - self.first_year)
        return slice(start, start + 4)

    def annual_jobs(self, year: int) -> np.ndarray:
        """Mean of the twelve months' jobs: (areas, activities)."""
        jobs: np.ndarray = self.jobs[:, :, self.months(year)].mean(axis=2)
        return jobs


def _draw_places(
    geography: Geography, units: Activities, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Establishments, jobs and largest share of each activity in each area at the start."""
    frame = geography.counties
    weight = np.stack([by_sector(role, units) for role in frame["role"]])
    tilt = weight * np.exp(rng.normal(0.0, 0.55, (len(frame), len(units))))
    tilt[:, units.own_code != "5"] = np.sqrt(tilt[:, units.own_code != "5"])
    mix = units.jobs * tilt
    expected = frame["jobs"].to_numpy()[:, None] * mix / mix.sum(axis=1, keepdims=True)
    # A statewide row holds two percent of its state, temporary help and trucking above all.
    roaming = by_sector("roaming", units)
    statewide = [
        expected[frame["state"].eq(state).to_numpy()].sum(axis=0) * roaming * 0.045
        for state in sorted(frame["state"].unique())
    ]
    expected = np.vstack([expected, *statewide])
    counts = _settle(rng.poisson(expected / units.size), expected, units, rng)
    return _people(_fill_supersectors(counts, expected, units), units, rng)


def _settle(
    counts: np.ndarray, expected: np.ndarray, units: Activities, rng: np.random.Generator
) -> np.ndarray:
    """Thin out three-digit industries of one or two establishments.

    A table of two hundred activities stands for a thousand: without this, far more
    small groups would have to be withheld than in real files.
    """
    counts = counts.copy()
    private = units.own_code == "5"
    groups = np.array([code[:3] for code in units.code_2017.tolist()])
    for group in sorted(set(groups[private].tolist()) - {"999"}):
        inside = np.flatnonzero(private & (groups == group))
        total = counts[:, inside].sum(axis=1)
        luck = rng.random(len(counts))
        leaves = (total > 0) & (total < 3) & (luck < 0.5)
        counts[np.ix_(leaves, inside)] = 0
        grows = (total > 0) & (total < 5) & (luck > 0.75)
        main = inside[np.argmax(expected[:, inside] / units.size[inside], axis=1)]
        counts[grows, main[grows]] += 4
    return counts


def _fill_supersectors(counts: np.ndarray, expected: np.ndarray, units: Activities) -> np.ndarray:
    """Give every county enough private establishments in each supersector to publish it."""
    supersector = np.array([SUPERSECTOR_OF[sector] for sector in units.sector.tolist()])
    counts = counts.copy()
    for code in sorted(set(supersector) - {"1028", "1029"}):
        inside = np.flatnonzero((supersector == code) & (units.own_code == "5"))
        planned = (expected[:, inside] / units.size[inside]).sum(axis=0)
        for column in inside[np.argsort(-planned)][:2]:
            short = counts[:, inside].sum(axis=1) < 8
            counts[short, column] += 4
    schools = np.flatnonzero((units.own_code == "3") & (units.code_2017 == "611110"))
    counts[:, schools] = np.maximum(counts[:, schools], 2)
    return counts


def _people(
    counts: np.ndarray, units: Activities, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw each establishment's size; sum and find the largest by area and activity."""
    flat = counts.ravel()
    owner = np.repeat(np.arange(flat.size), flat)
    mean = np.tile(units.size, counts.shape[0])[owner]
    spread = _DOMINANT_SPREAD
    sizes = np.maximum(1.0, mean * np.exp(rng.normal(-(spread**2) / 2, spread, owner.size)))
    jobs = np.bincount(owner, weights=sizes, minlength=flat.size)
    largest = np.zeros(flat.size)
    np.maximum.at(largest, owner, sizes)
    share = np.divide(largest, jobs, out=np.zeros(flat.size), where=jobs > 0)
    return counts, jobs.reshape(counts.shape), share.reshape(counts.shape)


def _idle(
    jobs: np.ndarray, counts: np.ndarray, units: Activities, rng: np.random.Generator
) -> np.ndarray:
    """Some worksites of governments and some unclassified ones have hardly any jobs.

    They make the true zeros of the files: none at all, or one in a quarter of the
    year, which rounds to an average of 0 beside wages above 0.
    """
    unclassified = units.code_2017 == "999999"
    chance = np.where(unclassified, 0.2, np.where(units.own_code == "5", 0.0, 0.07))
    luck = rng.random(counts.shape)
    idle = (counts > 0) & (counts <= np.where(unclassified, 8, 2)) & (luck < chance)
    rare = (np.arange(jobs.shape[2]) % 12 < 3) & (luck < chance / 2)[:, :, None]
    return np.where(idle[:, :, None], rare * 1.0, jobs)


def _rest_of_sector(counts: np.ndarray) -> np.ndarray:
    """Establishments of the same owner and sector beside those of the cell itself."""
    units = activities()
    family = np.char.add(units.own_code, units.sector)
    same = (family[:, None] == family[None, :]).astype(counts.dtype)
    return counts @ same - counts


def _count_establishments(
    counts: np.ndarray, jobs: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Establishments by quarter: they follow the jobs halfway; few cells open or close."""
    quarters = jobs.shape[2] // 3
    mean = jobs.reshape(*counts.shape, quarters, 3).mean(axis=3)
    ratio = np.sqrt(mean / np.maximum(mean[:, :, :1], 1e-9))
    number = np.maximum(1, np.rint(counts[:, :, None] * ratio + rng.normal(0, 0.12, ratio.shape)))
    number[counts == 0] = 0
    small = (counts > 0) & (counts <= 2) & (_rest_of_sector(counts) >= 6)
    quarter = np.arange(quarters)
    opens = np.where(
        small & (rng.random(counts.shape) < 0.05), rng.integers(1, quarters, counts.shape), 0
    )
    shuts = np.where(
        small & (rng.random(counts.shape) < 0.05), rng.integers(1, quarters, counts.shape), quarters
    )
    open_now = (quarter >= opens[:, :, None]) & (quarter < shuts[:, :, None])
    return np.where(open_now, number, 0).astype(np.int64)


def _finish(
    areas: Sequence[str],
    first_year: int,
    jobs: np.ndarray,
    establishments: np.ndarray,
    pay: np.ndarray,
    largest: np.ndarray,
) -> Economy:
    private = activities().own_code == "5"
    present = establishments.repeat(3, axis=2) > 0
    # A worksite without any job is rare: only those that had less than a third of one.
    least = (jobs > 0.3) & private[None, :, None]
    whole = np.where(present, np.maximum(np.rint(jobs), least), 0).astype(np.int64)
    quarterly = whole.reshape(*establishments.shape, 3).sum(axis=3) / 3
    wages = np.rint(quarterly * pay).astype(np.int64)
    quarter = np.arange(wages.shape[2]) % 4
    part = np.array([0.62, 0.22, 0.11, 0.07])[quarter] * np.where(private, 0.8, 0.0)[:, None]
    taxable = np.rint(wages * part).astype(np.int64)
    return Economy(
        areas=tuple(areas),
        first_year=first_year,
        jobs=whole,
        wages=wages,
        taxable=taxable,
        contributions=np.rint(taxable * 0.019).astype(np.int64),
        establishments=establishments,
        largest=largest,
    )


def build_economy(
    geography: Geography, years: range, rng: np.random.Generator
) -> tuple[Economy, Economy]:
    """Draw the economy of all counties and, apart, that of the nation.

    The nation is not the sum of the two states but the same national pattern at
    full size, with the same trends and seasons.

    Parameters
    ----------
    geography
        Counties with their planned sizes.
    years
        Published years; one earlier year is drawn too, for over-the-year changes.
    rng
        Source of all randomness.

    Returns
    -------
    (Economy, Economy)
        Counties with the two ``ss999`` areas, and the nation ``US000``.
    """
    units = activities()
    first_year = years.start - 1
    span = years.stop - first_year
    trend = national_trend(units, first_year, span, rng)
    course = trend * np.tile(seasons(units, rng), span)
    frame = geography.counties
    states = sorted(frame["state"].unique())
    areas = [*frame["area_fips"], *(f"{state}999" for state in states)]
    counts, start, largest = _draw_places(geography, units, rng)
    local = np.exp(rng.normal(0.0, 0.009, (len(areas), 1, 1)) * np.arange(12 * span) / 12)
    jobs = start[:, :, None] * course * local * local_courses(start.shape, span, rng)
    jobs = _idle(jobs, counts, units, rng)
    establishments = _count_establishments(counts, jobs, rng)
    dearness_of = numbers("roles", "dearness")
    dearness = np.array([*(dearness_of[role] for role in frame["role"]), *[1.0] * len(states)])
    pay = quarterly_pay(units, first_year, 4 * span, len(areas), rng, dearness)
    counties = _finish(areas, first_year, jobs, establishments, pay, largest)
    us_jobs = (units.jobs * 1000)[None, :, None] * course
    us_count = np.rint(us_jobs[:, :, ::3] / units.size[None, :, None]).astype(np.int64)
    us_pay = quarterly_pay(units, first_year, 4 * span, 1, rng, np.ones(1))
    nation = _finish(["US000"], first_year, us_jobs, us_count, us_pay, np.zeros((1, len(units))))
    return counties, nation
