"""The page of a comparison: an answer first, numbers that lead to their cells, whole or nothing."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sectornb.dictionary import dictionary
from sectornb.errors import InputError
from sectornb.report.comparison_page import write_comparison
from tests.builders.saved_report import change_manifest, change_table, saved_report, swapped

HOSTILE = '"><script>window.hacked=1</script>'


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return saved_report(tmp_path / "a"), saved_report(tmp_path / "b")


def longer(manifest: Any) -> None:
    manifest["parameters"]["2-industries"]["weights"]["employment"] = 3.0


def test_two_reports_that_say_the_same_are_said_to(pair: tuple[Path, Path]) -> None:
    page, said = write_comparison(*pair)
    assert said == ["Nothing changed: both reports have the same tables."]
    assert list((page.parent / "changes").iterdir()) == []


def test_what_went_in_stands_in_the_first_sentence(pair: tuple[Path, Path]) -> None:
    change_manifest(pair[1], longer)
    change_table(pair[1], "industry_ranking", swapped)
    _, said = write_comparison(*pair)
    assert said[0] == (
        "As before, your 6 counties hold together by commuting, but borders differ by method: 1 of "
        "4 keeps them in one market, a larger one; the same counties are in the region's zones; "
        "the short list changed in 1 of 10 places; the largest occupations are the same; "
        "every middle rating is the same; the data are the same and other choices were made (weights)."
    )


def test_it_lies_beside_the_second_report_by_default(pair: tuple[Path, Path]) -> None:
    page, _ = write_comparison(*pair)
    assert page == pair[1].parent / "compare-a-b" / "index.html"


def test_every_number_of_a_sentence_leads_to_a_cell_of_the_page(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    page, _ = write_comparison(*pair)
    text = page.read_text("utf-8")
    links = re.findall(r'class="claim" href="#([^"]+)">([^<]+)<', text)
    assert len(links) >= 4
    for address, _ in links:
        assert text.count(f' id="{address}"') == 1


def test_the_claims_name_the_report_that_they_are_of(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    page, _ = write_comparison(*pair)
    result = json.loads((page.parent / "comparison.json").read_text("utf-8"))
    sides = {claim["side"] for said in result["findings"] for claim in said["claims"]}
    assert {"before", "after"} <= sides


def test_every_difference_is_saved_beside_the_page(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    page, _ = write_comparison(*pair)
    (file,) = (page.parent / "changes").iterdir()
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = [row for row in rows if row["column"] == "shortlisted"]
    assert {(row["before"], row["after"]) for row in listed} == {
        ("True", "False"),
        ("False", "True"),
    }


def test_of_many_rows_the_page_names_fifty(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_highlights", lambda frame: frame.iloc[:0])
    page, _ = write_comparison(*pair)
    text = page.read_text("utf-8")
    named = re.search(r"<strong>360 rows only before:</strong>(.*?)</p>", text)
    assert named and named[1].count(";") == 50
    assert "and 310 more" in named[1]


def test_a_table_without_figures_is_called_empty_and_not_the_same(
    pair: tuple[Path, Path],
) -> None:
    def emptied(frame: Any) -> None:
        frame[[name for name in frame if name not in ("own_code", "year", "ownership")]] = ""

    for report in pair:
        change_table(report, "region_totals", emptied)
    page, _ = write_comparison(*pair)
    text = page.read_text("utf-8")
    title = dictionary().table("region_totals").title
    assert title in "".join(re.findall(r"<p>Empty in both: .*</p>", text))
    assert title not in str(re.search(r"<p>The same in both: .*</p>", text))


def test_rows_of_another_year_are_named_in_words(pair: tuple[Path, Path]) -> None:
    def later(frame: Any) -> None:
        frame["year"] = frame["year"].replace("2022", "2023")
        frame["employment"] = "1"

    def choice(manifest: Any) -> None:
        manifest["parameters"]["2-industries"]["latest_year"] = 2023

    change_manifest(pair[1], choice)
    change_table(pair[1], "region_totals", later)
    page, _ = write_comparison(*pair)
    text = page.read_text("utf-8")
    assert "<p>Compared: 2022 before with 2023 now.</p>" in text
    assert re.search(r"<td class=\"w\">total covered, 2022/2023</td>", text)


def test_no_cell_of_a_report_is_a_formula_of_the_comparison(pair: tuple[Path, Path]) -> None:
    def obeyed(frame: Any) -> None:
        frame["naics_title"] = '=HYPERLINK("https://example.com")'
        frame["score"] = "-1.5"

    change_table(pair[1], "industry_ranking", obeyed)
    page, _ = write_comparison(*pair)
    with (page.parent / "changes" / "industry_ranking.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    cells = [value for row in rows for value in row.values()]
    assert not any(re.match(r"[=+@\t\r]|-[^0-9]", cell) for cell in cells)
    assert {row["after"] for row in rows if row["column"] == "naics_title"} == {
        '\'=HYPERLINK("https://example.com")'
    }
    assert {row["after"] for row in rows if row["column"] == "score"} == {"-1.5"}


def test_a_page_of_simulated_data_says_so(pair: tuple[Path, Path]) -> None:
    page, _ = write_comparison(*pair)
    assert "<strong>Simulated data:</strong>" in page.read_text("utf-8")


def test_text_of_the_reports_is_escaped(pair: tuple[Path, Path]) -> None:
    def hostile(manifest: Any) -> None:
        manifest["region"]["title"] = HOSTILE
        manifest["region"]["counties"].append(HOSTILE)
        manifest["parameters"]["2-industries"][HOSTILE] = HOSTILE
        manifest["versions"]["sectornb"] = HOSTILE

    def titles(frame: Any) -> None:
        frame["naics_title"] = HOSTILE

    change_manifest(pair[1], hostile)
    change_table(pair[1], "industry_ranking", titles)
    page, _ = write_comparison(*pair)
    text = page.read_text("utf-8")
    assert "<script>window" not in text
    assert "&lt;script&gt;window" in text


def test_the_same_reports_give_the_same_bytes(pair: tuple[Path, Path], tmp_path: Path) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    pages = [write_comparison(*pair, tmp_path / name)[0] for name in ("one", "two")]
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_a_comparison_takes_the_place_of_an_earlier_one(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    page, _ = write_comparison(*pair)
    change_table(pair[1], "industry_ranking", lambda frame: frame)
    change_table(pair[0], "industry_ranking", swapped)
    assert write_comparison(*pair)[0] == page
    assert list((page.parent / "changes").iterdir()) == []
    assert not list(page.parent.parent.glob(".*.staging"))


def test_a_folder_that_is_no_comparison_is_left_alone(pair: tuple[Path, Path]) -> None:
    other = pair[1].parent / "compare-a-b"
    other.mkdir()
    (other / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="is there and no comparison"):
        write_comparison(*pair)
    assert [path.name for path in other.iterdir()] == ["mine.txt"]
