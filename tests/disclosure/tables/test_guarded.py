"""Guarded tables: what is saved is what the guard gave, or is attacked."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.tables import Relation, Table
from sectornb.disclosure.tables.derived import Hidden, refuse_derived
from sectornb.disclosure.tables.guarded import (
    Guarded,
    Published,
    frames_to_save,
    merged_sums,
    protected_together,
    refuse_unguarded,
)
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import DeclarationError, DisclosureError, GivenAwayError, ParameterError
from tests.builders.published_tables import table_of

RULES = DisclosureRules()
PLACES = {"place": ["A", "B", "C"], "sex": ["F", "M"]}
PEOPLE = table_of("people", np.array([[30, 40], [3, 60], [50, 20]]), PLACES)
GUARDED = Guarded((PEOPLE,))
NOTHING = Published()


def saved(**changes: object) -> dict[str, pd.DataFrame]:
    found = protected_together(GUARDED, RULES, NOTHING)
    return {"people": frames_to_save(GUARDED, found)["people"].assign(**changes)}


def refuse(frames: dict[str, pd.DataFrame], guarded: Guarded | None = GUARDED) -> None:
    found = protected_together(guarded, RULES, NOTHING) if guarded else None
    refuse_unguarded(frames, guarded, found, RULES, NOTHING)


def test_what_the_guard_gave_is_saved() -> None:
    refuse(saved())
    assert saved()["people"]["n"].isna().sum() >= 4


def test_more_may_be_held_back_and_rows_may_stand_in_another_order() -> None:
    frame = saved()["people"]
    first = frame.index == frame["n"].first_valid_index()
    less = frame.assign(
        n=frame["n"].mask(first), n_status=frame["n_status"].mask(first, "withheld")
    )
    refuse({"people": less.iloc[::-1].reset_index(drop=True)})
    refuse({"people": frame[frame["n"].notna()].reset_index(drop=True)})


def test_true_figures_that_the_guard_held_back_are_attacked() -> None:
    bare = saved(n=PEOPLE.frame["n"].astype(float), n_status="disclosed")
    with pytest.raises(GivenAwayError, match="Leave out 'people'"):
        refuse(bare)
    # The small figure alone is held back: it follows from the others of its place.
    small = PEOPLE.frame["n"].lt(10)
    status = np.where(small, "withheld", "disclosed")
    with pytest.raises(GivenAwayError, match=r"place B, sex F|sex F, place B"):
        refuse(saved(n=PEOPLE.frame["n"].astype(float).mask(small), n_status=status))


def test_another_figure_or_status_than_the_true_one_is_refused() -> None:
    frame = saved()["people"]
    with pytest.raises(DisclosureError, match="in figure or in status"):
        refuse({"people": frame.assign(n=frame["n"] + 1)})
    with pytest.raises(DisclosureError, match="in figure or in status"):
        refuse({"people": frame.assign(n_status="disclosed")})
    with pytest.raises(DisclosureError, match="no column n_status"):
        refuse({"people": frame.drop(columns="n_status")})


def test_a_share_beside_a_figure_that_is_held_back_is_refused() -> None:
    share = saved(share=PEOPLE.frame["n"] / 203.0)
    with pytest.raises(DisclosureError, match="people, share: rows"):
        refuse(share)
    held_back = share["people"]["n"].isna()
    refuse({"people": share["people"].assign(share=share["people"]["share"].mask(held_back))})
    refuse(share, Guarded((PEOPLE,), of_nobody=["people.share"]))


def test_the_base_of_a_printed_share_is_found_in_any_form() -> None:
    frame = pd.DataFrame({"sex": ["F", "M", "Total"], "n": [30, 60, 90]})
    table = Table("people", frame, ("sex",), "n")
    hidden = Hidden.of([table], {"people": np.array([False, False, True])}, {})
    shown = frame.assign(n=[30.0, 60.0, np.nan])
    for share in ([1 / 3, 2 / 3, None], [33.3, 66.7, None], ["33.3%", "66.7%", None]):
        with pytest.raises(DisclosureError, match="rows 1, 2 it is n as a share"):
            refuse_derived("people", shown.assign(share=share), [table], [], hidden)
        refuse_derived("people", shown.assign(share=share), [table], ["people.share"], hidden)
    refuse_derived("people", shown.assign(age=[31.5, 40.1, None]), [table], [], hidden)


def test_figures_that_nothing_guards_are_refused() -> None:
    pay = pd.DataFrame({"place": ["A"], "pay": [20.0]})
    with pytest.raises(DisclosureError, match="Table pay, pay: figures of a workbook with private"):
        refuse({**saved(), "pay": pay})
    with pytest.raises(DisclosureError, match="that nothing guards"):
        refuse({"pay": pay}, None)
    with pytest.raises(DisclosureError, match="Table pay, share: figures"):
        refuse({**saved(), "pay": pay[["place"]].assign(share="33 %")})
    refuse({**saved(), "words": pay[["place"]].assign(program="51.3801")})
    found = protected_together(GUARDED, RULES, NOTHING)
    refuse_unguarded({**saved(), "pay": pay}, GUARDED, found, RULES, NOTHING, elsewhere={"pay"})


def test_a_guarded_table_that_is_not_saved_is_missed() -> None:
    with pytest.raises(DeclarationError, match="guarded table people is not among"):
        refuse({})


def test_a_median_of_too_few_is_not_shown() -> None:
    frame = pd.DataFrame({"place": ["A", "B"], "pay": [20.0, 21.0], "values": [9, 10]})
    guarded = Guarded((Table("pay", frame, ("place",), "pay", "median", basis="values"),))
    shown = frame[["place", "pay"]].assign(pay_status="disclosed")
    with pytest.raises(DisclosureError, match="rows 1 show what rests on too little"):
        refuse({"pay": shown}, guarded)


def test_several_figures_of_one_saved_table_stand_in_one_frame() -> None:
    pay = Table(
        "people: pay",
        PEOPLE.frame.assign(pay=20.5, values=50),
        ("place", "sex"),
        "pay",
        "median",
        basis="values",
    )
    guarded = Guarded((PEOPLE, pay))
    frames = frames_to_save(guarded, protected_together(guarded, RULES, NOTHING))
    assert list(frames["people"]) == ["place", "sex", "n", "n_status", "pay", "pay_status"]
    short = Table("people: pay", pay.frame.iloc[1:], ("place", "sex"), "pay", "median",
                  basis="values")  # fmt: skip
    guarded = Guarded((PEOPLE, short))
    with pytest.raises(ParameterError, match="stand in different rows"):
        frames_to_save(guarded, protected_together(guarded, RULES, NOTHING))


def test_what_was_printed_before_survives_its_way_through_a_file() -> None:
    found = protected_together(GUARDED, RULES, NOTHING)
    printed = Table("before", found.tables["people"], ("place", "sex"), "n", where={"year": "2024"})
    told = Relation("a speech", (("n", {"sex": "F"}, 1.0),), 80, 90)
    sums = {"place": {"all": ["A", "B", "C"]}}
    before = Published((printed,), sums, (told,), ({"report": "old", "sha256": "ab"},))
    again = Published.of_record(json.loads(json.dumps(before.record())))
    assert (again.sums, again.relations, again.reports) == (sums, (told,), before.reports)
    (table,) = again.tables
    assert (table.where, table.dimensions, table.measured) == (
        {"year": "2024"},
        ("place", "sex"),
        "n",
    )
    assert table.frame["n"].isna().equals(printed.frame["n"].isna())
    assert "basis" not in before.record()["tables"][0]


def test_one_code_for_two_sums_is_refused() -> None:
    one, other = ({"place": {"all": parts}} for parts in (["A", "B"], ["A", "C"]))
    assert merged_sums(one, {"place": {"all": ["B", "A"]}}) == {"place": {"all": ["B", "A"]}}
    with pytest.raises(
        ParameterError, match="place all is the sum of A, B in one report and of A, C"
    ):
        merged_sums(one, other)
