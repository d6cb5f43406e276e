"""What readers do with the page of a comparison: look, follow a number to its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.report.comparison_page import write_comparison
from tests.browser.axe import checked
from tests.browser.conftest import Visit, expect
from tests.browser.test_pages import LOOKS, open_folds
from tests.builders.saved_report import change_manifest, change_table, saved_report, swapped

HOSTILE = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'


@pytest.fixture(scope="module")
def page_file(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on two reports that differ in data, choices, code, counties and tables."""
    folder = tmp_path_factory.mktemp("comparison")
    before, after = (saved_report(folder / name) for name in ("a", "b"))

    def change(manifest: Any) -> None:
        manifest["numbers_version"] += 1
        manifest["region"]["counties"].append(HOSTILE)
        manifest["parameters"]["2-industries"]["weights"]["employment"] = HOSTILE
        manifest["sources"][0]["sha256"] = "f" * 64

    def retitle(frame: Any) -> None:
        frame["naics_title"] = HOSTILE

    change_manifest(after, change)
    change_manifest(before, lambda manifest: manifest["sources"].pop())
    change_table(after, "industry_ranking", swapped)
    change_table(after, "industry_factors", retitle)
    return write_comparison(before, after)[0]


@pytest.fixture(scope="module")
def spoken(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on two reports whose short lists differ."""
    folder = tmp_path_factory.mktemp("spoken")
    before, after = (saved_report(folder / name) for name in ("a", "b"))
    change_table(after, "industry_ranking", swapped)
    return write_comparison(before, after)[0]


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


def test_a_number_leads_into_the_fold_where_its_cell_stands(spoken: Path, visit: Visit) -> None:
    page = visit.at(spoken)
    for link in page.locator(".findings a.claim").all():
        address = str(link.get_attribute("href")).removeprefix("#")
        link.click()
        expect(page.locator(f"[id='{address}']")).to_be_in_viewport()
        assert link.inner_text() in page.locator(f"[id='{address}']").inner_text()
