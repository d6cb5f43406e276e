"""Targets of partners: all, several, or one alone."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError
from sectornb.occupation.targets import agreed_targets

TITLES = {"29-1141": "Registered nurses", "31-1131": "Nursing assistants", "11-1021": "Managers"}


def named(*pairs: tuple[str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(pairs, columns=["partner", "soc"], dtype="str")
    return rows.assign(why="", date="")


def test_agreement_is_of_all_partners_who_name_any() -> None:
    rows = named(("A", "29-1141"), ("B", "29-1141"), ("C", "29-1141"), ("A", "31-1131"),
                 ("B", "31-1131"), ("C", "11-1021"))  # fmt: skip
    table = agreed_targets(rows, TITLES).set_index("soc")
    assert table["agreement"].to_dict() == {
        "29-1141": "all", "31-1131": "several", "11-1021": "one",
    }  # fmt: skip
    assert table.loc["31-1131", "partner_names"] == "A; B"


def test_one_partner_alone_agrees_with_nobody() -> None:
    assert agreed_targets(named(("A", "29-1141")), TITLES)["agreement"].tolist() == ["one"]


def test_a_code_that_is_no_occupation_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"29-1411.*29-1141"):
        agreed_targets(named(("A", "29-1411")), TITLES)


def test_without_targets_there_are_no_rows() -> None:
    assert agreed_targets(named(), TITLES).empty


@given(st.sets(st.tuples(st.sampled_from("ABC"), st.sampled_from(sorted(TITLES)))))
def test_every_naming_is_counted_once(pairs: set[tuple[str, str]]) -> None:
    table = agreed_targets(named(*pairs), TITLES)
    assert table["n_partners_naming"].sum() == len(pairs)
