from __future__ import annotations

import pandas as pd
import pytest

from sectornb.assessment.figures.plan_page import HIGH, WIDE, plot_plan_page
from sectornb.assessment.figures.road_map import plot_road_map
from sectornb.assessment.figures.written import cut, drawable
from sectornb.assessment.plan.order import folded, in_order
from tests.builders.plans import plan_rows

CHOSEN = {
    "G-2.1": {"chosen": "yes", "lead": "Board", "due": "2026-01-01", "overdue": "yes"},
    "G-1.1": {"status": "done", "stage": "done"},
}


def many(number: int) -> pd.DataFrame:
    rows = plan_rows(written=CHOSEN)
    rows = pd.concat([rows] * (number // len(rows) + 1), ignore_index=True).head(number)
    return rows.assign(key_actions="$x and $y " * 200, lead="\u4e00<b>", stage="next")


@pytest.mark.parametrize("draw", [plot_plan_page, plot_road_map])
@pytest.mark.parametrize("rows", [plan_rows().head(0), plan_rows(), many(200)])
def test_a_picture_is_one_page_whatever_the_plan_holds(draw, rows: pd.DataFrame) -> None:  # type: ignore[no-untyped-def]
    picture = draw(rows, "One row is late", "Region A, 2026")
    width, height = picture.size
    # A letter page across: 11 by 8.5.
    assert width / height == pytest.approx(11 / 8.5, rel=0.02)
    assert abs(width - 96 * WIDE) < 40 and abs(height - 96 * HIGH) < 40
    assert picture.png and picture.svg


def test_the_words_for_it_say_who_leads_what_is_late_and_how_many_more() -> None:
    told = plot_plan_page(plan_rows(written=CHOSEN), "One row is late", "Region A").alt
    assert told.index("G-2.1") < told.index("G-1.2")
    assert "overdue, led by Board, 2026-01-01" in told and "11 more rows are" in told
    road = plot_road_map(plan_rows(written=CHOSEN), "One row is late", "Region A").alt
    assert "Done: G-1.1" in road and "Next:" in road and "more rows in the plan file" in road


def test_priorities_come_first_and_what_is_closed_last() -> None:
    ranked = in_order(plan_rows(written=CHOSEN))["row_id"].tolist()
    assert ranked[0] == "G-2.1" and ranked[-1] == "G-1.1"
    first, more = folded(plan_rows(written=CHOSEN), 5)
    assert (len(first), more) == (5, 15)


def test_a_text_is_cut_to_its_place() -> None:
    assert cut("one two three four", 7, 2) == "one two\nthree\u2026"
    assert cut("x" * 50, 10, 2).count("\n") == 1
    assert drawable("a\u4e00\tb") == "a? b"
