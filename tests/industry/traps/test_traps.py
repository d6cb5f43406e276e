"""The list of all traps, and what is caught of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from sectornb.industry.traps import TRAPS, Findings, caught
from sectornb.industry.traps.evidence import Caught
from sectornb.industry.traps.shortlist import SHORTLIST_TRAPS
from sectornb.shipped import shipped
from tests.builders.evidence import clean, example
from tests.industry import (
    test_diagnostics_cells,
    test_diagnostics_labels,
    test_diagnostics_ranks,
    test_diagnostics_shortlist,
    test_diagnostics_time,
)

PLANTED = [
    *test_diagnostics_cells.PLANTED,
    *test_diagnostics_time.PLANTED,
    *test_diagnostics_labels.PLANTED,
    *test_diagnostics_ranks.PLANTED,
    *test_diagnostics_shortlist.PLANTED,
]


def test_every_trap_of_parts_a_to_c_is_looked_for() -> None:
    # T29, revised data, is the library's: it refuses a file that changed since it was added.
    assert {trap.id for trap in TRAPS} | {"T29"} == {f"T{n:02d}" for n in range(1, 43)}


def test_the_written_list_names_every_trap_with_its_severity() -> None:
    page = shipped("docs", "methods", "traps.md").read_text("utf-8")
    assert [
        trap for trap in TRAPS if f"| {trap.id} {trap.name} | {trap.severity} |" not in page
    ] == []


def test_every_trap_is_planted_once() -> None:
    assert Counter(PLANTED) == Counter(trap.name for trap in TRAPS)


def test_none_is_raised_on_clean_data() -> None:
    found = caught(clean())
    assert [str(one) for one in found] == []
    assert len(found.looked_for) == 41


@pytest.mark.parametrize("ownership", ["private", "all"])
def test_on_the_example_nothing_blocks_and_only_the_short_list_is_warned_of(
    ownership: str,
) -> None:
    found = caught(example(ownership))
    assert {one.severity for one in found} <= {"warning"}
    assert {one.id for one in found} <= {trap.id for trap in SHORTLIST_TRAPS}


def test_a_trap_whose_table_is_missing_is_not_looked_for() -> None:
    found = caught(replace(clean(), tables={}))
    assert found == []
    assert "T01" in found.looked_for
    assert "T33" not in found.looked_for


def test_findings_stand_blocking_first() -> None:
    warning = Caught("T01", "One", "warning", "Text.")
    blocking = Caught("T02", "Two", "blocking", "Text.")
    found = Findings([warning], ["T01"]).joined([blocking], ["T02", "T03"])
    assert found == [blocking, warning]
    assert found.looked_for == {"T01", "T02", "T03"}
