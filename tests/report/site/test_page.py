"""The overview as a folder: whole, the same bytes, and nothing that a region's report hides."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from sectornb.errors import InputError, SectornbError
from sectornb.report.site.page import TABLES, write_site
from sectornb.report.site.tables import site_dictionary
from sectornb.shipped import shipped
from tests.builders.regional_reports import regional_report, three_regions

HOSTILE = '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(page: Path, name: str) -> list[dict[str, str]]:
    return rows(page.parent / "tables" / f"{name}.csv")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Cells(HTMLParser):
    """The texts of a page's table cells, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def cells_of(page: Path) -> list[list[str]]:
    parser = Cells()
    parser.feed(page.read_text("utf-8"))
    return parser.rows


def test_it_lies_among_the_reports_with_its_tables(tmp_path: Path) -> None:
    page, said = write_site(three_regions(tmp_path))
    assert page == tmp_path / "site" / "index.html"
    assert said[0].startswith("3 regions used the regional planning tool")
    made = set(files_of(page.parent))
    assert {f"tables/{name}.csv" for name in TABLES} <= made
    assert {"index.html", "site.json", "figures/elements_by_region.svg"} <= made


def test_every_table_is_what_the_dictionary_says_and_every_word_of_it_is_used(
    tmp_path: Path,
) -> None:
    page, _ = write_site(three_regions(tmp_path))
    declared = site_dictionary()
    own = {name: told.columns for name, told in declared.tables.items() if told.workbook == "site"}
    assert set(own) == set(TABLES)
    for name, columns in own.items():
        head = (page.parent / "tables" / f"{name}.csv").read_text("utf-8").partition("\n")[0]
        assert head == ",".join(columns)
    guide = shipped("docs", "across-regions.md").read_text("utf-8")
    assert [name for name in own if f"`{name}.csv`" not in guide] == []


def test_the_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    three_regions(tmp_path)
    first = files_of(write_site(tmp_path)[0].parent)
    again = files_of(write_site(tmp_path)[0].parent)
    elsewhere = three_regions(tmp_path / "elsewhere")
    assert first == again == files_of(write_site(elsewhere)[0].parent)


def test_every_figure_of_a_region_stands_shown_in_its_own_tables(tmp_path: Path) -> None:
    # Read by hand, without the code that made the overview: what a region's own table marks as
    # printed, and nothing else.
    three_regions(tmp_path)
    regional_report(tmp_path, "shy", {"1": None, "2.1": None, "3": 1.5}, counties=["39061"])
    page, _ = write_site(tmp_path)
    own = {
        folder.name: {
            each["item"]: each
            for each in rows(folder / "tables" / "ratings_by_item.csv")
            if each["status"] == "printed"
        }
        for folder in tmp_path.iterdir()
        if (folder / "manifest.json").is_file()
    }
    seen = 0
    for row in table(page, "components_by_region"):
        printed = own[row["report"]].get(row["item"])
        if printed is None:
            assert row["median"] == row["n_raters"] == ""
            assert row["level"] == "not_told"
        else:
            assert float(row["median"]) == float(printed["median"])
            assert row["n_raters"] == printed["n_raters"].removesuffix(".0")
            seen += 1
    assert seen == 4 * 19 - 6
    areas = {
        (name, each["area"]): each["median_of_items"]
        for name in own
        for each in rows(tmp_path / name / "tables" / "ratings_by_area.csv")
    }
    for row in table(page, "elements_by_region"):
        assert row["median_of_items"] in ("", areas[row["report"], row["area"]])
    for row in table(page, "help_between_regions"):
        for report, median in (("report", "median"), ("helper", "helper_median")):
            if row["rated_kind"] == "component":
                assert float(row[median]) == float(own[row[report]][row["rated"]]["median"])
            else:
                assert row[median] == areas[row[report], row["rated"]]


def test_what_is_held_back_stands_nowhere_on_the_page(tmp_path: Path) -> None:
    # The report of shy shows nothing of element 1; the page says so in its row.
    three_regions(tmp_path)
    regional_report(tmp_path, "shy", {"1": None}, counties=["39061"])
    page, _ = write_site(tmp_path)
    shown = [row for row in cells_of(page) if row and row[0] == "Shy Region"]
    assert shown[0][1] == "not told held back"
    assert shown[1] == [
        "Shy Region",
        "2025-spring",
        "8",
        "anonymous",
        "5 of 19 components: held back",
    ]


def test_no_figure_is_put_together_from_ratings_of_several_regions(tmp_path: Path) -> None:
    page, _ = write_site(three_regions(tmp_path))
    # Across regions there are counts of regions alone.
    counts = ("n_regions", "n_missing", "n_partly", "n_in_place", "n_not_told")
    numeric = {
        name
        for name in site_dictionary().table("parts_across_regions").columns
        if site_dictionary().columns[name].numeric
    }
    assert numeric == set(counts)
    for row in table(page, "parts_across_regions"):
        assert sum(int(float(row[name])) for name in counts[1:]) == int(float(row["n_regions"]))


