"""Where two versions of a table differ, in rows, columns and cells."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sectornb.report.differences import table_difference

KEY = ["naics"]


def saved(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def test_rows_and_columns_of_one_version_alone_are_named() -> None:
    before = saved(naics=["541", "622"], jobs=["10", "20"], rank=["1", "2"])
    after = saved(naics=["541", "722"], jobs=["10", "30"], pay=["9", "8"])
    found = table_difference("t", before, after, KEY)
    assert found.told("A", "B") == [
        "1 column only in A: rank",
        "1 column only in B: pay",
        "1 row only in A: 622",
        "1 row only in B: 722",
    ]


def test_a_cell_that_differs_is_told_with_both_figures_and_the_change() -> None:
    before = saved(naics=["541", "622"], jobs=["10", ""], badge=["certain", "likely"])
    after = saved(naics=["622", "541"], jobs=["7", "12.5"], badge=["likely", "open"])
    found = table_difference("t", before, after, KEY)
    assert found.told("A", "B") == [
        "jobs differs in 2 rows, by at most 2.5 (541: 10 in A, 12.5 in B; 622: empty in A, 7 in B)",
        "badge differs in 1 row (541: certain in A, open in B)",
    ]


def test_what_arithmetic_of_another_machine_leaves_is_no_difference() -> None:
    before = saved(naics=["541"], share=["0.333333333333"])
    after = saved(naics=["541"], share=["0.333333333334"])
    assert not table_difference("t", before, after, KEY)
    assert table_difference("t", before, saved(naics=["541"], share=["0.33333334"]), KEY)


def test_a_code_that_lost_its_zero_is_another_code() -> None:
    before, after = saved(naics=["541"], zone=["09001"]), saved(naics=["541"], zone=["9001"])
    (told,) = table_difference("t", before, after, KEY).told("A", "B")
    assert told.endswith("(541: 09001 in A, 9001 in B)")


def test_a_table_of_one_row_needs_no_key() -> None:
    before, after = saved(jobs=["1"]), saved(jobs=["2"])
    assert len(table_difference("t", before, after, []).cells) == 1


CODES = st.lists(st.sampled_from(["236", "541", "622", "722"]), unique=True, min_size=1)


@given(CODES, CODES, st.data())
def test_the_way_back_is_the_mirror_of_the_way_there(
    ours: list[str], theirs: list[str], data: st.DataObject
) -> None:
    figures = st.sampled_from(["", "0", "1", "2.5", "many"])
    one, other = (
        saved(naics=codes, jobs=[data.draw(figures) for _ in codes]) for codes in (ours, theirs)
    )
    there, back = table_difference("t", one, other, KEY), table_difference("t", other, one, KEY)
    assert set(there.rows_before) == set(ours) - set(theirs) == set(back.rows_after)
    mirrored = back.cells.rename(columns={"before": "after", "after": "before"})
    columns = ["key", "before", "after"]
    assert set(map(tuple, there.cells[columns].to_numpy())) == set(
        map(tuple, mirrored[columns].to_numpy())
    )
    assert not table_difference("t", one, one, KEY)
