"""The list of all traps, and what is caught of them."""

from __future__ import annotations

from collections import Counter

import pytest

from sectornb.errors import ChangedFileError, SectornbError
from sectornb.industry.traps import TRAPS
from sectornb.industry.traps.shortlist import SHORTLIST_TRAPS
from sectornb.shipped import shipped
from sectornb.traps import caught
from tests.builders.industry_study import clean, example
from tests.house.test_traps_of_our_own import BESIDE
from tests.house.test_traps_of_our_own import TRAPS as OF_COLUMNS
from tests.industry.traps import test_cells, test_files, test_ranks, test_shortlist, test_time

PLANTED = [
    *test_cells.PLANTED,
    *test_files.PLANTED,
    *test_time.PLANTED,
    *test_ranks.PLANTED,
    *test_shortlist.PLANTED,
]
OF_OUR_OWN = {*OF_COLUMNS, *(name.split()[0] for name in BESIDE), "T24"}


def test_every_trap_of_parts_a_to_c_is_looked_for() -> None:
    # T29, revised data, is the library's: it refuses a file that changed since it was added.
    looked_for = {trap.id for trap in TRAPS} | {ChangedFileError.trap[0], SectornbError.trap[0]}
    assert looked_for | OF_OUR_OWN == {f"T{n:02d}" for n in range(1, 43)}


def test_the_written_list_names_every_trap_with_its_severity() -> None:
    page = shipped("docs", "methods", "traps.md").read_text("utf-8")
    assert [
        trap for trap in TRAPS if f"| {trap.id} {trap.name} | {trap.severity} |" not in page
    ] == []


def test_the_written_list_says_which_traps_are_tests() -> None:
    page = shipped("docs", "methods", "traps.md").read_text("utf-8")
    kept = {line[2:5] for line in page.splitlines() if line.endswith("| a test |")}
    assert kept == OF_OUR_OWN


def test_every_trap_is_planted_once() -> None:
    assert Counter(PLANTED) == Counter(trap.name for trap in TRAPS)


def test_none_is_raised_on_clean_data() -> None:
    found = caught(TRAPS, clean())
    assert [str(one) for one in found] == []
    assert len(found.looked_for) == 36


@pytest.mark.parametrize("ownership", ["private", "all"])
def test_on_the_example_nothing_blocks_and_only_the_short_list_is_warned_of(
    ownership: str,
) -> None:
    found = caught(TRAPS, example(ownership))
    assert {one.severity for one in found} <= {"warning"}
    assert {one.id for one in found} <= {trap.id for trap in SHORTLIST_TRAPS}
