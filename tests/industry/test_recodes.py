"""Jobs that leave one industry code and enter another."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.recodes import opposite_moves, turns_of_the_year

End = dict[str, tuple[float | None, float, float]]
# Jobs, worksites and pay: one firm of 250 jobs goes from 3363 to 5614 (catalog, T16).
BEFORE: End = {"3363": (600, 20, 50_000), "5614": (100, 10, 50_000), "722": (900, 60, 20_000)}
AFTER: End = {"3363": (350, 19, 50_000), "5614": (350, 11, 50_000), "722": (905, 60, 20_000)}


def cells(end: End, county: str = "57001") -> pd.DataFrame:
    rows = [
        (county, "5", code, jobs, sites, None if jobs is None else jobs * pay,
         "withheld" if jobs is None else "disclosed")
        for code, (jobs, sites, pay) in end.items()
    ]  # fmt: skip
    columns = ["area_fips", "own_code", "naics", "employment", "establishments"]
    columns += ["total_wages_usd", "employment_status"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"employment": float, "total_wages_usd": float})


def test_equal_and_opposite_moves_are_found() -> None:
    found = opposite_moves(cells(BEFORE), cells(AFTER))
    assert found.to_dict("records") == [
        {"area_fips": "57001", "own_code": "5", "left": "3363", "entered": "5614", "jobs": 250.0}
    ]


def test_an_industry_that_begins_is_entered_too() -> None:
    before = {"3363": BEFORE["3363"]}
    found = opposite_moves(cells(before), cells({**AFTER, "5614": (250, 1, 50_000)}))
    assert found[["left", "entered"]].to_numpy().tolist() == [["3363", "5614"]]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"5614": (280, 11, 50_000)}, "180 jobs won are not 250 lost"),
        ({"5614": (350, 10, 50_000)}, "no worksite entered"),
        ({"3363": (350, 20, 50_000)}, "no worksite left"),
        ({"5614": (350, 11, 20_000)}, "the jobs won pay 8,000 and not 50,000"),
        ({"3363": (560, 19, 50_000), "5614": (140, 11, 50_000)}, "40 jobs are few"),
        ({"3363": (490, 19, 50_000), "5614": (210, 11, 50_000)}, "110 of 600 jobs are few"),
        ({"5614": (None, 11, 50_000)}, "an end is withheld"),
    ],
)
def test_other_moves_are_left_aside(changed: End, why: str) -> None:
    assert opposite_moves(cells(BEFORE), cells({**AFTER, **changed})).empty, why


def test_moves_of_different_counties_do_not_meet() -> None:
    before = [cells({"3363": BEFORE["3363"]}), cells({"5614": BEFORE["5614"]}, "57003")]
    after = [cells({"3363": AFTER["3363"]}), cells({"5614": AFTER["5614"]}, "57003")]
    assert opposite_moves(pd.concat(before), pd.concat(after)).empty


def test_a_turn_compares_the_last_month_with_the_first() -> None:
    months = {"month1_employment": [10.0], "month3_employment": [30.0]}
    quarter = cells({"722": (0, 5, 0)}).assign(**months)
    found = turns_of_the_year(quarter.assign(year="2018"), quarter.assign(year="2019"))
    assert found[["turn", "month", "employment"]].to_numpy().tolist() == [
        ["2019", "12", 30.0], ["2019", "1", 10.0]
    ]  # fmt: skip
