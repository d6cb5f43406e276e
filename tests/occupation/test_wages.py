"""Wages: the nearest area first, top codes as least numbers, no percentiles of joined codes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.occupation.wages import (
    HOURLY,
    WAGES,
    industry_wages,
    occupation_wages,
    of_regional_wages,
    of_survey,
)

CODES = ["29-1141", "31-1131"]


def profile(*codes: str, low: float = 100.0) -> pd.DataFrame:
    codes = codes or tuple(CODES)
    return pd.DataFrame({"soc": codes, "occupation_title": codes, "employment_low": low})


def survey(median: float, soc: str = "29-1141", **more: object) -> pd.DataFrame:
    row = {"soc": soc, "area_title": "Here", "year": "2024", "annual_only": False}
    row |= dict.fromkeys(HOURLY, median) | {f"{name}_status": "published" for name in HOURLY}
    row |= {"annual_median_usd": 2080 * median, "annual_mean_usd": 2080 * median}
    return pd.DataFrame([{**row, "employment": 100.0, **more}])


def level(median: float, name: str = "metro", **more: object) -> pd.DataFrame:
    return of_survey(survey(median, **more), name, {})


def test_the_nearest_level_that_publishes_a_median_counts() -> None:
    table = occupation_wages(profile(), [level(40.0), level(35.0, "state")], 30)
    assert table.loc[0, ["wage_level", "hourly_median_usd"]].tolist() == ["metro", 40.0]


def test_what_the_nearest_does_not_publish_comes_from_the_next() -> None:
    near, next_one = level(np.nan), level(35.0, "state")
    table = occupation_wages(profile(), [near, next_one], 30)
    assert table.loc[0, "wage_level"] == "state"


def test_an_occupation_without_any_wage_is_told_so() -> None:
    table = occupation_wages(profile(), [level(40.0)], 30).set_index("soc")
    row = table.loc["31-1131"]
    assert (row["wage_status"], row["wage_level"]) == ("not_published", "")
    assert row[WAGES].isna().all()


def test_a_top_code_is_a_least_number_and_ties_at_the_top() -> None:
    tops = {"hourly_median_usd_status": "at_least", "hourly_p75_usd_status": "at_least"}
    rows = [
        survey(115.0, "29-1141", **tops), survey(115.0, "31-1131", **tops), survey(50.0, "11-1021"),
    ]  # fmt: skip
    found = of_survey(pd.concat(rows, ignore_index=True), "nation", {})
    table = occupation_wages(profile(*CODES, "11-1021"), [found], 30).set_index("soc")
    assert table.loc["29-1141", ["top_coded", "wage_status"]].tolist() == ["median", "at_least"]
    assert table["pay_rank"].tolist() == [1.0, 1.0, 3.0] or table["pay_rank"].max() == 3


def test_an_occupation_paid_by_the_year_has_no_hourly_wage() -> None:
    row = survey(np.nan, annual_only=True, annual_median_usd=60_000.0)
    table = occupation_wages(profile("29-1141"), [of_survey(row, "metro", {})], 30)
    assert table.loc[0, "wage_status"] == "annual_only"


def test_few_jobs_are_not_ranked_by_pay() -> None:
    table = occupation_wages(profile("29-1141", low=10.0), [level(40.0)], 30)
    assert table.loc[0, "pay_rank_note"] == "few_jobs"
    assert np.isnan(table.loc[0, "pay_rank"])


def test_codes_that_are_joined_have_a_mean_and_no_percentiles() -> None:
    rows = pd.concat([survey(10.0, "31-1121"), survey(20.0, "31-1122", employment=300.0)])
    found = of_survey(rows.reset_index(drop=True), "metro", dict.fromkeys(rows["soc"], "31-1120"))
    assert found["soc"].tolist() == ["31-1120"]
    assert found["annual_mean_usd"].tolist() == pytest.approx([2080 * 17.5])
    assert found[HOURLY].isna().all(axis=None)


def test_the_own_row_of_a_joined_code_counts_before_its_parts() -> None:
    rows = pd.concat([survey(10.0, "31-1121"), survey(15.0, "31-1120")]).reset_index(drop=True)
    found = of_survey(rows, "metro", {"31-1121": "31-1120"})
    assert found["hourly_median_usd"].tolist() == [15.0]


def test_pay_in_the_industry_is_the_local_wage_times_the_nations_ratio() -> None:
    wages = occupation_wages(profile("29-1141"), [level(45.0)], 30)
    found = industry_wages(wages, level(45.0, "nation"), level(41.0, "nation")).iloc[0]
    assert found["industry_wage_ratio"] == pytest.approx(41 / 45)
    assert found["industry_median_usd"] == pytest.approx(2080 * 41)


def test_a_top_code_gives_no_ratio() -> None:
    wages = occupation_wages(profile("29-1141"), [level(45.0)], 30)
    top = level(45.0, "nation", hourly_median_usd_status="at_least")
    assert np.isnan(industry_wages(wages, level(45.0), top).iloc[0]["industry_wage_ratio"])


def test_yearly_wages_of_a_regional_table_have_no_hourly_ones() -> None:
    row = {"soc": "25-2021", "area_title": "Here", "year": "2024", "unit": "year"}
    row |= {f"{name}_usd": 50_000.0 for name in ("mean", "pct10", "pct25", "median", "pct75")}
    table = pd.DataFrame([{**row, "pct90_usd": 80_000.0, "employment": 10.0}])
    found = of_regional_wages(table, {}).iloc[0]
    assert found["annual_median_usd"] == 50_000
    assert np.isnan(found["hourly_median_usd"])
    assert found["annual_only"]
