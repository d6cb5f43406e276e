"""Leave one county out: its published quotient lies where the others say it must."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.industry.quotient import recovered_national_shares
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import read_areas


@pytest.fixture(scope="module")
def left_out(real_library: Library) -> pd.DataFrame:
    """Disclosed private 3-digit rows with the share that the other counties leave."""
    found = []
    areas = [
        part.removesuffix(".csv") for part in real_library.parts("qcew", "2022", "annual-area")
    ]
    for year in (2020, 2021, 2022):
        rows = read_areas(real_library, [year], areas, levels=["70", "75"], ownership=["0", "5"])
        totals = rows[rows["agglvl_code"].eq("70")]
        cells = rows[rows["agglvl_code"].eq("75")]
        for area in areas:
            own = cells[cells["area_fips"].eq(area) & cells["lq_employment"].notna()]
            others = cells[cells["area_fips"].ne(area)]
            shares = recovered_national_shares(others, totals)
            joined = own.merge(shares.drop(columns="own_code"), on="naics", how="left")
            base = totals.loc[totals["area_fips"].eq(area), "employment"].iloc[0]
            found.append(joined.assign(base=base))
    return pd.concat(found, ignore_index=True)


def test_nearly_every_row_has_another_county(left_out: pd.DataFrame) -> None:
    assert len(left_out) == 2_167
    assert left_out["share_low"].notna().sum() == 2_147


def test_every_published_quotient_lies_in_the_interval(left_out: pd.DataFrame) -> None:
    rows = left_out[left_out["share_low"].notna()]
    least = (rows["employment"] - 0.5) / (rows["base"] + 0.5) / rows["share_high"] - 0.005
    most = (rows["employment"] + 0.5) / (rows["base"] - 0.5) / rows["share_low"] + 0.005
    inside = rows["lq_employment"].between(least - 1e-9, most + 1e-9)
    assert inside.sum() == 2_147
    assert not rows["contradictory"].any()


def test_the_middle_is_mostly_within_rounding(left_out: pd.DataFrame) -> None:
    middle = left_out["employment"] / left_out["base"] / left_out["share"]
    near = np.abs(middle - left_out["lq_employment"]) <= 0.005
    assert near.sum() == 1_942
