"""Jobs by home block and work block, the block crosswalk, and people at their residence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.simulate.columns import OD_COLUMNS, XWALK_BLANKS
from sectornb.simulate.economy import Economy
from sectornb.simulate.geography import (
    METRO_CODE,
    METRO_NAME,
    STATE_NAMES,
    STATE_POSTAL,
    Geography,
    to_degrees,
)
from sectornb.simulate.industries import activities
from sectornb.simulate.read import numbers, table, texts

BLOCKS = len(table("blocks"))
_REACH_KM = 13.0
_OWN_DISTANCE_KM = 8.0
_COVERED_SHARE = 0.9
_PRIMARY_SHARE = 0.925
CREATED = "20240102"


@dataclass(frozen=True)
class Commuting:
    """Home-to-work jobs and the shares they were drawn from.

    `flows` maps (year, job type) to the rows of all states together, 13 columns;
    `blocks` is the crosswalk, 41 columns; `home_shares` has a row per county of
    work and a column per county of residence and sums to 1 by row.
    """

    flows: dict[tuple[int, str], pd.DataFrame]
    blocks: pd.DataFrame
    home_shares: np.ndarray


def _block_codes(geography: Geography) -> np.ndarray:
    """15-digit codes, seven blocks a county in four tracts."""
    tail = (table("blocks")["tract"] + table("blocks")["block"]).to_numpy(dtype=str)
    counties = geography.counties["area_fips"].to_numpy(dtype=str)
    return np.char.add(counties.repeat(BLOCKS), np.tile(tail, len(counties)))


def build_blocks(geography: Geography, rng: np.random.Generator) -> pd.DataFrame:
    """The block crosswalk of both states: one row per block, 41 text columns."""
    frame = geography.counties.loc[geography.counties.index.repeat(BLOCKS)].reset_index(drop=True)
    code = pd.Series(_block_codes(geography))
    state, postal = frame["state"], frame["state"].map(STATE_POSTAL)
    spread = rng.uniform(-14.0, 14.0, (2, len(frame)))
    longitude, latitude = to_degrees(
        frame["east_km"].to_numpy() + spread[0], frame["north_km"].to_numpy() + spread[1]
    )
    metro = geography.in_metro.repeat(BLOCKS).reset_index(drop=True)
    short = frame["name"] + ", " + postal
    tract_name = code.str[5:9].str.lstrip("0")
    values = XWALK_BLANKS | {
        "tabblk2020": code,
        "st": state,
        "stusps": postal,
        "stname": state.map(STATE_NAMES),
        "cty": frame["area_fips"],
        "ctyname": frame["name"] + " County, " + postal,
        "trct": code.str[:11],
        "trctname": tract_name + " (" + short + ")",
        "bgrp": code.str[:12],
        "bgrpname": code.str[11] + " (Tract " + tract_name + ", " + short + ")",
        "cbsa": metro.map({True: METRO_CODE, False: "99999"}),
        "cbsaname": metro.map({True: METRO_NAME, False: ""}),
        "ctycsub": frame["area_fips"] + "90000",
        "ctycsubname": frame["name"] + " (" + short + ")",
        "stcd118": state + "01",
        "stcd118name": postal + "-01",
        "stwib": frame["board"],
        "stwibname": frame["board"].map(texts("boards", "name")),
        "blklatdd": pd.Series(latitude).map("{:.7f}".format),
        "blklondd": pd.Series(longitude).map("{:.7f}".format),
        "createdate": CREATED,
    }
    return pd.DataFrame(values, columns=list(XWALK_BLANKS), index=frame.index)


def _county_totals(geography: Geography, economy: Economy, year: int) -> np.ndarray:
    """April jobs of each county by goods, trade and other services: (counties, 3)."""
    segment_of = texts("sectors", "segment")
    segment = np.array([segment_of[sector] for sector in activities().sector.tolist()])
    april = economy.jobs[: len(geography.counties), :, economy.months(year)][:, :, 3]
    parts = ("goods", "trade", "services")
    return np.stack([april[:, segment == part].sum(axis=1) for part in parts], axis=1)


def _home_shares(geography: Geography, rng: np.random.Generator) -> np.ndarray:
    """Gravity: where the workers of each county live, before blocks are drawn."""
    frame = geography.counties
    distance = geography.distances_km()
    np.fill_diagonal(distance, _OWN_DISTANCE_KM)
    weight = frame["role"].map(numbers("roles", "home_weight")).to_numpy(dtype=float)
    people = frame["jobs"].to_numpy() * weight
    pull = people * (np.exp(-distance / _REACH_KM) + 1e-5)
    # The river is crossed less often than its width explains.
    other_side = frame["state"].to_numpy()[:, None] != frame["state"].to_numpy()[None, :]
    pull = pull * np.where(other_side, 0.7, 1.0) * np.exp(rng.normal(0.0, 0.25, pull.shape))
    return pull / pull.sum(axis=1, keepdims=True)


def _draw_flows(
    code: np.ndarray,
    work: np.ndarray,
    home: np.ndarray,
    kinds: np.ndarray,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Rows for `work` jobs per block, spread by `home`; `kinds` are industry shares by block."""
    jobs = rng.multinomial(work, home)
    w, h = np.nonzero(jobs)
    number = jobs[w, h]
    core_pay = np.clip(0.42 + 0.0000011 * work.reshape(-1, BLOCKS).sum(axis=1), 0, 0.55)
    well_paid = core_pay.repeat(BLOCKS)[w]
    age = rng.multinomial(number, np.tile([0.225, 0.54, 0.235], (len(number), 1)))
    pay = rng.multinomial(
        number, np.stack([0.55 * (1 - well_paid), 0.45 * (1 - well_paid), well_paid], axis=1)
    )
    industry = rng.multinomial(number, kinds[w])
    return pd.DataFrame(
        np.column_stack([number, age, pay, industry]),
        columns=list(OD_COLUMNS[2:-1]),
        index=pd.MultiIndex.from_arrays([code[w], code[h]], names=OD_COLUMNS[:2]),
    )


