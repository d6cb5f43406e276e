"""The factor table: size, pay, growth, concentration, and what is withheld in each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.dictionary import dictionary
from sectornb.industry.factors import (
    average_annual_wage,
    industry_factors,
)
from sectornb.industry.growth import growth_pct
from tests.builders.cells import Row, county_cells

A, B = "57001", "57003"


def shares(*codes: str, share: float = 0.05) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "naics": list(codes), "share": share, "share_low": share * 0.99,
            "share_high": share * 1.01, "counties": 2,
        }
    )  # fmt: skip


def factors(rows: list[Row], **changes: object) -> pd.DataFrame:
    """Factors by industry of counties A and B; a third industry keeps every county present."""
    filler: list[Row] = [(c, "812", y, 50.0) for c in (A, B) for y in (2019, 2022)]
    asked: dict[str, object] = {
        "counties": [A, B], "base_year": 2019, "latest_year": 2022, "all_jobs": 2_000.0,
        "owner_jobs": 1_600.0, "shares": shares("622", "722", "513"), "owner_share": 0.8,
        "small_base_jobs": 100, "titles": {"622": "Hospitals"},
    }  # fmt: skip
    cells = county_cells([*rows, *filler])
    found = industry_factors(cells, **{**asked, **changes})  # type: ignore[arg-type]
    return found.set_index("naics", drop=False)


def hospitals(*jobs: float | None, **changes: object) -> pd.Series:
    """Factors of 622 from jobs of A in 2019, A in 2022, B in 2019, B in 2022."""
    places = [(A, 2019), (A, 2022), (B, 2019), (B, 2022)]
    rows = [(c, "622", y, n) for (c, y), n in zip(places, jobs, strict=False)]
    return factors(rows, **changes).loc["622"]


def test_growth_is_percent_change() -> None:
    # 120 / 80 - 1 = 50 percent.
    assert growth_pct(pd.Series([80.0]), pd.Series([120.0])).tolist() == [50.0]


@pytest.mark.parametrize(("base", "latest"), [(0.0, 5.0), (np.nan, 5.0), (5.0, np.nan)])
def test_growth_is_missing_from_nothing_or_an_unknown(base: float, latest: float) -> None:
    assert growth_pct(pd.Series([base]), pd.Series([latest])).isna().all()


def test_pay_is_wages_over_jobs() -> None:
    found = average_annual_wage(pd.Series([6e6, 6e6]), pd.Series([100.0, 0.0]))
    assert found.iloc[0] == 60_000
    assert pd.isna(found.iloc[1])


def test_a_disclosed_industry_is_complete() -> None:
    found = hospitals(100, 150, 100, 90)
    assert found["employment"] == 240
    assert found["annual_wage_usd"] == 50_000
    assert found["employment_change"] == 40
    assert found["historical_growth_pct"] == pytest.approx(20)
    assert found["historical_growth_matched_pct"] == pytest.approx(20)
    # 240 of 2,000 jobs are 12 percent, against 5 in the nation.
    assert found["location_quotient"] == pytest.approx(2.4)
    # Own base: (240 / 1,600) / (0.05 / 0.8).
    assert found["location_quotient_own_base"] == pytest.approx(2.4)
    assert found["growth_ranked"]
    assert found["growth_note"] == ""
    assert found["naics_title"] == "Hospitals"


def test_the_own_base_divides_by_the_ownerships_own_jobs() -> None:
    found = hospitals(100, 150, 100, 90, owner_jobs=1_000.0, owner_share=0.9)
    assert found["location_quotient_own_base"] == pytest.approx((240 / 1_000) / (0.05 / 0.9))


def test_a_county_withheld_in_the_latest_year_leaves_floors() -> None:
    found = hospitals(100, 150, 400, None)
    measures = ["employment", "annual_wage_usd", "historical_growth_pct", "location_quotient"]
    assert found[measures].isna().all()
    assert found["employment_low"] == 150
    assert found["annual_wage_disclosed_usd"] == 50_000
    # At least 150 of 500 stayed; county A alone grew by half.
    assert found["historical_growth_pct_low"] == pytest.approx(-70)
    assert pd.isna(found["historical_growth_pct_high"])
    assert found["historical_growth_matched_pct"] == pytest.approx(50)
    assert found["location_quotient_floor"] == pytest.approx(1.5)
    assert "disclosed at both ends" in found["growth_note"]


def test_a_withheld_cell_without_an_establishment_stays_in_the_table() -> None:
    cells = county_cells([(A, "622", 2022, None)], establishments=0)
    others = county_cells([(c, "812", y, 50.0) for c in (A, B) for y in (2019, 2022)])
    found = industry_factors(
        pd.concat([cells, others], ignore_index=True), counties=[A, B], base_year=2019,
        latest_year=2022, all_jobs=2_000.0, owner_jobs=1_600.0, shares=shares("622"),
        owner_share=0.8, small_base_jobs=100, titles={},
    ).set_index("naics")  # fmt: skip
    assert found.loc["622", "employment_status"] == "withheld"


def test_growth_of_several_ownerships_is_named_for_the_cells_that_it_compares() -> None:
    private = county_cells([("57001", "622", 2017, 400), ("57001", "622", 2022, 440)])
    public = county_cells([("57001", "622", 2017, 300), ("57001", "622", 2022, None)], own="3")
    shares = pd.DataFrame(
        [("622", 0.05, 0.05, 0.05, 3)],
        columns=["naics", "share", "share_low", "share_high", "counties"],
    )
    found = industry_factors(
        pd.concat([private, public], ignore_index=True), counties=["57001"], base_year=2017,
        latest_year=2022, all_jobs=2_000.0, owner_jobs=2_000.0, shares=shares, owner_share=1.0,
        small_base_jobs=100, titles={},
    ).iloc[0]  # fmt: skip
    assert found["historical_growth_matched_pct"] == pytest.approx(10)
    assert found["growth_note"].startswith("counties and ownerships compared are those disclosed")


def test_a_county_withheld_in_the_base_year_bounds_growth_from_above() -> None:
    found = hospitals(100, 150, None, 50)
    assert pd.isna(found["historical_growth_pct_low"])
    assert found["historical_growth_pct_high"] == pytest.approx(100)
    assert found["employment_base_status"] == "partly_withheld"


def test_an_industry_withheld_at_one_end_everywhere_has_no_growth_rank() -> None:
    found = hospitals(None, 150, 100, None)
    assert not found["growth_ranked"]
    assert "every county" in found["growth_note"]


@pytest.mark.parametrize("jobs", [(99, 300, 0, 0), (300, 99, 0, 0)])
def test_growth_on_a_small_base_is_shown_and_not_ranked(jobs: tuple[float, ...]) -> None:
    found = hospitals(*jobs)
    assert pd.notna(found["historical_growth_pct"])
    assert not found["growth_ranked"]
    assert "fewer than 100 jobs" in found["growth_note"]


def test_the_smallest_base_allowed_is_ranked() -> None:
    assert hospitals(100, 100, 0, 0)["growth_ranked"]


def test_a_new_industry_has_no_growth() -> None:
    found = factors([(A, "622", 2022, 300)]).loc["622"]
    assert pd.isna(found["historical_growth_pct"])
    assert found["employment_base_status"] == "absent"
    assert found["growth_note"] == "no establishment in 2019"


def test_an_industry_that_left_is_not_listed() -> None:
    assert "622" not in factors([(A, "622", 2019, 300)]).index


def test_a_code_that_the_edition_redrew_has_no_growth() -> None:
    found = factors([(A, "513", 2022, 300)]).loc["513"]
    assert "NAICS" in found["growth_note"]
    assert not found["growth_ranked"]


def test_equal_years_have_no_growth() -> None:
    found = factors([(A, "622", 2022, 300)], base_year=2022).loc["622"]
    assert pd.isna(found["historical_growth_pct"])
    assert found["growth_note"] == "the two years are the same"
    assert found["growth_years"] == 0


def test_an_unknown_title_is_said_to_be_unknown() -> None:
    assert factors([]).loc["812", "naics_title"] == "Title of 812 not known"


def test_columns_are_those_of_the_dictionary_and_rows_are_in_order() -> None:
    found = factors([(A, "722", 2022, 10), (A, "622", 2022, 10)])
    of_the_study = {"employment_estimate", "annual_wage_usd_estimate", "ends_held_back"}
    assert set(found.columns) == {*dictionary().table("industry_factors").columns} - of_the_study
    assert found["naics"].tolist() == ["622", "722", "812"]


JOBS = st.integers(1, 3_000).map(float)


# Half of the usual number: each builds a whole factor table twice.
@settings(max_examples=settings().max_examples // 2)
@given(
    truth=st.lists(JOBS, min_size=4, max_size=4),
    hidden=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_every_truth_lies_between_low_and_high(truth: list[float], hidden: list[bool]) -> None:
    published = hospitals(*(None if h else n for n, h in zip(truth, hidden, strict=True)))
    actual = hospitals(*truth)
    for measure in ("employment", "annual_wage_usd", "historical_growth_pct", "location_quotient"):
        value, low, high = (
            frame[name]
            for frame, name in (
                (actual, measure), (published, f"{measure}_low"), (published, f"{measure}_high"),
            )
        )  # fmt: skip
        assert pd.isna(low) or low <= value * (1 + 1e-12) + 1e-9
        assert pd.isna(high) or value <= high * (1 + 1e-12) + 1e-9
        assert pd.isna(published[measure]) or published[measure] == value
