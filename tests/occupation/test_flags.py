"""Flags by their definitions; what is not known is neither yes nor no."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.occupation.flags import occupation_flags


def flags(
    openings: float = 100.0,
    growth: float = 5.0,
    median: float = 30.0,
    level: str = "metro",
    education: str = "Associate's degree",
    parity: float | None = 1.0,
) -> pd.Series:
    code = {"soc": ["29-2034"]}
    rows = {"occupation_title": ["x"], "annual_openings": [openings], "growth_pct": [growth]}
    table = occupation_flags(
        pd.DataFrame({**code, **rows}),
        pd.DataFrame({**code, "hourly_median_usd": [median], "wage_level": [level]}),
        pd.DataFrame({**code, "entry_education": [education]}),
        least_openings=50,
        all_growth_pct=4.0,
        national_median_usd=25.0,
        price_parity=parity,
    )
    return table.iloc[0]


@pytest.mark.parametrize(("openings", "flag"), [(50, "yes"), (49, "no"), (np.nan, "not_known")])
def test_in_demand_from_the_openings_that_are_asked_for(openings: float, flag: str) -> None:
    assert flags(openings=openings)["in_demand"] == flag


@pytest.mark.parametrize(("growth", "flag"), [(4.0, "yes"), (3.9, "no"), (np.nan, "not_known")])
def test_growing_at_least_as_fast_as_all(growth: float, flag: str) -> None:
    assert flags(growth=growth)["growing"] == flag


def test_a_shrinking_occupation_is_not_growing_where_all_shrink() -> None:
    assert flags(growth=-1.0)["growing"] == "no"


def test_an_opportunity_pays_above_the_nation_without_a_bachelors_degree() -> None:
    assert flags()["opportunity"] == "yes"
    assert flags(education="Bachelor's degree")["opportunity"] == "no"
    assert flags(median=25.0)["opportunity"] == "no"
    assert flags(median=27.0, parity=1.1)["opportunity"] == "no"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"parity": None}, "no_price_parity"),
        ({"level": "state"}, "no_local_wage"),
        ({"median": np.nan}, "no_local_wage"),
        ({"education": ""}, "no_education"),
    ],
)
def test_what_is_lacking_is_told(changes: dict[str, object], status: str) -> None:
    found = flags(**changes)  # type: ignore[arg-type]
    assert (found["opportunity"], found["opportunity_status"]) == ("not_known", status)