def build_commuting(
    geography: Geography, economy: Economy, years: Sequence[int], rng: np.random.Generator
) -> Commuting:
    """Draw home-to-work jobs of the given years, all jobs (JT00) and primary jobs (JT01).

    Nine tenths of the covered jobs of each county are spread over its seven work
    blocks and, by a gravity law, over the home blocks of both states.  Primary
    jobs are a part of all jobs, pair by pair and segment by segment.
    """
    code = _block_codes(geography)
    shares = _home_shares(geography, rng)
    counties = len(geography.counties)
    at_work = rng.dirichlet(np.full(BLOCKS, 0.9), counties)
    at_home = rng.dirichlet(np.full(BLOCKS, 2.5), counties)
    home = (shares.repeat(BLOCKS, axis=1) * at_home.ravel()[None, :]).repeat(BLOCKS, axis=0)
    home /= home.sum(axis=1, keepdims=True)
    flows = {}
    for year in years:
        kinds = _county_totals(geography, economy, year)
        total = np.rint(kinds.sum(axis=1) * _COVERED_SHARE)
        kind_shares = (kinds / kinds.sum(axis=1, keepdims=True)).repeat(BLOCKS, axis=0)
        expected = (total[:, None] * at_work).ravel()
        first = np.rint(expected * _PRIMARY_SHARE).astype(np.int64)
        second = np.rint(expected * (1 - _PRIMARY_SHARE)).astype(np.int64)
        primary = _draw_flows(code, first, home, kind_shares, rng)
        every = primary.add(_draw_flows(code, second, home, kind_shares, rng), fill_value=0)
        for kind, rows in (("JT00", every), ("JT01", primary)):
            rows = rows.astype("int64").sort_index().reset_index()
            flows[year, kind] = rows.assign(createdate=CREATED)[list(OD_COLUMNS)]
    return Commuting(flows, build_blocks(geography, rng), shares)


def build_residents(
    geography: Geography,
    economy: Economy,
    home_shares: np.ndarray,
    years: range,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Labor force of each county by place of residence and year, as in the LAUS workbook.

    Columns ``laus_code``, ``state_fips``, ``county_fips``, ``title``, ``year``,
    ``labor_force``, ``employed``, ``unemployed`` (people) and ``rate_pct``.
    """
    frame = geography.counties
    typical = numbers("unemployment", "rate_pct")
    local = rng.normal(0.0, 0.5, len(frame))
    parts = []
    for year in years:
        jobs = economy.jobs[: len(frame), :, economy.months(year)].sum(axis=1).mean(axis=1)
        # Fewer people than jobs, but with the self-employed.
        employed = np.rint(jobs @ home_shares * _PRIMARY_SHARE * 1.07)
        rate = np.clip(typical.get(str(year), 4.0) + local, 1.5, None) / 100
        unemployed = np.rint(employed * rate / (1 - rate))
        force = employed + unemployed
        parts.append(
            pd.DataFrame(
                {
                    "laus_code": "CN" + frame["area_fips"] + "00000000",
                    "state_fips": frame["state"],
                    "county_fips": frame["area_fips"].str[2:],
                    "title": frame["name"] + " County, " + frame["state"].map(STATE_POSTAL),
                    "year": str(year),
                    "labor_force": force.astype(np.int64),
                    "employed": employed.astype(np.int64),
                    "unemployed": unemployed.astype(np.int64),
                    "rate_pct": np.floor(1000 * unemployed / force + 0.5) / 10,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
