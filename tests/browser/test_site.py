"""What readers do with the overview of regions: look, follow a number, look at a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.report.site.page import write_site
from tests.browser.axe import checked
from tests.browser.conftest import Visit, expect
from tests.browser.test_pages import LOOKS, open_folds
from tests.builders.regional_reports import regional_report, three_regions

HOSTILE = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'
PHONE = {"viewport": {"width": 400, "height": 800}}


@pytest.fixture(scope="module")
def page_file(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The overview of six regions: one held back, one hostile, one that is not compared."""
    folder = three_regions(tmp_path_factory.mktemp("regions"))
    nothing = {str(area): None for area in range(1, 7)}
    regional_report(folder, "shy", nothing, counties=["39061"])
    regional_report(folder, "bad", {"1": 1.0}, counties=["39063", HOSTILE], title=HOSTILE)
    regional_report(folder, "other", {}, instrument="state-capabilities")
    (folder / "photos").mkdir()
    return write_site(folder)[0]


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
def test_the_page_breaks_no_rule_of_accessibility(page_file: Path, visit: Visit) -> None:
    page = visit.at(page_file)
    open_folds(page)
    violations, passed = checked(page)
    assert violations == []
    assert len(passed) >= 25


def test_the_page_runs_and_asks_for_nothing(page_file: Path, visit: Visit) -> None:
    page = visit.at(page_file)
    open_folds(page)
    assert page.evaluate("window.hacked") is None
    assert visit.requests == [page_file.as_uri()]
    assert visit.complaints == []


def test_a_number_leads_into_the_fold_where_its_cell_stands(page_file: Path, visit: Visit) -> None:
    page = visit.at(page_file)
    for link in page.locator(".found a.claim").all():
        address = str(link.get_attribute("href")).removeprefix("#")
        link.click()
        expect(page.locator(f"[id='{address}']")).to_be_in_viewport()
        assert link.inner_text() in page.locator(f"[id='{address}']").inner_text()


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_on_a_phone_nothing_scrolls_sideways(page_file: Path, visit: Visit) -> None:
    page = visit.at(page_file)
    open_folds(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
