"""Agreement of raters, against published examples and hand calculations."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.assessment import agreement
from sectornb.assessment.agreement import (
    by_organization,
    item_agreement,
    joint_agreement,
    ordinal_alpha,
    reliability,
)
from tests.builders.cells import case


def panel(*raters: list[float | None]) -> pd.DataFrame:
    """Raters × items."""
    return pd.DataFrame(list(raters), dtype="float64")


def one_item(*ratings: float | None) -> pd.Series:
    """What is said of one item that these raters rated from 1 to 5."""
    return item_agreement(panel(*([rating] for rating in ratings)), 5).iloc[0]


def krippendorff() -> pd.DataFrame:
    return panel(*case("A1_krippendorff_c")["inputs"]["rows_observers_columns_units"])


def test_ordinal_alpha_is_the_published_one() -> None:
    expected = case("A1_krippendorff_c")["expected"]["ordinal"]
    alpha = ordinal_alpha(krippendorff())
    assert alpha.value == pytest.approx(expected, abs=1e-6) and alpha.why_not == ""
    # The twelfth unit has one rating only and drops out.
    assert alpha.items == 11


def test_the_spread_is_the_jackknife_over_units() -> None:
    told = case("A2_krippendorff_c_uncertainty")
    spread = ordinal_alpha(krippendorff()).jackknife_se
    assert spread == pytest.approx(
        told["expected"]["jackknife_se_ordinal"], abs=told["tolerance"]["jackknife"]
    )


def test_unanimous_raters_are_told_so_in_words() -> None:
    told = case("A9_unanimous")
    alpha = ordinal_alpha(panel(*told["inputs"]["rows_raters"]))
    assert np.isnan(alpha.value) and alpha.why_not == told["expected"]["message"]


def test_agreement_of_one_item_and_of_three_is_the_published_one() -> None:
    told = case("A5_rwg_ad")
    expected, ratings = told["expected"], told["inputs"]["ratings"]
    one = one_item(*ratings)
    assert one["agreement_rwg"] == pytest.approx(expected["r_wg"], abs=1e-9)
    assert one["average_deviation"] == pytest.approx(expected["AD_mean"], abs=1e-9)
    three = panel(*([rating] * told["inputs"]["items_for_rwg_j"] for rating in ratings))
    growing, constant = joint_agreement(three, told["inputs"]["options"])
    # r_wg(j) = 3·0.75 / (3·0.75 + 0.25) = 0.9; r*_wg(j) stays 0.75.
    assert growing == pytest.approx(expected["r_wg_j_3"], abs=1e-9)
    assert constant == pytest.approx(0.75, abs=1e-9)


def test_reliability_is_the_published_alpha() -> None:
    told = case("A4_icc_shrout_fleiss")
    value, kind = reliability(panel(*told["inputs"]["rows_targets_columns_judges"]))
    assert kind == "cronbach_alpha"
    assert value == pytest.approx(told["expected"]["cronbach_alpha"], abs=told["tolerance"])


def test_a_skewed_chance_expects_less_spread() -> None:
    # Shares .05 .15 .20 .35 .25: mean 3.6, Σ share·rating² = 14.3, variance 14.3 - 12.96 = 1.34.
    assert agreement.skewed_variance(5) == pytest.approx(1.34)
    assert agreement.uniform_variance(5) == 2 and agreement.uniform_variance(3) == 8 / 12
    # s² = 0.5: 1 - 0.5/1.34.
    assert one_item(4, 4, 5, 4, 3)["agreement_rwg_skewed"] == pytest.approx(0.626866, abs=1e-6)
    assert np.isnan(agreement.skewed_variance(3))


def test_agreement_for_a_mean_knows_how_far_ratings_can_spread() -> None:
    # 4 4 5 4 3: M = 4, s² = 0.5, [(6)·4 - 16 - 5]·5/4 = 3.75; 1 - 2·0.5/3.75.
    assert one_item(4, 4, 5, 4, 3)["agreement_awg"] == pytest.approx(1 - 1 / 3.75)


@pytest.mark.parametrize("rating", [1, 5])
def test_all_at_one_end_agree_and_what_is_not_defined_says_why(rating: float) -> None:
    one = one_item(rating, rating, rating)
    assert one["agreement_rwg"] == 1 and one["average_deviation"] == 0
    assert np.isnan(one["agreement_awg"]) and one["agreement_note"] == agreement.AT_THE_END


def test_all_in_the_middle_agree_by_every_measure() -> None:
    one = one_item(3, 3, 3)
    assert (one["agreement_rwg"], one["agreement_awg"], one["average_deviation"]) == (1, 1, 0)


def test_two_raters_as_far_apart_as_can_be_do_not_agree() -> None:
    # 1 and 5: s² = 8, r_wg 1 - 4 below 0, so 0; AD = 2; widest 8, so a_wg = 1 - 16/8 = -1.
    one = one_item(1, 5)
    assert (one["agreement_rwg"], one["average_deviation"], one["agreement_awg"]) == (0, 2, -1)


def test_one_rater_agrees_with_nobody() -> None:
    one = one_item(4, None)
    assert one["n_raters"] == 1 and one["mean"] == 4
    assert one[["agreement_rwg", "agreement_awg", "average_deviation"]].isna().all()
    assert one["agreement_note"] == agreement.ONE_RATER


def test_an_item_that_nobody_rated_is_told_so() -> None:
    one = one_item(None, None)
    assert one["n_raters"] == 0 and np.isnan(one["mean"])
    assert one["agreement_note"] == agreement.NOBODY


def test_a_mean_near_the_end_is_not_read() -> None:
    # Ten raters, nine 5 and a 4: M = 4.9, above (5·9 + 1)/10 = 4.6.
    assert one_item(*[5] * 9, 4)["agreement_note"] == agreement.OUTSIDE


def test_one_item_has_an_alpha_without_a_spread_and_no_reliability() -> None:
    # Raters 1, 2: one unit, coincidences of 1 with 2; D_o = D_e, so alpha 0.
    alpha = ordinal_alpha(panel([1], [2]))
    assert alpha.value == pytest.approx(0) and np.isnan(alpha.jackknife_se)
    assert reliability(panel([1], [2], [3]))[1] == agreement.FEW_ITEMS


def test_a_panel_of_one_rater_has_no_alpha() -> None:
    alpha = ordinal_alpha(panel([1, 2, 3]))
    assert np.isnan(alpha.value) and alpha.why_not == agreement.FEW_PAIRS and alpha.items == 0


def test_of_two_items_the_correlation_stands_for_reliability() -> None:
    value, kind = reliability(panel([1, 2], [2, 3], [3, 4], [4, None]))
    assert (round(value, 9), kind) == (1, "inter_item_correlation")


@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        (panel([1, 2], [2, 3]), "fewer than three raters"),
        (panel([3, 2], [3, 3], [3, 4]), "same rating from all"),
        (panel([1, 2, 3], [1, 2, 3], [1, 2, 3]), "do not differ"),
    ],
)
def test_where_reliability_is_not_defined_words_say_why(ratings: pd.DataFrame, told: str) -> None:
    value, kind = reliability(ratings)
    assert np.isnan(value) and told in kind


def test_spread_within_and_between_organizations() -> None:
    # Organization a rates 1 and 3, b rates 5 and 5, of c nothing is known.
    organizations = pd.Series(["a", "a", "b", "b", None], index=range(5))
    one = by_organization(panel([1], [3], [5], [5], [2]), organizations).iloc[0]
    # Within: √((1 + 1 + 0 + 0)/(4 - 2)) = 1.  Between: means 2 and 5, sd 3/√2.
    assert one["n_organizations"] == 2 and one["within_organizations_sd"] == 1
    assert one["between_organizations_sd"] == pytest.approx(3 / np.sqrt(2))


def test_organizations_of_one_rater_each_have_no_spread_within() -> None:
    one = by_organization(panel([1], [5]), pd.Series(["a", "b"])).iloc[0]
    assert np.isnan(one["within_organizations_sd"])
    alone = by_organization(panel([1], [5]), pd.Series(["a", "a"])).iloc[0]
    assert np.isnan(alone["between_organizations_sd"]) and alone["n_organizations"] == 1


def plainly(ratings: pd.DataFrame) -> float:
    """Krippendorff's ordinal alpha by its definition, pair by pair; null where it is 0/0."""
    units = [column.dropna().tolist() for _, column in ratings.items()]
    units = [unit for unit in units if len(unit) > 1]
    every = [rating for unit in units for rating in unit]

    def distance(one: float, other: float) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(low <= rating <= high for rating in every)
        return (between - (every.count(one) + every.count(other)) / 2) ** 2 if one != other else 0

    observed = sum(
        distance(one, other) / (len(unit) - 1)
        for unit in units
        for n, one in enumerate(unit)
        for m, other in enumerate(unit)
        if n != m
    ) / len(every)
    expected = sum(distance(one, other) for one in every for other in every)
    expected /= len(every) * (len(every) - 1)
    return 1 - observed / expected if expected else float("nan")


