"""The page on commuting: every number followed to its source, badges that need no color."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.axe import checked
from tests.browser.conftest import Visit, expect
from tests.browser.test_pages import LOOKS, holds, open_folds

PAGE = "1-region.html"
PAGES = ("index.html", PAGE)
SAID = ".answer, .findings li"
"""The answer and the findings below it."""
LEFT = """items => items.map(item => {
    const copy = item.cloneNode(true);
    copy.querySelectorAll('.claim').forEach(link => link.remove());
    return copy.textContent;
})"""

SOURCES = ("LEHD Origin-Destination Employment Statistics", "County boundaries")
"""Flows, and outlines where a distance or a border is told."""


def source_line(page: Any) -> Any:
    """The line under the table that holds the cell a link led to."""
    wrap = page.locator(".table-wrap").filter(has=page.locator(":target"))
    return wrap.locator("xpath=following-sibling::p[contains(@class, 'table-source')][1]")


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_badges_breaks_no_rule_of_accessibility(
    commuting: Path, visit: Visit, name: str
) -> None:
    page = visit.at(commuting / name)
    # All rows, thousands of cells of the same make, are looked at on the smaller report.
    page.evaluate("document.querySelectorAll('details.how').forEach(fold => { fold.open = true; })")
    # On the first page a workbook without badges has its share of the findings.
    assert page.locator(SAID).locator(".badge").count() >= (5 if name == PAGE else 4)
    violations, passed = checked(page)
    assert violations == []
    assert len(passed) >= 30


@pytest.mark.parametrize("name", PAGES)
def test_no_number_of_a_finding_stands_outside_a_link(
    commuting: Path, visit: Visit, name: str
) -> None:
    items = visit.at(commuting / name).locator(SAID)
    assert items.count() >= 5
    assert [text for text in items.evaluate_all(LEFT) if re.search(r"\d", text)] == []


def test_from_every_number_two_hops_lead_to_source_and_vintage(
    commuting: Path, visit: Visit
) -> None:
    page = visit.at(commuting / PAGE)
    open_folds(page)
    links = page.locator(".claim")
    findings = page.locator(SAID).locator(".claim").count()
    # Notes hold numbers too.
    assert links.count() > findings >= 20
    for place in range(links.count()):
        said = links.nth(place).inner_text()
        links.nth(place).click()
        cell = page.locator(":target")
        expect(cell).to_have_count(1)
        assert cell.evaluate("cell => cell.matches('td, th')")
        assert holds(cell, said)
        source_line(page).get_by_role("link").first.click()
        entry = page.locator("tr:target")
        expect(entry).to_have_count(1)
        assert any(source in entry.inner_text() for source in SOURCES)
        assert "2022" in entry.inner_text()


def test_on_the_first_page_every_number_leads_to_a_cell_of_the_workbook(
    commuting: Path, visit: Visit
) -> None:
    page = visit.at(commuting / "index.html")
    hrefs = page.evaluate("[...document.querySelectorAll('.claim')].map(a => a.href)")
    led = [(Path(each.path).name, unquote(each.fragment)) for each in map(urlsplit, hrefs)]
    assert len(led) >= 20 and PAGE in dict(led)
    for name in {name for name, _ in led}:
        page = visit.at(commuting / name)
        cells = page.evaluate("[...document.querySelectorAll('td[id], th[id]')].map(e => e.id)")
        assert {cell for page_of, cell in led if page_of == name} <= set(cells)


@pytest.mark.parametrize(
    ("table", "shapes"),
    [("distance_bands", True), ("region_commuting", False), ("containment", False)],
)
def test_a_table_names_its_own_sources_only(
    commuting: Path, visit: Visit, table: str, shapes: bool
) -> None:
    page = visit.at(commuting / PAGE)
    open_folds(page)
    wrap = page.locator(f".table-wrap[data-table='{table}']").first
    line = wrap.locator("xpath=following-sibling::p[contains(@class, 'table-source')][1]")
    told = line.inner_text()
    assert "LEHD Origin-Destination Employment Statistics 2022" in told
    assert ("County boundaries" in told) == shapes
    assert "Titles of the codes" not in told


BADGES = {
    "certain": "● certain",
    "likely": "◐ likely",
    "possible": "○ possible",
    "open": "? open",
}


@pytest.mark.parametrize("name", PAGES)
def test_badges_are_told_by_word_and_shape_and_explained(
    commuting: Path, visit: Visit, name: str
) -> None:
    page = visit.at(commuting / name)
    open_folds(page)
    badges = page.locator(".badge")
    told = badges.all_inner_texts()
    kinds = badges.evaluate_all("badges => badges.map(badge => badge.classList[1])")
    assert len(told) >= 5 and told == [BADGES[kind] for kind in kinds]
    # The shape is for the eye alone: whoever listens hears the word.
    assert badges.locator("[aria-hidden=true]").count() == len(told)
    legend = page.locator(".legend .badge").all_inner_texts()
    assert set(told) == set(legend) and len(legend) == len(set(legend))
