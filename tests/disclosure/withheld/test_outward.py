"""What a region may tell, so that no difference of reports is one county's cell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.outward import apart, coarsely, rounded_outward, steps
from sectornb.disclosure.withheld.system import system_of
from sectornb.errors import ParameterError
from tests.builders.intervals import simple_rows

COUNTIES = ["39041", "39045", "39047"]


@pytest.fixture
def rows() -> pd.DataFrame:
    # 622 is withheld in three counties: 60 to 70 in the first, 0 to 70 in the others.
    held: list[tuple[str, str, float | None]] = []
    for county in COUNTIES:
        held += [(county, "10", 100), (county, "62", 100), (county, "621", 30),
                 (county, "622", None), (county, "623", None)]  # fmt: skip
    held += [("39041", "6221", 60), ("39041", "6222", None), ("39041", "6223", None)]
    return simple_rows(held)


def jobs(rows: pd.DataFrame, counties: list[str], naics: str, narrowest: float = 0.25) -> list:
    found = industry_bounds(system_of(rows[rows["area_fips"].isin(counties)], counties))
    region = rounded_outward(found, counties, narrowest).region.set_index("naics").loc[naics]
    return region[["employment_low", "employment_high"]].tolist()


def test_steps_are_whole_numbers_far_enough_apart() -> None:
    # 10 / 0.75 = 13.3, 14 / 0.75 = 18.7, 19 / 0.75 = 25.3
    assert steps(10, 0.25, 20).tolist() == [0, 10, 14, 19, 26]
    assert steps(10, 1.0, 20).tolist() == [0, np.inf]


def test_a_close_cell_enters_between_steps_and_a_wide_one_as_it_is_known(
    rows: pd.DataFrame,
) -> None:
    # 60 to 70 lies between the steps 47 and 84; 0 to 70 is wide.
    assert jobs(rows, COUNTIES, "622", 0.0) == [60, 210]
    assert jobs(rows, COUNTIES, "622") == [47, 84 + 140]


def test_the_difference_of_two_regions_gives_back_the_steps_alone(rows: pd.DataFrame) -> None:
    more, less = (np.array(jobs(rows, c, "622")) for c in (COUNTIES, COUNTIES[1:]))
    assert (more - less).tolist() == [47, 84]
    more, less = (np.array(jobs(rows, c, "622", 0.0)) for c in (COUNTIES, COUNTIES[1:]))
    assert (more - less).tolist() == [60, 70]


def test_a_region_of_disclosed_counties_stays_as_it_is(rows: pd.DataFrame) -> None:
    found = industry_bounds(system_of(rows, COUNTIES))
    known = found.region["counties_withheld"].eq(0)
    told = rounded_outward(found, COUNTIES).region
    pd.testing.assert_frame_equal(
        found.region[known], told.loc[known, found.region.columns], check_dtype=False
    )
    assert told.loc[known, "told"].all()


def test_few_establishments_begin_at_zero_and_alone_they_are_not_told(rows: pd.DataFrame) -> None:
    few = rows.assign(establishments=rows["establishments"].mask(rows["naics"].eq("622"), 2.0))
    # Steps that double: 80 is the next above 70.
    assert jobs(few, COUNTIES, "622") == [0, 240]
    found = industry_bounds(system_of(few, COUNTIES))
    told = rounded_outward(found, COUNTIES).region.set_index("naics")["told"]
    assert told["622"]
    one = found.cells["area_fips"].eq("39041")
    alone = rounded_outward(IndustryBounds(found.cells[one], found.region, False), COUNTIES)
    assert not alone.region.set_index("naics")["told"]["622"]


def test_a_region_known_exactly_from_its_state_keeps_that_of_the_others_together() -> None:
    # One county is known to 99 to 101, two others to 0 to 90 each and 80 to 90 together.
    cells = pd.DataFrame(
        {
            "area_fips": COUNTIES, "own_code": "5", "naics": "622", "agglvl_code": "75",
            "year": "2022", "qtr": "A", "establishments": 5.0, "employment_status": "withheld",
            "employment_low": [99.0, 0, 0], "employment_high": [101.0, 90, 90],
            "total_wages_usd_low": 0.0, "total_wages_usd_high": 9e6,
        }
    )  # fmt: skip
    region = pd.DataFrame(
        {
            "naics": ["622"], "detail": "5", "year": "2022", "qtr": "A",
            "employment_low": [180.0], "employment_high": [190.0],
            "total_wages_usd_low": [0.0], "total_wages_usd_high": [2.7e7],
        }
    )  # fmt: skip
    told = rounded_outward(IndustryBounds(cells, region, True), COUNTIES).region.iloc[0]
    # The others have 180 - 101 to 190 - 99; the first enters between the steps 84 and 112.
    assert told[["employment_low", "employment_high"]].tolist() == [79 + 84, 91 + 112]


@settings(max_examples=15, deadline=None)
@given(
    ends=st.lists(
        st.tuples(st.integers(0, 5_000), st.integers(0, 400), st.integers(1, 5)),
        min_size=2, max_size=6,
    ),
    narrowest=st.sampled_from([0.1, 0.25, 0.5]),
)  # fmt: skip
def test_no_two_sums_one_county_apart_are_closer_than_the_rule(
    ends: list[tuple[int, int, int]], narrowest: float
) -> None:
    counties = [f"390{number:02d}" for number in range(len(ends))]
    low, width, places = (np.array(part, dtype=float) for part in zip(*ends, strict=True))
    cells = pd.DataFrame(
        {
            "area_fips": counties, "own_code": "5", "naics": "622", "agglvl_code": "75",
            "year": "2022", "qtr": "A", "establishments": places,
            "employment_status": "withheld", "employment_low": low,
            "employment_high": low + width, "total_wages_usd_low": 5e4 * low,
            "total_wages_usd_high": 5e4 * (low + width),
        }
    )  # fmt: skip
    told = apart(cells, counties, narrowest)
    for name in ("employment", "total_wages_usd"):
        least, most = (told[f"{name}_told_{end}"] for end in ("low", "high"))
        assert (least <= told[f"{name}_low"]).all() and (most >= told[f"{name}_high"]).all()
        assert (least <= most * (1 - narrowest) + 1e-9).all() and (most > 0).all()
    region = pd.DataFrame({"naics": ["622"], "detail": "5", "year": "2022", "qtr": "A"})
    sums = []
    for chosen in (cells, cells[1:]):
        of_all = region.assign(
            **{name: chosen[name].sum() for name in chosen if name.endswith(("_low", "_high"))}
        )
        bounds = rounded_outward(IndustryBounds(chosen, of_all, False), counties, narrowest)
        sums.append(bounds.region.iloc[0])
    alike = [sums[0][end] - sums[1][end] for end in ("employment_low", "employment_high")]
    certain = [sums[0]["employment_low"] - sums[1]["employment_high"],
               sums[0]["employment_high"] - sums[1]["employment_low"]]  # fmt: skip
    for least, most in (alike, certain):
        assert max(least, 0) <= most * (1 - narrowest) + 1e-6 and most > 0


def test_the_difference_of_two_estimates_is_the_middle_of_a_step(rows: pd.DataFrame) -> None:
    cells = industry_bounds(system_of(rows, COUNTIES)).cells
    key = ["area_fips", "own_code", "naics", "year"]
    estimates = cells[key].assign(qtr="A", employment_estimate=64.0, total_wages_usd_estimate=9.0)
    told = coarsely(cells, COUNTIES, 0.25)(estimates)
    hospitals = told[told["naics"].eq("622")].set_index("area_fips")["employment_estimate"]
    # 64 lies between the steps 63 and 84; the wide cells keep theirs.
    assert hospitals.tolist() == [(63 + 84) / 2, 64, 64]


def test_the_share_must_be_one(rows: pd.DataFrame) -> None:
    cells = industry_bounds(system_of(rows, COUNTIES)).cells
    for share in (2.0, -0.1, 1e-12, float("nan")):
        with pytest.raises(ParameterError, match="a share from 0.01 to 1, or 0"):
            apart(cells, COUNTIES, share)
