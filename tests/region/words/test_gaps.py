from __future__ import annotations

import pandas as pd
import pytest

from sectornb.region.distance import SAME
from sectornb.region.words.gaps import NO_GAPS, Gaps, gap_findings, gaps_of, marks, uncounted
from tests.builders.region_words import lacking

REGION = ["44001", "44003"]


def test_nothing_missing_leaves_no_bound() -> None:
    assert gaps_of([], REGION) == Gaps()
    assert not Gaps().any


def test_a_neighbor_s_file_makes_the_residents_total_too_low() -> None:
    gaps = gaps_of([lacking("CT"), lacking("MA")], REGION)
    assert gaps == Gaps(residents_low=True, out_of="Connecticut or Massachusetts", near=True)
    assert gaps.any


def test_states_farther_away_make_the_residents_total_too_low_but_decide_nothing() -> None:
    gaps = gaps_of([], REGION, further=True)
    assert gaps == Gaps(residents_low=True, out_of="states farther away") and not gaps.any
    both = gaps_of([lacking("CT")], REGION, further=True)
    assert both.out_of == "Connecticut or states farther away" and both.any


def test_the_own_file_makes_the_total_of_jobs_too_low() -> None:
    assert gaps_of([lacking("RI", own=True)], REGION) == Gaps(jobs_low=True)


def test_the_own_file_in_a_region_of_two_states_may_hold_flows_within_it() -> None:
    gaps = gaps_of([lacking("RI", own=True)], [*REGION, "25005"])
    assert gaps.inside and gaps.residents_low and gaps.jobs_low


@pytest.mark.parametrize(
    ("files", "text"),
    [
        (
            [lacking("CT")],
            "Jobs that residents hold in Connecticut are unknown, not zero: the library lacks "
            "the flow file of this state; only how many people from there work here is known.",
        ),
        (
            [lacking("CT"), lacking("MA")],
            "Jobs that residents hold in Connecticut and Massachusetts are unknown, not zero: the "
            "library lacks the flow files of these states; only how many people from there work "
            "here is known.",
        ),
        (
            [lacking("MI", published=False)],
            "Jobs that residents hold in Michigan are unknown, not zero: the agency has published "
            "no file of this state for that year; only how many people from there work here is "
            "known.",
        ),
        (
            [lacking("RI", own=True)],
            "Jobs in Rhode Island of people who live in other states are unknown, not zero: the "
            "library lacks the flow file of this state.",
        ),
    ],
)
def test_whose_jobs_are_unknown_and_why(files: list, text: str) -> None:  # type: ignore[type-arg]
    (told,) = gap_findings(files)
    assert (told.text, told.certainty) == (text, "open")


def test_each_kind_of_gap_has_its_own_sentence() -> None:
    files = [lacking("CT"), lacking("MI", published=False), lacking("RI", own=True)]
    told = gap_findings(files)
    assert len(told) == 3
    # Without the own file, how many come to work here is not known either.
    assert not any("only how many" in each.text for each in told)


SIDES = pd.DataFrame(
    {"side": ["residents", "jobs"], "jobs": 9.0, "jobs_inside": 8.0, "inside_pct": 88.9}
)
SETS = pd.DataFrame({"supply_side": [0.8, 0.7], "demand_side": 0.9})


def test_figures_that_missing_files_make_bounds_are_marked_row_by_row() -> None:
    assert marks(SIDES, NO_GAPS) == {} == marks(SETS, NO_GAPS)
    low = Gaps(residents_low=True)
    assert marks(SIDES, low) == {"jobs": ["at least ", ""], "inside_pct": ["at most ", ""]}
    assert marks(SETS, low) == {"supply_side": ["at most ", "at most "]}
    assert marks(SETS, Gaps(jobs_low=True)) == {"demand_side": ["at most ", "at most "]}


def test_where_flows_inside_are_missing_a_marked_share_is_no_bound() -> None:
    across = Gaps(residents_low=True, jobs_low=True, inside=True)
    told = marks(SIDES, across)
    assert told["inside_pct"] == ["counted ", "counted "]
    assert told["jobs_inside"] == told["jobs"] == ["at least ", "at least "]


def test_jobs_without_a_side_are_not_marked() -> None:
    assert marks(pd.DataFrame({"jobs": [3.0]}), Gaps(residents_low=True)) == {}


def test_what_shares_leave_out_is_a_note() -> None:
    assert uncounted(NO_GAPS) == []
    (note,) = uncounted(Gaps(residents_low=True, jobs_low=True, out_of="Connecticut"))
    assert note == (
        "Not counted, nor in any share: jobs that residents hold in Connecticut and jobs here that "
        "people of other states hold."
    )


def test_jobs_by_distance_are_at_least_but_for_those_in_the_county_of_home() -> None:
    bands = pd.DataFrame({"side": ["residents"] * 2 + ["jobs"], "band": [SAME, "far", "far"]})
    told = marks(bands.assign(jobs=9.0), Gaps(residents_low=True))
    assert told == {"jobs": ["", "at least ", ""]}
