"""The framework of traps: what is caught, in which order, and what was looked for."""

from __future__ import annotations

import pandas as pd

from sectornb.traps import Caught, Findings, TableTrap, Trap, caught, told


def test_findings_stand_blocking_first() -> None:
    warning = Caught("T01", "One", "warning", "Text.")
    blocking = Caught("T02", "Two", "blocking", "Text.")
    found = Findings([warning], ["T01"]).joined([blocking], ["T02", "T03"])
    assert found == [blocking, warning]
    assert found.looked_for == {"T01", "T02", "T03"}


def test_each_text_that_a_trap_finds_is_told_under_its_number_and_name() -> None:
    traps = [
        Trap("T01", "One", "blocking", lambda words: [f"{words}.", f"{words}!"]),
        TableTrap("T02", "Two", "warning", lambda words: []),
    ]
    found = caught(traps, "Seen")
    assert [str(one) for one in found] == ["T01 blocking: One. Seen.", "T01 blocking: One. Seen!"]
    assert found.looked_for == {"T01", "T02"}


def test_rows_are_told_with_their_number_and_three_of_their_names() -> None:
    rows = pd.DataFrame({"naics": ["111", "112", "113", "114"], "year": 2022})
    assert told(rows, "codes are odd", "naics", "year") == [
        "Codes are odd (4): 111 2022, 112 2022, 113 2022 and 1 more."
    ]
    assert told(rows.iloc[:0], "codes are odd", "naics") == []
