from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.sources.surveys.cells import plain_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''-x"])
def test_what_a_spreadsheet_would_compute_is_made_safe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "4", "a - b", "it's", "'quoted'", "x=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text == plain_cell(text)


@given(st.text("'=+-@\ta1 ", max_size=6))
def test_no_safe_cell_is_a_formula_and_each_gives_its_text_back(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain_cell(safe_cell(text)) == text
