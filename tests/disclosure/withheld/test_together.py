"""What is proven of several industries together."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.system import system_of
from sectornb.disclosure.withheld.together import ends_together
from tests.builders.intervals import simple_rows


def jobs(frame: pd.DataFrame, *naics: str, counties: list[str] | None = None) -> list[float]:
    return [round(end, 9) for end in ends_together(system_of(frame, counties), naics)["employment"]]


@pytest.fixture
def county() -> pd.DataFrame:
    # 62 = 100: hospitals and nursing withheld, 30 in 621.
    return simple_rows(
        [("39041", "10", 100), ("39041", "62", 100), ("39041", "621", 30),
         ("39041", "622", None), ("39041", "623", None)]
    )  # fmt: skip


def test_what_the_parent_and_the_published_sibling_leave_is_known_together(
    county: pd.DataFrame,
) -> None:
    # Each of them is 0 to 70, so their own limits would say 0 to 140.
    assert jobs(county, "622", "623") == [70, 70]
    assert ends_together(system_of(county), ["622", "623"])["total_wages_usd"] == (
        70 * 50_000, 70 * 50_000,
    )  # fmt: skip


def test_one_industry_has_its_own_ends(county: pd.DataFrame) -> None:
    region = industry_bounds(system_of(county)).region.set_index("naics")
    for code in ("62", "621", "622"):
        own = region.loc[code, ["employment_low", "employment_high"]]
        assert jobs(county, code) == [round(float(end), 9) for end in own]


def test_parts_of_different_levels_add_up(county: pd.DataFrame) -> None:
    more = simple_rows([("39041", "10", 140), ("39041", "23", 40)])
    rows = pd.concat([county[county["naics"].ne("10")], more], ignore_index=True)
    assert jobs(rows, "23", "621") == [70, 70]
    assert jobs(rows, "23", "622", "623") == [110, 110]


def test_what_the_region_has_none_of_is_zero(county: pd.DataFrame) -> None:
    assert jobs(county, "512") == [0, 0]


def test_rows_of_the_state_narrow_the_group() -> None:
    # Of the state's 40 in 622 and 623 together 10 are elsewhere.
    rows = simple_rows(
        [("39000", "10", 60), ("39000", "62", 60), ("39000", "621", 20),
         ("39000", "622", None), ("39000", "623", None),
         ("39041", "10", 45), ("39041", "62", None), ("39041", "621", None),
         ("39041", "622", None), ("39041", "623", None),
         ("39999", "10", 15), ("39999", "62", 15), ("39999", "621", 5),
         ("39999", "622", 5), ("39999", "623", 5)]
    )  # fmt: skip
    assert jobs(rows, "622", "623", counties=["39041"]) == [30, 30]
