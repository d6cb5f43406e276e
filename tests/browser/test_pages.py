"""What readers do with a real report: look, sort, filter, follow a number, print."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import checked
from tests.browser.conftest import NOTES, Visit, expect

WORKBOOK, PROFILES = "2-industries.html", "2-industries-profiles.html"
ANSWERS = ("index.html", WORKBOOK)
PAGES = (*ANSWERS, PROFILES)
TOTAL = "#full-industry_ranking"
SHOWN_ROWS = "rows => rows.filter(row => row.offsetParent).map(row => row.cells[0].innerText)"
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Colors do not hang on the size, nor the layout on the colors.
LOOKS = [
    pytest.param({**size, "color_scheme": scheme}, id=f"{name}-{scheme}")
    for name, size, scheme in (("desktop", DESKTOP, "light"), ("phone", PHONE, "dark"))
]


def open_folds(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")


def column(page: Any, table: str, place: int) -> list[str]:
    cells = page.locator(f"{table} tbody tr > :nth-child({place})")
    return [text.strip() for text in cells.all_inner_texts()]


def said_number(text: str) -> tuple[float, int] | None:
    """A number as a sentence says it, and its decimals; None for words."""
    plain = text.replace(",", "").replace("−", "-").lstrip("+")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    return float(plain), len(plain.partition(".")[2])


def holds(cell: Any, said: str) -> bool:
    """Whether a cell holds what a sentence says: words as they are, figures rounded."""
    if said.endswith("%") and cell.inner_text() != said:
        # The cell shows percent with one decimal, the sentence may round to none.
        return abs(float(cell.inner_text().rstrip("%")) - float(said.rstrip("%"))) <= 0.55
    number, value = said_number(said), cell.get_attribute("data-sort")
    if number is None or value is None:
        return bool(cell.inner_text() == said)
    return round(float(value), number[1]) == number[0]


@pytest.mark.parametrize("visit", LOOKS, indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_of_accessibility(report: Path, visit: Visit, name: str) -> None:
    page = visit.at(report / name)
    open_folds(page)
    if name == WORKBOOK:
        page.locator("#page-code").check()
    violations, passed = checked(page)
    assert violations == []
    # So many rules found something to look at; fewer would mean that the check did not run.
    assert len(passed) >= 30


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        ("document.querySelector('img').removeAttribute('alt')", "image-alt"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('main p').style.color = '#ddd'", "color-contrast"),
    ],
)
def test_a_planted_violation_is_caught(report: Path, visit: Visit, harm: str, rule: str) -> None:
    page = visit.at(report / "index.html")
    page.evaluate(harm)
    violations, _ = checked(page)
    assert {text.partition(":")[0] for text in violations} == {rule}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(
    report: Path, visit: Visit, name: str
) -> None:
    page = visit.at(report / name)
    open_folds(page)
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []
    assert [url for url in visit.requests if url.startswith("file:")] == [(report / name).as_uri()]
    assert visit.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_less_than_three_megabytes(report: Path, name: str) -> None:
    assert (report / name).stat().st_size < 3_000_000


@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_at_400_percent_only_tables_scroll_sideways(report: Path, visit: Visit, name: str) -> None:
    # 1280 CSS pixels at 400 percent leave 320.
    page = visit.at(report / name)
    open_folds(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_number_in_a_sentence_leads_to_the_cell_that_holds_it(
    report: Path, visit: Visit
) -> None:
    for name in ANSWERS:
        page = visit.at(report / name)
        open_folds(page)
        links = page.locator(".findings .claim")
        claims = [(links.nth(at).inner_text(), at) for at in range(links.count())]
        assert len(claims) >= 8
        for said, at in claims:
            page = visit.at(report / name)
            open_folds(page)
            page.locator(".findings .claim").nth(at).click()
            cell = page.locator(":target")
            expect(cell).to_have_count(1)
            assert page.url.partition("#")[0] == (report / WORKBOOK).as_uri()
            assert cell.is_visible() and cell.evaluate("cell => cell.matches('td, th')")
            assert holds(cell, said)
            color = cell.evaluate("cell => getComputedStyle(cell).outlineStyle")
            assert color == "solid"


def test_a_profile_is_reached_from_the_short_list_and_its_numbers_stand_on_its_page(
    report: Path, visit: Visit
) -> None:
    page = visit.at(report / WORKBOOK)
    first = page.locator("tbody th a").first
    named = first.inner_text()
    first.click()
    assert page.url.partition("#")[0] == (report / PROFILES).as_uri()
    expect(page.locator("article").filter(has=page.locator(":target"))).to_have_count(1)
    assert named in page.locator("article").filter(has=page.locator(":target")).inner_text()
    links = page.locator("article .claim")
    assert links.count() >= 8
    for at in (0, links.count() // 2, links.count() - 1):
        page = visit.at(report / PROFILES)
        link = page.locator("article .claim").nth(at)
        said = link.inner_text()
        link.click()
        assert page.url.partition("#")[0] == (report / PROFILES).as_uri()
        assert holds(page.locator(":target"), said)


def test_each_profile_prints_on_one_sheet(report: Path, visit: Visit) -> None:
    page = visit.at(report / PROFILES)
    count = page.locator("article").count()
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="Letter"))
    assert len(sheets) == count > 1


def test_from_a_cell_one_link_leads_to_source_and_vintage(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    page.locator(".findings .claim").first.click()
    wrap = page.locator(".table-wrap").filter(has=page.locator(":target"))
    line = wrap.locator("xpath=following-sibling::p[contains(@class, 'table-source')][1]")
    line.get_by_role("link").first.click()
    entry = page.locator(":target")
    assert entry.is_visible()
    assert "Quarterly Census of Employment and Wages" in entry.inner_text()
    assert "2017" in entry.inner_text()


def test_every_link_of_the_report_leads_somewhere(report: Path, visit: Visit) -> None:
    ids = {}
    for name in PAGES:
        page = visit.at(report / name)
        ids[name] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
    for name in PAGES:
        page = visit.at(report / name)
        for link in page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)"):
            path, _, fragment = link.partition("#")
            target = Path(path.removeprefix(report.as_uri() + "/"))
            assert (report / target).is_file(), link
            assert not fragment or fragment in ids[target.name], link


@pytest.mark.parametrize("label", ["Jobs", "Establishments"])
def test_a_table_sorts_by_value_and_keeps_unknown_values_last(
    report: Path, visit: Visit, label: str
) -> None:
    table = "#full-industry_factors"
    page = visit.at(report / WORKBOOK, table)
    header = page.locator(f"{table} thead th").filter(has_text=re.compile(rf"^\s*{label}\s*$"))
    place = header.evaluate("cell => cell.cellIndex") + 1
    for direction, sign in (("descending", -1), ("ascending", 1)):
        header.get_by_role("button").click()
        told = page.locator(f"{table} .filter [role=status]")
        expect(told).to_have_text(f"Sorted by {label}, {direction}.")
        assert header.get_attribute("aria-sort") == direction
        shown = [text.replace(",", "") for text in column(page, table, place)]
        known = [float(text) for text in shown if text != "–"]
        assert known == sorted(known, key=lambda value: sign * value)
        assert shown[len(known) :] == ["–"] * (len(shown) - len(known))
        # Some jobs are withheld; as text, 1,100 establishments would come before 250.
        if label == "Jobs":
            assert len(known) < len(shown)
        else:
            assert len({len(str(int(value))) for value in known}) > 1


def test_words_sort_from_a_and_ranks_from_the_best(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK, TOTAL)
    for label in ("Industry", "Rank"):
        header = page.locator(f"{TOTAL} thead th").filter(has_text=re.compile(rf"^\s*{label}\s*$"))
        header.get_by_role("button").click()
        told = page.locator(f"{TOTAL} .filter [role=status]")
        expect(told).to_have_text(f"Sorted by {label}, ascending.")
        assert header.get_attribute("aria-sort") == "ascending"
    titles = page.locator(f"{TOTAL} thead th[aria-sort]")
    assert titles.count() == 1


def test_a_table_filters_by_words_and_shows_all_again(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK, TOTAL)
    rows = page.locator(f"{TOTAL} tbody tr")
    every = rows.count()
    box = page.locator(TOTAL).get_by_label("Filter rows")
    box.fill("SERVICES food")
    assert rows.evaluate_all(SHOWN_ROWS) == ["Food Services and Drinking Places"]
    assert page.locator(f"{TOTAL} [role=status]").inner_text() == f"1 of {every} rows"
    box.fill("no such industry")
    assert rows.evaluate_all(SHOWN_ROWS) == []
    box.fill("")
    assert len(rows.evaluate_all(SHOWN_ROWS)) == every


def test_a_link_to_a_filtered_row_brings_it_back(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    claims = page.locator(".findings .claim[href^='#t-']")
    wrap = "xpath=ancestor::div[contains(@class, 'table-wrap')]"
    own = f"{wrap}/preceding-sibling::*[1]/self::div/input"
    for place in range(claims.count()):
        claims.nth(place).click()
        box = page.locator(":target").locator(own)
        if box.count():
            box.fill("no such industry")
            assert not page.locator(":target").is_visible()
            claims.nth(place).click()
            assert page.locator(":target").is_visible()
            return
    raise AssertionError("no finding leads to a table with a filter")


def test_code_stands_behind_one_switch(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    switch = page.get_by_label("Show code and checks")
    code = page.locator(".code")
    assert code.count() > 5
    assert not any(code.nth(at).is_visible() for at in range(code.count()))
    switch.check()
    assert all(code.nth(at).is_visible() for at in range(code.count()))
    switch.uncheck()
    assert not code.first.is_visible()


def test_folds_open_and_close(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    fold = page.locator("#page-method")
    inside = fold.locator("li").first
    assert not inside.is_visible()
    fold.locator("summary").click()
    assert inside.is_visible()
    fold.locator("summary").click()
    assert not inside.is_visible()


def focus_by_tab(page: Any, selector: str, most: int = 200) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    pytest.fail(f"{selector} cannot be reached by the Tab key")


def test_everything_works_by_keyboard_alone(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page-main"

    page = visit.at(report / WORKBOOK)
    focus_by_tab(page, "#page-code")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Space")
    assert page.locator(".code").first.is_visible()
    page.keyboard.press("Space")
    focus_by_tab(page, ".claim")
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_focused()

    page = visit.at(report / WORKBOOK)
    focus_by_tab(page, "#page-full > summary")
    page.keyboard.press("Enter")
    focus_by_tab(page, f"{TOTAL} > summary")
    page.keyboard.press("Enter")
    focus_by_tab(page, f"{TOTAL} input")
    page.keyboard.type("food")
    assert page.locator(f"{TOTAL} tbody tr:visible").count() >= 1
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    focus_by_tab(page, f"{TOTAL} .sort")
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(f"{TOTAL} th[aria-sort]")).to_have_count(1)


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_every_row_is_there_and_nothing_is_offered_in_vain(
    report: Path, visit: Visit
) -> None:
    page = visit.at(report / WORKBOOK)
    page.locator("#page-full > summary").click()
    page.locator(f"{TOTAL} > summary").click()
    assert page.locator(f"{TOTAL} tbody tr:visible").count() == 14
    assert page.locator("input[type=search], .sort").count() == 0
    page.get_by_label("Show code and checks").check()
    assert page.locator(".code").first.is_visible()
    page.locator(".findings .claim").first.click()
    assert page.locator(":target").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_to_a_tagged_pdf(report: Path, visit: Visit, name: str) -> None:
    pdf = visit.at(report / name).pdf(tagged=True)
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert b"/Lang" in pdf


def test_paper_shows_filtered_rows_and_no_controls_and_a_fold_only_when_opened(
    report: Path, visit: Visit
) -> None:
    page = visit.at(report / WORKBOOK, TOTAL)
    page.locator(TOTAL).get_by_label("Filter rows").fill("no such industry")
    page.emulate_media(media="print")
    assert page.locator(f"{TOTAL} tbody tr:visible").count() == 14
    assert not page.locator("#page-numbers").is_visible()
    assert not page.locator(f"{TOTAL} .filter").is_visible()
    assert not page.get_by_role("navigation").is_visible()
    page.emulate_media(media="screen")
    page.locator("#page-numbers summary").click()
    page.emulate_media(media="print")
    assert page.locator("#page-numbers tbody tr").first.is_visible()


def test_a_term_leads_to_its_meaning_on_the_same_page(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    term = page.locator("a.term").first
    meaning = page.locator(term.get_attribute("href") or "")
    assert not meaning.is_visible()
    term.click()
    assert meaning.is_visible()


@pytest.mark.parametrize("name", ["index.html", "2-industries.html", "2-industries-profiles.html"])
def test_what_stands_in_sight_holds_no_words_of_the_workshop(
    report: Path, visit: Visit, name: str
) -> None:
    text = visit.at(report / name).inner_text("body")
    jargon = r"\b(redrawn|scale reduction|sweeps?|drawn|draws|acceptability|feasible|membership)\b"
    assert re.findall(jargon, text, re.IGNORECASE) == []


def test_notes_of_the_analyst_are_on_their_pages_and_marked(report: Path, visit: Visit) -> None:
    for name, words in (("index.html", "The board met in March."), (WORKBOOK, "Its own count")):
        page = visit.at(report / name)
        section = page.get_by_role("region", name="Notes of the analyst")
        assert words in section.inner_text()
        assert "Written by hand in region.notes.md" in section.inner_text()


def test_each_picture_is_there_as_png_and_svg(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    figure = page.get_by_role("figure").first
    image = figure.get_by_role("img")
    # An SVG tells its size in CSS pixels, a PNG at 200 dots per inch twice as many.
    assert image.evaluate("image => image.complete && image.naturalWidth") > 400
    for kind in ("PNG", "SVG"):
        link = figure.get_by_role("link", name=kind).get_attribute("href")
        assert (report / link).stat().st_size > 1000
    page = visit.at(report / link)
    title = page.locator("svg > title").text_content()
    assert ", North Esker, 2022" in title


def test_the_manifest_holds_the_hash_of_the_notes_and_no_run_changes_them(report: Path) -> None:
    notes = report.parents[1] / "regions" / "region.notes.md"
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(notes.read_bytes()).hexdigest()
    assert manifest["region"]["notes"] == {"file": "region.notes.md", "sha256": digest}
    assert notes.read_text(encoding="utf-8") == NOTES


def test_back_from_a_cell_the_number_has_the_focus_again(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    link = page.locator(".findings .claim").first
    link.click()
    expect(page.locator(":target")).to_be_focused()
    page.go_back()
    expect(link).to_be_focused()


@pytest.mark.parametrize("name", PAGES)
def test_no_two_places_of_a_page_have_the_same_address(
    report: Path, visit: Visit, name: str
) -> None:
    page = visit.at(report / name)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) >= 5 and len(ids) == len(set(ids))


def test_every_filter_says_which_table_it_filters(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    open_folds(page)
    labels = page.locator(".filter label").all_inner_texts()
    assert len(labels) >= 2 and len(set(labels)) == len(labels)
    assert "Filter rows of Ranks, score and short list" in [" ".join(x.split()) for x in labels]


@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 256}}], indirect=True)
@pytest.mark.parametrize("name", ANSWERS)
def test_at_400_percent_the_answer_begins_within_three_short_screens(
    report: Path, visit: Visit, name: str
) -> None:
    # A window of 1280 by 1024 at 400 percent leaves 320 by 256.
    page = visit.at(report / name)
    assert page.locator(".answer").first.bounding_box()["y"] <= 3 * 256


def shown_labels(page: Any) -> list[str]:
    table = page.locator("table.stacks").first
    return table.evaluate(
        "table => Array.from(table.tBodies[0].rows[0].cells).slice(1)"
        ".map(cell => getComputedStyle(cell, '::before').content)"
    )


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_on_a_phone_every_value_of_the_list_stands_in_sight_beside_its_name(
    report: Path, visit: Visit
) -> None:
    page = visit.at(report / WORKBOOK)
    table = page.locator("table.stacks").first
    heads = table.locator("thead th").all_text_contents()
    assert [label.strip('"') for label in shown_labels(page)] == [
        " ".join(head.split()) for head in heads[1:]
    ]
    width = page.evaluate("document.documentElement.clientWidth")
    for cell in table.locator("tbody td").all():
        box = cell.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert table.locator("tbody [role=cell]").count() == table.locator("tbody td").count()


def test_on_a_screen_no_value_repeats_its_name(report: Path, visit: Visit) -> None:
    page = visit.at(report / WORKBOOK)
    assert set(shown_labels(page)) <= {"none", "normal"}
