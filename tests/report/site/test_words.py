"""What the overview says first, also where there is nothing to compare."""

from __future__ import annotations

from pathlib import Path

from sectornb.report.site.page import write_site
from sectornb.show.sentence import unclaimed_numbers
from tests.builders.regional_reports import regional_report, three_regions


def said(reports: Path) -> list[str]:
    return write_site(reports)[1]


def test_the_weakest_element_and_where_help_is_stand_first(tmp_path: Path) -> None:
    assert said(three_regions(tmp_path)) == [
        "3 regions used the regional planning tool: weakest among them is “Measured, improved, "
        "sustained”, missing in 2 regions; none of them is known to have it in place: look outside "
        "the state.",
        "Most widely in place are “Built around great data”, “Shared regional vision” and “Guided "
        "by industry”: in 1 region each.",
        "11 components are missing in some region; 8 of them another region has in place and could "
        "show.",
        "Nobody here is known to have “Agreed extra measures”, “Acting on findings” or “All "
        "partners contribute” in place: look outside the state.",
        "North Region and South Region could help each other: the first could learn 3 and show 5 "
        "of the components.",
        "Every element of every region is told, and every report is compared.",
    ]


def test_who_could_help_with_the_weakest_is_named(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": 1.0}, counties=["39041"])
    regional_report(tmp_path, "b", {"1": 3.0}, counties=["39049"])
    assert said(tmp_path)[0] == (
        "2 regions used the regional planning tool: weakest among them is “Built around great "
        "data”, missing in 1 region; B Region has it in place and could help."
    )


def test_an_element_that_is_weakest_and_strongest_is_said_to_divide_the_regions(
    tmp_path: Path,
) -> None:
    regional_report(tmp_path, "a", {"1": 1.0}, counties=["39041"])
    regional_report(tmp_path, "b", {"1": 3.0}, counties=["39049"])
    assert said(tmp_path)[1:3] == [
        "The same element is in place in 1 region, more than any other: here regions can learn "
        "most from each other.",
        "5 components are missing in some region, and each of them another region has in place "
        "and could show.",
    ]


def test_several_that_are_weakest_are_all_named(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": 1.0, "2": 1.0}, counties=["39041"])
    regional_report(tmp_path, "b", {"1": 3.0, "2": 3.0}, counties=["39049"])
    assert said(tmp_path)[0].endswith(
        "are “Built around great data” and “Shared regional vision”, missing in 1 region each; "
        "1 region each could help."
    )


def test_where_nothing_is_missing_the_least_in_place_is_told(tmp_path: Path) -> None:
    for number, name in enumerate("ab"):
        everything = {str(area): 3.0 for area in range(1, 6)}
        regional_report(tmp_path, name, everything, counties=[f"3904{number}"])
    lines = said(tmp_path)
    assert lines[0] == (
        "No element is missing in any of the 2 regions; least in place is “Measured, improved, "
        "sustained”, in place in none."
    )
    assert "No component is known to be missing in any region." in lines
    assert "No two regions are known to have what the other misses." in lines


def test_one_region_alone_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": 1.0})
    assert said(tmp_path) == [
        "1 report, and 1 region used the regional planning tool: there is nothing to compare yet."
    ]


def test_reports_without_the_regional_instrument_are_said_to_be_so(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {}, instrument="state-capabilities")
    assert said(tmp_path) == [
        "1 report, and no region among them used the regional planning tool in a way that can be "
        "compared."
    ]


def test_regions_of_whom_nothing_is_told_are_said_to_be_so(tmp_path: Path) -> None:
    for number, name in enumerate("ab"):
        nothing = {str(area): None for area in range(1, 7)}
        regional_report(tmp_path, name, nothing, counties=[f"3904{number}"])
    assert said(tmp_path) == [
        "2 regions used the regional planning tool, and so few people answered in each that "
        "nothing can be told of them."
    ]


def test_what_is_not_told_and_not_compared_comes_last(tmp_path: Path) -> None:
    three_regions(tmp_path)
    regional_report(tmp_path, "few", {str(area): None for area in range(1, 7)})
    regional_report(tmp_path, "other", {}, instrument="sector-readiness")
    assert said(tmp_path)[-1] == (
        "6 of 24 elements of the regions are not told, since too few people answered or figures "
        "are held back and 1 report is not compared; the reasons stand below."
    )


def test_regions_of_two_states_are_not_one_state(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": 1.0}, counties=["39041"])
    regional_report(tmp_path, "b", {"1": 1.0}, counties=["18001"])
    assert said(tmp_path)[0].endswith("in place: look outside these regions.")


def test_every_number_said_stands_in_a_table(tmp_path: Path) -> None:
    import json

    from sectornb.show.sentence import Claim, Sentence

    page, _ = write_site(three_regions(tmp_path))
    result = json.loads((page.parent / "site.json").read_text("utf-8"))
    for each in (result["answer"], *result["findings"]):
        told = Sentence(each["text"], tuple(Claim(**claim) for claim in each["claims"]))
        assert unclaimed_numbers(told) == []
