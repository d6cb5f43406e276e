"""Growth by source: the region's industries, the state's and the nation's occupations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.occupation.demand import (
    EVERY,
    all_industry_jobs,
    growth_in_industry,
    growth_of_industries,
    growth_of_state,
)

YEARS = {"base_year": "2022", "target_year": "2032"}


def combined(**jobs: tuple[float, float]) -> pd.DataFrame:
    rows = [
        {"naics": naics.strip("_"), "base_employment": of[0], "target_employment": of[1]}
        for naics, of in jobs.items()
    ]
    return pd.DataFrame(rows).assign(area="Here", **YEARS)


def test_several_targets_grow_as_their_sum() -> None:
    table = growth_of_industries(combined(_622=(100, 110), _623=(300, 330 + 20)), ["622", "623"])
    assert table["soc"].tolist() == [EVERY]
    assert table["growth_pct"].tolist() == pytest.approx([15.0])


def test_a_target_that_is_not_projected_leaves_growth_to_the_next_source() -> None:
    assert growth_of_industries(combined(_622=(100, 110)), ["622", "623"]).empty


def test_groups_of_the_states_projections_are_left_out() -> None:
    rows = pd.DataFrame(
        {
            "soc": ["29-0000", "29-1141"],
            "is_group": [True, False],
            "area_title": "State",
            "base_employment": [100.0, 50.0],
            "target_employment": [120.0, 55.0],
            **YEARS,
        }
    )
    table = growth_of_state(rows)
    assert table["soc"].tolist() == ["29-1141"]
    assert table["growth_pct"].tolist() == pytest.approx([10.0])


def test_growth_in_several_matrices_is_that_of_their_sum() -> None:
    rows = pd.DataFrame(
        {
            "matrix_code": ["29-1141", "29-1141", "31-1131"],
            "base_employment": [100.0, 300.0, 0.0],
            "target_employment": [110.0, 330.0, 100.0],
            **YEARS,
        }
    )
    table = growth_in_industry(rows).set_index("soc")
    assert table.loc["29-1141", "growth_pct"] == pytest.approx(10)
    # From no jobs there is no rate.
    assert np.isnan(table.loc["31-1131", "growth_pct"])


def test_jobs_over_all_industries_are_missing_where_they_are_not_published() -> None:
    area = pd.DataFrame({"soc": ["29-1141", "31-1131"], "employment": [500.0, np.nan]})
    profile = pd.DataFrame(
        {"soc": ["29-1141", "31-1131", "11-1021"], "occupation_title": ["a", "b", "c"]}
    )
    table = all_industry_jobs(area, profile)
    assert table["employment"].tolist() == pytest.approx([500, np.nan, np.nan], nan_ok=True)
