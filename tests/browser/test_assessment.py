"""The page of workbook 4 and the agenda of the meeting, on a screen, on a phone and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.axe import checked
from tests.browser.conftest import Visit, expect
from tests.browser.test_pages import LOOKS, holds, open_folds

PAGE, AGENDA = "4-assessment.html", "4-assessment-profiles.html"
SAID = ".answer, .findings li"
MOST_SHEETS = {PAGE: 6, AGENDA: 4}
MOST_WORDS = 1_400
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
@pytest.mark.parametrize("name", [PAGE, AGENDA])
def test_it_breaks_no_rule_of_accessibility(commuting: Path, visit: Visit, name: str) -> None:
    page = visit.at(commuting / name)
    page.evaluate("document.querySelectorAll('details.how').forEach(fold => { fold.open = true; })")
    violations, passed = checked(page)
    assert violations == []
    assert len(passed) >= 25
    assert not page.evaluate(WIDER)


def test_every_number_of_a_sentence_leads_to_its_cell(commuting: Path, visit: Visit) -> None:
    page = visit.at(commuting / PAGE)
    open_folds(page)
    links = page.locator(SAID).locator(".claim")
    assert links.count() >= 20
    for place in range(links.count()):
        said = links.nth(place).inner_text()
        links.nth(place).click()
        cell = page.locator(":target")
        expect(cell).to_have_count(1)
        assert holds(cell, said)


def test_the_page_says_its_mode_and_leads_to_the_agenda(commuting: Path, visit: Visit) -> None:
    page = visit.at(commuting / PAGE)
    assert "An open survey, 11 raters" in page.locator(".body").first.inner_text()
    page.get_by_role("link", name="5 points of the meeting's agenda").click()
    assert page.url.endswith(AGENDA)
    expect(page.locator("article.profile")).to_have_count(5)


@pytest.mark.parametrize("name", [PAGE, AGENDA])
def test_what_a_reader_sees_is_short_enough_to_read_and_to_print(
    commuting: Path, visit: Visit, name: str
) -> None:
    page = visit.at(commuting / name)
    assert len(page.inner_text("body").split()) <= MOST_WORDS
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="Letter"))
    assert 1 < len(sheets) <= MOST_SHEETS[name]
