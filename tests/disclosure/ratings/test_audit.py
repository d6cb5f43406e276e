"""The audit of what tables print about a panel's ratings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sectornb.disclosure.ratings.audit import Panel, refuse_recoverable
from sectornb.disclosure.ratings.figures import HALVES, STATISTICS, WHOLE, Scale
from sectornb.errors import DisclosureError

TEN = (3, 4, 4, 5, 2, 3, 4, 3, 5, 4)
TWENTY = (3, 4, 4.5, 5, 2, 3.5, 4, 3, 5, 4, 2.5, 3, 3, 4, 1.5, 5, 4, 4.5, 3.5, 2)


def panel(
    table: str, ratings: Sequence[float], *printed: str, item: str = "A1", scale: Scale = WHOLE
) -> Panel:
    return Panel(table, item, {f"r{n}": value for n, value in enumerate(ratings)}, printed, scale)


def refusal(*panels: Panel) -> str:
    with pytest.raises(DisclosureError) as told:
        refuse_recoverable(panels)
    return str(told.value)


def test_median_and_share_of_ten_are_printed() -> None:
    refuse_recoverable([panel("items", TEN, "median", "share")])


def test_all_figures_of_ten_are_refused_with_what_can_be_printed() -> None:
    told = refusal(panel("items", TEN, *STATISTICS))
    assert told.startswith("Table items, A1: median, share rating 4 or 5, mean, agreement (r_wg)")
    assert "are found to leave 1 set of ratings to one of the 10 raters" in told
    assert "Print median and share rating 4 or 5 and nothing else" in told


def test_figures_of_two_tables_are_taken_together() -> None:
    first = panel("items", TEN, "median", "share")
    second = panel("gaps", TEN, "mean", "agreement", "deviation")
    refuse_recoverable([first])
    assert refusal(first, second).startswith("Tables items, gaps, A1: ")


def test_items_are_apart() -> None:
    refuse_recoverable(
        [
            panel("items", TEN, "median", "share"),
            panel("items", TEN[::-1], "median", "share", item="A2"),
        ]
    )


def test_four_raters_print_nothing() -> None:
    assert "4 raters, and figures of fewer than 5 are not printed" in refusal(
        panel("items", TEN[:4], "median")
    )


def test_a_rater_knows_one_rating() -> None:
    # 5 2 1 1 1: median 1, share at most one.  Beside three ones stand two of 1, 2, 3 (six
    # sets) or a 4 or 5 with one of 1, 2, 3 (six more): 12 to everybody, and 3 to who rated 5.
    told = refusal(panel("items", (5, 2, 1, 1, 1), "median", "share"))
    assert "leave 3 sets of ratings to one of the 5 raters, who knows the own rating" in told


def test_a_large_panel_is_decided_without_listing_its_sets() -> None:
    # 48,903,492 sets of 30 half ratings.
    refuse_recoverable([panel("items", (*TWENTY, *TEN), "median", "share", scale=HALVES)])


def test_an_edition_before_a_late_answer_tells_the_late_one() -> None:
    whole, before = panel("items", TEN, "median", "mean"), panel("draft", TEN[:9], "median")
    refuse_recoverable([panel("items", TEN, "median"), before])
    told = refusal(whole, panel("draft", TEN[:9], "mean"))
    assert "10 and 9 raters, of whom 1 are in one panel alone" in told


def test_a_slice_and_the_whole_leave_the_others_hidden() -> None:
    refuse_recoverable(
        [
            panel("items", TWENTY, "median", "share", scale=HALVES),
            panel("slices", TWENTY[:9], "median", scale=HALVES),
        ]
    )


def test_two_waves_under_one_name_are_refused() -> None:
    assert "Name the wave in the item" in refusal(
        panel("items", TEN, "median"), panel("later", TEN[::-1], "median")
    )


def test_the_rules_of_a_run_may_ask_for_more_raters() -> None:
    refuse_recoverable([panel("items", TEN, "median")], 10)
    with pytest.raises(DisclosureError, match="10 raters, and figures of fewer than 12 are not"):
        refuse_recoverable([panel("items", TEN, "median")], 12)
