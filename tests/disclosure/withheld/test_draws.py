"""Feasible tables and what they say about ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.draws import (
    badges,
    drawn_places,
    drawn_weights,
    feasible_tables,
    shortlist_shares,
)
from sectornb.errors import InputError, ParameterError
from sectornb.shipped import shipped
from sectornb.sources.industry_cells import region_levels
from sectornb.sources.library import Library
from tests.builders.cells import case
from tests.builders.intervals import simple_rows

EXAMPLE = ["57017", "57019", "57027", "57029", "57037", "57039"]


@pytest.fixture
def two_counties() -> pd.DataFrame:
    # 62 is 100 in both; 622 and 623 are withheld and share 70 in each.
    rows: list[tuple[str, str, float | None]] = []
    for county in ("39041", "39045"):
        rows += [(county, "10", 100), (county, "62", 100), (county, "621", 30),
                 (county, "622", None), (county, "623", None)]  # fmt: skip
    return simple_rows(rows)


def test_withheld_industries_add_up_in_every_table(two_counties: pd.DataFrame) -> None:
    found = feasible_tables(two_counties, ["39041", "39045"], draws=200)
    jobs = dict(zip(found.industries["naics"], found.employment, strict=True))
    assert jobs["622"] + jobs["623"] == pytest.approx(140, abs=0.2)
    assert jobs["621"] == pytest.approx(60)
    assert np.ptp(jobs["622"]) > 60
    assert found.blocks == {"employment": 2, "wages": 2}


def test_tables_lie_inside_the_region_bounds(two_counties: pd.DataFrame) -> None:
    found = feasible_tables(two_counties, ["39041", "39045"], draws=100)
    region = industry_bounds(two_counties).region.set_index("naics").loc[found.industries["naics"]]
    for name in ("employment", "total_wages_usd"):
        drawn = getattr(found, name)
        assert (drawn >= region[f"{name}_low"].to_numpy()[:, None] - 1e-6).all()
        assert (drawn <= region[f"{name}_high"].to_numpy()[:, None] + 1e-6).all()


def test_with_the_state_tables_lie_inside_the_narrower_region_bounds() -> None:
    library = Library(shipped("data", "example", "library"))
    rows = region_levels(library, EXAMPLE, [2022])
    found = feasible_tables(rows, EXAMPLE, draws=60)
    region = industry_bounds(rows, EXAMPLE)
    assert region.state_used
    ends = region.region[region.region["detail"].eq("5")].set_index("naics")
    ends = ends.loc[found.industries["naics"]]
    # Rounding of published cells: half a job in each of six counties.
    for name, room in (("employment", 3.0), ("total_wages_usd", 1.0)):
        drawn = getattr(found, name)
        assert (drawn >= ends[f"{name}_low"].to_numpy()[:, None] - room).all()
        assert (drawn <= ends[f"{name}_high"].to_numpy()[:, None] + room).all()


def test_jobs_and_wages_do_not_move_together(two_counties: pd.DataFrame) -> None:
    found = feasible_tables(two_counties, ["39041"], draws=1_000)
    place = found.industries["naics"].tolist().index("622")
    together = np.corrcoef(found.employment[place], found.total_wages_usd[place])[0, 1]
    assert abs(together) < 0.15


def test_one_withheld_cell_decides_the_winner() -> None:
    example = case("S4_one_suppressed_rank")
    names = list(example["inputs"]["emp"])
    for label, scores in example["expected"]["scores"].items():
        jobs = {**example["inputs"]["emp"], "D": float(label.split("=")[1])}
        values = {
            "employment": np.array([jobs[name] for name in names]),
            "annual_wage": np.array([example["inputs"]["wage"][name] for name in names]),
        }
        places = drawn_places(values, dict(zip(values, example["inputs"]["weights"], strict=True)))
        lowest = min(scores.values())
        assert {n for n, p in zip(names, places[:, 0], strict=True) if p == 1} == {
            name for name, score in scores.items() if score == lowest
        }


def test_the_share_of_first_places_follows_the_drawn_values() -> None:
    # D above 300 wins alone, which is a third of 100..400; up to 200 C does, also a third.
    example = case("S4_one_suppressed_rank")["inputs"]
    drawn = np.linspace(100, 400, 3_001)
    jobs = np.array([drawn if name == "D" else np.full(3_001, example["emp"][name])
                     for name in example["emp"]])  # fmt: skip
    wages = np.array([example["wage"][name] for name in example["emp"]], dtype=float)
    places = drawn_places(
        {"employment": jobs, "annual_wage": wages}, {"employment": 0.5, "annual_wage": 0.5}
    )
    shares = shortlist_shares(list(example["emp"]), places, 1).set_index("naics")["first_share"]
    assert shares["D"] == pytest.approx(2 / 3, abs=0.01)
    assert shares["C"] == pytest.approx(2 / 3, abs=0.01)
    assert shares["B"] == pytest.approx(1 / 3, abs=0.01)
    assert shares["A"] == shares["E"] == 0


def test_badges_say_certain_only_when_proven() -> None:
    found = badges(
        pd.Series([1.0, 1.0, 0.5, 0.0, 0.0]),
        rank_best=pd.Series([1, 1, 2, 3, 12]),
        rank_worst=pd.Series([10, 11, 30, 40, 50]),
        shortlist=10,
    )
    assert found.tolist() == ["certain", "likely", "possible", "no", "no"]


def test_an_industry_without_a_value_has_no_place_and_takes_none() -> None:
    places = drawn_places({"employment": np.array([3.0, np.nan, 1.0])}, {"employment": 1.0})
    assert places[[0, 2], 0].tolist() == [1, 2]
    assert np.isnan(places[1, 0])
    assert shortlist_shares(["a", "b", "c"], places, 2)["shortlist_share"].tolist() == [1, 0, 1]


def test_random_weights_sum_to_one_and_repeat() -> None:
    weights = drawn_weights({"employment": 1, "annual_wage": 1, "historical_growth": 0}, 500)
    assert weights.shape == (500, 2)
    assert weights.sum(axis=1) == pytest.approx(1)
    assert weights.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.05)
    again = drawn_weights({"employment": 1, "annual_wage": 1, "historical_growth": 0}, 500)
    assert (weights == again).all()


def test_rounded_figures_unknown_levels_and_endless_cells_are_refused(
    two_counties: pd.DataFrame,
) -> None:
    with pytest.raises(ParameterError, match="rounded"):
        feasible_tables(two_counties, ["39041"], counting="rounded")
    with pytest.raises(ParameterError, match="naics_digits"):
        feasible_tables(two_counties, ["39041"], naics_digits=7)
    alone = two_counties[two_counties["naics"].str.len().eq(3)]
    with pytest.raises(InputError, match="no upper bound"):
        feasible_tables(alone, ["39041"])
