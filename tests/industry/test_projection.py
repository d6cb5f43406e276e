"""Projected growth: annualized, combined from areas, or a trend of our own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.errors import ParameterError
from sectornb.industry.factors import without_projection
from sectornb.industry.growth import annual_growth_pct
from sectornb.industry.projection import (
    damped_trend,
    projected,
)
from sectornb.industry.ranking import active_weights
from sectornb.sources.projected_areas import combined_areas, under_codes_of
from tests.builders.cells import factor_table


def published(*rows: tuple[str, str, float, float], years: str = "2022 2032") -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["area_code", "naics", "base_employment", "target_employment"]
    )
    base, target = years.split()
    return frame.assign(area_title="Area " + frame["area_code"], base_year=base, target_year=target)


def factors(*codes: str) -> pd.DataFrame:
    return without_projection(factor_table(naics=list(codes), employment=[500.0] * len(codes)))


EMPTY = pd.DataFrame()


def project(
    table: pd.DataFrame,
    given: pd.DataFrame | None,
    matched: pd.DataFrame = EMPTY,
    choice: str = "auto",
    areas: dict[str, float] | None = None,
    year: int = 2022,
) -> pd.DataFrame:
    combined = None if given is None else under_codes_of(combined_areas(given, areas or {}), year)
    return projected(table, combined, matched, year, choice=choice, small_base_jobs=100).set_index(
        "naics"
    )  # type: ignore[arg-type]


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


EDITION = published(
    ("39000", "444", 46_000, 50_000),
    ("39000", "5112", 6_000, 9_000),
    ("39000", "622", 230_000, 245_000),
    ("39000", "44-45", 500_000, 510_000),
    years="2020 2030",
)
"""Projections that start in 2020, in the codes of NAICS 2017."""


def test_a_code_that_was_redrawn_since_has_no_projection() -> None:
    found = project(factors("444", "449", "622"), EDITION)
    assert found["projection_ranked"].tolist() == [False, False, True]
    assert found.loc["622", "projected_growth_pct"] == pytest.approx(6.5217, abs=1e-4)
    assert found.loc["444", "projection_note"] == (
        "NAICS 2022 moved businesses into or out of 444, so the projection for Area 39000, which "
        "starts in 2020, is not laid on it."
    )
    assert "449 was not yet in use in 2020" in found.loc["449", "projection_note"]


def test_what_passed_on_undivided_keeps_its_projection_under_its_new_code() -> None:
    assert project(factors("5132"), EDITION).loc["5132", "projected_growth_pct"] == 50


def test_a_sector_that_leaked_a_little_says_so() -> None:
    note = project(factors("44-45"), EDITION).loc["44-45", "projection_note"]
    assert "Growth of 44-45 is approximate: NAICS 2022 dissolved nonstore retail" in note


def test_newer_projections_on_older_industries_break_the_same_way() -> None:
    later = published(("39000", "5132", 100, 120), ("39000", "444", 100, 120))
    found = project(factors("444", "5112"), later, year=2021)
    assert found["projection_origin"].tolist() == ["", "published"]


def test_a_trend_of_our_own_stands_in_with_the_reason() -> None:
    matched = history(500, 510, 520, 530, 540).to_frame("444").T
    found = project(factors("444"), EDITION, matched).loc["444"]
    assert found["projection_origin"] == "own trend"
    assert "NAICS 2022 moved businesses" in found["projection_note"]
    assert "Instead: made here from past years" in found["projection_note"]


def test_projections_in_the_same_edition_are_laid_on_as_they_are() -> None:
    same = published(("39000", "444", 100, 120), years="2023 2033")
    assert project(factors("444"), same).loc["444", "projected_growth_pct"] == pytest.approx(20)
