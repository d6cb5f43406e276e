"""A join on codes says how many rows matched; none is an error."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.joins import (
    Candidates,
    EmploymentJoin,
    Join,
    join_by_employment,
    join_on_codes,
    with_candidates,
)


def joined(wanted: list[str], held: list[str]) -> Join:
    return join_on_codes("the region's industries", wanted, "the file", held, ["t"], "Add another.")


def test_matched_rows_are_counted_once_a_code() -> None:
    join = joined(["621", "622", "622", "722"], ["622", "621", "999"])
    assert join.record() == {
        "what": "the region's industries",
        "where": "the file",
        "rows": 3,
        "matched": 2,
        "matched_share": 0.6667,
        "without": ["722"],
    }
    assert join.warning == ""


def test_few_matches_are_a_warning() -> None:
    assert joined(["621", "622", "722"], ["622"]).warning == (
        "Only 1 of 3 codes of the region's industries stand in the file; without are, among "
        "others, 621, 722. What rests on it is of the others alone."
    )


def test_no_match_is_an_error() -> None:
    with pytest.raises(InputError) as caught:
        joined(["621", "622"], ["621000", "622000"])
    assert str(caught.value) == (
        "None of the 2 codes of the region's industries (621, 622) stands in the file, which has "
        "621000, 622000. Add another."
    )


def test_nothing_to_look_up_is_no_error() -> None:
    assert joined([], []).share == 1


JOBS = pd.Series({"11-1011": 200.0, "15-1252": 700.0, "15-1253": 90.0, "29-1141": 10.0})


def weighed(jobs: pd.Series, held: list[str], **named: float) -> EmploymentJoin:
    return join_by_employment("the jobs", jobs, "the list", held, ["t"], "Add another.", **named)


def test_a_join_by_employment_states_what_it_keeps_and_dropped_largest_first() -> None:
    # 700 + 200 of 1,000 jobs are kept: 90 percent, though half of the codes are lost.
    join = weighed(JOBS, ["11-1011", "15-1252"])
    assert (join.share, join.employment, join.kept) == (0.9, 1000, 900)
    assert join.dropped == (("15-1253", 90.0), ("29-1141", 10.0))
    assert join.told == (
        "the jobs in the list: 2 of 4 codes, 90.0 percent of their employment; dropped, largest "
        "first: 15-1253 (90), 29-1141 (10)."
    )
    assert join.warning == join.told
    assert join.record() == {
        "what": "the jobs", "where": "the list", "rows": 4, "matched": 2, "matched_share": 0.5,
        "without": ["15-1253", "29-1141"], "employment": 1000.0, "kept_share": 0.9,
        "dropped": [["15-1253", 90.0], ["29-1141", 10.0]],
    }  # fmt: skip


def test_a_join_that_keeps_nearly_all_the_employment_is_not_warned_of() -> None:
    assert weighed(JOBS, ["11-1011", "15-1252", "15-1253"]).warning == ""
    assert weighed(JOBS, ["11-1011", "15-1252"], warned=0.9).warning == ""


def test_a_join_that_keeps_too_little_employment_is_refused() -> None:
    with pytest.raises(InputError, match=r"less than 50 percent.*15-1252 \(700\).*Add another"):
        weighed(JOBS, ["11-1011", "15-1253", "29-1141"])
    assert weighed(JOBS, ["11-1011", "15-1253", "29-1141"], least=0.3).share == pytest.approx(0.3)


def test_a_join_by_employment_that_matches_nothing_is_refused() -> None:
    with pytest.raises(InputError, match=r"None of the 4 codes of the jobs"):
        weighed(JOBS, ["111011"])


def test_employment_that_is_not_known_weighs_nothing_and_is_counted() -> None:
    jobs = pd.concat([JOBS, pd.Series({"11-9199": float("nan")})])
    join = weighed(jobs, [*JOBS.index])
    assert (join.share, join.unknown) == (1.0, 1)
    assert "no employment is known of 1 code" in join.told


def test_codes_that_share_employment_are_refused() -> None:
    """Child codes multiplied: nine O*NET codes of 15-1299 would count its jobs nine times."""
    jobs = pd.Series([400_000.0] * 9, ["15-1299"] * 9)
    with pytest.raises(InputError, match="name 1 code more than once.*counted as often"):
        weighed(jobs, ["15-1299"])


PAIRS = pd.DataFrame(
    {"cip": ["11.0701", "11.0701", "52.0201"], "soc": ["15-1253", "15-1252", "11-1011"]}
)
AWARDS = pd.DataFrame({"cip": ["11.0701", "52.0201", "99.0000"], "awards": [120, 30, 5]})


def test_candidates_are_attached_and_no_figure_is_multiplied() -> None:
    """Completions multiplied by a crosswalk: 120 awards with two occupations stay 120."""
    table = with_candidates(AWARDS, "cip", PAIRS, "cip", "soc")
    assert table["awards"].sum() == 155
    assert [list(each) for each in table["candidates"]] == [
        ["15-1252", "15-1253"], ["11-1011"], [],
    ]  # fmt: skip
    assert table["candidate_count"].tolist() == [2, 1, 0]


def test_adding_candidates_up_is_refused() -> None:
    table = with_candidates(AWARDS, "cip", PAIRS, "cip", "soc")
    with pytest.raises(InputError, match="candidates were added up"):
        table["candidates"].sum()
    with pytest.raises(InputError, match="candidates were added up"):
        table.assign(all=1).groupby("all")["candidates"].sum()
    with pytest.raises(InputError, match="candidates were added up"):
        Candidates(("15-1252",)) + 1
