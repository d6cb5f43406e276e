"""Columbus and Rhode Island, from the agencies' files: short enough to read, for everyone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from sectornb.sources.adding import add_files
from tests.browser.axe import checked
from tests.browser.conftest import Visit
from tests.browser.test_pages import LOOKS

pytestmark = pytest.mark.soak

COLUMBUS = "39041 39045 39049 39073 39083 39089 39097 39127 39129 39159".split()
RHODE_ISLAND = "44001 44003 44005 44007 44009".split()
FLOWS = 'region: {flows: county-flows, vintage: "2000", residents: laus}'
SECTIONS = {
    "columbus": (
        COLUMBUS,
        f"{FLOWS}\nindustries: {{base_year: 2020, latest_year: 2022}}",
    ),
    "rhode-island": (RHODE_ISLAND, 'region: {vintage: "2019"}'),
}
PAGES = [
    ("columbus", "index.html"),
    ("columbus", "1-region.html"),
    ("columbus", "2-industries.html"),
    ("rhode-island", "index.html"),
    ("rhode-island", "1-region.html"),
]
MOST_WORDS, MOST_SHEETS = 1_400, 6
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of both reports."""
    given = os.environ.get("SECTORNB_REAL_DATA", "")
    if not given:
        pytest.skip("SECTORNB_REAL_DATA names no folder of the agencies' files")
    data, folder = Path(given), tmp_path_factory.mktemp("regions")
    library = folder / "library"
    for year in ("2020", "2021", "2022"):
        add_files(library, sorted((data / "qcew" / "annual" / year).glob("*.csv")), "qcew", year)
    for files, source, vintage in (
        (sorted((data / "qcew" / "titles").glob("area_titles.csv")), "qcew-titles", "2022"),
        (sorted((data / "lodes" / "2019").glob("*.gz")), "lodes", "2019"),
        (sorted((data / "flows").glob("*.csv.gz")), "county-flows", "2000"),
        ([data / "geometry" / "counties-10m.json"], "geometry", "2019"),
        ([data / "laus" / "laucnty00.xlsx"], "laus", "2000"),
    ):
        add_files(library, files, source, vintage)
    made = {}
    for name, (counties, sections) in SECTIONS.items():
        path = folder / f"{name}.yml"
        head = f"id: {name}\ntitle: {name}\ncounties: {counties}\nlibrary: {library.as_posix()}\n"
        path.write_text(f"{head}{sections}\n", "utf-8")
        made[name] = run_region(
            read_region(path), folder / "reports", tell=lambda line: None, progress=False
        )
    return made


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
@pytest.mark.parametrize(("region", "name"), PAGES)
def test_what_a_reader_sees_is_short_enough_to_read_and_to_print(
    regions: dict[str, Path], visit: Visit, region: str, name: str
) -> None:
    page = visit.at(regions[region] / name)
    # Without scripts: the sliders are a tool beside the answer, and stand on no paper.
    assert 500 < len(page.inner_text("body").split()) <= MOST_WORDS
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="Letter"))
    assert 1 < len(sheets) <= MOST_SHEETS


WORKSHOP = re.compile(
    r"disclosed_counties|historical_growth|\bfloor\b|JT00|No rows|\bnan\b|\bNone\b"
    r"|(?<![\d,.])1 (?:counties|industries|jobs)\b|\bsheds\b|region file has no section"
)
RANK = re.compile(r"\brank \d+\.\d")


@pytest.mark.parametrize(("region", "name"), PAGES)
def test_what_stands_in_sight_is_in_plain_words_and_whole_ranks(
    regions: dict[str, Path], visit: Visit, region: str, name: str
) -> None:
    text = visit.at(regions[region] / name).inner_text("body")
    assert WORKSHOP.findall(text) == [] and RANK.findall(text) == []
    # No share of what people hold is above all of it.
    assert not [each for each in re.findall(r"(\d[\d.]*)%", text) if float(each) > 100]


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
@pytest.mark.parametrize(("region", "name"), PAGES)
def test_a_page_of_real_figures_breaks_no_rule_of_accessibility_and_cuts_nothing_off(
    regions: dict[str, Path], visit: Visit, region: str, name: str
) -> None:
    page = visit.at(regions[region] / name)
    violations, passed = checked(page)
    assert violations == [] and len(passed) >= 25
    assert not page.evaluate(WIDER)
