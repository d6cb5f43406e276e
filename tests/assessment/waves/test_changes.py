"""Change between waves, of raters of both apart from that of the panel."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import t

from tests.builders.panels import answers_of, study_of


def changed(
    folder: Path, before: list[float | None], after: list[float | None], **settings: object
) -> pd.Series:
    rows = [*answers_of({"1": before}), *answers_of({"1": after}, wave="2")]
    return study_of(folder, rows, **settings).changes_by_item.iloc[0]


def test_a_change_is_that_of_raters_of_both_waves(tmp_path: Path) -> None:
    # Own changes of r0 to r4: 2 1 1 2 1, mean 1.4; a sixth rater came, and gave 1.
    one = changed(tmp_path, [2, 2, 2, 2, 2], [4, 3, 3, 4, 3, 1])
    assert (one["n_before"], one["n_after"], one["n_matched"]) == (5, 6, 5)
    assert (one["mean_change_matched"], one["median_change_matched"]) == (pytest.approx(1.4), 1)
    # Means moved from 2 to 18/6 = 3, by 1: the new rater took 0.4 away.
    assert one["panel_change"] == pytest.approx(-0.4)
    wide = t.ppf(0.975, 4) * pd.Series([2, 1, 1, 2, 1]).std() / 5**0.5
    assert one["smallest_change"] == pytest.approx(wide)
    assert (one["direction"], one["status"]) == ("up", "matched")


def test_four_raters_of_both_waves_are_too_few_to_tell(tmp_path: Path) -> None:
    one = changed(tmp_path, [2, 2, 2, 2, None], [4, 4, 4, 4, 4])
    assert (one["n_matched"], one["direction"], one["status"]) == (4, "", "too_few_matched")
    assert pd.isna(one["smallest_change"])


def test_all_who_move_down_alike_moved(tmp_path: Path) -> None:
    assert changed(tmp_path, [4] * 5, [3] * 5)["direction"] == "down"


def test_nobody_who_moved_is_no_change(tmp_path: Path) -> None:
    assert changed(tmp_path, [4] * 5, [4] * 5)["direction"] == "none"


def test_of_one_wave_there_is_no_change(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": [3] * 5}))
    assert study.changes_by_item.empty and study.period == "1"


def test_an_earlier_wave_can_be_looked_at(tmp_path: Path) -> None:
    rows = [*answers_of({"1": [3] * 5}), *answers_of({"1": [4] * 5}, wave="2")]
    study = study_of(tmp_path, rows, wave="1")
    assert study.latest_wave == "1" and study.changes_by_item.empty


def test_an_anonymous_survey_matches_nobody(tmp_path: Path) -> None:
    one = changed(tmp_path, [2] * 6, [4] * 6, mode="anonymous")
    assert one["status"] == "not_matched" and one["median_change"] == 2
    assert pd.isna(one[["n_before", "n_after", "n_matched", "mean_change_matched"]]).all()


def test_the_parts_of_an_areas_change_add_up_as_those_of_items_do(tmp_path: Path) -> None:
    before = {"1": [2, 2, 2, 2, 2], "2": [3, 3, 3, 3, 3, 1], "4": [3] * 5}
    after = {"1": [4, 3, 3, 4, 3, 1], "2": [3, 3, 4, 3, 3], "4": [2] * 5}
    rows = [*answers_of(before), *answers_of(after, wave="2")]
    table = study_of(tmp_path, rows).changes_by_area.set_index("area")
    assert table.index.tolist() == ["first", "second", "all"]
    # Items 1 and 2: own changes 1.4 and 0.2; of all 1 and 3.2 - 16/6.
    first = table.loc["first"]
    assert (first["n_items"], first["n_matched"]) == (2, 5)
    assert first["mean_change_matched"] == pytest.approx(0.8)
    assert first["mean_change"] == pytest.approx((1 + 3.2 - 16 / 6) / 2)
    parts = table[["mean_change_matched", "left_change", "joined_change"]]
    assert parts.sum(axis=1).tolist() == pytest.approx(table["mean_change"].tolist())
    assert table.loc["all", "mean_change_matched"] == pytest.approx((1.4 + 0.2 - 1) / 3)
    assert table["model_status"].tolist() == ["too_few_items", "too_few_items", "singular"]


def test_a_change_that_nobody_who_rated_once_could_undo_is_proven(tmp_path: Path) -> None:
    # Ten moved by 2, one left at 3: the mean of eleven is (20 - 2) / 11 at least.
    one = changed(tmp_path, [2] * 10 + [3], [4] * 10)
    assert [one["change_low"], one["change_high"]] == pytest.approx([18 / 11, 22 / 11])
    assert one["proven_change"] == "up"
    # Five left at 5 and moved by 0 to -4; five stayed.
    assert changed(tmp_path, [3] * 5 + [5] * 5, [3] * 5)["proven_change"] == "open"


def test_of_a_sample_an_areas_change_has_an_interval_and_of_everybody_none(tmp_path: Path) -> None:
    before, after = {"1": [2, 2, 2, 2, 2]}, {"1": [4, 3, 3, 4, 3]}
    rows = [*answers_of(before), *answers_of(after, wave="2")]
    ends = ["change_ci_low", "change_ci_high"]
    assert study_of(tmp_path, rows).changes_by_area[ends].isna().all(axis=None)
    row = study_of(tmp_path, rows, panel="sample").changes_by_area.iloc[-1]
    around = row["smallest_change"]
    assert row[ends].tolist() == pytest.approx([1.4 - around, 1.4 + around])
