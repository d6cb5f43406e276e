"""What is true of occupations: jobs by area, activity and occupation, and what they pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from sectornb.simulate.geography import HOME_STATE
from sectornb.simulate.industries import activities, edition_of
from sectornb.simulate.read import numbers, table, texts
from sectornb.simulate.state import State

PERCENTILES = (10, 25, 50, 75, 90)
_NORMAL = (-1.2816, -0.6745, 0.0, 0.6745, 1.2816)
_SPREAD, _OWN_WAY = 0.34, 0.35
"""Of pay around its median, and of an activity's staffing around its sector's; both ours."""
_STREAM = 11


@dataclass(frozen=True)
class Jobs:
    """Jobs of every occupation.

    Attributes
    ----------
    soc : tuple of str
        Occupations, sorted.
    areas : tuple of str
        Counties, then one ``ss999`` a state.
    staffing : ndarray
        Share of an activity's jobs: (activities, occupations); rows sum to 1.
    jobs : ndarray
        True jobs in the last published year: (areas, occupations).
    nation : ndarray
        Of the nation: (occupations,).
    nation_by_activity : ndarray
        (activities, occupations).
    """

    soc: tuple[str, ...]
    areas: tuple[str, ...]
    staffing: np.ndarray
    jobs: np.ndarray
    nation: np.ndarray
    nation_by_activity: np.ndarray

    def of(self, counties: list[str]) -> np.ndarray:
        """Jobs of `counties` together: (occupations,)."""
        inside = np.isin(self.areas, counties)
        total: np.ndarray = self.jobs[inside].sum(axis=0)
        return total


def build_jobs(state: State) -> Jobs:
    """Jobs by occupation in the last published year of `state`.

    Every activity staffs its jobs as its sector does in ``tables/staffing.csv``, each
    occupation times a factor of its own that is the same everywhere; so what is summed over
    occupations is the industry's own figure.
    """
    staffing = _staffing(state.seed)
    year = state.years[-1]
    here, all_of_it = state.economy.annual_jobs(year), state.nation.annual_jobs(year)
    nation = all_of_it.sum(axis=0)[:, None] * staffing
    return Jobs(
        soc=tuple(_occupations()),
        areas=state.economy.areas,
        staffing=staffing,
        jobs=here @ staffing,
        nation=nation.sum(axis=0),
        nation_by_activity=nation,
    )


@cache
def _occupations() -> tuple[str, ...]:
    return tuple(sorted(texts("occupations", "title")))


def _staffing(seed: int) -> np.ndarray:
    rows, place = table("staffing"), {soc: at for at, soc in enumerate(_occupations())}
    sectors = sorted(set(rows["naics"]))
    weight = np.zeros((len(sectors), len(place)))
    at = rows["naics"].map(sectors.index).to_numpy(), rows["soc"].map(place).to_numpy()
    weight[at] = rows["weight"].astype(float).to_numpy()
    units = activities()
    # Unclassified establishments are staffed like administrative services.
    of_unit = [sectors.index(one if one in sectors else "56") for one in units.sector.tolist()]
    own = np.random.default_rng([seed, _STREAM]).normal(0.0, _OWN_WAY, (len(units), len(place)))
    shares = weight[of_unit] * np.exp(own)
    normed: np.ndarray = shares / shares.sum(axis=1, keepdims=True)
    return normed


def median_pay(dearness: float = 1.0) -> pd.Series:
    """Median yearly pay of each occupation where pay is `dearness` times the nation's."""
    pay = pd.Series(numbers("occupations", "annual_pay_usd")).sort_index()
    return pay * dearness


def pay_percentiles(dearness: float = 1.0) -> pd.DataFrame:
    """Yearly pay at `PERCENTILES`, dollars, one row an occupation; not rounded."""
    middle = median_pay(dearness)
    return pd.DataFrame(
        {
            share: middle * np.exp(_SPREAD * place)
            for share, place in zip(PERCENTILES, _NORMAL, strict=True)
        }
    )


def mean_pay(dearness: float = 1.0) -> pd.Series:
    """Mean yearly pay of each occupation, of a log-normal spread around the median."""
    return median_pay(dearness) * float(np.exp(_SPREAD**2 / 2))


def metro_counties(state: State) -> list[str]:
    """The core county and its suburbs on the home side of the river."""
    counties = state.geography.counties
    metro = counties["role"].isin(["core", "suburb"]) & counties["state"].eq(HOME_STATE)
    return sorted(counties.loc[metro, "area_fips"])


def by_private_industry(
    state: State, jobs: Jobs, counties: list[str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each private 3-digit industry of the last year, and its jobs.

    Yields
    ------
    str
        Its NAICS code, in the edition of that year; in order.
    DataFrame
        Jobs, not rounded: a row for each of `counties`, a column for each occupation.
    """
    year, units = state.years[-1], activities()
    finest = units.code_2022 if edition_of(year) == 2022 else units.code_2017
    codes = np.array([code[:3] for code in finest.tolist()])
    private = units.own_code == "5"
    inside = np.isin(jobs.areas, counties)
    here = state.economy.annual_jobs(year)[inside]
    areas = pd.Index(np.array(jobs.areas)[inside], name="area_fips")
    for code in sorted(set(codes[private])):
        of_it = (codes == code) & private
        count = here[:, of_it] @ jobs.staffing[of_it]
        yield code, pd.DataFrame(count, areas, pd.Index(jobs.soc, name="soc"))


def true_jobs_by_industry(state: State, jobs: Jobs) -> pd.DataFrame:
    """``area_fips``, ``naics``, ``soc`` and ``employment`` of the metro's private industries.

    A row for each of its counties, 3-digit industry and occupation with jobs, rounded to
    hundredths, so that many small counties add up to their region.
    """
    frames = [
        count.reset_index().melt("area_fips", None, "soc", "employment").assign(naics=code)
        for code, count in by_private_industry(state, jobs, metro_counties(state))
    ]
    long = pd.concat(frames, ignore_index=True)
    long["employment"] = long["employment"].round(2)
    long = long[long["employment"] > 0].sort_values(["area_fips", "naics", "soc"])
    return long[["area_fips", "naics", "soc", "employment"]].reset_index(drop=True)


def true_jobs(jobs: Jobs) -> pd.DataFrame:
    """``area_fips``, ``soc`` and ``employment``, rounded to tenths; areas with any."""
    frame = pd.DataFrame(jobs.jobs.round(1), index=list(jobs.areas), columns=list(jobs.soc))
    long = frame.rename_axis("area_fips").reset_index().melt("area_fips", None, "soc", "employment")
    long = long[long["employment"] > 0].sort_values(["area_fips", "soc"], ignore_index=True)
    return long
