"""What stands out on a factor, and on how many."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.highlights import UNPROVEN, industry_highlights, marks, with_counts
from sectornb.industry.ranking import industry_ranking
from tests.builders.cells import case, factor_table


def test_above_the_median_is_strictly_above() -> None:
    told = case("I10_start_score")
    for factor, expected in told["expected"]["above_median_counts"].items():
        found = marks(pd.Series(told["inputs"][factor]), top=2)
        assert found["above_median"].sum() == expected


def test_marks_by_hand() -> None:
    # Six values: the first two are a tie, the median lies between 4 and 3, a third is two.
    found = marks(pd.Series([9.0, 9.0, 4.0, 3.0, 2.0, 1.0, None]), top=1)
    assert found["top_n"].tolist() == [True, True, False, False, False, False, False]
    assert found["above_median"].tolist() == [True, True, True, False, False, False, False]
    assert found["top_third"].tolist() == [True, True, False, False, False, False, False]


def test_the_value_stands_beside_every_rank() -> None:
    factors = factor_table(
        naics=["622", "541", "999"], employment=[10_000.0, 9_900.0, 50_000.0],
        annual_wage_usd=[50_000.0, None, 10.0],
    )  # fmt: skip
    table = industry_highlights(factors, shortlist=1)
    # Unclassified establishments are nobody's industry; a factor without data is left out.
    assert set(table["naics"]) == {"541", "622"}
    assert set(table["factor"]) == {"employment", "annual_wage"}
    row = table.set_index(["naics", "factor"]).loc[("541", "employment")]
    assert row[["value", "rank"]].tolist() == [9_900, 2]
    assert not table.set_index(["naics", "factor"]).loc[("541", "annual_wage"), "top_n"]


def test_an_industry_is_counted_on_how_many_factors_it_stands_out() -> None:
    factors = factor_table(
        naics=["622", "541", "722"], employment=[3.0, 2.0, 1.0], annual_wage_usd=[3.0, 2.0, 1.0]
    )
    ranked = industry_ranking(factors, {"employment": 1, "annual_wage": 1}, shortlist=1)
    table = industry_highlights(factors, shortlist=1)
    counted = with_counts(ranked, table).set_index("naics")
    assert counted["factors_top_n"].to_dict() == {"622": 2, "541": 0, "722": 0}
    assert counted["factors_top_third"].to_dict() == pytest.approx({"622": 2, "541": 0, "722": 0})


def test_why_an_industry_is_where_it_is_names_its_best_and_its_worst_factors() -> None:
    factors = factor_table(
        naics=["622", "541", "722"], employment=[3.0, 2.0, 1.0], annual_wage_usd=[1.0, 2.0, 3.0]
    )
    ranked = industry_ranking(factors, {"employment": 1, "annual_wage": 1}, shortlist=1)
    told = with_counts(ranked, industry_highlights(factors, shortlist=1)).set_index("naics")["why"]
    assert told.to_dict() == {
        "622": "high: jobs; low: pay",
        "541": "",
        "722": "high: pay; low: jobs",
    }


def test_growth_that_may_be_a_loss_is_marked_among_the_reasons() -> None:
    # By what is shown 622 grew most and 722 least; what is withheld leaves both signs open.
    factors = factor_table(
        naics=["622", "541", "722"],
        historical_growth_pct=[None, 5.0, None],
        historical_growth_pct_low=[-3.0, 5.0, -20.0],
        historical_growth_pct_high=[30.0, 5.0, 2.0],
        historical_growth_matched_pct=[9.0, 5.0, -1.0],
    )
    ranked = industry_ranking(factors, {"historical_growth": 1}, shortlist=1)
    made = industry_highlights(factors, shortlist=1)
    told = with_counts(ranked, made, factors).set_index("naics")["why"]
    assert told["622"] == f"high: {UNPROVEN}"
    assert told["722"] == f"low: {UNPROVEN}"
    # A gain of at least nothing is no loss.
    proven = with_counts(ranked, made, factors.assign(historical_growth_pct_low=0.0))
    assert not proven["why"].str.contains("?", regex=False).any()


def test_best_and_worst_rank_on_each_factor_follow_from_the_ends() -> None:
    # 713 has 5 to 30 jobs: before or behind the 20 of 622, never behind the 2 of 722.
    factors = factor_table(
        naics=["622", "713", "722"], employment=[20, None, 2], employment_low=[20, 5, 2],
        employment_high=[20, 30, 2],
    )  # fmt: skip
    found = industry_highlights(factors, shortlist=1).set_index(["factor", "naics"])
    ends = found.loc["employment", ["rank_best", "rank_worst"]]
    assert ends.loc["622"].tolist() == [1, 2]
    assert ends.loc["713"].tolist() == [1, 2]
    assert ends.loc["722"].tolist() == [3, 3]
