"""Which regions are compared: those that were asked the same, by their latest round."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sectornb.assessment.instrument import read_instrument
from sectornb.report.site.regions import REGIONAL, Region, comparable_regions
from sectornb.report.site.reports import LeftOut, read_reports
from sectornb.shipped import shipped
from tests.builders.regional_reports import regional_report, three_regions


def compared(reports: Path) -> tuple[list[Region], list[LeftOut]]:
    found, _ = read_reports(reports, reports / "site")
    return comparable_regions(found, read_instrument(REGIONAL))


def names(regions: list[Region]) -> list[str]:
    return [each.report.name for each in regions]


def changed(**values: Any) -> Mapping[str, Any]:
    text = shipped("data", "instruments", f"{REGIONAL}.yml").read_text("utf-8")
    return {**yaml.safe_load(text), **values}


def reworded() -> Mapping[str, Any]:
    own = changed()
    own["areas"][0]["items"][0]["text"] = "Something else."
    return own


def test_regions_with_the_regional_instrument_are_compared(tmp_path: Path) -> None:
    regions, others = compared(three_regions(tmp_path))
    assert names(regions) == ["east", "north", "south"]
    assert others == []
    assert {each.mode for each in regions} == {"open", "anonymous"}
    assert [each.raters for each in regions] == [8, 8, 8]


def test_the_same_instrument_in_a_file_of_ones_own_is_the_same(tmp_path: Path) -> None:
    regional_report(tmp_path, "own", {}, instrument=changed())
    assert names(compared(tmp_path)[0]) == ["own"]


@pytest.mark.parametrize(
    ("instrument", "why"),
    [
        ("state-capabilities", "another instrument: "),
        (changed(version=2), "another version of the instrument: version 2, and version 1 is"),
        (changed(halves=True), "another scale of ratings"),
        (changed(good_from=2), "another scale of ratings"),
        (reworded(), "other words or items under the same name and version"),
    ],
)
def test_who_was_asked_something_else_is_named(
    tmp_path: Path, instrument: str | Mapping[str, Any], why: str
) -> None:
    regional_report(three_regions(tmp_path), "other", {}, instrument=instrument)
    regions, others = compared(tmp_path)
    assert names(regions) == ["east", "north", "south"]
    assert [each.name for each in others] == ["Other Region"]
    assert others[0].why.startswith(why)


def test_a_report_without_the_items_of_this_version_is_named(tmp_path: Path) -> None:
    from tests.builders.saved_report import change_manifest, change_table

    folder = three_regions(tmp_path) / "north"
    change_table(folder, "ratings_by_item", lambda frame: frame.iloc[1:])
    seal(folder, change_manifest)
    _, others = compared(tmp_path)
    assert "does not show the components of this version" in others[0].why


def seal(folder: Path, change_manifest: Any) -> None:
    """Write the hashes of a report anew, as if a run had made it so."""
    from sectornb.report.manifest import write_sums
    from sectornb.sources.holding import file_sha256

    def hashes(manifest: Any) -> None:
        for name, told in manifest["tables"].items():
            told["sha256"] = file_sha256(folder / "tables" / f"{name}.csv")

    change_manifest(folder, hashes)
    write_sums(folder)


def test_no_file_is_opened_that_a_manifest_names(tmp_path: Path) -> None:
    from tests.builders.saved_report import change_manifest

    secret = tmp_path / "secret.yml"
    secret.write_text("password: hunter2", "utf-8")
    folder = regional_report(tmp_path / "reports", "a", {})

    def point(manifest: Any) -> None:
        manifest["parameters"]["4-assessment"]["instrument"] = str(secret)

    change_manifest(folder, point)
    seal(folder, change_manifest)
    _, others = compared(tmp_path / "reports")
    assert "it names no instrument that is known" in others[0].why
    assert "hunter2" not in others[0].why


def test_simulated_regions_never_stand_among_real_ones(tmp_path: Path) -> None:
    regional_report(three_regions(tmp_path), "made-up", {}, simulated=True)
    regions, others = compared(tmp_path)
    assert names(regions) == ["east", "north", "south"]
    assert others == [LeftOut("Made-up Region", "simulated, and others are real")]


def test_simulated_regions_are_compared_among_themselves(tmp_path: Path) -> None:
    for name in "ab":
        regional_report(tmp_path, name, {}, simulated=True)
    assert names(compared(tmp_path)[0]) == ["a", "b"]


def test_of_two_reports_of_one_region_the_later_round_counts(tmp_path: Path) -> None:
    three_regions(tmp_path)
    regional_report(tmp_path, "a-later", {}, region_id="north", wave="2026-spring")
    regions, others = compared(tmp_path)
    assert names(regions) == ["a-later", "east", "south"]
    told = "another report of the same region, a-later, is compared"
    assert others == [LeftOut("North Region", told)]


def test_two_regions_of_one_id_and_other_counties_are_two(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {}, region_id="north", counties=["39041"])
    regional_report(tmp_path, "b", {}, region_id="north", counties=["18001"])
    assert names(compared(tmp_path)[0]) == ["a", "b"]


def test_partners_without_counties_are_one_region_by_their_id(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {}, region_id="north", counties=[])
    regional_report(tmp_path, "b", {}, region_id="south", counties=[])
    regional_report(tmp_path, "c", {}, region_id="south", counties=[], wave="2026-spring")
    assert names(compared(tmp_path)[0]) == ["a", "c"]


def test_regions_called_alike_carry_their_folder(tmp_path: Path) -> None:
    for name, county in (("a", "39041"), ("b", "39049"), ("c", "39045")):
        title = "The Valley" if name != "c" else "The Hills"
        regional_report(tmp_path, name, {}, title=title, counties=[county])
    titles = [each.title for each in compared(tmp_path)[0]]
    assert titles == ["The Valley (a)", "The Valley (b)", "The Hills"]
