"""Mutated inputs for what tells of occupations."""

from __future__ import annotations

import pytest

from tests.fuzz import slices


@pytest.mark.parametrize("name", slices.OCCUPATIONS)
def test_a_changed_file_is_refused_in_words_or_read_within_bounds(name: str) -> None:
    assert not slices.failures(name)