def test_every_number_of_a_sentence_leads_to_a_cell_of_the_page(tmp_path: Path) -> None:
    page, _ = write_site(three_regions(tmp_path))
    text = page.read_text("utf-8")
    links = re.findall(r'class="claim" href="#([^"]+)">([^<]+)<', text)
    assert len(links) >= 8
    for address, words in links:
        (cell,) = re.findall(rf' id="{re.escape(unquote(address))}">([^<]*)<', text)
        assert words == cell


def test_every_link_to_a_file_leads_to_one(tmp_path: Path) -> None:
    page, _ = write_site(three_regions(tmp_path), tmp_path / "out" / "overview")
    assert page == tmp_path / "out" / "overview" / "index.html"
    links = re.findall(r'href="([^#"][^"]*)"', page.read_text("utf-8"))
    files = [unquote(link) for link in links if not link.startswith("data:")]
    assert len([link for link in files if link.startswith("../../")]) == 9
    assert [link for link in files if not (page.parent / link).is_file()] == []


def test_hostile_words_are_words_and_no_formulas(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": 1.0}, title=HOSTILE, counties=[HOSTILE])
    regional_report(tmp_path, "b", {"1": 3.0}, title="=cmd|'/c calc'!A1", counties=["39041"])
    regional_report(tmp_path, "c", {"1": 3.0}, title="W" * 3_000, counties=["39041"], wave="=1+1")
    page, _ = write_site(tmp_path)
    text = page.read_text("utf-8")
    assert "<img src=x" not in text
    assert text.count("<script>") == 1
    assert "W" * 121 not in text
    assert {row["region_title"][:2] for row in table(page, "elements_by_region")} >= {"'=", "WW"}
    for name in TABLES:
        cells = [cell for row in table(page, name) for cell in row.values()]
        assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


@pytest.mark.soak
def test_sixty_regions_stay_readable(tmp_path: Path) -> None:
    for number in range(60):
        level = [1.0, 2.0, 3.0][number % 3]
        medians = {"1": level, "2": 4.0 - level, "3": 1.0}
        regional_report(
            tmp_path, f"r{number:02d}", medians, counties=[f"39{number:03d}"],
            title=f"Region of a rather long name {number}",
        )  # fmt: skip
    page, said = write_site(tmp_path)
    assert max(map(len, said)) < 300
    text = page.read_text("utf-8")
    assert len(text) < 2_000_000
    assert "Another 48 regions stand in the table below." in text
    longest = max(len(cell) for row in cells_of(page) for cell in row)
    assert longest < 400
    assert "; Region of a rather long name 3 and 12 more" in text
    assert len(table(page, "components_by_region")) == 60 * 19
    addresses = re.findall(r'class="claim" href="#([^"]+)"', text)
    assert all(text.count(f' id="{unquote(address)}"') == 1 for address in addresses)


def test_a_simulated_report_is_said_to_be_so_wherever_it_stands(tmp_path: Path) -> None:
    three_regions(tmp_path)
    regional_report(tmp_path, "made-up", {}, simulated=True)
    text = write_site(tmp_path)[0].read_text("utf-8")
    assert text.count('<span class="tag">simulated</span>') == 1
    assert "Simulated, and others are real." in text
    assert 'class="band"' not in text


def test_an_overview_of_simulated_regions_says_so_first(tmp_path: Path) -> None:
    for number, name in enumerate("ab"):
        regional_report(tmp_path, name, {}, simulated=True, counties=[f"3904{number}"])
    text = write_site(tmp_path)[0].read_text("utf-8")
    assert 'class="band"' in text
    assert "<title>Regions side by side (simulated)</title>" in text


def test_folders_that_are_left_out_are_named_on_the_page_and_on_screen(tmp_path: Path) -> None:
    (three_regions(tmp_path) / "holiday photos").mkdir()
    page, said = write_site(tmp_path)
    told = "Left out: holiday photos (no report: it has no manifest.json)."
    assert said[-1] == told
    assert "<dt>holiday photos</dt><dd>No report: it has no manifest.json.</dd>" in (
        page.read_text("utf-8")
    )


def test_something_else_in_its_place_is_not_replaced(tmp_path: Path) -> None:
    (three_regions(tmp_path) / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="no overview of regions, so it is not replaced"):
        write_site(tmp_path)
    assert (tmp_path / "site" / "mine.txt").read_text("utf-8") == "mine"


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    from sectornb.report.staging import only_run

    three_regions(tmp_path)
    with only_run(tmp_path, "site"), pytest.raises(SectornbError, match="Another run"):
        write_site(tmp_path)
