"""Tables that a region brings itself, filled in for the simulated metro by their templates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sectornb.simulate.formats import plain_csv
from sectornb.simulate.geography import HOME_STATE
from sectornb.simulate.jobs.oews import METRO, METRO_TITLE
from sectornb.simulate.jobs.projected import ALL
from sectornb.simulate.jobs.supply import campus
from sectornb.simulate.jobs.truth import (
    Jobs,
    by_private_industry,
    mean_pay,
    metro_counties,
    pay_percentiles,
)
from sectornb.simulate.read import numbers, table, texts
from sectornb.simulate.state import State

SIMULATED = "Simulated"
_STREAM = 25
_HOURS = 2080
_FEWEST = 50
_CREDENTIALS = {
    "20": "certificate", "21": "certificate", "3": "associate", "5": "bachelor", "18": "graduate",
}  # fmt: skip
_LLSIL_METRO = {1: 14_200, 2: 23_270, 3: 31_940, 4: 39_430, 5: 46_530, 6: 54_420}
"""Invented, as everything here; a fourth of it less outside the metro."""


def own_tables(state: State, jobs: Jobs) -> Iterator[tuple[str, bytes]]:
    """Source of each table, and the table."""
    draw = np.random.default_rng([state.seed, _STREAM])
    year = str(state.years[-1])
    counties = metro_counties(state)
    area = {"area_code": METRO, "area_title": METRO_TITLE}
    yield "regional-wages", _wages(jobs, counties, area, year)
    yield "regional-staffing", _staffing(state, jobs, counties, area)
    yield "programs", _programs(state, draw, year)
    yield "labor-shed", _labor_shed(jobs, counties, area, year, draw)
    yield "wage-thresholds", _thresholds(year)


def _wages(jobs: Jobs, counties: list[str], area: dict[str, str], year: str) -> bytes:
    dearness = numbers("roles", "dearness")["core"]
    count = pd.Series(jobs.of(counties), index=list(jobs.soc))
    pay = pay_percentiles(dearness).loc[count.index] / _HOURS
    told = count >= _FEWEST
    columns = {"mean": mean_pay(dearness).loc[count.index] / _HOURS, "pct10": pay[10],
               "pct25": pay[25], "median": pay[50], "pct75": pay[75], "pct90": pay[90]}  # fmt: skip
    frame = pd.DataFrame(
        {
            **area,
            "soc": count.index,
            "occupation_title": [texts("occupations", "title")[soc] for soc in count.index],
            "year": year,
            "unit": "hour",
            "employment": _counts(count, told),
            **{name: _dollars(values, told) for name, values in columns.items()},
            "source": SIMULATED,
        }
    )
    return plain_csv(frame)


def _counts(values: pd.Series, told: pd.Series) -> list[str]:
    pairs = zip(values, told, strict=True)
    return [str(int(round(value, -1))) if shown else "*" for value, shown in pairs]


def _dollars(values: pd.Series, told: pd.Series) -> list[str]:
    return [f"{v:.2f}" if shown else "*" for v, shown in zip(values, told, strict=True)]


def _staffing(state: State, jobs: Jobs, counties: list[str], area: dict[str, str]) -> bytes:
    """Jobs by 3-digit private industry and occupation; those of few jobs are held back.

    The total of an industry stands before its occupations, of those left out as well.
    """
    year = state.years[-1]
    frames = []
    for code, by_county in by_private_industry(state, jobs, counties):
        count = by_county.sum()
        count = pd.concat([pd.Series({ALL[0]: count.sum()}), count[count >= 1]])
        frames.append(
            pd.DataFrame(
                {
                    **area,
                    "naics": code,
                    "soc": count.index,
                    "year": str(year),
                    "employment": _counts(count, count >= _FEWEST),
                    "source": SIMULATED,
                }
            )
        )
    return plain_csv(pd.concat(frames, ignore_index=True))


def _programs(state: State, draw: np.random.Generator, year: str) -> bytes:
    counties = state.geography.counties
    home = counties[counties["state"].eq(HOME_STATE)]
    offered, prepares = table("programs"), texts("program_occupations", "soc")
    rows = []
    for college in table("colleges").to_dict("records"):
        fips = campus(home, str(college["role"]))
        here = offered[[college["sector"] in one for one in offered["sectors"]]]
        weight = here["weight"].astype(float).to_numpy()
        completers = draw.poisson(float(college["awards"]) * weight / weight.sum())
        for place, count in enumerate(completers):
            program = here.iloc[place]
            rows.append({
                "provider": college["name"], "program": program["title"],
                "credential": _CREDENTIALS[program["award_level"]], "cip": program["cip"],
                "soc": prepares.get(program["cip"], ""), "county_fips": fips,
                "delivery": "online" if college["online_only"] == "yes" else "in person",
                "seats": str(round(1.25 * count)), "completers": str(count),
                "eligible_provider": "" if program["award_level"] == "5" else "yes",
                "year": year, "source": SIMULATED,
            })  # fmt: skip
    return plain_csv(pd.DataFrame(rows))


def _labor_shed(
    jobs: Jobs, counties: list[str], area: dict[str, str], year: str, draw: np.random.Generator
) -> bytes:
    count = pd.Series(jobs.of(counties), index=list(jobs.soc))
    groups = count.groupby(count.index.str[:2] + "-0000").sum()
    every = pd.concat([pd.Series({"00-0000": count.sum()}), groups])
    share = draw.uniform(0.02, 0.05, (3, len(every)))
    each = [(every.to_numpy() * part).round(-1) for part in share]
    frame = pd.DataFrame(
        {
            **area,
            "soc": every.index,
            "year": year,
            "employed": every.round(-1).astype(int).astype(str).tolist(),
            "willing": (every * 0.18).round(-1).astype(int).astype(str).tolist(),
            "underemployed": (sum(each) * 0.8).round(-1).astype(int).astype(str),
            **{
                f"underemployed_{why}": part.astype(int).astype(str)
                for why, part in zip(("hours", "skills", "income"), each, strict=True)
            },
            "margin_pct": (98 / np.sqrt(every / 250)).round(1).astype(str).tolist(),
            "source": SIMULATED,
        }
    )
    return plain_csv(frame)


def _thresholds(year: str) -> bytes:
    rows = [
        {
            "area_kind": kind, "area_name": name, "family_size": str(size),
            "llsil_70": str(round(0.7 * level * share, -1)), "llsil_100": str(round(level * share)),
            "year": year, "notice": SIMULATED,
        }
        for kind, name, share in (
            ("region_metro", "Westmark metro", 1.0), ("region_nonmetro", "Westmark nonmetro", 0.75)
        )
        for size, level in _LLSIL_METRO.items()
    ]  # fmt: skip
    return plain_csv(pd.DataFrame(rows))
