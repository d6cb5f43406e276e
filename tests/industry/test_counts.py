"""Counts of industries that the sentences use."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry import counts


@pytest.fixture
def found() -> pd.Series:
    factors = pd.DataFrame(
        {
            "naics": ["236", "622", "713", "999"],
            "counties_withheld": [0, 2, 0, 1],
            "growth_possible": [True, False, True, True],
            "employment_change_low": [4.0, None, 1.0, 90.0],
            "employment_change_high": [4.0, None, 7.0, 90.0],
            "location_quotient_floor": [1.2, 3.0, 0.5, None],
            "location_quotient_high": [1.2, 9.0, None, None],
            "projection_origin": ["published", "own trend", "", ""],
        }
    )
    ranking = pd.DataFrame(
        {
            "naics": ["236", "713", "622"],
            "score": [1.0, 2.0, None],
            "partial_ranks": [0.0, 2.0, 3.0],
            "shortlisted": [True, False, False],
            "badge": ["certain", "no", "unscored"],
            "unscored_because": ["", "", "past growth: new codes"],
        }
    )
    shifts = pd.DataFrame({"change_jobs": [5.0, None, None]})
    reversals = pd.DataFrame(
        {
            "shortlist_in": ["", "713", ""],
            "shortlist_out": ["", "", ""],
            "first_changes": [True, False, False],
        }
    )
    drawn = pd.DataFrame({"draws": [1000.0, 1000.0]})
    tables = {
        "industry_factors": factors,
        "industry_ranking": ranking,
        "shift_share": shifts,
        "rank_reversals": reversals,
        "draw_diagnostics": drawn,
    }
    table = counts.industry_counts(tables, 10, tables["industry_factors"])
    assert list(table.columns) == ["counted", "count", "unit"]
    assert not table["counted"].duplicated().any()
    return table.set_index("counted")["count"]


@pytest.mark.parametrize(
    ("what", "number"),
    [
        (counts.INDUSTRIES, 4),
        (counts.UNCLASSIFIED, 1),
        (counts.TOUCHED, 2),
        (counts.SCORED, 2),
        (counts.UNSCORED, 1),
        (counts.ON_DISCLOSED, 1),
        (counts.LISTED, 1),
        (counts.LENGTH, 10),
        # 713 may have added up to 7; 999 is not ranked.
        (counts.MAY_HAVE_GROWN_MORE, 1),
        (counts.MAY_BE_MORE_CONCENTRATED, 0),
        (counts.SPLIT, 1),
        (counts.SHIFTED, 3),
        (counts.PUBLISHED, 1),
        (counts.OWN_TREND, 1),
        (counts.LEFT_OUT, 3),
        (counts.LIST_TURNS, 1),
        (counts.FIRST_TURNS, 1),
        (counts.BADGE.format("certain"), 1),
        (counts.BADGE.format("likely"), 0),
        (counts.UNSCORED_FOR.format("past growth"), 1),
        (counts.TABLES, 1000),
    ],
)
def test_industries_of_each_kind_are_counted(found: pd.Series, what: str, number: int) -> None:
    assert found[what] == number


def test_badges_add_up_to_the_industries_that_are_ranked(found: pd.Series) -> None:
    badges = [counts.BADGE.format(badge) for badge in counts.BADGES]
    assert found[badges].sum() == found[counts.INDUSTRIES] - found[counts.UNCLASSIFIED]


def test_without_draws_none_are_counted() -> None:
    nothing = pd.DataFrame({"draws": pd.Series([], dtype="float64")})
    empty = pd.DataFrame(
        {name: pd.Series([], dtype="object") for name in
         ("naics", "counties_withheld", "growth_possible", "employment_change_low",
          "employment_change_high", "location_quotient_floor", "location_quotient_high",
          "projection_origin", "score", "partial_ranks", "shortlisted", "badge",
          "unscored_because", "change_jobs", "shortlist_in", "shortlist_out", "first_changes")}
    )  # fmt: skip
    kinds = {"unscored_because": "str", "counties_withheld": float, "partial_ranks": float}
    empty = empty.astype(kinds)
    names = ("industry_factors", "industry_ranking", "shift_share", "rank_reversals")
    tables = dict.fromkeys(names, empty) | {"draw_diagnostics": nothing}
    table = counts.industry_counts(tables, 5, tables["industry_factors"]).set_index("counted")
    assert table.loc[counts.TABLES, "count"] == 0
    assert table.loc[counts.INDUSTRIES, "count"] == 0
