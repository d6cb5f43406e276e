"""Who came to call an item in place, and who gave that up."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from sectornb.assessment.waves.threshold import mcnemar_of
from tests.builders.cells import case
from tests.builders.panels import answers_of, study_of


def item_one(folder: Path, before: list[float | None], after: list[float | None]) -> pd.Series:
    rows = [*answers_of({"1": before}), *answers_of({"1": after}, wave="2")]
    return study_of(folder, rows).threshold_changes.iloc[0]


def test_mcnemar_is_the_published_one() -> None:
    told = case("A8_mcnemar")
    (kept, lost), (gained, neither) = told["inputs"]["table"]
    found, due = mcnemar_of(kept, lost, gained, neither), told["expected"]
    assert found.p == pytest.approx(due["exact_p"], abs=told["tolerance"]["exact_p"])
    chi2 = [found.chi2, found.chi2_corrected]
    assert chi2 == pytest.approx(
        [due["chi2"], due["chi2_corrected"]], abs=told["tolerance"]["chi2"]
    )


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 9), st.integers(0, 9))
def test_p_is_that_of_as_many_coin_flips(lost: int, gained: int, kept: int, neither: int) -> None:
    if lost + gained == 0:
        return
    due = binomtest(gained, lost + gained).pvalue
    assert mcnemar_of(kept, lost, gained, neither).p == pytest.approx(due)


def test_raters_of_both_waves_are_counted_by_what_they_said_each_time(tmp_path: Path) -> None:
    # From 4 on: kept (5, 4), gained six times (2, 4), lost once (4, 3.5), neither (1, 3).
    one = item_one(tmp_path, [5, *[2] * 6, 4, 1, None, 4], [4, *[4] * 6, 3.5, 3, 5])
    counted = one[["n_matched", "n_kept", "n_gained", "n_lost", "n_neither", "n_switched"]]
    assert counted.tolist() == [9, 1, 6, 1, 1, 7]
    # Of seven flips six or more alike: 2 · (1 + 7) / 128.
    assert one["mcnemar_p"] == pytest.approx(0.125)
    assert one["mcnemar_chi2"] == pytest.approx(25 / 7)
    assert one["mcnemar_chi2_corrected"] == pytest.approx(16 / 7)
    assert (one["direction"], one["status"]) == ("none", "matched")


def test_six_who_all_switched_one_way_tell_a_move(tmp_path: Path) -> None:
    up, down = item_one(tmp_path, [2] * 6, [4] * 6), item_one(tmp_path, [4] * 6, [2] * 6)
    assert (up["mcnemar_p"], up["direction"], down["direction"]) == (0.03125, "up", "down")


def test_five_who_switched_tell_nothing(tmp_path: Path) -> None:
    one = item_one(tmp_path, [2] * 5, [4] * 5)
    assert (one["status"], one["direction"]) == ("too_few_switched", "")
    assert pd.isna(one["mcnemar_p"])


def test_four_who_rated_twice_tell_nothing(tmp_path: Path) -> None:
    assert item_one(tmp_path, [2] * 4, [4] * 4)["status"] == "too_few_matched"


def test_of_one_wave_and_of_an_anonymous_survey_there_is_no_table(tmp_path: Path) -> None:
    assert study_of(tmp_path, answers_of({"1": [3] * 6})).threshold_changes.empty
    rows = [*answers_of({"1": [2] * 6}), *answers_of({"1": [4] * 6}, wave="2")]
    study = study_of(tmp_path, rows, mode="anonymous")
    assert study.threshold_changes.empty and study.changes_by_area.empty
