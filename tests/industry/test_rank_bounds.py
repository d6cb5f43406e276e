"""What is certain about a rank, whatever the withheld cells hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.industry.factors import industry_factors
from sectornb.industry.ranking import factor_ranks, industry_ranking, rank_bounds
from tests.builders.cells import case, county_cells, factor_table


def bounds(low: list[float], high: list[float], ties: str = "average") -> list[tuple[float, float]]:
    found = rank_bounds(pd.Series(low, dtype=float), pd.Series(high, dtype=float), ties)  # type: ignore[arg-type]
    return list(zip(found["best"], found["worst"], strict=True))


def test_known_values_have_one_rank() -> None:
    assert bounds([10, 30, 20], [10, 30, 20]) == [(3, 3), (1, 1), (2, 2)]


def test_an_open_value_reaches_as_far_as_it_may() -> None:
    # 5 or more: below 30 for certain only if it stays small, above it if large.
    assert bounds([5, 30, 2], [np.nan, 30, 2]) == [(1, 2), (1, 2), (3, 3)]


def test_nothing_known_means_any_rank() -> None:
    assert bounds([np.nan, 30, 2], [np.nan, 30, 2])[0] == (1, 3)


@pytest.mark.parametrize(("ties", "expected"), [("average", 1.5), ("min", 1)])
def test_certain_ties_follow_the_rule(ties: str, expected: float) -> None:
    assert bounds([5, 5, 1], [5, 5, 1], ties)[0] == (expected, expected)


@st.composite
def intervals(draw: st.DrawFn) -> list[tuple[float, float, float]]:
    """Low end, truth, high end of some values; ends may be unknown."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        low, truth, high = sorted(draw(st.tuples(*[st.integers(0, 12).map(float)] * 3)))
        if draw(st.booleans()):
            low = high = truth
        found.append(
            (
                low if low == high or draw(st.booleans()) else np.nan, truth,
                high if low == high or draw(st.booleans()) else np.nan,
            )
        )  # fmt: skip
    return found


@given(intervals(), st.sampled_from(["average", "min"]))
def test_every_completion_ranks_within_the_bounds(
    values: list[tuple[float, float, float]], ties: str
) -> None:
    low, truth, high = (pd.Series(column, dtype=float) for column in zip(*values, strict=True))
    found = rank_bounds(low, high, ties)  # type: ignore[arg-type]
    ranks = factor_ranks(truth, ties)  # type: ignore[arg-type]
    assert (found["best"] <= ranks).all()
    assert (ranks <= found["worst"]).all()


def one_suppressed(jobs: float | None) -> pd.DataFrame:
    inputs = case("S4_one_suppressed_rank")["inputs"]
    low, high = inputs["emp"]["D"]
    names = list(inputs["emp"])
    known = [inputs["emp"][n] if n != "D" else (np.nan if jobs is None else jobs) for n in names]
    ends = {
        f"employment_{end}": [known[i] if n != "D" or jobs is not None else value
                              for i, n in enumerate(names)]
        for end, value in (("low", low), ("high", high))
    }  # fmt: skip
    return factor_table(
        naics=names, employment=known, **ends, annual_wage_usd=[inputs["wage"][n] for n in names]
    )


WEIGHTS = {"employment": 0.5, "annual_wage": 0.5}


@pytest.mark.parametrize("jobs", [100, 250, 400])
def test_the_published_scores_of_each_completion(jobs: float) -> None:
    expected = case("S4_one_suppressed_rank")["expected"]["scores"][f"D={jobs}"]
    found = industry_ranking(one_suppressed(jobs), WEIGHTS, shortlist=1)
    assert dict(zip(found["naics"], found["score"], strict=True)) == pytest.approx(expected)


def test_one_withheld_cell_leaves_the_winner_open() -> None:
    found = industry_ranking(one_suppressed(None), WEIGHTS, shortlist=1).set_index("naics")
    assert found["rank_best"].loc[["C", "D"]].tolist() == [1, 1]
    assert found["badge"].to_dict() == {
        "A": "no", "B": "possible", "C": "possible", "D": "possible", "E": "no",
    }  # fmt: skip


def test_without_withheld_cells_every_rank_is_proven() -> None:
    found = industry_ranking(one_suppressed(250), WEIGHTS, shortlist=1)
    assert found["rank_best"].tolist() == found["rank"].tolist() == found["rank_worst"].tolist()
    assert set(found["badge"]) == {"certain", "no"}


