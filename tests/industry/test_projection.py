"""Projected growth: annualized, combined from areas, or a trend of our own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.errors import ParameterError
from sectornb.industry.factors import without_projection
from sectornb.industry.growth import annual_growth_pct
from sectornb.industry.projection import combined_areas, damped_trend, projected
from sectornb.industry.ranking import active_weights
from tests.builders.cells import factor_table


def published(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["area_code", "naics", "base_employment", "target_employment"]
    )
    return frame.assign(
        area_title="Area " + frame["area_code"], base_year="2022", target_year="2032"
    )


def factors(*codes: str) -> pd.DataFrame:
    return without_projection(factor_table(naics=list(codes), employment=[500.0] * len(codes)))


EMPTY = pd.DataFrame()


def project(
    table: pd.DataFrame,
    given: pd.DataFrame | None,
    matched: pd.DataFrame = EMPTY,
    choice: str = "auto",
    areas: dict[str, float] | None = None,
) -> pd.DataFrame:
    return projected(
        table, given, matched, 2022, choice=choice, areas=areas or {}, small_base_jobs=100
    ).set_index("naics")  # type: ignore[arg-type]


def test_growth_a_year_is_compounded() -> None:
    # 34 percent in five years is 6.03 percent a year; 34 / 5 would be 6.8.
    assert annual_growth_pct(pd.Series([34.0]), 5).iloc[0] == pytest.approx(6.0281, abs=1e-4)
    assert annual_growth_pct(pd.Series([34.0]), 0).isna().all()


def test_a_published_projection_keeps_its_area_years_and_yearly_rate() -> None:
    found = project(factors("622", "623"), published(("39000", "622", 1000, 1340)))
    row = found.loc["622"]
    assert row["projected_growth_pct"] == pytest.approx(34)
    # 1.34 ** (1 / 10) - 1.
    assert row["projected_growth_annual_pct"] == pytest.approx(2.9699, abs=1e-4)
    assert row["projection_area"] == "Area 39000"
    assert (row["projection_base_year"], row["projection_target_year"]) == ("2022", "2032")
    assert row["projection_origin"] == "published"
    assert "scenario" in row["projection_note"]
    assert not found.loc["623", "projection_ranked"]


def test_areas_are_combined_by_weighted_jobs_not_by_rates() -> None:
    # 1000 -> 1100 whole and 500 -> 900 half: 1250 -> 1550, 24 %. The mean of rates is 45 %.
    both = published(("1", "622", 1000, 1100), ("2", "622", 500, 900), ("1", "623", 10, 20))
    found = project(factors("622", "623"), both, areas={"1": 1, "2": 0.5})
    assert found.loc["622", "projected_growth_pct"] == pytest.approx(24)
    # 623 is not projected for the second area, so not for the whole.
    assert np.isnan(found.loc["623", "projected_growth_pct"])


def test_several_areas_need_weights() -> None:
    both = published(("1", "622", 1, 2), ("2", "622", 1, 2))
    with pytest.raises(ParameterError, match="2 areas"):
        combined_areas(both, {})
    with pytest.raises(ParameterError, match="no area 3"):
        combined_areas(both, {"3": 1})
    with pytest.raises(ParameterError, match="weight above 0"):
        combined_areas(both, {"1": 0})


def history(*jobs: float) -> pd.Series:
    return pd.Series(jobs, index=range(2023 - len(jobs), 2023))


def test_a_steady_industry_stays_where_it_is() -> None:
    found = damped_trend(history(500, 500, 500, 500, 500, 500))
    assert found["growth"] == pytest.approx(0, abs=0.1)
    assert found["low"] <= found["growth"] <= found["high"]


def test_a_trend_fades() -> None:
    # 10 % a year for six years: on and on it would be 159 % in ten years more.
    found = damped_trend(history(*(100 * 1.1**year for year in range(6))))
    assert 20 < found["growth"] < 159
    # The first five years give less than half of the straight line over fifty.
    assert damped_trend(history(*(100 * 1.1**y for y in range(6))), 50)["growth"] < 300


def test_noise_widens_the_interval() -> None:
    calm = damped_trend(history(500, 505, 510, 515, 520, 525))
    noisy = damped_trend(history(500, 560, 480, 570, 490, 525))
    assert noisy["high"] - noisy["low"] > 3 * (calm["high"] - calm["low"])


@pytest.mark.parametrize("jobs", [(1, 2, 3, 4), (5, 5, 0, 5, 5)])
def test_too_little_for_a_trend_is_refused(jobs: tuple[float, ...]) -> None:
    with pytest.raises(ParameterError):
        damped_trend(history(*jobs))


def test_our_trend_is_marked_and_not_ranked_unless_chosen() -> None:
    matched = history(500, 510, 520, 530, 540, 550).to_frame("622").T
    table = factors("622")
    shown = project(table, None, matched).loc["622"]
    assert shown["projection_origin"] == "own trend"
    assert not shown["projection_ranked"]
    assert "no agency" in shown["projection_note"]
    assert shown["projected_growth_pct_low"] < shown["projected_growth_pct"]
    weights = {"employment": 1.0, "projected_growth": 1.0}
    assert "projected_growth" not in active_weights(shown.to_frame().T.reset_index(), weights)
    counted = project(table, None, matched, choice="trend")
    assert counted.loc["622", "projection_ranked"]
    assert "projected_growth" in active_weights(counted.reset_index(), weights)


def test_published_goes_before_our_trend() -> None:
    matched = pd.DataFrame([history(500, 510, 520, 530, 540)] * 2, index=["622", "623"])
    found = project(factors("622", "623"), published(("39000", "622", 1000, 1340)), matched)
    assert found["projection_origin"].tolist() == ["published", "own trend"]


def test_short_gappy_and_small_series_have_no_trend() -> None:
    matched = pd.DataFrame(
        {2018: [500, 500, 50], 2019: [500, None, 50], 2020: [500, 500, 50], 2021: [500, 500, 50],
         2022: [500, 500, 50]}, index=["622", "623", "624"], dtype=float,
    )  # fmt: skip
    found = project(factors("622", "623", "624", "625"), None, matched)
    assert found["projection_origin"].tolist() == ["own trend", "", "", ""]
    assert "fewer than 5 years" in found.loc["623", "projection_note"]
    assert "fewer than 100 jobs" in found.loc["624", "projection_note"]
    assert "fewer than 5 years" in found.loc["625", "projection_note"]


def test_none_projects_nothing() -> None:
    found = project(factors("622"), published(("39000", "622", 1, 2)), choice="none")
    assert found["projected_growth_pct"].isna().all()
