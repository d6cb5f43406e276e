"""The mixed model of own changes: published figures, the paired t, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t, ttest_1samp

from sectornb.assessment.waves.model import modeled_change
from tests.builders.cells import case


def matrix(rows: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list("abcdefgh"[: len(rows[0])]), dtype="float64")


def drawn(seed: int, raters: int, items: int, spread: float, missing: float = 0.0) -> pd.DataFrame:
    """Own changes of 0.2 on average in halves; each rater shifts all items by an own amount."""
    draw = np.random.default_rng(seed)
    own = 0.2 + draw.normal(0, spread, (raters, 1)) + draw.normal(0, 0.6, (raters, items))
    own = np.round(2 * own) / 2
    own[draw.random(own.shape) < missing] = np.nan
    return pd.DataFrame(own, columns=[str(n) for n in range(items)])


def test_mean_and_error_are_the_published_ones() -> None:
    told = case("A10_mixed_model_dyestuff")
    found = modeled_change(matrix(told["inputs"]["batches"]))
    assert found["model_status"] == "fitted"
    error = found["model_smallest_change"] / t.ppf(0.975, 5)
    due = told["expected"]
    assert [found["model_change"], error] == pytest.approx(
        [due["mean"], due["standard_error"]], abs=told["tolerance"]
    )


def test_without_spread_between_raters_it_is_refused() -> None:
    told = case("A11_mixed_model_singular")
    own = matrix(told["inputs"]["batches"])
    assert own.mean().mean() == pytest.approx(told["expected"]["mean"], abs=told["tolerance"])
    assert refused(own) == "singular"


@pytest.mark.parametrize("seed", range(4))
def test_of_raters_who_rated_every_item_it_is_the_paired_t_of_their_means(seed: int) -> None:
    own = drawn(seed, 9, 6, spread=0.8)
    test = ttest_1samp(own.mean(axis=1), 0)
    found = modeled_change(own)
    low, high = test.confidence_interval()
    ends = [found["model_change"] + side * found["model_smallest_change"] for side in (-1, 1)]
    assert ends == pytest.approx([low, high], abs=1e-3)


def refused(own: pd.DataFrame) -> str:
    """The status of a refusal, which has no figures."""
    found = modeled_change(own)
    assert found[["model_change", "model_smallest_change"]].isna().all()
    return str(found["model_status"])


def test_four_raters_are_too_few() -> None:
    assert refused(drawn(1, 4, 6, 0.8)) == "too_few_raters"


def test_two_items_are_too_few() -> None:
    assert refused(drawn(1, 9, 2, 0.8)) == "too_few_items"


def test_raters_and_items_without_a_change_do_not_count() -> None:
    own = drawn(1, 6, 4, 0.8)
    own.iloc[:2] = np.nan
    assert refused(own) == "too_few_raters"
    own = drawn(1, 6, 4, 0.8)
    own[["0", "1"]] = np.nan
    assert refused(own) == "too_few_items"


def test_where_all_moved_alike_there_is_nothing_to_model() -> None:
    assert refused(matrix([[1, 0, 2]] * 6)) == "no_variation"


def test_a_search_that_does_not_end_is_told_without_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from statsmodels.regression.mixed_linear_model import MixedLM

    def singular(*args: object, **options: object) -> object:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr(MixedLM, "fit", singular)
    assert refused(drawn(1, 9, 6, 0.8)) == "not_converged"


@pytest.mark.soak
@pytest.mark.parametrize(("raters", "items"), [(5, 14), (8, 14), (8, 3), (20, 6)])
def test_the_interval_holds_the_true_change_in_about_95_of_100_panels(
    raters: int, items: int
) -> None:
    held, fitted = 0, 0
    for seed in range(500):
        found = modeled_change(drawn(seed, raters, items, spread=0.4, missing=0.1))
        if found["model_status"] == "fitted":
            fitted += 1
            held += abs(found["model_change"] - 0.2) <= found["model_smallest_change"]
    assert fitted > 300
    assert 0.92 < held / fitted < 0.995
