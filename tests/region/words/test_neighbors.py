"""Counties of which only one direction is known, beside the first five that are known."""

from __future__ import annotations

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.region.counts import YEARS
from sectornb.region.words.findings import region_next_steps
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.region.words.neighbors import half_known, linked_title, may_be_among, told_of
from sectornb.show.sentence import Speaker, unclaimed_numbers

NAN = float("nan")
COMING = [29_944, 6_353, 6_337, 2_798, 1_204, 4_961, 3_397, 738, 30]
GOING = [27_351, 16_799, 9_765, 11_257, 9_627, NAN, NAN, NAN, 40]


def linked(coming: list[float] = COMING, going: list[float] = GOING) -> pd.DataFrame:
    codes = [f"5710{place}" for place in range(len(coming))]
    return pd.DataFrame(
        {
            "area_fips": codes,
            "county_name": [f"County {code}" for code in codes],
            "jobs_in_region": coming,
            "jobs_of_region_residents": going,
            "tie_share_low": 0.01,
            "flows_known": False,
        }
    )


def speaker(table: pd.DataFrame) -> Speaker:
    years = pd.DataFrame({"counted": [YEARS], "count": [1.0], "unit": ["2019"]})
    added = pd.DataFrame({"change": ["as it is"], "rank": [float("nan")]})
    tables = {"linked_counties": table, "region_counts": years, "containment": added}
    return Speaker(tables, dictionary().keys_of("1-region"))


def test_those_that_five_times_as_many_the_other_way_would_bring_among_the_five_are_named() -> None:
    # The fifth exchanges 10,831.  4,961 x 6 and 3,397 x 6 reach that; 738 + 5,000 does not.
    told = may_be_among(speaker(linked()))
    assert told.text == (
        "County 57105 (4,961 come from there) and County 57106 (3,397 come from there) may be "
        "among these five too: the other direction is not known. "
    )
    assert unclaimed_numbers(told) == []


def test_at_the_edge_of_five_times_a_county_may_be_among_the_five() -> None:
    for fifth, count in ((6_000, 1), (6_001, 0)):
        table = linked([9_999] * 4 + [fifth, 1_000], [0] * 5 + [NAN])
        assert len(half_known(table.iloc[5:], table)) == count


def test_where_jobs_here_are_the_unknown_side_those_who_go_are_told() -> None:
    told = may_be_among(speaker(linked([9_999] * 5 + [NAN], [0] * 5 + [4_000])))
    assert told.text.startswith("County 57105 (4,000 go there) may be among these five too")


def test_where_both_directions_are_known_nobody_else_is_named() -> None:
    assert may_be_among(speaker(linked([9] * 6, [8] * 6))).text == ""
    assert half_known(linked([], []), linked([], [])) == []


def test_the_table_is_of_those_known_to_exchange_most_only_where_flows_are_missing() -> None:
    assert linked_title(NO_GAPS).text == (
        "The five counties outside that exchange most jobs with the region."
    )
    assert linked_title(Gaps(residents_low=True)).text == (
        "The five counties outside that are known to exchange most jobs with the region."
    )
    assert linked_title(NO_GAPS, "workers").text.endswith(
        "most jobs with the region (workers, each counted with one job)."
    )


def test_the_map_names_the_first_five_and_those_that_may_be_among_them() -> None:
    table = linked()
    assert told_of(table) == [f"5710{n}" for n in range(7)]
    assert told_of(table.head(3)) == ["57100", "57101", "57102"]


def test_whom_to_ask_names_them_as_well() -> None:
    step = region_next_steps(speaker(linked()), Gaps(residents_low=True), [])[-1]
    assert step.text.startswith("Ask employers in County 57100 ")
    assert step.text.endswith(
        " Ask in County 57105 and County 57106 as well: only one direction is known, and they may "
        "exchange much."
    )
