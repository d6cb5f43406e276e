"""Rows as high as their titles."""

from __future__ import annotations

import pytest

from sectornb.show.title_rows import LETTERS, title_rows


def test_no_word_of_a_title_is_lost_or_cut() -> None:
    title = "Sporting Goods, Hobby, Musical Instrument, Book, and Miscellaneous Retailers"
    (written,) = title_rows([title]).titles
    assert written.split() == title.split()
    assert max(len(line) for line in written.split("\n")) <= LETTERS


def test_rows_follow_each_other_and_longer_titles_have_higher_ones() -> None:
    rows = title_rows(["Hospitals", "Performing Arts, Spectator Sports, and Related Industries"])
    high = [below - above for above, below in zip(rows.ends, rows.ends[1:], strict=False)]
    assert high[1] > high[0]
    assert rows.middles == pytest.approx([high[0] / 2, high[0] + high[1] / 2])
    assert rows.inches == pytest.approx(sum(high))


def test_a_row_can_be_asked_to_have_room_for_two_lines() -> None:
    assert title_rows(["Hospitals"], least=2).inches > title_rows(["Hospitals"]).inches


def test_an_empty_list_has_no_height() -> None:
    assert title_rows([]).inches == 0
