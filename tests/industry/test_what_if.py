"""What a page needs to rank anew: the weighted mean of its ranks is the score."""

from __future__ import annotations

import numpy as np
import pytest

from sectornb.industry.acceptability import share_told
from sectornb.industry.what_if import what_if
from tests.builders.industry_study import example


def test_the_weighted_mean_of_the_ranks_is_the_score() -> None:
    ranking = example().ranking
    given = what_if(ranking, example().weights, {"622": "Hospitals"}, 10)
    weights = np.array([factor["weight"] for factor in given["factors"]])
    assert len(given["rows"]) == len(ranking)
    for row, score in zip(given["rows"], ranking["score"], strict=True):
        if None in row["ranks"]:
            assert np.isnan(score)
        else:
            assert np.dot(weights, row["ranks"]) / weights.sum() == pytest.approx(score)
    assert {"Hospitals"} <= {row["name"] for row in given["rows"]}
    shares = [row["share"] for row in given["rows"]]
    # As on the rest of the page, where a share has one place whatever a browser would round to.
    assert shares == [share_told(each) for each in ranking["shortlist_share"]]
    assert share_told(0.745) == "74.5%" and share_told(1.0) == "all" and share_told(np.nan) == ""


def test_a_factor_without_data_has_no_slider() -> None:
    ranking = example().ranking.assign(rank_projected_growth=float("nan"))
    given = what_if(ranking, example().weights, {}, 10)
    assert "projected_growth" not in [factor["name"] for factor in given["factors"]]
    assert all(len(row["ranks"]) == len(given["factors"]) for row in given["rows"])
