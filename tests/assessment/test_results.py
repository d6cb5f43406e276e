"""Results by item, area and panel, by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.assessment import agreement
from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.results import rating_distribution, ratings_by_area, ratings_by_item
from sectornb.assessment.rounds import Round, in_order
from sectornb.assessment.study import AssessmentStudy
from tests.builders.panels import SMALL, answer, answers_of, study_of

INSTRUMENT = read_instrument(SMALL)


def one(study: AssessmentStudy, item: str = "1") -> pd.Series:
    table = study.by_item
    return table[table["item"].eq(item)].iloc[-1]


def test_an_item_has_raters_organizations_median_mean_and_share(tmp_path: Path) -> None:
    rows = answers_of({"1": [2, 4, 4.5, 5, None]})
    rows[0] |= {"organization": "Other"}
    item = one(study_of(tmp_path, rows))
    # 2 4 4.5 5: median 4.25, mean 15.5/4, three of four at 4 or more, target 4.
    assert (item["n_raters"], item["n_organizations"], item["n_blank"]) == (4, 2, 1)
    assert (item["median"], item["mean"], item["share_4_or_5"]) == (4.25, 3.875, 0.75)
    assert (item["target"], item["gap"], item["status"]) == (4, -0.25, "dots")


def test_three_kinds_of_missing_answers_are_counted_apart(tmp_path: Path) -> None:
    kinds = ("dont_know", "dont_know", "not_asked")
    rows = [answer(f"r{n}", "1", answer=kind) for n, kind in enumerate(kinds)]
    item = one(study_of(tmp_path, [*rows, answer("r4", "1"), answer("r5", "1", 3)]))
    assert (item["n_blank"], item["n_dont_know"], item["n_not_asked"], item["n_raters"]) == (
        *(1, 2, 1, 1),
    )


def test_five_raters_are_printed_and_four_are_dots(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": [3] * 5, "2": [3] * 4}))
    assert study.by_item["status"].tolist() == ["printed", "dots", "nobody_rated", "nobody_rated"]


def test_half_ratings_have_a_place_of_their_own(tmp_path: Path) -> None:
    table = study_of(tmp_path, answers_of({"1": [3, 3.5, 3.5]})).distribution
    found = table[table["item"].eq("1") & table["n_raters"].gt(0)]
    assert found[["rating", "n_raters"]].to_numpy().tolist() == [[3, 1], [3.5, 2]]


def test_a_high_rating_with_an_unmet_condition_is_flagged(tmp_path: Path) -> None:
    rows = [
        answer("a", "1", 5, met="1.1"),
        answer("b", "1", 4, met="1.1;1.2"),
        answer("c", "1", 3, met="1.2"),
        answer("d", "1", 5),
    ]
    study = study_of(tmp_path, rows)
    # a calls it in place without money; b sees both; c rates low; d ticked nothing at all.
    assert one(study)["flagged"] == 1
    conditions = study.conditions.set_index("condition")
    assert conditions.loc["1.1", ["n_asked", "n_unmet", "n_unmet_high"]].tolist() == [3, 1, 0]
    assert conditions.loc["1.2", ["n_asked", "n_unmet", "n_unmet_high"]].tolist() == [3, 1, 1]
    # The skill is nobody's condition, and most do not see it.
    assert conditions.loc["1.s1", "kind"] == "skill" and conditions.loc["1.s1", "most_unmet"]


def test_where_nobody_ticked_anything_nothing_is_flagged_and_none_is_unmet(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": [5, 4]}))
    assert pd.isna(one(study)["flagged"]) and study.conditions.empty


def test_an_area_counts_raters_of_half_of_its_items(tmp_path: Path) -> None:
    # First area has three items: r0 rated all (mean 3), r1 two (mean 4.5), r2 one and drops out.
    study = study_of(
        tmp_path, answers_of({"1": [2, 4, 5], "2": [3, 5, None], "3": [4, None, None]})
    )
    area = study.by_area.iloc[0]
    assert (area["n_raters"], area["median"], area["mean"]) == (2, 3.75, 3.75)
    assert area["share_4_or_5"] == 0.5
    assert area["items_answered_share"] == pytest.approx((1 + 2 / 3 + 1 / 3) / 3)


def test_alpha_and_reliability_are_told_where_an_area_has_items_enough(tmp_path: Path) -> None:
    rising = [1, 2, 3, 4, 5]
    study = study_of(tmp_path, answers_of(dict.fromkeys("1234", rising)))
    first, second = (row for _, row in study.by_area.iterrows())
    assert first["reliability_kind"] == "cronbach_alpha" and first["reliability"] == 1
    assert pd.notna(first["alpha_ordinal"]) and first["alpha_note"] == ""
    assert second["alpha_note"] == second["reliability_kind"] == agreement.FEW_ITEMS
    assert pd.isna(second["alpha_ordinal"]) and pd.isna(second["reliability"])


@pytest.mark.parametrize("rating", [1, 5])
def test_all_rate_alike_and_words_say_so(tmp_path: Path, rating: float) -> None:
    study = study_of(tmp_path, answers_of({item: [rating] * 6 for item in "1234"}))
    assert set(study.panel["alpha_note"]) == {agreement.PERFECT}
    assert study.by_item["agreement_rwg"].eq(1).all()
    assert set(study.by_item["agreement_note"]) == {agreement.AT_THE_END}
    assert study.agenda.empty


def test_one_rater_is_one_view(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({item: [3] for item in "1234"}))
    assert set(study.by_item["agreement_note"]) == {agreement.ONE_RATER}
    assert study.by_item[["agreement_rwg", "average_deviation"]].isna().all(axis=None)
    assert study.panel["alpha_note"].tolist() == [agreement.FEW_PAIRS]


def test_two_raters_and_one_item_are_enough_for_a_result(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"4": [2, 4]}))
    item = one(study, "4")
    assert (item["median"], item["average_deviation"], item["status"]) == (3, 1, "dots")


def test_initiatives_are_counted_over_spellings_and_new_ones_are_marked(tmp_path: Path) -> None:
    named = [("a", "Health careers", "existing"), ("b", "health  Careers!", "new"),
             ("c", "Broadband", "existing")]  # fmt: skip
    rows = [answer(r, "opening", reason=name, answer=kind) for r, name, kind in named]
    study = study_of(tmp_path, [*rows, *answers_of({"1": [3, 3]})])
    table = study.initiatives
    assert table["n_raters"].tolist() == [2, 1] and table["launching"].tolist() == [True, False]
    # Of the pairs ab, ac, bc one has an initiative in common.
    assert study.panel["pairs_sharing_initiative_share"].iloc[0] == pytest.approx(1 / 3)


def test_organizations_have_medians_of_their_own(tmp_path: Path) -> None:
    rows = [answer("a", "1", 1), answer("b", "1", 2), answer("c", "1", 5, organization="Else")]
    table = study_of(tmp_path, rows).by_organization
    assert table[["organization", "n_raters", "median"]].to_numpy().tolist() == [
        ["Else", 1, 5],
        ["Org", 2, 1.5],
    ]


def test_waves_come_as_numbers_or_as_text() -> None:
    assert in_order(["10", "9"]) == ["9", "10"]
    assert in_order(["2024-spring", "2023-fall"]) == ["2023-fall", "2024-spring"]


RATINGS = st.one_of(st.none(), st.sampled_from(INSTRUMENT.ratings))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(RATINGS, min_size=4, max_size=4), min_size=1, max_size=9))
def test_results_do_not_depend_on_the_order_of_raters_and_add_up(raters: list) -> None:
    ratings = pd.DataFrame(raters, columns=list("1234"), dtype="float64")
    empty = pd.DataFrame(columns=["rater", "item", "rating", "answer", "met"], dtype="str")
    rounds, again = (
        (Round("1", frame, pd.Series(None, index=frame.index, dtype="object"), empty),)
        for frame in (ratings, ratings.iloc[::-1])
    )
    table = ratings_by_item(rounds, INSTRUMENT, 4)
    pd.testing.assert_frame_equal(table, ratings_by_item(again, INSTRUMENT, 4))
    pd.testing.assert_frame_equal(
        ratings_by_area(rounds, INSTRUMENT), ratings_by_area(again, INSTRUMENT)
    )
    given_ratings = rating_distribution(rounds, INSTRUMENT)
    assert given_ratings["n_raters"].sum() == table["n_raters"].sum() == ratings.count().sum()
    assert table["share_4_or_5"].dropna().between(0, 1).all()
    assert (table["median"].isna() == table["n_raters"].eq(0)).all()
