"""What the fictional state expects: industry projections of the state and two of its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.simulate.columns import PROJECTION_COLUMNS
from sectornb.simulate.economy import Economy
from sectornb.simulate.geography import HOME_STATE, STATE_NAMES, WORKFORCE_REGIONS, Geography
from sectornb.simulate.industries import Tree, edition_of, tree
from sectornb.simulate.state import State
from sectornb.simulate.suppression import DOMINANCE, FEWEST_ESTABLISHMENTS

HORIZON = 10
WORKFORCE_REGION_TYPE = "15"
# Levels of the tree that have rows: sectors, three and four digits.
_LEVELS = (4, 5, 6)
# What an agency carries on of past growth: most of the nation's, a little of the area's own.
_NATION, _OWN, _LARGE = 0.6, 0.25, 500.0
_CAP = 0.06
_NOISE, _LOCAL_NOISE = 0.004, 0.002
_LEAST_JOBS = 10


def industry_projections(state: State) -> pd.DataFrame:
    """Projections of private industries, ten years from the last published one.

    Every activity of a workforce region goes on at 0.6 of the national and up to a
    quarter of the region's true yearly growth so far, in logarithms, with noise, at most
    0.06 a year; industries, totals and the state are sums of activities.  Figures are
    rounded to tens, percentages are not.  An industry of fewer than three establishments,
    or of which one has more than 0.8 of the jobs, is confidential, and no other row is
    closed to protect it; one of fewer than ten jobs has no row.  Government is one row.

    Returns
    -------
    DataFrame
        Text, in the columns of the table ``ProjectionsMatrix`` and the area's name; rows
        of all occupations together alone, sorted by area and industry.
    """
    blocks = _blocks(state)
    now, later = _jobs(state, blocks)
    whole = tree(edition_of(state.years[-1]))
    sums_now, sums_later = whole.members @ now.T, whole.members @ later.T
    closed = _confidential(state, blocks, whole)
    areas = [("01", "000000", STATE_NAMES[HOME_STATE], list(range(len(blocks))))]
    for place, (code, name) in enumerate(WORKFORCE_REGIONS.items()):
        areas.append((WORKFORCE_REGION_TYPE, code, name, [place]))
    frames = []
    for number, (kind, code, name, inside) in enumerate(areas):
        ends = sums_now[:, inside].sum(axis=1), sums_later[:, inside].sum(axis=1)
        rows = pd.DataFrame(_rows(whole, *ends, closed[:, number]), dtype="str")
        frames.append(rows.assign(AreaType=kind, Area=code, AreaName=name))
    every = pd.concat(frames, ignore_index=True).assign(
        StFips=HOME_STATE,
        AreaTypeVersion="0000",
        PeriodYear=str(state.years[-1]),
        PeriodType="50",
        Period="00",
        MatrixOccCode="000000",
        ProjectedYear=str(state.years[-1] + HORIZON),
    )
    return every.reindex(columns=list(PROJECTION_COLUMNS), fill_value="").fillna("")


def workforce_regions(geography: Geography) -> pd.Series:
    """Workforce region of each county of the home state, by its code: north and south.

    They cut across the boards and the metro: the core lies in the north, two of its
    suburbs in the south.
    """
    home = geography.counties[geography.counties["state"].eq(HOME_STATE)]
    north, south = WORKFORCE_REGIONS
    region = np.where(home["row"] <= geography.rows // 2, north, south)
    return pd.Series(region, index=home["area_fips"].to_numpy(), dtype="str")


def _blocks(state: State) -> list[np.ndarray]:
    """Positions of the counties of each workforce region, then of the unknown county."""
    unknown = f"{HOME_STATE}999"
    part_of = {**workforce_regions(state.geography), unknown: unknown}
    parts = np.array([part_of.get(area, "") for area in state.economy.areas])
    return [np.flatnonzero(parts == part) for part in (*WORKFORCE_REGIONS, unknown)]


def _jobs(state: State, blocks: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Jobs of each activity in each block in the last year, and ten years later."""
    rng = np.random.default_rng([state.seed, 7])
    years = (state.economy.first_year, state.years[-1])
    span = years[1] - years[0]
    ends = [np.stack([_yearly(state.economy, block, year) for block in blocks]) for year in years]
    nation = [_yearly(state.nation, np.array([0]), year) for year in years]
    own = np.log(np.maximum(ends[1], 1) / np.maximum(ends[0], 1)) / span
    weight = _OWN * ends[1] / (ends[1] + _LARGE)
    rate = _NATION * np.log(nation[1] / nation[0]) / span + weight * own
    rate = rate + rng.normal(0, _NOISE, rate.shape[1]) + rng.normal(0, _LOCAL_NOISE, rate.shape)
    return ends[1], ends[1] * np.exp(HORIZON * np.clip(rate, -_CAP, _CAP))


def _yearly(economy: Economy, inside: np.ndarray, year: int) -> np.ndarray:
    """Average jobs of each activity in some areas together."""
    jobs: np.ndarray = economy.annual_jobs(year)[inside].sum(axis=0)
    return jobs


def _confidential(state: State, blocks: list[np.ndarray], whole: Tree) -> np.ndarray:
    """Industries that each area may not publish: (industries, state and regions)."""
    economy = state.economy
    year = state.years[-1]
    jobs = economy.annual_jobs(year)
    count = economy.establishments[:, :, economy.quarters(year)].mean(axis=2)
    closed = []
    for inside in (np.concatenate(blocks), *blocks[:-1]):
        number = whole.members @ count[inside].sum(axis=0)
        total = whole.members @ jobs[inside].sum(axis=0)
        top = (economy.largest * jobs)[inside].max(axis=0)
        largest = (whole.members * top).max(axis=1)
        closed.append((number < FEWEST_ESTABLISHMENTS) | (largest > DOMINANCE * total))
    return np.stack(closed, axis=1)


def _rows(
    whole: Tree, now: np.ndarray, later: np.ndarray, closed: np.ndarray
) -> list[dict[str, str]]:
    """Figures of one area: all industries, private ones at three levels, government."""
    public = (whole.level == 1) & (whole.own_code != "5")
    lines = [("000000", now[0], later[0], False)]
    for node in np.flatnonzero((whole.own_code == "5") & np.isin(whole.level, _LEVELS)):
        code = str(whole.industry_code[node])
        if not code.startswith("99"):
            filled = code[:2] if whole.level[node] == _LEVELS[0] else code
            lines.append((filled.ljust(6, "0"), now[node], later[node], bool(closed[node])))
    lines.append(("900000", now[public].sum(), later[public].sum(), False))
    total = now[0], later[0]
    return [
        {"MatrixIndCode": code, **_figures(a, b, total, secret)}
        for code, a, b, secret in sorted(lines)
        if a >= _LEAST_JOBS
    ]


def _figures(
    now: float, later: float, total: tuple[float, float], confidential: bool
) -> dict[str, str]:
    if confidential:
        return {"Suppress": "1"}
    return {
        "EstimatedEmp": _tens(now),
        "ProjectedEmp": _tens(later),
        "PctEstInd": "100.00",
        "PctEstOcc": f"{100 * now / total[0]:.2f}",
        "PctProjInd": "100.00",
        "PctProjOcc": f"{100 * later / total[1]:.2f}",
        "NumericChange": _tens(later - now),
        "PercentChange": f"{100 * (later / now - 1):.4f}",
        "GrowthRate": f"{100 * ((later / now) ** (1 / HORIZON) - 1):.4f}",
        "Suppress": "0",
    }


def _tens(value: float) -> str:
    return str(int(10 * np.floor(value / 10 + 0.5)))
