"""Text from region file, data and notes that would run if a page let it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sectornb.report.index import write_index
from sectornb.report.record import read_records
from sectornb.report.region_file import read_region
from sectornb.report.report import Report
from sectornb.report.run import run_region
from sectornb.sources.adding import add_files
from tests.browser.conftest import Visit
from tests.builders.small_library import NAMES, region_file, small_library

HOSTILE = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'
NOTES = f"""\
## index

{HOSTILE} [go](javascript:window.hacked=1) <svg onload=window.hacked=1></svg>

## 2-industries

<a href="#" onclick="window.hacked=1">press</a> <iframe srcdoc="{HOSTILE}"></iframe>
<style>body {{ display: none; }}</style><meta http-equiv=refresh content="0;url=x">
"""


def projections(folder: Path) -> Path:
    """Projections of an area with a hostile name."""
    path = folder / "projections.csv"
    head = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"
    title = HOSTILE.replace('"', '""')
    rows = [f'57,"{title}",{code},2022,2032,1000,1200' for code in ("541", "622", "722")]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hostile(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    names = {code: f"{HOSTILE}{code}" for code in NAMES}
    library = small_library(folder, titles=names)
    add_files(library, [projections(folder)], "projections", "2022")
    path = region_file(folder / "regions", library, title=f"Esker {HOSTILE}")
    path.with_name("region.notes.md").write_text(NOTES, encoding="utf-8")
    return run_region(read_region(path), folder / "reports", tell=lambda line: None, progress=False)


@pytest.mark.parametrize("name", ["index.html", "2-industries.html", "2-industries-profiles.html"])
def test_hostile_text_runs_nothing_and_is_shown(hostile: Path, visit: Visit, name: str) -> None:
    page = visit.at(hostile / name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    for link in page.get_by_role("link", name="press").all():
        link.click()
    assert page.evaluate("window.hacked") is None
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []
    assert f"Esker {HOSTILE}" in page.locator("body").inner_text()
    assert page.locator("iframe, svg, meta[http-equiv=refresh], body style").count() == 0
    assert page.locator("script").count() == 1
    assert page.locator("main").is_visible()


def test_a_hostile_projection_area_is_shown_as_text(hostile: Path, visit: Visit) -> None:
    page = visit.at(hostile / "2-industries.html")
    assert f"is that for {HOSTILE}" in (page.locator("body").text_content() or "")
    assert page.evaluate("window.hacked") is None


def test_a_hostile_county_name_is_shown_as_text(hostile: Path, visit: Visit) -> None:
    names = dict.fromkeys(NAMES, f"{HOSTILE} County, Esker")
    records = [{**record, "county_names": names} for record in read_records(hostile)]
    absent = {HOSTILE: HOSTILE}
    write_index(Report(hostile, "north-esker", "Esker", list(NAMES), records, absent))
    page = visit.at(hostile / "index.html")
    assert page.locator("header").inner_text().count(HOSTILE) == len(NAMES)
    assert page.locator("#page-missing + dl").inner_text().count("onerror") == 2
    assert page.evaluate("window.hacked") is None


def test_a_hostile_picture_title_stays_text_in_its_svg(hostile: Path, visit: Visit) -> None:
    svg = next((hostile / "figures").glob("*rank_strips.svg"))
    page = visit.at(svg)
    assert HOSTILE in page.locator("svg > title").text_content()
    assert page.evaluate("window.hacked") is None


def test_the_policy_stops_a_script_that_got_in(hostile: Path, visit: Visit, tmp_path: Path) -> None:
    html = (hostile / "index.html").read_text(encoding="utf-8")
    broken = tmp_path / "index.html"
    broken.write_text(html.replace("</main>", "<script>window.hacked=1</script></main>"), "utf-8")
    page = visit.at(broken)
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in text for text in visit.complaints)