def test_an_industry_without_a_score_stands_before_nobody() -> None:
    # 622 is first in jobs and pay, but its growth may not be ranked, so it has no score.
    table = factor_table(
        naics=["622", "713", "722"], employment=[9, 5, 1], annual_wage_usd=[9, 5, 1],
        historical_growth_pct=[5, 5, 1], growth_ranked=[False, True, True],
    )  # fmt: skip
    weights = {"employment": 5.0, "annual_wage": 5.0, "historical_growth": 0.1}
    found = industry_ranking(table, weights, shortlist=1).set_index("naics")
    assert found.loc["713", "rank"] == 1
    assert found.loc["713", "rank_best"] == 1
    assert found.loc["622", "badge"] != "certain"


def redrawn(possible: bool) -> pd.DataFrame:
    # Nothing is known of the growth of 455; jobs and pay of all are.
    table = factor_table(
        naics=["455", "622", "713"], employment=[9, 5, 1], annual_wage_usd=[9, 5, 1],
        historical_growth_pct=[np.nan, 5, 1], growth_ranked=[False, True, True],
        growth_possible=[possible, True, True],
    )  # fmt: skip
    weights = {"employment": 1.0, "annual_wage": 1.0, "historical_growth": 1.0}
    return industry_ranking(table, weights, shortlist=1).set_index("naics")


def test_an_industry_that_can_never_be_scored_leaves_the_places_of_the_others_alone() -> None:
    # By jobs and pay 455 is first, yet across new codes its growth is never known.
    found = redrawn(possible=False)
    assert found.loc["622", ["rank_best", "rank_worst"]].tolist() == [1, 1]
    assert found.loc["622", "badge"] == "certain"


def test_an_industry_that_may_get_a_score_widens_the_places_of_the_others() -> None:
    assert redrawn(possible=True).loc["622", "rank_worst"] == 2


def test_an_industry_that_can_never_be_scored_has_no_place_and_says_why() -> None:
    found = redrawn(possible=False).loc["455"]
    assert pd.isna(found["rank_best"])
    assert pd.isna(found["rank_worst"])
    assert found["badge"] == "unscored"
    assert found["unscored_because"] == "past growth: no growth that can be ranked"


COUNTIES = ("57001", "57003")
CODES = ("236", "622", "713", "722")
Jobs = dict[tuple[str, str, int], float]


def ranking(jobs: Jobs, hidden: set[tuple[str, str, int]]) -> pd.DataFrame:
    rows = [(*key, None if key in hidden else n) for key, n in jobs.items()]
    cells = county_cells(rows)
    # Pay differs between industries and counties.
    scale = cells["naics"].astype(float) % 7 + cells["area_fips"].eq("57003")
    cells["total_wages_usd"] *= scale + 1
    shares = pd.DataFrame(
        {"naics": CODES, "share": 0.05, "share_low": 0.049, "share_high": 0.051, "counties": 2}
    )
    factors = industry_factors(
        cells, counties=COUNTIES, base_year=2019, latest_year=2022, all_jobs=9_000.0,
        owner_jobs=8_000.0, shares=shares, owner_share=0.8, small_base_jobs=100, titles={},
    )  # fmt: skip
    weights = {"employment": 1.0, "annual_wage": 2.0, "historical_growth": 1.0,
               "location_quotient": 1.0}  # fmt: skip
    found: pd.DataFrame = industry_ranking(factors, weights, shortlist=2).set_index("naics")
    return found


# Half of the usual number: each builds a whole factor table twice.
@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_every_completion_and_the_published_ranking_lie_within_the_bounds(
    data: st.DataObject,
) -> None:
    keys = [(c, n, y) for c in COUNTIES for n in CODES for y in (2019, 2022)]
    truth: Jobs = {key: float(data.draw(st.integers(1, 900))) for key in keys}
    hidden = data.draw(st.sets(st.sampled_from(keys), max_size=6))
    published, actual = ranking(truth, hidden), ranking(truth, set())
    for naics in published.index:
        best, worst, badge = published.loc[naics, ["rank_best", "rank_worst", "badge"]]
        for rank in (actual.loc[naics, "rank"], published.loc[naics, "rank"]):
            assert pd.isna(rank) or best <= rank <= worst, naics
        if badge == "certain":
            assert actual.loc[naics, "shortlisted"]
        if badge == "no":
            assert not actual.loc[naics, "shortlisted"]
        if badge == "unscored":
            assert pd.isna(actual.loc[naics, "score"])
