"""National shares from the best at hand: the nation's file, or the counties' quotients."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.industry.national import NationalShares, national_shares
from tests.builders.cells import county_cells


def cells(area: str, jobs: dict[tuple[str, str], float], quotient: float = 1.0) -> pd.DataFrame:
    parts = [
        county_cells([(area, naics, 2022, n)], own=own, quotients=[quotient])
        for (own, naics), n in jobs.items()
    ]
    return pd.concat(parts, ignore_index=True)


TOTALS = {("0", "10"): 10_000.0, ("3", "10"): 2_000.0, ("5", "10"): 8_000.0}
INDUSTRIES = {("5", "622"): 500.0, ("3", "622"): 300.0}


def from_nation(ownership: str) -> NationalShares:
    nation, totals = cells("US000", INDUSTRIES), cells("US000", TOTALS)
    return national_shares(nation, totals, nation, totals, ownership=ownership)


def from_counties(ownership: str) -> NationalShares:
    counties, totals = cells("57001", INDUSTRIES), cells("57001", TOTALS)
    if ownership == "private":
        counties = counties[counties["own_code"].eq("5")]
    return national_shares(counties, totals, None, None, ownership=ownership)


def test_the_nations_file_gives_exact_shares_of_all_jobs() -> None:
    nation = cells("US000", {("5", "622"): 500.0})
    totals = cells("US000", TOTALS)
    found = national_shares(nation, totals, nation, totals, ownership="private")
    # 500 of 10,000 jobs of all ownerships, not of 8,000 private ones.
    assert found.shares.loc[0, "share"] == pytest.approx(0.05)
    assert found.owner_share == pytest.approx(0.8)
    assert "nation's own file" in found.origin


def test_all_ownerships_are_added() -> None:
    found = from_nation("all")
    assert found.shares.loc[0, "share"] == pytest.approx(0.08)
    assert found.owner_share == 1.0


def test_counties_give_shares_within_their_range() -> None:
    # A quotient of 1.00 in a county with 500 of 10,000 jobs: a national share near 0.05.
    found = from_counties("private")
    row = found.shares.iloc[0]
    assert row["share_low"] < 0.05 < row["share_high"]
    assert row["share"] == pytest.approx(0.05, rel=0.01)
    assert found.owner_share == pytest.approx(0.8, rel=0.01)
    assert "1 county in the library" in found.origin


def test_ownerships_of_counties_are_added_with_their_ranges() -> None:
    row = from_counties("all").shares.iloc[0]
    assert row["share_low"] < 0.08 < row["share_high"]


def test_limits_hold_where_an_ownership_is_only_elsewhere_in_the_nation() -> None:
    # The county has private hospitals alone; a tenth of the nation's local jobs are in them.
    held = cells("57001", {("5", "622"): 500.0, ("5", "611"): 7_000.0, ("3", "611"): 1_800.0})
    totals = cells("57001", TOTALS)
    row = national_shares(held, totals, None, None, ownership="all").shares.set_index("naics")
    assert row.loc["622", "share_low"] < 0.05 + 0.02 < row.loc["622", "share_high"]
    assert row.loc["622", "share"] == pytest.approx(0.05, rel=0.01)


def test_contradicting_quotients_are_listed() -> None:
    both = pd.concat(
        [cells("57001", {("5", "622"): 500.0}), cells("57003", {("5", "622"): 500.0}, 2.0)]
    )
    totals = pd.concat([cells("57001", TOTALS), cells("57003", TOTALS)])
    found = national_shares(both, totals, None, None, ownership="private")
    assert found.contradictory == ("622",)


def test_a_national_file_without_its_total_is_refused() -> None:
    nation = cells("US000", INDUSTRIES)
    totals = cells("US000", {("5", "10"): 8_000.0})
    with pytest.raises(InputError, match="0 totals"):
        national_shares(nation, totals, nation, totals, ownership="private")
