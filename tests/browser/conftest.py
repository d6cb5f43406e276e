"""A browser and one real report, each made once and looked at often."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from tests.builders.small_library import region_file, small_library

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("msedge", "microsoft-edge"),
)
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NOTES = """\
# Notes on North Esker

## index

The board met in **March**.

## 2-industries

### The port

- Its own count is higher.
"""


def installed_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def expect(locator: Any) -> Any:
    """An assertion that waits; imported late, so that a machine without playwright can skip."""
    from playwright import sync_api

    return sync_api.expect(locator)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = installed_browser()
    if executable is None:
        pytest.skip("no Chromium, Chrome or Edge on the PATH; name one in CHROMIUM")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def report(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report made from the small library, with the analyst's notes."""
    folder = tmp_path_factory.mktemp("browser")
    path = region_file(folder / "regions", small_library(folder))
    path.with_name("region.notes.md").write_text(NOTES, encoding="utf-8")
    return run_region(read_region(path), folder / "reports", tell=lambda line: None, progress=False)


@pytest.fixture(scope="session")
def commuting(browser: Any, example_report: Path) -> Path:
    """The folder of the example's report, which has workbook 1 in it."""
    return example_report


@dataclass
class Visit:
    """An open page, and what it asked for and complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def at(self, path: Path, fragment: str = "") -> Any:
        self.page.goto(path.as_uri() + fragment)
        return self.page


@pytest.fixture
def visit(browser: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh page; a parameter by `indirect` is the context's options."""
    options = {"viewport": {"width": 1280, "height": 900}} | dict(getattr(request, "param", {}))
    context = browser.new_context(**options)
    opened = Visit(context.new_page())
    opened.page.on("request", lambda asked: opened.requests.append(asked.url))
    opened.page.on("console", lambda said: opened.complaints.append(said.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.set_default_timeout(15_000)
    yield opened
    context.close()
