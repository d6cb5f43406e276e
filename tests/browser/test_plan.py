"""The plan on one page and the road map: a sheet each on paper, whole on a screen."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sectornb.report.plan.page import write_plan_page
from sectornb.report.report import Report
from tests.browser.axe import checked
from tests.browser.conftest import Visit, expect
from tests.browser.test_pages import LOOKS
from tests.builders.plans import plan_of, plan_rows

PAGE = "4-assessment-plan.html"
RECORD = {
    "workbook": "4-assessment",
    "question": "Where do we stand?",
    "period": "2026 spring",
    "sources": [],
    "tables": {"action_plan": {}},
}
LONG = "A very long text that nobody would write but somebody does, " * 40 + "x" * 900
TALLER = (
    "[...document.querySelectorAll('.one-sheet')].map(each => each.scrollHeight > "
    "each.clientHeight)"
)


def written(folder: Path, rows: pd.DataFrame) -> Path:
    report = Report(folder, "a", "Region A", [], [RECORD])
    write_plan_page(report, RECORD, plan_of(rows, simulated=True))
    return folder / PAGE


def many(number: int, text: str = "") -> pd.DataFrame:
    """So many rows, a third in each column of the road map, all overdue."""
    rows = plan_rows()
    rows = pd.concat([rows] * (number // len(rows) + 1), ignore_index=True).head(number)
    rows = rows.assign(row_id=[f"G-{place}" for place in range(number)], due="2026-01-01")
    rows = rows.assign(
        overdue=1.0, stage=[("done", "next", "long_term")[p % 3] for p in rows.index]
    )
    texts = ("strategic_objective", "key_actions", "lead", "timeline", "desired_outcomes")
    return rows.assign(**dict.fromkeys(texts, text)) if text else rows


@pytest.mark.parametrize("text", ["", LONG])
@pytest.mark.parametrize("number", [0, 1, 7, 9, 10, 14, 40, 200])
def test_plan_and_road_map_are_a_sheet_each_whatever_they_hold(
    tmp_path: Path, visit: Visit, number: int, text: str
) -> None:
    page = visit.at(written(tmp_path, many(number, text)))
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 2
    # Nothing is cut at the lower edge either: 275 mm across, as the sheet is on paper.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 965, "height": 725})
    assert page.evaluate(TALLER) == [False, False]


def test_what_does_not_fit_is_counted_on_paper_and_there_on_a_screen(
    tmp_path: Path, visit: Visit
) -> None:
    page = visit.at(written(tmp_path, many(40)))
    rows = page.locator(".plan-table tbody tr")
    expect(rows.last).to_be_visible()
    expect(page.get_by_text("more rows stand in a-plan.xlsx").first).to_be_hidden()
    page.emulate_media(media="print")
    seen = sum(each.is_visible() for each in rows.all())
    expect(page.get_by_text(f"{40 - seen} more rows stand in a-plan.xlsx").first).to_be_visible()
    assert 10 <= seen < 40


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
def test_it_breaks_no_rule_of_accessibility(tmp_path: Path, visit: Visit) -> None:
    written_ = {"G-1.1": {"chosen": "yes", "lead": "Board", "due": "2026-01-01", "overdue": 1.0}}
    page = visit.at(written(tmp_path, plan_rows(written=written_)))
    violations, passed = checked(page)
    assert violations == [] and len(passed) >= 20
    assert not page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def test_a_text_is_no_markup(tmp_path: Path, visit: Visit) -> None:
    rows = plan_rows(written={"G-1.1": {"key_actions": "<img src=x onerror=alert(1)>"}})
    page = visit.at(written(tmp_path, rows))
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_have_count(1)
