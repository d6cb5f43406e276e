from __future__ import annotations

import pandas as pd

from sectornb.assessment.counts import moved_by_panel

COLUMNS = ["item", "mean_change", "panel_change", "mean_change_matched", "direction"]


def moved(*row: object) -> list[str]:
    return moved_by_panel(pd.DataFrame([["1", *row]], columns=COLUMNS))["item"].tolist()


def test_a_mean_that_other_people_moved_is_found() -> None:
    assert moved(1.0, 0.8, 0.0, "none") == ["1"]


def test_a_mean_that_moved_without_others_is_not() -> None:
    assert moved(1.0, 0.0, 0.2, "none") == []


def test_people_who_moved_themselves_are_not_called_still() -> None:
    assert moved(1.0, 0.8, 0.5, "none") == []
    assert moved(1.0, 0.8, 0.2, "up") == []


def test_others_who_moved_the_other_way_did_not_move_the_mean() -> None:
    assert moved(1.0, -0.8, 0.0, "none") == []
