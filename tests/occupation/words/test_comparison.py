"""How two reports of workbook 3 differ."""

from __future__ import annotations

from typing import Any

from sectornb.occupation.words.comparison import changes
from sectornb.show.sentence import unclaimed_numbers
from sectornb.show.sides import Tally
from tests.builders.two_sides import occupation_side

BASE: dict[str, tuple[float | None, float | None, bool | None]] = {
    "29-1141": (500, 40, True),
    "31-1131": (300, 18, False),
    "37-2011": (100, 15, None),
}


def told(after: Any, **more: Any) -> list[str]:
    sides = occupation_side("before", BASE), occupation_side("after", after, **more)
    found = changes(*sides, Tally())
    assert [unclaimed_numbers(each) for each in found] == [[]] * len(found)
    return [each.text for each in found]


def test_a_report_and_itself_have_the_same_occupations_and_nothing_else_to_say() -> None:
    assert told(BASE) == ["the largest occupations are the same"]


def test_the_clause_counts_the_occupations_that_only_one_report_has() -> None:
    rows = {**BASE, "43-4171": (90, 20, None)}
    del rows["37-2011"]
    assert told(rows)[0] == "2 occupations are among the 10 largest of one report only"


def test_an_occupation_whose_jobs_are_unknown_is_not_among_the_largest() -> None:
    rows = {**BASE, "37-2011": (None, 15, None)}
    assert told(rows)[0] == "1 occupation is among the 10 largest of one report only"


def test_no_known_occupation_is_no_sameness() -> None:
    rows = {code: (None, *rest) for code, (_, *rest) in BASE.items()}
    assert "cannot be compared" in told(rows)[0]


def test_other_industries_and_jobs_are_told_with_those_before() -> None:
    found = told(BASE, industries={"623": "Nursing homes"}, jobs=800)
    assert "The target industries are nursing homes; before, hospitals." in found
    assert "Jobs of the industry: 800 (before 900)." in found


def test_pay_is_told_of_those_whose_median_moved_most() -> None:
    rows = {**BASE, "29-1141": (500, 44, True), "31-1131": (300, 24, False)}
    assert (
        "Median hourly pay, in dollars of its year: nursing assistants $24.00 (before $18.00) and "
        "registered nurses $44.00 (before $40.00)." in told(rows)
    )


def test_a_flag_that_one_report_cannot_tell_has_not_changed() -> None:
    rows = {**BASE, "37-2011": (100, 15, True)}
    assert told(rows) == ["the largest occupations are the same"]


def test_a_flag_that_differs_is_told_with_its_occupation() -> None:
    rows = {**BASE, "31-1131": (300, 18, True)}
    assert (
        "1 of the occupations in both reports came to be or ceased to be in demand: "
        "nursing assistants." in told(rows)
    )