RATINGS = st.one_of(st.none(), st.integers(2, 10).map(lambda n: n / 2))
PANELS = st.integers(1, 6).flatmap(
    lambda items: st.lists(st.lists(RATINGS, min_size=items, max_size=items), min_size=1)
)


@settings(max_examples=60, deadline=None)
@given(PANELS)
def test_alpha_is_that_of_its_definition(raters: list[list[float | None]]) -> None:
    ratings = panel(*raters)
    alpha = ordinal_alpha(ratings)
    if alpha.why_not == agreement.FEW_PAIRS:
        assert ratings.notna().sum().max() < 2
    else:
        assert alpha.value == pytest.approx(plainly(ratings), nan_ok=True)
        assert np.isnan(alpha.value) == (alpha.why_not != "")
    again = ordinal_alpha(ratings.iloc[::-1])
    assert again.value == pytest.approx(alpha.value, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(PANELS)
def test_agreement_of_items_keeps_its_bounds_and_does_not_depend_on_the_order(
    raters: list[list[float | None]],
) -> None:
    ratings = panel(*raters)
    table = item_agreement(ratings, 5)
    assert table["agreement_rwg"].dropna().between(0, 1).all()
    assert table["average_deviation"].dropna().between(0, 2).all()
    assert table["agreement_awg"].dropna().between(-1 - 1e-9, 1).all()
    several = table["n_raters"] > 1
    assert table.loc[several, "agreement_rwg"].notna().all()
    assert table.loc[~several, "agreement_rwg"].isna().all()
    pd.testing.assert_frame_equal(table, item_agreement(ratings.sample(frac=1, random_state=1), 5))
    growing, constant = joint_agreement(ratings, 5)
    if several.any():
        assert 0 <= constant <= growing + 1e-9 <= 1 + 2e-9


def test_more_items_of_the_same_agreement_raise_one_measure_and_not_the_other() -> None:
    column = [4, 4, 5, 4, 3]
    found = [joint_agreement(panel(*([r] * items for r in column)), 5) for items in (1, 2, 5, 14)]
    assert all(before[0] < after[0] for before, after in pairwise(found))
    assert {round(constant, 12) for _, constant in found} == {0.75}
