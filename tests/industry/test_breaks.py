"""Growth across new editions, renamed counties and released cells."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.industry.breaks import growth_breaks, under_later_codes
from sectornb.industry.factors import industry_factors
from sectornb.industry.series import matched_yearly_jobs, owner_totals, yearly_jobs
from tests.builders.cells import Row, county_cells

A, B = "57001", "57003"


def factors(cells: pd.DataFrame, counties: list[str], **changes: object) -> pd.DataFrame:
    shares = pd.DataFrame(
        {"naics": ["5132"], "share": 0.01, "share_low": 0.01, "share_high": 0.01, "counties": 0}
    )
    asked: dict[str, object] = {
        "counties": counties, "base_year": 2019, "latest_year": 2022, "all_jobs": 2_000.0,
        "owner_jobs": 1_600.0, "shares": shares, "owner_share": 0.8, "small_base_jobs": 100,
        "titles": {},
    }  # fmt: skip
    return industry_factors(cells, **{**asked, **changes}).set_index("naics")  # type: ignore[arg-type]


def test_software_publishers_are_one_industry_across_the_edition() -> None:
    # 5112 from 1,000 to 0 and 5132 from 0 to 1,040 is +4 %, not -100 %.
    rows: list[Row] = [(A, "5112", 2019, 1000), (A, "5132", 2022, 1040)]
    found = factors(county_cells(rows), [A])
    assert found.loc["5132", "historical_growth_pct"] == pytest.approx(4)
    assert found.loc["5132", "growth_note"] == ""
    assert found.loc["5132", "growth_ranked"]


def test_a_redrawn_code_has_no_growth_and_says_why() -> None:
    rows: list[Row] = [(A, "445", 2019, 1000), (A, "445", 2022, 1200)]
    found = factors(county_cells(rows), [A]).loc["445"]
    assert pd.isna(found["historical_growth_pct"])
    assert "NAICS 2022 moved businesses" in found["growth_note"]


def test_released_government_cells_are_no_growth() -> None:
    cells = pd.concat(
        [
            county_cells([(A, "622", 2019, 500), (A, "622", 2022, 520)]),
            county_cells([(A, "622", 2019, None), (A, "622", 2022, 900)], own="2"),
            county_cells([(A, "541", 2019, 500), (A, "541", 2022, 520)]),
        ],
        ignore_index=True,
    )
    reasons = growth_breaks(cells, ["622", "541"], 2019, 2022)
    assert "withheld until 2021 and published from 2022 on" in reasons[0]
    assert reasons[1] == ""
    # Within the years before the release, a withheld cell is only a withheld cell.
    assert growth_breaks(cells, ["622"], 2019, 2021) == [""]


def test_a_region_that_cannot_be_followed_back_has_no_growth() -> None:
    cells = county_cells([(A, "622", 2022, 500)])
    found = factors(cells, [A], no_growth="Planning regions replaced the counties.")
    assert found.loc["622", "growth_note"] == "Planning regions replaced the counties."
    assert not found.loc["622", "growth_ranked"]


def test_other_codes_stay() -> None:
    cells = county_cells([(A, "622", 2019, 5), (A, "5112", 2019, 7), (A, "5112", 2022, 9)])
    assert under_later_codes(cells, 2019, 2022)["naics"].tolist() == ["622", "5132", "5112"]


def test_yearly_jobs_leave_out_withheld_and_redrawn_years() -> None:
    rows: list[Row] = [
        (A, "622", 2020, 10), (B, "622", 2020, 20), (A, "622", 2021, None), (B, "622", 2021, 21),
        (A, "622", 2022, 12), (B, "622", 2022, 22), (A, "445", 2021, 5), (A, "445", 2022, 6),
    ]  # fmt: skip
    found = yearly_jobs(county_cells(rows), 2022)
    assert found.loc["622", [2020, 2022]].tolist() == [30, 34]
    assert pd.isna(found.loc["622", 2021])
    assert pd.isna(found.loc["445", 2021])
    # Only B is disclosed in every year.
    matched = matched_yearly_jobs(county_cells(rows), [A, B], 2022)
    assert matched.loc["622"].tolist() == [20, 21, 22]
    assert yearly_jobs(county_cells([]), 2022).empty


def test_totals_of_a_year_with_a_withheld_area_are_left_out() -> None:
    cells = pd.concat(
        [county_cells([(A, "10", 2021, 5), (B, "10", 2021, None), (A, "10", 2022, 6)])]
    )
    assert owner_totals(cells, "private") == {2022: 6}
    assert owner_totals(cells, "all") == {}


def test_a_base_year_with_codes_of_two_editions_is_told_and_not_merged() -> None:
    rows: list[Row] = [(A, "5112", 2019, 1000), (B, "5132", 2019, 1040)]
    with pytest.raises(InputError, match="rows of 2019 .* 5112 and 5132.*--replace"):
        under_later_codes(county_cells(rows), 2019, 2022)
