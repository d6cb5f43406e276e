"""What two reports of workbook 1 say of the region's verdict, shares and zones."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.region.words.comparison import changes
from sectornb.show.sides import AFTER, BEFORE, Side, Tally

ALDER, BIRCH, CEDAR = "57001", "57003", "57005"
NAMES = {ALDER: "Alder County, X", BIRCH: "Birch County, X", CEDAR: "Cedar County, X"}


def side(
    which: str, *, validity: float = 1.1, zone: Any = (ALDER, BIRCH), best: str = CEDAR,
    shares: tuple[float, float] = (0.9, 0.8),
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
            "smaller_side_gain_pp": [0.0, 2.5],
        }
    )
    placed = pd.DataFrame(
        {
            "area_fips": list(NAMES),
            "county_name": list(NAMES.values()),
            "method": "communities",
            "with_region": [county in zone for county in NAMES],
        }
    )
    tables = {"containment": containment, "delineations": placed}
    return Side(which, tables, dictionary().keys_of("1-region"), settings=None)


def told(**after: Any) -> list[str]:
    return [each.text for each in changes(side(BEFORE), side(AFTER, **after), Tally())]


def test_nothing_but_the_verdict_is_said_of_equal_reports() -> None:
    assert told() == [
        "the region is a labor market of its own, as before, with the same counties in its zones"
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (1.1, 0.9, "the region is no longer a labor market of its own"),
        (0.9, 1.1, "the region is a labor market of its own, which it was not before"),
        (0.9, 0.9, "the region is not a labor market of its own, as before"),
    ],
)
def test_the_verdict_of_both_is_told(before: float, after: float, said: str) -> None:
    found = changes(side(BEFORE, validity=before), side(AFTER, validity=after), Tally())
    assert found[0].text.startswith(said)


def test_shares_that_moved_are_told_with_both_values() -> None:
    assert told(shares=(0.85, 0.8))[1] == (
        "Of the jobs that residents hold, 85.0% are in the region (before 90.0%)."
    )


def test_counties_of_the_zone_that_came_and_left_are_named() -> None:
    found = told(zone=(ALDER, CEDAR))
    assert found[0].endswith("; 2 counties came to or left its zones")
    assert found[1] == (
        "By communities 1 county came to the region's zone: Cedar County; 1 county left the "
        "region's zone: Birch County."
    )


def test_another_best_next_county_is_told_with_both_gains() -> None:
    assert told(best=BIRCH)[-1] == (
        "The county that would add most to the smaller share is Birch County, X (2.5 percentage "
        "points); before, Cedar County, X (2.5 percentage points)."
    )
