"""Dropping an industry: who changes places, by hand and against ranking anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.industry.ranking import industry_ranking
from sectornb.industry.reversal import complete_ranks, rank_reversals
from tests.builders.cells import case, factor_table

WEIGHTS = {"employment": 1.0, "annual_wage": 1.0}


def ordered(first: list[str], second: list[str]) -> dict[str, list[object]]:
    """Industries with the orders `first` and `second`, best first."""
    codes = sorted(first)
    return {
        "naics": list(codes),
        "employment": [float(len(codes) - first.index(code)) for code in codes],
        "annual_wage_usd": [float(len(codes) - second.index(code)) for code in codes],
    }


def test_dropping_either_of_two_does_not_undo_the_published_reversal_alone() -> None:
    # A, D, E, B, C and B, C, A, D, E: A 2, B 2.5. Without D: A 1 and 3 = 2, B 3 and 1 = 2.
    # Without D and E it is B before A, as the case has it.
    inputs = case("I11_rank_reversal")["inputs"]
    table = rank_reversals(
        factor_table(**ordered(inputs["then_f1"], inputs["then_f2"])), WEIGHTS, shortlist=2
    ).set_index("naics")
    assert table.loc["D", "first_after"] == "A"
    assert table.loc["D", "pairs_reversed"] == 0


def test_a_reversal_is_found() -> None:
    # A, D, B and B, C, A with C and D elsewhere last: factor 1 A D E B C, factor 2 B C A D E.
    # Drop C: A 1 and 2 = 1.5; B 4 and 1 = 2.5. Drop A: B 3 + 1, D 1 + 3: equal before? D was
    # 2 + 4 = 6 against B 4 + 1 = 5, so B stays first.
    table = rank_reversals(
        factor_table(**ordered(["A", "D", "B", "C"], ["B", "C", "A", "D"])), WEIGHTS, shortlist=1
    ).set_index("naics")
    # Before: A 1 + 3 = 4, B 3 + 1 = 4, C 4 + 2, D 2 + 4. Drop C: A 1 + 2 = 3, B 3 + 1 = 4.
    # Drop D: A 1 + 3 = 4, B 2 + 1 = 3. A tie became an order, which is no reversal.
    assert table.loc["C", "first_after"] == "A"
    assert table.loc["D", "first_after"] == "B"
    assert table.loc["D", "first_changes"]
    assert table.loc["D", "shortlist_out"] == "A"


values = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=7)


@given(values, st.sampled_from(["average", "min"]))
def test_every_drop_equals_a_ranking_without_that_industry(
    rows: list[tuple[int, int]], ties: str
) -> None:
    codes = [str(311 + place) for place in range(len(rows))]
    factors = factor_table(
        naics=codes, employment=[float(a) + 1 for a, _ in rows],
        annual_wage_usd=[float(b) + 1 for _, b in rows],
    )  # fmt: skip
    table = rank_reversals(factors, WEIGHTS, shortlist=2, ties=ties).set_index("naics")  # type: ignore[arg-type]
    full = industry_ranking(factors, WEIGHTS, shortlist=2, ties=ties).set_index("naics")  # type: ignore[arg-type]
    for code in codes:
        rest = factors[factors["naics"].ne(code)]
        alone = industry_ranking(rest, WEIGHTS, shortlist=2, ties=ties).set_index("naics")  # type: ignore[arg-type]
        assert table.loc[code, "first_after"] == min(alone.index[alone["rank"].eq(1)])
        turned = 0
        others = [other for other in codes if other != code]
        for place, one in enumerate(others):
            for two in others[place + 1 :]:
                was = np.sign(round(full.loc[one, "score"] - full.loc[two, "score"], 9))
                now = np.sign(round(alone.loc[one, "score"] - alone.loc[two, "score"], 9))
                turned += was * now < 0
        assert table.loc[code, "pairs_reversed"] == turned


def test_ranks_without_the_incomplete_ones() -> None:
    factors = factor_table(
        naics=["541", "622", "722"], employment=[30.0, None, 10.0],
        employment_low=[30.0, 50.0, 10.0], annual_wage_usd=[5.0, 9.0, 7.0],
    )  # fmt: skip
    found = complete_ranks(factors, WEIGHTS)
    assert found["541"] == found["722"] == 1
    assert np.isnan(found["622"])


def test_nothing_is_complete() -> None:
    factors = factor_table(naics=["622"], employment=[None], employment_low=[50.0])
    assert complete_ranks(factors, {"employment": 1}).isna().all()
    assert rank_reversals(factors, {"employment": 1}, shortlist=3)["first_after"].tolist() == [""]


def test_weights_without_data_are_refused() -> None:
    factors = factor_table(naics=["622"], employment=[5.0])
    with pytest.raises(Exception, match="nothing to rank by"):
        rank_reversals(factors, {"annual_wage": 1}, shortlist=3)
