from __future__ import annotations

import pandas as pd
import pytest

from sectornb.simulate import State
from sectornb.simulate.columns import OD_COLUMNS, XWALK_BLANKS


@pytest.mark.parametrize("kind", ["JT00", "JT01"])
def test_segments_add_up_to_all_jobs(example: State, kind: str) -> None:
    rows = example.commuting.flows[2022, kind]
    assert list(rows.columns) == list(OD_COLUMNS)
    for names in (["SA01", "SA02", "SA03"], ["SE01", "SE02", "SE03"], ["SI01", "SI02", "SI03"]):
        assert (rows[names].sum(axis=1) == rows["S000"]).all()
    assert (rows["S000"] > 0).all()
    assert not rows.duplicated(["w_geocode", "h_geocode"]).any()


def test_primary_jobs_are_a_part_of_all_jobs_pair_by_pair(example: State) -> None:
    keys = ["w_geocode", "h_geocode"]
    every = example.commuting.flows[2022, "JT00"].set_index(keys)["S000"]
    primary = example.commuting.flows[2022, "JT01"].set_index(keys)["S000"]
    assert (primary <= every.loc[primary.index]).all()
    assert 0.88 < primary.sum() / every.sum() < 0.96


def test_jobs_by_county_of_work_are_nine_tenths_of_the_covered_ones(example: State) -> None:
    rows = example.commuting.flows[2022, "JT00"]
    jobs = rows["S000"].groupby(rows["w_geocode"].str[:5]).sum()
    annual = example.annual[2022]
    covered = annual[annual["own_code"] == "0"].set_index("area_fips")["annual_avg_emplvl"]
    ratio = jobs / covered.reindex(jobs.index)
    assert len(jobs) == 30
    assert ((ratio > 0.8) & (ratio < 1.0)).all()


def test_some_people_cross_the_river(example: State) -> None:
    rows = example.commuting.flows[2022, "JT00"]
    across = rows["w_geocode"].str[:2] != rows["h_geocode"].str[:2]
    assert set(rows.loc[across, "w_geocode"].str[:2]) == {"57", "58"}
    assert 0.005 < rows.loc[across, "S000"].sum() / rows["S000"].sum() < 0.2


def test_every_block_is_in_the_crosswalk(example: State) -> None:
    blocks = example.commuting.blocks
    assert list(blocks.columns) == list(XWALK_BLANKS) and len(XWALK_BLANKS) == 41
    assert blocks["tabblk2020"].is_unique
    rows = example.commuting.flows[2022, "JT00"]
    known = set(blocks["tabblk2020"])
    assert set(rows["w_geocode"]) <= known and set(rows["h_geocode"]) <= known
    assert (blocks["tabblk2020"].str[:5] == blocks["cty"]).all()
    assert (blocks["tabblk2020"].str.len() == 15).all()


def test_counties_belong_to_one_workforce_area_each(example: State) -> None:
    blocks = example.commuting.blocks
    assert (blocks.groupby("cty")["stwib"].nunique() == 1).all()
    assert blocks["stwib"].nunique() == 5


def test_suburbs_send_workers_and_the_core_receives_them(example: State) -> None:
    frame = example.geography.counties.set_index("area_fips")
    core = frame.index[frame["role"] == "core"][0]
    rows = example.commuting.flows[2022, "JT00"]
    work, home = rows["w_geocode"].str[:5], rows["h_geocode"].str[:5]
    held = rows.loc[home == core, "S000"].sum()
    located = rows.loc[work == core, "S000"].sum()
    assert located > held


def test_residents_add_up_to_the_labor_force(example: State) -> None:
    frame: pd.DataFrame = example.residents
    assert (frame["employed"] + frame["unemployed"] == frame["labor_force"]).all()
    rate = 100 * frame["unemployed"] / frame["labor_force"]
    assert ((rate - frame["rate_pct"]).abs() <= 0.0501).all()
    assert len(frame) == 30 * 2
