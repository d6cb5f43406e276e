"""What two reports of workbook 1 say of the region's verdict, shares and zones."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.region import counts
from sectornb.region.words.comparison import changes
from sectornb.region.words.gaps import NO_GAPS
from sectornb.region.words.verdict import verdict
from sectornb.show.sides import AFTER, BEFORE, Side, Tally

ALDER, BIRCH, CEDAR = "57001", "57003", "57005"
WHOLE = "your 2 counties hold together by commuting"
APART = (
    "your 2 counties are not a labor market of their own: too many people commute across the border"
)
LARGER = "borders differ by method: 1 of 4 keeps them in one market, a larger one"
NAMES = {ALDER: "Alder County, X", BIRCH: "Birch County, X", CEDAR: "Cedar County, X"}


def side(
    which: str, *, validity: float = 1.1, zone: Any = (ALDER, BIRCH), best: str = CEDAR,
    shares: tuple[float, float] = (0.9, 0.8), whole: int = 1, certainty: str = "likely",
) -> Side:  # fmt: skip
    containment = pd.DataFrame(
        {
            "counties": [ALDER, f"{ALDER} {best}"],
            "change": ["region", "with"],
            "rank": [None, 1.0],
            "area_fips": [None, best],
            "county_name": [None, NAMES[best]],
            "supply_side": [shares[0], 0.95],
            "demand_side": [shares[1], 0.95],
            "validity": [validity, 1.2],
            "required_side": [0.7, 0.7],
            "smaller_side": [0.8, 0.9],
            "smaller_side_gain_pp": [0.0, 2.5],
        }
    )
    placed = pd.DataFrame(
        {
            "area_fips": list(NAMES),
            "county_name": list(NAMES.values()),
            "method": "communities",
            "with_region": [county in zone for county in NAMES],
            "in_region": [county != CEDAR for county in NAMES],
        }
    )
    counted = {counts.COUNTIES: 2, counts.WAYS: 4, counts.WHOLE: whole, counts.EXACT: 0}
    counted[counts.JOINED] = whole
    numbers = pd.DataFrame({"counted": list(counted), "count": list(counted.values())})
    tables = {"containment": containment, "delineations": placed, "region_counts": numbers}
    keys = dictionary().keys_of("1-region")
    return Side(which, tables, keys, settings=None, certainty=certainty)


def told(**after: Any) -> list[str]:
    return [each.text for each in changes(side(BEFORE), side(AFTER, **after), Tally())]


def test_nothing_but_the_verdict_is_said_of_equal_reports() -> None:
    assert told() == [
        "as before, your 2 counties hold together by commuting, but borders differ by method: 1 "
        "of 4 keeps them in one market, a larger one; the same counties are in the region's zones"
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (1.1, 0.9, f"{APART}, and {LARGER} (before: {WHOLE}, but {LARGER});"),
        (0.9, 1.1, f"{WHOLE}, but {LARGER} (before: {APART}, and {LARGER});"),
        (0.9, 0.9, f"as before, {APART}, and {LARGER};"),
    ],
)
def test_the_verdict_of_both_is_told_in_the_words_of_the_page(
    before: float, after: float, said: str
) -> None:
    sides = side(BEFORE, validity=before), side(AFTER, validity=after)
    assert changes(*sides, Tally())[0].text.startswith(said)
    page = verdict(sides[1], NO_GAPS).text
    assert page[:1].lower() + page[1:-1] in changes(*sides, Tally())[0].text


def test_methods_that_differ_are_another_verdict() -> None:
    assert told(whole=4)[0].startswith(
        f"{WHOLE}, but all 4 methods join others to them (before: {WHOLE}, but {LARGER})"
    )


def test_what_the_page_leaves_open_is_not_decided() -> None:
    assert told(certainty="open")[0].startswith("whether your counties hold together cannot be")


def test_reports_of_a_version_without_counts_are_told_by_their_shares() -> None:
    sides = [side(BEFORE), side(AFTER, validity=0.9)]
    for each in sides:
        del each.tables["region_counts"]
    assert changes(*sides, Tally())[0].text == (
        "too few people both live and work in the region (before: enough people live and work in "
        "the region); the same counties are in the region's zones"
    )


def test_shares_that_moved_are_told_with_both_values() -> None:
    assert told(shares=(0.85, 0.8))[1] == (
        "Of the jobs that residents hold, 85.0% are in the region (before 90.0%)."
    )


def test_counties_of_the_zone_that_came_and_left_are_named() -> None:
    found = told(zone=(ALDER, CEDAR))
    assert found[0].endswith("; 2 counties came to or left the region's zones")
    assert found[1] == (
        "By communities 1 county came to the region's zone: Cedar County; 1 county left the "
        "region's zone: Birch County."
    )


def test_another_best_next_county_is_told_with_both_gains() -> None:
    assert told(best=BIRCH)[-1] == (
        "The county that would add most to the smaller share is Birch County, X (2.5 percentage "
        "points); before, Cedar County, X (2.5 percentage points)."
    )
