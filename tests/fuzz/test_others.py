"""Mutated inputs for the other readers, and all that ever failed."""

from __future__ import annotations

import pytest

from tests.fuzz import slices


@pytest.mark.parametrize("name", slices.OTHERS)
def test_a_changed_file_is_refused_in_words_or_read_within_bounds(name: str) -> None:
    assert not slices.failures(name)


@pytest.mark.parametrize(
    "name", [name for name in (*slices.OTHERS, *slices.OCCUPATIONS) if slices.kept(name)]
)
def test_what_once_failed_is_refused_in_words_or_read_within_bounds(name: str) -> None:
    assert not slices.kept_failures(name)
