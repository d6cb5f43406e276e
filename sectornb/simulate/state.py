"""The simulated state: its truth and what the agencies publish of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError
from sectornb.simulate.commuting import Commuting, build_commuting, build_residents
from sectornb.simulate.economy import Economy, build_economy
from sectornb.simulate.geography import Geography, build_geography
from sectornb.simulate.publication import (
    Totals,
    annual_frame,
    area_codes,
    quarterly_frame,
    year_totals,
)
from sectornb.simulate.shapes import topology

# The industry trees know the editions of 2017 and 2022 only.
EARLIEST, LATEST = 2017, 2026


@dataclass(frozen=True)
class State:
    """A fictional state whose true figures are known.

    Attributes
    ----------
    seed : int
        The seed that everything was drawn from.
    years : range
        Published years.
    geography : Geography
        Counties of Westmark (57) and Eastmere (58).
    economy, nation : Economy
        True jobs, wages and establishments by area, activity and month or quarter.
    truth : DataFrame
        True private annual figures of every county, ``ss999`` and state at three to
        six digits: ``area_fips``, ``naics``, ``year``, ``employment`` (mean of twelve
        months, not rounded), ``total_wages_usd``, ``establishments``, ``withheld``.
    annual : dict of int to DataFrame
        The agency's annual rows by year, 38 columns in file order.
    quarterly : dict of int to DataFrame
        The agency's quarterly rows, 42 columns; the last year only.
    commuting : Commuting
        Home-to-work jobs and the block crosswalk.
    residents : DataFrame
        Labor force by county of residence and year.
    shapes : dict
        County shapes as TopoJSON.
    """

    seed: int
    years: range
    geography: Geography
    economy: Economy
    nation: Economy
    truth: pd.DataFrame
    annual: dict[int, pd.DataFrame]
    quarterly: dict[int, pd.DataFrame]
    commuting: Commuting
    residents: pd.DataFrame
    shapes: dict[str, object]


def _truth(totals: dict[int, Totals], areas: tuple[str, ...]) -> pd.DataFrame:
    parts = []
    for year, now in totals.items():
        rows = np.flatnonzero((now.tree.own_code == "5") & (now.tree.level >= 5))
        present = (now.establishments[rows, :-1] > 0).any(axis=2)
        node, area = np.nonzero(present)
        line = rows[node]
        parts.append(
            pd.DataFrame(
                {
                    "area_fips": np.array(areas)[area],
                    "naics": now.tree.industry_code[line],
                    "year": str(year),
                    "employment": now.months[line, area].sum(axis=1) / 12,
                    "total_wages_usd": now.wages[line, area].sum(axis=1),
                    "establishments": now.establishments[line, area].mean(axis=1),
                    "withheld": now.withheld[line, area],
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["area_fips", "naics", "year"], kind="stable", ignore_index=True)


def simulate_state(seed: int = 57, counties: int = 30, years: range = range(2017, 2023)) -> State:
    """Draw a fictional state, its neighbor, and the nation, and publish them.

    The same arguments give the same result on every run: nothing but `seed` feeds
    the draws.  Jobs, wages and establishments are whole numbers that add up from
    six-digit industries to the total of all owners in every month and quarter.

    Parameters
    ----------
    seed
        Seed of all draws.
    counties
        Number of counties in both states, 8 to 500.
    years
        Published years, consecutive.  Commuting is drawn for 2019, if it is among
        them, and for the last year.

    Returns
    -------
    State

    Raises
    ------
    ParameterError
        If `counties` or `years` is out of range.
    """
    if years.step != 1 or not len(years) or years[0] < EARLIEST or years[-1] > LATEST:
        raise ParameterError(
            f"years: {years} is not possible; choose consecutive years from {EARLIEST} to {LATEST}."
        )
    # One stream per part, so that a change in one part leaves the others as they were.
    streams = [np.random.default_rng([seed, part]) for part in range(7)]
    geography = build_geography(counties, streams[0])
    economy, nation = build_economy(geography, years, streams[1])
    areas = area_codes(economy)
    draw = streams[2].random((1000, len(areas)))
    totals = {
        year: year_totals(economy, nation, year, draw)
        for year in range(years.start - 1, years.stop)
    }
    annual = {year: annual_frame(totals[year], totals[year - 1], areas) for year in years}
    last = years[-1]
    quarterly = {last: quarterly_frame(totals[last], totals[last - 1], areas)}
    flow_years = sorted({last, *({2019} & set(years))})
    commuting = build_commuting(geography, economy, flow_years, streams[3])
    residents = build_residents(geography, economy, commuting.home_shares, years, streams[4])
    published = {year: totals[year] for year in years}
    return State(
        seed=seed,
        years=years,
        geography=geography,
        economy=economy,
        nation=nation,
        truth=_truth(published, areas),
        annual=annual,
        quarterly=quarterly,
        commuting=commuting,
        residents=residents,
        shapes=topology(geography, streams[5]),
    )
