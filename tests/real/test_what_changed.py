"""Columbus compared with itself: another year, and without Licking County."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sectornb.codes import short_titles
from sectornb.report.compare import compare
from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from sectornb.sources.library import Library

COUNTIES = (
    "39041", "39045", "39049", "39073", "39083", "39089", "39097", "39127", "39129", "39159",
)  # fmt: skip
LICKING = "39089"


pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def reports(real_library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, made = tmp_path_factory.mktemp("columbus"), {}
    for name, latest, counties in (
        ("to-2021", 2021, COUNTIES),
        ("to-2022", 2022, COUNTIES),
        ("no-licking", 2022, [county for county in COUNTIES if county != LICKING]),
    ):
        path = folder / f"{name}.yml"
        path.write_text(
            f"id: {name}\ntitle: Columbus\ncounties: {list(counties)}\n"
            f"library: {real_library.root.as_posix()}\n"
            f"industries: {{base_year: 2020, latest_year: {latest}}}\n",
            "utf-8",
        )
        made[name] = run_region(
            read_region(path), folder / "reports", tell=lambda line: None, progress=False
        )
    return made


def short_list(report: Path) -> set[str]:
    with (report / "tables" / "industry_ranking.csv").open(encoding="utf-8", newline="") as stream:
        return {row["naics"] for row in csv.DictReader(stream) if row["shortlisted"] == "True"}


@pytest.mark.parametrize(
    ("before", "after"), [("to-2021", "to-2022"), ("to-2022", "to-2021"), ("to-2022", "no-licking")]
)
def test_who_came_and_left_is_the_difference_of_the_sets(
    reports: dict[str, Path], before: str, after: str
) -> None:
    found = compare(reports[before], reports[after])
    was, now = short_list(reports[before]), short_list(reports[after])
    assert was != now
    assert found.counts["places of the short list that changed"] == len(now - was)
    names = short_titles(2022) | short_titles(2021)
    for how, codes in (("left", was - now), ("came onto", now - was)):
        told = [each.text.lower() for each in found.findings]
        (said,) = [text for text in told if f"{how} the short list" in text]
        mentioned = {code for code in was | now if names[code].lower() in said}
        assert mentioned == codes


def test_another_year_is_told_as_data_and_a_county_as_a_choice(reports: dict[str, Path]) -> None:
    later = compare(reports["to-2021"], reports["to-2022"])
    assert [choice.key for choice in later.choices] == ["latest_year"]
    assert later.data_differ and not later.choices_differ
    without = compare(reports["to-2022"], reports["no-licking"])
    assert without.counties_before == (LICKING,)
    assert without.choices_differ and not without.choices and not without.methods_differ
