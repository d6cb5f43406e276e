"""The picture of regions by elements: words in cells, those first in which most is missing."""

from __future__ import annotations

import re
from pathlib import Path

from sectornb.report.site.page import write_site
from tests.builders.regional_reports import regional_report, three_regions


def picture(reports: Path) -> str:
    page, _ = write_site(reports)
    return (page.parent / "figures" / "elements_by_region.svg").read_text("utf-8")


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_every_cell_has_a_word(tmp_path: Path) -> None:
    said = texts(picture(three_regions(tmp_path)))
    words = [each for each in said if each in ("missing", "partly", "in place", "not told")]
    assert len(words) == 3 * 6
    assert words.count("missing") == 4
    assert {"Data", "Vision", "Industry", "Alignment", "Services", "Sustained"} <= set(said)


def test_regions_in_which_most_is_missing_stand_first(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {}, counties=["39041"])
    regional_report(tmp_path, "b", {"1": 1.0}, counties=["39043"])
    regional_report(tmp_path, "c", {"1": 1.0, "2": 1.0}, counties=["39045"])
    regional_report(tmp_path, "d", {str(n): None for n in range(1, 7)}, counties=["39047"])
    said = [each for each in texts(picture(tmp_path)) if each.endswith(" Region")]
    assert said == ["C Region", "B Region", "A Region", "D Region"]


def test_the_words_for_it_tell_every_region_that_is_drawn(tmp_path: Path) -> None:
    page, _ = write_site(three_regions(tmp_path))
    (alt,) = re.findall(r'<img alt="([^"]+)"', page.read_text("utf-8"))
    assert alt.startswith("Of 18 elements in 3 regions, 3 in place and 4 missing.")
    assert "North Region: missing Vision, Sustained; partly Industry, Alignment, Services" in alt
    assert "East Region:" in alt
