"""Cells that hold a number or a mark: each gets its declared status, nothing else is read."""

from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from sectornb.errors import InputError
from sectornb.sources.declarations import MarkDeclaration
from sectornb.sources.marks import marked_numbers

MARKS = (
    MarkDeclaration(mark="**", status="withheld", meaning="not released"),
    MarkDeclaration(mark="#", status="at_least", meaning="at or above the top code"),
    MarkDeclaration(mark="-555555555", status="exact", meaning="controlled"),
    MarkDeclaration(form=r">=\$([\d,]+)", status="at_least", meaning="at or above"),
)


def read(*cells: str, limit: float | None = None) -> list[tuple[float, str]]:
    found = marked_numbers("file", pd.Series(cells, dtype="str", name="A"), MARKS, limit=limit)
    return list(found.itertuples(index=False, name=None))


def test_a_number_is_published_with_its_commas_taken_away() -> None:
    assert read("1,234.5", "0") == [(1234.5, "published"), (0.0, "published")]


def test_what_is_withheld_has_no_number() -> None:
    ((value, status),) = read("**")
    assert pd.isna(value) and status == "withheld"


def test_a_top_code_stands_for_the_limit_that_the_file_tells() -> None:
    assert read("#", limit=239_200.0) == [(239_200.0, "at_least")]


def test_a_top_code_without_a_known_limit_has_no_number() -> None:
    ((value, status),) = read("#")
    assert pd.isna(value) and status == "at_least"


def test_a_limit_inside_the_cell_is_read_from_it() -> None:
    assert read(">=$239,200") == [(239_200.0, "at_least")]


def test_a_jam_value_is_decoded_before_it_is_taken_for_a_number() -> None:
    assert read("-555555555") == [(0.0, "exact")]


@pytest.mark.parametrize("cell", ["*", "", "-5", "12x", "nan", "1e99"])
def test_what_is_neither_number_nor_mark_is_refused(cell: str) -> None:
    with pytest.raises(InputError, match="row 2, column A"):
        read(cell)


@pytest.mark.parametrize("form", ["[0-9]+", "(a)(b)"])
def test_a_form_needs_one_group_for_its_number(form: str) -> None:
    with pytest.raises(ValidationError, match="one group"):
        MarkDeclaration(form=form, status="at_least", meaning="at least")
