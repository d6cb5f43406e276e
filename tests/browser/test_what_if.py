"""Other weights in the page itself: the same order as a rerun, by keyboard, and no script lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sectornb.industry.factors import FACTORS
from sectornb.report.region_file import read_region
from tests.browser.axe import checked
from tests.browser.conftest import Visit, expect
from tests.builders.industry_study import study_of
from tests.builders.small_library import region_file, small_library

PAGE = "2-industries.html"
LISTED = """() => [...document.querySelectorAll("#page-what-if tbody tr")].map(
    row => [row.dataset.naics, Number(row.cells[1].innerText)])"""
MOVED = """([at, weight]) => {
    const slider = document.querySelectorAll("#page-what-if input")[at];
    slider.value = weight;
    slider.dispatchEvent(new Event("input"));
}"""


@pytest.fixture(scope="module")
def rerun(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Codes and ranks of the first five of a run with other weights."""
    folder = tmp_path_factory.mktemp("rerun")
    region = read_region(region_file(folder / "regions", small_library(folder)))

    def first(weights: dict[str, float]) -> list[list[object]]:
        table = study_of(region, weights=weights, details={"draws": 0}).ranking
        return table.loc[table["rank"].le(5), ["naics", "rank"]].to_numpy().tolist()

    return first


@pytest.mark.parametrize(
    "changes",
    [{}, {"annual_wage": 4.5}, {"employment": 0, "location_quotient": 3},
     {"historical_growth": 0}, {"employment": 0, "annual_wage": 0, "historical_growth": 0}],
)  # fmt: skip
def test_sliders_give_the_order_of_a_rerun_with_the_same_weights(
    report: Path, visit: Visit, rerun: Any, changes: dict[str, float]
) -> None:
    page = visit.at(report / PAGE)
    labels = page.locator("#page-what-if label").all_inner_texts()
    for factor, weight in changes.items():
        page.evaluate(MOVED, [labels.index(FACTORS[factor].title), weight])
    assert page.evaluate(LISTED) == rerun(dict.fromkeys(FACTORS, 1) | changes)
    assert visit.complaints == [] and len(visit.requests) == 1


def test_a_slider_moves_by_keyboard_and_says_what_changed(report: Path, visit: Visit) -> None:
    page = visit.at(report / PAGE)
    status = page.locator("#page-what-if [role=status]")
    expect(status).to_have_text(re.compile("^These are the saved weights. "))
    before = page.evaluate(LISTED)
    page.get_by_label("Jobs", exact=True).focus()
    page.keyboard.press("Home")
    assert page.locator("#page-what-if output").first.inner_text() == "0"
    expect(status).to_contain_text("The printed report uses the saved weights.")
    page.get_by_role("button", name="Back to the saved weights").press("Enter")
    assert page.evaluate(LISTED) == before


def test_each_row_says_how_many_trial_tables_list_it_so_that_the_order_is_no_second_short_list(
    report: Path, visit: Visit
) -> None:
    page = visit.at(report / PAGE)
    expect(page.locator("#page-what-if")).to_contain_text("This is not the short list: ")
    shares = page.locator("#page-what-if tbody tr td:last-child").all_inner_texts()
    assert shares and all(re.fullmatch(r"all|\d+\.\d%", share) for share in shares)


@pytest.mark.parametrize("tied", [False, True])
def test_the_caption_counts_the_rows_and_says_why_they_are_more(
    report: Path, visit: Visit, tmp_path: Path, tied: bool
) -> None:
    html = (report / PAGE).read_text("utf-8")
    ranks = re.compile(r"(ranks(?:&#34;|&quot;|\"):)(\[[^]]*\])")
    first = next(each[2] for each in ranks.finditer(html) if "null" not in each[2])
    # Where all have the ranks of one, all are first.
    changed = ranks.sub(rf"\g<1>{first}", html) if tied else html
    (tmp_path / PAGE).write_text(changed, "utf-8")
    page = visit.at(tmp_path / PAGE)
    rows = page.locator("#page-what-if tbody tr").count()
    why = ", as the last are tied" if tied else ""
    assert (rows > 5) is tied
    caption = page.locator("#page-what-if caption").inner_text()
    assert caption == f"The first {rows} by one best guess{why}"


def test_without_any_weight_the_page_says_what_to_do(report: Path, visit: Visit) -> None:
    page = visit.at(report / PAGE)
    for at in range(page.locator("#page-what-if input").count()):
        page.evaluate(MOVED, [at, 0])
    expect(page.locator("#page-what-if [role=status]")).to_have_text(
        "Give at least one factor a weight above 0."
    )


def test_the_sliders_break_no_rule_of_accessibility(report: Path, visit: Visit) -> None:
    page = visit.at(report / PAGE)
    assert page.locator("#page-what-if input").count() >= 4
    violations, passed = checked(page)
    assert violations == [] and len(passed) >= 30


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_no_sliders_are_offered(report: Path, visit: Visit) -> None:
    page = visit.at(report / PAGE)
    assert not page.locator("#page-what-if").is_visible()
    assert not page.locator("#page-what-if-way").is_visible()


def test_the_sliders_are_not_printed(report: Path, visit: Visit) -> None:
    page = visit.at(report / PAGE)
    page.emulate_media(media="print")
    assert not page.locator("#page-what-if").is_visible()
